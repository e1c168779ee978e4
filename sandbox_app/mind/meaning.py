"""What somebody from outside means by what they say: the kind of the examples of `visits.toml` that it is nearest to.

A small model cannot know that "gimme your money" asks for a gift; an embedding tells it. Kinds are named in a few words ("how old you
are"), which stand in the prompt beside what was said. How near is near enough is told, for whatever embedding is in use, by the
examples themselves: from where on an example's own nearest neighbour is more often of its kind than not.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from sandbox_app.llm.scripted import visits
from sandbox_app.resources import assets

Embed = Callable[[Sequence[str]], NDArray[np.floating]]
_FILLED = {"who": "Ann", "where": "the mill", "thing": "hat", "weekday": "Monday", "town": "this town", "me": "you"}
_SLOT = re.compile(r"\{(\w+)\}")
_VOTERS, _SHARPNESS = 8, 5.0
"""So many of the nearest examples choose the kind, nearer ones the more."""
_BANDS = np.arange(0.2, 0.96, 0.05)
_UNCLEAR, _NAMED = 0.1, 0.2
"""So much nearer than near enough must be what is no English by its words; and what names somebody, for that may be anything."""

_MORE = 0.05
"""So much nearer than a memory must be what a line is about instead."""


class Known(Struct, frozen=True):
    """The examples in one embedding: unit vectors (examples x dimensions), the number of each one's kind, and from where on one is near.

    Beyond 1 nothing is near: the embedding tells kinds no better than chance, and nothing is said of meanings.
    """

    vectors: NDArray[np.float32]
    kinds: NDArray[np.int64]
    near: float


@cache
def _examples() -> tuple[tuple[str, str], ...]:
    """Return kind and text of every example."""
    rows = []
    for kind, lines in visits.examples().items():
        for line in lines:
            rows.append((kind, _SLOT.sub(lambda found: _FILLED.get(found[1], "it"), line)))
    return tuple(rows)


_KNOWN: dict[str, Known] = {}


def known(name: str, embed: Embed) -> Known:
    """Return the examples in the embedding of this name: those that ship, or some seconds of work at first; then kept."""
    if name not in _KNOWN:
        shipped = shipped_vectors(name)
        _KNOWN[name] = _known(embedded(embed) if shipped is None else shipped)
    return _KNOWN[name]


def digest_of(name: str) -> str:
    """Return what identifies the vectors of all examples in the embedding of this name."""
    return hashlib.sha256("\0".join((name, *(text for _, text in _examples()))).encode()).hexdigest()[:16]


def embedded(embed: Embed) -> NDArray[np.float32]:
    """Return the vectors of all examples."""
    return embed([text for _, text in _examples()]).astype(np.float32)


def shipped_vectors(name: str) -> NDArray[np.float32] | None:
    """Return the vectors that ship, None where these are of another embedding or of other examples."""
    try:
        with np.load(assets("phrases", "visits.npz"), allow_pickle=False) as shipped:
            return shipped["vectors"].astype(np.float32) if str(shipped["digest"]) == digest_of(name) else None
    except (OSError, ValueError, KeyError):
        return None


def _known(vectors: NDArray[np.float32]) -> Known:
    rows = _examples()
    names = list(dict.fromkeys(kind for kind, _ in rows))
    kinds = np.array([names.index(kind) for kind, _ in rows])
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -1.0)
    best, right = cosines.max(1), kinds[cosines.argmax(1)] == kinds
    near = 2.0
    for low in reversed(_BANDS):
        band = (best >= low) & (best < low + 0.05)
        if band.any() and right[band].mean() < 0.5:
            break
        near = float(low)
    return Known(vectors, kinds, near)


class Hearer(Struct, frozen=True):
    """Who hears a line: by name, in which town, among whom (other people and places, by name)."""

    me: str
    town: str
    people: Sequence[str]
    places: Sequence[str]


def meaning(said: str, by: Hearer, embed: Embed, examples: Known, memory: float = 0.0) -> str:
    """Return what somebody from outside means, in a few words; "" for a question that is like none of the examples, or about a memory.

    Args:
        memory: the cosine of the memory that the line is about, 0 where it is about none.
    """
    if examples.near > 1:
        return ""
    me, town, people, places = by.me, by.town, by.people, by.places
    text = said
    for name in sorted({me, me.split(" ")[0]}, key=len, reverse=True):
        text = re.sub(rf"[,;]? ?(?<!\w){re.escape(name)}(?!\w)", "", text)
    text, others = _masked(text, people, "Ann")
    text, _ = _masked(_masked(text, [town], "this town")[0], places, "the mill")
    cosines = examples.vectors @ embed([text or said])[0].astype(np.float32)
    voters = np.argpartition(-cosines, _VOTERS)[:_VOTERS]
    votes = np.bincount(examples.kinds[voters], np.exp(_SHARPNESS * cosines[voters]))
    chosen = voters[examples.kinds[voters] == votes.argmax()]
    best = chosen[cosines[chosen].argmax()]
    by_words, _ = visits.nearest(said, (me, town), (*people, *places))
    doubt = _NAMED if others else _UNCLEAR if by_words == visits.UNCLEAR else 0.0
    kind, example = _examples()[best]
    alike = not others or ("?" in said) == ("?" in example)
    if alike and cosines[best] >= max(examples.near + doubt, memory + _MORE if memory else 0.0):
        return visits.means(kind)
    if memory:
        return ""
    if by_words == visits.UNCLEAR:
        return visits.means(visits.UNCLEAR)
    return "" if visits.is_question(said) else visits.means(visits.SAID)


def _masked(text: str, names: Sequence[str], instead: str) -> tuple[str, bool]:
    """Return a text with other words for names, and whether there was one."""
    before = text
    for name in sorted(filter(None, names), key=len, reverse=True):
        if name in text:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", instead, text)
    return text, text != before
