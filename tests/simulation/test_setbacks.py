"""What does not work: closed doors, things that are taken, people who do not come."""

from pathlib import Path

from sandbox_app.mind.doing import follow_plan
from sandbox_app.mind.mind import Mind
from sandbox_app.mind.promises import LATE_MINUTES, WAIT_MINUTES, settle_promises
from sandbox_app.mind.surroundings import Act, Go, Queue
from sandbox_app.mind.waiting import Pause
from sandbox_app.simulation.effects import take_effect
from sandbox_app.simulation.session import Session
from sandbox_app.simulation.state import WorldState
from sandbox_app.worldfile.rows import BeliefRow, PlanRow
from tests.simulation.conftest import Open

HOUR = 360


def awake(session: Session, step: int) -> None:
    session.simulation.here.state.advance(step)
    for agent in session.simulation.minds:
        session.simulation.here.happen("wake", agent, "")


def test_a_line_for_a_thing_is_served_in_turn_and_survives_a_snapshot(opened: Open) -> None:
    session = opened()
    awake(session, 10)
    here = session.simulation.here
    thing = next(one for one in here.town.things if len(one.stands) == 1 and one.pose == "stand" and one.uses)
    x, y = thing.stands[0]
    for agent in (1, 2, 3):
        here.state.settle(agent, x, y)
    assert take_effect(here, 1, Act(thing_id=thing.id, activity="washing", hue="home")) == []
    take_effect(here, 2, Queue(thing_id=thing.id))
    take_effect(here, 3, Queue(thing_id=thing.id))
    assert here.free_stand(thing, 2) is None
    assert WorldState.unpack(here.town, here.state.pack()).lines == {thing.id: [2, 3]}
    assert 2 in take_effect(here, 1, Act(thing_id=0, activity="leaving", hue="home")), "the next one is called"
    assert here.free_stand(thing, 3) is None, "not before the one in front"
    assert here.free_stand(thing, 2) == (x, y)
    take_effect(here, 2, Act(thing_id=thing.id, activity="washing", hue="home"))
    assert here.state.lines == {thing.id: [3]}
    session.close()


def line_at(mind: Mind, site: str, start: int, end: int, thing: int = 0) -> PlanRow:
    place = mind.world.site_named(site)
    assert place is not None
    row = PlanRow(
        id=9001,
        agent_id=mind.id,
        level="day",
        start_step=start,
        end_step=end,
        place_id=place.id,
        thing_id=thing,
        activity="drink tea",
        created_step=0,
    )
    mind.plan.set_parts(mind.life_day(), [row], start)
    mind.plan.bed_step = end
    return row


def test_who_finds_a_place_closed_walks_to_its_door_learns_the_hours_and_changes_the_plan(opened: Open) -> None:
    session = opened()
    awake(session, HOUR // 2)
    here = session.simulation.here
    mind = next(mind for mind in session.simulation.minds.values() if mind.me.short == "Wanda")
    kettle = mind.world.site_named("Blue Kettle")
    assert kettle is not None
    mind.knowing.hours.discard(kettle.id)
    line_at(mind, "Blue Kettle", here.step, here.step + 4 * HOUR)
    work = follow_plan(mind)
    wish = work.send(None)
    assert isinstance(wish, Pause)
    go = here.intents[-1][1]
    assert isinstance(go, Go)
    assert here.town.site_of(int(here.town.place_at[go.y, go.x])).id != kettle.id, "nobody walks through a closed door"
    here.state.settle(mind.id, go.x, go.y)
    work = follow_plan(mind)
    work.send(None)
    closed = [event for event in here.batch.events if event.kind == "closed"]
    assert len(closed) == 1
    assert "08:00" in closed[0].text
    assert kettle.id in mind.knowing.hours
    assert any("Blue Kettle closed" in row.text for row in here.batch.memories)
    work.close()
    session.close()


def test_a_promise_is_kept_missed_or_broken_and_the_record_says_which(world: Path, opened: Open) -> None:
    session = opened()
    awake(session, 2 * HOUR)
    here = session.simulation.here
    mind = session.simulation.minds[1]
    minute = 6
    place = here.town.site_of(here.place_of(1))
    elsewhere = next(one for one in here.town.places if one.level == "site" and one.id != place.id)

    def promise(number: int, due: int, site: int) -> None:
        data = {"step": due, "place": site}
        mind.promises[number] = BeliefRow(
            id=number, agent_id=1, about_id=2, kind="appointment", text="meet", value=0, created_step=0, data=data
        )

    def outcomes() -> list[str]:
        return [str(event.data["how"]) for event in here.batch.events if event.kind == "promise"]

    promise(901, here.step, place.id)
    here.state.settle(2, *elsewhere.door)
    assert settle_promises(mind) == ("", 0)
    assert outcomes() == [], "one waits a while"
    here.state.settle(2, *here.position(1))
    assert settle_promises(mind) == ("", 0)
    assert outcomes() == ["kept"]
    promise(902, here.step - WAIT_MINUTES * minute, place.id)
    here.state.settle(2, *elsewhere.door)
    assert "did not come" in settle_promises(mind)[0]
    assert outcomes() == ["kept", "missed"]
    promise(903, here.step - LATE_MINUTES * minute, elsewhere.id)
    settle_promises(mind)
    assert outcomes() == ["kept", "missed", "broken"]
    assert not mind.promises
    session.close()
