"""What is wanted in one and the same step: who is spoken to stays, what was taken first is taken."""

from pathlib import Path

from sandbox_app.mind.surroundings import Act, Go, Sleep, StartTalk
from sandbox_app.simulation.effects import take_effect
from sandbox_app.simulation.here import Here
from sandbox_app.simulation.session import Session
from tests.simulation.conftest import Open


def two_together(session: Session) -> Here:
    """Return the surroundings with agents 1 and 2 awake on the same tile."""
    here = session.simulation.here
    here.happen("wake", 1, "")
    here.happen("wake", 2, "")
    here.state.settle(2, *here.position(1))
    return here


def test_who_is_spoken_to_neither_walks_off_nor_falls_asleep(opened: Open) -> None:
    session = opened()
    here = two_together(session)
    assert take_effect(here, 1, StartTalk(2, "hello")) == [2]
    talk = here.talk_of(2)
    assert talk is not None
    before = here.position(2), here.activity(2)
    square = next(place for place in here.town.places if place.level == "site" and place.id != here.town.site_of(here.place_of(2)).id)
    x, y = here.open_tile(square, 2)
    for intent in (
        Go(x=x, y=y, place_id=square.id, thing_id=0, activity=""),
        Act(thing_id=0, activity="knitting", hue="home"),
        Sleep(0, here.step + 100),
    ):
        assert take_effect(here, 2, intent) == [2], "it has to look again"
        here.state.advance(here.step + 1)
        assert (here.position(2), here.activity(2)) == before
        assert not here.asleep(2)
    session.close()


def test_who_finds_the_thing_taken_looks_again_at_once(opened: Open) -> None:
    session = opened()
    here = two_together(session)
    thing = next(one for one in here.town.things if one.stands and one.uses and here.walk_steps(1, *one.stands[0]) > 1)
    x, y = thing.stands[0]
    go = Go(x=x, y=y, place_id=thing.place, thing_id=thing.id, activity="")
    assert take_effect(here, 1, go) == []
    assert here.on_the_way(1, x, y, thing.id)
    assert take_effect(here, 2, go) == [2]
    assert not here.on_the_way(2, x, y, 0)
    session.close()


def test_nobody_acts_or_sets_out_twice_for_the_same_place(world: Path, opened: Open) -> None:
    session = opened()
    under_way: dict[int, tuple[int, int]] = {}
    talking: set[int] = set()
    while session.step < 10 * 360:
        for event in session.live().events:
            if event.kind == "talk_start":
                talking.update(event.data["members"])
            elif event.kind == "talk_end":
                talking.difference_update(session.simulation.here.state.talks[event.data["talk"]].members)
            elif event.kind in ("move", "act", "sleep"):
                assert event.agent_id not in talking, event.text
            if event.kind == "move":
                goal = session.simulation.here.state.destination(event.agent_id)
                still = event.agent_id in session.simulation.here.state.journeys and under_way.get(event.agent_id) == goal
                assert not (still and not event.data["thing"]), event.text
                under_way[event.agent_id] = goal
            elif event.kind in ("act", "sleep", "talk_start"):
                for agent in event.data.get("members", [event.agent_id]):
                    under_way.pop(agent, None)
    assert under_way
    session.close()
