"""Routines: an hour that was lived before in the same conditions is lived again without another thought.

The conditions: the same site, activity, part of the day and kind of day (workday or not), all its things known and to be had, and
nothing that went wrong in it. So that life does not become a loop, at least `VARIETY` different hours must be known for the
conditions, none is repeated twice on a day, the one longest unused is taken, and after `FRESH` repetitions a new one is thought out.
"""

import re
from collections.abc import Sequence

from msgspec import Struct

from sandbox_app.worldfile.rows import PlanRow

VARIETY = 3
"""So many hours must have been thought out in the same conditions before one of them is repeated."""
FRESH = 3
"""After so many repetitions the next hour is thought out anew."""
MOST = 6
"""So many hours are kept for the same conditions, the latest."""
ALIKE = 0.6
"""Share of words that two activities have in common when they are the same for a routine."""
SHORTEST = 0.5
"""An hour is repeated in no less than this share of the time it took."""

_BANDS = (5 * 60, 11 * 60, 14 * 60, 18 * 60)
_WORD = re.compile(r"[^\W\d_]{3,}")
_WORKDAYS = frozenset(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"))

Conditions = tuple[int, int, bool]
"""(site, part of the day, workday)"""


class Piece(Struct, frozen=True):
    """A part of an hour: its share of the time, the thing used (0: none) and what is done."""

    share: float
    thing: int
    activity: str


class Hour(Struct):
    """An hour as it was thought out: by which call, recorded by which event (and those of its repetitions), how often repeated."""

    words: frozenset[str]
    minutes: int
    pieces: tuple[Piece, ...]
    call: int
    event: int
    last: int
    repeated: int = 0
    failed: bool = False


def hour_of(part: PlanRow, rows: Sequence[PlanRow], steps_a_minute: int, call: int, event: int) -> Hour:
    """Return an hour that was thought out.

    Args:
        part: of the day, which it is a part of. rows: what it was divided into; they follow each other.
        call, event: the thought, and what recorded it.
    """
    start, end = rows[0].start_step, rows[-1].end_step
    pieces = tuple(Piece((row.end_step - row.start_step) / (end - start), row.thing_id, row.activity) for row in rows)
    return Hour(_words(part.activity), (end - start) // steps_a_minute, pieces, call, event, start)


def conditions(site: int, minute: int, weekday: str) -> Conditions:
    """Return what has to be the same for a routine; `minute` counts from midnight."""
    return site, sum(minute >= begin for begin in _BANDS), weekday in _WORKDAYS


class Routines:
    """The hours that one agent has thought out. Owned by its mind."""

    def __init__(self) -> None:
        self._hours: dict[Conditions, list[Hour]] = {}
        self._by_event: dict[int, Hour] = {}

    def learn(self, at: Conditions, hour: Hour) -> None:
        """Keep an hour that was thought out."""
        hours = self._hours.setdefault(at, [])
        hours.append(hour)
        self._by_event[hour.event] = hour
        del hours[:-MOST]

    def repeated(self, of: int, event: int, start: int) -> None:
        """Take note that the hour which event `of` recorded was repeated, recorded by another event."""
        hour = self._by_event.get(of)
        if hour is not None:
            hour.repeated += 1
            hour.last = start
            self._by_event[event] = hour

    def fail(self, event: int) -> None:
        """Take note that something went wrong in the hour that this event recorded: it is no routine."""
        hour = self._by_event.get(event)
        if hour is not None:
            hour.failed = True

    def hours(self) -> list[Hour]:
        """Return all hours that are kept, in order of their events."""
        return sorted((hour for hours in self._hours.values() for hour in hours), key=lambda hour: hour.event)

    def fitting(self, at: Conditions, activity: str, minutes: int, since: int) -> list[Hour]:
        """Return the hours that can be repeated now, the one longest unused first; none while there is too little variety.

        Those repeated at the step `since` or later are none of them: once a day is enough.
        """
        words = _words(activity)
        known = [hour for hour in self._hours.get(at, ()) if not hour.failed and _alike(words, hour.words)]
        if len(known) < VARIETY or sum(hour.repeated for hour in known) >= FRESH * len(known):
            return []
        known = [hour for hour in known if hour.last < since or not hour.repeated]
        usable = [hour for hour in known if SHORTEST <= minutes / max(hour.minutes, 1) <= 1 / SHORTEST]
        return sorted(usable, key=lambda hour: (hour.last, hour.event))


def _words(activity: str) -> frozenset[str]:
    return frozenset(_WORD.findall(activity.lower()))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return one == other or (bool(one | other) and len(one & other) / len(one | other) >= ALIKE)
