"""What a person closed, as the map shows it: ground that nobody walks on is greyed, with boards across where one would come in."""

from collections.abc import Iterable
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from sandbox_app.simulation.closures import ROADS, Closure, tiles_of
from sandbox_app.town.model import Town
from sandbox_app.ui.map.sheets import PAINTED, TILE

GREYED = QColor(58, 50, 62, 70)
_RED, _WHITE, _POST, _SHADOW = QColor("#B8432F"), QColor("#F6EFE2"), QColor("#5B4636"), QColor(43, 36, 51, 70)


class Barriers:
    """What is closed in a town, in world pixels.

    Attributes:
        runs: the greyed ground. boards: the upper left corners of the tiles with a board. sites: places that are closed as a whole.
    """

    def __init__(self, town: Town, closed: Iterable[Closure] = ()) -> None:
        self.closed = list(closed)
        self.runs: list[QRect] = []
        self.boards: list[tuple[int, int]] = []
        self.sites = frozenset(closure.place for closure in self.closed if not closure.stretch)
        if not self.closed:
            return
        all_tiles = np.logical_or.reduce([tiles_of(town, closure) for closure in self.closed])
        roads = np.logical_or.reduce([town.layers[name] > 0 for name in ROADS if name in town.layers])
        for closure in self.closed:
            tiles = tiles_of(town, closure)
            covered = town.place(closure.place).indoors and not closure.stretch
            self.runs += [] if covered else _runs(tiles)
            rim = _beside(tiles) & town.walkable & ~all_tiles if covered else tiles & _beside(town.walkable & ~all_tiles)
            rim = rim & roads if np.any(rim & roads) else rim
            self.boards += [(int(x) * TILE, int(y) * TILE) for y, x in np.argwhere(rim)]


def _beside(tiles: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the tiles that have one of these to a side."""
    beside = np.zeros_like(tiles)
    beside[1:] |= tiles[:-1]
    beside[:-1] |= tiles[1:]
    beside[:, 1:] |= tiles[:, :-1]
    beside[:, :-1] |= tiles[:, 1:]
    return beside


def _runs(tiles: NDArray[np.bool_]) -> list[QRect]:
    """Return the tiles as one rectangle for each run in a row."""
    runs = []
    for y in np.flatnonzero(tiles.any(axis=1)).tolist():
        edges = np.flatnonzero(np.diff(np.concatenate([[False], tiles[y], [False]])))
        runs += [
            QRect(start * TILE, y * TILE, (end - start) * TILE, TILE)
            for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
        ]
    return runs


@cache
def board() -> QImage:
    """Return a striped board on two posts, a tile large."""
    image = QImage(TILE, TILE, PAINTED)
    image.fill(0)
    pen = QPainter(image)
    pen.fillRect(QRect(4, 25, 25, 3), _SHADOW)
    for x in (6, 23):
        pen.fillRect(QRect(x, 12, 3, 15), _POST)
    plank = QRectF(2, 11, 28, 8)
    pen.fillRect(plank, _WHITE)
    pen.setClipRect(plank)
    pen.setPen(QPen(_RED, 4.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    for x in range(-4, TILE + 8, 10):
        pen.drawLine(QPointF(x, 22), QPointF(x + 10, 8))
    pen.setClipping(False)
    pen.setPen(QPen(_POST, 1.0))
    pen.drawRect(plank.adjusted(0.5, 0.5, -0.5, -0.5))
    pen.end()
    return image
