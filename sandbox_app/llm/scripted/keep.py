"""What is kept of a talk: notes with the news word for word, an appointment that was agreed on, the change of closeness."""

import re

from msgspec import Struct

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.clock import find_day, find_time, lasting
from sandbox_app.llm.scripted.banks import bank
from sandbox_app.llm.scripted.dice import Dice
from sandbox_app.llm.scripted.events import GATHERINGS, is_event, what_of
from sandbox_app.llm.scripted.hear import Heard, hear
from sandbox_app.llm.scripted.words import ended, fit, of_other, plain, stems

_LET_US = re.compile(r"\b(?:let us|let's|shall we) ", re.IGNORECASE)
_A_THING = re.compile(r"(?:an?|the|my|our)\b")
_OF_ONESELF = re.compile(r"(?:I|My|We|Our)\b")
_AGAINST_YOU = re.compile(r"\bagainst you\b")
_LONGEST = 150
_MOST_NOTES = 3
_FAMILIAR = 4
"""Below this closeness, news told and a longer talk bring people nearer."""


class _Deal(Struct, frozen=True):
    """An event that was proposed in the talk, and what became of it: `agreed` True, False, or None while open."""

    core: str
    host: str
    guest: str
    agreed: bool | None


def after_talk(facts: f.AfterTalk, dice: Dice) -> a.AfterTalk:
    """Return the notes, the appointment and the change of relation."""
    heard = [(line.speaker, line.text, hear(line.text)) for line in facts.lines]
    me = facts.me.name
    deals = _deals(heard)
    notes = _news_notes(facts, heard)
    notes += _deal_notes(facts, deals)
    notes += _vote_notes(me, heard)
    known = {memory.text for memory in facts.memories}
    notes = [note for note in dict.fromkeys(fit(note, _LONGEST) for note in notes) if note not in known][:_MOST_NOTES]
    if not notes:
        notes = [fit(_everyday_note(facts, heard, dice), _LONGEST)]
    return a.AfterTalk(tuple(notes), _appointment(facts, deals), _relation(facts, heard))


def _others(facts: f.AfterTalk) -> list[str]:
    """Return who else took part, in the order of the list of people."""
    me = facts.me.name
    names = [person.name for person in facts.people if person.name != me]
    return names or list(dict.fromkeys(line.speaker for line in facts.lines if line.speaker != me))


def _news_notes(facts: f.AfterTalk, heard: list[tuple[str, str, Heard]]) -> list[str]:
    """Return what others told, then what the agent told, each sentence once (whoever told it first counts)."""
    me, told, mine = facts.me.name, [], []
    known: set[str] = set()
    others = " and ".join(_others(facts)[:2])
    for speaker, _, line in heard:
        if not line.news:
            continue
        core = plain(of_other(speaker, line.news))
        if core in known or any(core in other for other in known):
            continue
        known.add(core)
        listener = me if speaker != me else _others(facts)[0] if len(_others(facts)) == 1 else "you"
        news = _AGAINST_YOU.sub(f"against {listener}", lasting(ended(line.news), facts.now))
        if speaker == me:
            mine.append(f"I told {others}: {news}")
        else:
            told.append(f"{speaker} told me: {news if _OF_ONESELF.match(news) else of_other(speaker, news)}")
    return told[:2] + mine[: max(1, 2 - len(told))]


def _deals(heard: list[tuple[str, str, Heard]]) -> list[_Deal]:
    """Return the events that were proposed, with the first answer that another gave to each."""
    deals: list[_Deal] = []
    for at, (speaker, text, line) in enumerate(heard):
        core = line.news if line.news and find_time(line.news) else text
        proposed = find_time(core) and (line.ask == "come" or is_event(core) or _LET_US.search(text))
        if not proposed or any(plain(deal.core) in plain(of_other(speaker, core)) for deal in deals):
            continue
        verdict: bool | None = None
        guest = ""
        for other, _, answer in heard[at + 1 :]:
            if other != speaker and answer.acts & {"accept", "decline"}:
                verdict, guest = "accept" in answer.acts, other
                break
        deals.append(_Deal(of_other(speaker, core), speaker, guest, verdict))
    return deals


def _where(core: str, facts: f.AfterTalk) -> str:
    place = _place(core, facts.places)
    return f" at {facts.places[place - 1]}" if place else ""


def _when(core: str, facts: f.AfterTalk) -> str:
    day = _day(core, facts)
    return f"on day {day} at {find_time(core)}"


