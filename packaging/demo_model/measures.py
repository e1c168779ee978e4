"""What is right about an answer, told from the facts it was made from and never from the teacher's answer.

| figure | right when |
|---|---|
| names, places and times copied right | a time, a handle, a name or a place that an answer mentions stands in what it was asked from |
| plan in order, inside the day, promises kept | each line is later than the one before, none before now; today's promises are in it |
| habit planned at its place | a line with a habit's time and words has its place |
| minutes of the steps add up | to the minutes that were to be filled |
| insight's evidence bears it | whoever an insight names stands in a memory it rests on (or is the agent) |
| appointment as it was agreed | its time, and a place where one was named, were said in the talk, and it is with somebody who talked |
| fact used | the answer has every word that an answer to this question must have |
| says that it does not know | it says so in one of many ways, and brings up no time, day or place that was not in the question |
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from demo_model.asking import Question, Said
from demo_model.probes import Probe
from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm import forms

_CLOCK = re.compile(r"\b\d{1,2}:\d\d\b")
_DAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_NAMED = re.compile(r"(?<![.!?“\"|\n] )(?<!^)(?<![-–] )\b[A-Z][a-z]+(?:['’]s)?\b", re.MULTILINE)
_IGNORANT = re.compile(
    r"(?:\bnot|n[’']t|\bcannot|\bnever|\bnobody|\bno one) (?:\w+ ){0,2}?"
    r"(?:know|knows|remember|recall|tell|told|say|hear|heard|sure|certain|aware|learnt|learned|understand)\b"
    r"|\b(?:no|any) (?:idea|clue|memory|word of)\b|\bnothing (?:about|of|comes)\b|\bnews to me\b|\bbeats me\b|\bI wonder\b"
    r"|\bslipped my mind\b|\bI forget\b|\bask (?:somebody|someone|me something) else\b",
    re.IGNORECASE,
)


class Tally:
    """Counts of right ones among those where it can be told, with the first wrong ones."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.told: Counter[str] = Counter()
        self.wrong: dict[str, list[str]] = {}

    def add(self, what: str, right: bool, example: str = "") -> None:
        """Count one; `example` is kept when it is wrong."""
        self.told[what] += 1
        self.right[what] += right
        if not right and example:
            self.wrong.setdefault(what, []).append(example)

    def shares(self) -> dict[str, dict[str, float]]:
        """Return share and number of each thing that was told."""
        return {what: {"share": round(self.right[what] / count, 4), "of": count} for what, count in self.told.items()}

    def examples(self, most: int = 5) -> dict[str, list[str]]:
        """Return the first wrong ones of each."""
        return {what: found[:most] for what, found in self.wrong.items()}


COPIED = "names, places and times copied right"
PLANNED = "plan in order, inside the day, promises kept"
USED = "fact used that was asked about"
UNKNOWN = "says that it does not know"
REPEATED = "line not said before in its conversation"


def judge(tally: Tally, question: Question, said: Said) -> None:
    """Count what an answer got right; one without its form is no plan either, and counts nowhere else here."""
    if said.answer is None:
        if "stands for nothing" in said.fault:
            tally.add(COPIED, False, said.fault)
        if isinstance(question.facts, f.DayPlan | f.RevisePlan):
            tally.add(PLANNED, False, said.text or said.fault)
        return
    _judge_mentions(tally, question, said)
    facts, answer = question.facts, said.answer
    match facts, answer:
        case ((f.DayPlan() | f.RevisePlan()), a.DayPlan()):
            _judge_plan(tally, facts, answer, said.text)
        case f.Decompose(), a.Decompose():
            tally.add("minutes of the steps add up", sum(line.minutes for line in answer.lines) == facts.minutes, said.text)
        case f.AfterTalk(), a.AfterTalk():
            _judge_talk(tally, facts, answer, said.text)
        case ((f.ReflectInsights() | f.SummarisePeriod()), (a.Insights() | a.Summary())):
            for line in answer.lines:
                _judge_insight(tally, facts, line, question)
        case f.Say(), a.Say():
            tally.add("line new in its talk", all(_plain(line.text) != _plain(answer.text) for line in facts.lines), answer.text)
        case _:
            pass


def _judge_mentions(tally: Tally, question: Question, said: Said) -> None:
    request = forms.render(question.facts, names=question.names)
    free = free_text(said.answer)
    for time in _CLOCK.findall(free):
        tally.add(COPIED, time in request.prompt, f"{question.facts.__class__.__name__}: {time} in {free}")
    known = [name.text for name in question.names if name.text in free]
    for name in known:
        tally.add(COPIED, name in request.prompt, f"{question.facts.__class__.__name__}: {name} in {free}")
    rest = free
    for name in sorted(known, key=len, reverse=True):
        rest = rest.replace(name, "it")
    seen = set(re.findall(r"\w+", request.prompt))
    for word in {word.removesuffix("'s").removesuffix("’s") for word in _NAMED.findall(rest)} - {"I"}:
        if word not in seen and word.lower() not in seen:
            tally.add(COPIED, False, f"{question.facts.__class__.__name__}: {word} in {free}")


