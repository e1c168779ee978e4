"""A thin bar that says how much: its name, the bar, and the value in words."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from sandbox_app.ui.theme import look, theme

_NAME, _VALUE, _HIGH = 78, 40, 16


class Bar(QWidget):
    """A bar.

    Args:
        colour: name of a colour of the theme.
    """

    def __init__(self, name: str, colour: str = "accent") -> None:
        super().__init__()
        self._name, self._colour = name, colour
        self.share = 0.0
        self.said = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def show_value(self, share: float, said: str) -> None:
        """Show a share from 0 to 1, and how it is said."""
        self.share, self.said = min(1.0, max(0.0, share)), said
        self.setAccessibleName(f"{self._name}: {said}")
        self.update()

    def sizeHint(self) -> QSize:
        """One line of small words."""
        return QSize(200, _HIGH)

    def paintEvent(self, event: object) -> None:
        """Draw it."""
        colours = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(self.font())
        font.setPixelSize(11)
        painter.setFont(font)
        painter.setPen(colours.quiet)
        middle = Qt.AlignmentFlag.AlignVCenter
        value = max(_VALUE, painter.fontMetrics().horizontalAdvance(self.said) + 6)
        painter.drawText(QRectF(0, 0, _NAME, self.height()), int(middle | Qt.AlignmentFlag.AlignLeft), self._name)
        painter.drawText(QRectF(self.width() - value, 0, value, self.height()), int(middle | Qt.AlignmentFlag.AlignRight), self.said)
        room = QRectF(_NAME, self.height() / 2 - 2, max(4, self.width() - _NAME - value - 4), 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.line)
        painter.drawRoundedRect(room, 2, 2)
        room.setWidth(room.width() * self.share)
        painter.setBrush(getattr(colours, self._colour))
        painter.drawRoundedRect(room, 2, 2)
        painter.end()
