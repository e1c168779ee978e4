"""The plan of a day: promises are in it, the small hours belong to it, and a change of plan leaves the past alone."""

from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.mind import planning
from sandbox_app.mind.mind import Mind
from sandbox_app.mind.plan import is_bedtime
from sandbox_app.mind.waiting import Result, Thought, Wish
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.session import Session
from sandbox_app.worldfile.rows import BeliefRow, PlanRow

HOUR = 360
"""Steps of an hour; the world begins at 06:00."""


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    path = tmp_path / "small.world"
    create_world_file(path, "lane", seed=7)
    session = Session(path, ScriptedEngine(), HashedWords())
    session.simulation.here.state.advance(1 * HOUR)
    yield session
    session.close()


@pytest.fixture
def iris(session: Session) -> Mind:
    return next(mind for mind in session.simulation.minds.values() if mind.me.short == "Iris")


def drive(work: Coroutine[Wish, Any, None], *answers: a.Answer | None) -> list[f.AnyFacts]:
    """Let a mind think with these answers, None for a thought that fails; return what it asked."""
    left = list(answers)
    asked = []
    try:
        wish = work.send(None)
        while True:
            assert isinstance(wish, Thought)
            asked.append(wish.facts)
            wish = work.send(Result(left.pop(0), 0))
    except StopIteration:
        assert not left
        return asked


def plan(mind: Mind, *lines: tuple[str, str, str]) -> a.DayPlan:
    """Return an answer: (time, site, activity) each."""
    names = [place.name for place in planning.sites_known(mind, mind.world.budget.choices, mind.world.step)]
    return a.DayPlan(tuple(a.PlanLine(time, names.index(site) + 1, activity) for time, site, activity in lines))


def shown(mind: Mind, rows: list[PlanRow] | None = None) -> list[tuple[str, str, str]]:
    """Return the parts of a plan as (from, until, activity)."""
    clock = mind.world.clock
    return [(clock.hhmm(row.start_step), clock.hhmm(row.end_step), row.activity) for row in (mind.plan.parts if rows is None else rows)]


def promise(mind: Mind, day: int, time: str, site: str, what: str, number: int = 1) -> None:
    place = mind.world.site_named(site)
    assert place is not None
    data = {"step": mind.world.clock.day_time(day, time), "place": place.id}
    mind.promises[number] = BeliefRow(
        id=number, agent_id=mind.id, about_id=2, kind="appointment", text=what, value=0, created_step=0, data=data
    )


DAY = (
    ("07:00", "Brook Cottage", "have breakfast"),
    ("08:00", "Blue Kettle", "bake scones"),
    ("12:00", "Blue Kettle", "serve soup"),
    ("17:00", "Duck Green", "take a walk"),
    ("21:45", "Brook Cottage", "go to bed"),
)


def test_the_last_line_of_sleep_sets_bed_time_and_parts_follow_without_gaps(iris: Mind) -> None:
    drive(planning.plan_day(iris), plan(iris, *DAY))
    assert iris.world.clock.hhmm(iris.plan.bed_step) == "21:45"
    assert shown(iris) == [
        ("07:00", "08:00", "have breakfast"),
        ("08:00", "12:00", "bake scones"),
        ("12:00", "17:00", "serve soup"),
        ("17:00", "21:45", "take a walk"),
    ]
    assert iris.plan.day == 1
    assert iris.stream.latest(1)[0].kind == "plan"


def test_without_a_line_of_sleep_bed_is_at_the_usual_time(iris: Mind) -> None:
    drive(planning.plan_day(iris), plan(iris, *DAY[:-1]))
    assert iris.world.clock.hhmm(iris.plan.bed_step) == iris.me.bed == "22:30"
    assert shown(iris)[-1] == ("17:00", "22:30", "take a walk")


def test_a_plan_begins_now_whatever_its_first_line_says(session: Session, iris: Mind) -> None:
    session.simulation.here.state.advance(3 * HOUR)
    drive(planning.plan_day(iris), plan(iris, *DAY))
    assert shown(iris)[0] == ("09:00", "12:00", "bake scones")
    drive(planning.plan_day(iris), plan(iris, *DAY[2:]))
    assert shown(iris)[-3:] == [
        ("09:00", "12:00", "get ready for the day"),
        ("12:00", "17:00", "serve soup"),
        ("17:00", "21:45", "take a walk"),
    ]


