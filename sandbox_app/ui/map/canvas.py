"""The map as a picture: takes frames, moves its camera, and repaints only while something moves. Hands come in `view.py`."""

import time

import numpy as np
from PySide6.QtCore import QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStyle, QWidget

from sandbox_app.simulation.messages import Frame
from sandbox_app.town.model import CastMember, Town
from sandbox_app.ui.map.camera import MOST, Camera
from sandbox_app.ui.map.faces import Faces
from sandbox_app.ui.map.liveliest import liveliest
from sandbox_app.ui.map.minimap import Minimap
from sandbox_app.ui.map.overlays import Overlays
from sandbox_app.ui.map.painting import Painting
from sandbox_app.ui.map.ring import ring
from sandbox_app.ui.map.sheets import TILE
from sandbox_app.ui.map.sky import Sky
from sandbox_app.ui.map.stage import Stage

NEAR = 0.69
"""From this zoom on all roofs fade."""
FIRST_LOOK = 0.75
"""The zoom of the first look into a town: near enough to see who is there and what they do."""
_QUICK, _CALM = 16, 160
"""Milliseconds between pictures while people walk, and while only water and thoughts move."""
_SEPIA = QColor("#8F6B3D")


class MapCanvas(QWidget):
    """The town, seen from above and a little from the south.

    Signals:
        zoomed: the zoom is another one now.
        painted: a picture was painted: the milliseconds that bringing everything up to date and painting took.
        overview_wanted: the hand put the overview away, or wants it back.
    """

    zoomed = Signal(float)
    painted = Signal(float)
    overview_wanted = Signal()

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
        self._past = False
        self._weathered = True
        self._overview = True
        self._hover = QPointF(-1, -1)
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
        self._sky = Sky(self.stage)
        self._faces = Faces(self.stage)
        self._minimap = Minimap(self.stage)
        self._minimap.open = self._overview
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
            self._faces.forget()
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
            self._painting.standing.accent, self._painting.desk = self._colours[1:]
            self.update()

    def show_weather(self, shown: bool) -> None:
        """Paint rain, snow and clouds, or not."""
        self._weathered = shown
        self.update()

    def show_overview(self, shown: bool) -> None:
        """Show the whole town small in the corner, or put it away."""
        self._overview = shown
        if self.stage is not None:
            self._minimap.open = shown
        self.update()

    def set_past(self, past: bool) -> None:
        """Wear a sepia frame while what is shown is past."""
        if past != self._past:
            self._past = past
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
        if self._hover.x() >= 0 and not self._minimap.part(self.camera, self._hover):
            sites.add(stage.site_at(*self.camera.to_world(self._hover.x(), self._hover.y())))
        return frozenset(sites)

    def _agent_under(self, point: QPointF) -> int:
        if self.stage is None or point.x() < 0 or self._minimap.part(self.camera, point):
            return 0
        return self._faces.at(point) or self.stage.agent_at(*self.camera.to_world(point.x(), point.y()))

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
        try:
            if self.stage is None:
                painter.fillRect(self.rect(), self.palette().window())
            else:
                self._paint(painter, self.devicePixelRatioF())
        finally:
            painter.end()  # or Qt ends the process before anybody is told what went wrong
        spent, self._spent = self._spent + time.monotonic() - began, 0.0
        self.painted.emit(spent * 1e3)

    def _paint(self, painter: QPainter, ratio: float) -> None:
        stage = self.stage
        assert stage is not None
        tick = int(time.monotonic() * 6) if stage.running or stage.thinking else 0
        self._painting.standing.selected = self.selected
        hovered = self._agent_under(self._hover)
        self._painting.standing.hovered = hovered
        settled = self.camera.zoom == self.camera.target
        self._painting.paint(painter, self.camera, ratio, tick, settled=settled)
        if self._weathered:
            self._sky.paint(painter, self.camera, ratio, 0 if self.reduced_motion else tick)
        marked = frozenset({hovered, self.selected, self.following} - {0})
        self._faces.paint(painter, self.camera, ratio, self._overlays.hues)
        self._overlays.paint(painter, self.camera, ratio, tick, marked)
        if self._past:
            self._frame_of_the_past(painter)
        self._minimap.paint(painter, self.camera, ratio, int(time.monotonic() * 6), marked)

    def _frame_of_the_past(self, painter: QPainter) -> None:
        """A thin sepia frame: what is seen has been."""
        for inset, alpha in ((0, 255), (4, 90), (8, 40)):
            colour = QColor(_SEPIA.red(), _SEPIA.green(), _SEPIA.blue(), alpha)
            for side in ring(self.rect().adjusted(inset, inset, -inset, -inset), 4):
                painter.fillRect(side, colour)

    # --- the camera

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

    def look_where_life_is(self) -> None:
        """Go at once to where most is to be seen, near enough to see who does what."""
        stage = self.stage
        if stage is None or not stage.crowd.count:
            return
        zoom = max(FIRST_LOOK, self.camera.cover)
        now = [stage.now.get(agent) for agent in range(1, stage.crowd.count + 1)]
        worth = np.array([0.5 if one is None else 0.2 if one.asleep else 3.0 if one.talking_with else 1.0 for one in now])
        middle = liveliest(stage.crowd.x, stage.crowd.y, worth, self.camera.width / zoom, self.camera.height / zoom)
        if middle is not None:
            wide, high = self.camera.width / zoom / 2, self.camera.height / zoom / 2  # nothing beyond the town is seen
            x = min(max(middle[0], wide), self.camera.world_width - wide)
            y = min(max(middle[1], high), self.camera.world_height - high)
            self.camera.jump(zoom=zoom, x=x, y=y)
            self.zoomed.emit(self.camera.target)
            self._wake()

    def centre_on(self, x: float, y: float) -> None:
        """Bring a tile to the middle."""
        self.following = 0
        self.camera.jump(x=(x + 0.5) * TILE, y=(y + 0.5) * TILE)
        self._wake()

    def centre_on_agent(self, agent: int) -> None:
        """Bring somebody to the middle, near enough to be seen."""
        if self.stage is not None and 0 < agent <= self.stage.crowd.count:
            x, y = self.stage.feet(agent)
            self.following = 0
            self.camera.jump(zoom=max(self.camera.target, FIRST_LOOK), x=x, y=y - 20)
            self.zoomed.emit(self.camera.target)
            self._wake()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the whole town in sight when it was."""
        super().resizeEvent(event)
        self.camera.resize(self.width(), self.height())
        self._wake()
