"""Answers in an interview, from the persona and the memories that were offered alone: what is not there, is not known.

What is told is chosen by what the prompt shows: the memory that shares most words with the question, of equals the latest.
"""

import re
from functools import cache

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.clock import as_said
from sandbox_app.llm.scripted import visits
from sandbox_app.llm.scripted.banks import bank
from sandbox_app.llm.scripted.dice import Dice
from sandbox_app.llm.scripted.hear import any_of
from sandbox_app.llm.scripted.phrases import fill, pool, register
from sandbox_app.llm.scripted.recall import ASKING, confirmed, firmness, retold
from sandbox_app.llm.scripted.weigh import is_everyday
from sandbox_app.llm.scripted.words import ended, face_to_face, fit, named, sentences, stems, with_article

_LONGEST = 396
_MOST_SENTENCES = 4
_PLANNED = re.compile(r"^My plan for \w+: ")
_GUESSED = frozenset(("", "reflect", "react"))
"""Kinds that are told by a word or two, or not at all."""
_PLAINLY = 0.85
"""So near to what strangers say is a question that it is not about a memory with which it shares words."""
_OWN_DOING = re.compile(r"^I am \w+ing\b")
_HELD = re.compile(
    r"^(?:.{1,40}? (?:told|invited|promised) me|I (?:promised|told|invited|think|want|should|have learned|conclude|feel|felt))\b"
)
"""What one thinks of when asked for what matters: what was told, promised, thought."""


class _Speaker:
    """Collects the sentences of one answer."""

    def __init__(self, facts: f.Interview, dice: Dice) -> None:
        self.facts, self.dice = facts, dice
        self.manner = register(facts.me.traits)
        self.said: list[str] = []

    def say(self, act: str, **values: str) -> None:
        """Say a phrase of the bank, unless all there is to say was said."""
        if len(self.said) < _MOST_SENTENCES:
            self.said.append(fill(self.dice.pick(pool("interview", act, self.manner)), me=self.facts.me.name, **values))

    def quote(self, act: str, memory: f.Memory) -> None:
        """Say what a memory holds."""
        self.say(act, what=ended(memory.text))


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, any_of(signs)) for kind, signs in bank("asked").items())


def _kind(question: str) -> str:
    """Return what kind of question it is, the first of asked.toml that fits, or ""."""
    low = question.lower().replace("’", "'").replace("what's", "what is").replace("who's", "who is").replace("how's", "how is")
    return next((kind for kind, signs in _kinds() if signs.search(low)), "")


def interview(facts: f.Interview, dice: Dice) -> a.Interview:
    """Answer by the kind of the question: oneself, plans, what one would do, what one thinks, else what one remembers."""
    speaker = _Speaker(facts, dice)
    kind = _kind(facts.question)
    if said := _to_visitor(speaker, kind):
        return a.Interview(fit(said, _LONGEST))
    if kind in _OF_MEMORY and _named(facts):
        kind = ""
    if kind in _PLAIN:
        speaker.say(_PLAIN[kind])
    else:
        _ANSWERS.get(kind, _memory)(speaker)
    return a.Interview(fit(face_to_face(as_said(" ".join(speaker.said), facts.now), facts.me.name), _LONGEST))


def _to_visitor(speaker: _Speaker, kind: str) -> str:
    """Answer what anybody may be asked or told by those who come to look, or ""; a remark of no known kind is taken note of."""
    facts, me = speaker.facts, speaker.facts.me
    fitting = _fitting(facts)
    if _named(facts) and fitting:
        return ""
    places = (me.home, me.workplace, facts.now.place, *(habit.place for habit in me.habits))
    found, alike = visits.nearest(facts.question, (me.name, facts.town), places)
    if meant := visits.kind_of(facts.meant):
        return visits.answer(meant, speaker.manner, speaker.dice, visits.values(facts.town, me, facts.now, facts.memories))
    asked = stems(facts.question) - ASKING
    of_memory = bool(fitting) and len(asked & stems(fitting[0].text)) >= min(2, len(asked))
    remark = not visits.is_question(facts.question)
    least = (visits.VAGUELY_NEAR if remark else visits.FAIRLY_NEAR) if kind in _GUESSED else visits.NEAR
    if alike < max(least, _PLAINLY if of_memory or kind == "name" else 0):
        found = visits.SAID if remark and not kind and not fitting else ""
    return visits.answer(found, speaker.manner, speaker.dice, visits.values(facts.town, me, facts.now, facts.memories)) if found else ""


def _named(facts: f.Interview) -> str:
    """Return the name that a question asks about, or "" (the agent's own places are none)."""
    own = (facts.town, facts.me.name, "I", facts.me.home, facts.me.workplace, *(habit.place for habit in facts.me.habits))
    return named(facts.question, own)


def _fitting(facts: f.Interview) -> list[f.Memory]:
    """Return the memories that speak of what the question asks, the nearest first, of equals the firmest, then the latest."""
    name = _named(facts)
    wanted = stems(facts.question)
    if name:
        parts = name.split()
        about = [memory for memory in facts.memories if any(re.search(rf"\b{re.escape(part)}\b", memory.text) for part in parts)]
    else:
        about = [memory for memory in facts.memories if stems(memory.text) & wanted]
    about = [memory for memory in reversed(about) if not _PLANNED.match(memory.text)]

    def rank(memory: f.Memory) -> tuple[bool, int, int]:
        everyday = is_everyday(memory.text) and not _HELD.match(memory.text)
        return everyday, -len(stems(memory.text) & wanted), -firmness(memory.text)

    return sorted(about, key=rank)


