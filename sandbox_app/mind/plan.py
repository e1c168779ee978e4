"""The plan of an agent: parts of the day, and the minutes of the hour at hand. Data first, thinking in `planning.py`."""

import re

import msgspec

from sandbox_app.worldfile.rows import PlanRow

_NO_BED = "".join(f"(?<!{word} )" for word in ("flower", "garden", "vegetable", "herb", "rose", "make the", "making the"))
_TO_BED = re.compile(rf"\b(sleep|{_NO_BED}bed|asleep|rest for the night)\b", re.IGNORECASE)


def is_bedtime(activity: str) -> bool:
    """Say whether a plan line means going to sleep for the night."""
    return bool(_TO_BED.search(activity))


class Plan:
    """The plan lines that hold.

    Attributes:
        parts: lines of level "day", in order of time; they follow each other without gaps.
        steps: lines of level "step", in order of time.
        bed_step: when the agent means to go to bed.
        day: the day that has been planned, 0 for none.
        revised_step: when it was changed last, far back when never.
        version: counts changes of the parts; what was thought ahead for an older version is dropped.
    """

    def __init__(self) -> None:
        self.parts: list[PlanRow] = []
        self.steps: list[PlanRow] = []
        self.bed_step = 0
        self.day = 0
        self.revised_step = -(10**9)
        self.version = 0

    def part_at(self, step: int) -> PlanRow | None:
        """Return the part of the day that a step falls into."""
        return _at(self.parts, step)

    def step_at(self, step: int) -> PlanRow | None:
        """Return the line of the hour that a step falls into."""
        return _at(self.steps, step)

    def next_part(self, part: PlanRow) -> PlanRow | None:
        """Return the part that follows."""
        return next((row for row in self.parts if row.start_step >= part.end_step), None)

    def cut_at(self, day: int, step: int) -> PlanRow | None:
        """Return the part of `day` that is under way at `step`, as it ends there; None when no part is under way."""
        part = self.part_at(step) if self.day == day else None
        return msgspec.structs.replace(part, end_step=step) if part is not None and part.start_step < step else None

    def retired_by(self, day: int, step: int) -> list[int]:
        """Return the ids of the lines that no longer hold when the rest of `day` is planned anew at `step`."""
        parts = [row.id for row in self.parts if row.end_step > step or self.day != day]
        return parts + [row.id for row in self.steps if row.end_step > step]

    def set_parts(self, day: int, rows: list[PlanRow], step: int) -> None:
        """Take new parts, after those of the same day that are over by `step`. The first may be what `cut_at` gave."""
        self.parts = [row for row in self.parts if row.end_step <= step and self.day == day] + rows
        self.steps = []
        self.day = day
        self.version += 1

    def add_steps(self, rows: list[PlanRow], step: int) -> None:
        """Take the lines of another hour; those that are over by `step` are history and stay in the record alone."""
        self.steps = [row for row in self.steps if row.end_step > step] + rows

    def steps_until(self, step: int) -> int:
        """Return the step up to which the hour at hand is laid out, at least `step`."""
        return max((row.end_step for row in self.steps), default=step)


def _at(rows: list[PlanRow], step: int) -> PlanRow | None:
    return next((row for row in rows if row.start_step <= step < row.end_step), None)
