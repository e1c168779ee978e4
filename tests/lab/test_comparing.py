"""Two worlds side by side."""

from pathlib import Path

import pytest

from sandbox_app.cli import main
from sandbox_app.errors import Problem
from sandbox_app.lab.comparing import compare_worlds
from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.edited import edit_past
from sandbox_app.simulation.editing.operations import AddMemory, MoveAgent, SetRelation, Several
from sandbox_app.simulation.forking import fork_world
from sandbox_app.simulation.session import Session

FORK, END = 900, 1100


def live(path: Path, until: int) -> None:
    session = Session(path, ScriptedEngine(), HashedWords())
    while session.step < until:
        session.live()
    session.close()


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """A world, its fork that nobody edits, and one in which Iris stands elsewhere, knows of a whale and dislikes Nell."""
    folder = tmp_path_factory.mktemp("worlds")
    parent, twin, other = (folder / f"{name}.world" for name in ("parent", "twin", "other"))
    create_world_file(parent, "lane", seed=7)
    live(parent, FORK)
    fork_world(parent, twin)
    changes = (AddMemory(1, "I saw a whale in the meadow."), SetRelation(1, 2, -5, "rival"), MoveAgent(1, place=4))
    edit_past(parent, Several("another life", changes), "me", str(FORK), fork=other, note=False)
    for path in (parent, twin, other):
        live(path, END)
    return parent, twin, other


def test_a_fork_that_nobody_edited_is_the_same(worlds: tuple[Path, Path, Path]) -> None:
    found = compare_worlds(worlds[0], worlds[1])
    assert found.parting is None
    assert (found.step, len(found.agents)) == (END, 5)
    assert all(one.same for one in found.agents)


def test_it_says_where_they_part_and_how_lives_differ(worlds: tuple[Path, Path, Path]) -> None:
    found = compare_worlds(worlds[0], worlds[2], topic="whale")
    assert found.parting is not None
    assert found.parting.step == FORK
    assert found.parting.a is None
    assert found.parting.b is not None
    assert found.parting.b["text"] == "Another life"
    iris = next(one for one in found.agents if one.agent == "Iris")
    assert iris.knows is not None
    assert (iris.knows.a, iris.knows.b) == (False, True)
    assert ("Nell", "rival (-5)") in [(row.what, row.b) for row in iris.relations]
    assert iris.places
    assert sum(row.a or 0 for row in iris.places) == sum(row.b or 0 for row in iris.places), "the same time, spent elsewhere"


def test_until_a_moment_before_they_part_they_are_the_same(worlds: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", str(worlds[0]), str(worlds[2]), "--at", "800"]) == 0
    assert capsys.readouterr().out.startswith("The same until Day 1")
    assert main(["compare", str(worlds[0]), str(worlds[2]), "--topic", "whale"]) == 0
    assert "They part at Day 1" in (said := capsys.readouterr().out)
    assert "knows of whale" in said
    with pytest.raises(Problem, match="still to come there"):
        compare_worlds(worlds[0], worlds[2], at="99999")
    with pytest.raises(Problem, match="no topic"):
        compare_worlds(worlds[0], worlds[2], topic="the")


def test_worlds_without_anybody_in_common_cannot_be_compared(worlds: tuple[Path, Path, Path], tmp_path: Path) -> None:
    create_world_file(tmp_path / "far.world", "alderwick", agents=3)
    with pytest.raises(Problem, match="Nobody lives in both"):
        compare_worlds(worlds[0], tmp_path / "far.world")
