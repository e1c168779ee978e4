"""The answers of each kind of thought, and how they are read from the short lines that models write.

`parse(facts, text)` gives the typed answer or raises `AnswerError`. Numbers refer to the lists in the facts, from 1.
`write(answer)` is the inverse: the line form of an answer, as the scripted engine gives it and the demo model is trained on.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct

from sandbox_app.llm import facts as f


class AnswerError(ValueError):
    """A model's answer does not have the form that was asked for, or names something that is not in the list."""


class WakeHour(Struct, frozen=True, tag="wake_hour"):
    time: str


class PlanLine(Struct, frozen=True):
    time: str
    place: int
    activity: str


class DayPlan(Struct, frozen=True, tag="day_plan"):
    """Also the answer of `revise_plan`. Lines are in order of time, strictly; the last ones may lie after midnight."""

    lines: tuple[PlanLine, ...]


class StepLine(Struct, frozen=True):
    minutes: int
    thing: int
    activity: str


class Decompose(Struct, frozen=True, tag="decompose"):
    lines: tuple[StepLine, ...]


class React(Struct, frozen=True, tag="react"):
    option: int
    why: str


class Importance(Struct, frozen=True, tag="importance"):
    """One score (1..10) for each text, in order."""

    scores: tuple[int, ...]


class Say(Struct, frozen=True, tag="say"):
    """`mood` is a number into MOODS; `end` says that the speaker is done talking."""

    mood: int
    text: str
    end: bool


class AppointmentLine(Struct, frozen=True):
    who: int
    place: int
    day: int
    time: str
    what: str


class AfterTalk(Struct, frozen=True, tag="after_talk"):
    lines: tuple[str, ...]
    appointment: AppointmentLine | None
    relation: int


class Questions(Struct, frozen=True, tag="reflect_questions"):
    lines: tuple[str, ...]


class Insight(Struct, frozen=True):
    """`evidence` holds numbers of the memories that were offered."""

    text: str
    evidence: tuple[int, ...]


class Insights(Struct, frozen=True, tag="reflect_insights"):
    lines: tuple[Insight, ...]


class SelfSummary(Struct, frozen=True, tag="self_summary"):
    lines: tuple[str, ...]


class BeliefChange(Struct, frozen=True):
    """What becomes of a belief that was offered: `verdict` is "keep", "drop", "sure" or "unsure"."""

    belief: int
    verdict: str


class NewBelief(Struct, frozen=True):
    kind: str
    text: str
    sure: bool


class BeliefUpdate(Struct, frozen=True, tag="belief_update"):
    """Beliefs that no line speaks of stay as they are."""

    changes: tuple[BeliefChange, ...]
    new: tuple[NewBelief, ...]


class Foresee(Struct, frozen=True, tag="foresee"):
    """One outcome for each option, in order, and the option chosen."""

    outcomes: tuple[str, ...]
    option: int


class Summary(Struct, frozen=True, tag="summarise_period"):
    lines: tuple[Insight, ...]


class Interview(Struct, frozen=True, tag="interview"):
    text: str


class Attempt(Struct, frozen=True, tag="attempt"):
    """Numbers of the thing and the person, and what is tried."""

    thing: int
    person: int
    text: str


class Judge(Struct, frozen=True, tag="judge"):
    """Whether it is possible, what happens (or why it does not), and the numbers of the effects."""

    possible: bool
    text: str
    effects: tuple[int, ...]


Answer = (
    WakeHour
    | DayPlan
    | Decompose
    | React
    | Importance
    | Say
    | AfterTalk
    | Questions
    | Insights
    | SelfSummary
    | BeliefUpdate
    | Foresee
    | Summary
    | Interview
    | Attempt
    | Judge
)

_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_SMALL_HOURS = "03:00"
"""Until then a plan may go on after midnight; for those who go to bed later, until they do."""
_PLAN = re.compile(r"(\d\d:\d\d) (\d{1,2}) (\S.*)")
_STEP = re.compile(r"(\d{1,2}) (\d{1,2}) (\S.*)")
_APPOINTMENT = re.compile(r"appointment: (\d{1,2}) (\d{1,2}) (\d{1,3}) (\d\d:\d\d) (\S.*)")
_MOST_BELIEF_LINES = 6
"""Changes and new beliefs in one answer, as many as the grammar allows."""
_CHANGE = re.compile(r"(\d{1,2}): (keep|drop|sure|unsure)")
_BELIEF = re.compile(rf"\+ ({'|'.join(f.BELIEF_KINDS)}) (sure|unsure): (\S.*)")
_SCORE = re.compile(r"(\d{1,2}): (\d{1,2})")
_INSIGHT = re.compile(r"(\S.*?) \((\d{1,2}(?:, \d{1,2})*)\)")


def _time(text: str) -> str:
    if not _TIME.fullmatch(text):
        raise AnswerError(f"{text!r} is not a time of day")
    return text


