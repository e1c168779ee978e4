"""Things fit what is done with them, whoever chose them, and who has a free day plans it without work."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.mind import planning, routine
from sandbox_app.mind.mind import Mind
from sandbox_app.mind.places import suiting
from sandbox_app.mind.sense import needed, stands_in
from sandbox_app.mind.waiting import Thought
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.session import Session
from sandbox_app.town.model import Thing


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    path = tmp_path / "small.world"
    create_world_file(path, "lane", seed=7)
    session = Session(path, ScriptedEngine(), HashedWords())
    session.simulation.here.state.advance(360)
    yield session
    session.close()


def mind_of(session: Session, name: str) -> Mind:
    return next(mind for mind in session.simulation.minds.values() if mind.me.short == name)


def at_home(mind: Mind) -> list[Thing]:
    home = mind.world.site_named(mind.me.home)
    assert home is not None
    return mind.world.things_at(home)


@pytest.mark.parametrize(
    ("activity", "things"),
    [
        ("get up, wash and have breakfast", {"table"}),
        ("wash, dress with care and eat breakfast", {"table"}),
        ("eat slowly", {"table"}),
        ("get up and look at the day over coffee", {"table"}),
        ("wake up and make breakfast", {"stove"}),
        ("make something simple for supper", {"stove"}),
        ("brush the teeth", {"washbasin", "shower"}),
        ("wash the face", {"washbasin", "shower"}),
        ("wash and dry the hands", {"washbasin", "sink", "shower"}),
        ("wash the dishes", {"sink"}),
        ("sleep soundly", {"bed", "double bed"}),
    ],
)
def test_whatever_was_chosen_it_is_done_with_a_thing_made_for_it(session: Session, activity: str, things: set[str]) -> None:
    sol = mind_of(session, "Sol")
    home = sol.world.site_named(sol.me.home)
    assert home is not None
    found = [suiting(sol, home.id, activity, chosen) for chosen in (None, *at_home(sol))]
    assert {thing.name for thing in found if thing is not None} <= things
    assert None not in found


def test_what_needs_no_thing_is_done_without_one_and_other_things_stay_chosen(session: Session) -> None:
    sol = mind_of(session, "Sol")
    home = sol.world.site_named(sol.me.home)
    assert home is not None
    basin = next(thing for thing in at_home(sol) if thing.name == "washbasin")
    assert suiting(sol, home.id, "get up and open the windows", basin) is None
    desk = next(thing for thing in at_home(sol) if thing.pose == "sit")
    assert suiting(sol, home.id, "write a letter", desk) == desk
    for said in ("serve drinks and listen to guests", "chop vegetables for lunch", "pour a cup of coffee", "write the menu for tomorrow"):
        assert needed(said) == frozenset(), said


def test_who_gives_up_waiting_takes_what_serves_the_same(session: Session) -> None:
    things = {thing.name: thing for thing in at_home(mind_of(session, "Sol"))}
    wardrobe = next(thing for thing in session.simulation.here.town.things if thing.name == "wardrobe")
    assert not stands_in(wardrobe, things["stove"], "taste and add salt")
    assert not stands_in(things["stove"], things["washbasin"], "brush the teeth")
    assert stands_in(things["sink"], things["washbasin"], "wash and dry the hands")


def sunday(mind: Mind) -> int:
    clock = mind.world.clock
    day = next(day for day in range(2, 9) if clock.weekday(clock.day_time(day, "12:00")) == "Sunday")
    return clock.day_time(day, "07:00")


def asked_about(mind: Mind, start: int) -> Thought:
    work = planning.think_of_day(mind, start)
    try:
        wish = work.send(None)
    finally:
        work.close()
    assert isinstance(wish, Thought)
    return wish


def test_a_free_day_is_planned_without_work(session: Session) -> None:
    nell = mind_of(session, "Nell")
    assert nell.me.free_days == ("Sunday",)
    free, usual = asked_about(nell, sunday(nell)).facts, asked_about(nell, sunday(nell) + 8640).facts
    assert (free.me.work_from, free.me.work_to) == ("", "")
    assert (usual.me.work_from, usual.me.workplace) == ("08:30", "Harrow Workshop")
    assert all(habit.place != nell.me.workplace for habit in free.me.habits)
    assert nell.persona().work_from == "08:30", "what she is does not change"
    iris = mind_of(session, "Iris")
    assert asked_about(iris, sunday(iris)).facts.me.work_from == iris.me.work_from


def test_the_routine_of_a_free_day_has_no_work(session: Session) -> None:
    nell = mind_of(session, "Nell")
    assert any("work as" in activity for _, _, activity in routine.day_lines(nell))
    session.simulation.here.state.advance(sunday(nell))
    assert not any("work as" in activity or site.name == nell.me.workplace for _, site, activity in routine.day_lines(nell))