def _name(speaker: _Speaker) -> None:
    me = speaker.facts.me
    speaker.say("self", job=with_article(me.job) or "one of the town", age=str(me.age))
    if me.traits:
        speaker.say("traits", traits=" and ".join(me.traits[:2]))
    if me.aim and re.search(r"\bintroduc", speaker.facts.question, re.IGNORECASE):
        speaker.say("aim", aim=ended(me.aim))


def _job(speaker: _Speaker) -> None:
    me = speaker.facts.me
    speaker.say("self", job=with_article(me.job) or "one of the town", age=str(me.age))
    if me.work_from:
        speaker.say("work", work=f"{me.work_from} to {me.work_to}", place=me.workplace)


def _character(speaker: _Speaker) -> None:
    me = speaker.facts.me
    if me.traits:
        speaker.say("traits", traits=" and ".join(me.traits[:2]))
    speaker.said.extend(ended(text) for text in sentences(me.identity)[:1])
    if not speaker.said:
        _name(speaker)


def _interests(speaker: _Speaker) -> None:
    me = speaker.facts.me
    for habit in me.habits[:2]:
        speaker.say("habit", time=habit.time, what=habit.activity, place=habit.place)
    if not me.habits:
        _aim(speaker)


def _aim(speaker: _Speaker) -> None:
    me = speaker.facts.me
    if me.aim:
        speaker.say("aim", aim=ended(me.aim))
    else:
        speaker.say("no_aim")


def _how(speaker: _Speaker) -> None:
    speaker.say("fine")
    if summary := sentences(speaker.facts.me.summary)[-1:]:
        speaker.say("of_late", what=ended(summary[0]))


def _plans(speaker: _Speaker) -> None:
    facts, me = speaker.facts, speaker.facts.me
    promises = [memory for memory in facts.memories if memory.text.startswith("I promised")]
    plans = [memory for memory in facts.memories if _PLANNED.match(memory.text) and memory.when.startswith("today")]
    if plans and "tomorrow" not in facts.question.lower():
        speaker.say("plan", what=ended(_PLANNED.sub("", plans[-1].text)))
    elif me.work_from:
        speaker.say("work", work=f"{me.work_from} to {me.work_to}", place=me.workplace)
    if promises:
        speaker.quote("promise", promises[-1])
    elif me.habits:
        habit = me.habits[0]
        speaker.say("habit", time=habit.time, what=habit.activity, place=habit.place)
    if not speaker.said:
        _rest(speaker)


def _rest(speaker: _Speaker) -> None:
    speaker.say("rest", wake=speaker.facts.me.wake, bed=speaker.facts.me.bed)


def _reaction(speaker: _Speaker) -> None:
    who = _named(speaker.facts)
    about = [memory for memory in _fitting(speaker.facts) if not is_everyday(memory.text)] if who else []
    if about:
        speaker.say("react_who", who=who, what=ended(about[0].text))
    speaker.say("react")


def _reflection(speaker: _Speaker) -> None:
    """Tell what was concluded, told or promised last: of what the question asks, else of anything."""
    facts = speaker.facts
    own = [memory for memory in _fitting(facts) if not _OWN_DOING.match(memory.text)]
    held = [memory for memory in reversed(facts.memories) if _HELD.match(memory.text)]
    if told := own or held:
        speaker.quote("reflect", told[0])
    elif facts.me.aim:
        speaker.say("aim", aim=ended(facts.me.aim))
    else:
        speaker.say("no_thought")


def _memory(speaker: _Speaker) -> None:
    if found := _fitting(speaker.facts):
        if _named(speaker.facts) and not confirmed(found[0].text, speaker.facts.question, ASKING):
            speaker.quote("remember", found[0])
        else:
            speaker.said.append(retold(found[0].text, speaker.facts.question, ASKING))
    elif who := _named(speaker.facts):
        speaker.say("unknown_who", who=who)
    else:
        speaker.say("unknown")


def _values(speaker: _Speaker) -> None:
    """Say what one holds to; who was given no values thinks of what was told or promised last."""
    if values := speaker.facts.me.values:
        speaker.say("values", what=" and ".join(values))
    else:
        _reflection(speaker)


_PLAIN = {"secret": "kept", "insult": "hurt", "thanks": "welcome", "bye": "bye", "greet": "greeting"}
"""Kinds that one phrase answers."""
_OF_MEMORY = frozenset({"plans", "how", "job", "home", "character", "aim", "interests", "name", "age", "greet", "thanks", "rest"})
"""Kinds that ask for a memory as soon as they name somebody else."""
_ANSWERS = {
    "name": _name,
    "how": _how,
    "age": lambda speaker: speaker.say("age", age=str(speaker.facts.me.age)),
    "home": lambda speaker: speaker.say("home", place=speaker.facts.me.home),
    "job": _job,
    "character": _character,
    "interests": _interests,
    "rest": _rest,
    "aim": _aim,
    "plans": _plans,
    "values": _values,
    "react": _reaction,
    "reflect": _reflection,
}
