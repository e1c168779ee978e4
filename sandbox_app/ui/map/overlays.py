"""What is written over the picture: bubbles, names, what people do, dots of thought, names of places."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap

from sandbox_app.simulation.messages import HUES
from sandbox_app.ui.map.bubbles import Box, placed
from sandbox_app.ui.map.camera import Camera
from sandbox_app.ui.map.sheets import atlas
from sandbox_app.ui.map.spoken import Bubble, Spoken, paint
from sandbox_app.ui.map.stage import Stage
from sandbox_app.ui.map.standing import LEAST_PEOPLE
from sandbox_app.ui.words import tr

NAMES_FROM, ICONS_FROM, SITES_FROM, SITES_TO = 0.75, 0.6, 0.22, 2.5
"""From which zoom on names and icons are shown, and between which the names of buildings."""
_MOST_BUBBLES = 14
_MOST_NAMES = 40
_FACE = (16.0, 30.0)
"""Width and height of a face with its shoulders, in pixels of the town."""
_MOST_FACES = 30
"""While there are more people to be seen, names may cover faces: placing must stay cheap."""
_AROUND, _MOST_AVOIDED, _FEW_BUBBLES = 160.0, 10, 4
"""Within so many pixels of a speaker so many people are not covered, while there are few bubbles: placing must stay cheap."""
_PAPER, _INK = QColor("#FFFDF8"), QColor("#2B2A28")
HUE_COLOURS = ("#5B6B8F", "#B08A5B", "#3E7CB1", "#C4652F", "#2F8F6D", "#8A8F98", "#9A6FB0", "#6F6A62")
"""The eight activities' colours when no theme says otherwise, in the order of HUES."""


def _font(size: float, *, bold: bool = False) -> QFont:
    font = QFont()
    font.setPixelSize(round(size))
    font.setBold(bold)
    return font


