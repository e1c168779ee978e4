"""Another embedding model: all memories are read anew before anybody retrieves, piece by piece, and vectors are never mixed."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sandbox_app.llm import known_models
from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.engines import default_embedding
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.simulation import session as module
from sandbox_app.simulation.opened import open_to_live
from sandbox_app.simulation.run import run_until
from sandbox_app.simulation.session import Session
from sandbox_app.simulation.thinkers import Asked, Elsewhere, choose
from sandbox_app.worldfile.reader import WorldReader
from tests.llm.small_model import write_small_gguf

HOURS = 360
MEAN = 1


class Other(HashedWords):
    """Another embedding, with vectors of another length; it counts what it is asked."""

    name = "other"
    dimensions = 128

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked.extend(texts)
        return super().embed(texts)


class Quit(Exception):
    """The person closes the world meanwhile."""


def lived(world: Path) -> set[str]:
    """Let a world live a morning, found by words; return the texts that are remembered."""
    session = Session(world, ScriptedEngine(), HashedWords())
    run_until(session, 8 * HOURS, "scripted")
    session.close()
    with WorldReader(world) as reader:
        return {row.text for agent in reader.agents() for row in reader.memories(agent.id)}


def made(world: Path) -> set[str]:
    with WorldReader(world) as reader:
        return set(reader.all_embeddings(Other.name))


def test_all_memories_are_read_before_the_next_step_and_it_can_be_broken_off(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FEW_UNREAD", 0)
    texts = lived(world)
    assert len(texts) > 100
    pieces = 0

    def quit_soon() -> None:
        nonlocal pieces
        pieces += 1
        if pieces == 1:
            raise Quit

    session = Session(world, ScriptedEngine(), Other())
    assert set(session.unread) == texts
    with pytest.raises(Quit):
        session.live(quit_soon)
    session.close()
    assert 0 < len(made(world)) < len(texts), "what was made is kept"

    other = Other()
    session = Session(world, ScriptedEngine(), other)
    assert set(session.unread) == texts - made(world)
    assert session.reading == f"{len(session.unread):,} memories are read anew, to be found with {other.name}"
    with monkeypatch.context() as patched:
        patched.setattr(other, "name", HashedWords.name, raising=False)
        assert session.reading.endswith("to be found by shared words")
    before = session.step
    session.read_anew(lambda: None)
    assert (session.step, session.unread) == (before, [])
    assert made(world) == texts
    asked = list(other.asked)
    run_until(session, before + HOURS, "scripted")
    session.close()
    assert len(asked) == len(set(asked)) < len(texts)
    assert not set(other.asked[len(asked) :]) & texts, "nobody needs one of these vectors again"


def test_a_few_are_left_to_whoever_retrieves_them(world: Path) -> None:
    session = Session(world, ScriptedEngine(), Other())
    assert session.unread == []
    session.close()


def test_a_world_keeps_its_embedding_whatever_thinks_later(world: Path, tmp_path: Path) -> None:
    ships, scripted, words = str(default_embedding()), Asked(engine="scripted"), {"embedding": "words"}
    assert choose(world, scripted).embedding == ""
    assert choose(world, Asked(roles=words)).embedding_file == ""
    with open_to_live(world, choose(world, scripted)):
        pass
    assert choose(world, Asked()).embedding == ships, "words alone are never noted where nobody chose them"
    with open_to_live(world, choose(world, Asked(host="thread"))):
        pass
    assert choose(world, scripted).embedding == ships
    own = write_small_gguf(tmp_path / "own.gguf", name="own", pooling=MEAN)
    with open_to_live(world, choose(world, Asked(engine="scripted", roles={"embedding": str(own)})), keep=True):
        pass
    assert choose(world, Asked()).embedding == str(own)
    with open_to_live(world, choose(world, Asked(engine="scripted", roles=words)), keep=True):
        pass
    assert (choose(world, Asked()).embedding, choose(world, Asked()).embedding_file) == ("words", "")


def test_an_embedding_model_that_is_not_here_is_named(world: Path, tmp_path: Path) -> None:
    own = write_small_gguf(tmp_path / "own.gguf", name="own", pooling=MEAN)
    assert known_models.digest(own)
    with open_to_live(world, choose(world, Asked(engine="scripted", roles={"embedding": str(own)})), keep=True):
        pass
    own.unlink()
    with pytest.raises(Elsewhere, match=r"finds its memories with the model own .* --role embedding=FILE"):
        choose(world, Asked())
