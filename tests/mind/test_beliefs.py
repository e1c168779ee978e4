"""What agents believe of each other: kept with evidence and teller, made surer, replaced, and false where one was away."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.mind.beliefs import MOST_BELIEFS, SURE, UNSURE, believe, believed, witnessed
from sandbox_app.mind.mind import Mind
from sandbox_app.mind.settings import Settings
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.session import Session
from sandbox_app.worldfile.rows import MemoryRow

SALLY, ANNE, CARL = 1, 2, 3


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "small.world"
    create_world_file(path, "lane", settings=Settings(thinking=False))
    return path


@pytest.fixture
def session(path: Path) -> Iterator[Session]:
    session = Session(path, ScriptedEngine(), HashedWords())
    yield session
    session.close()


def see(mind: Mind, text: str) -> MemoryRow:
    row = mind.remember("seen", text)
    assert row is not None
    return row


def texts(mind: Mind, other: int) -> list[tuple[str, str, float]]:
    return [(row.kind, row.text, row.value) for row in believed(mind, other)]


def test_a_belief_keeps_its_evidence_and_who_told_it(session: Session) -> None:
    mind = session.simulation.minds[ANNE]
    heard = see(mind, "Carl told me: Sally is ill")
    believe(mind, SALLY, "is", "ill", UNSURE, [heard], teller=CARL)
    (row,) = believed(mind, SALLY)
    assert (row.data["evidence"], row.data["teller"], row.value) == ([heard.id], CARL, UNSURE)
    event = session.simulation.here.batch.events[-1]
    name = session.simulation.here.short_name
    assert (event.kind, event.text) == ("believe", f"{name(ANNE)} supposes that {name(SALLY)} is ill")


def test_what_is_believed_only_becomes_surer(session: Session) -> None:
    mind = session.simulation.minds[ANNE]
    memory = see(mind, "Sally coughs")
    believe(mind, SALLY, "is", "ill", UNSURE, [memory])
    believe(mind, SALLY, "is", "Ill", SURE, [memory])
    believe(mind, SALLY, "is", "ill", UNSURE, [memory])
    assert texts(mind, SALLY) == [("is", "Ill", SURE)]


def test_who_was_away_goes_on_believing_what_was_so(session: Session) -> None:
    """The Sally-Anne test: where will Sally look for the marble that was moved while she was out?"""
    anne = session.simulation.minds[ANNE]
    witnessed(anne, see(anne, "the marble is in the basket"), [SALLY, CARL], "thing 1")
    witnessed(anne, see(anne, "the marble is in the box"), [CARL], "thing 1")
    assert texts(anne, SALLY) == [("knows", "the marble is in the basket", SURE)]
    assert texts(anne, CARL) == [("knows", "the marble is in the box", SURE)]
    assert anne.stream.latest(1)[0].text == "the marble is in the box"


def test_the_weakest_belief_gives_way(session: Session) -> None:
    mind = session.simulation.minds[ANNE]
    memory = see(mind, "much")
    believe(mind, SALLY, "is", "a guess", UNSURE, [memory])
    for number in range(MOST_BELIEFS):
        believe(mind, SALLY, "is", f"thing {number}", SURE, [memory])
    assert len(mind.views[SALLY]) == MOST_BELIEFS
    assert all(row.text != "a guess" for row in mind.views[SALLY].values())
    assert session.simulation.here.batch.retired_beliefs


def test_beliefs_are_there_again_when_the_world_is_opened_again(path: Path) -> None:
    session = Session(path, ScriptedEngine(), HashedWords())
    session.live()
    mind = session.simulation.minds[ANNE]
    memory = see(mind, "Sally coughs")
    believe(mind, SALLY, "is", "ill", UNSURE, [memory], matter="health")
    believe(mind, SALLY, "is", "well", SURE, [memory], matter="health")
    session.unsaved = session.simulation.here.batch
    session.close()
    again = Session(path, ScriptedEngine(), HashedWords())
    try:
        assert texts(again.simulation.minds[ANNE], SALLY) == [("is", "well", SURE)]
    finally:
        again.close()
