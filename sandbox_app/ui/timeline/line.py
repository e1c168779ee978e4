"""The line itself: one widget that paints a world's whole life, and what a hand does on it."""

from collections.abc import Callable
from math import floor

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from sandbox_app.ui import words
from sandbox_app.ui.pieces import tip
from sandbox_app.ui.scene import Scene
from sandbox_app.ui.theme import look, theme
from sandbox_app.ui.timeline.life import NOTHING, RARE, Life, Mark
from sandbox_app.ui.timeline.painting import CELL, THINNEST, Stamps, Tracks, paint_marks, paint_ruler, sort_words
from sandbox_app.ui.timeline.scale import Scale, whole
from sandbox_app.ui.words import tr

GUTTER = 96
RULER = 18
EDGE = 10
"""Pixels that stay free at the right."""
_LANE = CELL
_NAMED = 11
"""Pixels of a track from which on it is named."""
_DRAG = 4
_ROOM = 40
"""One part in so many of a life is left free for what comes."""


class Other:
    """A second world below the first: its life, its name, and the step at which the two part (None: they do not)."""

    def __init__(self, life: Life, name: str, parting: int | None) -> None:
        self.life, self.name, self.parting = life, name, parting
        self.tracks = Tracks()


class Line(QWidget):
    """A world's life from left to right. Lives on the main thread.

    Attributes:
        life: what is shown; None while nothing is known. scale: the stretch that is seen. folded: all people in one track.

    Signals:
        wanted: the person wants to be at this step. picked: the person clicked this `Mark`.
    """

    wanted = Signal(int)
    picked = Signal(object)

    def __init__(self, scene: Scene, latest: Callable[[], int]) -> None:
        super().__init__()
        self.life: Life | None = None
        self.other: Other | None = None
        self.folded = False
        self._scene, self._latest = scene, latest
        self._fits = True
        self._tracks, self._stamps = Tracks(), Stamps()
        self._backdrop: QPixmap | None = None
        self._pressed: QPointF | None = None
        self._dragged = self._pans = False
        self._last_x = 0.0
        self._hover: float | None = None
        self.scale = Scale(0.0, 1.0, 1.0)
        self.setObjectName("timeLine")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(30)
        scene.moved.connect(self._moved)
        scene.selected.connect(lambda _selection: self.refresh())
        look.changed.connect(self.refresh)

    def sizeHint(self) -> QSize:
        """As much as there is."""
        return QSize(600, 110)

    # --- what is shown -----------------------------------------------------------------------------------------------

    @property
    def end(self) -> int:
        """The last step there is room for: that of the longer life, and never less than an hour."""
        other = self.other.life.until if self.other else 0
        hour = 3600 // self._scene.calendar.step_seconds if self._scene.world else 360
        return max(self._latest(), other, hour)

    def show_life(self, life: Life | None) -> None:
        """Show another life, or none, from its beginning to its end."""
        self.life = life
        self._tracks = Tracks()
        self.fit()

    def fit(self) -> None:
        """Show the whole life."""
        self._fits = True
        self.scale = whole(self.end, self._wide)
        self.refresh()

    def refresh(self) -> None:
        """Paint anew."""
        self._backdrop = None
        self.update()

    def grown(self) -> None:
        """More life is known. A whole life that has reached the edge is given some room, so that not every step draws all of it anew."""
        if self._fits and self.end > self.scale.right:
            self.scale = whole(self.end + self.end // _ROOM, self._wide)
        self.refresh()

    def go_near(self, step: int) -> None:
        """Bring a step into view."""
        if not self.scale.left <= step <= self.scale.right:
            self._show(Scale(step - self.scale.per_pixel * self._wide / 4, self.scale.per_pixel, self._wide).within(self.end))

    def zoom(self, factor: float) -> None:
        """See less (a factor below 1) or more around the moment shown."""
        self._show(self.scale.zoomed(min(max(0.0, self.scale.x(self._scene.step)), self._wide), factor, self.end))

    def x_of(self, step: int) -> float:
        """Where a step is, in pixels of the widget."""
        return GUTTER + self.scale.x(step)

    def _show(self, scale: Scale) -> None:
        self._fits = scale.per_pixel * self._wide >= self.end
        self.scale = scale
        self.refresh()

    def _moved(self, _frame: object) -> None:
        step = self._scene.step
        if self._scene.world is not None:
            self.setAccessibleName(tr("Timeline: {time}", time=self._scene.calendar.said(step)))
        if step > self.scale.right and self._fits:
            self.grown()
        elif self._pressed is None:
            self.go_near(step)
        self.update()

    @property
    def _wide(self) -> float:
        return max(1.0, self.width() - GUTTER - EDGE)

    def _bands(self) -> list[QRectF]:
        """Where the tracks of each world are."""
        top = RULER + 1.0 if not self.folded else 14.0
        bottom = self.height() - ((RARE + 1) * _LANE + 2 if not self.folded else 5)
        worlds = 2 if self.other else 1
        high = (bottom - top) / worlds
        return [QRectF(GUTTER, top + number * high, self._wide, high - (2 if self.other else 1)) for number in range(worlds)]

    def _lanes(self) -> dict[int, float]:
        """Where the lanes of marks are that are to be seen: number and top."""
        shown = (RARE,) if self.folded else range(RARE + 1)
        return {lane: self.height() - (RARE + 1 - lane) * _LANE for lane in shown}

    # --- painting ----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is kept, and the moments over it."""
        painter = QPainter(self)
        if self._scene.world is None:
            painter.end()
            return
        if self._backdrop is None:
            self._backdrop = self._paint_backdrop()
        painter.drawPixmap(0, 0, self._backdrop)
        colours = theme()
        if self._hover is not None and GUTTER <= self._hover <= GUTTER + self._wide:
            painter.setPen(QPen(colours.quiet, 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(self._hover, 2), QPointF(self._hover, self.height()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_moment(painter, self._latest(), colours.accent, 1.5)
        self._paint_moment(painter, self._scene.step, colours.warm, 2.0)
        if self.hasFocus():
            painter.setPen(QPen(colours.accent, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(0.5, 0.5, self.width() - 1, self.height() - 1), 3, 3)
        painter.end()

    def _paint_moment(self, painter: QPainter, step: int, colour: QColor, thick: float) -> None:
        x = self.x_of(step)
        if GUTTER - 1 <= x <= self.width():
            painter.setPen(QPen(colour, thick))
            painter.drawLine(QPointF(x, 3), QPointF(x, self.height() - 1))
            painter.setPen(QPen(theme().card, 1))
            painter.setBrush(colour)
            painter.drawPolygon(QPolygonF([QPointF(x - 5, 0.5), QPointF(x + 5, 0.5), QPointF(x, 8)]))

    def _paint_backdrop(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        pixmap.setDevicePixelRatio(ratio)
        colours = theme()
        pixmap.fill(colours.card)
        painter = QPainter(pixmap)
        painter.setFont(self.font())
        ruler = QRectF(GUTTER, 0, self._wide, RULER if not self.folded else 13)
        lives = [(self.life, self._tracks), *([(self.other.life, self.other.tracks)] if self.other else [])]
        for (life, tracks), band in zip(lives, self._bands(), strict=False):
            if life is not None and life.count:
                thin = band.height() / life.count
                tracks.paint(painter, life, self.scale, band, one=self.folded or thin < THINNEST)
                self._paint_names(painter, life, band, thin)
        paint_ruler(painter, self.scale, self._scene.calendar, ruler, self._bands()[-1].bottom())
        self._paint_marks(painter, ratio)
        self._paint_parting(painter)
        painter.end()
        return pixmap

    def _paint_marks(self, painter: QPainter, ratio: float) -> None:
        if self.life is None:
            return
        self._stamps.ratio = ratio
        paint_marks(painter, self.life, self.scale, GUTTER, self._lanes(), self._stamps)

    def _paint_names(self, painter: QPainter, life: Life, band: QRectF, thin: float) -> None:
        colours = theme()
        font = QFont(self.font())
        font.setPixelSize(10)
        painter.setFont(font)
        selection = self._scene.selection
        chosen = selection.id if selection.kind == "agent" and selection.id <= life.count and thin >= THINNEST and not self.folded else 0
        painter.setPen(colours.quiet)
        if self.other is not None:
            name = self._scene.world.path.stem if life is self.life and self._scene.world else self.other.name
            self._write(painter, name, band.top() + 6)
        elif thin >= _NAMED and not self.folded:
            for resident in self._scene.residents[: life.count]:
                self._write(painter, resident.short, band.top() + (resident.id - 0.5) * thin)
        elif not chosen and not self.folded:
            self._write(painter, words.several(life.count, "{count} person", "{count} people"), band.center().y())
        if chosen:
            top = band.top() + (chosen - 1) * thin
            painter.setPen(QPen(colours.ink, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(band.left() - 1, top - 0.5, band.width() + 2, max(thin, 2.0) + 1))
            if self.other is None and thin < _NAMED:
                self._write(painter, self._scene.short(chosen), top + thin / 2)

    def _write(self, painter: QPainter, text: str, middle: float) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, GUTTER - 14)
        painter.drawText(QRectF(8, middle - 7, GUTTER - 14, 14), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_parting(self, painter: QPainter) -> None:
        if self.other is None or self.other.parting is None:
            return
        x = self.x_of(self.other.parting)
        if GUTTER <= x <= GUTTER + self._wide:
            for pen in (QPen(theme().card, 5), QPen(theme().error, 2, Qt.PenStyle.DashLine)):
                painter.setPen(pen)
                painter.drawLine(QPointF(x, RULER), QPointF(x, self._bands()[-1].bottom()))

    # --- what is under the pointer -----------------------------------------------------------------------------------

    def marks_at(self, point: QPointF) -> list[Mark]:
        """Return the marks under a point, first the one that is drawn for them."""
        if self.life is None:
            return []
        apart = CELL * self.scale.per_pixel
        cell = floor(self.scale.step(point.x() - GUTTER) / apart)
        lanes = [lane for lane, top in self._lanes().items() if top <= point.y() < top + _LANE]
        return [mark for lane in lanes for mark in self.life.in_cell(lane, cell, apart)]

    def said_at(self, point: QPointF) -> str:
        """Return what there is under a point, in words."""
        if self._scene.world is None or not GUTTER <= point.x() <= GUTTER + self._wide:
            return ""
        calendar = self._scene.calendar
        marks = self.marks_at(point)
        if marks:
            more = words.several(
                len(marks) - 1, "{count} more mark here: zoom in to see it", "{count} more marks here: zoom in to see them"
            )
            said = f"{calendar.said(marks[0].step)}\n{sort_words()[marks[0].sort]}: {marks[0].text}"
            return f"{said}\n{more}" if marks[1:] else said
        step = int(self.scale.step(point.x() - GUTTER))
        said = calendar.said(step)
        lives = [self.life, self.other.life if self.other else None]
        for life, band in zip(lives, self._bands(), strict=False):
            if life is None or not band.contains(point) or not 0 <= step <= life.until or not life.count:
                continue
            if self.folded or band.height() / life.count < THINNEST:
                return f"{said}\n{_how_many(life, step)}"
            agent = min(life.count, int((point.y() - band.top()) / (band.height() / life.count)) + 1)
            start, end, hue = life.stretch(agent, step)
            return f"{said}\n{self._scene.short(agent)}: {words.hue(hue)}, {calendar.span(start, end)}"
        return said

    # --- the hand ----------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Say what is under the pointer; keep the keys that move in time."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), tip(self.said_at(QPointF(event.pos()))), self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to scrub, or, on the ruler, to pan."""
        if event.button() != Qt.MouseButton.LeftButton or self._scene.world is None:
            return
        self._pressed, self._dragged = event.position(), False
        self._last_x = event.position().x()
        self._pans = event.position().y() < RULER and not self.folded
        if not self._pans and not self.marks_at(event.position()):
            self._scrub(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scrub or pan."""
        point = event.position()
        self._hover = point.x()
        if self._pressed is not None:
            self._dragged = self._dragged or abs(point.x() - self._pressed.x()) >= _DRAG
            if self._dragged and self._pans:
                self._show(self.scale.moved(point.x() - self._last_x, self.end))
            elif self._dragged:
                self._scrub(point.x())
            self._last_x = point.x()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click without a drag goes there, or picks what is there."""
        pressed, self._pressed = self._pressed, None
        if pressed is None or self._dragged:
            return
        marks = self.marks_at(pressed)
        if marks:
            self.picked.emit(marks[0])
        elif self._pans:
            self._scrub(pressed.x())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On the ruler: the whole life."""
        if event.position().y() < RULER:
            self.fit()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer has gone."""
        self._hover = None
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer; sideways, or with Shift, pan."""
        across, along = event.angleDelta().x(), event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or abs(across) > abs(along):
            self._show(self.scale.moved(float(across or along), self.end))
        elif along:
            self._show(self.scale.zoomed(event.position().x() - GUTTER, 0.8 ** (along / 120), self.end))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plus and minus zoom; the other keys belong to the panel."""
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(0.7)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom(1 / 0.7)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: object) -> None:
        """Show that the keys are here."""
        self.update()

    def focusOutEvent(self, event: object) -> None:
        """Show that they are not."""
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what is seen."""
        if self._fits:
            self.scale = whole(self.end, self._wide)
        else:
            self.scale = Scale(self.scale.left, self.scale.per_pixel, self._wide).within(self.end)
        self._backdrop = None

    def _scrub(self, x: float) -> None:
        self.wanted.emit(min(max(0, round(self.scale.step(x - GUTTER))), self._latest()))


def _how_many(life: Life, step: int) -> str:
    found = life.hues(np.array([step], np.int32), range(1, life.count + 1))
    kinds, counts = np.unique(found[found != NOTHING], return_counts=True)
    order = np.argsort(-counts, kind="stable")
    return ", ".join(f"{counts[at]} {words.hue(int(kinds[at]))}" for at in order)
