"""The lines that a day has already: in order, one for each time, no more than a plan may have, in the words of a plan."""

from hypothesis import given, settings

from sandbox_app.llm import facts as f
from sandbox_app.llm.agenda import BED, GET_UP, LEAST, MOST, OPEN, of_day, of_rest, planned
from sandbox_app.llm.clock import clock, minutes
from tests.llm import scripted_facts as gen

relaxed = settings(max_examples=150, deadline=None)
PLACES = ("Mill Cottage", "Bakery", "Park")


def _promise(time: str, who: str, what: str, place: str = "Park") -> f.Appointment:
    return f.Appointment(1, time, place, who, what)


@relaxed
@given(gen.day_plans)
def test_a_day_begins_with_getting_up_ends_with_bed_and_has_room_for_something_else(facts: f.DayPlan) -> None:
    lines = facts.agenda
    times = [line.time for line in lines]
    assert LEAST <= len(lines) <= MOST
    assert times == sorted(set(times))
    assert (lines[0].activity, lines[-1].activity) == (GET_UP, BED)
    assert all((line.place == "") == (line.activity == OPEN) for line in lines)
    assert all(1 <= int(line.place) <= len(facts.places) for line in lines if line.place.isdigit())
    promised = [line.time for line in lines if line.promised]
    assert promised == sorted({one.time for one in facts.due if times[0] < one.time < times[-1]})[: MOST - 2]


@relaxed
@given(gen.revise_plans)
def test_what_is_left_of_a_day_leaves_room_for_one_line(facts: f.RevisePlan) -> None:
    lines = facts.agenda
    assert len(lines) <= MOST - 1
    assert len({line.time for line in lines}) == len(lines)
    assert all(line.promised for line in lines if line.time in {one.time for one in facts.due})


def test_a_promise_is_worded_as_what_one_does_with_all_who_share_it() -> None:
    assert planned([_promise("17:00", "Ben", "a picnic")]) == "go to a picnic with Ben"
    assert planned([_promise("17:00", "Ben", "fishing"), _promise("17:00", "Ada", "fishing")]) == "fishing with Ben and Ada"
    assert planned([_promise("17:00", "Ben", "host my party")]) == "host my party with Ben"
    assert planned([_promise("17:00", "Ben", "Ben's party")]) == "go to Ben's party"
    long = planned([_promise("17:00", "Ben", "a " + "very " * 20 + "long walk")])
    assert len(long) <= 64
    assert long.endswith("… with Ben")


def test_who_works_has_noon_and_the_way_back_and_the_evening_open() -> None:
    lines = of_day("06:00", "22:00", "Mill Cottage", ("08:00", "17:00", "Bakery"), [], [], PLACES)
    assert [(line.time, line.activity) for line in lines if line.activity != OPEN] == [
        ("06:00", GET_UP), ("08:00", "work until 17:00"), ("22:00", BED),
    ]  # fmt: skip
    assert [line.time for line in lines if line.activity == OPEN][-4:] == ["12:30", "13:15", "17:00", "18:30"]


def test_what_comes_after_midnight_stays_last_and_what_has_begun_goes_on_now() -> None:
    rest = [("21:30", "Park", "walk"), ("23:00", "Bakery", "read"), ("00:30", "Mill Cottage", "rest")]
    assert [line.time for line in of_rest(rest, [], PLACES, "22:00")] == ["22:00", "23:00", "00:30"]


def test_of_many_lines_what_is_not_promised_gives_way_in_the_middle() -> None:
    rest = [(clock(600 + 60 * at), "Park", f"walk {at}") for at in range(9)]
    lines = of_rest(rest, [_promise("14:00", "Ben", "a race")], PLACES, "09:00")
    assert len(lines) == MOST - 1
    assert ("14:00", "go to a race with Ben") in [(line.time, line.activity) for line in lines]
    assert (lines[0].activity, lines[-1].activity) == ("walk 0", "walk 8")
    assert minutes(lines[0].time) == 600
