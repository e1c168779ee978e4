"""The sky follows from the seed and the date, is on the record, noticed outdoors, changed by hand, and the same in replay and forks."""

from pathlib import Path

import pytest

from sandbox_app.errors import Problem
from sandbox_app.mind.settings import Settings
from sandbox_app.simulation.create import BY_HAND, create_world_file
from sandbox_app.simulation.description import describe
from sandbox_app.simulation.editing import operations as o
from sandbox_app.simulation.forking import fork_world
from sandbox_app.simulation.interventions import Edit, Redo, Undo
from sandbox_app.simulation.messages import WEATHERS
from sandbox_app.simulation.replay import replay
from sandbox_app.simulation.state import WorldState
from sandbox_app.simulation.tape import rerun
from sandbox_app.simulation.view import frame_at
from sandbox_app.simulation.weather import weather_at
from sandbox_app.worldfile.check import check
from sandbox_app.worldfile.reader import WorldReader
from tests.simulation.conftest import Open

HOUR = 360
NOON = 6 * HOUR


@pytest.fixture
def open_air(tmp_path: Path) -> Path:
    path = tmp_path / "weather.world"
    create_world_file(path, "lane", seed=3, settings=BY_HAND)
    return path


def test_a_month_has_all_kinds_of_days_and_the_same_seed_has_the_same(opened: Open, open_air: Path) -> None:
    session = opened(open_air)
    clock = session.world.clock
    session.close()
    quarters = range(0, 30 * 24 * HOUR, 6 * HOUR)
    for seed in (1, 2):
        month = [weather_at(seed, clock, step) for step in quarters]
        assert month == [weather_at(seed, clock, step) for step in quarters]
        assert set(month) == set(WEATHERS)
        assert month.count("clear") + month.count("cloudy") > len(month) / 2
    assert [weather_at(1, clock, step) for step in quarters] != [weather_at(2, clock, step) for step in quarters]


def test_the_sky_changes_by_itself_and_replay_and_a_fork_have_the_same(opened: Open, open_air: Path, tmp_path: Path) -> None:
    session = opened(open_air)
    here, told = session.simulation.here, {}
    while session.step < 44 * HOUR:
        session.live()
        told[session.step] = here.state.weather
        if session.step == 20 * HOUR:
            session.close()
            session = opened(open_air)
            here = session.simulation.here
    session.close()
    with WorldReader(open_air) as reader:
        world = describe(reader)
        changes = [(event.step, event.data["weather"]) for event in reader.events(kinds=["weather"])]
        for step in range(NOON, 44 * HOUR, HOUR):
            assert told[step] == weather_at(world.seed, world.clock, step)
            assert frame_at(reader, world, step).weather == told[step]
    assert changes
    assert all(step % (6 * HOUR) == 0 for step, _ in changes)
    assert replay(open_air, verify=True).mismatches == 0
    assert check(open_air) == []
    fork = tmp_path / "fork.world"
    fork_world(open_air, fork, str(13 * HOUR))
    other = opened(fork)
    while other.step < 19 * HOUR:
        other.live()
    assert other.simulation.here.state.weather == told[19 * HOUR]
    other.close()


def test_it_rains_by_hand_who_is_outdoors_notices_and_it_can_be_undone(opened: Open, open_air: Path) -> None:
    session = opened(open_air)
    while session.step < 2 * HOUR:
        session.live()
    here = session.simulation.here
    town = here.town
    out = 3
    meadow = next(place for place in town.places if place.name == "Brook Meadow")
    session.intervene(Edit(o.MoveAgent(out, meadow.id)), "me")
    inside = [agent for agent in here.agents() if town.site_of(here.place_of(agent)).indoors]
    assert inside
    events = session.intervene(Edit(o.SetWeather("Rain")), "me").events
    assert [(event.kind, event.text) for event in events][:2] == [
        ("edit", "Change the weather to rain"),
        ("weather", f"It is raining in {town.title}"),
    ]
    assert here.state.weather == "rain"

    def told() -> list[tuple[int, str]]:
        seen = [(mind.id, row.text) for mind in session.simulation.minds.values() for row in mind.stream.rows.values()]
        return [(agent, text) for agent, text in seen if "rain" in text]

    knowers = {agent for agent, _ in told()}
    assert (out, f"It began to rain in {town.title}") in told()
    assert not knowers & set(inside)
    assert WorldState.unpack(town, here.state.pack()).weather == "rain"
    session.live()
    session.intervene(Undo(), "me")
    assert here.state.weather == "clear"
    assert told() == [], "undone, it never rained"
    session.intervene(Redo(), "me")
    assert {agent for agent, _ in told()} == knowers
    while session.step < NOON + 5:
        session.live()
    assert here.state.weather == weather_at(session.world.seed, session.world.clock, NOON), "at noon the sky is its own again"
    for wrong in ("hail", here.state.weather):
        with pytest.raises(Problem, match="weather is"):
            session.intervene(Edit(o.SetWeather(wrong)), "me")
    session.close()
    assert replay(open_air, verify=True).mismatches == 0
    assert rerun(open_air).parting is None
    assert check(open_air) == []


def test_where_nobody_asked_for_it_the_sky_stays_clear(opened: Open, tmp_path: Path) -> None:
    path = tmp_path / "plain.world"
    create_world_file(path, "lane", seed=3, settings=Settings(thinking=False))
    session = opened(path)
    while session.step < 30 * HOUR:
        session.live()
    session.close()
    with WorldReader(path) as reader:
        assert reader.events(kinds=["weather"]) == []