def _number(text: str, count: int, of: str) -> int:
    number = int(text)
    if not 1 <= number <= count:
        raise AnswerError(f"there is no {of} {number}; the list has {count}")
    return number


def _lines(text: str, least: int, most: int) -> list[str]:
    lines = [line.strip() for line in text.strip().split("\n") if line.strip()]
    if not least <= len(lines) <= most:
        raise AnswerError(f"{len(lines)} lines instead of {least} to {most}")
    return lines


def _match(pattern: re.Pattern[str], line: str) -> re.Match[str]:
    found = pattern.fullmatch(line)
    if found is None:
        raise AnswerError(f"the line {line!r} does not have the form asked for")
    return found


def _plan(facts: f.DayPlan | f.RevisePlan, text: str, least: int) -> DayPlan:
    me = facts.me
    late = max(_SMALL_HOURS, me.bed if me.bed < me.wake else "")
    lines: list[PlanLine] = []
    for line in _lines(text, least, 10):
        found = _match(_PLAN, line)
        item = PlanLine(_time(found[1]), _number(found[2], len(facts.places), "place"), found[3])
        if lines and not _follows(lines[-1].time, item.time, lines[0].time, late):
            continue  # a line that goes back in time cannot be lived; the ones before it stand
        lines.append(item)
    return DayPlan(tuple(lines))


def _follows(before: str, time: str, first: str, late: str) -> bool:
    """Say whether a plan's line may come after another: later on the same day, or past midnight while it is not yet `late`."""
    ended = before < first
    if time < first and time <= late:
        return time > before if ended else before >= "12:00"
    return not ended and time > before


def _decompose(facts: f.Decompose, text: str) -> Decompose:
    lines = []
    for line in _lines(text, 1, 9):
        found = _match(_STEP, line)
        minutes = int(found[1])
        if not 1 <= minutes <= 60:
            raise AnswerError(f"a step of {minutes} minutes")
        lines.append(StepLine(minutes, _number(found[2], len(facts.things), "thing"), found[3]))
    return Decompose(tuple(lines))


def _importance(facts: f.Importance, text: str) -> Importance:
    count = len(facts.texts)
    found = [_match(_SCORE, line) for line in _lines(text, count, count)]
    scores = [_number(line[2], 10, "importance") for line in found]
    numbers = [int(line[1]) for line in found]
    if sorted(numbers) == list(range(1, count + 1)):
        return Importance(tuple(score for _, score in sorted(zip(numbers, scores, strict=True))))
    return Importance(tuple(scores))  # numbered wrongly, but a score for each: they stand in the order of the memories


def _say(text: str) -> Say:
    parts = [part.strip() for part in text.strip().split("|")]
    if len(parts) != 3 or not parts[1] or parts[2] not in ("end", "go on") or not parts[0].isdigit():
        raise AnswerError(f"the line {text.strip()!r} does not have the form asked for")
    return Say(_number(parts[0], len(f.MOODS), "mood"), parts[1], parts[2] == "end")


def _after_talk(facts: f.AfterTalk, text: str) -> AfterTalk:
    lines = _lines(text, 3, 5)
    notes = tuple(line[2:] for line in lines[:-2] if line.startswith("- ") and line[2:])
    if len(notes) != len(lines) - 2:
        raise AnswerError("what to remember does not begin with a dash")
    appointment = None
    if lines[-2] != "appointment: none":
        found = _match(_APPOINTMENT, lines[-2])
        appointment = AppointmentLine(
            _number(found[1], len(facts.people), "person"),
            _number(found[2], len(facts.places), "place"),
            int(found[3]),
            _time(found[4]),
            found[5],
        )
    relation = _match(re.compile(r"relation: ([+-]?[0-2])"), lines[-1])
    return AfterTalk(notes, appointment, int(relation[1]))


def _concluded(memories: tuple[f.Memory, ...], text: str, least: int, most: int) -> tuple[Insight, ...]:
    """Read lines that each name the numbers of the memories they rest on."""
    lines = []
    for line in _lines(text, least, most):
        found = _match(_INSIGHT, line)
        numbers = dict.fromkeys(_number(n, len(memories), "memory") for n in found[2].split(", "))
        lines.append(Insight(found[1], tuple(numbers)))
    return tuple(lines)


def _insights(facts: f.ReflectInsights, text: str) -> Insights:
    return Insights(_concluded(facts.memories, text, 1, 5))


def _react(facts: f.React, text: str) -> React:
    found = _match(re.compile(r"(\d{1,2}) (\S.*)"), text.strip())
    return React(_number(found[1], len(facts.options), "option"), found[2])


