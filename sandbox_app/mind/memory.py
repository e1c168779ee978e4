"""The memory stream of one agent: what it holds, and what is retrieved from it (the formula is in `retrieval.py`)."""

from collections.abc import Callable, Iterable, Sequence

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from sandbox_app.mind.retrieval import best
from sandbox_app.mind.settings import Settings
from sandbox_app.mind.vectors import Vectors
from sandbox_app.worldfile.rows import MemoryRow, Retrieved

Embed = Callable[[Sequence[str]], NDArray[np.float32]]

UNRATED = 3
"""Importance that a memory counts with until it has been rated."""


class Recalled(Struct, frozen=True):
    """A memory that was retrieved, with its scores and with what they were scaled from."""

    row: MemoryRow
    scores: Retrieved
    raw_recency: float
    raw_importance: float
    raw_relevance: float


class MemoryStream:
    """The memories that hold now, as arrays that grow; owned by one mind, used on one thread only.

    Attributes:
        rows: the memories that hold, by id, oldest first.
    """

    def __init__(self, embed: Embed, dimensions: int, step_seconds: int) -> None:
        """Begin an empty stream; `embed` turns texts into rows, `dimensions` wide, and is asked only when something is retrieved."""
        self._embed = embed
        self._vectors = Vectors(dimensions)
        self._given: dict[int, bytes] = {}
        self.rows: dict[int, MemoryRow] = {}
        self._hours_per_step = step_seconds / 3600
        self._count = 0
        self._ids = np.zeros(64, np.int64)
        self._accessed = np.zeros(64, np.int64)
        self._importance = np.zeros(64)
        self._kind = np.zeros(64, np.int16)
        self._kinds: dict[str, int] = {}
        self._place: dict[int, int] = {}
        self._unrated: dict[int, None] = {}

    def __len__(self) -> int:
        return len(self.rows)

    def add(self, row: MemoryRow, accessed: int | None = None, vector: bytes | None = None) -> None:
        """Add a memory.

        Args:
            accessed: the step of its latest retrieval (default: its creation).
            vector: its embedding as the world file keeps it, float16; without one it is made when something is retrieved.
        """
        if self._count == len(self._ids):
            self._grow()
        at = self._count
        self._ids[at] = row.id
        self._accessed[at] = row.created_step if accessed is None else accessed
        self._importance[at] = row.importance or UNRATED
        self._kind[at] = self._kinds.setdefault(row.kind, len(self._kinds))
        if vector is not None and len(vector) == 2 * self._vectors.dimensions:
            self._given[at] = vector
        self._place[row.id] = at
        self._count += 1
        self.rows[row.id] = row
        if not row.importance:
            self._unrated[row.id] = None

    def _grow(self) -> None:
        size = len(self._ids) * 2
        self._ids = np.resize(self._ids, size)
        self._accessed = np.resize(self._accessed, size)
        self._importance = np.resize(self._importance, size)
        self._kind = np.resize(self._kind, size)

    def rate(self, memory_id: int, importance: int, step: int) -> None:
        """Set the importance of a memory, once."""
        self.rows[memory_id] = msgspec.structs.replace(self.rows[memory_id], importance=importance, rated_step=step)
        self._importance[self._place[memory_id]] = importance
        self._unrated.pop(memory_id, None)

    def unrated(self) -> list[MemoryRow]:
        """Return the memories that wait for their importance, oldest first."""
        return [self.rows[number] for number in self._unrated]

    def latest(self, count: int, kinds: Iterable[str] | None = None) -> list[MemoryRow]:
        """Return the latest memories, oldest first."""
        wanted = None if kinds is None else frozenset(kinds)
        found: list[MemoryRow] = []
        for row in reversed(self.rows.values()):
            if wanted is None or row.kind in wanted:
                found.append(row)
                if len(found) == count:
                    break
        return found[::-1]

    def touch(self, memories: Iterable[int], step: int) -> None:
        """Take note that memories were retrieved for a thought: that keeps them fresh."""
        for memory_id in memories:
            self._accessed[self._place[memory_id]] = step

    def retrieve(
        self, query: NDArray[np.floating], step: int, count: int, settings: Settings, *, without: Sequence[str] = ()
    ) -> list[Recalled]:
        """Return the best memories for a query vector, best first, with their scores; ties go to the newer one.

        Leaves no trace (see `touch`). Memories of the kinds in `without` are no candidates.
        """
        self._embed_new()
        chosen: NDArray[np.int64] | None = None
        codes = [self._kinds[kind] for kind in without if kind in self._kinds]
        if codes:
            chosen = np.flatnonzero(~np.isin(self._kind[: self._count], codes))
        if not (self._count if chosen is None else len(chosen)) or count < 1:
            return []
        candidates = slice(self._count) if chosen is None else chosen  # all of them without copying
        unit = query.astype(np.float64)
        unit /= np.sqrt(unit @ unit)
        found = best(
            np.maximum(step - self._accessed[candidates], 0) * self._hours_per_step,
            self._importance[candidates],
            self._vectors.nearly(unit)[candidates].astype(np.float64),
            self._vectors.margin,
            lambda places: self._vectors.exactly(places if chosen is None else chosen[places], unit),
            self._ids[candidates],
            count,
            settings,
        )
        raws = zip(found.raw_recency.tolist(), found.raw_importance.tolist(), found.raw_relevance.tolist(), strict=True)
        parts = zip(found.recency.tolist(), found.importance.tolist(), found.relevance.tolist(), found.score.tolist(), strict=True)
        ids = self._ids[candidates][found.at].tolist()
        return [Recalled(self.rows[number], Retrieved(number, *four), *raw) for number, four, raw in zip(ids, parts, raws, strict=True)]

    def _embed_new(self) -> None:
        """Take the vectors of what came since something was last retrieved: those that were given, and the others made now."""
        new = range(self._vectors.count, self._count)
        if not new:
            return
        missing = [at for at in new if at not in self._given]
        made = dict(zip(missing, self._embed([self.rows[int(self._ids[at])].text for at in missing]), strict=True)) if missing else {}
        rows = np.empty((len(new), self._vectors.dimensions), np.float16)
        for place, at in enumerate(new):
            rows[place] = np.frombuffer(self._given[at], "<f2") if at in self._given else made[at]
        self._vectors.append(rows)
        self._given.clear()
