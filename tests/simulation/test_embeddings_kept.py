"""The vectors of memories are on the record: a world that is opened again does not make them anew."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.simulation.run import run_until
from sandbox_app.simulation.session import Session
from sandbox_app.worldfile.reader import WorldReader

HOURS = 360


class Counting(HashedWords):
    """Counts the texts it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked.extend(texts)
        return super().embed(texts)


def test_what_was_embedded_is_not_embedded_again(world: Path) -> None:
    first, again = Counting(), Counting()
    for embedder, until in ((first, 6 * HOURS), (again, 7 * HOURS)):
        session = Session(world, ScriptedEngine(), embedder)
        run_until(session, until, "scripted")
        session.close()
    with WorldReader(world) as reader:
        kept = reader.all_embeddings(HashedWords.name)
        texts = {row.text for agent in reader.agents() for row in reader.memories(agent.id)}
    made_first = texts & set(first.asked)
    assert len(made_first) > 20
    assert made_first <= set(kept)
    assert not made_first & set(again.asked)
    one = min(made_first)
    assert np.array_equal(np.frombuffer(kept[one], np.float16), HashedWords().embed([one])[0].astype(np.float16))
