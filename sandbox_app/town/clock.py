"""Simulated time: steps of fixed length, and how a town says what time it is.

Words are English whatever the computer's locale: they go into prompts, which must be the same everywhere.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sandbox_app.errors import Problem

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_DURATION = re.compile(r"(?:[0-9]{1,9}[smhd])+")
_DAY_TIME = re.compile(r"day\s*([0-9]{1,6})(?:[ ,]+([0-9]{1,2}):([0-9]{2}))?", re.IGNORECASE)
_DATE_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T]([0-9]{1,2}):([0-9]{2}))?")
_LONGEST = 100 * 366 * 86400


class Spoken(NamedTuple):
    """Words for moments as people say them: for the present, for days near it (and how far off), and for times of day."""

    now: str
    days: Mapping[str, int]
    times: Mapping[str, str]


ENGLISH = Spoken(
    now="now",
    days={"yesterday": -1, "today": 0, "tomorrow": 1},
    times={"morning": "08:00", "noon": "12:00", "evening": "19:00", "midnight": "00:00"},
)


def hhmm_minutes(text: str) -> int:
    """Return the minutes since midnight of "HH:MM".

    Raises:
        Problem: it is no time of day.
    """
    hours, colon, minutes = text.strip().partition(":")
    digits = hours.isascii() and hours.isdigit() and minutes.isascii() and minutes.isdigit()
    if colon and digits and len(hours) <= 2 and len(minutes) == 2 and int(hours) < 24 and int(minutes) < 60:
        return int(hours) * 60 + int(minutes)
    raise Problem(f"{text!r} is no time of day; write it like 14:20.")


def parse_seconds(text: str) -> int:
    """Return the seconds of a duration: "90m", "6h", "2d", "10s", or several together: "1d12h".

    Raises:
        Problem: it is no duration, or longer than a century.
    """
    compact = text.strip().lower().replace(" ", "")
    if _DURATION.fullmatch(compact) is None:
        raise Problem(f"{text!r} is no length of time; write it like 90m, 6h or 2d.")
    seconds = sum(int(number) * _SECONDS[unit] for number, unit in re.findall(r"([0-9]+)([smhd])", compact))
    if not 0 < seconds <= _LONGEST:
        raise Problem(f"{text!r} is no length of time a town can live; give more than nothing and less than a century.")
    return seconds


class Clock:
    """Step <-> date and time of one world. Step 0 begins at `start`; immutable.

    Attributes:
        start: date and time of step 0 (naive: a town has no time zone).
        step_seconds: simulated seconds that one step lasts.
    """

    def __init__(self, start: datetime, step_seconds: int = 10) -> None:
        if step_seconds < 1:
            raise Problem(f"A step must last at least one second, not {step_seconds}.")
        self.start = start.replace(tzinfo=None)
        self.step_seconds = step_seconds

    def time(self, step: int) -> datetime:
        """Return when this step begins."""
        return self.start + timedelta(seconds=step * self.step_seconds)

    def step(self, time: datetime) -> int:
        """Return the step in which this moment lies; negative before the start."""
        return (time.replace(tzinfo=None) - self.start) // timedelta(seconds=self.step_seconds)

    def day(self, step: int) -> int:
        """Return the day of this step, counted from 1 at the start's date."""
        return (self.time(step).date() - self.start.date()).days + 1

    def day_time(self, day: int, hhmm: str) -> int:
        """Return the first step at or after "HH:MM" of a day."""
        moment = datetime.combine(self.start.date(), datetime.min.time()) + timedelta(days=day - 1, minutes=hhmm_minutes(hhmm))
        return -((self.start - moment) // timedelta(seconds=self.step_seconds))

    def hhmm(self, step: int) -> str:
        """Return the time of day: "14:20"."""
        return f"{self.time(step):%H:%M}"

    def minute(self, step: int) -> int:
        """Return the minutes since midnight."""
        time = self.time(step)
        return time.hour * 60 + time.minute

    def weekday(self, step: int) -> str:
        """Return the day of the week: "Saturday"."""
        return WEEKDAYS[self.time(step).weekday()]

    def date(self, step: int) -> str:
        """Return day and month: "14 February"."""
        time = self.time(step)
        return f"{time.day} {MONTHS[time.month - 1]}"

    def words(self, step: int) -> str:
        """Return what the toolbar says: "Day 2 · Sat 14 Feb · 14:20"."""
        time = self.time(step)
        return f"Day {self.day(step)} · {WEEKDAYS[time.weekday()][:3]} {time.day} {MONTHS[time.month - 1][:3]} · {time:%H:%M}"

    def steps(self, duration: str) -> int:
        """Return how many steps a duration lasts, at least 1: "90m" is 540 steps of 10 s.

        Raises:
            Problem: it is no duration.
        """
        return max(1, -(-parse_seconds(duration) // self.step_seconds))

    def parse(self, text: str) -> int:
        """Return the step that a person means: "day 2 14:00", "day 2", "2026-02-14 14:00", "2026-02-14", or a step's number.

        Raises:
            Problem: it is no time, or one before the world's start.
        """
        return self._step_of(text.strip(), text)

    def meant(self, text: str, now: int) -> int:
        """Return the step a person means, seen from `now`: what `parse` knows, "now", "18:00", "yesterday noon", "tomorrow 9:30".

        Raises:
            Problem: it is no time, or one before the world's start.
        """
        words, rest = self.spoken(), []
        day: int | None = None
        for word in text.casefold().split():
            if word in words.days:
                day = self.day(now) + words.days[word]
            else:
                rest.append(words.times.get(word, word))
        said = " ".join(rest)
        if said == words.now and day is None:
            return now
        if day is None and len(rest) == 1 and ":" in said:
            day = self.day(now)
        if day is not None and day < 1:
            raise Problem(f"{text!r} is before this world begins ({self.words(0)}).")
        return self._step_of(said if day is None else f"day {day} {said}".strip(), text)

    def spoken(self) -> Spoken:
        """Return the words that `meant` understands."""
        return ENGLISH

    def _step_of(self, said: str, text: str) -> int:
        """Return the step of a moment in the form of `parse`; `text` is what was written."""
        if said.isascii() and said.isdigit() and len(said) <= 12:
            return int(said)
        step = self._parse_moment(said)
        if step is None:
            raise Problem(
                f'{text!r} is no time; write it like "day 2 14:00", "yesterday noon", "2026-02-14 14:00", or as the number of a step.'
            )
        if step < 0:
            raise Problem(f"{text!r} is before this world begins ({self.words(0)}).")
        return step

    def _parse_moment(self, said: str) -> int | None:
        if match := _DAY_TIME.fullmatch(said):
            day = int(match[1])
            if day < 1 or day > _LONGEST // 86400:
                return None
            return self._moment(day, match[2], match[3])
        if match := _DATE_TIME.fullmatch(said):
            try:
                day = (date.fromisoformat(match[1]) - self.start.date()).days + 1
            except ValueError:
                return None
            return self._moment(day, match[2], match[3])
        return None

    def _moment(self, day: int, hours: str | None, minutes: str | None) -> int:
        """Return the step of a day's time; a day without a time begins with the day, the first one with the world."""
        if hours is None:
            step = self.day_time(day, "00:00")
            return max(0, step) if day == 1 else step
        return self.day_time(day, f"{hours}:{minutes}")
