"""Talking with others: turn by turn in simulated time; afterwards each keeps its own version of it: notes, promises, and
what the other is to it now.
"""

import re
from collections import Counter

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.gerund import gerund
from sandbox_app.mind.beliefs import about_those, think_of
from sandbox_app.mind.mind import InTalk, Mind
from sandbox_app.mind.places import home_of, may_go, sites_known
from sandbox_app.mind.planning import revise
from sandbox_app.mind.surroundings import Speak, SpokenLine, Talk
from sandbox_app.mind.waiting import PARTING_SECONDS, REACTION_SECONDS
from sandbox_app.mind.words import bounded, listed
from sandbox_app.town.model import Place
from sandbox_app.worldfile.rows import BeliefRow, MemoryRow, Retrieved

_SENTENCE = re.compile(r"(?<=[.!?…]) +")
_WORD = re.compile(r"[^\W\d_]+")
_LOOP = re.compile(r"(\b\S.{6,80}?)(?:\W*\1)+")
"""A phrase of seven letters or more that is said again at once."""
FURTHEST_PROMISE_DAYS = 14
Found = tuple[MemoryRow, Retrieved]
_THOUGHT_OF = 2
"""Of so many of those one has talked with one thinks anew afterwards."""


async def take_part(mind: Mind, talk: Talk) -> None:
    """Say the next line when it is one's turn, else listen."""
    world = mind.world
    mind.noticed.clear()
    early = world.step < talk.next_step and not world.settings.ahead
    if talk.members[talk.turn] != mind.id or early:
        await mind.pause(max(talk.next_step, world.step + 1))
        return
    others = [member for member in talk.present if member != mind.id]
    heard = talk.heard_by(mind.id)
    said = Counter(line.agent for line in heard)
    left = world.settings.talk_exchanges - said[mind.id]
    if heard and all(other in talk.done for other in others):
        left = 1  # nobody goes on talking to those who have taken their leave
    lines = _lines(mind, heard)
    names = listed([world.short_name(other) for other in others])
    goal = talk.why if talk.members[0] == mind.id else talk.reasons.get(mind.id, f"answer {names}")
    about = f"{names}. {goal}"
    held, found = mind.in_talk, list[Found]()
    if held is None or held.talk != talk.id:
        found = mind.recall(about, world.budget.talk)
        held = mind.in_talk = InTalk(talk.id, goal, _interrupted(mind), about_those(mind, others), mind.shown(found))
    reminded, recalled, meant = list[Found](), tuple[f.Memory, ...](), ""
    if lines:
        reminded, recalled, meant = mind.reminded(lines[-1].text, heard[-1].agent, world.budget.talk, world.budget.recalled)
    facts = f.Say(
        town=world.town.title,
        me=mind.persona(),
        now=mind.now(doing=held.doing),
        people=tuple(mind.person(other) for other in others),
        goal=held.goal,
        lines=lines,
        left=max(left, 1),
        memories=held.memories,
        beliefs=held.beliefs,
        recalled=recalled,
        meant=meant,
    )
    opening = talk.started_step + REACTION_SECONDS // world.settings.step_seconds
    offered = _offered(mind, held, recalled, [*found, *reminded])
    answer, call = await mind.think(facts, a.Say, due=max(talk.next_step, opening), retrieved=offered)
    said_before = [line.text for line in heard if line.agent == mind.id]
    text = unsaid(unlooped(bounded(answer.text, 240)), said_before) if answer is not None else ""
    if answer is None or not text:
        world.want(mind.id, Speak(talk.id, "", mind.mood, True, call))
    else:
        mind.mood = answer.mood - 1
        world.want(mind.id, Speak(talk.id, text, mind.mood, answer.end or left <= 1, call))
    await mind.pause(world.step + 1, open_to_calls=False)


def _interrupted(mind: Mind) -> str:
    """Return what the agent would do now if it did not talk, "" when nothing is planned."""
    line = mind.plan.step_at(mind.world.step)
    return gerund(line.activity) if line is not None else ""


