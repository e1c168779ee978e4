"""Reading Tiled's JSON (`.tmj` maps and `.tsj` tilesets, version 1.10), with nothing believed before it is checked.

Only what a town uses is read: orthogonal maps of 32 px tiles, tile layers as arrays or uncompressed base64, object layers,
and one external tileset whose tiles carry the properties `name`, `solid` and `walk`.
"""

import base64
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from sandbox_app.errors import TownProblem
from sandbox_app.resources import assets

TILE = 32
"""Pixels of a tile's side."""

_LARGEST_FILE = 64 * 1024 * 1024
_SMALLEST_SIDE, _LARGEST_SIDE = 8, 512
_GID = 0x0FFFFFFF
"""The bits of a cell that name the tile; the upper four say how Tiled has flipped it."""

_T = TypeVar("_T")


class Property(Struct, frozen=True):
    """A custom property."""

    name: str
    value: Any = None


class MapObject(Struct, frozen=True):
    """A rectangle or point of an object layer, in pixels. `type` is what Tiled calls the class."""

    name: str = ""
    type: str = ""
    old_class: str = field(name="class", default="")
    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0
    properties: list[Property] = []

    @property
    def kind(self) -> str:
        """The class, whichever key this version of Tiled wrote it under."""
        return self.type or self.old_class

    def text(self, name: str) -> str:
        """Return a property as text, "" when there is none."""
        return next((str(prop.value) for prop in self.properties if prop.name == name), "")

    def tiles(self) -> tuple[int, int, int, int]:
        """Return x, y, width, height in tiles (the nearest ones; 0 for a point's size)."""
        return round(self.x / TILE), round(self.y / TILE), round(self.width / TILE), round(self.height / TILE)


class Layer(Struct, frozen=True):
    """A layer of any type."""

    name: str
    type: str
    width: int = 0
    height: int = 0
    data: list[int] | str = []
    encoding: str = "csv"
    compression: str = ""
    objects: list[MapObject] = []


class TilesetReference(Struct, frozen=True):
    """Where a map says its tileset lies."""

    firstgid: int
    source: str = ""


class TiledMap(Struct, frozen=True):
    """A whole `.tmj`."""

    width: int
    height: int
    tilewidth: int
    tileheight: int
    layers: list[Layer]
    tilesets: list[TilesetReference]
    orientation: str = "orthogonal"
    infinite: bool = False


class Tile(Struct, frozen=True):
    """What a tileset says about one tile."""

    id: int
    properties: list[Property] = []


class Tileset(Struct, frozen=True):
    """A whole `.tsj`."""

    tilecount: int
    tiles: list[Tile] = []


class TileKinds(Struct, frozen=True):
    """What the tiles of a map mean, by global id (index 0 is "nothing").

    Attributes:
        names: "" for a tile without a name.
        solid: nobody walks where such a tile lies.
        walk: one walks where such a tile lies, whatever lies beneath (a bridge, a door).
    """

    names: tuple[str, ...]
    solid: NDArray[np.bool_]
    walk: NDArray[np.bool_]


def read_text(path: Path) -> bytes:
    """Return the bytes of a town's file.

    Raises:
        TownProblem: it is missing, unreadable or far too large.
    """
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise TownProblem(f"{path} is larger than any town's file may be ({_LARGEST_FILE // 2**20} MB); is it the right file?")
        return path.read_bytes()
    except OSError as error:
        raise TownProblem(f"{path} cannot be read: {error.strerror or error}.") from error


def _decode(path: Path, kind: type[_T]) -> _T:
    try:
        return msgspec.json.decode(read_text(path), type=kind)
    except (msgspec.DecodeError, RecursionError) as error:
        raise TownProblem(f"{path} is not a file that Tiled could have saved as JSON: {error}.") from error


