"""A place or a road that is closed: people go around it, find out, plan anew; it is on the record, undone, and the same in replay."""

from pathlib import Path

import numpy as np
import pytest

from sandbox_app.errors import Problem
from sandbox_app.simulation.closures import Closure, Closures, tiles_of
from sandbox_app.simulation.description import describe, state_at
from sandbox_app.simulation.editing import operations as o
from sandbox_app.simulation.forking import fork_world
from sandbox_app.simulation.interventions import Edit, Redo, Undo
from sandbox_app.simulation.replay import replay
from sandbox_app.simulation.session import Session
from sandbox_app.simulation.state import WorldState
from sandbox_app.simulation.tape import rerun
from sandbox_app.simulation.view import frame_at
from sandbox_app.town.folders import load_town
from sandbox_app.town.model import Place
from sandbox_app.town.paths import Paths, decode, encode
from sandbox_app.worldfile.check import check
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import StepBatch
from tests.simulation.conftest import Open

HOUR = 360
WHY = "the roof leaks"


def live(session: Session, until: int) -> None:
    while session.step < until:
        session.live()


def site(session: Session, name: str) -> Place:
    return next(place for place in session.world.town.places if place.name == name)


def before_the_door(session: Session, name: str) -> tuple[int, int]:
    here = session.simulation.here
    way = here.paths.path(site(session, name).door, site(session, "Blue Kettle").door).tolist()
    return next((x, y) for x, y in way if not here.town.site_of(int(here.town.place_at[y, x])).indoors)


def test_who_meant_to_go_to_a_closed_place_finds_out_and_plans_anew(opened: Open, world: Path) -> None:
    session = opened()
    live(session, HOUR)
    kettle = site(session, "Blue Kettle")
    events = session.intervene(Edit(o.Close(kettle.id, why=WHY)), "me").events
    assert [(event.kind, event.text) for event in events] == [
        ("edit", f"Close Blue Kettle: {WHY}"),
        ("place", f"Blue Kettle is closed: {WHY}"),
    ]
    assert events[0].data["author"] == "me"
    live(session, 14 * HOUR)
    session.close()
    with WorldReader(world) as reader:
        found = reader.events(kinds=["closed"])
        assert {event.text.partition(" ")[2] for event in found} == {f"finds that Blue Kettle is closed: {WHY}"}
        for event in found:
            assert any(row.text == f"I saw that Blue Kettle is closed: {WHY}" for row in reader.memories(event.agent_id))
        causes = {event.cause for event in reader.events(kinds=["replan"])}
        assert {event.id for event in found} <= causes, "each one plans anew for it"
        described = describe(reader)
        rooms = {place.id for place in described.town.places if kettle.id in (place.id, place.parent)}
        for event in reader.events(HOUR + 1, kinds=["move"]):
            x, y = (int(at) for at in decode(event.data["path"])[-1])
            assert int(described.town.place_at[y, x]) not in rooms, "nobody goes in"
    assert check(world) == []
    assert replay(world, verify=True).mismatches == 0
    assert rerun(world).parting is None


