"""The sheets of sprites that `packaging/art` draws: tiles by number, things and marks by name."""

import json
from functools import cache
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage

from sandbox_app.errors import TownProblem
from sandbox_app.resources import assets

TILE = 32
"""Pixels of a tile's side as it is drawn."""

PAINTED = QImage.Format.Format_ARGB32_Premultiplied


def read_image(path: Path) -> QImage:
    """Read a picture in the format that paints fastest.

    Raises:
        TownProblem: when it is missing or no picture.
    """
    image = QImage(str(path))
    if image.isNull():
        raise TownProblem(f"The picture {path.name} is missing or damaged; install the program again.", str(path))
    return image.convertToFormat(PAINTED)


class Tileset:
    """The tiles of a town by global id (0: nothing).

    Attributes:
        names: by global id. by_name: global id by name. images: by global id; empty pictures are None.
    """

    def __init__(self, path: Path) -> None:
        described = json.loads(path.read_text(encoding="utf-8"))
        sheet = read_image(path.parent / described["image"])
        columns = int(described["columns"])
        count = int(described["tilecount"])
        self.names = [""] * (count + 1)
        for tile in described["tiles"]:
            named = (prop["value"] for prop in tile.get("properties", ()) if prop["name"] == "name")
            self.names[tile["id"] + 1] = str(next(named, ""))
        self.by_name = {name: gid for gid, name in enumerate(self.names) if name}
        self.images: list[QImage | None] = [None]
        for number in range(count):
            self.images.append(sheet.copy(number % columns * TILE, number // columns * TILE, TILE, TILE))

    def image(self, gid: int) -> QImage | None:
        """Return a tile's picture, None for ids the set does not have."""
        return self.images[gid] if 0 < gid < len(self.images) else None

    def name(self, gid: int) -> str:
        """Return a tile's name, "" for ids the set does not have."""
        return self.names[gid] if 0 < gid < len(self.names) else ""


@cache
def tileset(path: Path) -> Tileset:
    """Return the tile set of this description, read once."""
    return Tileset(path)


class Atlas:
    """Pictures by name, cut from one sheet when first asked for."""

    def __init__(self, name: str) -> None:
        self._sheet = read_image(assets("sprites", f"{name}.png"))
        self._places: dict[str, list[int]] = json.loads(assets("sprites", f"{name}.json").read_text(encoding="utf-8"))
        self._cut: dict[str, QImage] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._places

    def image(self, name: str) -> QImage:
        """Return a picture."""
        if name not in self._cut:
            self._cut[name] = self._sheet.copy(QRect(*self._places[name]))
        return self._cut[name]


@cache
def atlas(name: str) -> Atlas:
    """Return the atlas "things", "scenery" or "marks", read once."""
    return Atlas(name)


def scaled(image: QImage, width: int, height: int) -> QImage:
    """Scale a picture: enlarged its pixels stay sharp, made smaller they blend."""
    if (width, height) == (image.width(), image.height()):
        return image
    if width < image.width():
        how = Qt.TransformationMode.SmoothTransformation
    else:
        how = Qt.TransformationMode.FastTransformation
        if width % image.width():
            whole = -(-width // image.width())
            image = image.scaled(image.width() * whole, image.height() * whole, mode=how)
            how = Qt.TransformationMode.SmoothTransformation
    result = image.scaled(max(width, 1), max(height, 1), Qt.AspectRatioMode.IgnoreAspectRatio, how)
    return result if result.format() == image.format() else result.convertToFormat(image.format())
