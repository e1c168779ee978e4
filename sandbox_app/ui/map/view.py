"""The map widget: takes frames, moves its camera by hand, tells what was clicked, and repaints only while something moves."""

import time

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QHideEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QStyle, QToolTip, QWidget

from sandbox_app.simulation.messages import Frame
from sandbox_app.town.model import CastMember, Town
from sandbox_app.ui.map.camera import MOST, Camera
from sandbox_app.ui.map.minimap import Minimap
from sandbox_app.ui.map.overlays import Overlays, voice
from sandbox_app.ui.map.painting import Painting
from sandbox_app.ui.map.sheets import TILE
from sandbox_app.ui.map.stage import Stage

NEAR = 0.98
"""From this zoom on all roofs fade."""
_QUICK, _CALM = 16, 160
"""Milliseconds between pictures while people walk, and while only water and thoughts move."""
_DRAG = 4
"""A press that moves farther than so many pixels is a drag, not a click."""
_KEY_PAN = 96.0


class MapView(QWidget):
    """The town, seen from above and a little from the south.

    Signals:
        agent_clicked: an agent's id. thing_clicked: a thing's id. place_clicked: the id of a room or an open area.
        menu_asked: somebody pressed the right button: kind ("agent", "thing", "place"), id, and the point on the screen.
        zoomed: the zoom is another one now.
        painted: a picture was painted: the milliseconds that bringing everything up to date and painting took.
    """

    agent_clicked = Signal(int)
    thing_clicked = Signal(int)
    place_clicked = Signal(int)
    menu_asked = Signal(str, int, QPoint)
    zoomed = Signal(float)
    painted = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Map of the town"))
        self.camera = Camera()
        self.stage: Stage | None = None
        self.following = 0
        self.selected = 0
        self._hover = QPointF(-1, -1)
        self._pressed: QPointF | None = None
        self._dragged = False
        self._reduced: bool | None = None
        self._colours: tuple[tuple[QColor, ...], QColor, QColor] | None = None
        self._painted_at = time.monotonic()
        self._spent = 0.0
        self._clock = QTimer(self)
        self._clock.setTimerType(Qt.TimerType.PreciseTimer)
        self._clock.timeout.connect(self._tick)

    # --- what it shows

    def set_town(self, town: Town) -> None:
        """Show another town, wholly and at noon, with nobody in it before the first frame."""
        self.stage = Stage(town)
        self._painting = Painting(self.stage)
        self._overlays = Overlays(self.stage)
        self._minimap = Minimap(self.stage)
        self._dress()
        self.camera.world_width, self.camera.world_height = town.width * TILE, town.height * TILE
        self.camera.width, self.camera.height = max(self.width(), 1), max(self.height(), 1)
        self.following = self.selected = 0
        self.zoom_fit()
        self.camera.advance(0.0, at_once=True)
        self.camera.jump(zoom=self.camera.fit, x=town.width * TILE / 2, y=town.height * TILE / 2)
        self._wake()

    def set_cast(self, members: list[CastMember]) -> None:
        """Say who the agents are, in order of id, where they are not the town's own cast."""
        if self.stage is not None:
            self.stage.set_cast(members)
            self._painting.pixmaps.clear()
            self.update()

    def show_frame(self, frame: Frame) -> None:
        """Take a frame in; people walk to where it says."""
        if self.stage is None:
            return
        began = time.monotonic()
        self.stage.take(frame, began, at_once=self.reduced_motion)
        self._spent += time.monotonic() - began
        self._wake()

    def set_time(self, minutes: float) -> None:
        """Show the light of a minute of the day."""
        if self.stage is not None and self.stage.minutes != minutes:
            self.stage.minutes = minutes
            self.update()

    def set_colours(self, hues: tuple[QColor, ...], accent: QColor, desk: QColor) -> None:
        """Use a theme's colours: of the eight activities, of marks, and of what lies beyond the town."""
        self._colours = (hues, accent, desk)
        self._dress()

    def _dress(self) -> None:
        if self.stage is not None and self._colours is not None:
            self._overlays.set_hues(self._colours[0])
            self._painting.accent, self._painting.desk = self._colours[1:]
            self.update()

    def follow(self, agent: int) -> None:
        """Keep an agent in the middle, and look into the building they are in; 0 ends it."""
        self.following = agent
        self._wake()

    def select(self, agent: int) -> None:
        """Mark an agent; 0 for nobody."""
        self.selected = agent
        self._wake()

    # --- motion

    @property
    def reduced_motion(self) -> bool:
        """Whether things change at once instead of moving; follows the system unless it was said otherwise."""
        if self._reduced is not None:
            return self._reduced
        return self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self) == 0

    def set_reduced_motion(self, reduced: bool | None) -> None:
        """Say whether motion is reduced; None follows the system."""
        self._reduced = reduced
        self._wake()

    @property
    def animating(self) -> bool:
        """Whether more pictures will be painted without anything new to show."""
        return self._clock.isActive()

    def _looked_into(self) -> frozenset[int]:
        """The buildings whose roofs are off."""
        stage = self.stage
        assert stage is not None
        if self.camera.target >= NEAR:
            return frozenset(stage.roofs)
        sites = {stage.agent_site(agent) for agent in (self.following, self.selected) if 0 < agent <= stage.crowd.count}
        if self._hover.x() >= 0 and self._minimap.world(self.camera, self._hover.x(), self._hover.y()) is None:
            sites.add(stage.site_at(*self.camera.to_world(self._hover.x(), self._hover.y())))
        return frozenset(sites)

    def _advance(self, now: float) -> bool:
        """Move everything to this moment; return whether something moves on."""
        stage = self.stage
        assert stage is not None
        still = self.reduced_motion
        elapsed = max(now - self._painted_at, 0.0)
        self._painted_at = now
        if still:
            stage.crowd.settle()
        busy = not still and stage.crowd.advance(now)
        busy |= self.camera.advance(now, at_once=still)
        stage.forget_speeches(now)
        if 0 < self.following <= stage.crowd.count:
            x, y = stage.feet(self.following)
            share = 1.0 if still else 1 - 0.0005 ** min(elapsed, 0.5)
            before = (self.camera.x, self.camera.y)
            self.camera.glide(x, y - 20, share)
            busy |= abs(self.camera.x - before[0]) + abs(self.camera.y - before[1]) > 0.05
        busy |= stage.fade_roofs(self._looked_into(), 1.0 if still else min(elapsed, 0.05))
        return busy

    def _ambient(self) -> bool:
        """Whether something small moves: water and smoke of a living town, dots of thought, words that will fade."""
        stage = self.stage
        if stage is None:
            return False
        return bool(stage.speeches) or (not self.reduced_motion and (bool(stage.thinking) or stage.running))

    def _wake(self) -> None:
        """Something has changed: paint, and go on painting while it moves."""
        if self.stage is not None and self.isVisible():
            self._painted_at = max(self._painted_at, time.monotonic() - 0.02)
            self._run(_QUICK)
        self.update()

    def _run(self, interval: int) -> None:
        if not self._clock.isActive() or self._clock.interval() != interval:
            self._clock.start(interval)

    def _tick(self) -> None:
        began = time.monotonic()
        busy = self._advance(began)
        self._spent += time.monotonic() - began
        if busy:
            self._run(_QUICK)
        elif self._ambient():
            self._run(_CALM)
        else:
            self._clock.stop()
        self.update()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is painted while it cannot be seen."""
        self._clock.stop()
        super().hideEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Go on where everybody is by now."""
        super().showEvent(event)
        self._wake()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint this moment."""
        began = time.monotonic()
        painter = QPainter(self)
        if self.stage is None:
            painter.fillRect(self.rect(), self.palette().window())
        else:
            self._paint(painter, self.devicePixelRatioF())
        painter.end()
        spent, self._spent = self._spent + time.monotonic() - began, 0.0
        self.painted.emit(spent * 1e3)

    def _paint(self, painter: QPainter, ratio: float) -> None:
        stage = self.stage
        assert stage is not None
        tick = int(time.monotonic() * 6) if stage.running or stage.thinking else 0
        self._painting.selected = self.selected
        hovered = self._agent_under(self._hover)
        self._painting.hovered = hovered
        settled = self.camera.zoom == self.camera.target
        self._painting.paint(painter, self.camera, ratio, tick, settled=settled)
        marked = frozenset({hovered, self.selected, self.following} - {0})
        self._overlays.paint(painter, self.camera, ratio, tick, marked)
        self._minimap.paint(painter, self.camera, [voice(agent + 1) for agent in range(stage.crowd.count)], marked)

    # --- the camera by hand

    def zoom_in(self) -> None:
        """Go nearer by one rung."""
        self._zoom(self.camera.rung(1))

    def zoom_out(self) -> None:
        """Go farther by one rung."""
        self._zoom(self.camera.rung(-1))

    def zoom_reset(self) -> None:
        """Show a pixel of the town as a pixel of the screen."""
        self._zoom(1.0)

    def zoom_fit(self) -> None:
        """Show the whole town."""
        self.following = 0
        self._zoom(self.camera.fit)

    def _zoom(self, zoom: float, at: QPointF | None = None) -> None:
        point = None if at is None or self.following else (at.x(), at.y())
        self.camera.zoom_to(min(zoom, MOST), time.monotonic(), point)
        if self.reduced_motion or not self.isVisible():
            self.camera.advance(0.0, at_once=True)
        self.zoomed.emit(self.camera.target)
        self._wake()

    def centre_on(self, x: float, y: float) -> None:
        """Bring a tile to the middle."""
        self.camera.jump(x=(x + 0.5) * TILE, y=(y + 0.5) * TILE)
        self._wake()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the whole town in sight when it was."""
        super().resizeEvent(event)
        self.camera.resize(self.width(), self.height())
        self._wake()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel zooms where the pointer is; on a touch pad two fingers move the picture."""
        pixels = event.pixelDelta()
        if not pixels.isNull() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._pan(float(pixels.x()), float(pixels.y()))
        elif event.angleDelta().y():
            self._zoom(self.camera.target * 2 ** (event.angleDelta().y() / 360), event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Take pinches and tool tips besides what every widget takes."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.camera.zoom_to(self.camera.zoom * (1 + event.value()), 0.0, (event.position().x(), event.position().y()))
            self.camera.advance(0.0, at_once=True)
            self._wake()
            return True
        if event.type() == QEvent.Type.ToolTip and self.stage is not None:
            text = self._tip(self._hover)
            if text:
                QToolTip.showText(self.mapToGlobal(self._hover.toPoint()), text, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def _pan(self, dx: float, dy: float) -> None:
        self.following = 0
        self.camera.pan(dx, dy)
        self._wake()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the picture; plus, minus, 0 and / zoom, with Ctrl or without."""
        pans = {Qt.Key.Key_Left: (1, 0), Qt.Key.Key_Right: (-1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1)}
        zooms = {
            Qt.Key.Key_Plus: self.zoom_in,
            Qt.Key.Key_Equal: self.zoom_in,
            Qt.Key.Key_Minus: self.zoom_out,
            Qt.Key.Key_0: self.zoom_reset,
            Qt.Key.Key_Slash: self.zoom_fit,
        }
        key = Qt.Key(event.key())
        if key in pans:
            self._pan(pans[key][0] * _KEY_PAN, pans[key][1] * _KEY_PAN)
        elif key in zooms or event.matches(QKeySequence.StandardKey.ZoomIn):
            zooms.get(key, self.zoom_in)()
        else:
            super().keyPressEvent(event)

    # --- the pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a drag; in the overview, go there."""
        if event.button() == Qt.MouseButton.LeftButton and self.stage is not None:
            self._pressed, self._dragged = event.position(), False
            self._go(event.position())
        else:
            super().mousePressEvent(event)

    def _go(self, point: QPointF) -> bool:
        goal = self._minimap.world(self.camera, point.x(), point.y())
        if goal is None:
            return False
        self.following = 0
        self._dragged = True
        self.camera.jump(x=goal[0], y=goal[1])
        self._wake()
        return True

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the picture, or look at what is under the pointer."""
        here = event.position()
        if self._pressed is not None and self.stage is not None and event.buttons() & Qt.MouseButton.LeftButton:
            moved = here - self._hover
            far = (here - self._pressed).manhattanLength() > _DRAG
            if self._minimap.world(self.camera, self._pressed.x(), self._pressed.y()) is not None:
                self._go(here)
            elif self._dragged or far:
                first = here - self._pressed if not self._dragged else moved
                self._dragged = True
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self._pan(first.x(), first.y())
        elif self.stage is not None:
            over = self._agent_under(here) or self._thing_under(here)
            self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        self._hover = here
        self._wake()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press that did not move was a click."""
        if event.button() == Qt.MouseButton.LeftButton and self._pressed is not None:
            if not self._dragged:
                self._click(event.position())
            self._pressed = None
            self.unsetCursor()
        else:
            super().mouseReleaseEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is hovered any more."""
        self._hover = QPointF(-1, -1)
        self._wake()
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of what is under the pointer."""
        kind, number = self.under(QPointF(event.pos()))
        if kind:
            self.menu_asked.emit(kind, number, event.globalPos())

    def _agent_under(self, point: QPointF) -> int:
        if self.stage is None or point.x() < 0 or self._minimap.world(self.camera, point.x(), point.y()) is not None:
            return 0
        return self.stage.agent_at(*self.camera.to_world(point.x(), point.y()))

    def _thing_under(self, point: QPointF) -> int:
        assert self.stage is not None
        return self.stage.uprights.at(*self.camera.to_world(point.x(), point.y()), indoors=self.stage.open_sites())

    def under(self, point: QPointF) -> tuple[str, int]:
        """Return what is at a point of the widget: "agent", "thing" or "place" and its id, or "" and 0."""
        agent = self._agent_under(point)
        if agent:
            return "agent", agent
        if self.stage is None:
            return "", 0
        thing = self._thing_under(point)
        if thing:
            return "thing", thing
        place = self.stage.place_at(*self.camera.to_world(point.x(), point.y()))
        if place and (site := self.stage.town.site_of(place).id) in self.stage.roofs and site not in self.stage.open_sites():
            place = site
        return ("place", place) if place else ("", 0)

    def _click(self, point: QPointF) -> None:
        kind, number = self.under(point)
        signals = {"agent": self.agent_clicked, "thing": self.thing_clicked, "place": self.place_clicked}
        if kind:
            signals[kind].emit(number)

    def _tip(self, point: QPointF) -> str:
        """What a tool tip says about what is under the pointer."""
        stage = self.stage
        kind, number = self.under(point)
        if stage is None or not kind:
            return ""
        if kind == "agent":
            now = stage.now.get(number)
            return stage.members[number - 1].name + (f"\n{now.activity}" if now is not None else "")
        if kind == "thing":
            thing = stage.town.thing(number)
            state = stage.states.get(number, "")
            return thing.name + (f" ({state})" if state else "")
        place = stage.town.place(number)
        site = stage.town.site_of(number)
        return place.name if place.id == site.id else f"{place.name}, {site.name}"


def render_image(
    town: Town,
    frames: list[Frame],
    size: QSize,
    *,
    minutes: float,
    zoom: float = 0.0,
    tile: tuple[float, float] | None = None,
    selected: int = 0,
    ratio: float = 1.0,
) -> QImage:
    """Draw a moment of a town without a window.

    Args:
        town: which town. frames: from the first, which carries everything, to the one that is shown.
        size: of the picture in logical pixels. ratio: device pixels for each.
        minutes: of the day. zoom: 0 for the whole town. tile: what is in the middle. selected: an agent to mark.
    """
    view = MapView()
    view.set_reduced_motion(True)
    view.resize(size)
    view.set_town(town)
    view.camera.resize(size.width(), size.height())
    for frame in frames:
        view.show_frame(frame)
    view.set_time(minutes)
    view.select(selected)
    view.camera.jump(zoom=zoom or view.camera.fit)
    if tile is not None:
        view.camera.jump(x=(tile[0] + 0.5) * TILE, y=(tile[1] + 0.5) * TILE)
    view._advance(time.monotonic())
    image = QImage(size * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    painter.setClipRect(QRect(QPoint(0, 0), size))
    view._paint(painter, ratio)
    painter.end()
    view.deleteLater()
    return image