def _lines(mind: Mind, heard: list[SpokenLine]) -> tuple[f.Line, ...]:
    """Return the latest lines of a talk as prompts have them; the oldest go by the half, so that the first one is mostly the same."""
    most = mind.world.budget.lines
    half = max(1, most // 2)
    gone = -(-max(0, len(heard) - most) // half) * half
    return tuple(f.Line(mind.world.short_name(line.agent), line.text) for line in heard[gone:])


def _offered(mind: Mind, held: InTalk, recalled: tuple[f.Memory, ...], found: list[Found]) -> list[Found]:
    """Return, of what was found for a line, what its prompt shows: what the last line brings to mind, and what is held throughout."""
    shown = {memory.text for memory in (*held.memories, *recalled)}
    return list({row.id: (row, scores) for row, scores in found if mind.shown([(row, scores)])[0].text in shown}.values())


def unlooped(text: str) -> str:
    """Return a line in which no phrase stands twice on end: a small model that falls into a loop would draw everybody into it."""
    return _LOOP.sub(r"\1", text)


def unsaid(text: str, said: list[str]) -> str:
    """Return a line without the sentences that the speaker has said in this talk already; nobody says the same thing twice."""
    before = {sentence.casefold() for line in said for sentence in _SENTENCE.split(line)}
    fresh = dict.fromkeys(sentence for sentence in _SENTENCE.split(text) if sentence.casefold() not in before)
    return " ".join(fresh)


async def keep_talk(mind: Mind, talk: Talk) -> None:
    """Make up one's mind about a talk that is over: what to remember, what was promised, what the others are now."""
    world = mind.world
    others, heard = talk.company_of(mind.id), talk.heard_by(mind.id)
    for other in others:
        mind.last_talk[other] = world.step
    mind.last_reaction = world.step
    names = listed([world.short_name(other) for other in others])
    here = world.town.site_of(world.place_of(mind.id))
    places = _places_for(mind, talk)
    answer, call = None, 0
    if heard:
        held = mind.in_talk if mind.in_talk is not None and mind.in_talk.talk == talk.id else InTalk(talk.id, "", "", (), ())
        facts = f.AfterTalk(
            town=world.town.title,
            me=mind.persona(),
            now=mind.now(doing=held.doing),
            people=tuple(mind.person(other) for other in others),
            lines=_lines(mind, heard),
            places=tuple(place.name for place in places),
            goal=held.goal,
            memories=held.memories,
            beliefs=held.beliefs,
        )
        answer, call = await mind.think(facts, a.AfterTalk, within=PARTING_SECONDS)
    cause = heard[-1].event if heard else talk.event
    notes = answer.lines if answer is not None else (f"I talked with {names} in {here.name}",)
    rows = [mind.remember("talk", bounded(note, 200), cause=cause, call_id=call, talk=talk.id) for note in notes]
    kept = [row for row in rows if row is not None]
    if answer is None:
        return
    for other in others[:_THOUGHT_OF]:
        world.spawn(mind.id, think_of(mind, other, kept, other))
    for third in _spoken_of(mind, kept, others):
        world.spawn(mind.id, think_of(mind, third, kept, others[0]))
    for other in others:
        _update_relation(mind, other, answer.relation, cause, call)
    if answer.appointment is not None:
        promised = _promise(mind, others[answer.appointment.who - 1], answer.appointment, places, cause, call)
        if promised is not None and mind.life_day_of(promised) == mind.life_day():
            await revise(mind, bounded(f"I promised {names}: {answer.appointment.what} at {answer.appointment.time}", 160), cause)


def _spoken_of(mind: Mind, notes: list[MemoryRow], others: list[int]) -> list[int]:
    """Return of whom else one heard: the first acquaintance that something told is about, who took no part."""
    world = mind.world
    told = " / ".join(row.text.partition(": ")[2] for row in notes)
    known = [agent for agent in mind.relations if agent != mind.id and agent not in others]
    return [agent for agent in known if re.search(rf"(?:^| / ){re.escape(world.short_name(agent))}\b", told)][:1]


def _places_for(mind: Mind, talk: Talk) -> list[Place]:
    """Return the places a promise may name: those that were spoken of, by name or by what they are, then here and home."""
    world = mind.world
    said = " ".join(line.text for line in talk.heard_by(mind.id)).casefold()
    words = set(_WORD.findall(said))
    sites = [place for place in sites_known(mind, len(world.town.places), world.step) if place.kind in words]
    named = [place for place in world.town.places if place.level == "site" and place.name.casefold() in said]
    here = world.town.site_of(world.place_of(mind.id))
    order = {place.id: place for place in [*named, *sites, here, home_of(mind)] if may_go(mind, place)}
    return list(order.values())[: world.budget.choices] or [here]


def _update_relation(mind: Mind, other: int, change: int, cause: int, call: int) -> None:
    """Keep what the other is now; a stranger one has talked with is an acquaintance."""
    old = mind.relations.get(other)
    if old is not None and not change:
        return
    value = max(-10.0, min(10.0, (old.value if old else 0) + change))
    text = old.text if old else "acquaintance"
    row = BeliefRow(
        id=0, agent_id=mind.id, about_id=other, kind="relation", text=text, value=value, created_step=mind.world.step, cause=cause
    )
    mind.relations[other] = mind.world.believe(mind.id, row, old.id if old else 0, "", call_id=call)


def _promise(mind: Mind, other: int, line: a.AppointmentLine, places: list[Place], cause: int, call: int) -> int | None:
    """Keep an appointment; return its step, or None where it cannot be one (in the past, too far off, or known already)."""
    world = mind.world
    step = world.clock.day_time(line.day, line.time)
    if step <= world.step or line.day > mind.life_day() + FURTHEST_PROMISE_DAYS:
        return None
    place = places[line.place - 1]
    for row in mind.promises.values():
        if int(row.data["step"]) == step and int(row.data["place"]) == place.id:
            return None
    what = bounded(line.what, 60)
    row = BeliefRow(
        id=0,
        agent_id=mind.id,
        about_id=other,
        kind="appointment",
        text=what,
        value=0,
        created_step=world.step,
        data={"step": step, "place": place.id},
        cause=cause,
    )
    kept = world.believe(mind.id, row, 0, f"{world.short_name(mind.id)} and {world.short_name(other)}: {what}", call_id=call)
    mind.promises[kept.id] = kept
    text = f"I promised {world.short_name(other)}: {what} at {place.name} on day {line.day} at {line.time}"
    mind.remember("promise", text, cause=cause, call_id=call)
    return step
