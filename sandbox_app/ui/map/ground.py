"""What never moves, as pictures of 16 x 16 tiles: ground, water, streets, floors, walls, and the shadows buildings cast.

Walls are bands of ten pixels (see `packaging/art/walls.py`): beside a band lies the floor of that side, and where a wall
that runs north-south meets one that runs east-west the face of the latter goes on.
"""

from collections import OrderedDict

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from sandbox_app.town.model import Town
from sandbox_app.ui.map.sheets import PAINTED, TILE, tileset

CHUNK = 16
"""Tiles of a chunk's side."""

_BENEATH = ("ground", "shore", "water", "path", "paving")
_CELLS = 4
"""Shade is computed on a grid of 4 x 4 cells a tile and smoothed when it is laid."""
_BAND_LEFT, _BAND_RIGHT, _BAND_TOP = 11, 21, 10

_KEPT = 48


def _blurred(field: NDArray[np.float32], times: int) -> NDArray[np.float32]:
    for _ in range(times):
        padded = np.pad(field, 1, mode="edge")
        total = padded[:-2, 1:-1] + padded[2:, 1:-1] + padded[1:-1, :-2] + padded[1:-1, 2:] + 2 * padded[1:-1, 1:-1]
        field = (total / 6).astype(np.float32)
    return field


def _shifted(field: NDArray[np.float32], right: int, down: int) -> NDArray[np.float32]:
    result = np.zeros_like(field)
    height, width = field.shape
    result[down:, right:] = field[: height - down, : width - right]
    return result


def _overlay(colour: NDArray[np.float32], alpha: NDArray[np.float32]) -> QImage:
    """Make a picture of a colour field (height, width, 3) with an opacity field 0..1."""
    height, width = alpha.shape
    pixels = np.zeros((height, width, 4), np.uint8)
    pixels[..., :3] = (colour * alpha[..., None])[..., ::-1]
    pixels[..., 3] = alpha * 255
    return QImage(pixels.data, width, height, width * 4, PAINTED).copy()


