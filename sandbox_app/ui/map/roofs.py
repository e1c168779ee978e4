"""The roofs of a town, one picture for each building, so that each can fade by itself; and where windows are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage, QPainter

from sandbox_app.town.model import Town
from sandbox_app.ui.map.ground import Ground
from sandbox_app.ui.map.sheets import PAINTED, TILE, Tileset, tileset

_FACADE_ROWS = (16, 10)
"""From which row of a face, and how many, the gap between the upper and the lower half of a facade is filled."""


@dataclass(frozen=True)
class Roof:
    """A building's roof: `x`, `y` its upper left in world pixels; `chimneys` where smoke may rise, in world pixels."""

    site: int
    x: int
    y: int
    image: QImage
    chimneys: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Pane:
    """A window that can be lit: where its tile is, in world pixels, whose room or site it is, and whether it goes with the roof."""

    x: int
    y: int
    place: int
    site: int
    name: str
    in_roof: bool


def _owners(town: Town, ground: Ground, covered: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Which building each roof tile belongs to; tiles that hang over the outside belong to what they touch."""
    site_of = np.array([0, *(town.site_of(place.id).id for place in town.places)], np.int32)
    owner = np.where(covered & ground.indoors, site_of[town.place_at], 0).astype(np.int32)
    for _ in range(max(town.width, town.height)):
        missing = covered & (owner == 0)
        if not missing.any():
            break
        before = owner.copy()
        for axis, shift in ((0, 1), (0, -1), (1, 1), (1, -1)):
            near = np.roll(before, shift, axis)
            owner = np.where(missing & (owner == 0), near, owner)
        if (owner == before).all():
            break
    return owner


def _facade(painter: QPainter, tiles: Tileset, name: str, x: int, y: int) -> None:
    """Fill the top of the lower facade's tile so that both halves are one wall."""
    kind, _, bits = name.removeprefix("upper_").rpartition("_")
    whole = tiles.image(tiles.by_name[f"face_{kind}_10"])
    left = 11 if bits in ("00", "02") else 0
    right = 21 if bits in ("00", "08") else TILE
    start, count = _FACADE_ROWS
    if whole is not None:
        painter.drawImage(x + left, y + TILE, whole, left, start, right - left, count)


def roofs_of(town: Town, ground: Ground) -> list[Roof]:
    """Draw every building's roof."""
    tiles = tileset(town.tileset)
    empty = np.zeros((town.height, town.width), np.int32)
    layers = [town.layers.get(name, empty) for name in ("roof", "roof_decor")]
    covered = (layers[0] > 0) | (layers[1] > 0)
    owner = _owners(town, ground, covered)
    found: list[Roof] = []
    for site in np.unique(owner[owner > 0]):
        cells = np.argwhere(covered & (owner == site))
        (top, left), (bottom, right) = cells.min(axis=0), cells.max(axis=0) + 1
        image = QImage(int(right - left) * TILE, int(bottom - top + 1) * TILE, PAINTED)
        image.fill(0)
        painter = QPainter(image)
        chimneys: list[tuple[int, int]] = []
        for layer in layers:
            for ty, tx in cells:
                gid = int(layer[ty, tx])
                x, y = int(tx - left) * TILE, int(ty - top) * TILE
                picture = tiles.image(gid)
                if picture is None:
                    continue
                painter.drawImage(x, y, picture)
                name = tiles.name(gid)
                if name.startswith("upper_"):
                    _facade(painter, tiles, name, x, y)
                if name == "chimney":
                    chimneys.append((int(tx) * TILE + 16, int(ty) * TILE + 2))
        painter.end()
        found.append(Roof(int(site), int(left) * TILE, int(top) * TILE, image, tuple(chimneys)))
    return found


def panes_of(town: Town, ground: Ground) -> list[Pane]:
    """Find every window that looks outdoors."""
    tiles = tileset(town.tileset)
    found: list[Pane] = []
    for layer, in_roof in (("decor", False), ("roof", True), ("roof_decor", True)):
        grid = town.layers.get(layer)
        if grid is None:
            continue
        for y, x in np.argwhere(grid > 0):
            name = tiles.name(int(grid[y, x]))
            if (name.startswith("window") and name != "window_in") or name.endswith("_window") or name in ("dormer", "skylight"):
                place = int(town.place_at[y, x])
                for dy in (0, -1, -2, 1):
                    if 0 <= y + dy < town.height and ground.indoors[y + dy, x]:
                        place = int(town.place_at[y + dy, x])
                        break
                found.append(Pane(int(x) * TILE, int(y) * TILE, place, town.site_of(place).id, name, in_roof))
    return found


def lit(tiles: Tileset, name: str) -> QImage:
    """Return a window's tile with nothing but its glass, warm from within."""
    image = tiles.image(tiles.by_name[name])
    assert image is not None
    source = image.convertToFormat(QImage.Format.Format_ARGB32)
    pixels = np.frombuffer(source.constBits(), np.uint8).reshape(TILE, TILE, 4)
    blue, red = pixels[..., 0].astype(int), pixels[..., 2].astype(int)
    glass = (pixels[..., 3] > 0) & (blue > red + 40) & (blue > pixels[..., 1].astype(int) + 20)
    if name.startswith("upper_blue"):
        glass[:11], glass[24:], glass[:, :10], glass[:, 22:] = False, False, False, False
    warm = np.zeros((TILE, TILE, 4), np.uint8)
    warm[glass] = (108, 204, 255, 255)
    warm[glass & (blue > 190)] = (190, 236, 255, 255)
    return QImage(warm.data, TILE, TILE, TILE * 4, QImage.Format.Format_ARGB32).convertToFormat(PAINTED)
