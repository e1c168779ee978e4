"""The map widget: a hand moves it, and it tells what was clicked."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from sandbox_app.simulation.closures import tiles_of
from sandbox_app.ui.map.canvas import MapCanvas
from sandbox_app.ui.map.sheets import TILE
from sandbox_app.ui.words import tr

_DRAG = 4
"""A press that moves farther than so many pixels is a drag, not a click."""
_KEY_PAN = 96.0


class MapView(MapCanvas):
    """The town, with a hand on it.

    Attributes:
        led: the person is in the town: clicks on the ground and arrow keys walk.

    Signals:
        agent_clicked: an agent's id. thing_clicked: a thing's id. place_clicked: the id of a room or an open area.
        ground_clicked: a tile, while `led`. step_asked: a direction by an arrow key, while `led`.
        menu_asked: somebody asked for a menu: kind ("agent", "thing", "place"), id, and the point on the screen.
    """

    agent_clicked = Signal(int)
    thing_clicked = Signal(int)
    place_clicked = Signal(int)
    ground_clicked = Signal(int, int)
    step_asked = Signal(int, int)
    menu_asked = Signal(str, int, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.led = False
        self._pressed: QPointF | None = None
        self._dragged = False
        self._overview_at = ""

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
        """Arrows move the picture, or walk; plus, minus, 0 and / zoom, with Ctrl or without."""
        pans = {Qt.Key.Key_Left: (1, 0), Qt.Key.Key_Right: (-1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1)}
        zooms = {
            Qt.Key.Key_Plus: self.zoom_in,
            Qt.Key.Key_Equal: self.zoom_in,
            Qt.Key.Key_Minus: self.zoom_out,
            Qt.Key.Key_0: self.zoom_reset,
            Qt.Key.Key_Slash: self.zoom_fit,
        }
        key = Qt.Key(event.key())
        if key in pans and self.led:
            if not event.isAutoRepeat():
                self.step_asked.emit(-pans[key][0], -pans[key][1])
        elif key in pans:
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
            self._overview_at = self._minimap.part(self.camera, event.position())
            if self._overview_at == "button":
                self.overview_wanted.emit()
            elif self._overview_at:
                self._go(event.position())
        else:
            super().mousePressEvent(event)

    def _go(self, point: QPointF) -> None:
        """Go where a point of the overview is."""
        x, y = self._minimap.world(self.camera, point)
        self.following = 0
        self.camera.jump(x=x, y=y)
        self._wake()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the picture, or look at what is under the pointer."""
        here = event.position()
        if self._pressed is not None and self.stage is not None and event.buttons() & Qt.MouseButton.LeftButton:
            moved = here - self._hover
            far = (here - self._pressed).manhattanLength() > _DRAG
            if self._overview_at == "town":
                self._go(here)
            elif not self._overview_at and (self._dragged or far):
                first = here - self._pressed if not self._dragged else moved
                self._dragged = True
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self._pan(first.x(), first.y())
        elif self.stage is not None:
            over = self._minimap.part(self.camera, here) or self._agent_under(here) or self._thing_under(here)
            self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        self._hover = here
        self._wake()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press that did not move was a click."""
        if event.button() == Qt.MouseButton.LeftButton and self._pressed is not None:
            if not self._dragged and not self._overview_at:
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
        """Ask for the menu of what is under the pointer; by the keyboard, of who is selected."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self.selected and self.stage is not None:
            feet = self.camera.to_screen(*self.stage.feet(self.selected))
            self.menu_asked.emit("agent", self.selected, self.mapToGlobal(QPointF(*feet).toPoint()))
            return
        kind, number = self.under(QPointF(event.pos()))
        if kind:
            self.menu_asked.emit(kind, number, event.globalPos())

    def _thing_under(self, point: QPointF) -> int:
        assert self.stage is not None
        return self.stage.uprights.at(*self.camera.to_world(point.x(), point.y()), indoors=self.stage.open_sites())

    def tile_at(self, point: QPointF) -> tuple[int, int]:
        """Return the tile at a point of the widget, also one beyond the town."""
        x, y = self.camera.to_world(point.x(), point.y())
        return int(x // TILE), int(y // TILE)

    def under(self, point: QPointF) -> tuple[str, int]:
        """Return what is at a point of the widget: "agent", "thing" or "place" and its id, or "" and 0."""
        agent = self._agent_under(point)
        if agent:
            return "agent", agent
        if self.stage is None or self._minimap.part(self.camera, point):
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
        if kind == "place" and self.led:
            self.ground_clicked.emit(*self.tile_at(point))
        elif kind:
            signals[kind].emit(number)

    def _tip(self, point: QPointF) -> str:
        """What a tool tip says about what is under the pointer."""
        stage = self.stage
        if stage is None:
            return ""
        if self._minimap.part(self.camera, point) == "button":
            return tr("Put the overview away") if self._minimap.open else tr("Show the whole town in this corner")
        kind, number = self.under(point)
        if not kind:
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
        name = place.name if place.id == site.id else f"{place.name}, {site.name}"
        x, y = self.tile_at(point)
        closed = next((one for one in stage.barriers.closed if tiles_of(stage.town, one)[y, x] or one.place == place.id), None)
        return name if closed is None else f"{name}\n{tr('closed: {why}', why=closed.why) if closed.why else tr('closed')}"
