"""What somebody wants, as long as it can still be wanted."""

from sandbox_app.llm import facts as f
from sandbox_app.llm.clock import find_day, find_time, minutes

LASTS_HOURS = 3
"""How long what is to begin at a time that an aim names is held to go on."""


def timely(aim: str, now: f.Now) -> str:
    """Return an aim, "" where it names a day that is over, or a time of today since which what was to begin then has ended."""
    day = find_day(aim, now)
    if day is None or day > now.day:
        return aim
    time = find_time(aim)
    over = day < now.day or (time and minutes(now.time) >= minutes(time) + 60 * LASTS_HOURS)
    return "" if over else aim