def _belief_update(facts: f.BeliefUpdate, text: str) -> BeliefUpdate:
    changes, new = [], []
    for line in _lines(text, 1, _MOST_BELIEF_LINES):
        if found := _BELIEF.fullmatch(line):
            new.append(NewBelief(found[1], found[3], found[2] == "sure"))
        else:
            found = _match(_CHANGE, line)
            changes.append(BeliefChange(_number(found[1], len(facts.beliefs), "belief"), found[2]))
    return BeliefUpdate(tuple(changes), tuple(new))


def _foresee(facts: f.Foresee, text: str) -> Foresee:
    count = len(facts.options)
    *lines, choice = _lines(text, count + 1, count + 1)
    outcomes = [line[2:] for line in lines if line.startswith("- ") and line[2:]]
    if len(outcomes) != count:
        raise AnswerError("what would happen does not begin with a dash")
    if not choice.isdigit():
        raise AnswerError(f"the last line {choice!r} is not the number of an option")
    return Foresee(tuple(outcomes), _number(choice, count, "option"))


def _attempt(facts: f.Attempt, text: str) -> Attempt:
    found = _match(re.compile(r"(\d{1,2}) (\d{1,2}) (\S.*)"), text.strip())
    return Attempt(_number(found[1], len(facts.things), "thing"), _number(found[2], len(facts.people), "person"), found[3])


def _judge(facts: f.Judge, text: str) -> Judge:
    found = _match(re.compile(r"(yes|no) \| (\S.*?) \| (\d{1,2}(?:, \d{1,2})*)"), text.strip())
    numbers = dict.fromkeys(_number(number, len(facts.effects), "effect") for number in found[3].split(", "))
    return Judge(found[1] == "yes", found[2], tuple(numbers))


_READERS: dict[type[f.Facts], Callable[[Any, str], Answer]] = {
    f.WakeHour: lambda _, text: WakeHour(_time(text.strip())),
    f.DayPlan: lambda facts, text: _plan(facts, text, 3),
    f.RevisePlan: lambda facts, text: _plan(facts, text, 1),
    f.Decompose: _decompose,
    f.React: _react,
    f.Importance: _importance,
    f.Say: lambda _, text: _say(text),
    f.AfterTalk: _after_talk,
    f.ReflectQuestions: lambda _, text: Questions(tuple(_lines(text, 3, 3))),
    f.ReflectInsights: _insights,
    f.SelfSummary: lambda _, text: SelfSummary(tuple(_lines(text, 3, 3))),
    f.BeliefUpdate: _belief_update,
    f.Foresee: _foresee,
    f.SummarisePeriod: lambda facts, text: Summary(_concluded(facts.memories, text, 3, 6)),
    f.Interview: lambda _, text: Interview(_lines(text, 1, 1)[0]),
    f.Attempt: _attempt,
    f.Judge: _judge,
}


def parse(facts: f.Facts, text: str) -> Answer:
    """Read a model's answer to the thought that these facts describe.

    Raises:
        AnswerError: the text does not have the form, or a number is not in its list.
    """
    return _READERS[type(facts)](facts, text)


def write(answer: Answer) -> str:
    """Return the answer as the lines of its form; `parse` reads them back."""
    match answer:
        case WakeHour():
            return answer.time
        case Interview():
            return answer.text
        case React():
            return f"{answer.option} {answer.why}"
        case Say():
            return f"{answer.mood} | {answer.text} | {'end' if answer.end else 'go on'}"
        case Attempt():
            return f"{answer.thing} {answer.person} {answer.text}"
        case Judge():
            return f"{'yes' if answer.possible else 'no'} | {answer.text} | {', '.join(map(str, answer.effects))}"
    return "\n".join(_written(answer))


def _written(
    answer: DayPlan | Decompose | Importance | AfterTalk | Insights | Summary | BeliefUpdate | Foresee | Questions | SelfSummary,
) -> Iterable[str]:
    """Return the lines of an answer that has several."""
    match answer:
        case DayPlan():
            return (f"{line.time} {line.place} {line.activity}" for line in answer.lines)
        case Decompose():
            return (f"{line.minutes} {line.thing} {line.activity}" for line in answer.lines)
        case Importance():
            return (f"{n}: {score}" for n, score in enumerate(answer.scores, 1))
        case AfterTalk():
            promise = answer.appointment
            kept = f"{promise.who} {promise.place} {promise.day} {promise.time} {promise.what}" if promise else "none"
            return (*(f"- {line}" for line in answer.lines), f"appointment: {kept}", f"relation: {answer.relation:+d}")
        case Insights() | Summary():
            return (f"{line.text} ({', '.join(map(str, line.evidence))})" for line in answer.lines)
        case BeliefUpdate():
            changes = [f"{change.belief}: {change.verdict}" for change in answer.changes]
            return (*changes, *(f"+ {one.kind} {'sure' if one.sure else 'unsure'}: {one.text}" for one in answer.new))
        case Foresee():
            return (*(f"- {text}" for text in answer.outcomes), str(answer.option))
        case Questions() | SelfSummary():
            return answer.lines