def test_bed_after_midnight_belongs_to_the_day_before(session: Session, iris: Mind) -> None:
    iris.me = msgspec.structs.replace(iris.me, bed="00:30")
    drive(planning.plan_day(iris), plan(iris, *DAY[:-1]))
    clock = iris.world.clock
    assert (clock.day(iris.plan.bed_step), clock.hhmm(iris.plan.bed_step)) == (2, "00:30")
    session.simulation.here.state.advance(clock.day_time(2, "00:10"))
    assert iris.life_day() == iris.plan.day == 1
    assert shown(iris)[-1] == ("17:00", "00:30", "take a walk")
    drive(planning.revise(iris, "it rains"), plan(iris, ("00:20", "Brook Cottage", "listen to the rain")))
    assert shown(iris)[-2:] == [("00:10", "00:20", "take a walk"), ("00:20", "00:30", "listen to the rain")]


def test_who_gets_up_at_dawn_plans_the_day_that_begins(session: Session, iris: Mind) -> None:
    session.simulation.here.state.advance(iris.world.clock.day_time(2, "03:20"))
    drive(planning.plan_day(iris), plan(iris, ("03:20", "Brook Cottage", "get dressed"), ("03:50", "Blue Kettle", "bake"), *DAY[2:]))
    assert shown(iris)[:3] == [("03:20", "03:50", "get dressed"), ("03:50", "12:00", "bake"), ("12:00", "17:00", "serve soup")]


def test_promises_of_the_day_are_told_and_put_in_where_the_plan_forgot_them(iris: Mind) -> None:
    promise(iris, 1, "14:00", "Duck Green", "measure the green", 1)
    promise(iris, 1, "17:10", "Duck Green", "see the ducks", 2)
    promise(iris, 2, "10:00", "Duck Green", "dance", 3)
    asked = drive(planning.plan_day(iris), plan(iris, *DAY))
    facts = asked[0]
    assert isinstance(facts, f.DayPlan)
    assert [(line.time, line.what) for line in facts.appointments] == [("14:00", "measure the green"), ("17:10", "see the ducks")]
    activities = [row.activity for row in iris.plan.parts]
    other = iris.world.short_name(2)
    assert activities == ["have breakfast", "bake scones", "serve soup", f"measure the green with {other}", "take a walk"]
    kept = iris.plan.parts[3]
    assert (iris.world.clock.hhmm(kept.start_step), iris.world.town.place(kept.place_id).name) == ("13:54", "Duck Green")  # a way


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_two_promises_within_an_hour_are_both_in_the_plan(iris: Mind, order: tuple[int, int]) -> None:
    for number in order:
        time, what = {1: ("14:00", "measure the green"), 2: ("14:40", "buy tea")}[number]
        promise(iris, 1, time, {1: "Duck Green", 2: "Blue Kettle"}[number], what, number)
    drive(planning.plan_day(iris), plan(iris, *DAY))
    other = iris.world.short_name(2)
    assert shown(iris)[3:5] == [("13:54", "14:34", f"measure the green with {other}"), ("14:34", "17:00", f"buy tea with {other}")]


def test_a_forgotten_promise_does_not_push_out_one_that_the_plan_keeps(iris: Mind) -> None:
    promise(iris, 1, "14:30", "Blue Kettle", "taste the cake", 1)
    promise(iris, 1, "14:00", "Duck Green", "measure the green", 2)
    lines = (*DAY[:3], ("14:30", "Blue Kettle", "taste the cake with Nell"), *DAY[3:])
    drive(planning.plan_day(iris), plan(iris, *lines))
    assert [activity for _, _, activity in shown(iris)][3:5] == [
        "measure the green with " + iris.world.short_name(2),
        "taste the cake with Nell",
    ]


