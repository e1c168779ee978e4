"""A day's plan as a strip: one block per part, in the colour of its kind, with a marker at the present."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from sandbox_app.ui.theme import look, theme

FIRST, LAST = 5 * 60, 24 * 60
"""The minutes of the day that the strip spans."""


@dataclass(frozen=True)
class Block:
    """A part of the day: minutes since midnight, index into HUES, and what it says when one points at it."""

    start: float
    end: float
    hue: int
    words: str


class PlanStrip(QWidget):
    """The strip, 52 pixels high."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(52)
        self.blocks: tuple[Block, ...] = ()
        self._minute = -1.0
        look.changed.connect(self.update)

    def show_blocks(self, blocks: tuple[Block, ...]) -> None:
        """Show another plan."""
        if blocks != self.blocks:
            self.blocks = blocks
            self.setAccessibleDescription("\n".join(block.words for block in blocks))
            self.update()

    def show_minute(self, minute: float) -> None:
        """Move the marker."""
        if round(minute) != round(self._minute):
            self._minute = minute
            self.update()

    def event(self, event: QEvent) -> bool:
        """Tell which part one points at."""
        if isinstance(event, QHelpEvent):
            minute = FIRST + (event.x() - 8) / max(1, self.width() - 16) * (LAST - FIRST)
            words = next((block.words for block in self.blocks if block.start <= minute < block.end), "")
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def paintEvent(self, event: object) -> None:
        """Draw blocks, hours and marker."""
        colours = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        band = QRectF(8, 10, self.width() - 16, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.line)
        painter.drawRoundedRect(band, 4, 4)
        for block in self.blocks:
            left, right = self._x(band, block.start), self._x(band, block.end)
            if right - left > 1:
                painter.setBrush(colours.hues[block.hue])
                painter.drawRoundedRect(QRectF(left, band.top(), right - left - 1, band.height()), 3, 3)
        font = QFont(self.font())
        font.setPixelSize(10)
        painter.setFont(font)
        painter.setPen(colours.quiet)
        for hour in range(6, 24, 3):
            painter.drawText(QRectF(self._x(band, hour * 60) - 20, 35, 40, 14), Qt.AlignmentFlag.AlignCenter, f"{hour:02}")
        if FIRST <= self._minute <= LAST:
            x = self._x(band, self._minute)
            painter.setPen(QPen(colours.card, 4))
            painter.drawLine(QPointF(x, 5), QPointF(x, 35))
            painter.setPen(QPen(colours.warm, 2))
            painter.drawLine(QPointF(x, 4), QPointF(x, 36))
            painter.setBrush(colours.warm)
            painter.drawEllipse(QPointF(x, 5), 3, 3)
        painter.end()

    @staticmethod
    def _x(band: QRectF, minute: float) -> float:
        return band.left() + band.width() * min(1.0, max(0.0, (minute - FIRST) / (LAST - FIRST)))
