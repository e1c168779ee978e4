"""The settings of a world as of any step: those it was made with, and what edits made of them since."""

from typing import Any, get_args

import msgspec
from msgspec import Struct

from sandbox_app.errors import Problem
from sandbox_app.llm.wording import checked
from sandbox_app.mind.settings import Prompts, Settings
from sandbox_app.simulation.editing.meanings import MEANINGS
from sandbox_app.worldfile.reader import WorldReader

FIXED = {"step_seconds": "the length of a step is what all its times are counted in; make a new world for another"}
"""Settings that stay as a world was made with, and why."""
RANGES: dict[str, tuple[float, float]] = {
    "recency_decay": (0.0, 1.0),
    "weight_recency": (0.0, 100.0),
    "weight_importance": (0.0, 100.0),
    "weight_relevance": (0.0, 100.0),
    "retrieve_thought": (1, 200),
    "retrieve_talk": (1, 200),
    "retrieve_interview": (1, 500),
    "reflection_threshold": (1, 100_000),
    "reflection_memories": (1, 1000),
    "reflection_questions": (1, 10),
    "vision": (0, 200),
    "attention": (0, 100),
    "retention": (0, 1000),
    "talk_exchanges": (1, 100),
    "talk_most": (2, 20),
    "talk_pause_minutes": (0, 10_000),
    "react_pause_minutes": (0, 10_000),
    "rating_batch": (1, 50),
}
"""The least and the greatest value of each setting that is a number; both are allowed."""
LONGEST_STEP = 60
"""Seconds."""
ANY = (0.0, 1_000_000.0)
"""The range of a number that has none above."""
CHOICES: dict[str, tuple[str, ...]] = {"prompts": get_args(Prompts)}
"""What a setting may be that is one of a few words."""
WORDINGS = "wordings"
"""The setting that is changed form by form (`SetWording`) and listed nowhere else."""
MOST_RULES, LONGEST_RULE = 20, 200


class Setting(Struct, frozen=True):
    """A setting as it is listed: what it means, its default, its kind ("number", "whole number", "yes or no", "choice", "lines"), and
    what it may be.
    """

    name: str
    about: str
    value: Any
    default: Any
    kind: str
    least: float | None = None
    most: float | None = None
    editable: bool = True


def settings_of(reader: WorldReader, at: int | None = None) -> Settings:
    """Return the settings of a world as they were at a step (default: as they are now).

    Raises:
        msgspec.MsgspecError, ValueError, LookupError, TypeError: what the file holds is no settings.
    """
    told = msgspec.json.decode(reader.meta().get("settings", "{}"), type=dict[str, Any])
    for event in reader.events(None, at, kinds=["edit"]):
        for change in event.data.get("changes", ()):
            if change["table"] == "setting":
                told[str(change["name"])] = change.get("after")
    return possible(msgspec.convert(told, Settings))


def possible(settings: Settings) -> Settings:
    """Return settings whose steps a minute can be parted into, and whose wordings may be used.

    Raises:
        ValueError: these are none.
    """
    if not 1 <= settings.step_seconds <= LONGEST_STEP:
        raise ValueError(f"steps of {settings.step_seconds} seconds")
    for purpose, text in settings.wordings.items():
        checked(purpose, text)
    return settings


def listed(settings: Settings) -> list[Setting]:
    """Return all settings with what they may be."""
    rows = []
    for field in msgspec.structs.fields(Settings):
        if field.name == WORDINGS:
            continue
        least, most = RANGES.get(field.name, (None, None))
        value = getattr(settings, field.name)
        kind, free = _kind(field.default), field.name not in FIXED
        rows.append(Setting(field.name, MEANINGS[field.name], value, field.default, kind, least, most, free))
    return rows


def _kind(default: Any) -> str:
    match default:
        case bool():
            return "yes or no"
        case int():
            return "whole number"
        case float():
            return "number"
        case str():
            return "choice"
        case _:
            return "lines"


def value_of(name: str, text: str) -> Any:
    """Return the value of a setting that a person means.

    Raises:
        Problem: there is no such setting, it is fixed, or it cannot be this.
    """
    field = next((field for field in msgspec.structs.fields(Settings) if field.name == name != WORDINGS), None)
    if field is None:
        known = ", ".join(field.name for field in msgspec.structs.fields(Settings) if field.name != WORDINGS)
        raise Problem(f"There is no setting {name!r}; there are {known}.")
    if name in FIXED:
        raise Problem(f"{name} cannot be changed in a world: {FIXED[name]}.")
    kind = _kind(field.default)
    match kind:
        case "yes or no":
            return _yes(name, text)
        case "lines":
            return _lines(name, text)
        case "choice":
            return _choice(name, text)
        case _:
            return _number(name, text, whole=kind == "whole number")


def _yes(name: str, text: str) -> bool:
    said = text.strip().casefold()
    if said in ("true", "yes", "on", "1"):
        return True
    if said in ("false", "no", "off", "0"):
        return False
    raise Problem(f"{name} is true or false, not {text!r}.")


def _number(name: str, text: str, *, whole: bool) -> float:
    least, most = RANGES.get(name, ANY)
    try:
        value: float = int(text) if whole else float(text)
    except ValueError:
        value = most + 1
    if not least <= value <= most:
        kind = "a whole number" if whole else "a number"
        raise Problem(f"{name} is {kind} from {least:g} to {most:g}, not {text!r}.")
    return value


def _choice(name: str, text: str) -> str:
    found = text.strip().casefold()
    if found not in CHOICES[name]:
        raise Problem(f"{name} is one of {', '.join(CHOICES[name])}, not {text!r}.")
    return found


def _lines(name: str, text: str) -> tuple[str, ...]:
    """Return the lines of a setting: a JSON list of sentences, or sentences with semicolons between them."""
    try:
        lines = msgspec.json.decode(text, type=list[str])
    except msgspec.MsgspecError:
        lines = text.split(";")
    lines = [line.strip() for line in lines if line.strip()]
    if len(lines) > MOST_RULES or any(len(line) > LONGEST_RULE for line in lines):
        raise Problem(f"{name} has at most {MOST_RULES} sentences of at most {LONGEST_RULE} characters.")
    return tuple(lines)
