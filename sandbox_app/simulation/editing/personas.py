"""Edits of who somebody is: one part of the persona, in the words of a cast file."""

import re
from collections.abc import Callable
from typing import Any

import msgspec
from msgspec.structs import asdict, replace

from sandbox_app.errors import Problem
from sandbox_app.simulation.editing.changes import Decided, Ground, put, worded
from sandbox_app.simulation.editing.operations import SetPersona
from sandbox_app.simulation.named import site_named
from sandbox_app.town.check import LONGEST_IDENTITY, LONGEST_LINE
from sandbox_app.town.clock import WEEKDAYS, hhmm_minutes
from sandbox_app.town.model import BIG_FIVE, CastMember, Habit
from sandbox_app.worldfile.rows import PersonaRow

FIXED = {
    "name": "the name is what everybody's memories call them",
    "short": "the name is what everybody's memories call them",
    "knows": "what somebody knew at the start is memories by now; change those",
    "ties": "ties are relations by now; change those",
}
"""Parts that are not edited here, and why."""
_PRONOUNS = ("she", "he", "they")
_HABIT = re.compile(r"([0-9]{1,2}:[0-9]{2})\s+([^:]+):\s*(.+)")
EDITABLE = tuple(field for field in CastMember.__struct_fields__ if field not in FIXED)


def decide_persona(ground: Ground, what: SetPersona) -> Decided:
    """Another value of a part of a persona. Raises `Problem`."""
    name = ground.name(what.agent)
    if what.field in FIXED:
        raise Problem(f"{what.field!r} cannot be changed: {FIXED[what.field]}.")
    if what.field not in EDITABLE:
        raise Problem(f"A persona has no {what.field!r}; it has {', '.join(EDITABLE)}.")
    row = next(row for row in ground.reader.personas() if row.agent_id == what.agent)
    member = ground.cast[what.agent - 1]
    value = _value(ground, what.field, what.value)
    before = getattr(member, what.field)
    if value == before:
        raise Problem(f"That is how {name} is already.")
    changed = _with_hours(replace(member, **{what.field: value}), what.field)
    planned = put(ground, row, replace(row, data=msgspec.json.encode(changed).decode()))
    change = replace(planned.change, name=what.field, before=msgspec.to_builtins(before), after=msgspec.to_builtins(value))
    return Decided(
        name=f"change the {what.field.replace('_', ' ')} of {name}", agent=what.agent, changes=(replace(planned, change=change),)
    )


def _with_hours(member: CastMember, field: str) -> CastMember:
    """Return a persona whose working hours fit its workplace: none without one, from nine to five where none were said."""
    if not member.workplace:
        if field in ("work_from", "work_to") and (member.work_from or member.work_to):
            raise Problem(f"{member.short} has no workplace; set that first.")
        return replace(member, work_from="", work_to="")
    return replace(member, work_from=member.work_from or "09:00", work_to=member.work_to or "17:00")


def parts_of(row: PersonaRow) -> dict[str, Any]:
    """Return a persona as a table of its parts."""
    return asdict(msgspec.json.decode(row.data, type=CastMember))


def _value(ground: Ground, field: str, text: str) -> Any:
    """Return the value that a person means."""
    text = text.strip()
    read = _READ.get(field)
    if read is not None:
        return read(ground, text)
    return worded(text, LONGEST_LINE, field) if text else ""


