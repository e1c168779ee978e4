"""The day bar: one day from midnight to midnight, night and light, and where in it we are."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QLinearGradient, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from sandbox_app.ui.scene import Scene
from sandbox_app.ui.theme import look, theme
from sandbox_app.ui.words import tr

DAY = 24 * 60


class DayBar(QWidget):
    """A band of 24 hours with a marker at the moment shown, 30 pixels high."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene
        self.setFixedHeight(30)
        scene.moved.connect(self._changed)
        scene.opened.connect(self._changed)
        look.changed.connect(self.update)

    def _changed(self) -> None:
        if self._scene.world is not None:
            words = self._scene.calendar.said(self._scene.step)
            self.setAccessibleName(tr("The day: {time}", time=words))
        self.update()

    def paintEvent(self, event: object) -> None:
        """Draw the band, the hours and the marker."""
        if self._scene.world is None:
            return
        colours = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        band = QRectF(14, 5, self.width() - 28, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._light(band))
        painter.drawRoundedRect(band, 3, 3)
        font = QFont(self.font())
        font.setPixelSize(10)
        painter.setFont(font)
        painter.setPen(colours.quiet)
        every = 3 if self.width() > 560 else 6
        for hour in range(0, 25, every):
            x = band.left() + band.width() * hour / 24
            box = QRectF(min(max(x - 20, 0), self.width() - 40), 13, 40, 14)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{hour % 24:02}:00")
        x = band.left() + band.width() * self._scene.calendar.minute(self._scene.step) / DAY
        painter.setPen(QPen(colours.card, 1.5))
        painter.setBrush(colours.warm)
        painter.drawPolygon(QPolygonF([QPointF(x - 6, 1), QPointF(x + 6, 1), QPointF(x + 1.5, 12), QPointF(x - 1.5, 12)]))
        painter.end()

    def _light(self, band: QRectF) -> QBrush:
        night, dawn, day = QColor("#4A5578"), QColor("#D9A066"), QColor("#E9D9A8")
        gradient = QLinearGradient(band.topLeft(), band.topRight())
        for hour, colour in ((0, night), (5, night), (6.5, dawn), (8.5, day), (17, day), (19.5, dawn), (21.5, night), (24, night)):
            gradient.setColorAt(hour / 24, colour)
        return QBrush(gradient)
