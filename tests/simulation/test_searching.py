"""Search over all of a world, as of a moment."""

from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sandbox_app.cli import main
from sandbox_app.errors import Problem
from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.editing.operations import AddMemory, PlanLine, RetireBelief, SetBelief, SetPersona, SetPlan, SetThingState
from sandbox_app.simulation.forking import fork_world
from sandbox_app.simulation.interventions import Edit
from sandbox_app.simulation.searching import KINDS, search
from sandbox_app.simulation.session import Session
from sandbox_app.worldfile.query import has_words
from sandbox_app.worldfile.reader import WorldReader


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A world in which zeppelins come up everywhere at step 400, and one belief is given up at 420."""
    path = tmp_path_factory.mktemp("lived") / "small.world"
    create_world_file(path, "lane", seed=7)
    with closing(Session(path, ScriptedEngine(), HashedWords())) as session:
        while session.step < 450:
            session.live()
            if session.step == 400:
                town = session.world.town
                home = next(place for place in town.places if place.level == "site").id
                thing = next(thing for thing in town.things if thing.states)
                for what in (
                    AddMemory(1, "A Zéppelin came over the hill."),
                    SetBelief(1, 2, "afraid of zeppelins"),
                    SetPlan(1, (PlanLine("20:00", home, "watch the zeppelins"),)),
                    SetPersona(3, "aim", "to build a zeppelin"),
                    SetThingState(thing.id, "painted with zeppelins"),
                ):
                    session.intervene(Edit(what), "me")
            if session.step == 420:
                with WorldReader(path) as reader:
                    rows = reader.find_beliefs("zeppelins")
                for row in rows:  # who was told of it meanwhile gives it up, too
                    session.intervene(Edit(RetireBelief(row.id)), "me")
    return path


def kinds(found: list[dict[str, Any]]) -> set[str]:
    return {one["kind"] for one in found}


def test_everything_is_found_as_it_was(lived: Path) -> None:
    assert search(lived, "zeppelin", "399") == []
    assert kinds(search(lived, "ZEPPELIN", "400")) == {"agent", "thing", "memory", "belief", "plan", "event"}
    assert kinds(search(lived, "zeppelin", "430")) == {"agent", "thing", "memory", "plan", "event"}
    (memory,) = search(lived, "hill zeppelin", kinds="memory")
    assert (memory["text"], memory["step"], memory["agent"]) == ("A Zéppelin came over the hill.", 400, "Iris Okoro")


def test_it_can_be_narrowed(lived: Path) -> None:
    assert kinds(search(lived, "zeppelin", kinds="plan, memory")) == {"plan", "memory"}
    assert {one["agent"] for one in search(lived, "a", agent="Piet") if one["kind"] != "agent"} == {"Piet Harrow"}
    assert len(search(lived, "a", kinds="event", most=3)) == 3
    assert "place" in kinds(search(lived, "kettle"))
    for words, given in (("", {}), ("?!", {}), ("zeppelin", {"kinds": "dream"}), ("zeppelin", {"agent": "Nobody"})):
        with pytest.raises(Problem):
            search(lived, words, **given)


def test_a_fork_finds_only_what_it_has(lived: Path, tmp_path: Path) -> None:
    for step, found in ((399, set()), (410, set(KINDS) - {"place"})):
        fork = tmp_path / f"{step}.world"
        fork_world(lived, fork, str(step))
        assert kinds(search(fork, "zeppelin")) == found


def test_words_are_found_as_the_index_finds_them() -> None:
    assert has_words("The Café by the brook", "CAFE br")
    assert not has_words("The Café by the brook", "rook")
    assert not has_words("anything", " … ")


def test_the_command(lived: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", str(lived), "zeppelins", "--at", "400", "--kind", "belief", "--json"]) == 0
    (found,) = msgspec.json.decode(capsys.readouterr().out)
    assert (found["kind"], found["agent"], found["step"]) == ("belief", "Iris Okoro", 400)
    assert main(["search", str(lived), "zeppelins"]) == 0
    assert "watch the zeppelins" in capsys.readouterr().out
    assert main(["search", str(lived), "quicksilver"]) == 0
    assert "Nothing has these words." in capsys.readouterr().out
