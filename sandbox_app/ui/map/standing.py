"""Draws what stands and who walks, from the farthest to the nearest: thousands of pictures in a few milliseconds.

Where everything is drawn, in which order and by which picture, is computed for all at once; what is left for each is one call to draw.
"""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

from sandbox_app.ui.map.crowd import LIE, SIT
from sandbox_app.ui.map.people import HEIGHT, WIDTH
from sandbox_app.ui.map.people import LIE as LYING
from sandbox_app.ui.map.people import SIT as SITTING
from sandbox_app.ui.map.pixmaps import Pixmaps
from sandbox_app.ui.map.sheets import TILE
from sandbox_app.ui.map.stage import Stage

LEAST_PEOPLE = 0.55
"""People are never drawn smaller than so many screen pixels for one of theirs: from afar they are a little too large, but seen."""
_SWAY_FROM = 0.6
"""Device pixels for a world pixel from which on one sees trees sway."""
_STANCES = 8
_POSES = 4 * _STANCES
"""Numbers of a person's pictures: facing and stance."""

View = tuple[float, float, float, float]
Drawn = tuple[int, int, QPixmap]


def bent(tree: QImage) -> QImage:
    """Return a tree in a breath of wind: its crown is a pixel to the right, the middle of it half the way."""
    image = tree.copy()
    image.fill(0)
    painter = QPainter(image)
    crown = tree.height() * 6 // 10
    painter.drawImage(0, crown, tree, 0, crown, tree.width(), tree.height() - crown)
    painter.drawImage(1, 0, tree, 0, 0, tree.width(), crown)
    painter.end()
    return image


