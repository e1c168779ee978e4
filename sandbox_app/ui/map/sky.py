"""Rain and snow: a thin layer of small marks over what lies in the open, and a veil of grey; nothing at all under a clear sky.

Marks are few, and all the same small picture, so that they cost a fraction of a millisecond however hard it rains.
"""

from functools import cache

import numpy as np
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from sandbox_app.ui.map.camera import Camera
from sandbox_app.ui.map.sheets import TILE
from sandbox_app.ui.map.stage import Stage

VEILS = {"cloudy": QColor(74, 84, 98, 20), "rain": QColor(58, 72, 96, 38), "snow": QColor(228, 232, 242, 34)}
_AREA = {"rain": 4_000, "snow": 5_000}
"""Pixels of the screen for each drop or flake."""
MOST = 600
_FALL = {"rain": (61.0, 173.0), "snow": (7.0, 12.0)}
"""How far marks move to the left and down in a sixth of a second, in pixels of the screen."""
_SIZE = 12


@cache
def _mark(weather: str, ratio: float) -> QPixmap:
    """A streak of rain, or a flake."""
    pixmap = QPixmap(round(_SIZE * ratio), round(_SIZE * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    pen = QPainter(pixmap)
    pen.setRenderHint(QPainter.RenderHint.Antialiasing)
    if weather == "rain":
        pen.setPen(QPen(QColor(214, 228, 246, 150), 1.3))
        pen.drawLine(QPointF(7.5, 0.5), QPointF(4.0, 11.5))
    else:
        pen.setPen(Qt.PenStyle.NoPen)
        pen.setBrush(QColor(255, 255, 255, 220))
        pen.drawEllipse(QPointF(6, 6), 2.1, 2.1)
    pen.end()
    return pixmap


class Sky:
    """The weather over a stage. Lives on the main thread."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        lots = np.random.default_rng(7)
        self._x, self._y = lots.random(MOST), lots.random(MOST)

    def paint(self, painter: QPainter, camera: Camera, ratio: float, tick: int) -> None:
        """Paint the sky's layer; `tick` counts sixths of a second, and stands still where nothing is to move."""
        weather = self._stage.weather
        if weather not in VEILS:
            return
        left, top = camera.to_screen(0, 0)
        right, bottom = camera.to_screen(camera.world_width, camera.world_height)
        town = QRect(round(left), round(top), round(right - left), round(bottom - top))
        painter.fillRect(town.intersected(QRect(0, 0, camera.width, camera.height)), VEILS[weather])
        if weather in _FALL:
            self._marks(painter, camera, ratio, tick, weather)

    def _marks(self, painter: QPainter, camera: Camera, ratio: float, tick: int, weather: str) -> None:
        count = min(int(camera.width * camera.height / _AREA[weather]), MOST)
        left, down = _FALL[weather]
        x = (self._x[:count] * camera.width - tick * left) % camera.width
        y = (self._y[:count] * camera.height + tick * down) % camera.height
        stage, town = self._stage, self._stage.town
        tiles_x = ((x - camera.width / 2) / camera.zoom + camera.x) // TILE
        tiles_y = ((y - camera.height / 2) / camera.zoom + camera.y) // TILE
        inside = (tiles_x >= 0) & (tiles_x < town.width) & (tiles_y >= 0) & (tiles_y < town.height)
        rooms = np.zeros(len(town.places) + 1, np.bool_)
        rooms[list(stage.open_sites())] = True
        sites = stage.site_tiles[tiles_y[inside].astype(int), tiles_x[inside].astype(int)]
        falls = ~rooms[sites] | (sites == 0)  # not into rooms that one looks into
        mark = _mark(weather, ratio)
        for across, along in zip(x[inside][falls].tolist(), y[inside][falls].tolist(), strict=True):
            painter.drawPixmap(QPointF(across, along), mark)
