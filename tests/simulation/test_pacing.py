"""The pace follows the thoughts, so that a town whose minds are slow walks slowly instead of freezing and jumping."""

import heapq

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox_app.simulation.pacing import LEAST, Pacing, sustainable
from sandbox_app.simulation.pulse import InFlight


class Flight(InFlight):
    """What an engine has been given, told by hand."""

    def told(self, busy: float, answered: int) -> "Flight":
        self._busy, self.answered = busy, answered
        return self


def test_nothing_under_way_is_no_hindrance() -> None:
    assert sustainable(10, [], 1.0) == float("inf")
    assert sustainable(10, [3, 10], 1.0) == float("inf")


@given(st.lists(st.integers(1, 400), min_size=1, max_size=30), st.floats(0.1, 30.0))
def test_at_the_sustainable_pace_every_thought_is_there_when_it_is_due(dues: list[int], rate: float) -> None:
    pace = sustainable(0, dues, rate)
    for rank, due in enumerate(sorted(dues), 1):
        assert rank / rate <= due / pace * (1 + 1e-9)


def test_the_pace_wanted_is_kept_until_the_rate_is_known_and_never_exceeded() -> None:
    clock = iter(range(100))
    pacing = Pacing(lambda: float(next(clock)))
    flight = Flight()
    assert pacing.rate == 0.0
    assert pacing.allowed(6.0, 0, [2, 3]) == 6.0
    pacing.watch(flight.told(0.0, 0))
    pacing.watch(flight.told(4.0, 4))
    assert pacing.rate == pytest.approx(1.0)
    assert pacing.allowed(6.0, 0, [10, 12]) == pytest.approx(6.0)
    assert pacing.allowed(6.0, 0, [4, 4, 4, 4]) == pytest.approx(1.0)
    assert pacing.allowed(6.0, 0, [1] * 30) == LEAST


def test_the_rate_is_that_of_late() -> None:
    clock = iter(range(1000))
    pacing = Pacing(lambda: float(next(clock)))
    flight = Flight()
    for second in range(30):
        pacing.watch(flight.told(float(second), second * 10))
    for second in range(30, 60):
        pacing.watch(flight.told(float(second), 290 + second - 29))
    assert pacing.rate == pytest.approx(1.0, rel=0.1)


def test_at_one_thought_a_second_nobody_stands_still_for_longer_than_five_seconds() -> None:
    """A town of 25 whose thoughts come due in bunches, answered one a second, earliest due first."""
    rate, answered_at, now, step = 1.0, 0.0, 0.0, 0
    asked = [(due, due - 60) for hour in range(6) for due in range(100 + hour * 360, 100 + hour * 360 + 250, 10)]
    asked += [(700, 640), (700, 640), (700, 640)]
    waiting: list[int] = []
    left = sorted(asked, key=lambda thought: thought[1])
    longest = 0.0
    while step < 2000:
        began = now
        while left and left[0][1] <= step:
            heapq.heappush(waiting, left.pop(0)[0])
        pace = min(6.0, max(LEAST, sustainable(step, waiting, rate)))
        now += 1 / pace
        while waiting and (answered_at <= now or waiting[0] <= step + 1):
            answered_at = max(answered_at, began) + 1 / rate
            if answered_at > now and waiting[0] > step + 1:
                break
            now = max(now, answered_at)
            heapq.heappop(waiting)
        step += 1
        longest = max(longest, now - began)
    assert longest <= 5.0
