"""The false-belief task of Wimmer and Perner (1983) in the town: a thing changes while one who knew it is away."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.mind.beliefs import believed
from sandbox_app.mind.settings import Settings
from sandbox_app.mind.surroundings import Wake
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.effects import take_effect
from sandbox_app.simulation.session import Session
from sandbox_app.town.model import Thing


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    path = tmp_path / "small.world"
    create_world_file(path, "lane", settings=Settings(thinking=False))
    session = Session(path, ScriptedEngine(), HashedWords())
    for agent in session.simulation.here.agents():
        take_effect(session.simulation.here, agent, Wake())
    yield session
    session.close()


def test_where_will_sally_look(session: Session) -> None:
    simulation = session.simulation
    here = simulation.here
    thing = next(thing for thing in here.town.things if thing.stands and here.town.place(thing.place).level == "room")
    elsewhere = next(
        place for place in here.town.places if place.level == "room" and here.town.site_of(place.id) != here.town.site_of(thing.place)
    )
    anne = 1
    sally, away = [other for other in simulation.minds if other in simulation.minds[anne].relations][:2]
    for other in here.agents():
        here.state.settle(other, *here._tiles(elsewhere)[other])
    here.state.advance(100)

    def put(agent: int, thing: Thing) -> None:
        here.state.settle(agent, *thing.stands[0])

    def becomes(state: str) -> None:
        here.happen("thing", 0, f"The {thing.name} is {state}", {"thing": thing.id, "state": state})
        simulation.things_seen.look([])

    put(anne, thing)
    put(sally, thing)
    becomes("full of marbles")
    here.state.settle(sally, *here._tiles(elsewhere)[0])
    becomes("empty")

    def thought_to_know(observer: int, other: int) -> list[str]:
        return [row.text for row in believed(simulation.minds[observer], other) if row.kind == "knows"]

    where = here.town.site_of(thing.place).name
    assert simulation.minds[anne].stream.latest(1)[0].text == f"The {thing.name} is empty in {where}"
    assert thought_to_know(anne, sally) == [f"The {thing.name} is full of marbles in {where}"]
    assert thought_to_know(anne, away) == []
    put(sally, thing)
    simulation.things_seen.look([])
    assert thought_to_know(anne, sally) == [f"The {thing.name} is empty in {where}"]
    assert thought_to_know(sally, anne) == [f"The {thing.name} is empty in {where}"]


def test_what_is_over_is_seen_and_what_begins_again_is_seen_anew(session: Session) -> None:
    simulation = session.simulation
    here, mind = simulation.here, simulation.minds[1]
    thing = next(thing for thing in here.town.things if thing.stands and thing.states and here.town.place(thing.place).level == "room")
    here.state.settle(1, *thing.stands[0])

    def becomes(state: str) -> list[str]:
        here.happen("thing", 0, f"The {thing.name} is {state}", {"thing": thing.id, "state": state})
        simulation.things_seen.look([])
        return [row.text for row in mind.stream.latest(400) if f"The {thing.name} is burning" in row.text]

    assert len(becomes("burning")) == 1
    assert not mind.knowing.usable(thing)
    becomes(thing.states[0])
    assert mind.knowing.usable(thing)
    assert len(becomes("burning")) == 2
