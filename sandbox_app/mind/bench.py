"""How long it takes to retrieve from one agent's memories, next to the plain way: score everything in 64 bits and sort it."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sandbox_app.errors import Problem
from sandbox_app.mind.memory import MemoryStream
from sandbox_app.mind.retrieval import scaled
from sandbox_app.mind.settings import Settings
from sandbox_app.worldfile.rows import MemoryRow

QUERIES = 100
_PLAIN_QUERIES = 20
_TOPICS = 200
_STEPS_A_DAY = 8640
LIMITS = {10_000: 1.0, 100_000: 10.0}
"""Milliseconds that the median query may take at so many memories."""


def bench_retrieval(memories: int = 100_000, dimensions: int = 384, count: int = 30) -> dict[str, Any]:
    """Measure retrieval from the memories of one agent: made-up vectors around topics, a hundred memories a day.

    Args:
        dimensions: of a vector; 384 are those of the embedding model that the design names.
        count: how many are retrieved.

    Raises:
        Problem: the numbers cannot be.
    """
    if memories < 1 or count < 1 or dimensions < 2:
        raise Problem("There is nothing to measure: at least one memory, one to retrieve and two dimensions.")
    dice = np.random.default_rng(1)
    topics = dice.normal(size=(_TOPICS, dimensions))
    about = dice.integers(0, _TOPICS, memories)
    vectors = (topics[about] + dice.normal(size=(memories, dimensions))).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    stored = vectors.astype(np.float16)
    steps = np.sort(dice.integers(0, memories * _STEPS_A_DAY // 100 + 1, memories))
    importance = dice.integers(1, 11, memories)
    stream = MemoryStream(lambda texts: vectors[: len(texts)], dimensions, 10)
    for at in range(memories):
        row = MemoryRow(id=at + 1, agent_id=1, kind="seen", text="", importance=int(importance[at]), created_step=int(steps[at]))
        stream.add(row, vector=stored[at].tobytes())
    queries = topics[dice.integers(0, _TOPICS, QUERIES)] + dice.normal(size=(QUERIES, dimensions))
    now, settings = int(steps[-1]), Settings()
    stream.retrieve(queries[0], now, count, settings)
    found: list[list[int]] = []
    ours = _timed(lambda query: found.append([one.row.id for one in stream.retrieve(query, now, count, settings)]), queries)
    plain = _Plain(stored, steps, importance, settings)
    truth: list[list[int]] = []
    theirs = _timed(lambda query: truth.append(plain.best(query, now, count)), queries[:_PLAIN_QUERIES])
    hits = sum(len(set(one) & set(other)) for one, other in zip(found, truth, strict=False))
    same = sum(one == other for one, other in zip(found, truth, strict=False))
    return {
        "memories": memories,
        "k": min(count, memories),
        "dimensions": dimensions,
        "queries": QUERIES,
        "p50_ms": ours[0],
        "p99_ms": ours[1],
        "recall": hits / sum(map(len, truth)),
        "same_order": same / len(truth),
        "baseline": {"what": "all scores in 64 bits, sorted", "queries": len(truth), "p50_ms": theirs[0], "p99_ms": theirs[1]},
        "limits": {"p50_ms": next((limit for most, limit in LIMITS.items() if memories <= most), None), "recall": 1.0},
    }


def _timed(work: Callable[[NDArray[np.float64]], object], queries: NDArray[np.float64]) -> tuple[float, float]:
    """Return the median and the 99th percentile of the milliseconds that the work takes."""
    taken = []
    for query in queries:
        began = time.perf_counter()
        work(query)
        taken.append(1000 * (time.perf_counter() - began))
    return float(np.percentile(taken, 50)), float(np.percentile(taken, 99))


class _Plain:
    """The formula as it stands in the paper, over everything, in 64 bits."""

    def __init__(self, stored: NDArray[np.float16], steps: NDArray[np.int64], importance: NDArray[np.int64], settings: Settings) -> None:
        self._vectors = stored.astype(np.float64)
        self._vectors /= np.linalg.norm(self._vectors, axis=1, keepdims=True)
        self._steps, self._importance, self._settings = steps, importance.astype(np.float64), settings

    def best(self, query: NDArray[np.float64], now: int, count: int) -> list[int]:
        """Return the ids of the best memories, best first."""
        recency = scaled(np.power(self._settings.recency_decay, (now - self._steps) * 10 / 3600))
        score = recency + scaled(self._importance) + scaled(np.round(self._vectors @ (query / np.linalg.norm(query)), 12))
        ids: list[int] = (np.lexsort((-np.arange(len(score)), -score))[:count] + 1).tolist()
        return ids
