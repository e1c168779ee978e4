"""Retrieval against an independent recomputation of the paper's formula, and against sorting everything."""

import math
from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from sandbox_app.mind.memory import UNRATED, MemoryStream, Recalled
from sandbox_app.mind.retrieval import scaled
from sandbox_app.mind.settings import Settings
from sandbox_app.mind.vectors import BLOCK, Vectors
from sandbox_app.worldfile.rows import MemoryRow

SETTINGS = Settings()


def row(number: int, step: int, importance: int = 0, kind: str = "seen") -> MemoryRow:
    return MemoryRow(id=number, agent_id=1, kind=kind, text=f"memory {number}", importance=importance, created_step=step)


def unit(values: Sequence[float]) -> NDArray[np.float32]:
    vector = np.array(values, np.float32)
    return vector / np.linalg.norm(vector)


def exact(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the cosine of two vectors in double precision."""

    def dot(a: Sequence[float], b: Sequence[float]) -> float:
        return math.fsum(x * y for x, y in zip(a, b, strict=True))

    return dot(one, other) / math.sqrt(dot(one, one) * dot(other, other))


def stream_of(vectors: Sequence[NDArray[np.float32]]) -> MemoryStream:
    """Return an empty stream in which memory n has the n-th vector."""

    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        return np.stack([vectors[int(text.split()[-1]) - 1] for text in texts])

    return MemoryStream(embed, len(vectors[0]), 10)


def kept(vector: NDArray[np.float32]) -> list[float]:
    """Return the vector as a world keeps it."""
    return [float(value) for value in vector.astype(np.float16)]


def ids(found: list[Recalled]) -> list[int]:
    return [one.row.id for one in found]


MEMORIES = st.lists(
    st.tuples(st.integers(0, 50_000), st.integers(0, 10), st.lists(st.integers(1, 9), min_size=3, max_size=3)), min_size=1, max_size=150
)


@settings(max_examples=60)
@given(MEMORIES, st.integers(50_000, 90_000), st.integers(1, 40))
def test_scores_are_those_of_the_formula(memories: list[tuple[int, int, list[int]]], now: int, count: int) -> None:
    vectors = [unit([float(part) for part in vector]) for _, _, vector in memories]
    stream = stream_of(vectors)
    for number, (step, importance, _) in enumerate(memories, 1):
        stream.add(row(number, step, importance))
    query = unit([1.0, 2.0, 3.0])
    found = stream.retrieve(query, now, count, SETTINGS)

    def scale(values: list[float]) -> list[float]:
        low, high = min(values), max(values)
        return [0.0 if high - low < 1e-11 else (value - low) / (high - low) for value in values]

    raw = [
        [0.995 ** ((now - step) * 10 / 3600) for step, _, _ in memories],
        [float(score or UNRATED) for _, score, _ in memories],
        [exact(kept(vector), query.tolist()) for vector in vectors],
    ]
    recency, importance, relevance = (scale(values) for values in raw)
    by_hand = [sum(parts) for parts in zip(recency, importance, relevance, strict=True)]
    assert len(found) == min(count, len(memories))
    for one in found:
        at = one.row.id - 1
        assert math.isclose(one.raw_recency, raw[0][at], abs_tol=1e-12)
        assert one.raw_importance == raw[1][at]
        assert math.isclose(one.raw_relevance, raw[2][at], abs_tol=1e-11)
        parts = (one.scores.recency, one.scores.importance, one.scores.relevance)
        assert np.allclose(parts, (recency[at], importance[at], relevance[at]), atol=1e-6)
        assert math.isclose(one.scores.score, by_hand[at], abs_tol=1e-6)
    worst = min(one.scores.score for one in found)
    left_out = set(range(1, len(memories) + 1)) - set(ids(found))
    assert all(by_hand[number - 1] <= worst + 1e-6 for number in left_out)
    assert [one.scores.score for one in found] == sorted((one.scores.score for one in found), reverse=True)


def test_of_a_long_life_exactly_the_best_are_found() -> None:
    dice = np.random.default_rng(1)
    rows = dice.normal(size=(2 * BLOCK + 100, 24)).astype(np.float32)
    rows[5000:5100] = rows[:100]  # some lie twice
    stream = stream_of(list(rows))
    steps = np.sort(dice.integers(0, 500_000, len(rows)))
    weights = dice.integers(1, 11, len(rows))
    for number, (step, weight) in enumerate(zip(steps.tolist(), weights.tolist(), strict=True), 1):
        stream.add(row(number, step, weight))
    query, now = dice.normal(size=24), 500_000
    stored = rows.astype(np.float16).astype(np.float64)
    relevance = np.round((stored @ query) / np.linalg.norm(stored, axis=1) / np.linalg.norm(query), 12)
    score = scaled(0.995 ** ((now - steps) * 10 / 3600)) + scaled(weights.astype(float)) + scaled(relevance)
    everything = np.lexsort((-np.arange(len(rows)), -score)) + 1
    assert ids(stream.retrieve(query, now, 30, SETTINGS)) == everything[:30].tolist()
    assert ids(stream.retrieve(query, now, 10**6, SETTINGS)) == everything.tolist()


def test_vectors_that_are_given_are_not_made_again() -> None:
    asked: list[str] = []

    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        asked.extend(texts)
        return np.stack([unit([1, 1])] * len(texts))

    stream = MemoryStream(embed, 2, 10)
    stream.add(row(1, 0), vector=unit([1, 0]).astype(np.float16).tobytes())
    stream.add(row(2, 0))
    stream.add(row(3, 0), vector=b"of another length")
    first = stream.retrieve(unit([1, 0]), 5, 3, SETTINGS)
    assert first[0].row.id == 1
    assert asked == ["memory 2", "memory 3"]
    assert stream.retrieve(unit([1, 0]), 5, 3, SETTINGS) == first
    assert asked == ["memory 2", "memory 3"]


def test_the_rough_cosine_is_never_farther_off_than_it_says() -> None:
    dice = np.random.default_rng(2)
    vectors = Vectors(384)
    vectors.append((dice.normal(size=(BLOCK + 10, 384)) * 0.1).astype(np.float16))
    query = dice.normal(size=384)
    query /= np.linalg.norm(query)
    rough = vectors.nearly(query).astype(np.float64)
    assert np.abs(rough - vectors.exactly(np.arange(BLOCK + 10), query)).max() < vectors.margin


def test_a_retrieval_for_a_thought_keeps_a_memory_fresh_and_a_look_does_not() -> None:
    stream = stream_of([unit([1, 0]), unit([0, 1])])
    stream.add(row(1, 0))
    stream.add(row(2, 5000))
    recency_alone = Settings(weight_importance=0, weight_relevance=0)
    assert ids(stream.retrieve(unit([1, 0]), 8000, 1, recency_alone)) == [2]
    assert ids(stream.retrieve(unit([1, 0]), 8000, 1, recency_alone)) == [2]
    stream.touch([1], 8000)
    (freshest,) = stream.retrieve(unit([1, 1]), 9000, 1, recency_alone)
    assert (freshest.row.id, freshest.scores.recency) == (1, 1.0)


def test_a_tie_scales_to_nothing() -> None:
    assert scaled(np.array([2.0, 2.0, 2.0])).tolist() == [0, 0, 0]
    assert scaled(np.empty(0)).tolist() == []
    stream = stream_of([unit([3, 1, 2])] * 9)
    for number in range(1, 10):
        stream.add(row(number, 70))
    found = stream.retrieve(unit([1, 1, 5]), 300, 3, SETTINGS)
    assert ids(found) == [9, 8, 7]
    assert [one.scores.score for one in found] == [0, 0, 0]


def test_kinds_can_be_left_out_and_importance_counts() -> None:
    stream = stream_of([unit([1, 0])] * 130)
    for number in range(1, 131):
        stream.add(row(number, number, kind="did" if number % 2 else "talk"))
    stream.rate(4, 10, 200)
    found = stream.retrieve(unit([1, 0]), 300, 5, SETTINGS, without=("did", "thought"))
    assert found[0].row.id == 4
    assert {one.row.kind for one in found} == {"talk"}
    assert stream.retrieve(unit([1, 0]), 300, 5, SETTINGS, without=("did", "talk")) == []
    assert [memory.id for memory in stream.latest(2, kinds=["talk"])] == [128, 130]
