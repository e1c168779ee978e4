"""Retrieval against an independent recomputation of the paper's formula."""

import math
from collections.abc import Sequence

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from sandbox_app.mind.memory import UNRATED, MemoryStream, scaled
from sandbox_app.mind.settings import Settings
from sandbox_app.worldfile.rows import MemoryRow

SETTINGS = Settings()


def row(number: int, step: int, importance: int = 0, kind: str = "seen") -> MemoryRow:
    return MemoryRow(id=number, agent_id=1, kind=kind, text=f"memory {number}", importance=importance, created_step=step)


def unit(values: list[float]) -> NDArray[np.float32]:
    vector = np.array(values, np.float32)
    return vector / np.linalg.norm(vector)


def dot(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def exact(one: list[float], other: list[float]) -> float:
    """Return the cosine of two vectors in double precision."""
    return dot(one, other) / math.sqrt(dot(one, one) * dot(other, other))


def stream_of(vectors: list[NDArray[np.float32]]) -> MemoryStream:
    """Return an empty stream in which memory n has the n-th vector."""

    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        return np.stack([vectors[int(text.split()[-1]) - 1] for text in texts])

    return MemoryStream(embed, len(vectors[0]), 10)


MEMORIES = st.lists(
    st.tuples(st.integers(0, 50_000), st.integers(0, 10), st.lists(st.integers(1, 9), min_size=3, max_size=3)), min_size=1, max_size=150
)


@settings(max_examples=60)
@given(MEMORIES, st.integers(50_000, 90_000), st.integers(1, 40))
def test_scores_are_those_of_the_formula(memories: list[tuple[int, int, list[int]]], now: int, count: int) -> None:
    stream = stream_of([unit([float(part) for part in vector]) for _, _, vector in memories])
    for number, (step, importance, _) in enumerate(memories, 1):
        stream.add(row(number, step, importance))
    query = unit([1.0, 2.0, 3.0])
    found = stream.retrieve(query, now, count, SETTINGS, touch=False)

    def scale(values: list[float]) -> list[float]:
        low, high = min(values), max(values)
        assume(not 1e-9 < high - low < 1e-2)  # what is nearly a tie cannot be told from one in 32 bits
        return [0.0 if high - low < 1e-9 else (value - low) / (high - low) for value in values]

    recency = scale([0.995 ** ((now - step) * 10 / 3600) for step, _, _ in memories])
    importance = scale([float(score or UNRATED) for _, score, _ in memories])
    relevance = scale([exact([float(part) for part in vector], [1.0, 2.0, 3.0]) for _, _, vector in memories])
    by_hand = [sum(parts) for parts in zip(recency, importance, relevance, strict=True)]
    assert len(found) == min(count, len(memories))
    for memory, scores in found:
        assert abs(scores.score - by_hand[memory.id - 1]) < 1e-3
    worst = min(scores.score for _, scores in found)
    left_out = set(range(1, len(memories) + 1)) - {memory.id for memory, _ in found}
    assert all(by_hand[number - 1] <= worst + 1e-3 for number in left_out)


def test_retrieval_keeps_a_memory_fresh_and_a_look_does_not() -> None:
    stream = stream_of([unit([1, 0]), unit([0, 1])])
    stream.add(row(1, 0))
    stream.add(row(2, 5000))
    only_first = stream.retrieve(unit([1, 0]), 8000, 1, Settings(weight_recency=0), touch=True)
    assert [memory.id for memory, _ in only_first] == [1]
    freshest = stream.retrieve(unit([1, 1]), 9000, 1, Settings(weight_importance=0, weight_relevance=0), touch=False)
    assert [memory.id for memory, _ in freshest] == [1]
    again = stream.retrieve(unit([1, 1]), 9000, 1, Settings(weight_importance=0, weight_relevance=0), touch=False)
    assert [scores.recency for _, scores in again] == [1.0]


def test_a_tie_scales_to_nothing() -> None:
    assert scaled(np.array([2.0, 2.0, 2.0], np.float32)).tolist() == [0, 0, 0]
    assert scaled(np.empty(0, np.float32)).tolist() == []


def test_kinds_can_be_left_out_and_importance_counts() -> None:
    stream = stream_of([unit([1, 0])] * 130)
    for number in range(1, 131):
        stream.add(row(number, number, kind="did" if number % 2 else "talk"))
    stream.rate(4, 10, 200)
    found = stream.retrieve(unit([1, 0]), 300, 5, SETTINGS, without=("did",))
    assert found[0][0].id == 4
    assert {memory.kind for memory, _ in found} == {"talk"}
    assert [memory.id for memory in stream.latest(2, kinds=["talk"])] == [128, 130]
