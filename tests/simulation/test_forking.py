"""Forks that live on: the same where nothing is changed, and another way where something is."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from sandbox_app.errors import Problem
from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.edited import edit_past, history_words
from sandbox_app.simulation.editing.operations import AddMemory, RetireMemory
from sandbox_app.simulation.forking import fork_world, lineage_words
from sandbox_app.simulation.interventions import Edit, Undo, Whisper
from sandbox_app.simulation.openings import OPENED, read_openings
from sandbox_app.simulation.replay import replay
from sandbox_app.simulation.session import Session
from sandbox_app.simulation.tape import rerun
from sandbox_app.worldfile.check import check
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import Event, MemoryRow

REST = 900


def live(path: Path, until: int) -> Path:
    """Let a world live on with scripted minds."""
    session = Session(path, ScriptedEngine(), HashedWords())
    while session.step < until:
        session.live()
    session.close()
    return path


def lived_after(path: Path, step: int) -> tuple[list[Event], list[MemoryRow]]:
    with WorldReader(path) as reader:
        return reader.events(step + 1), [row for agent in reader.agents() for row in reader.memories(agent.id)]


@pytest.fixture(scope="module")
def parent_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A world that rested after two and a half hours and went on."""
    path = tmp_path_factory.mktemp("parent") / "parent.world"
    create_world_file(path, "lane", seed=7)
    return live(live(path, REST), REST + 400)


@pytest.fixture
def parent(parent_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(parent_once, tmp_path / "parent.world"))


def test_a_fork_that_nobody_edits_lives_what_its_parent_lived(parent: Path, tmp_path: Path) -> None:
    before = parent.read_bytes()
    made = fork_world(parent, tmp_path / "twin.world", str(REST))
    assert (made.step, made.parent) == (REST, str(parent))
    assert replay(tmp_path / "twin.world", verify=True).mismatches == 0
    live(tmp_path / "twin.world", REST + 400)
    assert lived_after(tmp_path / "twin.world", REST) == lived_after(parent, REST)
    assert replay(tmp_path / "twin.world").digest == replay(parent).digest
    assert parent.read_bytes() == before
    assert check(tmp_path / "twin.world") == []
    assert [row["name"] for row in lineage_words(tmp_path / "twin.world")] == ["parent.world"]


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A world that was lived in one go, while a person meddled with it."""
    path = tmp_path_factory.mktemp("unbroken") / "unbroken.world"
    create_world_file(path, "lane", seed=7)
    with closing(Session(path, ScriptedEngine(), HashedWords())) as session:
        while session.step < 1300:
            session.live()
            if session.step == 300:
                session.intervene(Edit(AddMemory(1, "I saw a whale.", importance=9)), "me")
            if session.step == 320:
                session.intervene(Undo(), "me")
            if session.step == 337:
                session.intervene(Whisper(2, "You want to sing."), "me")
    return path


@pytest.mark.parametrize("step", [337, 700, 911, 1234])
def test_a_fork_taken_while_people_think_lives_what_its_parent_lived(unbroken: Path, tmp_path: Path, step: int) -> None:
    fork = tmp_path / "fork.world"
    fork_world(unbroken, fork, str(step))
    live(fork, 1300)
    assert lived_after(fork, 0) == lived_after(unbroken, 0)
    assert replay(fork, verify=True).mismatches == 0
    assert rerun(fork).parting is None


def test_thoughts_were_under_way_at_those_forks(unbroken: Path) -> None:
    with WorldReader(unbroken) as reader:
        calls = reader.calls()
    assert all(any(call.asked_step < step < call.due_step for call in calls) for step in (337, 911))


def test_a_fork_that_another_engine_takes_over_goes_on_as_a_world_opened_anew(unbroken: Path, tmp_path: Path) -> None:
    class Newcomer(ScriptedEngine):
        name = "newcomer"

    fork = tmp_path / "fork.world"
    fork_world(unbroken, fork, "911")
    with closing(Session(fork, Newcomer(), HashedWords())) as session:
        session.live()
    with WorldReader(fork) as reader:
        assert [(one.step, one.name) for one in read_openings(reader.meta()[OPENED])] == [(0, "scripted"), (911, "newcomer")]


def test_two_forks_of_one_moment_live_the_same(parent: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        fork_world(parent, tmp_path / f"{name}.world", "1111")
        live(tmp_path / f"{name}.world", 1300)
    assert lived_after(tmp_path / "one.world", 0) == lived_after(tmp_path / "two.world", 0)


def test_the_past_is_changed_in_a_fork_or_noted_but_never_as_it_is(parent: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.world"
    with pytest.raises(Problem, match="is past, and what was lived stays"):
        edit_past(parent, AddMemory(1, "I saw a whale."), "me", "500", fork=None, note=False)
    made = edit_past(parent, AddMemory(1, "I saw a whale."), "me", "500", fork=new, note=False)
    assert (made.world, made.step) == (str(new), 500)
    assert [row["name"] for row in history_words(new)["undo"]] == ["add a memory to Iris"]
    assert history_words(parent)["undo"] == []
    noted = edit_past(parent, AddMemory(1, "I saw a whale."), "me", "500", fork=None, note=True)
    assert noted.changes[0].number == 500
    assert noted.changes[0].after == "Would add a memory to Iris"
    with pytest.raises(Problem, match="no memory 999999"):
        edit_past(parent, RetireMemory(999999), "me", "500", fork=tmp_path / "none.world", note=False)
    assert not (tmp_path / "none.world").exists()