def test_who_is_inside_leaves_and_who_lives_there_stays(opened: Open) -> None:
    session = opened()
    here = session.simulation.here
    live(session, 10 * HOUR)
    kettle = site(session, "Blue Kettle")
    inside = [agent for agent in here.agents() if here.town.site_of(here.place_of(agent)).id == kettle.id]
    assert inside, "somebody has a tea at four"
    session.intervene(Edit(o.Close(kettle.id)), "me")
    live(session, session.step + HOUR // 2)
    assert [agent for agent in inside if here.town.site_of(here.place_of(agent)).id == kettle.id and here.talk_of(agent) is None] == []
    homes = {here.cast[agent - 1].home for agent in here.agents()}
    for name in sorted(homes):
        session.intervene(Edit(o.Close(site(session, name).id)), "me")
    live(session, 18 * HOUR)
    asleep = [agent for agent in here.agents() if here.asleep(agent)]
    assert len(asleep) == len(here.agents())
    assert all(here.town.site_of(here.place_of(agent)).name == here.cast[agent - 1].home for agent in asleep)
    session.close()


def test_undo_opens_it_again_and_the_past_and_a_fork_know_when_it_was_closed(opened: Open, world: Path, tmp_path: Path) -> None:
    session = opened()
    live(session, 100)
    lane = site(session, "Lark Lane")
    session.intervene(Edit(o.Close(lane.id, 29, 15)), "me")
    state = session.simulation.here.state
    live(session, 110)
    session.intervene(Undo(), "me")
    assert state.closures.at is None
    session.intervene(Redo(), "me")
    live(session, 120)
    session.intervene(Edit(o.Reopen(lane.id, 29, 15)), "me")
    live(session, 130)
    session.close()
    closed = [Closure(lane.id, 29, 15)]
    with WorldReader(world) as reader:
        described = describe(reader)
        assert [frame_at(reader, described, step).closed for step in (99, 105, 125)] == [[], closed, []]
        assert WorldState.unpack(described.town, state_at(reader, described, 105).pack()).closures.in_order() == closed
    fork = tmp_path / "fork.world"
    fork_world(world, fork, "105")
    other = opened(fork)
    assert other.simulation.here.state.closures.in_order() == closed
    other.close()
    assert replay(world, verify=True).mismatches == 0
    assert rerun(world).parting is None
    assert check(world) == check(fork) == []


def test_a_world_without_closures_keeps_the_bytes_of_its_states(opened: Open) -> None:
    session = opened()
    state = session.simulation.here.state
    before = state.pack()
    session.intervene(Edit(o.Close(2, why=WHY)), "me")
    assert state.pack() != before
    session.intervene(Undo(), "me")
    assert state.pack() == before
    session.close()


def test_paths_lead_around_a_closed_stretch_and_journeys_end_before_it(opened: Open) -> None:
    session = opened()
    here = session.simulation.here
    town = here.town
    start, goal = site(session, "Thistle Cottage").door, site(session, "Harrow Workshop").door
    way = here.paths.path(start, goal)
    open_air = [at for at, (x, y) in enumerate(way.tolist()) if not town.site_of(int(town.place_at[y, x])).indoors]
    middle = way[open_air[len(open_air) // 2]]
    x, y = int(middle[0]), int(middle[1])
    here.state.settle(1, *start)
    here.happen("move", 1, "walking", {"path": encode(way), "thing": 0, "activity": "walking", "to": 1, "plan": 0})
    session.intervene(Edit(o.Close(town.site_of(int(town.place_at[y, x])).id, x, y)), "me")
    closed = tiles_of(town, Closure(1, x, y))
    assert not closed[here.state.destination(1)[::-1]]
    around = here.paths.path(start, goal)
    assert len(around) > 2
    assert not closed[around[:, 1], around[:, 0]].any(), "another way leads there"
    assert here.paths.cost(around) > here.paths.cost(way)
    session.intervene(Undo(), "me")
    assert np.array_equal(here.paths.path(start, goal), way)
    session.close()


@pytest.mark.parametrize("before_it", [1, 3])
def test_undo_lets_those_walk_on_whom_it_stopped(opened: Open, world: Path, before_it: int) -> None:
    session = opened()
    here = session.simulation.here
    town, state = here.town, here.state
    live(session, 30)
    start, goal = before_the_door(session, "Thistle Cottage"), site(session, "Harrow Workshop")
    bench = next(thing for thing in here.things_at(goal) if not state.taken(thing.stands[0]))
    way = here.paths.path(start, bench.stands[0])
    x, y = (int(at) for at in way[12])
    where = Closure(town.site_of(int(town.place_at[y, x])).id, x, y)
    closed = tiles_of(town, where)
    way = way[int(np.flatnonzero(closed[way[:, 1], way[:, 0]])[0]) - before_it :]
    session.intervene(Edit(o.MoveAgent(1, 0, int(way[0][0]), int(way[0][1]))), "me")
    here.batch = StepBatch(step=here.step)
    here.happen("move", 1, "walking", {"path": encode(way), "thing": bench.id, "activity": "walking", "to": goal.id, "plan": 0})
    session.unsaved = here.batch
    before = state.pack()
    session.intervene(Edit(o.Close(where.place, x, y)), "me")
    cut = state.pack()
    assert (1 in state.journeys) == (before_it > 1), "before the very next tile it stops at once"
    assert state.destination(1) != bench.stands[0]
    session.intervene(Undo(), "me")
    assert state.pack() == before
    session.intervene(Redo(), "me")
    assert state.pack() == cut
    session.intervene(Undo(), "me")
    assert state.destination(1) == bench.stands[0]
    session.close()
    assert replay(world, verify=True).mismatches == 0


def test_who_has_set_out_for_somewhere_else_since_is_left_alone_when_it_is_undone(opened: Open) -> None:
    session = opened()
    here = session.simulation.here
    live(session, 30)
    start, goal = before_the_door(session, "Thistle Cottage"), site(session, "Harrow Workshop").door
    session.intervene(Edit(o.MoveAgent(1, 0, *start)), "me")
    way, back = here.paths.path(start, goal), here.paths.path(start, site(session, "Blue Kettle").door)
    here.happen("move", 1, "walking", {"path": encode(way), "thing": 0, "activity": "walking", "to": 1, "plan": 0})
    x, y = (int(at) for at in way[12])
    session.intervene(Edit(o.Close(here.town.site_of(int(here.town.place_at[y, x])).id, x, y)), "me")
    here.happen("move", 1, "walking", {"path": encode(back), "thing": 0, "activity": "walking", "to": 1, "plan": 0})
    before = here.state.body(1)
    undone = session.intervene(Undo(), "me").events[0]
    assert here.state.body(1) == before
    assert "skipped" not in undone.data
    session.close()


def test_a_bridge_is_closed_from_side_to_side_wherever_one_points() -> None:
    town = load_town("alderwick")
    street = next(place for place in town.places if place.name == "Bridge Street")
    banks = tuple(next(place.door for place in town.places if place.name == name) for name in ("Castellan Bakery", "The Forge"))
    direct = len(Paths(town).path(*banks))
    for y in (46, 48):
        closures, paths = Closures(town, [Closure(street.id, 99, y)]), Paths(town)
        assert closures.at is not None
        paths.close(closures.at != 0)
        assert len(paths.path(*banks)) > 3 * direct, "nobody squeezes by; the next bridge is far"


def test_where_no_other_way_leads_one_stops_before_it_and_inside_one_gets_out() -> None:
    town = load_town("lane")
    kettle = next(place for place in town.places if place.name == "Blue Kettle")
    closures = Closures(town, [Closure(kettle.id)])
    inside = np.argwhere(tiles_of(town, Closure(kettle.id)))[0]
    way = np.array([[0, 0], [1, 0], [int(inside[1]), int(inside[0])], [2, 0]], np.int16)
    assert closures.reaches(way) == 2
    assert closures.met(way) == Closure(kettle.id)
    assert closures.reaches(way, own=kettle.id) == 4
    assert closures.reaches(way[2:]) == 2, "who is inside walks out"
    assert closures.met(way[2:]) is None


def test_what_cannot_be_closed_is_said(opened: Open) -> None:
    session = opened()
    kettle = site(session, "Blue Kettle")
    room = next(place for place in session.world.town.places if place.level == "room")
    session.intervene(Edit(o.Close(kettle.id)), "me")
    for what, why in (
        (o.Close(kettle.id), "Blue Kettle is closed already"),
        (o.Close(999), "no such place"),
        (o.Close(room.id), "no place that can be closed"),
        (o.Close(1), "no place that can be closed"),
        (o.Close(2, 999, 999), "no such place or tile"),
        (o.Close(kettle.id, *kettle.door), "Only where one walks"),
        (o.Close(2, why="x" * 100), "too long"),
        (o.Reopen(2), "Lark Lane is not closed"),
        (o.Several("twice", (o.Close(2), o.Close(2))), "twice"),
    ):
        with pytest.raises(Problem, match=why):
            session.intervene(Edit(what), "me")
    session.close()
