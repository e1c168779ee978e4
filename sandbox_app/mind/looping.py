"""Noticing that life has become a loop: the same hour again and again, or walking to and fro without end."""

from collections import deque
from collections.abc import Iterable

ALIKE = 0.75
"""Share of activities that hours have in common when they are the same."""
HOURS = 2
"""After so many hours that are the same, the next one must be another."""
LEAST_MINUTES = 90
"""What took less altogether is no loop yet."""
TRIPS = 6
"""So many ways between no more than two tiles within `PACING_MINUTES` are pacing."""
PACING_MINUTES = 20


class Looping:
    """What an agent did of late, as far as it tells a loop. Owned by its mind."""

    def __init__(self) -> None:
        self._hours: deque[tuple[int, frozenset[str], frozenset[int], int]] = deque(maxlen=HOURS)
        self._trips: deque[tuple[int, tuple[int, int]]] = deque(maxlen=TRIPS)

    def lived(self, site: int, activities: Iterable[str], things: Iterable[int], minutes: int) -> None:
        """Take note of an hour (or less): where, what, with which things, how long."""
        self._hours.append((site, frozenset(activities), frozenset(things) - {0}, minutes))

    def worn(self, site: int) -> tuple[frozenset[str], frozenset[int]] | None:
        """Return what was done at a site hour after hour, and with which things; None while the hours differ. Then they are forgotten."""
        long = sum(hour[3] for hour in self._hours) >= LEAST_MINUTES
        if len(self._hours) < HOURS or not long or any(hour[0] != site for hour in self._hours):
            return None
        first, *others = [hour[1] for hour in self._hours]
        if any(len(first & other) < ALIKE * max(len(first), len(other)) for other in others):
            return None
        things = frozenset().union(*(hour[2] for hour in self._hours))
        self._hours.clear()
        return first, things

    def pacing(self, step: int, tile: tuple[int, int], steps_a_minute: int) -> bool:
        """Take note of a way to a tile; say whether the agent walks to and fro."""
        self._trips.append((step, tile))
        if len(self._trips) < TRIPS or step - self._trips[0][0] > PACING_MINUTES * steps_a_minute:
            return False
        if len({tile for _, tile in self._trips}) > 2:
            return False
        self._trips.clear()
        return True
