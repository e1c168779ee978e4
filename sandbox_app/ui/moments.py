"""Steps as moments: what the clock, the plan and the log call them, in the person's language."""

from sandbox_app.town.clock import Clock, Spoken
from sandbox_app.ui.words import tr


class Calendar(Clock):
    """The clock of one world, in words for the window."""

    def said(self, step: int) -> str:
        """What the large clock says: "Day 2 · Sat 14 Feb · 14:20"."""
        moment = self.time(step)
        return tr(
            "Day {day} · {weekday} {date} {month} · {time}",
            day=self.day(step),
            weekday=weekdays()[moment.weekday()],
            date=moment.day,
            month=months()[moment.month - 1],
            time=self.hhmm(step),
        )

    def spoken(self) -> Spoken:
        """Return the words that `meant` understands, in the person's language."""
        return Spoken(
            now=tr("now"),
            days={tr("yesterday"): -1, tr("today"): 0, tr("tomorrow"): 1},
            times={tr("morning"): "08:00", tr("noon"): "12:00", tr("evening"): "19:00", tr("midnight"): "00:00"},
        )

    def since(self, step: int, now: int) -> str:
        """When something was, seen from `now`: "09:10", "yesterday 09:10", "day 1, 09:10"."""
        days = self.day(now) - self.day(step)
        if days == 0:
            return self.hhmm(step)
        if days == 1:
            return tr("yesterday {time}", time=self.hhmm(step))
        return tr("day {day}, {time}", day=self.day(step), time=self.hhmm(step))

    def moment(self, step: int) -> str:
        """When something was, wherever one stands: "Day 2, 15:00"."""
        return tr("Day {day}, {time}", day=self.day(step), time=self.hhmm(step))

    def span(self, start: int, end: int) -> str:
        """From when to when: "09:10–10:00"."""
        return f"{self.hhmm(start)}–{self.hhmm(end)}"

    def today(self, step: int) -> tuple[int, int]:
        """The first step of a step's day (never before the world's start), and that of the next day."""
        day = self.day(step)
        return max(0, self.day_time(day, "00:00")), self.day_time(day + 1, "00:00")


def weekdays() -> tuple[str, ...]:
    """Short names of the days of the week, Monday first."""
    return (tr("Mon"), tr("Tue"), tr("Wed"), tr("Thu"), tr("Fri"), tr("Sat"), tr("Sun"))


def months() -> tuple[str, ...]:
    """Short names of the months."""
    return (
        tr("Jan"),
        tr("Feb"),
        tr("Mar"),
        tr("Apr"),
        tr("May"),
        tr("Jun"),
        tr("Jul"),
        tr("Aug"),
        tr("Sep"),
        tr("Oct"),
        tr("Nov"),
        tr("Dec"),
    )
