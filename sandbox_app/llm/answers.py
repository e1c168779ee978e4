"""The answers of each kind of thought, and how they are read from the short lines that models write.

`parse(facts, text)` gives the typed answer or raises `AnswerError`. Numbers refer to the lists in the facts, from 1.
`write(answer)` is the inverse: the line form of an answer, as the scripted engine gives it and the demo model is trained on.
"""

import re

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
    """Also the answer of `revise_plan`. Lines are in order of time, strictly."""

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


Answer = WakeHour | DayPlan | Decompose | React | Importance | Say | AfterTalk | Questions | Insights | SelfSummary

_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_PLAN = re.compile(r"(\d\d:\d\d) (\d{1,2}) (\S.*)")
_STEP = re.compile(r"(\d{1,2}) (\d{1,2}) (\S.*)")
_APPOINTMENT = re.compile(r"appointment: (\d{1,2}) (\d{1,2}) (\d{1,3}) (\d\d:\d\d) (\S.*)")
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


def _plan(text: str, places: int, least: int) -> DayPlan:
    lines: list[PlanLine] = []
    for line in _lines(text, least, 10):
        found = _match(_PLAN, line)
        item = PlanLine(_time(found[1]), _number(found[2], places, "place"), found[3])
        if lines and item.time <= lines[-1].time:
            continue  # a line that goes back in time cannot be lived; the ones before it stand
        lines.append(item)
    return DayPlan(tuple(lines))


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
    scores = []
    for place, line in enumerate(_lines(text, count, count), 1):
        found = _match(re.compile(r"(\d{1,2}): (\d{1,2})"), line)
        if int(found[1]) != place:
            raise AnswerError(f"line {place} is about memory {found[1]}")
        scores.append(_number(found[2], 10, "importance"))
    return Importance(tuple(scores))


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


def _insights(facts: f.ReflectInsights, text: str) -> Insights:
    lines = []
    for line in _lines(text, 1, 5):
        found = _match(_INSIGHT, line)
        numbers = dict.fromkeys(_number(n, len(facts.memories), "memory") for n in found[2].split(", "))
        lines.append(Insight(found[1], tuple(numbers)))
    return Insights(tuple(lines))


def _react(facts: f.React, text: str) -> React:
    found = _match(re.compile(r"(\d{1,2}) (\S.*)"), text.strip())
    return React(_number(found[1], len(facts.options), "option"), found[2])


def parse(facts: f.Facts, text: str) -> Answer:
    """Read a model's answer to the thought that these facts describe.

    Raises:
        AnswerError: the text does not have the form, or a number is not in its list.
    """
    match facts:
        case f.WakeHour():
            return WakeHour(_time(text.strip()))
        case f.DayPlan():
            return _plan(text, len(facts.places), 3)
        case f.RevisePlan():
            return _plan(text, len(facts.places), 1)
        case f.Decompose():
            return _decompose(facts, text)
        case f.React():
            return _react(facts, text)
        case f.Importance():
            return _importance(facts, text)
        case f.Say():
            return _say(text)
        case f.AfterTalk():
            return _after_talk(facts, text)
        case f.ReflectQuestions():
            return Questions(tuple(_lines(text, 3, 3)))
        case f.ReflectInsights():
            return _insights(facts, text)
        case f.SelfSummary():
            return SelfSummary(tuple(_lines(text, 3, 3)))
    raise TypeError(f"no form for {type(facts).__name__}")


def write(answer: Answer) -> str:
    """Return the answer as the lines of its form; `parse` reads them back."""
    match answer:
        case WakeHour():
            return answer.time
        case DayPlan():
            return "\n".join(f"{line.time} {line.place} {line.activity}" for line in answer.lines)
        case Decompose():
            return "\n".join(f"{line.minutes} {line.thing} {line.activity}" for line in answer.lines)
        case React():
            return f"{answer.option} {answer.why}"
        case Importance():
            return "\n".join(f"{n}: {score}" for n, score in enumerate(answer.scores, 1))
        case Say():
            return f"{answer.mood} | {answer.text} | {'end' if answer.end else 'go on'}"
        case AfterTalk():
            promise = answer.appointment
            kept = f"{promise.who} {promise.place} {promise.day} {promise.time} {promise.what}" if promise else "none"
            notes = [f"- {line}" for line in answer.lines]
            return "\n".join([*notes, f"appointment: {kept}", f"relation: {answer.relation:+d}"])
        case Insights():
            return "\n".join(f"{line.text} ({', '.join(map(str, line.evidence))})" for line in answer.lines)
        case Questions() | SelfSummary():
            return "\n".join(answer.lines)
