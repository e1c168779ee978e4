"""The whole town small in a corner: who is where, what part is seen, a click goes there. It can be put away."""

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

from sandbox_app.ui.map.camera import Camera
from sandbox_app.ui.map.ground import CHUNK
from sandbox_app.ui.map.light import light_at
from sandbox_app.ui.map.sheets import TILE, scaled
from sandbox_app.ui.map.stage import Stage
from sandbox_app.ui.map.voices import voice

_WIDEST, _HIGHEST, _NARROWEST, _MARGIN = 190.0, 150.0, 110.0, 12.0
_SHARE, _SHARE_HIGH = 0.15, 0.25
"""So much of the width and height of the map it takes at most."""
_BUTTON = 18.0
"""Side of the square that puts it away, in its upper right corner; half as much again of the one that brings it back."""
_RIM = 8
"""Pixels around the town in its picture, for the card it lies on and that card's shadow."""
_SHADES = 8
"""The light of its hour goes in steps of so many of 255: it is too small for more to be seen, and is not painted anew for less."""
_FEW = 100
"""Up to so many people are round dots with a rim."""


class Minimap:
    """The overview. Lives on the main thread.

    Attributes:
        open: it is there; else only the button that brings it back.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.open = True
        self._scale = 1.0
        self._picture: QImage | None = None
        self._drawn_at = (0.0, 0.0)
        self._people: QPixmap | None = None
        self._painted: tuple[object, ...] = ()

    def helps(self, camera: Camera) -> bool:
        """Whether it helps: not while the whole town is seen anyway, nor on a small screen."""
        return camera.target > camera.fit * 1.3 and camera.width > 420 and camera.height > 320

    def box(self, camera: Camera) -> QRectF:
        """Where it lies on the screen: the smaller the map, the smaller."""
        town = self._stage.town
        widest = min(max(camera.width * _SHARE, _NARROWEST), _WIDEST)
        self._scale = min(widest / (town.width * TILE), min(camera.height * _SHARE_HIGH, _HIGHEST) / (town.height * TILE))
        width, height = town.width * TILE * self._scale, town.height * TILE * self._scale
        return QRectF(camera.width - width - _MARGIN, camera.height - height - _MARGIN, width, height)

    def button(self, camera: Camera) -> QRectF:
        """Where the button lies that puts it away or brings it back."""
        if self.open:
            box = self.box(camera)
            return QRectF(box.right() - _BUTTON, box.top(), _BUTTON, _BUTTON)
        side = 1.5 * _BUTTON
        return QRectF(camera.width - side - _MARGIN, camera.height - side - _MARGIN, side, side)

    def part(self, camera: Camera, point: QPointF) -> Literal["", "button", "town"]:
        """Return which part of it is under a point of the screen, "" beside it."""
        if not self.helps(camera):
            return ""
        if self.button(camera).contains(point):
            return "button"
        return "town" if self.open and self.box(camera).contains(point) else ""

    def world(self, camera: Camera, point: QPointF) -> tuple[float, float]:
        """Return the world pixel under a point of the screen that lies on the overview."""
        box = self.box(camera)
        return (point.x() - box.x()) / self._scale, (point.y() - box.y()) / self._scale

    def _drawn(self, ratio: float) -> QImage:
        """Draw the town with its roofs at the overview's size."""
        town, fine = self._stage.town, self._scale * ratio
        image = QImage(round(town.width * TILE * fine), round(town.height * TILE * fine), QImage.Format.Format_RGB32)
        image.fill(0xFF78A24C)
        pen = QPainter(image)
        for row in range(-(-town.height // CHUNK)):
            for column in range(-(-town.width // CHUNK)):
                x, y = round(column * CHUNK * TILE * fine), round(row * CHUNK * TILE * fine)
                right, bottom = round((column + 1) * CHUNK * TILE * fine), round((row + 1) * CHUNK * TILE * fine)
                pen.drawImage(x, y, scaled(self._stage.ground.chunk(column, row), right - x, bottom - y))
        for roof in self._stage.roofs.values():
            small = scaled(roof.image, max(round(roof.image.width() * fine), 1), max(round(roof.image.height() * fine), 1))
            pen.drawImage(round(roof.x * fine), round(roof.y * fine), small)
        pen.end()
        return image

    def paint(self, painter: QPainter, camera: Camera, ratio: float, tick: int, marked: frozenset[int]) -> None:
        """Paint it, when it helps. Where people are is brought up to date with each `tick`, sixths of a second."""
        if not self.helps(camera):
            return
        if not self.open:
            _paint_button(painter, self.button(camera), opens=True)
            return
        box = self.box(camera)
        key = (tick, self._light(), marked, self._stage.crowd.count, ratio, self._scale)
        if self._people is None or key != self._painted:
            self._painted = key
            self._people = self._with_people(box, ratio, marked)
        painter.drawPixmap(QPointF(round(box.x()) - _RIM, round(box.y()) - _RIM), self._people)
        left, top, right, bottom = camera.seen()
        seen = QRectF(box.x() + left * self._scale, box.y() + top * self._scale, (right - left) * self._scale, (bottom - top) * self._scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # upright lines need no smoothing
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor("#FFFDF8"), 2.2))
        painter.drawRect(seen.intersected(box))
        painter.setPen(QPen(QColor("#2F6F6D"), 1.0))
        painter.drawRect(seen.intersected(box))
        _paint_button(painter, self.button(camera), opens=False)

    def _light(self) -> tuple[int, ...]:
        return tuple(min(-(-shade // _SHADES) * _SHADES, 255) for shade in light_at(self._stage.minutes))

    def _with_people(self, box: QRectF, ratio: float, marked: frozenset[int]) -> QPixmap:
        """The town on its card in the light of the hour with a dot for everybody, in their own colour, in the screen's own pixels."""
        if self._picture is None or self._drawn_at != (ratio, self._scale):
            self._picture, self._drawn_at = self._drawn(ratio), (ratio, self._scale)
        made = QPixmap(round((box.width() + 2 * _RIM) * ratio), round((box.height() + 2 * _RIM) * ratio))
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = QRectF(_RIM, _RIM, box.width(), box.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(43, 36, 51, 60))
        painter.drawRoundedRect(inner.adjusted(-3, -2, 5, 6), 5, 5)
        painter.setBrush(QColor("#FAF7F2"))
        painter.drawRoundedRect(inner.adjusted(-3, -3, 3, 3), 4, 4)
        painter.drawImage(inner, self._picture)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.fillRect(inner.toRect(), QColor(*((shade + 255) // 2 for shade in self._light())))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        crowd = self._stage.crowd
        xs, ys = (crowd.x * self._scale + _RIM).tolist(), (crowd.y * self._scale + _RIM).tolist()
        few = crowd.count <= _FEW
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, few)
        for index, (x, y) in enumerate(zip(xs, ys, strict=True)):
            large = index + 1 in marked
            if few or large:
                size = 3.6 if large else 2.4
                painter.setPen(QPen(QColor("#2B2A28") if large else QColor("#FFFDF8"), 0.9))
                painter.setBrush(voice(index + 1))
                painter.drawEllipse(QPointF(x, y), size, size)
            else:
                painter.fillRect(QRectF(x - 1, y - 1, 2, 2), voice(index + 1))
        painter.end()
        return made


def _paint_button(painter: QPainter, box: QRectF, *, opens: bool) -> None:
    """A cross that puts the overview away, or a small map that brings it back."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor("#E4DED3"), 1.0) if opens else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(250, 247, 242, 235))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QPen(QColor("#2B2A28"), 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inner = box.adjusted(6, 6, -6, -6)
    if opens:
        painter.drawRoundedRect(inner, 2, 2)
        painter.drawRect(QRectF(inner.x() + 4, inner.y() + 4, inner.width() / 2.5, inner.height() / 2.5))
    else:
        painter.drawLine(inner.topLeft(), inner.bottomRight())
        painter.drawLine(inner.topRight(), inner.bottomLeft())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