def _soft_noise(height: int, width: int, cell: int) -> NDArray[np.float32]:
    """Noise in -1..1 that changes over `cell` cells."""
    grid = np.random.default_rng(7).random((height // cell + 3, width // cell + 3), dtype=np.float32) * 2 - 1
    ys, xs = np.arange(height) / cell, np.arange(width) / cell
    y0, x0 = ys.astype(int), xs.astype(int)
    ty, tx = (ys - y0)[:, None].astype(np.float32), (xs - x0)[None, :].astype(np.float32)
    ty, tx = ty * ty * (3 - 2 * ty), tx * tx * (3 - 2 * tx)
    above = grid[y0][:, x0] * (1 - tx) + grid[y0][:, x0 + 1] * tx
    below = grid[y0 + 1][:, x0] * (1 - tx) + grid[y0 + 1][:, x0 + 1] * tx
    return np.asarray(above * (1 - ty) + below * ty, np.float32)


class Ground:
    """The unmoving picture of a town, drawn in chunks when they are first seen."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._tiles = tileset(town.tileset)
        empty = np.zeros((town.height, town.width), np.int32)
        self._layers = {name: town.layers.get(name, empty) for name in (*_BENEATH, "floor", "wall", "decor")}
        self._opening = self._tiles.by_name.get("doorway_h", -1)
        gaps = [self._tiles.by_name.get(name, -1) for name in ("doorway_v", "door_side")]
        self._divided: NDArray[np.bool_] = (self._layers["wall"] > 0) | np.isin(self._layers["decor"], gaps)
        self._chunks: OrderedDict[tuple[int, int], QImage] = OrderedDict()
        indoors = np.array([False, *(place.indoors for place in town.places)])
        self.indoors: NDArray[np.bool_] = indoors[town.place_at]
        self._outer = self._outer_shade()
        self._inner = self._inner_shade()

    def _outer_shade(self) -> QImage:
        """Shadows of buildings to the lower right, and a breath of light and dark over the land."""
        built = (self.indoors | (self._layers["wall"] > 0)).astype(np.float32)
        cells = np.kron(built, np.ones((_CELLS, _CELLS), np.float32))
        cast = np.maximum.reduce([_shifted(cells, step, max(step - 1, 0)) for step in range(4)])
        shadow = _blurred(cast, 1) * 0.32
        height, width = shadow.shape
        breath = _soft_noise(height, width, 22) * 0.65 + _soft_noise(height, width, 9) * 0.35
        alpha = np.maximum(shadow, np.abs(breath) * 0.10)
        dark = (shadow > np.abs(breath) * 0.10) | (breath < 0)
        colour = np.where(dark[..., None], np.array([38, 44, 66], np.float32), np.array([255, 240, 170], np.float32)).astype(np.float32)
        return _overlay(colour, alpha)

    def _inner_shade(self) -> QImage:
        """Contact shadows of walls on the floors beside and below them."""
        town, wall = self._town, self._layers["wall"]
        cells = np.zeros((town.height * _CELLS, town.width * _CELLS), np.float32)
        for y, x in np.argwhere(wall > 0):
            name = self._tiles.name(int(wall[y, x]))
            bits = int(name[-2:]) if name[-2:].isdigit() else 15
            left, right = (0 if bits & 8 else 1), (_CELLS if bits & 2 else 3)
            cells[y * _CELLS : (y + 1) * _CELLS, x * _CELLS + left : x * _CELLS + right] = 1
        soft = _blurred(np.maximum(cells * 0.3, _shifted(cells, 1, 1)), 1) * 0.34
        colour = np.zeros((*soft.shape, 3), np.float32) + np.array([43, 36, 60], np.float32)
        return _overlay(colour, soft)

    def chunk(self, column: int, row: int) -> QImage:
        """Return the picture of a chunk, 512 x 512, opaque."""
        key = (column, row)
        if key in self._chunks:
            self._chunks.move_to_end(key)
            return self._chunks[key]
        image = self._drawn(column * CHUNK, row * CHUNK)
        self._chunks[key] = image
        if len(self._chunks) > _KEPT:
            self._chunks.popitem(last=False)
        return image

    def _drawn(self, left: int, top: int) -> QImage:
        image = QImage(CHUNK * TILE, CHUNK * TILE, QImage.Format.Format_RGB32)
        image.fill(0xFF78A24C)
        painter = QPainter(image)
        for name in _BENEATH:
            self._lay(painter, name, left, top)
        self._shade(painter, self._outer, left, top)
        self._floors(painter, left, top)
        if self._layers["wall"][top : top + CHUNK, left : left + CHUNK].any():
            self._shade(painter, self._inner, left, top)
        self._walls(painter, left, top)
        self._decor(painter, left, top)
        painter.end()
        return image

    def _decor(self, painter: QPainter, left: int, top: int) -> None:
        for x, y, gid in self._filled("decor", left, top):
            image = self._tiles.image(gid)
            if image is None:
                continue
            if gid == self._opening:
                beyond = self._tiles.image(self._at("floor", left + x, top + y + 1))
                if beyond is not None:
                    painter.drawImage(x * TILE + 7, y * TILE + 12, beyond, 7, 12, TILE - 14, TILE - 12)
            painter.drawImage(x * TILE, y * TILE, image)

    def _filled(self, name: str, left: int, top: int) -> list[tuple[int, int, int]]:
        """The tiles of a layer in a chunk: x, y in the chunk, and the id."""
        part = self._layers[name][top : top + CHUNK, left : left + CHUNK]
        return [(int(x), int(y), int(part[y, x])) for y, x in np.argwhere(part > 0)]

    def _lay(self, painter: QPainter, name: str, left: int, top: int) -> None:
        for x, y, gid in self._filled(name, left, top):
            image = self._tiles.image(gid)
            if image is not None:
                painter.drawImage(x * TILE, y * TILE, image)

    def _shade(self, painter: QPainter, shade: QImage, left: int, top: int) -> None:
        """Lay a part of a shade field, smoothed; a margin of a cell lets neighbouring chunks agree at their border."""
        cells = CHUNK * _CELLS + 4
        part = shade.copy(QRect(left * _CELLS - 2, top * _CELLS - 2, cells, cells))
        size = TILE // _CELLS
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRect(-2 * size, -2 * size, cells * size, cells * size), part)
        painter.restore()

    def _at(self, name: str, x: int, y: int) -> int:
        layer = self._layers[name]
        return int(layer[y, x]) if 0 <= y < layer.shape[0] and 0 <= x < layer.shape[1] else 0

    def _floors(self, painter: QPainter, left: int, top: int) -> None:
        """Lay floors; beneath walls and doors that stand between rooms, each side's floor comes half way."""
        for x, y, gid in self._filled("floor", left, top):
            image = self._tiles.image(gid)
            if image is not None and not self._divided[top + y, left + x]:
                painter.drawImage(x * TILE, y * TILE, image)
        width = self._divided.shape[1]
        for y, x in np.argwhere(self._divided[top : top + CHUNK, left : left + CHUNK]).tolist():
            for side, start in ((-1, 0), (1, TILE // 2)):
                beside = self._tiles.image(self._at("floor", left + x + side, top + y))
                if beside is not None and 0 <= left + x + side < width and not self._divided[top + y, left + x + side]:
                    painter.drawImage(x * TILE + start, y * TILE, beside, start, 0, TILE // 2, TILE)

    def _walls(self, painter: QPainter, left: int, top: int) -> None:
        for x, y, gid in self._filled("wall", left, top):
            image = self._tiles.image(gid)
            if image is None:
                continue
            if self._tiles.name(gid).startswith("walltop"):
                self._arms(painter, x, y, left, top)
            painter.drawImage(x * TILE, y * TILE, image)

    def _arms(self, painter: QPainter, x: int, y: int, left: int, top: int) -> None:
        """Let the faces of the walls to the left and right run up to a wall that goes south."""
        for side, start, width in ((-1, 0, _BAND_LEFT), (1, _BAND_RIGHT, TILE - _BAND_RIGHT)):
            name = self._tiles.name(self._at("wall", left + x + side, top + y))
            if name.startswith("face_"):
                whole = self._tiles.image(self._tiles.by_name[f"{name[:-3]}_10"])
                if whole is not None:
                    painter.drawImage(x * TILE + start, y * TILE + _BAND_TOP, whole, start, _BAND_TOP, width, TILE - _BAND_TOP)
