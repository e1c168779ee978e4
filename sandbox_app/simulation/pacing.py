"""How fast the town may go so that its people keep moving: thoughts that are under way should be there when they are due.

A town that runs ahead of its minds freezes at each due thought and then jumps. So the pace is what the thoughts allow: if
the k-th thought to be due comes in `steps` steps, and thoughts are answered at `rate` a second, earliest due first, the clock
need not wait for it at `steps * rate / k` steps a second.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable

from sandbox_app.simulation.pulse import InFlight

LEAST = 0.25
"""Steps a second that the town goes at least while it need not wait: somebody moves every four seconds."""
_LATELY = 10.0
"""The rate is that of so many latest seconds with a thought under way."""


def sustainable(step: int, dues: Iterable[int], rate: float) -> float:
    """Return the pace in steps a second at which no thought that is not due yet will have to be waited for.

    Args:
        step: the last one lived. dues: due steps of the thoughts under way. rate: thoughts answered a second.
    """
    pace = float("inf")
    for rank, due in enumerate(sorted(dues), 1):
        if due > step:
            pace = min(pace, (due - step) * rate / rank)
    return pace


class Pacing:
    """Measures how fast thoughts are answered, and slows the town down to it. Used on the simulation's thread.

    Args:
        now: a clock in seconds.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._seen: deque[tuple[float, int]] = deque()
        self._looked = float("-inf")

    def watch(self, flight: InFlight) -> None:
        """Take note of what has been answered so far; cheap enough for every step."""
        now = self._now()
        if now - self._looked < 0.2:
            return
        self._looked = now
        self._seen.append((flight.busy_seconds, flight.answered))
        while len(self._seen) > 2 and self._seen[-1][0] - self._seen[1][0] >= _LATELY:
            self._seen.popleft()

    @property
    def rate(self) -> float:
        """Thoughts answered a second while some were under way; 0.0 before it is known."""
        if len(self._seen) < 2:
            return 0.0
        (busy_then, then), (busy, answered) = self._seen[0], self._seen[-1]
        return (answered - then) / (busy - busy_then) if busy > busy_then else 0.0

    def allowed(self, wanted: float, step: int, dues: Iterable[int]) -> float:
        """Return the pace to go at, never faster than `wanted` (steps a second)."""
        rate = self.rate
        if rate <= 0:
            return wanted
        return min(wanted, max(LEAST, sustainable(step, dues, rate)))
