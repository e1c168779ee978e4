"""Conditions of a question to a world file, and words that are looked for."""

import re
from collections.abc import Collection
from typing import Self
from unicodedata import combining, normalize

_WORD = re.compile(r"[^\W_]+")
"""A word as the search index takes words apart; it knows no order of words, so none has a sign within it."""


class Query:
    """The conditions of a query and their values."""

    def __init__(self, **values: object) -> None:
        self.values = values
        self._conditions: list[str] = []

    @property
    def clause(self) -> str:
        """Return the conditions as SQL."""
        return "WHERE " + " AND ".join(self._conditions) if self._conditions else ""

    def where(self, condition: str) -> Self:
        """Add a condition."""
        self._conditions.append(condition)
        return self

    def compares(self, comparison: str, value: object) -> Self:
        """Add "column operator" and its value, unless there is none."""
        if value is not None:
            name = f"v{len(self.values)}"
            self.values[name] = value
            self._conditions.append(f"{comparison} :{name}")
        return self

    def equals(self, column: str, value: object) -> Self:
        """Add that a column is a value, unless there is none."""
        return self.compares(f"{column} =", value)

    def among(self, column: str, allowed: Collection[object] | None) -> Self:
        """Add that a column is one of some values, unless all are allowed."""
        if allowed is not None:
            names = {f"v{len(self.values) + index}": value for index, value in enumerate(allowed)}
            self.values.update(names)
            self._conditions.append(f"{column} IN ({', '.join(':' + name for name in names)})")
        return self


def all_words(text: str) -> str:
    """Return a full-text query for all words of what a person typed, whatever signs are in it."""
    return " ".join(f'"{word}"*' for word in _WORD.findall(normalize("NFC", text))) or '""'


def has_words(text: str, words: str) -> bool:
    """Say of a text that is in no index whether it has all these words (or words that begin so); no words are nowhere."""
    wanted, there = _WORD.findall(_plain(words)), _WORD.findall(_plain(text))
    return bool(wanted) and all(any(word.startswith(one) for word in there) for one in wanted)


def _plain(text: str) -> str:
    """Return a text as the index takes it: small letters without marks."""
    return "".join(sign for sign in normalize("NFD", text.casefold()) if not combining(sign))
