"""Trees, bushes and flowers: scattered where nothing else is, in groves rather than evenly."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from towns.canvas import Canvas

BUSHES = ("bush", "bush_round", "bush_berry")
FLOWERS = ("flowers_red", "flowers_yellow", "flowers_blue", "flowers_white")


def grove(canvas: Canvas, x: float, y: float, radius: float, trees: int, kinds: Sequence[str], apart: float = 2.2) -> None:
    """Plant trees around a point, denser in the middle, with dark grass and mushrooms beneath."""
    planted: list[tuple[int, int]] = []
    for _ in range(trees * 12):
        if len(planted) >= trees:
            break
        angle, distance = canvas.random.uniform(0, math.tau), radius * canvas.random.random() ** 0.7
        spot = (round(x + math.cos(angle) * distance * 1.25), round(y + math.sin(angle) * distance))
        if all(math.dist(spot, other) >= apart for other in planted) and tree(canvas, *spot, canvas.random.choice(kinds)):
            planted.append(spot)
            for dx, dy in ((-1, 0), (0, 0), (1, 0), (0, 1), (0, -1)):
                _under(canvas, spot[0] + dx, spot[1] + dy)


def _under(canvas: Canvas, x: int, y: int) -> None:
    if 0 <= x < canvas.width and 0 <= y < canvas.height and canvas.tiles["ground"][y, x] == "":
        canvas.put("ground", x, y, "grass_dark")
        if canvas.is_free(x, y) and canvas.random.random() < 0.05:
            canvas.put("decor", x, y, canvas.random.choice(("mushrooms", "leaves", "leaves")))


def tree(canvas: Canvas, x: int, y: int, kind: str) -> bool:
    """Plant one thing where there is room for it; return whether there was."""
    if not canvas.is_free(x, y):
        return False
    canvas.put("scenery", x, y, kind)
    return True


def row(canvas: Canvas, start: tuple[float, float], end: tuple[float, float], every: float, kind: str) -> None:
    """Plant a row: an avenue, lamps along a street."""
    count = max(1, int(math.dist(start, end) / every))
    for number in range(count + 1):
        part = number / count
        tree(canvas, round(start[0] + (end[0] - start[0]) * part), round(start[1] + (end[1] - start[1]) * part), kind)


def sprinkle(canvas: Canvas, mask: NDArray[np.bool_], chance: float, names: Sequence[str], layer: str = "decor") -> None:
    """Lay small things at random on free tiles of a mask."""
    for y, x in np.argwhere(mask & canvas.free()):
        if canvas.random.random() < chance:
            canvas.put(layer, int(x), int(y), canvas.random.choice(names))


def roomy(canvas: Canvas) -> NDArray[np.bool_]:
    """Return free tiles around which all is free, so that a tree there stands in nobody's way or light."""
    free = np.pad(canvas.free(), 2)
    height, width = canvas.height, canvas.width
    around = [free[y : y + height, x : x + width] for y in range(5) for x in range(5)]
    return np.asarray(np.all(around, axis=0))


def banks(canvas: Canvas) -> None:
    """Grow reeds, pebbles and water lilies along the water."""
    water = canvas.covers(canvas.terrain["water"])
    full = canvas.covers(canvas.terrain["water"], 4)
    bridged = canvas.tiles["floor"] != ""
    for y, x in np.argwhere(water & ~bridged & ~canvas.kept_free & (canvas.tiles["decor"] == "")):
        chance = canvas.random.random()
        near_edge = not full[max(0, y - 1) : y + 2, max(0, x - 1) : x + 2].all()
        if near_edge and not full[y, x] and chance < 0.22:
            canvas.put("decor", int(x), int(y), "reeds" if chance < 0.15 else "pebbles")
        elif near_edge and full[y, x] and chance < 0.07:
            canvas.put("decor", int(x), int(y), "lilypads")