def test_a_revised_plan_holds_from_now_on_and_keeps_the_past(session: Session, iris: Mind) -> None:
    drive(planning.plan_day(iris), plan(iris, *DAY))
    before = list(iris.plan.parts)
    session.simulation.here.state.advance(7 * HOUR)
    drive(planning.lay_out_hour(iris, iris.world.step), a.Decompose((a.StepLine(60, 1, "ladle soup"),)))
    asked = drive(
        planning.revise(iris, "the soup is gone"),
        plan(iris, ("14:00", "Duck Green", "sit by the water"), ("22:00", "Brook Cottage", "sleep")),
    )
    facts = asked[0]
    assert isinstance(facts, f.RevisePlan)
    assert facts.change == "the soup is gone"
    assert [(line.time, line.activity) for line in facts.rest] == [("13:00", "serve soup"), ("17:00", "take a walk")]
    assert shown(iris) == [
        ("07:00", "08:00", "have breakfast"),
        ("08:00", "12:00", "bake scones"),
        ("12:00", "13:00", "serve soup"),
        ("13:00", "14:00", "serve soup"),
        ("14:00", "17:00", "sit by the water"),
        ("17:00", "22:00", "take a walk"),  # of which the change says nothing
    ]
    assert iris.plan.parts[:2] == before[:2]
    assert iris.plan.steps == []


def test_a_revision_that_fails_leaves_the_plan(session: Session, iris: Mind) -> None:
    drive(planning.plan_day(iris), plan(iris, *DAY))
    before = list(iris.plan.parts)
    session.simulation.here.state.advance(7 * HOUR)
    drive(planning.revise(iris, "the soup is gone"), None)
    assert iris.plan.parts == before


def test_a_failed_thought_falls_back_to_the_routine(iris: Mind) -> None:
    promise(iris, 1, "14:00", "Duck Green", "measure the green")
    drive(planning.plan_day(iris), None)
    activities = [row.activity for row in iris.plan.parts]
    assert "bake scones" in activities
    assert f"work as {iris.me.job}" in activities
    assert any(activity.startswith("measure the green with") for activity in activities)
    assert not any(is_bedtime(activity) for activity in activities)
    assert all(row.end_step == after.start_step for row, after in zip(iris.plan.parts, iris.plan.parts[1:], strict=False))
    late = iris.plan.bed_step - iris.world.clock.day_time(1, iris.me.bed)
    assert 0 <= late < 13 * 6


def test_an_hour_that_could_not_be_thought_out_is_one_piece(session: Session, iris: Mind) -> None:
    drive(planning.plan_day(iris), plan(iris, *DAY))
    session.simulation.here.state.advance(2 * HOUR)
    drive(planning.lay_out_hour(iris, iris.world.step), None)
    assert shown(iris, iris.plan.steps) == [("08:00", "09:00", "bake scones")]
    assert iris.world.town.site_of(iris.plan.steps[0].place_id).name == "Blue Kettle"


def test_the_minutes_of_an_hour_are_stretched_to_fill_it(session: Session, iris: Mind) -> None:
    drive(planning.plan_day(iris), plan(iris, *DAY))
    session.simulation.here.state.advance(2 * HOUR)
    asked = drive(
        planning.lay_out_hour(iris, iris.world.step), a.Decompose((a.StepLine(10, 2, "weigh the flour"), a.StepLine(20, 1, "stir")))
    )
    facts = asked[0]
    assert isinstance(facts, f.Decompose)
    assert (facts.minutes, facts.item.time, facts.things[0].name) == (60, "08:00", "")
    assert shown(iris, iris.plan.steps) == [("08:00", "08:20", "weigh the flour"), ("08:20", "09:00", "stir")]
    first, second = iris.plan.steps
    assert iris.world.town.thing(first.thing_id).name == facts.things[1].name
    assert second.thing_id == 0


def test_a_revised_plan_is_the_same_after_the_world_was_opened_again(session: Session, iris: Mind) -> None:
    drive(planning.plan_day(iris), plan(iris, *DAY))
    session.simulation.here.state.advance(7 * HOUR)
    drive(planning.revise(iris, "the soup is gone"), plan(iris, ("14:00", "Duck Green", "sit by the water")))
    expected = shown(iris)
    session.unsaved = session.simulation.here.batch
    session.unsaved.step = session.step
    session.close()
    again = Session(session.path, ScriptedEngine(), HashedWords())
    revived = again.simulation.minds[iris.id]
    assert shown(revived) == expected
    assert [row.id for row in revived.plan.parts] == [row.id for row in iris.plan.parts]
    assert revived.plan.bed_step == iris.plan.bed_step
    again.close()