def free_text(answer: a.Answer | None) -> str:
    """Return what an answer says in words of its own, a line each."""
    match answer:
        case a.DayPlan() | a.Decompose():
            return "\n".join(line.activity for line in answer.lines)
        case a.Insights() | a.Summary():
            return "\n".join(line.text for line in answer.lines)
        case a.AfterTalk():
            return "\n".join((*answer.lines, *((answer.appointment.what,) if answer.appointment else ())))
        case a.Questions() | a.SelfSummary():
            return "\n".join(answer.lines)
        case a.Foresee():
            return "\n".join(answer.outcomes)
        case a.BeliefUpdate():
            return "\n".join(one.text for one in answer.new)
        case a.React():
            return answer.why
        case a.Say() | a.Interview() | a.Attempt() | a.Judge():
            return answer.text
    return ""


def _judge_plan(tally: Tally, facts: f.DayPlan | f.RevisePlan, answer: a.DayPlan, text: str) -> None:
    times = re.findall(r"^(\d\d:\d\d) ", text, re.MULTILINE)
    ordered = all(one < other for one, other in pairwise(times))
    inside = all(time >= facts.now.time for time in times)
    lines = {(line.time, facts.places[line.place - 1]) for line in answer.lines}
    due = [row for row in facts.appointments if row.day == facts.now.day and row.time >= facts.now.time and row.place in facts.places]
    there = {(row.time, row.place) for row in due} & lines
    kept = [any(time == row.time for time, _ in there) for row in due]  # of two at the same time one can be kept
    tally.add("plan strictly in order", ordered, text)
    tally.add("plan inside the day", inside, f"{facts.now.time}: {text}")
    for row, one in zip(due, kept, strict=True):
        tally.add("promise of today kept in the plan", one, f"{row.time} {row.place}: {text}")
    tally.add(PLANNED, ordered and inside and all(kept), text)
    habits = facts.me.habits if isinstance(facts, f.DayPlan) else facts.rest
    for habit in habits:
        for line in answer.lines:
            if line.time == habit.time and line.activity == habit.activity and habit.place in facts.places:
                right = facts.places[line.place - 1] == habit.place
                tally.add("habit planned at its place", right, f"{habit}: {line}")
                tally.add(COPIED, right, f"{habit}: {line}")


def _judge_talk(tally: Tally, facts: f.AfterTalk, answer: a.AfterTalk, text: str) -> None:
    promise = answer.appointment
    if promise is None:
        return
    spoken = " ".join(line.text for line in facts.lines)
    named = [place for place in facts.places if place in spoken]
    speakers = {line.speaker for line in facts.lines}
    right = (
        (promise.time in spoken or not _CLOCK.search(spoken))
        and (not named or facts.places[promise.place - 1] in named)
        and facts.people[promise.who - 1].name in speakers
        and promise.day >= facts.now.day
    )
    tally.add("appointment as it was agreed", right, text)


def _judge_insight(tally: Tally, facts: f.ReflectInsights | f.SummarisePeriod, line: a.Insight, question: Question) -> None:
    bearing = " ".join(facts.memories[number - 1].text for number in line.evidence)
    people = [name.text for name in question.names if name.kind == "person" and name.text in line.text and name.text != facts.me.name]
    if people:
        tally.add("insight's evidence bears it", all(name in bearing for name in people), f"{line.text}: {bearing}")


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def judge_probe(tally: Tally, probe: Probe, said: Said) -> None:
    """Count whether the fact asked about was used, or the not knowing told."""
    text = free_text(said.answer)
    example = f"{probe.asked} [{', '.join(probe.keys)}] {text or said.fault}"
    if probe.keys:
        tally.add(USED, bool(text) and all(_has(text, key) for key in probe.keys), example)
    else:
        tally.add(UNKNOWN, admits(text, probe.question), example)


def _has(text: str, key: str) -> bool:
    return any(one.casefold() in text.casefold() for one in key.split("|"))


def admits(text: str, question: Question) -> bool:
    """Return whether somebody says that they do not know, and invents no time, day or place."""
    facts = question.facts
    asked = facts.question if isinstance(facts, f.Interview) else facts.lines[-1].text if isinstance(facts, f.Say) and facts.lines else ""
    places = [name.text for name in question.names if name.kind == "place" and name.text in text and name.text not in asked]
    made_up = [found for found in (*_CLOCK.findall(text), *_DAY.findall(text), *places) if found not in asked]
    return bool(_IGNORANT.search(text)) and not made_up


def judge_conversations(tally: Tally, talks: Iterable[Sequence[str]]) -> None:
    """Count the lines that nobody had said before in the same talk."""
    for talk in talks:
        said: set[str] = set()
        for line in talk:
            tally.add(REPEATED, _plain(line) not in said, line)
            said.add(_plain(line))
