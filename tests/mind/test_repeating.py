"""Routines and loops: what is lived again without a thought, and when that is too much of the same."""

from sandbox_app.mind.looping import HOURS, TRIPS, Looping
from sandbox_app.mind.repeating import FRESH, VARIETY, Routines, conditions, hour_of
from sandbox_app.worldfile.rows import PlanRow

MORNING = conditions(3, 9 * 60, "Monday")


def rows(start: int, *activities: str) -> list[PlanRow]:
    return [
        PlanRow(
            id=start + number,
            agent_id=1,
            level="step",
            start_step=start + number * 120,
            end_step=start + number * 120 + 120,
            place_id=3,
            thing_id=number,
            activity=activity,
            created_step=start,
        )
        for number, activity in enumerate(activities)
    ]


LATER = 10**6
"""A later day."""


def learned(count: int) -> Routines:
    routines = Routines()
    for number in range(count):
        (part,) = rows(number * 360, "bake bread")
        pieces = rows(number * 360, "knead", "bake", "rest")
        routines.learn(MORNING, hour_of(part, pieces, 6, 10 + number, 100 + number))
    return routines


def test_an_hour_is_repeated_in_the_same_conditions_once_there_is_some_variety() -> None:
    assert learned(VARIETY - 1).fitting(MORNING, "bake bread", 60, LATER) == []
    routines = learned(VARIETY)
    first = routines.fitting(MORNING, "bake bread", 60, LATER)[0]
    assert (first.call, first.event, [piece.activity for piece in first.pieces]) == (10, 100, ["knead", "bake", "rest"])
    for other in (conditions(4, 9 * 60, "Monday"), conditions(3, 19 * 60, "Monday"), conditions(3, 9 * 60, "Sunday")):
        assert routines.fitting(other, "bake bread", 60, LATER) == []
    assert routines.fitting(MORNING, "write a letter", 60, LATER) == []
    assert routines.fitting(MORNING, "bake bread", 20, LATER) == []


def test_the_hour_longest_unused_comes_first_and_after_some_repetitions_a_new_one_is_thought_out() -> None:
    routines = learned(VARIETY)
    routines.repeated(100, 200, 5000)
    assert routines.fitting(MORNING, "bake bread", 60, LATER)[0].event == 101
    for number in range(VARIETY * FRESH - 1):
        assert routines.fitting(MORNING, "bake bread", 60, LATER)
        routines.repeated(101, 300 + number, 6000)
    assert routines.fitting(MORNING, "bake bread", 60, LATER) == []


def test_no_hour_is_repeated_twice_on_a_day() -> None:
    routines = learned(VARIETY + 1)
    routines.repeated(100, 200, 5000)
    assert [hour.event for hour in routines.fitting(MORNING, "bake bread", 60, since=0)] == [101, 102, 103]
    routines.repeated(101, 300, 6000)
    assert [hour.event for hour in routines.fitting(MORNING, "bake bread", 60, since=5500)] == [102, 103, 100]


def test_an_hour_in_which_something_went_wrong_is_no_routine() -> None:
    routines = learned(VARIETY + 1)
    routines.repeated(100, 200, 5000)
    routines.fail(200)
    assert [hour.event for hour in routines.fitting(MORNING, "bake bread", 60, LATER)] == [101, 102, 103]


def test_the_same_hour_again_and_again_is_a_loop_once() -> None:
    looping = Looping()
    for _ in range(HOURS):
        assert looping.worn(3) is None
        looping.lived(3, ("knead", "bake"), (7, 0), 60)
    assert looping.worn(4) is None
    assert looping.worn(3) == (frozenset(("knead", "bake")), frozenset((7,)))
    assert looping.worn(3) is None


def test_different_hours_and_short_ones_are_no_loop() -> None:
    looping = Looping()
    for number in range(HOURS):
        looping.lived(3, (f"task {number}", "sweep"), (7,), 60)
    assert looping.worn(3) is None
    for _ in range(HOURS):
        looping.lived(3, ("wash", "dress"), (7,), 20)
    assert looping.worn(3) is None


def test_walking_to_and_fro_is_noticed() -> None:
    looping = Looping()
    there, here = (1, 1), (2, 2)
    assert [looping.pacing(10 * n, (there, here)[n % 2], 6) for n in range(TRIPS)] == [False] * (TRIPS - 1) + [True]
    assert not any(looping.pacing(1000 + 10 * n, (n, n), 6) for n in range(TRIPS + 3)), "going round is no pacing"
    assert not any(looping.pacing(9000 + 200 * n, there, 6) for n in range(TRIPS + 3)), "nor is going now and then"