class Overlays:
    """Paints words and marks in screen pixels. Lives on the main thread.

    Attributes:
        hues: the eight activities' colours. bubbles, names: where bubbles and names were drawn last, by agent.
    """

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.hues = tuple(QColor(hue) for hue in HUE_COLOURS)
        self.bubbles: dict[int, Box] = {}
        self.names: dict[int, Box] = {}
        self._faces: list[tuple[int, Box]] = []
        self._spoken = Spoken()
        self._labels: dict[tuple[object, ...], QPixmap] = {}

    def set_hues(self, hues: tuple[QColor, ...]) -> None:
        """Use a theme's colours for the activities."""
        self.hues = hues
        self._labels.clear()

    def paint(self, painter: QPainter, camera: Camera, ratio: float, tick: int, marked: frozenset[int]) -> None:
        """Paint everything that is written over the town.

        Args:
            marked: agents whose names are shown at any zoom.
        """
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._sites(painter, camera, ratio)
        shown = self._shown(camera)
        self.names = {}
        self._talk_lines(painter, camera, shown)
        speaking = {speech.agent for speech in self.stage.speeches}
        thinking = self.stage.thinking
        for agent in shown if camera.zoom >= ICONS_FROM else [one for one in shown if one in thinking or one in marked]:
            if agent not in speaking:
                self._above(painter, camera, ratio, agent, tick)
        named = shown if camera.zoom >= NAMES_FROM else [one for one in shown if one in marked]
        self._faces = self._still_faces(camera, shown)
        for agent in sorted(named, key=lambda one: (one not in marked, one not in self.stage.talking)):
            self._name(painter, camera, ratio, agent, sure=agent in marked)
        self._speeches(painter, camera, ratio, shown)

    def _shown(self, camera: Camera) -> list[int]:
        crowd = self.stage.crowd
        if not crowd.count:
            return []
        left, top, right, bottom = camera.seen()
        seen = self.stage.seen_agents() & (crowd.x > left) & (crowd.x < right) & (crowd.y > top) & (crowd.y < bottom + 48)
        found: list[int] = (seen.nonzero()[0] + 1).tolist()
        return found

    def _head(self, camera: Camera, agent: int) -> QPointF:
        x, y = self.stage.head(agent)
        if camera.zoom < LEAST_PEOPLE:
            feet = self.stage.feet(agent)[1]
            y = feet - (feet - y) * LEAST_PEOPLE / camera.zoom
        return QPointF(*camera.to_screen(x, y))

    def _label(self, key: tuple[object, ...], text: str, ratio: float, size: float, *, bold: bool = False) -> QPixmap:
        """A word on a soft pill of paper, kept once drawn."""
        found = self._labels.get((*key, text, ratio))
        if found is not None:
            return found
        if len(self._labels) > 2000:
            self._labels.clear()
        font = _font(size, bold=bold)
        metrics = QFontMetricsF(font)
        width, height = metrics.horizontalAdvance(text) + 10, metrics.height() + 2
        pixmap = QPixmap(round(width * ratio), round(height * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        pen = QPainter(pixmap)
        pen.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen.setPen(Qt.PenStyle.NoPen)
        pen.setBrush(QColor(255, 253, 248, 214))
        pen.drawRoundedRect(QRectF(0, 0, width, height), height / 2.4, height / 2.4)
        pen.setPen(_INK)
        pen.setFont(font)
        pen.drawText(QRectF(0, 0, width, height), Qt.AlignmentFlag.AlignCenter, text)
        pen.end()
        self._labels[(*key, text, ratio)] = pixmap
        return pixmap

    def _sites(self, painter: QPainter, camera: Camera, ratio: float) -> None:
        """Names of buildings: on their roofs, or above their doors while one looks inside."""
        if not SITES_FROM <= camera.zoom <= SITES_TO:
            return
        for site, roof in self.stage.roofs.items():
            closed = self.stage.roof[site] >= 0.5
            x, y = camera.to_screen(roof.x + roof.image.width() / 2, roof.y + roof.image.height() * (0.42 if closed else 1.0))
            if -80 < x < camera.width + 80 and -20 < y < camera.height + 20:
                name = self.stage.town.place(site).name
                name = tr("{name} · closed", name=name) if site in self.stage.barriers.sites else name
                label = self._label(("site", site), name, ratio, 11, bold=not closed)
                painter.setOpacity(0.92)
                painter.drawPixmap(QPointF(round(x - label.width() / ratio / 2), round(y - (0 if closed else 12))), label)
        painter.setOpacity(1.0)

    def _name(self, painter: QPainter, camera: Camera, ratio: float, agent: int, *, sure: bool) -> None:
        """Write a name beneath somebody's feet, or beside them where it would cover a face or a name.

        Where another's name is everywhere, it is left out unless it is `sure`.
        """
        if not sure and len(self.names) >= _MOST_NAMES:
            return
        x, y = camera.to_screen(*self.stage.feet(agent))
        label = self._label(("name",), self.stage.members[agent - 1].short, ratio, 11)
        width, height = label.width() / ratio, label.height() / ratio
        beneath = Box(round(x - width / 2), round(y + 3), width, height)
        away = 12 * camera.zoom
        beside = [Box(round(at), round(y - height), width, height) for at in (x + away, x - away - width)]
        faces = [face for other, face in self._faces if other != agent]
        free = (box for box in (beneath, *beside) if not any(box.meets(other) for other in (*self.names.values(), *faces)))
        box = next(free, beneath)
        if not sure and any(box.meets(other) for other in self.names.values()):
            return
        self.names[agent] = box
        painter.drawPixmap(QPointF(box.x, box.y), label)

    def _still_faces(self, camera: Camera, shown: list[int]) -> list[tuple[int, Box]]:
        """Where the faces are of those who stand still; names that made way for walkers would dance."""
        if camera.zoom < NAMES_FROM or len(shown) > _MOST_FACES:
            return []
        width, height = (side * camera.zoom for side in _FACE)
        heads = [(agent, self._head(camera, agent)) for agent in shown if not self.stage.crowd.moving[agent - 1]]
        return [(agent, Box(head.x() - width / 2, head.y(), width, height)) for agent, head in heads]

    def _talk_lines(self, painter: QPainter, camera: Camera, shown: list[int]) -> None:
        """A thin line between people who talk."""
        stage = self.stage
        pairs = {
            tuple(sorted((agent, other)))
            for agent in stage.talking.intersection(shown)
            for other in stage.now[agent].talking_with
            if other <= stage.crowd.count
        }
        for one, other in pairs:
            ends = [camera.to_screen(x, y - 18) for x, y in (self.stage.feet(one), self.stage.feet(other))]
            painter.setPen(QPen(QColor(255, 253, 248, 190), 3.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(QPointF(*ends[0]), QPointF(*ends[1]))
            painter.setPen(QPen(self.hues[HUES.index("talk")], 1.4, Qt.PenStyle.DotLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(QPointF(*ends[0]), QPointF(*ends[1]))

    def _above(self, painter: QPainter, camera: Camera, ratio: float, agent: int, tick: int) -> None:
        """Dots while somebody thinks, else a small icon of what they do."""
        if agent in self.stage.thinking:
            self._dots(painter, self._head(camera, agent), tick)
            return
        now = self.stage.now.get(agent)
        if now is None or camera.zoom < ICONS_FROM or now.hue == HUES.index("walk"):
            return
        head = self._head(camera, agent)
        badge = self._badge(now.hue, ratio)
        painter.drawPixmap(QPointF(round(head.x() - 9), round(head.y() - 20)), badge)

    def _badge(self, hue: int, ratio: float) -> QPixmap:
        key = ("badge", hue, ratio)
        if key not in self._labels:
            pixmap = QPixmap(round(18 * ratio), round(18 * ratio))
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            pen = QPainter(pixmap)
            pen.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen.setPen(QPen(_PAPER, 1.2))
            pen.setBrush(self.hues[hue])
            pen.drawRoundedRect(QRectF(0.8, 0.8, 16.4, 16.4), 5, 5)
            pen.drawImage(QRect(2, 2, 14, 14), atlas("marks").image(HUES[hue]))
            pen.end()
            self._labels[key] = pixmap
        return self._labels[key]

    def _dots(self, painter: QPainter, head: QPointF, tick: int) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(255, 253, 248, 235))
        painter.drawRoundedRect(QRectF(head.x() - 13, head.y() - 15, 26, 12), 6, 6)
        for dot in range(3):
            painter.setBrush(_INK if tick // 2 % 4 == dot else QColor("#B9B2A6"))
            painter.drawEllipse(QPointF(head.x() - 7 + dot * 7, head.y() - 9), 2.1, 2.1)

    def _speeches(self, painter: QPainter, camera: Camera, ratio: float, shown: list[int]) -> None:
        """Bubbles, the latest first; they move apart and keep on the screen."""
        said: list[tuple[Bubble, QPointF]] = []
        for speech in reversed(self.stage.speeches[-_MOST_BUBBLES:]):
            head = self._head(camera, speech.agent)
            if -20 < head.x() < camera.width + 20 and -20 < head.y() < camera.height + 40:
                name = self.stage.members[speech.agent - 1].short
                said.append((self._spoken.bubble(speech.agent, name, speech.text, ratio), head))
        wanted = [Box(head.x() - one.width / 2, head.y() - one.height - 9, one.width, one.height) for one, head in said]
        boxes = placed(wanted, camera.width, camera.height, self._bodies(camera, [head for _, head in said], shown))
        self.bubbles = {one.agent: box for (one, _), box in zip(said, boxes, strict=True)}
        for (bubble, head), box in reversed(list(zip(said, boxes, strict=True))):
            paint(painter, bubble, box, head)

    def _bodies(self, camera: Camera, heads: list[QPointF], shown: list[int]) -> list[Box]:
        """Where people are whom a bubble should not cover: those who speak, and those around them."""
        bodies: list[Box] = []
        for agent in shown if camera.zoom >= NAMES_FROM and len(heads) <= _FEW_BUBBLES else []:
            x, y = camera.to_screen(*self.stage.feet(agent))
            near = any(abs(x - head.x()) < _AROUND and abs(y - head.y()) < _AROUND for head in heads)
            if near and len(bodies) < _MOST_AVOIDED:
                bodies.append(Box(x - 11 * camera.zoom, y - 42 * camera.zoom, 22 * camera.zoom, 42 * camera.zoom + 16))
        return bodies
