"""What others see of what somebody does: the act, but no aim, no promise, nothing that was only said."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.mind.settings import Settings
from sandbox_app.mind.surroundings import Act, Go, Wake
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.effects import take_effect
from sandbox_app.simulation.session import Session
from sandbox_app.simulation.visible import Visible


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    path = tmp_path / "small.world"
    create_world_file(path, "lane", settings=Settings(thinking=False))
    session = Session(path, ScriptedEngine(), HashedWords())
    for agent in session.simulation.here.agents():
        take_effect(session.simulation.here, agent, Wake())
    mind = session.simulation.minds[1]
    mind.me = msgspec.structs.replace(mind.me, aim="hold a lantern festival by the pond")
    yield session
    session.close()


def looks(session: Session, activity: str) -> str:
    """Return how agent 1 looks while doing something."""
    take_effect(session.simulation.here, 1, Act(thing_id=0, activity=activity, hue="other"))
    return Visible(session.simulation.here, session.simulation.minds).activity(1)


def test_work_is_seen_for_what_it_is(session: Session) -> None:
    other = session.simulation.here.short_name(2)
    assert looks(session, "sweeping the floor") == "sweeping the floor"
    assert looks(session, f"talking with {other}") == f"talking with {other}"


def test_an_aim_is_not_to_be_seen(session: Session) -> None:
    assert looks(session, "folding lanterns for the festival") == "busy"


def test_a_promise_is_not_to_be_seen_until_it_is_told(session: Session) -> None:
    mind = session.simulation.minds[1]
    assert looks(session, "carrying a trombone") == "carrying a trombone"
    mind.remember("promise", "I promised Sol: a trombone concert")
    assert looks(session, "carrying a trombone") == "busy"


def test_who_is_on_the_way_is_seen_walking_there(session: Session) -> None:
    here = session.simulation.here
    place = next(place for place in here.town.places if place.name == "tea room")
    x, y = here.open_tile(place, 1)
    take_effect(here, 1, Go(x=x, y=y, place_id=place.id, thing_id=0, activity="going to the lantern festival"))
    assert Visible(here, session.simulation.minds).activity(1) == f"walking to {here.town.site_of(place.id).name}"