def _age(ground: Ground, text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= 120:
        raise Problem(f"An age is a number from 1 to 120, not {text!r}.")
    return int(text)


def _pronouns(ground: Ground, text: str) -> str:
    if text not in _PRONOUNS:
        raise Problem(f"The pronouns are one of {', '.join(_PRONOUNS)}, not {text!r}.")
    return text


def _traits(ground: Ground, text: str) -> tuple[str, ...]:
    parts = _parts(ground, text)
    if not parts:
        raise Problem("Say one trait or several, with commas.")
    return parts


def _parts(ground: Ground, text: str) -> tuple[str, ...]:
    return tuple(worded(part, LONGEST_LINE, "a word of this") for part in text.split(",") if part.strip())


def _days(ground: Ground, text: str) -> tuple[str, ...]:
    wanted = [part.strip().casefold() for part in text.split(",") if part.strip()]
    days = tuple(day for day in WEEKDAYS if any(len(part) > 2 and day.casefold().startswith(part) for part in wanted))
    if len(days) != len(wanted):
        raise Problem(f"Free days are days of the week with commas, like 'Saturday, Sunday', not {text!r}.")
    return days


def _type(ground: Ground, text: str) -> str:
    if text and not re.fullmatch(r"[EI][NS][FT][JP]", text.upper()):
        raise Problem(f"A type has four letters like INFP, not {text!r}.")
    return text.upper()


def _time(ground: Ground, text: str) -> str:
    minutes = hhmm_minutes(text)
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _site(ground: Ground, text: str) -> str:
    return site_named(ground.town, text).name


def _habit(ground: Ground, text: str) -> Habit:
    parts = _HABIT.fullmatch(text.strip())
    if parts is None:
        raise Problem(f"A habit is a time, a place and what is done, like '16:00 Duck Green: feed the ducks', not {text.strip()!r}.")
    return Habit(_time(ground, parts[1]), _site(ground, parts[2].strip()), worded(parts[3], 80, "a habit"))


def _pairs(text: str, known: tuple[str, ...]) -> list[tuple[str, str]]:
    pairs = []
    for part in text.split(","):
        key, sign, value = (piece.strip() for piece in part.partition("="))
        if not key and not sign:
            continue
        if not sign or not key or (known and key not in known):
            raise Problem(f"Write it as name=value with commas{', of ' + ', '.join(known) if known else ''}; {part.strip()!r} is not.")
        pairs.append((key, value))
    return pairs


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1
    if not 0 <= value <= 1:
        raise Problem(f"How strong a trait is goes from 0 to 1; {text!r} does not.")
    return value


def written(value: Any) -> str:
    """Return a part of a persona as a person writes it, and as `_READ` reads it."""
    match value:
        case [Habit(), *_]:
            return "; ".join(f"{habit.time} {habit.place}: {habit.activity}" for habit in value)
        case tuple():
            return ", ".join(value)
        case dict():
            return ", ".join(f"{key}={share}" for key, share in value.items())
    return str(value)


def told(field: str, value: Any) -> list[str]:
    """Return a part of a persona, as `msgspec.to_builtins` gives it, in words for people: one line or several."""
    match field, value:
        case "habits", [*habits] if habits:
            return [f"{habit['time']} {habit['place']}: {habit['activity']}" for habit in habits]
        case "ties", [*ties] if ties:
            return [f"{tie['name']}: {tie['relation']} (closeness {tie['closeness']:+d} of 10)" for tie in ties]
        case "knows", [*facts] if facts:
            return facts
        case "look" | "big_five", dict():
            return [", ".join(f"{part} {what}" for part, what in value.items()) or "–"]
    return [written(value) or "–"]


_READ: dict[str, Callable[[Ground, str], Any]] = {
    "age": _age,
    "pronouns": _pronouns,
    "identity": lambda ground, text: worded(text, LONGEST_IDENTITY, "an identity"),
    "home": _site,
    "workplace": lambda ground, text: _site(ground, text) if text else "",
    "wake": _time,
    "bed": _time,
    "work_from": lambda ground, text: _time(ground, text) if text else "",
    "work_to": lambda ground, text: _time(ground, text) if text else "",
    "free_days": _days,
    "traits": _traits,
    "values": _parts,
    "habits": lambda ground, text: tuple(_habit(ground, part) for part in text.split(";") if part.strip()),
    "big_five": lambda ground, text: {key: _share(value) for key, value in _pairs(text, BIG_FIVE)},
    "look": lambda ground, text: dict(_pairs(text, ())),
    "mbti": _type,
}
"""How the value of a part is read; those that are not here are a line of text."""
