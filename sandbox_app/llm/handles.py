"""Handles: short marks that stand for the names of people and places, for a small model that never learnt the names.

In a prompt every known name becomes `{P1}`..`{P24}` (people) or `{L1}`..`{L24}` (places), numbered by first occurrence.
The *shared* and *own* parts of a prompt come first, so they read the same in every prompt of one agent, and the agent
itself is `{P1}`. Names beyond the 24th of a kind stay as they are.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from sandbox_app.llm.forms import number_rule
from sandbox_app.llm.request import Name

MOST = 24
"""Handles of each kind."""

_LETTER = {"person": "P", "place": "L"}
_HANDLE = re.compile(r"\{[PL](?:[1-9]|1[0-9]|2[0-4])\}")
_OF_KIND = {letter: [f"{{{letter}{number}}}" for number in range(1, MOST + 1)] for letter in "PL"}
_OPEN = re.compile(r"\{(?:[PL](?:[1-9][0-9]?)?)?\Z")
_TEXT_CLASS = re.compile(r"\[\^[^\]]*\{\}[^\]]*\]")


class HandleError(ValueError):
    """A model's answer uses a handle that stands for nobody and nothing."""


class Encoded(Struct, frozen=True):
    """A text with handles, and what each of them stands for."""

    text: str
    names: Mapping[str, str]

    @property
    def people(self) -> int:
        """How many people have a handle."""
        return sum(handle[1] == "P" for handle in self.names)

    @property
    def places(self) -> int:
        """How many places have a handle."""
        return len(self.names) - self.people


class _Finder(Struct, frozen=True):
    pattern: re.Pattern[str]
    kinds: Mapping[str, str]


@lru_cache(maxsize=64)
def _finder(names: tuple[Name, ...]) -> _Finder | None:
    """Return the pattern that finds these names as whole words, the longest first, and the letter of each name."""
    kinds: dict[str, str] = {}
    for name in names:
        if name.text and name.text == name.text.strip() and not set("{}\n") & set(name.text):
            kinds.setdefault(name.text, _LETTER[name.kind])
    groups: dict[str, list[str]] = {}
    for text in sorted(kinds, key=lambda text: (-len(text), text)):
        groups.setdefault(text[0], []).append(re.escape(text[1:]))
    if not groups:
        return None
    parts = (f"{re.escape(first)}(?:{'|'.join(rests)})" for first, rests in groups.items())
    return _Finder(re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)"), kinds)


def all_handles() -> tuple[str, ...]:
    """Return every handle, people first, in order of their numbers."""
    return (*_OF_KIND["P"], *_OF_KIND["L"])


def encode(text: str, names: tuple[Name, ...]) -> Encoded:
    """Put handles in place of names.

    A handle that stands in the text already keeps standing for itself, and no name is given the same one.
    """
    finder = _finder(names)
    literal = frozenset(_HANDLE.findall(text))
    known = {handle: handle for handle in sorted(literal)}
    if finder is None:
        return Encoded(text, known)
    given: dict[str, str] = {}
    free = {letter: [handle for handle in _OF_KIND[letter] if handle not in literal][::-1] for letter in "PL"}

    def replace(match: re.Match[str]) -> str:
        name = match[0]
        handle = given.get(name)
        if handle is None:
            left = free[finder.kinds[name]]
            handle = given[name] = left.pop() if left else name
            if handle != name:
                known[handle] = name
        return handle

    return Encoded(finder.pattern.sub(replace, text), known)


def decode(text: str, names: Mapping[str, str]) -> str:
    """Put the names back.

    Raises:
        HandleError: the text has a handle that stands for nothing.
    """

    def replace(match: re.Match[str]) -> str:
        name = names.get(match[0])
        if name is None:
            raise HandleError(f"the handle {match[0]} stands for nothing in this prompt")
        return name

    return _HANDLE.sub(replace, text)


class StreamDecoder:
    """Puts names back into a text that arrives piece by piece; a handle may be cut anywhere."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._held = ""

    def feed(self, piece: str) -> str:
        """Take the next piece and return what can be shown by now.

        Raises:
            HandleError: a handle stands for nothing.
        """
        text = self._held + piece
        open_part = _OPEN.search(text)
        ready = text[: open_part.start()] if open_part else text
        self._held = text[len(ready) :]
        return decode(ready, self._names)

    def flush(self) -> str:
        """Return what was held back, at the end of the text."""
        text, self._held = self._held, ""
        return text


@lru_cache(maxsize=1024)
def grammar_with_handles(grammar: str, people: int, places: int) -> str:
    """Return the grammar with handles allowed in free text: the people's up to `people`, the places' up to `places`.

    Free text is what our grammars write as a character class without braces; a handle counts there as one character.
    """
    kinds = [f'"{letter}" {number_rule(min(count, MOST))}' for letter, count in (("P", people), ("L", places)) if count]
    if not kinds or not _TEXT_CLASS.search(grammar):
        return grammar
    rule = f'handle ::= "{{" ( {" | ".join(kinds)} ) "}}"\n'
    body = _TEXT_CLASS.sub(lambda match: f"( {match[0]} | handle )", grammar)
    return body.rstrip("\n") + "\n" + rule
