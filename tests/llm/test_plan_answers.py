"""Plans that go on past midnight are read whole; lines that go back in time are left out."""

import pytest
from msgspec.structs import replace

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from tests.llm.every_facts import ADA, every_facts

LATE = replace(ADA, bed="04:30", wake="11:00")


def times(me: f.Persona, *told: str) -> list[str]:
    facts = next(facts for facts in every_facts(me) if isinstance(facts, f.RevisePlan))
    plan = a.parse(facts, "\n".join(f"{time} 1 walk" for time in told))
    assert isinstance(plan, a.DayPlan)
    return [line.time for line in plan.lines]


@pytest.mark.parametrize(
    ("me", "told", "read"),
    [
        (ADA, ("18:00", "22:30", "00:30", "01:15"), ["18:00", "22:30", "00:30", "01:15"]),
        (ADA, ("07:00", "09:00", "08:00", "10:00"), ["07:00", "09:00", "10:00"]),
        (ADA, ("07:00", "09:00", "06:30", "22:00"), ["07:00", "09:00", "22:00"]),
        (ADA, ("07:00", "08:00", "00:30", "12:00"), ["07:00", "08:00", "12:00"]),
        (ADA, ("22:00", "00:30", "00:10", "23:00", "01:00"), ["22:00", "00:30", "01:00"]),
        (ADA, ("22:00", "04:30"), ["22:00"]),
        (LATE, ("22:00", "02:00", "04:30", "05:00"), ["22:00", "02:00", "04:30"]),
        (ADA, ("00:10", "00:30", "01:00"), ["00:10", "00:30", "01:00"]),
    ],
)
def test_lines_past_midnight_follow(me: f.Persona, told: tuple[str, ...], read: list[str]) -> None:
    assert times(me, *told) == read
