"""The memory stream of one agent: what it holds, and what is retrieved from it.

Retrieval follows "Generative Agents" (Park et al., 2023, section 4.1): score = recency + importance + relevance, each
min-max scaled to [0, 1] over the candidates. Recency decays by the time since a memory was last retrieved, not by rank.
"""

from collections.abc import Callable, Iterable, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from sandbox_app.mind.settings import Settings
from sandbox_app.worldfile.rows import MemoryRow, Retrieved

Embed = Callable[[Sequence[str]], NDArray[np.float32]]

UNRATED = 3
"""Importance that a memory counts with until it has been rated."""


TIE = 1e-5
"""Values that lie no farther apart count as the same: sums of products in 32 bits differ by as much for equal vectors."""


def scaled(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return values min-max scaled to [0, 1]; all 0 where they are all the same, as far as 32 bits can tell (`TIE`)."""
    if not len(values):
        return values
    low, high = values.min(), values.max()
    if high - low <= TIE:
        return np.zeros_like(values)
    result: NDArray[np.float32] = (values - low) / (high - low)
    return result


class MemoryStream:
    """The memories that hold now, as arrays that grow; owned by one mind, used on the simulation's thread only.

    Attributes:
        rows: the memories that hold, by id, oldest first.
    """

    def __init__(self, embed: Embed, dimensions: int, step_seconds: int) -> None:
        """Begin an empty stream; `embed` turns texts into unit rows, `dimensions` wide, and is asked only when something is retrieved."""
        self._embed = embed
        self._unseen: list[tuple[int, str]] = []
        self.rows: dict[int, MemoryRow] = {}
        self._hours_per_step = step_seconds / 3600
        self._count = 0
        self._ids = np.zeros(64, np.int64)
        self._accessed = np.zeros(64, np.int64)
        self._importance = np.zeros(64, np.float32)
        self._vectors = np.zeros((64, dimensions), np.float32)
        self._place: dict[int, int] = {}
        self._unrated: dict[int, None] = {}

    def __len__(self) -> int:
        return len(self.rows)

    def add(self, row: MemoryRow, accessed: int | None = None) -> None:
        """Add a memory; `accessed` is the step of its latest retrieval (default: its creation)."""
        if self._count == len(self._ids):
            self._grow()
        at = self._count
        self._ids[at] = row.id
        self._accessed[at] = row.created_step if accessed is None else accessed
        self._importance[at] = row.importance or UNRATED
        self._unseen.append((at, row.text))
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
        vectors = np.zeros((size, self._vectors.shape[1]), np.float32)
        vectors[: self._count] = self._vectors[: self._count]
        self._vectors = vectors

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

    def retrieve(
        self, query: NDArray[np.float32], step: int, count: int, settings: Settings, *, touch: bool = True, without: Sequence[str] = ()
    ) -> list[tuple[MemoryRow, Retrieved]]:
        """Return the best memories for a query vector, best first, with their scores; ties go to the newer one.

        Retrieval counts as access, which keeps memories fresh; `touch=False` looks without a trace.
        Memories of the kinds in `without` are no candidates.
        """
        if self._unseen:
            self._vectors[[at for at, _ in self._unseen]] = self._embed([text for _, text in self._unseen])
            self._unseen = []
        held = self._count
        if without:
            chosen = np.fromiter((at for at in range(held) if self.rows[int(self._ids[at])].kind not in without), np.int64)
        else:
            chosen = np.arange(held)
        if not len(chosen):
            return []
        hours = np.maximum(step - self._accessed[chosen], 0) * self._hours_per_step
        recency = scaled(np.power(settings.recency_decay, hours).astype(np.float32))
        importance = scaled(self._importance[chosen])
        relevance = scaled(self._vectors[chosen] @ query)
        score = settings.weight_recency * recency + settings.weight_importance * importance + settings.weight_relevance * relevance
        order = np.lexsort((-self._ids[chosen], -score))[:count]
        best = []
        for at in order:
            place = int(chosen[at])
            memory_id = int(self._ids[place])
            scores = Retrieved(memory_id, float(recency[at]), float(importance[at]), float(relevance[at]), float(score[at]))
            best.append((self.rows[memory_id], scores))
            if touch:
                self._accessed[place] = step
        return best
