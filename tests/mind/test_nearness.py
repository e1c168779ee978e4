"""Whether a memory is about what was said, with whatever embedding is in use."""

import numpy as np
import pytest

from sandbox_app.llm import facts as f
from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.engines import default_embedding, open_embedder
from sandbox_app.llm.request import Embedder
from sandbox_app.mind.memory import Recalled
from sandbox_app.mind.nearness import near_from, reminders
from sandbox_app.worldfile.rows import MemoryRow, Retrieved

ASKED = (
    ("When is the lantern walk?", "Ada told me: the lantern walk is on Friday", True),
    ("What does Olaf want?", "Olaf told me: I want a greenhouse near the quay", True),
    ("Who washed the donkey with you?", "I washed the donkey with Tess at the manor", True),
    ("When is the lantern walk?", "I am brushing my teeth at home", False),
    ("What does Olaf want?", "It is raining in the park", False),
    ("Who washed the donkey with you?", "Ben has bought a saw", False),
)


def _cosine(embedder: Embedder, one: str, other: str) -> float:
    first, second = embedder.embed([one, other]).astype(float)
    return float(first @ second)


@pytest.mark.parametrize("model", ["", "shipped"])
def test_the_border_lies_between_what_answers_a_question_and_what_does_not(model: str) -> None:
    embedder = open_embedder(str(default_embedding()) if model else "", "thread")
    try:
        least = near_from(embedder.embed)
        assert [_cosine(embedder, asked, memory) >= least for asked, memory, _ in ASKED] == [near for *_, near in ASKED]
    finally:
        embedder.close()


def test_an_embedding_on_another_scale_has_another_border() -> None:
    words = HashedWords()

    def narrow(texts: list[str]) -> np.ndarray:
        rows = np.concatenate([np.full((len(texts), 1), 1.0), words.embed(texts)], axis=1)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    assert near_from(narrow) > 0.5 > near_from(words.embed)


def test_the_nearest_stands_last_and_is_marked_only_when_it_is_near() -> None:
    def found(number: int, relevance: float) -> Recalled:
        row = MemoryRow(id=number, agent_id=1, created_step=number, kind="seen", text=f"memory {number}", importance=3)
        return Recalled(row, Retrieved(number, 0, 0, 0, 0), 0, 0, relevance)

    def told(row: MemoryRow) -> f.Memory:
        return f.Memory(row.text, "today", row.kind)

    rows = [found(1, 0.5), found(2, 0.1), found(3, 0.3)]
    assert [(memory.text[-1], memory.near) for memory in reminders(rows, 0.4, told)] == [("2", False), ("3", False), ("1", True)]
    assert not any(memory.near for memory in reminders(rows, 0.6, told))
    assert reminders([], 0.4, told) == ()
