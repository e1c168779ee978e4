"""Feelings in a world that lives: caused by events, on the record, as of any step, and seen in what people do."""

import json
import re
from pathlib import Path

import msgspec
import numpy as np

from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.mind.settings import Settings
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.description import describe, state_at
from sandbox_app.simulation.interventions import SetThing, Tell
from sandbox_app.simulation.questions import state_of
from sandbox_app.simulation.session import Session
from sandbox_app.simulation.state import WorldState
from sandbox_app.town.paths import encode
from sandbox_app.worldfile.check import check
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import Event
from tests.simulation.conftest import Open

HOUR = 360
NELL = 2


def live(session: Session, until: int) -> None:
    while session.step < until:
        session.live()


def test_an_insult_brings_anger_that_fades_and_the_record_says_why(opened: Open, world: Path) -> None:
    session = opened()
    live(session, 2 * HOUR)
    batch = session.intervene(Tell(NELL, "You are a fool, get lost!", "the postman"), "me")
    heard = next(event for event in batch.events if event.kind == "hear" and event.agent_id == NELL)
    anger = next(event for event in batch.events if event.kind == "feel" and event.agent_id == NELL)
    assert (anger.data["emotion"], anger.cause) == ("anger", heard.id)
    assert anger.data["appraisal"] == {"desirability": -5.0, "praiseworthiness": -6.0}
    first = anger.data["intensity"]
    assert session.simulation.here.feeling(NELL) == "annoyed"
    live(session, 3 * HOUR)
    session.close()

    def felt(at: int) -> dict[str, float]:
        agent = state_of(world, str(at), "Nell")["agents"][0]
        return {one["emotion"]: one["intensity"] for one in agent["feelings"]}

    assert felt(2 * HOUR)["anger"] == first
    assert abs(felt(2 * HOUR + 90)["anger"] - first / 2) < 1e-9  # fifteen minutes later
    assert "anger" not in felt(0)
    assert check(world) == []


def test_what_is_felt_is_the_same_from_the_record_as_live(opened: Open, world: Path) -> None:
    session = opened()
    live(session, 4 * HOUR + 17)
    mine = session.simulation.here.state
    session.close()
    with WorldReader(world) as reader:
        described = describe(reader)
        again = state_at(reader, described, 4 * HOUR + 17)
        assert mine.affects
        assert again.affects == mine.affects
        assert again.digest() == mine.digest()
        assert {event.data["emotion"] for event in reader.events(kinds=["feel"]) if "emotion" in event.data} >= {"joy", "love"}
        assert all(event.cause for event in reader.events(kinds=["feel"]) if "emotion" in event.data)


def test_fear_of_a_fire_shows_in_the_prompt_of_the_next_talk(opened: Open, world: Path) -> None:
    session = opened()
    live(session, 2 * HOUR)
    here = session.simulation.here
    stove = next(thing for thing in session.world.town.things if thing.place == here.place_of(NELL))
    session.intervene(SetThing(stove.id, "burning"), "me")
    live(session, 2 * HOUR + 1)
    assert here.feeling(NELL) == "worried"
    assert session.simulation.minds[NELL].now().feeling == "worried"
    session.close()


def test_the_excited_walk_faster_and_the_sad_slower(world: Path) -> None:
    with WorldReader(world) as reader:
        described = describe(reader)
    town = described.town

    def way(pace: float) -> list[int]:
        state = WorldState(town, 1)
        ys, xs = np.nonzero(town.walkable)
        x, y = next((int(x), int(y)) for x, y in zip(xs, ys, strict=True) if town.walkable[y, x : x + 6].all())
        state.settle(1, x, y)
        data = {"path": encode(np.array([(x + along, y) for along in range(6)], np.int16)), "thing": 0, "activity": "walking", "pace": pace}
        state.apply(Event(id=1, step=0, kind="move", agent_id=1, data=data))
        places = []
        for step in range(1, 9):
            state.advance(step)
            places.append(int(state.x[0]) - x)
        return places

    assert way(1.0) == [1, 2, 3, 4, 5, 5, 5, 5]
    assert way(0.75) == [0, 1, 2, 3, 3, 4, 5, 5]
    assert way(1.25) == [1, 2, 3, 5, 5, 5, 5, 5]


def lived(path: Path, settings: Settings, hours: int) -> Path:
    create_world_file(path, "lane", seed=7, settings=settings)
    session = Session(path, ScriptedEngine(), HashedWords())
    live(session, hours * HOUR)
    session.close()
    return path


def test_without_feelings_nobody_feels(tmp_path: Path) -> None:
    with WorldReader(lived(tmp_path / "cold.world", Settings(feelings=False), 3)) as reader:
        assert not [event for event in reader.events(kinds=["feel"]) if "emotion" in event.data]


def test_a_need_that_presses_is_felt_and_seen_to(tmp_path: Path) -> None:
    path = lived(tmp_path / "hungry.world", Settings(needs=True), 16)
    with WorldReader(path) as reader:
        events = reader.events(kinds=["feel"])
        needs = {event.id: event for event in events if "needs" in event.data}
        assert all(0 <= level <= 1 for event in needs.values() for level in event.data["needs"])
        pressing = [event for event in events if event.data.get("emotion") == "distress" and event.cause in needs]
        assert pressing
        assert all(min(needs[event.cause].data["needs"]) < 0.3 for event in pressing)
        plans = [event for event in reader.events(kinds=["replan"]) if event.cause in needs]
        assert plans
        assert any(re.search("eat something|rest a while|talk to somebody", event.text) for event in plans)
    now = state_of(path, None, "Nell")["agents"][0]["needs"]
    assert set(now) == {"hunger", "energy", "company"}
    assert check(path) == []
    assert msgspec.json.decode(json.dumps(now))
