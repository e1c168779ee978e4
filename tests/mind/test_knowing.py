"""What an agent knows of places and things, and what it plans with that."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.mind.checking import checked, with_rest
from sandbox_app.mind.mind import Mind
from sandbox_app.mind.places import sites_known, suiting, things_fitting
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.session import Session
from sandbox_app.town.hours import closes_in, is_open, opens_in
from sandbox_app.town.model import Place
from sandbox_app.worldfile.rows import BeliefRow

HOUR = 360


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    path = tmp_path / "small.world"
    create_world_file(path, "lane", seed=7)
    session = Session(path, ScriptedEngine(), HashedWords())
    session.simulation.here.state.advance(1 * HOUR)
    yield session
    session.close()


def mind_of(session: Session, name: str) -> Mind:
    return next(mind for mind in session.simulation.minds.values() if mind.me.short == name)


def site(mind: Mind, name: str) -> Place:
    found = mind.world.site_named(name)
    assert found is not None
    return found


def room(mind: Mind, site_name: str, kind: str) -> Place:
    town = mind.world.town
    return next(place for place in town.places if place.kind == kind and place.level == "room" and town.site_of(place.id).name == site_name)


def test_hours_may_pass_midnight_and_a_place_without_hours_is_always_open() -> None:
    late = Place(id=1, name="Owl", level="site", kind="tavern", opens="20:00", closes="02:00")
    assert [is_open(late, minute) for minute in (19 * 60, 20 * 60, 60, 120)] == [False, True, True, False]
    assert (opens_in(late, 19 * 60), closes_in(late, 23 * 60), closes_in(late, 120)) == (60, 180, 0)
    park = Place(id=1, name="Park", level="site", kind="park")
    assert is_open(park, 0)
    assert opens_in(park, 0) == 0
    assert closes_in(park, 0) is None


def test_others_bedrooms_and_kitchens_are_not_known_at_first_and_are_learned_by_being_there(session: Session) -> None:
    sol = mind_of(session, "Sol")
    kitchen = room(sol, "Blue Kettle", "kitchen")
    inside = [thing for thing in sol.world.things_at(site(sol, "Blue Kettle")) if thing.place == kitchen.id]
    assert inside
    assert not any(sol.knowing.usable(thing) for thing in inside)
    assert not set(inside) & set(things_fitting(sol, site(sol, "Blue Kettle"), "cook soup", 64))
    sol.knowing.enter(kitchen.id, {})
    assert all(sol.knowing.usable(thing) for thing in inside)
    assert session.simulation.here.batch.beliefs[-1].kind in ("room", "hours"), "what is learned is on the record"
    assert all(mind_of(session, "Iris").knowing.usable(thing) for thing in inside), "who works there knows it"


def test_a_home_that_was_told_of_is_known_and_comes_back_from_the_record(session: Session) -> None:
    sol = mind_of(session, "Sol")
    home = site(sol, "Fern Cottage")
    assert home.id not in sol.knowing.sites
    sol.knowing.hear_of("Come to Fern Cottage tonight", 0)
    assert home.id in sol.knowing.sites
    row = session.simulation.here.batch.beliefs[-1]
    other = mind_of(session, "Nell")
    assert home.id not in other.knowing.sites
    other.knowing.recollect(row)
    assert home.id in other.knowing.sites


def test_what_went_wrong_is_avoided_for_a_while(session: Session) -> None:
    sol = mind_of(session, "Sol")
    green = site(sol, "Duck Green")
    sol.knowing.avoid("place", green.id, "a dog barked", 30)
    assert green not in sites_known(sol, 64, sol.world.step)
    session.simulation.here.state.advance(sol.world.step + HOUR)
    assert green in sites_known(sol, 64, sol.world.step)


def test_a_state_as_last_seen_goes_stale(session: Session) -> None:
    sol = mind_of(session, "Sol")
    thing = next(thing for thing in sol.world.town.things if thing.states)
    sol.knowing.enter(thing.place, {thing.id: "broken"})
    assert sol.knowing.usable(thing), "what is amiss is not seen from the door"
    sol.knowing.see(thing, "broken")
    assert (sol.knowing.state_of(thing), sol.knowing.usable(thing)) == ("broken", False)
    session.simulation.here.state.advance(sol.world.step + 13 * HOUR)
    assert (sol.knowing.state_of(thing), sol.knowing.usable(thing)) == ("", True)


def at(mind: Mind, time: str) -> int:
    return mind.world.clock.day_time(1, time)


def test_a_plan_goes_to_places_when_they_are_open_as_far_as_is_known(session: Session) -> None:
    sol = mind_of(session, "Sol")
    kettle, home = site(sol, "Blue Kettle"), site(sol, "Brook Cottage")
    sol.knowing.hours.discard(kettle.id)
    lines = [(at(sol, "07:00"), home, "eat"), (at(sol, "07:30"), kettle, "drink tea"), (at(sol, "10:00"), home, "read")]
    assert checked(sol, lines, at(sol, "22:00")).lines == lines, "who does not know the hours goes there"
    sol.knowing.read_hours(kettle)
    plan = checked(sol, lines, at(sol, "22:00"))
    assert plan.lines[1][0] == at(sol, "08:00")
    assert "08:00" in plan.mended[0]
    late = [(at(sol, "07:00"), home, "eat"), (at(sol, "19:00"), kettle, "drink tea")]
    plan = checked(sol, late, at(sol, "22:00"))
    assert plan.lines[1][1] == home
    assert plan.faults == ["Blue Kettle is closed at 19:00"]
    long = [(at(sol, "07:00"), home, "eat"), (at(sol, "16:00"), kettle, "drink tea"), (at(sol, "20:00"), home, "read")]
    plan = checked(sol, long, at(sol, "22:00"))
    assert [line[0] for line in plan.lines] == [at(sol, time) for time in ("07:00", "16:00", "18:00", "20:00")]


def promised(mind: Mind, number: int, about: int, time: str, place: str) -> BeliefRow:
    data = {"step": at(mind, time), "place": site(mind, place).id}
    row = BeliefRow(id=number, agent_id=mind.id, about_id=about, kind="appointment", text="meet", value=0, created_step=0, data=data)
    mind.promises[number] = row
    return row


def test_of_two_promises_at_once_the_one_to_who_is_closer_is_kept_and_the_other_broken_with_a_reason(session: Session) -> None:
    sol = mind_of(session, "Sol")
    near, far = sorted(sol.relations, key=lambda other: -sol.relations[other].value)[:2]
    promised(sol, 901, far, "15:00", "Duck Green")
    promised(sol, 902, near, "15:10", "Brook Meadow")
    plan = checked(sol, [(at(sol, "07:00"), site(sol, "Brook Cottage"), "eat")], at(sol, "22:00"))
    assert [line[1].name for line in plan.lines] == ["Brook Cottage", "Brook Meadow"]
    broken = [event for event in session.simulation.here.batch.events if event.kind == "promise"]
    assert [event.data["how"] for event in broken] == ["broken"]
    assert list(sol.promises) == [902]
    assert sol.world.short_name(near) in str(broken[0].data["why"])


def test_for_a_promise_after_bedtime_one_stays_up(session: Session) -> None:
    sol = mind_of(session, "Sol")
    promised(sol, 901, next(iter(sol.relations)), "22:30", "Brook Cottage")
    plan = checked(
        sol,
        [(at(sol, "07:00"), site(sol, "Brook Cottage"), "eat"), (at(sol, "21:30"), site(sol, "Brook Cottage"), "sleep")],
        at(sol, "22:00"),
    )
    assert plan.bed == at(sol, "23:30")
    assert any("stay up" in note for note in plan.mended)


def test_a_changed_plan_keeps_what_was_planned_for_the_hours_of_which_it_says_nothing(session: Session) -> None:
    sol = mind_of(session, "Sol")
    home, green = site(sol, "Brook Cottage"), site(sol, "Duck Green")
    sol.plan.bed_step = at(sol, "22:00")
    old = [(at(sol, time), green, activity) for time, activity in (("10:20", "rest"), ("14:00", "sketch"), ("17:50", "walk"))]
    new = [(at(sol, "10:00"), home, "see to it"), (at(sol, "18:00"), home, "eat supper")]
    assert [line[2] for line in with_rest(sol, new, old)] == ["see to it", "sketch", "eat supper"]


def test_what_names_a_room_that_only_home_has_is_done_at_home(session: Session) -> None:
    sol = mind_of(session, "Sol")
    home, green = site(sol, "Brook Cottage"), site(sol, "Duck Green")
    lines = [(at(sol, "07:00"), green, "tidy the kitchen"), (at(sol, "10:00"), green, "feed the ducks")]
    plan = checked(sol, lines, at(sol, "22:00"))
    assert [line[1] for line in plan.lines] == [home, green]
    assert "tidy the kitchen" in plan.mended[0]


def test_a_thing_that_is_named_is_the_one_that_is_used_and_nobody_cooks_in_bed(session: Session) -> None:
    sol = mind_of(session, "Sol")
    home = site(sol, "Brook Cottage")
    bed = sol.world.bed_of(sol.id)
    assert bed is not None
    stove = next(thing for thing in sol.world.things_at(home) if thing.name == "stove")
    assert suiting(sol, home.id, "heat a pan on the stove", bed) == stove
    assert suiting(sol, home.id, "count the coins", bed) is None
    assert suiting(sol, home.id, "lie down and rest", bed) == bed