def _deal_notes(facts: f.AfterTalk, deals: list[_Deal]) -> list[str]:
    notes = []
    me = facts.me.name
    for deal in deals:
        what = what_of(deal.core)
        if deal.agreed is None or me not in (deal.host, deal.guest):
            continue
        if deal.guest == me:
            yes = f"I promised {deal.host} to come to {what}{_where(deal.core, facts)} {_when(deal.core, facts)}."
            notes.append(yes if deal.agreed else f"I told {deal.host} that I cannot come to {what}.")
        else:
            notes.append(f"{deal.guest} promised me to come to {what}." if deal.agreed else f"{deal.guest} cannot come to {what}.")
    return notes


def _vote_notes(me: str, heard: list[tuple[str, str, Heard]]) -> list[str]:
    for at, (speaker, _, line) in enumerate(heard):
        if line.ask != "support":
            continue
        for other, _, answer in heard[at + 1 :]:
            if other != speaker and answer.acts & {"support_yes", "support_no"}:
                yes = "support_yes" in answer.acts
                if me == speaker:
                    return [f"{other} promised to support me." if yes else f"{other} does not want to support me."]
                if me == other:
                    return [f"I promised {speaker} my support." if yes else f"I will not support {speaker}."]
                break
    return []


def _everyday_note(facts: f.AfterTalk, heard: list[tuple[str, str, Heard]], dice: Dice) -> str:
    """Return a note on a talk without news: a quarrel, what the other said of themselves, or just that we talked."""
    me = facts.me.name
    who = " and ".join(_others(facts)[:2]) or "somebody"
    if any("insult" in line.acts for _, _, line in heard):
        return f"{who} and I quarrelled at {facts.now.place}."
    remarks = [(speaker, line.remark) for speaker, _, line in heard if line.remark and speaker != me]
    if remarks:
        speaker, remark = max(remarks, key=lambda pair: len(pair[1]))
        return f"{speaker} said: {ended(remark)}"
    words = stems(" ".join(text for _, text, _ in heard))
    topic = next((topic for topic, signs in bank("keep")["topics"].items() if words & stems(" ".join(signs))), "this and that")
    part = dice.pick(bank("keep")["talked"])
    return str(part).replace("{who}", who).replace("{topic}", topic).replace("{place}", facts.now.place)


def _day(core: str, facts: f.AfterTalk) -> int:
    """Return the day an event is on; a bare time means today, or tomorrow when it has passed."""
    day = find_day(core, facts.now)
    if day is None:
        day = facts.now.day + (find_time(core) <= facts.now.time)
    return day


def _place(core: str, places: tuple[str, ...]) -> int:
    """Return the number of the place that is named, the longest name first; 0 for none."""
    low = core.lower()
    named = [(len(place), number) for number, place in enumerate(places, 1) if place and place.lower() in low]
    return max(named)[1] if named else 0


def _appointment(facts: f.AfterTalk, deals: list[_Deal]) -> a.AppointmentLine | None:
    me = facts.me.name
    numbers = {person.name: number for number, person in enumerate(facts.people, 1)}
    for deal in deals:
        if not deal.agreed or me not in (deal.host, deal.guest):
            continue
        who = numbers.get(deal.guest if deal.host == me else deal.host, 0)
        place, day = _place(deal.core, facts.places), _day(deal.core, facts)
        if who and place and facts.now.day <= day <= 999:
            return a.AppointmentLine(who, place, day, find_time(deal.core), fit(_part_in(deal.core, me), 50))
    return None


def _part_in(core: str, me: str) -> str:
    """Return what one promised to do: who gives a party hosts it, others go to it."""
    what = what_of(core)
    return f"host {what}" if core.startswith(f"{me} is ") and _A_THING.match(what) and stems(what) & GATHERINGS else what


def _relation(facts: f.AfterTalk, heard: list[tuple[str, str, Heard]]) -> int:
    """Return +1 after warm words, promises or news shared, -1 after unkind ones or a refusal, else 0."""
    me = facts.me.name
    acts = [act for speaker, _, line in heard if speaker != me for act in line.acts]
    if "insult" in acts:
        return -2 if acts.count("insult") > 1 else -1
    if any("insult" in line.acts for _, _, line in heard):
        return -1
    if "support_no" in acts:
        return -1
    if any(act in acts for act in ("accept", "support_yes", "praise", "sorry")):
        return 1
    strange = any(person.closeness < _FAMILIAR for person in facts.people)
    shared = any(line.news for speaker, _, line in heard if speaker != me)
    return 1 if strange and (shared or len(heard) >= 6) else 0
