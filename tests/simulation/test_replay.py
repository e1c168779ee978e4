"""Replay: the states of a world are rebuilt from its record alone, and are those that were lived."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox_app.cli import main
from sandbox_app.errors import Problem
from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.description import Description, beginning, describe, state_at
from sandbox_app.simulation.interventions import Announce, SetThing
from sandbox_app.simulation.replay import events_by_step, play, replay
from sandbox_app.simulation.session import Session
from sandbox_app.worldfile.reader import WorldReader

STEPS = 1500


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A world lived for four hours, opened anew and meddled with on the way, and the digest of its state at each step."""
    path = tmp_path_factory.mktemp("lived") / "small.world"
    create_world_file(path, "lane", seed=7)
    digests: list[str] = []
    for until in (700, STEPS):
        with closing(Session(path, ScriptedEngine(), HashedWords())) as session:
            session.intervene(SetThing(1, "burning" if until == 700 else "wet"), "a test")
            digests[session.step :] = [session.simulation.here.state.digest()]
            while session.step < until:
                session.live()
                if session.step == 1000:
                    session.intervene(Announce("The fair opens at noon."), "a test")
                digests.append(session.simulation.here.state.digest())
    return path, digests


@pytest.fixture
def spoilt(lived: tuple[Path, list[str]], tmp_path: Path) -> Path:
    path = tmp_path / "spoilt.world"
    shutil.copyfile(lived[0], path)
    return path


def change(path: Path, sql: str, *values: object) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        assert connection.execute(sql, values).rowcount == 1


def test_every_state_is_rebuilt_as_it_was_lived(lived: tuple[Path, list[str]]) -> None:
    path, digests = lived
    found = replay(path, verify=True)
    assert (found.steps, found.mismatches, found.differences) == (STEPS, 0, [])
    assert found.snapshots == STEPS // 180 + 3, "one each half hour, and one for each thing that was meddled with between them"
    assert found.digest == digests[STEPS]
    with WorldReader(path) as reader:
        assert found.events == sum(reader.event_counts().values())
    assert replay(path, until="777").digest == digests[777]


@pytest.fixture(scope="module")
def record(lived: tuple[Path, list[str]]) -> Iterator[tuple[WorldReader, Description]]:
    with WorldReader(lived[0]) as reader:
        yield reader, describe(reader)


@settings(deadline=None, max_examples=40)
@given(step=st.integers(0, STEPS))
def test_any_moment_found_is_the_moment_replayed_and_the_moment_lived(
    lived: tuple[Path, list[str]], record: tuple[WorldReader, Description], step: int
) -> None:
    reader, world = record
    assert state_at(reader, world, step).digest() == lived[1][step]
    state = beginning(reader, world)
    assert [fault for _, fault in play(state, events_by_step(reader, world, 0, step), step) if fault] == []
    assert state.digest() == lived[1][step]


def test_it_says_at_which_step_and_where_the_record_first_leads_elsewhere(spoilt: Path) -> None:
    with WorldReader(spoilt) as reader:
        act = reader.events(400, 540, agent=2, kinds=["act", "move", "queue"], latest=True, limit=1)[0]
    change(spoilt, "UPDATE event SET data = json_set(data, '$.activity', 'plotting') WHERE id = ?", act.id)
    found = replay(spoilt, verify=True)
    first = found.differences[0]
    assert found.mismatches >= 1
    assert first.after < act.step <= first.step
    assert first.step == -(-act.step // 180) * 180
    assert any(what.startswith(f"activity of agent {act.agent_id}: ") and "plotting replayed" in what for what in first.what)


def test_a_snapshot_that_is_not_what_its_digest_says(spoilt: Path) -> None:
    change(spoilt, "UPDATE snapshot SET digest = ? WHERE step = 360", "0" * 32)
    found = replay(spoilt, verify=True)
    assert found.mismatches == 1
    assert (found.differences[0].step, found.differences[0].after) == (360, 180)
    assert found.differences[0].what[0].startswith("the digest of the snapshot: 0000")


def test_an_event_that_cannot_have_happened_is_named(spoilt: Path) -> None:
    with WorldReader(spoilt) as reader:
        said = next(event for event in reader.events(kinds=["speak"]))
    change(spoilt, "UPDATE event SET data = json_set(data, '$.talk', 999999) WHERE id = ?", said.id)
    first = replay(spoilt, verify=True).differences[0]
    assert (first.step, first.what) == (said.step, [f"event {said.id} (speak) cannot have happened: KeyError: 999999"])


def test_a_time_still_to_come(lived: tuple[Path, list[str]]) -> None:
    with pytest.raises(Problem, match="is still to come"):
        replay(lived[0], until="day 9")


def test_the_command(lived: tuple[Path, list[str]], spoilt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", str(lived[0]), "--verify", "--json"]) == 0
    said = msgspec.json.decode(capsys.readouterr().out)
    assert {key: said[key] for key in ("steps", "mismatches")} == {"steps": STEPS, "mismatches": 0}
    change(spoilt, "UPDATE snapshot SET digest = ? WHERE step = 360", "0" * 32)
    assert main(["replay", str(spoilt), "--verify"]) == 3
    assert "1 mismatches" in (out := capsys.readouterr().out)
    assert "the digest of the snapshot" in out
