"""The painter of the line: tracks from tiles that are kept, ruler, and a small figure for every sort of mark."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen, QPixmap, QPolygonF

from sandbox_app.simulation.messages import HUES
from sandbox_app.ui.moments import Calendar
from sandbox_app.ui.theme import Theme, theme
from sandbox_app.ui.timeline.life import LANES, NOTHING, Life, Sort
from sandbox_app.ui.timeline.scale import Scale, hours
from sandbox_app.ui.words import tr

TILE = 256
"""Pixels that a tile is wide."""
_MOST_TILES = 96
_MOST_ROWS = 150
"""So many of the people of a large town get a row; more would be less than a pixel each."""
THINNEST = 2.0
"""Pixels that a track is high at least; where there is less room, all are drawn as one."""
MARK = 9
"""Pixels that a mark is wide and high."""
CELL = MARK + 1
"""Pixels of a lane in which there is one mark at most, so that none covers another."""


class Tracks:
    """Tiles of one world's tracks, painted when first needed, and kept while they hold. Lives on the main thread."""

    def __init__(self) -> None:
        self._tiles: dict[tuple[float, int, bool], tuple[int, QImage]] = {}
        self._of = ""

    def forget(self) -> None:
        """Drop all tiles."""
        self._tiles.clear()

    def paint(self, painter: QPainter, life: Life, scale: Scale, band: QRectF, *, one: bool) -> None:
        """Paint the tracks into a band whose left edge is that of the scale; with `one`, all as one: how many do what."""
        if self._of != theme().name:
            self._of = theme().name
            self.forget()
        a_tile = TILE * scale.per_pixel
        painter.save()
        painter.setClipRect(band)
        for number in range(int(scale.left // a_tile), int(scale.right // a_tile) + 1):
            x = band.left() + scale.x(number * a_tile)
            image = self._tile(life, scale.per_pixel, number, one)
            painter.drawImage(QRectF(x, band.top(), TILE, band.height()), image, QRectF(image.rect()))
        painter.restore()

    def _tile(self, life: Life, per_pixel: float, number: int, one: bool) -> QImage:
        key = (per_pixel, number, one)
        kept = self._tiles.pop(key, None)
        end = (number + 1) * TILE * per_pixel
        if kept is None or (kept[0] < life.until and kept[0] < end):
            kept = (life.until, _image(life, per_pixel, number, one))
        self._tiles[key] = kept
        while len(self._tiles) > _MOST_TILES:
            del self._tiles[next(iter(self._tiles))]
        return kept[1]


def _image(life: Life, per_pixel: float, number: int, one: bool) -> QImage:
    middles = (np.arange(TILE) + 0.5 + number * TILE) * per_pixel
    people = np.unique(np.linspace(1, life.count, min(life.count, _MOST_ROWS)).astype(int)) if life.count else ()
    found = life.hues(middles.astype(np.int32), people)
    if one:
        found = np.sort(found, axis=0)
    rows = np.ascontiguousarray(found)
    image = QImage(rows.tobytes(), TILE, rows.shape[0], TILE, QImage.Format.Format_Indexed8)
    image.setColorTable([*(colour.rgba() for colour in theme().hues), *([0] * (NOTHING + 1 - len(HUES)))])
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def paint_ruler(painter: QPainter, scale: Scale, calendar: Calendar, band: QRectF, below: float) -> None:
    """Paint days and hours into a band, and their lines down to `below`."""
    colours = theme()
    font = QFont(painter.font())
    font.setPixelSize(10)
    painter.setFont(font)
    painter.setPen(QPen(colours.line, 1))
    painter.drawLine(QPointF(band.left(), band.bottom()), QPointF(band.right(), band.bottom()))
    painter.setPen(colours.ink)
    today = QRectF(26, band.top(), band.left() - 32, band.height())
    painter.drawText(today, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, tr("Day {day}", day=calendar.day(int(scale.left))))
    free = band.left()
    across = QColor(colours.paper)
    across.setAlpha(70)
    for step, midnight in hours(scale, calendar):
        x = band.left() + scale.x(step)
        painter.setPen(QPen(colours.quiet if midnight else colours.line, 1))
        painter.drawLine(QPointF(x, band.top() + (2 if midnight else 12)), QPointF(x, band.bottom()))
        painter.setPen(QPen(colours.paper if midnight else across, 1))
        painter.drawLine(QPointF(x, band.bottom()), QPointF(x, below))
        words = calendar.said(step).rsplit(" · ", 1)[0] if midnight else calendar.hhmm(step)
        wide = painter.fontMetrics().horizontalAdvance(words) + 8
        if x >= free and x + wide <= band.right():
            painter.setPen(colours.ink if midnight else colours.quiet)
            painter.drawText(QRectF(x + 3, band.top(), wide, band.height()), Qt.AlignmentFlag.AlignVCenter, words)
            free = x + wide


def paint_marks(painter: QPainter, life: Life, scale: Scale, left: float, tops: dict[int, float], stamps: "Stamps") -> None:
    """Paint the marks of those lanes that have a top; each in the middle of its cell, so that none covers another."""
    apart = CELL * scale.per_pixel
    for cell, sort in life.spread(scale.left - apart, scale.right + apart, apart):
        if LANES[sort] in tops:
            x = left + scale.x((cell + 0.5) * apart) - MARK / 2
            painter.drawPixmap(QPointF(x, tops[LANES[sort]]), stamps.of(sort))


def sort_words() -> dict[Sort, str]:
    """What each sort of mark is called."""
    return {
        "talk": tr("Talk"), "reflection": tr("Reflection"), "plan": tr("Change of plans"), "edit": tr("Edit"),
        "intervention": tr("Intervention"), "trouble": tr("Trouble"), "bookmark": tr("Bookmark"),
    }  # fmt: skip


class Stamps:
    """The figures of the marks, drawn once for a theme and a resolution."""

    def __init__(self) -> None:
        self._drawn: dict[tuple[Sort, str, float], QPixmap] = {}
        self.ratio = 1.0

    def of(self, sort: Sort) -> QPixmap:
        """Return the figure of a sort."""
        key = (sort, theme().name, self.ratio)
        if key not in self._drawn:
            self._drawn[key] = self._draw(sort, theme())
        return self._drawn[key]

    def _draw(self, sort: Sort, colours: Theme) -> QPixmap:
        pixmap = QPixmap(round(MARK * self.ratio), round(MARK * self.ratio))
        pixmap.setDevicePixelRatio(self.ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colours.card, 0.8))
        painter.setBrush(_colour(sort, colours))
        if sort == "talk":
            painter.drawEllipse(QRectF(0.5, 0.5, 8, 8))
        else:
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in _FIGURES[sort]]))
        painter.end()
        return pixmap


def _colour(sort: Sort, colours: Theme) -> QColor:
    return {
        "talk": colours.hues[HUES.index("talk")], "reflection": colours.hues[HUES.index("leisure")], "plan": colours.quiet,
        "edit": colours.accent, "intervention": colours.warm, "trouble": colours.error, "bookmark": colours.ink,
    }[sort]  # fmt: skip


_FIGURES: dict[Sort, tuple[tuple[float, float], ...]] = {
    "reflection": ((4.5, 0), (9, 4.5), (4.5, 9), (0, 4.5)),
    "plan": ((0.5, 1), (8.5, 4.5), (0.5, 8)),
    "edit": ((0.5, 0.5), (8.5, 0.5), (8.5, 8.5), (0.5, 8.5)),
    "intervention": ((4.5, 8.8), (0.2, 0.8), (8.8, 0.8)),
    "trouble": ((3, 0.2), (6, 0.2), (8.8, 3), (8.8, 6), (6, 8.8), (3, 8.8), (0.2, 6), (0.2, 3)),
    "bookmark": ((1.5, 0), (7.5, 0), (7.5, 9), (4.5, 6.4), (1.5, 9)),
}
