"""Answers in an interview, from the persona and the memories that were offered alone: what is not there, is not known."""

import re

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.scripted.dice import Dice
from sandbox_app.llm.scripted.phrases import fill, pool, register
from sandbox_app.llm.scripted.weigh import is_everyday, weight
from sandbox_app.llm.scripted.words import ended, fit, plain, sentences, stems, with_article

_LONGEST = 396
_MOST_SENTENCES = 4
_SELF = re.compile(
    r"\b(?:introduc|describe your|who are you|what do you do for)"
    r"|\byour(?: name| job| occupation| work| interests?| character)",
    re.IGNORECASE,
)
_PLANS = re.compile(
    r"\b(?:will you|are you going|plan|tomorrow|schedule|\d\d:\d\d|usually|weekend|next hours?|later today)\b", re.IGNORECASE
)
_REACT = re.compile(r"\b(?:would you|what do you do (?:if|when)|how do you (?:respond|react)|suppose|imagine)\b", re.IGNORECASE)
_REFLECT = re.compile(
    r"\b(?:why|inspir\w*|most|learn(?:ed|t)?|change[ds]?|matters?|mean(?:s|ing)?|proud|regret|feel about|important)\b", re.I
)
_NAME = re.compile(r"(?<![.!?] )(?<!^)\b([A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ][\w’'-]+)?)")
_PLANNED = re.compile(r"^My plan for \w+: ")
_OWN_DOING = re.compile(r"^I am \w+ing\b")


class _Speaker:
    """Collects the sentences of one answer."""

    def __init__(self, facts: f.Interview, dice: Dice) -> None:
        self.facts, self.dice = facts, dice
        self.manner = register(facts.me.traits)
        self.said: list[str] = []

    def say(self, act: str, **values: str) -> None:
        """Say a phrase of the bank, unless all there is to say was said."""
        if len(self.said) < _MOST_SENTENCES:
            self.said.append(fill(self.dice.pick(pool("interview", act, self.manner)), **values))

    def quote(self, act: str, memory: f.Memory) -> None:
        """Say what a memory holds."""
        self.say(act, what=ended(memory.text))


def interview(facts: f.Interview, dice: Dice) -> a.Interview:
    """Answer by the kind of the question: oneself, plans, what one would do, what one thinks, else what one remembers."""
    speaker, asked = _Speaker(facts, dice), facts.question
    if _REACT.search(asked):
        _reaction(speaker)
    elif _SELF.search(asked):
        _oneself(speaker)
    elif _PLANS.search(asked) and not _named(facts):
        _plans(speaker)
    elif _REFLECT.search(asked):
        _reflection(speaker)
    else:
        _memory(speaker)
    return a.Interview(fit(" ".join(speaker.said), _LONGEST))


def _named(facts: f.Interview) -> str:
    """Return the name that a question asks about, or "" (the agent's own places are none)."""
    own = (facts.town, facts.me.name, "I", facts.me.home, facts.me.workplace, *(habit.place for habit in facts.me.habits))
    return next((name for name in _NAME.findall(facts.question) if not any(name in one for one in own)), "")


def _fitting(facts: f.Interview) -> list[f.Memory]:
    """Return the memories that speak of what the question asks, the nearest first."""
    name = _named(facts)
    if name:
        parts = name.split()
        about = [memory for memory in facts.memories if any(re.search(rf"\b{re.escape(part)}\b", memory.text) for part in parts)]
    else:
        wanted = stems(facts.question)
        about = [memory for memory in facts.memories if stems(memory.text) & wanted]
    about = [memory for memory in about if not _PLANNED.match(memory.text)]
    wanted = stems(facts.question)
    return sorted(about, key=lambda memory: (-len(stems(memory.text) & wanted), is_everyday(memory.text), -weight(memory.text)))


def _tell(speaker: _Speaker, memories: list[f.Memory], act: str = "remember") -> bool:
    """Tell up to two different memories; say whether there was one."""
    told: list[str] = []
    for memory in memories:
        if plain(memory.text) not in told and len(told) < 2:
            speaker.quote("also" if told else act, memory)
            told.append(plain(memory.text))
    return bool(told)


def _oneself(speaker: _Speaker) -> None:
    me, asked = speaker.facts.me, speaker.facts.question
    job = with_article(me.job) or "one of the town"
    if re.search(r"\b(?:job|work)\b", asked) and not re.search(r"\boutside\b", asked):
        speaker.say("self", me=me.name, job=job, age=str(me.age))
        if me.work_from:
            speaker.say("work", work=f"{me.work_from} to {me.work_to}", place=me.workplace)
    elif re.search(r"\b(?:interests?|hobb\w+)\b", asked) and me.habits:
        for habit in me.habits[:2]:
            speaker.say("habit", time=habit.time, what=habit.activity, place=habit.place)
    else:
        if not re.search(r"\bcharacter\b", asked):
            speaker.say("self", me=me.name, job=job, age=str(me.age))
        if me.traits:
            speaker.say("traits", traits=" and ".join(me.traits[:2]))
        speaker.said.extend(ended(text) for text in sentences(me.identity)[:1])
    if me.aim and re.search(r"\b(?:introduc|interests?)", asked):
        speaker.say("aim", aim=ended(me.aim))
    if not speaker.said:
        speaker.say("self", me=me.name, job=job, age=str(me.age))


def _plans(speaker: _Speaker) -> None:
    facts, me = speaker.facts, speaker.facts.me
    if re.search(r"\b(?:bed|get up|sleep|wake)\b", facts.question):
        speaker.say("rest", wake=me.wake, bed=me.bed)
        return
    promises = [memory for memory in facts.memories if memory.text.startswith("I promised")]
    plans = [memory for memory in facts.memories if _PLANNED.match(memory.text) and memory.when.startswith("today")]
    if plans and "tomorrow" not in facts.question:
        speaker.say("plan", what=ended(_PLANNED.sub("", plans[-1].text)))
    elif me.work_from:
        speaker.say("work", work=f"{me.work_from} to {me.work_to}", place=me.workplace)
    if promises:
        speaker.quote("promise", promises[-1])
    elif me.habits:
        habit = me.habits[0]
        speaker.say("habit", time=habit.time, what=habit.activity, place=habit.place)
    if not speaker.said:
        speaker.say("rest", wake=me.wake, bed=me.bed)


def _reaction(speaker: _Speaker) -> None:
    who = _named(speaker.facts)
    about = [memory for memory in _fitting(speaker.facts) if not is_everyday(memory.text)] if who else []
    if about:
        speaker.say("react_who", who=who, what=ended(about[0].text))
    speaker.say("react")


def _reflection(speaker: _Speaker) -> None:
    facts = speaker.facts
    own = [memory for memory in _fitting(facts) if not _OWN_DOING.match(memory.text)]
    weighty = [memory for memory in facts.memories if weight(memory.text) >= 5 and not _PLANNED.match(memory.text)]
    weighty.sort(key=lambda memory: -weight(memory.text))
    if not _tell(speaker, own or weighty, "reflect"):
        if facts.me.aim:
            speaker.say("aim", aim=ended(facts.me.aim))
        speaker.say("no_thought")


def _memory(speaker: _Speaker) -> None:
    if not _tell(speaker, _fitting(speaker.facts)):
        who = _named(speaker.facts)
        if who:
            speaker.say("unknown_who", who=who)
        else:
            speaker.say("unknown")
