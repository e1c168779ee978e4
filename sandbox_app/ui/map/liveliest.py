"""Where there is most to see: what the first look into a town shows."""

import numpy as np
from numpy.typing import NDArray

_MOST_TRIED = 64


def liveliest(
    x: NDArray[np.float64], y: NDArray[np.float64], weight: NDArray[np.float64], width: float, height: float
) -> tuple[float, float] | None:
    """Return the middle of the view of this size that shows the most life, None where there is nobody.

    Args:
        x, y: where everybody is, in world pixels. weight: how much each is worth seeing.
        width, height: of the view in world pixels.
    """
    if not len(x):
        return None
    best, found = -1.0, (0.0, 0.0)
    for tried in range(0, len(x), max(1, -(-len(x) // _MOST_TRIED))):
        inside = (np.abs(x - x[tried]) < width * 0.42) & (np.abs(y - y[tried]) < height * 0.42)
        worth = float(weight[inside].sum())
        if worth > best:
            middle = (x[inside].min() + x[inside].max()) / 2, (y[inside].min() + y[inside].max()) / 2
            best, found = worth, (float(middle[0]), float(middle[1]))
    return found
