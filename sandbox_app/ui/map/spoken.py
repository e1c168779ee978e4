"""Pictures of what is said: a bubble with its speaker's name and words is drawn once, and then put where there is room."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap, QPolygonF

from sandbox_app.ui.map.bubbles import Box, broken
from sandbox_app.ui.map.voices import voice

_WIDEST = 230.0
_TAIL = 34.0
_RIM = 1.0
"""Pixels around a bubble in its picture, for the half of its outline that lies outside."""
_MOST = 100
_PAPER, _INK = QColor("#FFFDF8"), QColor("#2B2A28")


@dataclass(frozen=True)
class Bubble:
    """What somebody says, drawn. `width` and `height` are those of the bubble itself."""

    agent: int
    picture: QPixmap
    width: float
    height: float


class Spoken:
    """The bubbles of late. Lives on the main thread."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int, str, float], Bubble] = {}

    def bubble(self, agent: int, name: str, text: str, ratio: float) -> Bubble:
        """Return the bubble of somebody's words."""
        key = (agent, text, ratio)
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= _MOST:
                self._kept.clear()
            found = self._kept[key] = _drawn(agent, name, text, ratio)
        return found


def paint(painter: QPainter, bubble: Bubble, box: Box, head: QPointF) -> None:
    """Put a bubble at its place, and lead from there to the head of who speaks."""
    colour = voice(bubble.agent)
    touches = 0 <= head.y() - box.y - box.height <= _TAIL and box.x - 10 < head.x() < box.x + box.width + 10
    if not touches:  # too far for a tail
        near = QPointF(min(max(head.x(), box.x + 10), box.x + box.width - 10), min(max(head.y() + 8, box.y + 8), box.y + box.height - 8))
        for pen_colour, width in ((_PAPER, 3.0), (colour, 1.6)):
            painter.setPen(QPen(pen_colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(near, QPointF(head.x(), head.y() + 8))
    painter.drawPixmap(QPointF(box.x - _RIM, box.y - _RIM), bubble.picture)
    if touches:
        foot = min(max(head.x(), box.x + 12), box.x + box.width - 12)
        bottom, tip = box.y + box.height, QPointF(head.x(), head.y() - 1)
        left, right = QPointF(foot - 5, bottom), QPointF(foot + 5, bottom)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_PAPER)
        painter.drawPolygon(QPolygonF([left - QPointF(0, 1.5), tip, right - QPointF(0, 1.5)]))
        painter.setPen(QPen(colour, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(left, tip)
        painter.drawLine(right, tip)


def _font(size: int, *, bold: bool = False) -> QFont:
    font = QFont()
    font.setPixelSize(size)
    font.setBold(bold)
    return font


def _drawn(agent: int, name: str, text: str, ratio: float) -> Bubble:
    metrics, named = QFontMetricsF(_font(12)), QFontMetricsF(_font(10, bold=True))
    lines = broken(text, _WIDEST, metrics.horizontalAdvance)
    width = max(named.horizontalAdvance(name), *(metrics.horizontalAdvance(line) for line in lines)) + 20
    height = len(lines) * metrics.height() + named.height() + 9
    picture = QPixmap(round((width + 2 * _RIM) * ratio + 0.5), round((height + 2 * _RIM) * ratio + 0.5))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    colour = voice(agent)
    pen = QPainter(picture)
    pen.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen.translate(_RIM, _RIM)
    pen.setPen(QPen(colour, 1.6))
    pen.setBrush(_PAPER)
    pen.drawRoundedRect(QRectF(0, 0, width, height), 8, 8)
    pen.setPen(Qt.PenStyle.NoPen)
    pen.setBrush(colour)
    pen.drawRoundedRect(QRectF(3, 6, 3, height - 12), 1.5, 1.5)
    pen.setFont(_font(10, bold=True))
    pen.setPen(colour.darker(135))
    pen.drawText(QRectF(11, 4, width, named.height()), 0, name)
    pen.setFont(_font(12))
    pen.setPen(_INK)
    top = 4 + named.height()
    for number, line in enumerate(lines):
        pen.drawText(QRectF(11, top + number * metrics.height(), width, metrics.height()), Qt.AlignmentFlag.AlignVCenter, line)
    pen.end()
    return Bubble(agent, picture, width, height)
