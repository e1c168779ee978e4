"""What a thought was told, part by part, and the same with some parts altered."""

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from sandbox_app.errors import Problem
from sandbox_app.llm import facts as f
from sandbox_app.mind.words import bounded
from sandbox_app.simulation.again.altered import Altered

LONGEST = 600
"""Characters that a part may have."""
PERSONA = ("identity", "traits", "speech", "values", "secret", "aim", "summary")
"""Parts of who thinks that can be put otherwise."""
_SENTENCES = ("goal", "perceived", "change", "question", "meant", "wish")
"""Facts that are one text."""
_LISTS = ("seen", "texts", "yesterday")
"""Facts that are a list of texts."""
_FIRST = ("memories", "recalled", "beliefs")
_WORDS_OF: dict[type, str] = {f.Memory: "text", f.Belief: "text", f.Line: "text", f.Person: "relation", f.Appointment: "what"}
"""What of a row among the facts is its words."""
_STAY = (f.Person,)
"""Rows that are not left out: an answer names them."""


class Part(Struct, frozen=True):
    """A part of what a thought was told.

    Attributes:
        where: its place among the facts: "memories.3", "me.aim", "goal".
        text: its words. note: what else is said of it: when it was, or about whom. removable: whether it can be left out.
    """

    where: str
    text: str
    note: str = ""
    removable: bool = False


def parts_of(facts: f.AnyFacts) -> list[Part]:
    """Return the parts that can be altered: what is remembered and believed, then the situation, then who thinks."""
    names = [name for name in facts.__struct_fields__ if name not in ("town", "me", "now")]
    parts: list[Part] = []
    for name in sorted(names, key=lambda name: _FIRST.index(name) if name in _FIRST else len(_FIRST)):
        parts += _parts(name, getattr(facts, name))
    parts += [Part(f"me.{name}", _told(getattr(facts.me, name))) for name in PERSONA]
    return parts


def _parts(name: str, value: Any) -> Iterator[Part]:
    if isinstance(value, str):
        if name in _SENTENCES:
            yield Part(name, value)
    elif isinstance(value, f.Person):
        yield Part(name, value.relation, value.name)
    elif isinstance(value, tuple):
        for number, one in enumerate(value):
            if type(one) in _WORDS_OF:
                removable = type(one) not in _STAY
                yield Part(f"{name}.{number}", getattr(one, _WORDS_OF[type(one)]), _note(one), removable)
            elif isinstance(one, str) and name in _LISTS:
                yield Part(f"{name}.{number}", one, removable=True)


def _note(row: Any) -> str:
    match row:
        case f.Memory():
            return row.when
        case f.Belief():
            return f"{row.who} {row.kind}".strip()
        case f.Line():
            return row.speaker
        case f.Person():
            return row.name
        case f.Appointment():
            return f"day {row.day}, {row.time}, {row.place}, {row.who}"
    return ""


def _told(value: Any) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def altered(facts: f.AnyFacts, changes: Sequence[Altered]) -> f.AnyFacts:
    """Return facts with some parts altered.

    Raises:
        Problem: there is no such part, it cannot be left out, or it would have no words or too many.
    """
    known = {part.where: part for part in parts_of(facts)}
    texts: dict[str, str | None] = {}
    for change in changes:
        part = known.get(change.where)
        if part is None:
            raise Problem(f"This thought was told nothing under {change.where!r}; it was told {', '.join(known)}.")
        if change.where in texts:
            raise Problem(f"{change.where} is changed twice; do it once.")
        texts[change.where] = _checked(part, change.text)
    made: f.AnyFacts = facts
    for name in {where.partition(".")[0] for where in texts}:
        made = replace(made, **{name: _altered(name, getattr(facts, name), texts)})
    return made


def _checked(part: Part, text: str | None) -> str | None:
    if text is None:
        if not part.removable and not part.where.startswith("me."):
            raise Problem(f"{part.where} cannot be left out; put it otherwise.")
        return None
    words = " ".join(bounded(text, LONGEST + 1).split())
    if len(words) > LONGEST:
        raise Problem(f"{part.where} has at most {LONGEST} characters.")
    if not words and not part.where.startswith("me."):
        raise Problem(f"There are no words for {part.where}; write some, or leave it out.")
    return words


def _altered(name: str, value: Any, texts: dict[str, str | None]) -> Any:
    if name == "me":
        return replace(value, **{field: _as(getattr(value, field), texts[f"me.{field}"]) for field in PERSONA if f"me.{field}" in texts})
    if isinstance(value, str):
        return texts[name]
    if isinstance(value, f.Person):
        return replace(value, relation=texts[name])
    rows = []
    for number, one in enumerate(value):
        where = f"{name}.{number}"
        text = texts.get(where, "")
        if where not in texts:
            rows.append(one)
        elif text is not None:
            rows.append(text if isinstance(one, str) else replace(one, **{_WORDS_OF[type(one)]: text}))
    return tuple(rows)


def _as(before: Any, text: str | None) -> Any:
    """Return words as a part of a persona holds them."""
    if isinstance(before, tuple):
        return tuple(word.strip() for word in (text or "").split(",") if word.strip())
    return text or ""
