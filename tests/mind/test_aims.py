"""What somebody wants is told as long as it can still be wanted."""

import pytest

from sandbox_app.llm import facts as f
from sandbox_app.mind.aims import timely

PARTY = "give a Valentine's party at the Blue Kettle on day 2 at 17:00 and invite people"


def at(day: int, time: str) -> f.Now:
    return f.Now(day, ("Friday", "Saturday", "Sunday")[day - 1], f"{12 + day} February", time, "Blue Kettle", "")


@pytest.mark.parametrize(
    ("aim", "day", "time", "told"),
    [
        (PARTY, 1, "23:00", True),
        (PARTY, 2, "08:00", True),
        (PARTY, 2, "18:30", True),  # the party goes on
        (PARTY, 2, "20:00", False),
        (PARTY, 3, "06:00", False),
        ("finish the roof by 14 February", 2, "23:50", True),
        ("finish the roof by 14 February", 3, "00:10", False),
        ("run for mayor and ask people for their vote", 3, "12:00", True),
        ("sing in front of people on Saturday at 17:00", 3, "12:00", True),  # the next one
        ("be at the pier at 06:00", 3, "12:00", True),  # any day
        ("", 3, "12:00", False),
    ],
)
def test_an_aim_of_a_time_that_is_over_is_left_out(aim: str, day: int, time: str, told: bool) -> None:
    assert timely(aim, at(day, time)) == (aim if told else "")