def read_map(path: Path) -> TiledMap:
    """Read a `.tmj`.

    Raises:
        TownProblem: it is missing, no Tiled JSON, or of a kind that towns do not use.
    """
    town_map = _decode(path, TiledMap)
    if town_map.orientation != "orthogonal" or town_map.infinite:
        raise TownProblem(f"{path}: the map must be orthogonal and not infinite (Map > Map Properties in Tiled).")
    if (town_map.tilewidth, town_map.tileheight) != (TILE, TILE):
        raise TownProblem(f"{path}: tiles must be {TILE} by {TILE} pixels, not {town_map.tilewidth} by {town_map.tileheight}.")
    for side in ("width", "height"):
        if not _SMALLEST_SIDE <= getattr(town_map, side) <= _LARGEST_SIDE:
            raise TownProblem(f"{path}: {side} must be {_SMALLEST_SIDE} to {_LARGEST_SIDE} tiles, not {getattr(town_map, side)}.")
    if len(town_map.tilesets) != 1 or not town_map.tilesets[0].source:
        raise TownProblem(f"{path}: a town uses exactly one tileset, kept in a file of its own (tilesets[0].source).")
    return town_map


def grid(path: Path, town_map: TiledMap, layer: Layer) -> NDArray[np.int32]:
    """Return a tile layer's global tile ids, shape (height, width), without flip marks.

    Raises:
        TownProblem: the layer is compressed, or does not have one cell for each tile.
    """
    where = f"{path}: layer {layer.name!r}"
    if isinstance(layer.data, str):
        if layer.encoding != "base64" or layer.compression:
            raise TownProblem(f"{where} is compressed; choose CSV or Base64 (uncompressed) as the tile layer format in Tiled.")
        try:
            raw = base64.b64decode(layer.data, validate=True)
        except ValueError as error:
            raise TownProblem(f"{where}: data is no base64.") from error
        cells = np.frombuffer(raw[: len(raw) // 4 * 4], dtype="<u4").astype(np.int64)
    else:
        cells = np.array([cell if 0 <= cell < 2**32 else -1 for cell in layer.data], dtype=np.int64)
    if cells.size != town_map.width * town_map.height:
        raise TownProblem(f"{where} has {cells.size} cells, but the map is {town_map.width} by {town_map.height} tiles.")
    if cells.size and cells.min() < 0:
        raise TownProblem(f"{where} has a cell that is no tile number.")
    return (cells & _GID).astype(np.int32).reshape(town_map.height, town_map.width)


def find_tileset(path: Path, town_map: TiledMap) -> Path:
    """Return where the map's tileset lies: beside it as it says, or, for a town copied elsewhere, in the program.

    Raises:
        TownProblem: it lies in neither place.
    """
    source = town_map.tilesets[0].source.replace("\\", "/")
    named = (path.parent / source).resolve()
    own = assets("sprites", source.rsplit("/", 1)[-1])
    for candidate in (named, own):
        if candidate.suffix == ".tsj" and candidate.is_file():
            return candidate
    raise TownProblem(f"{path}: its tileset {source!r} is not there; it must be a .tsj file (tilesets[0].source).")


def read_tiles(tileset: Path, firstgid: int) -> TileKinds:
    """Read what the tiles of a tileset mean.

    Raises:
        TownProblem: it is no tileset, or names tiles it does not have.
    """
    described = _decode(tileset, Tileset)
    if not 0 < described.tilecount <= 65536 or not 0 < firstgid <= 65536:
        raise TownProblem(f"{tileset}: tilecount must be 1 to 65536, not {described.tilecount}.")
    count = firstgid + described.tilecount
    names = [""] * count
    solid, walk = np.zeros(count, np.bool_), np.zeros(count, np.bool_)
    for tile in described.tiles:
        if not 0 <= tile.id < described.tilecount:
            raise TownProblem(f"{tileset}: tile id {tile.id} is outside of the tileset.")
        properties = {prop.name: prop.value for prop in tile.properties}
        names[firstgid + tile.id] = str(properties.get("name", ""))
        solid[firstgid + tile.id] = properties.get("solid") is True
        walk[firstgid + tile.id] = properties.get("walk") is True
    return TileKinds(names=tuple(names), solid=solid, walk=walk)
