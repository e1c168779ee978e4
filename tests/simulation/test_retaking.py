"""The tape engine: a world lives with the answers that another one has on record, up to where they no longer fit."""

import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from sandbox_app.cli import main
from sandbox_app.errors import Problem
from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.edited import edit_world
from sandbox_app.simulation.editing.operations import AddMemory
from sandbox_app.simulation.forking import fork_world
from sandbox_app.simulation.interventions import Announce, Edit
from sandbox_app.simulation.replay import replay
from sandbox_app.simulation.retaking import retake
from sandbox_app.simulation.session import Session
from sandbox_app.worldfile.check import check
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import Event

END = 1000


class Other(ScriptedEngine):
    """Another engine by name, with another context."""

    name = "other"
    context = 1500


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A world lived with two engines, one after the other; news came in between."""
    path = tmp_path_factory.mktemp("record") / "record.world"
    create_world_file(path, "lane", seed=7)
    for engine, until in ((ScriptedEngine(), 600), (Other(), END)):
        with closing(Session(path, engine, HashedWords())) as session:
            while session.step < until:
                session.live()
                if session.step == 800:
                    session.intervene(Announce("The fair opens at noon."), "somebody")
    return path


def events(path: Path) -> list[Event]:
    with WorldReader(path) as reader:
        return reader.events()


def test_a_new_world_lives_what_is_on_record(record: Path, tmp_path: Path) -> None:
    before = record.read_bytes()
    told: list[int] = []
    found = retake(tmp_path / "new.world", record, progress=lambda first, step, until: told.append(step))
    assert found.parting is None
    assert (found.steps, found.engine, found.tape, told[-1]) == (END, "tape", str(record), END)
    assert events(tmp_path / "new.world") == events(record)
    assert replay(tmp_path / "new.world", verify=True).mismatches == 0
    assert check(tmp_path / "new.world") == []
    assert record.read_bytes() == before


def test_it_ends_at_the_first_thought_that_is_asked_otherwise(record: Path, tmp_path: Path) -> None:
    path = tmp_path / "new.world"
    fork_world(record, path, "0")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE persona SET data = json_set(data, '$.traits', json('[\"mysterious\"]')) WHERE agent_id = 3")
    found = retake(path, record, until="day 1 08:00")
    assert found.parting is not None
    assert found.parting.what == "thought"
    assert "mysterious" in found.parting.now
    assert found.steps < END
    with WorldReader(path) as reader:
        assert reader.last_step() == found.steps
    assert check(path) == []


def test_a_fork_that_nobody_edits_lives_by_its_parent(record: Path, tmp_path: Path) -> None:
    parent = tmp_path / "parent.world"
    parent.write_bytes(record.read_bytes())
    fork_world(parent, tmp_path / "fork.world", "333")
    assert retake(tmp_path / "fork.world", None, duration="30m").parting is None
    found = retake(tmp_path / "fork.world", None)
    assert (found.parting, found.steps) == (None, END - 333 - 180)


def test_an_edit_shows_what_it_changes_first(record: Path, tmp_path: Path) -> None:
    fork = tmp_path / "fork.world"
    fork_world(record, fork, "333")
    edit_world(fork, Edit(AddMemory(1, "The brook rose by a foot last night.", importance=10)), "me")
    found = retake(fork, record)
    assert found.parting is not None
    assert found.parting.step > 333
    assert [event.text for event in events(fork) if event.step <= 333 and event.kind != "edit"] == [
        event.text for event in events(record) if event.step <= 333
    ]


def test_what_cannot_be(record: Path, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="its own record"):
        retake(record, record)
    with pytest.raises(Problem, match="no fork of another one"):
        retake(record, None)
    with pytest.raises(Problem, match="There is no world"):
        retake(tmp_path / "none.world", None)
    fork_world(record, tmp_path / "all.world")
    with pytest.raises(Problem, match="is not beside it"):
        retake(tmp_path / "all.world", None)
    with pytest.raises(Problem, match="nothing on record after"):
        retake(tmp_path / "all.world", record)
    create_world_file(tmp_path / "few.world", "lane", agents=3)
    with pytest.raises(Problem, match="about other people"):
        retake(tmp_path / "few.world", record)


def test_the_command(record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = str(tmp_path / "new.world")
    assert main(["run", new, "--engine", "tape", "--tape", str(record), "--for", "1h", "--json"]) == 0
    said = msgspec.json.decode(capsys.readouterr().out)
    assert (said["engine"], said["steps"], said["parting"], said["calls"]["failed"]) == ("tape", 360, None, 0)
    assert main(["run", new, "--tape", str(record)]) == 0
    assert "Nothing differs from" in capsys.readouterr().out
    with pytest.raises(SystemExit) as wrong:
        main(["run", new, "--engine", "tape", "--model", "some.gguf"])
    assert wrong.value.code == 2
    with pytest.raises(SystemExit) as wrong:
        main(["run", new])
    assert wrong.value.code == 2
