"""Time: steps and dates, words, and what people type."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox_app.errors import Problem
from sandbox_app.town.clock import Clock, hhmm_minutes, parse_seconds

CLOCK = Clock(datetime(2026, 2, 13, 6, 0))
MOMENTS = st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1))


@given(start=MOMENTS, seconds=st.integers(1, 3600), step=st.integers(0, 10_000_000))
def test_a_step_is_found_again_by_its_time(start: datetime, seconds: int, step: int) -> None:
    clock = Clock(start, seconds)
    assert clock.step(clock.time(step)) == step
    assert clock.step(clock.time(step) + timedelta(seconds=seconds) - timedelta(microseconds=1)) == step


@given(step=st.integers(0, 3_000_000))
def test_what_the_clock_says_is_understood(step: int) -> None:
    minute = step - step % 6
    assert CLOCK.parse(f"day {CLOCK.day(minute)} {CLOCK.hhmm(minute)}") == minute
    assert CLOCK.parse(f"{CLOCK.time(minute):%Y-%m-%d %H:%M}") == minute
    assert CLOCK.parse(str(step)) == step


@given(start=MOMENTS, seconds=st.integers(1, 3600), day=st.integers(1, 400), minutes=st.integers(0, 1439))
def test_a_time_of_day_begins_its_step(start: datetime, seconds: int, day: int, minutes: int) -> None:
    clock = Clock(start, seconds)
    step = clock.day_time(day, f"{minutes // 60:02d}:{minutes % 60:02d}")
    moment = datetime.combine(start.date(), datetime.min.time()) + timedelta(days=day - 1, minutes=minutes)
    assert clock.time(step) >= moment > clock.time(step - 1)


def test_words_are_english_and_count_from_one() -> None:
    step = CLOCK.parse("day 2 14:20")
    assert CLOCK.words(step) == "Day 2 · Sat 14 Feb · 14:20"
    assert (CLOCK.weekday(step), CLOCK.date(step), CLOCK.hhmm(step), CLOCK.day(step)) == ("Saturday", "14 February", "14:20", 2)
    assert CLOCK.words(0) == "Day 1 · Fri 13 Feb · 06:00"


def test_a_day_alone_is_its_beginning() -> None:
    assert CLOCK.parse("day 1") == 0
    assert CLOCK.words(CLOCK.parse("Day 3")) == "Day 3 · Sun 15 Feb · 00:00"
    assert CLOCK.parse("2026-02-14") == CLOCK.parse("day 2 00:00")


@pytest.mark.parametrize(
    ("text", "steps"), [("90m", 540), ("6h", 2160), ("2d", 17280), ("10s", 1), ("1s", 1), ("1d 12h", 12960), ("15S", 2)]
)
def test_durations(text: str, steps: int) -> None:
    assert CLOCK.steps(text) == steps


@pytest.mark.parametrize(
    "text", ["", "soon", "day 0 10:00", "day 2 25:00", "day 2 10:75", "2026-02-31 10:00", "-5", "day 1 05:00", "2025-01-01", "٣"]
)
def test_nonsense_times_are_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(Problem, match=r"\.$"):
        CLOCK.parse(text)


@pytest.mark.parametrize("text", ["", "m", "0m", "-1h", "5", "5y", "9999999999d", "1h x"])
def test_nonsense_durations_are_refused(text: str) -> None:
    with pytest.raises(Problem):
        parse_seconds(text)


def test_times_of_day() -> None:
    assert hhmm_minutes("07:05") == 425
    for wrong in ("24:00", "7", "07:5", "a:00", "07:60", "²:00"):
        with pytest.raises(Problem):
            hhmm_minutes(wrong)
    with pytest.raises(Problem):
        Clock(datetime(2026, 1, 1), 0)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("yesterday noon", "day 1 12:00"),
        ("18:00", "day 2 18:00"),
        ("Tomorrow  morning", "day 3 08:00"),
        ("2026-02-14", "day 2 00:00"),
        ("5", "5"),
    ],
)
def test_a_moment_is_meant_as_seen_from_now(said: str, meant: str) -> None:
    now = CLOCK.parse("day 2 14:20")
    assert CLOCK.meant(said, now) == CLOCK.parse(meant)
    assert CLOCK.meant("now", now) == now


def test_what_is_no_moment_is_said_as_it_was_written() -> None:
    with pytest.raises(Problem, match="'yesterday teatime' is no time"):
        CLOCK.meant("yesterday teatime", CLOCK.parse("day 2 14:20"))


def test_a_day_before_the_first_is_no_other_day() -> None:
    with pytest.raises(Problem, match="'yesterday noon' is before this world begins"):
        CLOCK.meant("yesterday noon", CLOCK.parse("day 1 14:00"))
