"""What is settled of a day, line by line as its plan is answered: to plan is to keep these lines and to fill those left open.

A small model copies a line well and finds its own place in a day badly. So the lines are in order of time, one for each time, with the
numbers of the places and in the words that a plan has; they are no more than a plan may have; and times at which nothing is settled
stand among them, open: around noon and in the evening, after work, and in the longest gaps.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

from msgspec import Struct

from sandbox_app.llm.clock import LAST_MINUTE, clock, minutes

MOST, LEAST = 8, 5
"""Lines of a plan."""
BED = "go to bed and sleep"
GET_UP = "get up"
OPEN = "?"
"""The activity of a line at which nothing is settled."""
LATEST_START = 23 * 60 + 50
_LONGEST = 58
"""Characters of a line made of a promise."""
GAP = 30
"""Minutes between two lines, unless one is promised."""
MEETING = 80
"""Minutes that a meeting takes at least."""
_BREAK = 45
"""Minutes after which somebody who left work for a while is back."""
_FULL_DAY = 6 * 60
_NIGHT = 4 * 60
"""Who goes to bed before this hour does so on the next day."""
NOON, SUPPER = 12 * 60 + 30, 18 * 60 + 30
"""Minutes of the day at which one eats."""
_ARTICLES = frozenset(("a", "an", "the", "my", "our"))


class AgendaLine(Struct, frozen=True):
    """What is settled for a time, in the shape in which a plan is answered; `place` is its number, or its name where no list has it.

    An open line has the activity `OPEN` and no place.
    """

    time: str
    place: str
    activity: str
    promised: bool = False


class Promise(Protocol):
    """Something promised, as `facts.Appointment`."""

    @property
    def time(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def who(self) -> str: ...
    @property
    def what(self) -> str: ...


Line = tuple[str, str, str]
"""Time, name of the place, activity."""


def planned(same: Sequence[Promise]) -> str:
    """Return what one does who promised something, with as many of the others as fit; all of them at the same time.

    "a picnic" with Ben is to "go to a picnic with Ben"; "fishing" is "fishing with Ben".
    """
    first = same[0]
    what = " ".join(first.what.split()).rstrip(".")
    names = list(dict.fromkeys(one.who for one in same if one.what == first.what and one.place == first.place))
    if what.split(" ")[0].lower() in _ARTICLES or "'s " in what or "\u2019s " in what:
        what = f"go to {what}"
    what = what if what[:2] == "I " else what[:1].lower() + what[1:]
    if names[0] in what:
        return _cut(what, _LONGEST)
    line, named = f"{_cut(what, max(_LONGEST - len(names[0]) - 6, 12))} with {names[0]}", names[0]
    for name in names[1:]:
        named = f"{named.replace(' and ', ', ')} and {name}"
        if len(what) + len(named) + 6 > _LONGEST:
            break
        line = f"{what} with {named}"
    return line


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    return (text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:.-") or text[: most - 1]) + "…"


def _promised(promises: Sequence[Promise], numbers: dict[str, str]) -> list[AgendaLine]:
    """Return one line for each time at which something is promised, in order."""
    found = []
    for time in sorted({one.time for one in promises}):
        same = [one for one in promises if one.time == time]
        found.append(AgendaLine(time, numbers.get(same[0].place, same[0].place), planned(same), True))
    return found


def times_promised(lines: Sequence[AgendaLine]) -> tuple[str, ...]:
    """Return the times at which something is promised."""
    return tuple(line.time for line in lines if line.promised)


def _numbered(places: Sequence[str]) -> dict[str, str]:
    """Return the number of each place as a list counts them."""
    return {place: str(number) for number, place in reversed(list(enumerate(places, 1)))}


def of_rest(lines: Sequence[Line], promises: Sequence[Promise], places: Sequence[str], now: str) -> tuple[AgendaLine, ...]:
    """Return what is left of a plan, in its order, with what is promised in place of what else is then.

    What has begun before goes on now. There is room for one line more: what gives way lies in the middle and is not promised.
    """
    numbers = _numbered(places)
    found = _promised(promises, numbers)
    taken = {line.time for line in found}
    rest: dict[str, AgendaLine] = {}
    before = ""
    for time, place, activity in lines:
        past_midnight = time < before and minutes(time) < _NIGHT
        before = time
        time = time if past_midnight else max(time, now)
        if time not in taken:
            rest[time] = AgendaLine(time, numbers.get(place, place), activity)
    found = sorted((*found, *rest.values()), key=lambda line: (line.time < now, line.time))
    while len(found) > MOST - 1:
        soft = [line for line in found[:-1] if not line.promised] or found[:-1]
        found.remove(soft[len(soft) // 2])
    return tuple(found)


class _Day:
    """The lines of a day while they are collected."""

    def __init__(self, start: int, bed: int, lines: list[AgendaLine]) -> None:
        self.start, self.bed, self.lines = start, bed, lines
        self.meetings = [minutes(line.time) for line in lines]

    def add(self, line: AgendaLine, gap: int = GAP) -> bool:
        """Take a line unless it is out of the day, too near another, or in a meeting."""
        at = minutes(line.time)
        if not self.start < at < self.bed or any(0 < at - meeting < MEETING for meeting in self.meetings):
            return False
        if any(abs(minutes(other.time) - at) < gap for other in self.lines) or (self.bed - at < gap):
            return False
        self.lines.append(line)
        return True

    def open(self, at: int, gap: int = _BREAK) -> None:
        """Leave this time open where it fits."""
        if len(self.lines) < MOST:
            self.add(AgendaLine(clock(at), "", OPEN), gap)

    def open_longest_gaps(self, wanted: int) -> None:
        """Leave the middle of the longest gap open, until there are as many lines as wanted or no gap is long."""
        while len(self.lines) < wanted:
            times = sorted(minutes(line.time) for line in self.lines)
            gap, begin = max((later - one, one) for one, later in pairwise(times))
            if gap < 2 or (gap < 2 * _BREAK and len(self.lines) >= LEAST):
                return
            step = 15 if gap > 60 else 1
            self.lines.append(AgendaLine(clock(begin + max(gap // 2 // step * step, 1)), "", OPEN))


def of_day(
    now: str, bed: str, home: str, work: tuple[str, str, str], habits: Sequence[Line], promises: Sequence[Promise], places: Sequence[str]
) -> tuple[AgendaLine, ...]:
    """Return what a day has already and what of it is open, from getting up now to bed.

    Args:
        work: from when to when, and where; empty times where there is none.
        promises: those of the rest of this day.
    """
    numbers = _numbered(places)
    start = min(minutes(now), LATEST_START)
    end = minutes(bed)
    if end <= start or end < _NIGHT:
        end = LAST_MINUTE - 9
    end = max(end, start + 5)
    due = [line for line in _promised(promises, numbers) if minutes(line.time) > start][: MOST - 2]
    if due and minutes(due[-1].time) >= end:
        end = min(minutes(due[-1].time) + 60, LAST_MINUTE)
        due = [line for line in due if minutes(line.time) < end]
    at_home = numbers.get(home, "1")
    day = _Day(start, end, due)
    day.lines = [AgendaLine(clock(start), at_home, GET_UP), *due, AgendaLine(clock(end), at_home, BED)]
    begin, until, where = work
    works = range(0)
    if begin and where in numbers:
        works = range(max(minutes(begin), start), minutes(until) if minutes(until) > minutes(begin) else LAST_MINUTE)
        if minutes(begin) > start:
            day.add(AgendaLine(begin, numbers[where], f"work until {until}"))
    for time, place, activity in sorted(habits):
        if place in numbers and len(day.lines) < MOST - 1:
            day.add(AgendaLine(time, numbers[place], activity))
    _leave_open(day, works, numbers.get(where, ""))
    return tuple(sorted(day.lines, key=lambda line: line.time))


def _leave_open(day: _Day, works: range, work: str) -> None:
    """Leave times open: noon, the way back to work, the end of work, the evening, then the middle of the longest gaps."""
    if day.bed - day.start <= _FULL_DAY:
        day.open_longest_gaps(LEAST)
        return
    day.open(NOON)
    if NOON in works and NOON + _BREAK in works:
        day.open(NOON + _BREAK)
    for line in list(day.lines):
        away = minutes(line.time) + (MEETING if line.promised else _BREAK)
        if line.activity != OPEN and line.place != work and minutes(line.time) in works and away + 15 in works:
            day.open(away, GAP)
    if works and works.stop < day.bed - 60:
        day.open(works.stop)
    if SUPPER not in works:
        day.open(SUPPER)
    day.open_longest_gaps(MOST)