class Standing:
    """Draws the things and people of a stage. Lives on the main thread.

    Attributes:
        selected, hovered: agents marked at their feet, 0 for none. accent: the mark's colour.
    """

    def __init__(self, stage: Stage, pixmaps: Pixmaps) -> None:
        self.selected = 0
        self.hovered = 0
        self.accent = QColor("#2F6F6D")
        self._stage, self._pixmaps = stage, pixmaps
        self._visible: NDArray[np.int64] = np.zeros(0, np.int64)
        self._inside: NDArray[np.bool_] = np.zeros(0, np.bool_)
        self._open: NDArray[np.bool_] = np.zeros(0, np.bool_)

    def look(self, view: View) -> None:
        """See who is in view, and which houses one looks into: what `paint` draws from now on."""
        stage, crowd = self._stage, self._stage.crowd
        wide = 1.5 * TILE / min(1.0, self._pixmaps.scale)
        near = (crowd.x > view[0] - wide) & (crowd.x < view[2] + wide) & (crowd.y > view[1] - wide) & (crowd.y < view[3] + 2 * wide)
        self._visible = np.flatnonzero(near & stage.seen_agents())
        town = stage.town
        tx = np.clip((crowd.x[self._visible] // TILE).astype(int), 0, town.width - 1)
        ty = np.clip(((crowd.y[self._visible] - 4) // TILE).astype(int), 0, town.height - 1)
        self._inside = np.asarray(stage.ground.indoors[ty, tx])
        self._open = np.zeros(len(town.places) + 1, np.bool_)
        self._open[[site for site, opacity in stage.roof.items() if opacity < 1.0]] = True

    def paint(self, painter: QPainter, view: View, tick: int, *, indoors: bool) -> None:
        """Draw things and people of the rooms one looks into, or those outdoors."""
        uprights = self._stage.uprights
        people = self._visible[self._inside == indoors]
        seen = (uprights.right > view[0]) & (uprights.left < view[2]) & (uprights.bottom > view[1]) & (uprights.top < view[3])
        seen &= (uprights.site > 0) & self._open[uprights.site] if indoors else uprights.site == 0
        fixed = np.flatnonzero(seen)
        order = np.argsort(np.concatenate([uprights.base[fixed], self._depths(people)]), kind="stable")
        drawn = self._things(fixed, tick) + self._people(people)
        marked = {len(fixed) + int(row) for row in np.flatnonzero((people + 1 == self.selected) | (people + 1 == self.hovered))}
        draw = painter.drawPixmap
        for item in order.tolist():
            if item in marked:
                self._mark(painter, drawn[item], chosen=people[item - len(fixed)] + 1 == self.selected)
            draw(*drawn[item])

    def _depths(self, people: NDArray[np.int64]) -> NDArray[np.float64]:
        """The y by which people are sorted: that of their feet, or just before the thing they use."""
        crowd, uprights = self._stage.crowd, self._stage.uprights
        depths = crowd.y[people].copy()
        if len(people):
            things = uprights.thing_at[crowd.tile_y[people], crowd.tile_x[people]]
            uses = (things > 0) & ~crowd.moving[people]
            depths[uses] = np.maximum(depths[uses], uprights.base_of_thing[things[uses]] + 0.3)
        return depths

    def _things(self, fixed: NDArray[np.int64], tick: int) -> list[Drawn]:
        uprights, scale, pixmaps = self._stage.uprights, self._pixmaps.scale, self._pixmaps
        xs = np.rint(uprights.left[fixed] * scale).astype(int).tolist()
        ys = np.rint(uprights.top[fixed] * scale).astype(int).tolist()
        sway = uprights.sways[fixed] & ((tick // 4 + uprights.left[fixed] // TILE) % 3 == 0) & (scale >= _SWAY_FROM)
        pictures = [pixmaps.sprite((upright.key,), upright.image) for upright in map(uprights.all.__getitem__, fixed.tolist())]
        for row in np.flatnonzero(sway).tolist():
            upright = uprights.all[fixed[row]]
            key = (upright.key, "sway")
            pictures[row] = pixmaps.kept(key) or pixmaps.sprite(key, bent(upright.image))
        return list(zip(xs, ys, pictures, strict=True))

    def _people(self, people: NDArray[np.int64]) -> list[Drawn]:
        crowd, scale = self._stage.crowd, self._pixmaps.scale
        pose = crowd.pose[people]
        stance = np.where(pose == SIT, SITTING, np.where(pose == LIE, LYING, crowd.stride()[people]))
        wide, high = self._sides()
        x = np.rint((crowd.x[people] - WIDTH / 2 + 16) * scale - wide / 2)
        y = np.rint((crowd.y[people] + 3) * scale)
        for row in np.flatnonzero(pose == LIE):
            y[row] = round((self._stage.corner(int(people[row]))[1] + HEIGHT) * scale)
        keys = (people * _POSES + crowd.facing[people] * _STANCES + stance).tolist()
        kept = self._pixmaps.people
        pictures = [kept.get(key) or self._picture(key) for key in keys]
        return list(zip(x.astype(int).tolist(), (y - high).astype(int).tolist(), pictures, strict=True))

    def _sides(self) -> tuple[int, int]:
        """How wide and high people are drawn."""
        size = max(self._pixmaps.scale, LEAST_PEOPLE)
        return max(round(WIDTH * size), 1), max(round(HEIGHT * size), 1)

    def _picture(self, key: int) -> QPixmap:
        index, pose = divmod(key, _POSES)
        facing, stance = divmod(pose, _STANCES)
        figure = self._stage.figures[index]
        size = max(self._pixmaps.scale, LEAST_PEOPLE)
        found = self._pixmaps.sprite((id(figure), facing, stance), figure.image(facing, stance), size)
        self._pixmaps.people[key] = found
        return found

    def _mark(self, painter: QPainter, drawn: Drawn, *, chosen: bool) -> None:
        """A ring at somebody's feet."""
        size = max(self._pixmaps.scale, LEAST_PEOPLE)
        wide, high = self._sides()
        middle = QPointF(drawn[0] + wide / 2, drawn[1] + high - 3 * size)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor("#FAF7F2"), 3.6 * size if chosen else 2.4 * size))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(middle, 13 * size, 5.5 * size)
        painter.setPen(QPen(self.accent, 2.0 * size if chosen else 1.2 * size))
        painter.setBrush(QColor(self.accent.red(), self.accent.green(), self.accent.blue(), 70 if chosen else 30))
        painter.drawEllipse(middle, 13 * size, 5.5 * size)
        painter.restore()
