"""A mood as a tiny face: a colour, and a mouth and eyes that tell it without the colour."""

from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QWidget

from sandbox_app.llm.facts import MOODS
from sandbox_app.ui.theme import theme
from sandbox_app.ui.words import mood

_BEND = {"calm": 0.07, "happy": 0.16, "excited": 0.2, "curious": 0.05, "worried": -0.1, "sad": -0.14, "annoyed": 0.0, "tired": -0.05}
"""How far the middle of the mouth hangs below its corners, in diameters."""
_BROW = {"annoyed": 0.1, "worried": -0.1, "sad": -0.07}
"""How far the inner ends of the brows lie below the outer ones."""


def paint_mood(painter: QPainter, box: QRectF, index: int) -> None:
    """Draw the face of a mood (index in `MOODS`) into a square."""
    if 0 <= index < len(MOODS):
        painter.drawImage(box.topLeft(), _face(index, round(box.width()), painter.device().devicePixelRatioF(), theme().name))


@cache
def _face(index: int, size: int, ratio: float, _theme: str) -> QImage:
    image = QImage(round(size * ratio), round(size * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    name = MOODS[index]
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size, size)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().moods[index])
    painter.drawEllipse(QRectF(0, 0, 1, 1))
    pen = QPen(QColor(255, 255, 255) if not theme().dark else QColor("#1E2124"), 0.1)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _eyes(painter, name)
    mouth = QPainterPath(QPointF(0.28, 0.63))
    mouth.quadTo(QPointF(0.5, 0.63 + 2 * _BEND[name]), QPointF(0.72, 0.63))
    if name == "excited":
        painter.setBrush(pen.color())
        mouth.closeSubpath()
    if name == "curious":
        painter.drawEllipse(QPointF(0.5, 0.68), 0.07, 0.07)
    else:
        painter.drawPath(mouth)
    painter.end()
    return image


def _eyes(painter: QPainter, name: str) -> None:
    for inner, outer in ((0.4, 0.22), (0.6, 0.78)):
        middle = (inner + outer) / 2
        if name == "tired":
            painter.drawLine(QPointF(inner, 0.4), QPointF(outer, 0.4))
        elif name in _BROW:
            painter.drawPoint(QPointF(middle, 0.44))
            painter.drawLine(QPointF(inner, 0.27 + _BROW[name]), QPointF(outer, 0.27))
        else:
            painter.drawLine(QPointF(middle, 0.36), QPointF(middle, 0.42))


class MoodFace(QWidget):
    """The face of one mood, 18 pixels wide."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mood = -1
        self.setFixedSize(18, 18)

    def show_mood(self, index: int) -> None:
        """Show another mood."""
        if index != self._mood:
            self._mood = index
            self.setToolTip(mood(index))
            self.setAccessibleName(mood(index))
            self.update()

    def paintEvent(self, event: object) -> None:
        """Draw the face."""
        painter = QPainter(self)
        paint_mood(painter, QRectF(1, 1, 16, 16), self._mood)
        painter.end()
