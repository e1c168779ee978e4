"""Who is inside: small portraits on the roofs of closed houses, so that from afar one still sees where everybody is."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPixmap

from sandbox_app.ui.map.camera import Camera
from sandbox_app.ui.map.people import portrait
from sandbox_app.ui.map.stage import Stage

SIDE = 20.0
"""Logical pixels of a portrait."""
MOST = 7
"""So many are shown on one roof; a number says how many more there are."""
_LEAST_ZOOM = 0.22
_PAPER, _INK = QColor("#FFFDF8"), QColor("#2B2A28")


class Faces:
    """Paints the portraits and knows where they are. Lives on the main thread.

    Attributes:
        boxes: where portraits were painted last, by agent, on the screen.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._kept: dict[tuple[object, ...], QPixmap] = {}
        self.boxes: dict[int, QRectF] = {}

    def forget(self) -> None:
        """People look different now."""
        self._kept.clear()

    def at(self, point: QPointF) -> int:
        """Return whose portrait is at a point of the screen, 0 for nobody's."""
        return next((agent for agent, box in self.boxes.items() if box.contains(point)), 0)

    def within(self) -> dict[int, list[int]]:
        """Return who is in which closed house: site to agents in order of id."""
        stage = self._stage
        if not stage.crowd.count:
            return {}
        sites = np.where(stage.seen_agents(), 0, stage.sites_of_agents())
        order = np.argsort(sites, kind="stable")
        numbers, starts = np.unique(sites[order], return_index=True)
        groups = np.split(order + 1, starts[1:])
        return {int(site): group.tolist() for site, group in zip(numbers, groups, strict=True) if site}

    def paint(self, painter: QPainter, camera: Camera, ratio: float, hues: tuple[QColor, ...]) -> None:
        """Paint them in a row on each roof, beneath its name, each with a ring in the colour of what they do."""
        self.boxes = {}
        if camera.zoom < _LEAST_ZOOM or all(opacity == 0 for opacity in self._stage.roof.values()):
            return
        for site, agents in self.within().items():
            roof = self._stage.roofs.get(site)
            if roof is None:
                continue
            x, y = camera.to_screen(roof.x + roof.image.width() / 2, roof.y + roof.image.height() * 0.42)
            if not (-150 < x < camera.width + 150 and -60 < y < camera.height + 60):
                continue
            room = max(int(roof.image.width() * camera.zoom / (SIDE * 0.8)), 2)
            shown = agents if len(agents) <= min(MOST, room) else agents[: min(MOST, room) - 1]
            more = len(agents) - len(shown)
            pace = SIDE * 0.86
            left = x - ((len(shown) + bool(more)) * pace) / 2
            for number, agent in enumerate(shown):
                box = QRectF(round(left + number * pace), round(y + 17), SIDE, SIDE)
                self.boxes[agent] = box
                painter.drawPixmap(box.topLeft(), self._face(agent, ratio, hues))
            if more:
                self._more(painter, QRectF(round(left + len(shown) * pace), round(y + 17), SIDE, SIDE), more)

    def _face(self, agent: int, ratio: float, hues: tuple[QColor, ...]) -> QPixmap:
        now = self._stage.now.get(agent)
        hue, asleep = (now.hue, now.asleep) if now is not None else (len(hues) - 1, False)
        key = (agent, hues[hue].rgb(), asleep, ratio)
        if key not in self._kept:
            if len(self._kept) > 3000:
                self._kept.clear()
            self._kept[key] = self._drawn(agent, ratio, hues[hue], asleep)
        return self._kept[key]

    def _drawn(self, agent: int, ratio: float, ring: QColor, asleep: bool) -> QPixmap:
        pixmap = QPixmap(round(SIDE * ratio), round(SIDE * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        pen = QPainter(pixmap)
        pen.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(1, 1, SIDE - 2, SIDE - 2)
        disc = QPainterPath()
        disc.addEllipse(whole)
        pen.fillPath(disc, QColor("#6E7A94") if asleep else _PAPER)
        pen.setClipPath(disc)
        pen.setOpacity(0.62 if asleep else 1.0)
        pen.drawPixmap(QPointF(1, 1), portrait(self._stage.members[agent - 1], round(SIDE - 2), ratio))
        pen.setOpacity(1.0)
        pen.setClipping(False)
        pen.setPen(QPen(_PAPER, 2.4))
        pen.drawEllipse(whole)
        pen.setPen(QPen(ring, 1.5))
        pen.drawEllipse(whole)
        pen.end()
        return pixmap

    def _more(self, painter: QPainter, box: QRectF, count: int) -> None:
        font = QFont()
        font.setPixelSize(10)
        font.setBold(True)
        painter.setPen(QPen(_PAPER, 1.0))
        painter.setBrush(_INK)
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"+{count}" if count < 100 else "99+")
