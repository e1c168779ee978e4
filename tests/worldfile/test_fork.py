"""Forks: whole worlds with the history until a step, and nothing of what came after."""

from pathlib import Path

import pytest

from sandbox_app.errors import WorldProblem
from sandbox_app.worldfile.check import check
from sandbox_app.worldfile.fork import ancestors, fork
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import Event, MemoryRow, StepBatch
from sandbox_app.worldfile.writer import WorldWriter
from tests.worldfile.small_world import call, full_step, make


@pytest.fixture
def lived(tmp_path: Path) -> Path:
    """A world with two steps in which something happened."""
    path = make(tmp_path / "a.world")
    with WorldWriter(path) as writer:
        writer.write(full_step(3))
        later = MemoryRow(id=4, agent_id=2, kind="seen", text="A heron stood on the quay.", importance=0, created_step=9)
        words = Event(id=3, step=9, kind="speak", agent_id=1, text="Ada: “A heron!”", data={})
        writer.write(
            StepBatch(
                step=9,
                events=[words],
                calls=[call(2, 9, now="It is ten.\n")],
                memories=[later],
                rated=[(3, 4)],
                retired_memories=[2],
                retired_beliefs=[2],
                embeddings=[(later.text, "minilm", b"\x00\x3c\x00\x00")],
            )
        )
    return path


def test_a_fork_is_the_world_as_it_was_and_knows_its_parent(lived: Path, tmp_path: Path) -> None:
    before = lived.read_bytes()
    new = tmp_path / "b.world"
    fork(lived, new, 5)
    assert check(new) == []
    assert lived.read_bytes() == before
    with WorldReader(lived) as old, WorldReader(new) as reader:
        assert reader.last_step() == 5
        for agent in (1, 2):
            assert reader.memories(agent) == old.memories(agent, 5)
            assert reader.beliefs(agent) == old.beliefs(agent, 5)
            assert reader.plans(agent) == old.plans(agent, 5)
        assert reader.personas() == old.personas(5)
        assert reader.events() == old.events(to_step=5)
        assert reader.call(1) == old.call(1)
        assert reader.call(2) is None
        assert reader.find_memories("heron") == []
        assert reader.events(search="heron") == []
        assert [row.id for row in reader.events(search="coffee")] == [1]
        assert reader.last_access() == old.last_access(at=5)
        assert reader.snapshot_before(5) == old.snapshot_before(5)
        (parent,) = ancestors(reader.meta())
        assert (parent.name, parent.step) == ("a.world", 5)
    fork(new, tmp_path / "c.world", 2)
    with WorldReader(tmp_path / "c.world") as reader:
        assert [(one.name, one.step) for one in ancestors(reader.meta())] == [("a.world", 5), ("b.world", 2)]
        assert reader.events() == []
        assert ancestors(reader.meta())[1].id not in ("", reader.meta()["id"])
    assert check(tmp_path / "c.world") == []


def test_a_world_that_is_being_written_is_forked_as_of_its_last_step(lived: Path, tmp_path: Path) -> None:
    with WorldWriter(lived) as writer:
        writer.write(StepBatch(step=20, events=[Event(id=4, step=20, kind="speak", agent_id=1, text="Ada: “Ten!”")]))
        fork(lived, tmp_path / "b.world", 20)
        writer.write(StepBatch(step=21))
    with WorldReader(tmp_path / "b.world") as reader:
        assert (reader.last_step(), reader.events()[-1].id) == (20, 4)
    assert check(tmp_path / "b.world") == []


def test_what_is_there_already_is_not_written_over_and_nothing_is_left_behind(lived: Path, tmp_path: Path) -> None:
    taken = tmp_path / "taken.world"
    taken.write_text("mine")
    with pytest.raises(WorldProblem, match="exists already"):
        fork(lived, taken, 3)
    assert taken.read_text() == "mine"
    with pytest.raises(WorldProblem, match="lived up to step 9"):
        fork(lived, tmp_path / "late.world", 10)
    with pytest.raises(WorldProblem, match="no folder"):
        fork(lived, tmp_path / "none" / "b.world", 3)
    with pytest.raises(WorldProblem, match="is not a world"):
        fork(taken, tmp_path / "b.world", 3)
    assert sorted(path.name for path in tmp_path.glob("*") if path.is_file()) == ["a.world", "taken.world"]


def test_the_log_of_a_world_that_was_removed_is_not_taken_for_the_fork_s_own(lived: Path, tmp_path: Path) -> None:
    new = tmp_path / "b.world"
    log = tmp_path / "b.world-wal"
    log.write_bytes(b"what another world wrote last")
    with pytest.raises(WorldProblem, match=r"b\.world-wal is left of another world"):
        fork(lived, new, 5)
    assert not new.exists()
    assert log.read_bytes() == b"what another world wrote last"
