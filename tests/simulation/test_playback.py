"""Playing the record: frames forward, backward and in leaps are those that a look at each single moment gives."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.description import Description, describe
from sandbox_app.simulation.interventions import SetThing
from sandbox_app.simulation.messages import AgentNow, Frame
from sandbox_app.simulation.playback import Playback, step_after
from sandbox_app.simulation.session import Session
from sandbox_app.simulation.view import frame_at
from sandbox_app.worldfile.reader import WorldReader

STEPS = 1000
SHOWER = 4


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lived") / "small.world"
    create_world_file(path, "lane", seed=7)
    with closing(Session(path, ScriptedEngine(), HashedWords())) as session:
        while session.step < STEPS:
            session.live()
            if session.step in (444, 555):
                session.intervene(SetThing(SHOWER, "burning" if session.step == 444 else "in order"), "a test")
    return path


@pytest.fixture(scope="module")
def record(lived: Path) -> Iterator[tuple[WorldReader, Description]]:
    with WorldReader(lived) as reader:
        yield reader, describe(reader)


@pytest.fixture
def playback(record: tuple[WorldReader, Description]) -> Playback:
    return Playback(*record)


def look(frame: Frame) -> tuple[object, ...]:
    return frame.step, frame.x, frame.y, frame.look


def shown(frames: Iterable[Frame]) -> tuple[dict[int, AgentNow], dict[int, str], Frame]:
    """What somebody sees who has followed these frames."""
    agents: dict[int, AgentNow] = {}
    things: dict[int, str] = {}
    for frame in frames:
        agents |= {now.agent: now for now in frame.changed}
        things |= dict(frame.things)
    return agents, things, frame


@settings(deadline=None, max_examples=60)
@given(steps=st.lists(st.integers(0, STEPS), min_size=1, max_size=6))
def test_leaping_about_shows_each_moment_as_it_was(record: tuple[WorldReader, Description], steps: list[int]) -> None:
    playback = Playback(*record)
    followed = [playback.seek(steps[0])]
    followed += [playback.go(step) for step in steps[1:]]
    agents, things, frame = shown(followed)
    there = frame_at(*record, steps[-1])
    assert look(frame) == look(there)
    assert agents == {now.agent: now for now in there.changed}
    assert {**things, **dict(there.things)} == things
    assert things.get(SHOWER, "in order") == dict(there.things).get(SHOWER, "in order")


@pytest.mark.parametrize("stride", [1, 8, 100])
def test_forward_and_backward_pass_the_same_moments(playback: Playback, stride: int) -> None:
    forward = [look(frame) for frame in playback.frames(0, STEPS, stride)]
    backward = [look(frame) for frame in playback.frames(STEPS, 0, stride)]
    assert forward == backward[::-1]
    assert len(forward) == STEPS // stride + 1
    assert playback.step == 0


def test_a_thing_without_states_of_its_own_is_seen_to_change_and_back(playback: Playback) -> None:
    changes = [change for frame in playback.frames(0, STEPS) for change in frame.things if change[0] == SHOWER]
    assert changes == [(SHOWER, "burning"), (SHOWER, "in order")]


def test_forward_every_event_is_shown_once(lived: Path, playback: Playback) -> None:
    passed = [event.id for frame in list(playback.frames(0, STEPS, 3))[1:] for event in frame.events]
    with WorldReader(lived) as reader:
        assert passed == [event.id for event in reader.events(1)]


def test_backward_what_was_said_a_moment_ago_is_still_heard(playback: Playback) -> None:
    spoken = next(event for frame in playback.frames(0, STEPS) for event in frame.events if event.kind == "speak")
    playback.seek(spoken.step + 20)
    assert spoken not in playback.go(spoken.step + 10).events
    assert spoken in playback.go(spoken.step + 3).events
    assert spoken not in playback.go(spoken.step - 1).events


def test_it_follows_a_world_that_is_lived_on(world: Path) -> None:
    with closing(Session(world, ScriptedEngine(), HashedWords())) as session, WorldReader(world) as reader:
        playback = Playback(reader, describe(reader))
        for until in (5, 60, 61, 300):
            while session.step < until:
                session.live()
            session.intervene(SetThing(1, f"state {until}"), "a test")
            frame = playback.go(until)
            assert frame.x == session.simulation.here.state.x.astype("<i2").tobytes()
            assert (1, f"state {until}") in frame.things
            assert [event.text for event in frame.events if event.kind == "intervene"][-1].endswith(f"state {until}")


def test_speeds() -> None:
    assert step_after(100, 10.0, 1, 10) == 101
    assert step_after(100, 9.9, 1, 10) == 100
    assert step_after(100, 0.5, 1000, 10) == 150
    assert step_after(100, 0.5, -1000, 10) == 50
