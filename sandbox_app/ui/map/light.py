"""The light of the hour: what the picture is multiplied by, and how much lamps and windows glow."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

_HOURS = (0.0, 4.6, 5.8, 6.8, 8.0, 16.5, 18.2, 19.4, 20.4, 21.6, 24.0)
_LIGHT = (
    (66, 84, 142),
    (68, 86, 144),
    (150, 138, 170),
    (246, 214, 190),
    (255, 255, 255),
    (255, 255, 255),
    (255, 240, 216),
    (242, 200, 178),
    (146, 132, 176),
    (70, 88, 146),
    (66, 84, 142),
)
_GLOW = (1.0, 1.0, 0.75, 0.15, 0.0, 0.0, 0.2, 0.7, 1.0, 1.0, 1.0)


@lru_cache(maxsize=1440)
def light_at(minutes: float) -> tuple[int, int, int]:
    """Return the colour of daylight at a minute of the day: 255, 255, 255 at noon, blue at night, warm in the evening."""
    red, green, blue = (round(_between(minutes, [shade[part] for shade in _LIGHT])) for part in range(3))
    return red, green, blue


def glow_at(minutes: float) -> float:
    """Return how brightly lamps burn, 0 to 1."""
    return _between(minutes, _GLOW)


def _between(minutes: float, values: Sequence[float]) -> float:
    """Return what lies between the values of `_HOURS`, in a straight line."""
    hour = minutes / 60 % 24
    after = bisect_right(_HOURS, hour)
    share = (hour - _HOURS[after - 1]) / (_HOURS[after] - _HOURS[after - 1])
    return values[after - 1] + share * (values[after] - values[after - 1])
