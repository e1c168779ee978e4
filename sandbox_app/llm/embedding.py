"""Embedding texts: what all embedders share, and one that needs no model because it only counts words."""

import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from sandbox_app.llm import known_models

_WORD = re.compile(r"[^\W_]+")
_ENDINGS = ("ingly", "edly", "ings", "ing", "ies", "ed", "es", "ly", "s")
_LEAST_STEM = 3
_MOST_CACHED = 20_000
_BIGRAM_WEIGHT = 0.5
_SMALL_WEIGHT = 0.1
_SMALL = frozenset(
    "a about am an and any are as at be been but by can could did do does for from had has have he her him his how i if in is it its "
    "me my no not of on one or our she so some than that the their them then there they this to up us was we were what when where which "
    "who why will with would you your".split()
)
"""Words that hold sentences together: they count a tenth, or "the" and "at" would say what a memory is about."""
_NO_WORDS = "\0"


def _stem(word: str) -> str:
    """Cut the commonest English endings off, so that "walks" and "walking" count as one word."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word[: -len(ending)]
    return word


def embedding_id(path: Path, name: str) -> str:
    """Return what vectors of a model file are kept under: its name and the beginning of its digest.

    Raises:
        ModelProblem: the file cannot be read.
    """
    return f"{name} {known_models.digest(path)[:12]}"


class RowCache:
    """The rows of the latest texts; an embedder is often asked for the same texts again.

    Attributes:
        dimensions: length of a row.
    """

    def __init__(self, dimensions: int) -> None:
        self.dimensions = dimensions
        self._known: OrderedDict[str, NDArray[np.float32]] = OrderedDict()

    def rows(self, texts: Sequence[str], compute: Callable[[list[str]], Iterable[NDArray[np.float32]]]) -> NDArray[np.float32]:
        """Return one row per text, shape (len(texts), dimensions); `compute` gives the rows of those that are new."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        found = dict(zip(new, compute(new), strict=True)) if new else {}
        self._known.update(found)
        rows = np.empty((len(texts), self.dimensions), np.float32)
        for place, text in enumerate(texts):
            rows[place] = self._known[text]
        while len(self._known) > _MOST_CACHED:
            self._known.popitem(last=False)
        return rows


class HashedWords:
    """In place of an embedding model: texts that share words are near each other, and that is all it knows.

    The scripted engine's towns use it: it takes microseconds where a model takes milliseconds.

    Word stems and pairs of them are hashed into signed buckets (feature hashing, Weinberger et al. 2009), small words with a tenth
    of the weight; the hash is the same on every machine and in every process.

    Attributes:
        name: id of the embedding, which says what it is.
        dimensions: number of buckets.
    """

    name = "hashed-words-256.2 (placeholder)"  # the key of its vectors in world files
    dimensions = 256

    def __init__(self) -> None:
        self._cache = RowCache(self.dimensions)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row per text, shape (len(texts), 256); a text without words has a row of its own."""
        return self._cache.rows(texts, lambda new: map(self._compute, new))

    def close(self) -> None:
        """Nothing to give back."""

    def _compute(self, text: str) -> NDArray[np.float32]:
        words = _WORD.findall(text.lower()) or [_NO_WORDS]
        small = [word in _SMALL for word in words]
        stems = [_stem(word) for word in words]
        features = [(stem, _SMALL_WEIGHT if little else 1.0) for stem, little in zip(stems, small, strict=True)]
        for (first, one), (second, other) in pairwise(zip(stems, small, strict=True)):
            features.append((f"{first} {second}", _BIGRAM_WEIGHT * (_SMALL_WEIGHT if one or other else 1.0)))
        buckets = [0.0] * self.dimensions
        for feature, weight in features:
            number = crc32(feature.encode())
            buckets[number % self.dimensions] += weight if number & 0x80000000 else -weight
        row = np.array(buckets, np.float32)
        length = np.float32(np.sqrt(row @ row))
        if not length:  # every feature met its opposite in its bucket
            row[crc32(text.encode()) % self.dimensions] = length = np.float32(1)
        return row / length
