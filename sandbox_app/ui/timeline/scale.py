"""Which steps stand where on the line, and where its hours and days are marked. No Qt."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil

from sandbox_app.ui.moments import Calendar

_CLOSEST = 1 / 8
"""Steps per pixel when one is nearest."""
_HOURS = (1, 2, 3, 6, 12)
_APART = 46
"""Pixels between two hours that are named, at least."""
_DAY_APART = 110


@dataclass(frozen=True)
class Scale:
    """A stretch of a world's life on so many pixels.

    Attributes:
        left: the step at the left edge. per_pixel: steps on a pixel. width: pixels.
    """

    left: float
    per_pixel: float
    width: float

    @property
    def right(self) -> float:
        """The step at the right edge."""
        return self.left + self.per_pixel * self.width

    def x(self, step: float) -> float:
        """Where a step is, in pixels from the left edge."""
        return (step - self.left) / self.per_pixel

    def step(self, x: float) -> float:
        """Which step is so many pixels from the left edge."""
        return self.left + x * self.per_pixel

    def zoomed(self, x: float, factor: float, end: int) -> "Scale":
        """The same with `factor` times as many steps on a pixel; the step at `x` stays there."""
        per_pixel = min(max(self.per_pixel * factor, _CLOSEST), max(_CLOSEST, end / max(1.0, self.width)))
        return replace(self, left=self.step(x) - x * per_pixel, per_pixel=per_pixel).within(end)

    def moved(self, pixels: float, end: int) -> "Scale":
        """The same, drawn so many pixels to the right."""
        return replace(self, left=self.left - pixels * self.per_pixel).within(end)

    def within(self, end: int) -> "Scale":
        """The same, with nothing before the beginning and nothing after the end as long as there is enough life to fill it."""
        return replace(self, left=max(0.0, min(self.left, end - self.per_pixel * self.width)))


def whole(end: int, width: float) -> Scale:
    """The whole life on a width."""
    return Scale(0.0, max(_CLOSEST, end / max(1.0, width)), width)


def hours(scale: Scale, calendar: Calendar) -> Iterator[tuple[int, bool]]:
    """Yield the steps to be named, and whether each is a midnight; from afar days, and not all of them."""
    an_hour = 3600 / calendar.step_seconds
    every = next((hours for hours in _HOURS if hours * an_hour / scale.per_pixel >= _APART), 24)
    days = max(1, ceil(_DAY_APART / (24 * an_hour / scale.per_pixel)))
    day = (calendar.day(max(0, int(scale.left))) - 1) // days * days + 1
    while (midnight := calendar.day_time(day, "00:00")) <= scale.right:
        for hour in range(0, 24, every):
            at = midnight + round(hour * an_hour)
            if max(0.0, scale.left) <= at <= scale.right:
                yield at, hour == 0
        day += days
