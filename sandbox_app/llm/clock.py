"""Times and days in words: reading them out of what people say, and arithmetic on "HH:MM"."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox_app.llm import facts as f

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = {
    "january": 31, "february": 28, "march": 31, "april": 30, "may": 31, "june": 30,
    "july": 31, "august": 31, "september": 30, "october": 31, "november": 30, "december": 31,
}  # fmt: skip
_TIME = re.compile(r"(?<![\d:])([01]?\d|2[0-3]):([0-5]\d)(?![\d:])")
_DAY = re.compile(r"\bday (\d{1,3})\b", re.IGNORECASE)
_DATE = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(_MONTHS)})\b", re.IGNORECASE)
_WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})\b", re.IGNORECASE)
_TODAY = re.compile(r"\b(today|tonight|this (?:morning|noon|afternoon|evening))\b", re.IGNORECASE)
_TOMORROW = re.compile(r"\btomorrow(?: (?:morning|afternoon|evening|night))?\b", re.IGNORECASE)

_ON_DAY = re.compile(r"\bon day (\d{1,3})(?= at \d)", re.IGNORECASE)
_ON_WEEKDAY = re.compile(rf"\bon (?:{'|'.join(WEEKDAYS)})(?= at \d)", re.IGNORECASE)
_WEEK = 7

LAST_MINUTE = 23 * 60 + 59


def minutes(time: str) -> int:
    """Return the minutes since midnight of "HH:MM"."""
    return int(time[:2]) * 60 + int(time[3:5])


def clock(minute: int) -> str:
    """Return "HH:MM" of the minutes since midnight (clipped to the day)."""
    minute = min(max(minute, 0), LAST_MINUTE)
    return f"{minute // 60:02d}:{minute % 60:02d}"


def part_of_day(time: str) -> str:
    """Return "morning", "noon", "afternoon", "evening" or "night"."""
    minute = minutes(time)
    for end, part in ((5 * 60, "night"), (11 * 60, "morning"), (14 * 60, "noon"), (18 * 60, "afternoon"), (22 * 60, "evening")):
        if minute < end:
            return part
    return "night"


def find_time(text: str) -> str:
    """Return the first time of day in the text as "HH:MM", or ""."""
    found = _TIME.search(text)
    return f"{int(found[1]):02d}:{found[2]}" if found else ""


def _day_of_year(day: int, month: str) -> int:
    names = list(_MONTHS)
    return sum(_MONTHS[name] for name in names[: names.index(month)]) + day


def find_day(text: str, now: "f.Now") -> int | None:
    """Return the day (counted as `now.day` is) that the words of the text name, or None.

    A weekday is today's or the next one to come; a date is taken in the year that brings it nearest.
    """
    if found := _DAY.search(text):
        return int(found[1])
    if _TOMORROW.search(text):
        return now.day + 1
    if (found := _DATE.search(text)) and (today := _DATE.search(now.date)):
        ahead = _day_of_year(int(found[1]), found[2].lower()) - _day_of_year(int(today[1]), today[2].lower())
        return now.day + (ahead + 182) % 365 - 182
    if (found := _WEEKDAY.search(text)) and now.weekday.lower() in WEEKDAYS:
        return now.day + (WEEKDAYS.index(found[1].lower()) - WEEKDAYS.index(now.weekday.lower())) % 7
    if _TODAY.search(text):
        return now.day
    return None


def lasting(text: str, now: "f.Now") -> str:
    """Return the text with "today", "tomorrow" and "on Saturday" before a time as the day's number, so that it stays true later."""
    if not find_time(text) or _DAY.search(text) or _DATE.search(text):
        return text
    if (weekday := _ON_WEEKDAY.search(text)) and (day := find_day(weekday[0], now)) is not None:
        return _ON_WEEKDAY.sub(f"on day {day}", text, count=1)
    if now.day + 1 < 1000:
        text = _TOMORROW.sub(f"on day {now.day + 1}", text, count=1)
    return _TODAY.sub(f"on day {now.day}", text, count=1)


def as_said(text: str, now: "f.Now") -> str:
    """Return the text with the numbers of days before a time as people say them: "tomorrow at 17:00", "on Saturday at 17:00"."""

    def day(found: re.Match[str]) -> str:
        ahead = int(found[1]) - now.day
        if ahead in (0, 1):
            return ("today", "tomorrow")[ahead]
        if 1 < ahead < _WEEK and now.weekday.lower() in WEEKDAYS:
            return "on " + WEEKDAYS[(WEEKDAYS.index(now.weekday.lower()) + ahead) % _WEEK].capitalize()
        return "yesterday" if ahead == -1 else found[0]

    return _ON_DAY.sub(day, text)


def is_past(text: str, now: "f.Now") -> bool:
    """Return whether the time that the text names lies behind us; without a day or a time, nothing is past."""
    time, day = find_time(text), find_day(text, now)
    if day is None or not time:
        return day is not None and day < now.day
    return (day, time) <= (now.day, now.time)
