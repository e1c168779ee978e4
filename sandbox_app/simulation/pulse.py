"""How busy the minds keep an engine, and for what the clock had to stand still; in wall-clock time, for reports alone."""

import threading
import time
from collections.abc import Sequence

from msgspec import Struct


class InFlight:
    """Requests that an engine has been given and has not answered, over time. Told by two threads: of asking, and of answering.

    Attributes:
        now: requests in flight. answered: requests that were, so far.
    """

    def __init__(self) -> None:
        self.now = 0
        self.answered = 0
        self._lock = threading.Lock()
        self._since = 0.0
        self._busy = 0.0
        self._summed = 0.0

    def begins(self) -> None:
        """A request is handed to the engine."""
        self._count(1)

    def ends(self) -> None:
        """A request is answered, or has failed."""
        self._count(-1)
        self.answered += 1

    def _count(self, change: int) -> None:
        with self._lock:
            at = time.monotonic()
            if self.now:
                self._busy += at - self._since
                self._summed += (at - self._since) * self.now
            self._since = at
            self.now += change

    @property
    def busy_seconds(self) -> float:
        """Wall-clock seconds with at least one request in flight, up to the latest change."""
        return self._busy

    @property
    def mean(self) -> float:
        """How many were in flight on average while at least one was."""
        return self._summed / self._busy if self._busy else 0.0


class Waits:
    """The seconds in which the clock stood still because a thought was due. Used on the simulation's thread.

    Attributes:
        seconds: all of them. longest: the most at one step. by_purpose: whose thoughts were missing; where several were,
            each bears its part.
    """

    def __init__(self) -> None:
        self.seconds = 0.0
        self.longest = 0.0
        self.by_purpose: dict[str, float] = {}
        self._step = -1
        self._here = 0.0

    def add(self, step: int, seconds: float, missing: Sequence[str]) -> None:
        """The clock stood at `step` for so long, for thoughts of these purposes."""
        if step != self._step:
            self._step, self._here = step, 0.0
        self._here += seconds
        self.seconds += seconds
        self.longest = max(self.longest, self._here)
        for purpose in missing:
            self.by_purpose[purpose] = self.by_purpose.get(purpose, 0.0) + seconds / len(missing)


class Pulse(Struct, frozen=True):
    """The two of them, as `run --json` reports them.

    Attributes:
        in_flight: mean number of requests at the engine while there was one. busy_seconds: how long there was one.
        waited_seconds: how long the clock waited. longest_wait_seconds: at one step.
        waited_by_purpose: seconds.
    """

    in_flight: float = 0.0
    busy_seconds: float = 0.0
    waited_seconds: float = 0.0
    longest_wait_seconds: float = 0.0
    waited_by_purpose: dict[str, float] = {}


def pulse(flight: InFlight, waits: Waits) -> Pulse:
    """Return what was counted so far."""
    by_purpose = dict(sorted(waits.by_purpose.items(), key=lambda pair: -pair[1]))
    return Pulse(flight.mean, flight.busy_seconds, waits.seconds, waits.longest, by_purpose)
