"""Somebody as another program's file describes them, before they have a home here."""

import re
import unicodedata

from msgspec import Struct

from sandbox_app.errors import Problem
from sandbox_app.town.check import LONGEST_IDENTITY, LONGEST_LINE

MOST_MEMORIES = 2000
LONGEST_NAME = 40
LONGEST_MEMORY = 400

_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_AGE = re.compile(r"\b(\d{1,3})[\s-]*(?:years?[\s-]*old|y/o|yo\b)|\bage[d:\s]+(\d{1,3})\b", re.IGNORECASE)
_TAGS = re.compile(r"<[^<>]{0,200}>")
_SHE, _HE = frozenset("she her hers herself".split()), frozenset("he him his himself".split())


class Kept(Struct, frozen=True):
    """A memory somebody brings along; importance 0: to be weighed here."""

    kind: str
    text: str
    importance: int = 0


class Newcomer(Struct, frozen=True, kw_only=True):
    """Who wants to move in.

    Attributes:
        source: the file's name. home: where they lived, for a home of the same name; "" for any.
        assumed: what the file did not say and was made up, for the preview.
    """

    source: str
    name: str
    short: str
    age: int
    pronouns: str
    job: str
    traits: tuple[str, ...]
    identity: str
    wake: str = "07:00"
    bed: str = "22:30"
    aim: str = ""
    home: str = ""
    memories: tuple[Kept, ...] = ()
    assumed: tuple[str, ...] = ()


def plain_line(text: str, longest: int) -> str:
    """Return words as one line without tags, marks of control and needless space, cut at a word where they are too long."""
    text = _TAGS.sub(" ", text[: longest * 20])
    text = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in text)
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    return line[: longest - 1].rsplit(" ", 1)[0].rstrip(",;:- ") + "…"


def sentences(text: str, longest: int = LONGEST_MEMORY) -> list[str]:
    """Return the sentences of a text, each a plain line; lists and paragraphs are parted, too."""
    parts = [part for line in re.split(r"[\r\n]+", text[:200_000]) for part in _SENTENCE.split(line.strip(" -*#\t"))]
    return [line for part in parts if len(line := plain_line(part, longest)) > 1]


def identity_of(text: str) -> tuple[str, list[str]]:
    """Return as many sentences of a description as an identity holds, and those that are left."""
    told = sentences(text)
    kept = ""
    while told and len(kept) + len(told[0]) < LONGEST_IDENTITY:
        kept = f"{kept} {told.pop(0)}".strip()
    if not kept and told:
        kept = plain_line(told.pop(0), LONGEST_IDENTITY)
    return kept, told


def names_of(name: str, source: str) -> tuple[str, str]:
    """Return a full and a short name.

    Raises:
        Problem: there is none.
    """
    full = plain_line(re.sub(r"[\[\]{}<>|`*_#\"“”]", " ", _TAGS.sub(" ", name[:1000])), LONGEST_NAME).rstrip("…")
    if not any(sign.isalpha() for sign in full):
        raise Problem(f"{source} names nobody: a name needs at least one letter.")
    return full, full.split(" ")[0][:LONGEST_NAME]


def age_in(text: str) -> int | None:
    """Return the age that a description tells."""
    found = _AGE.search(text[:20_000])
    age = int(found[1] or found[2]) if found else 0
    return age if 1 <= age <= 120 else None


def pronouns_in(text: str) -> str | None:
    """Return the pronouns that a description uses most."""
    words = [word.lower() for word in re.findall(r"[A-Za-z]+", text[:20_000])]
    she, he = (sum(word in group for word in words) for group in (_SHE, _HE))
    return "she" if she > he else "he" if he > she else None


def traits_in(text: str) -> tuple[str, ...]:
    """Return two to four traits of a few words each out of a list with commas; none where it is no list."""
    parts = [plain_line(part, 40).strip(" .").lower() for part in re.split(r"[,;\n]+|\band\b", text[:2000])]
    short = [part for part in dict.fromkeys(parts) if part and len(part.split()) <= 3]
    return tuple(short[:4]) if len(short) >= 2 else ()


def line(text: str) -> str:
    """Return words as a line of a persona."""
    return plain_line(text, LONGEST_LINE)
