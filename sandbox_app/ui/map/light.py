"""The light of the hour: what the picture is multiplied by, and how much lamps and windows glow."""

from functools import lru_cache

import numpy as np

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
    hour = minutes / 60 % 24
    red, green, blue = (round(float(np.interp(hour, _HOURS, [shade[part] for shade in _LIGHT]))) for part in range(3))
    return red, green, blue


def glow_at(minutes: float) -> float:
    """Return how brightly lamps burn, 0 to 1."""
    return float(np.interp(minutes / 60 % 24, _HOURS, _GLOW))
