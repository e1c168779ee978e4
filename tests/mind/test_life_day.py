"""When one day of a life ends and the next begins."""

import pytest

from sandbox_app.mind.mind import turn_of_day
from sandbox_app.mind.plan import is_bedtime


@pytest.mark.parametrize(
    ("bed", "wake", "turn"),
    [
        ("22:00", "06:30", "03:00"),
        ("20:00", "03:30", "03:00"),
        ("00:30", "07:00", "03:45"),
        ("03:00", "11:00", "07:00"),
        ("04:30", "12:30", "08:30"),
        ("10:00", "18:00", "14:00"),
    ],
)
def test_the_day_turns_while_its_owner_sleeps(bed: str, wake: str, turn: str) -> None:
    assert turn_of_day(bed, wake) == turn


@pytest.mark.parametrize("activity", ["go to bed", "sleep", "read in bed", "Off to bed"])
def test_bedtime(activity: str) -> None:
    assert is_bedtime(activity)


@pytest.mark.parametrize("activity", ["weed the flower bed", "make the bed", "water the vegetable bed", "work as gardener"])
def test_no_bedtime(activity: str) -> None:
    assert not is_bedtime(activity)
