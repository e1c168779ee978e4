"""How a world begins: who lives in it, in which beds, and that nobody sleeps through its first hour."""

import contextlib
import sqlite3
from datetime import datetime
from pathlib import Path

import pytest

from sandbox_app.errors import Problem
from sandbox_app.simulation.beginning import LATEST_WAKE_MINUTES, OWN_BEDS, beds_in_order, first_state
from sandbox_app.simulation.create import MOST_AGENTS, choose_cast, create_world_file
from sandbox_app.simulation.description import beginning, describe
from sandbox_app.town.beds import own_beds
from sandbox_app.town.clock import Clock
from sandbox_app.town.load import load_town
from sandbox_app.town.model import Town
from sandbox_app.town.population import populate
from sandbox_app.worldfile.check import check
from sandbox_app.worldfile.reader import WorldReader


@pytest.fixture(scope="module")
def lane() -> Town:
    return load_town("lane")


@pytest.mark.parametrize("agents", [1, 2, 5, 9])
def test_a_world_has_as_many_agents_as_were_asked_for(tmp_path: Path, lane: Town, agents: int) -> None:
    path = tmp_path / "a.world"
    create_world_file(path, "lane", agents=agents)
    assert check(path) == []
    with WorldReader(path) as reader:
        names = [row.name for row in reader.agents()]
        world = describe(reader)
        relations = [belief for agent in range(1, agents + 1) for belief in reader.beliefs(agent)]
    assert len(set(names)) == agents
    assert [member.name for member in world.cast] == names
    if agents <= len(lane.cast):
        assert names == [member.name for member in lane.cast[:agents]]
    assert all(belief.agent_id != belief.about_id <= agents for belief in relations)
    assert bool(relations) == (agents > 1)


@pytest.mark.parametrize("agents", [0, -3, MOST_AGENTS + 1])
def test_a_number_of_agents_that_cannot_be_leaves_no_file(tmp_path: Path, agents: int) -> None:
    with pytest.raises(Problem, match=f"1 to {MOST_AGENTS} agents"):
        create_world_file(tmp_path / "a.world", "lane", agents=agents)
    assert not (tmp_path / "a.world").exists()


def test_the_world_keeps_its_start_seed_and_town(tmp_path: Path) -> None:
    path = tmp_path / "a.world"
    create_world_file(path, "lane", seed=42, start="2027-05-01T05:30")
    with contextlib.closing(WorldReader(path)) as reader:
        world = describe(reader)
        known = reader.memories(1, kinds=["known"])
    assert (world.seed, world.town.name, world.clock.start) == (42, "lane", datetime(2027, 5, 1, 5, 30))
    assert [row.text for row in known] == list(world.cast[0].knows)


def test_everybody_of_a_town_has_a_place_in_a_bed_at_home(lane: Town) -> None:
    town = load_town("alderwick")
    for place in (lane, town):
        beds = own_beds(place, place.cast)
        assert None not in beds
        used = [bed.id for bed in beds if bed]
        for member, bed in zip(place.cast, beds, strict=True):
            assert bed is not None
            assert place.site_of(bed.place).name == member.home
            assert used.count(bed.id) <= len(bed.stands)


def test_a_world_made_before_beds_had_owners_begins_as_it_did(tmp_path: Path) -> None:
    path = tmp_path / "a.world"
    create_world_file(path, "alderwick")
    town = load_town("alderwick")
    with contextlib.closing(WorldReader(path)) as reader:
        own = beginning(reader, describe(reader))
    with contextlib.closing(sqlite3.connect(path)) as file, file:
        file.execute("DELETE FROM meta WHERE key = ?", (OWN_BEDS,))
    with contextlib.closing(WorldReader(path)) as reader:
        before = beginning(reader, describe(reader))
    assert [int(thing) for thing in own.thing] == [bed.id if bed else 0 for bed in own_beds(town, town.cast)]
    assert [int(thing) for thing in before.thing] == [bed.id if bed else 0 for bed in beds_in_order(town, town.cast)]
    assert own.thing.tolist() != before.thing.tolist()


def test_two_in_a_bed_lie_on_different_sides(lane: Town) -> None:
    state = first_state(lane, lane.cast, Clock(datetime.fromisoformat(lane.start)), 1)
    tiles = {(int(x), int(y)) for x, y in zip(state.x, state.y, strict=True)}
    assert len(tiles) == len(lane.cast)
    assert state.asleep.all()


def test_more_sleepers_than_beds_share_them(lane: Town) -> None:
    cast = populate(lane, 40, 1)
    beds = own_beds(lane, cast)
    assert None not in beds
    assert {bed.id for bed in beds if bed} == {thing.id for thing in lane.things if thing.pose == "lie"}
    assert len(choose_cast(lane, 40, 1)) == 40


@pytest.mark.parametrize("start", ["00:10", "06:00", "13:00", "23:50"])
def test_everybody_wakes_within_forty_minutes_whenever_a_world_begins(lane: Town, start: str) -> None:
    clock = Clock(datetime.fromisoformat(f"2026-02-13T{start}"))
    cast = populate(lane, 400, 1)
    wake = first_state(lane, cast, clock, 1).wake
    assert wake.min() >= 1
    assert wake.max() <= LATEST_WAKE_MINUTES * 6
    assert len(set(wake.tolist())) > 20
