"""What the clock and the lists call a moment."""

from datetime import datetime

import pytest

from sandbox_app.errors import Problem
from sandbox_app.ui.moments import Calendar

CALENDAR = Calendar(datetime(2026, 2, 13, 6), 10)


def test_the_clock_says_day_date_and_time() -> None:
    assert CALENDAR.said(11_640) == "Day 2 · Sat 14 Feb · 14:20"


@pytest.mark.parametrize(("step", "said"), [(11_640, "14:20"), (3_000, "yesterday 14:20"), (0, "yesterday 06:00"), (20_280, "14:20")])
def test_when_something_was(step: int, said: str) -> None:
    now = step if step > 11_640 else 11_640
    assert CALENDAR.since(step, now) == said


def test_older_days_are_numbered() -> None:
    assert CALENDAR.since(3_000, 30_000) == "day 1, 14:20"


def test_a_day_begins_with_the_world_or_at_midnight() -> None:
    assert CALENDAR.today(100) == (0, 6480)
    assert CALENDAR.today(11_640) == (6480, 15_120)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("yesterday noon", "day 1 12:00"),
        ("Noon  yesterday", "day 1 12:00"),
        ("18:00", "day 2 18:00"),
        ("noon", "day 2 12:00"),
        ("today 9:30", "day 2 9:30"),
        ("tomorrow morning", "day 3 08:00"),
        ("day 1 07:00", "day 1 07:00"),
    ],
)
def test_a_moment_as_people_say_it(said: str, meant: str) -> None:
    assert CALENDAR.meant(said, 11_640) == CALENDAR.parse(meant)


def test_now_is_now_and_nonsense_is_no_moment() -> None:
    assert CALENDAR.meant("now", 77) == 77
    for said in ("", "soon", "day before yesterday", "yesterday teatime"):
        with pytest.raises(Problem):
            CALENDAR.meant(said, 11_640)
