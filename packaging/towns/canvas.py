"""Drawing a town: terrain with rounded edges, layers of named tiles, things, and the marks of places; saved as Tiled JSON.

Terrain (water, sand, path, cobble…) is drawn on the corners of tiles, so that its edges are round; everything else on tiles.
Coordinates are tiles, x to the right, y down; a corner (x, y) is the upper left corner of tile (x, y).
"""

import json
import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

LAYERS = ("ground", "shore", "water", "path", "paving", "floor", "wall", "decor", "scenery", "roof", "roof_decor")
TERRAIN_LAYER = {"sand": "shore", "field": "shore", "bed": "shore", "water": "water", "path": "path", "cobble": "paving"}
TILE = 32
Point = tuple[float, float]


class Canvas:
    """A town being drawn.

    Attributes:
        terrain: for each terrain a bool array of corners, shape (height + 1, width + 1).
        tiles: for each layer the tiles' names ("" is nothing), shape (height, width).
        things: (kind, x, y, width, height, name).
        marks: (site, room, mask of tiles) in the order in which later ones lie over earlier ones.
        built: tiles of sites that have a plan.
        kept_free: tiles on which nothing is scattered.
        random: what chance there is in a drawing; seeded, so that a town is drawn the same each time.
    """

    def __init__(self, width: int, height: int, seed: int) -> None:
        self.width, self.height = width, height
        self.random = Random(seed)
        self.terrain = {name: np.zeros((height + 1, width + 1), np.bool_) for name in TERRAIN_LAYER}
        self.tiles = {name: np.full((height, width), "", dtype=object) for name in LAYERS}
        self.things: list[tuple[str, int, int, int, int, str]] = []
        self.marks: list[tuple[str, str, NDArray[np.bool_]]] = []
        self.built = np.zeros((height, width), np.bool_)
        self.kept_free = np.zeros((height, width), np.bool_)
        rows, columns = np.mgrid[0 : height + 1, 0 : width + 1]
        self._corner_x, self._corner_y = columns.astype(float), rows.astype(float)

    # --- terrain

    def stroke(self, terrain: str, points: Sequence[Point], width: float, *, draw: bool = True) -> NDArray[np.bool_]:
        """Draw a smooth line through points, `width` tiles wide; return the corners it covers."""
        curve = smooth(points)
        near = np.full(self._corner_x.shape, np.inf)
        for (ax, ay), (bx, by) in pairwise(curve):
            length = (bx - ax) ** 2 + (by - ay) ** 2
            along = ((self._corner_x - ax) * (bx - ax) + (self._corner_y - ay) * (by - ay)) / (length or 1.0)
            along = np.clip(along, 0.0, 1.0)
            near = np.minimum(near, np.hypot(self._corner_x - ax - along * (bx - ax), self._corner_y - ay - along * (by - ay)))
        covered = near <= width / 2
        if draw:
            self.terrain[terrain] |= covered
        return covered

    def blob(self, terrain: str, x: float, y: float, rx: float, ry: float, wobble: float = 0.12) -> NDArray[np.bool_]:
        """Draw a roundish patch; return the corners it covers."""
        phases = [self.random.uniform(0, math.tau) for _ in range(3)]
        angle = np.arctan2(self._corner_y - y, self._corner_x - x)
        edge = 1 + wobble * sum(np.sin(angle * (n + 2) + phase) / (n + 1) for n, phase in enumerate(phases))
        covered = np.hypot((self._corner_x - x) / rx, (self._corner_y - y) / ry) <= edge
        self.terrain[terrain] |= covered
        return np.asarray(covered)

    def patch(self, terrain: str, x: int, y: int, width: int, height: int) -> None:
        """Fill the corners of a rectangle of tiles' insides: a rounded patch of exactly these tiles has half a tile of edge."""
        self.terrain[terrain][y : y + height + 1, x : x + width + 1] = True

    # --- tiles, things, places

    def put(self, layer: str, x: int, y: int, name: str) -> None:
        """Lay one tile."""
        self.tiles[layer][y, x] = name

    def thing(self, kind: str, x: int, y: int, width: int = 1, height: int = 1, name: str = "") -> None:
        """Set a thing down."""
        self.things.append((kind, x, y, width, height, name))
        self.kept_free[y : y + height, x : x + width] = True

    def place(self, site: str, room: str = "", *, mask: NDArray[np.bool_] | None = None, boxes: Iterable[Sequence[int]] = ()) -> None:
        """Mark tiles as belonging to a site or to a room of it; boxes are x, y, width, height."""
        marked = np.zeros((self.height, self.width), np.bool_) if mask is None else mask.copy()
        for x, y, width, height in boxes:
            marked[y : y + height, x : x + width] = True
        self.marks.append((site, room, marked))

    def bridge(self, x: int, y: int, width: int, height: int, planks: str) -> None:
        """Lay planks, with railings along the sides that one does not come from."""
        for row in range(y, y + height):
            for column in range(x, x + width):
                self.put("floor", column, row, planks)
                if planks == "planks_v":
                    rail = {y: "rail_n", y + height - 1: "rail_s"}.get(row, "")
                else:
                    rail = {x: "rail_w", x + width - 1: "rail_e"}.get(column, "")
                self.put("decor", column, row, rail)
        self.keep_free(x - 1, y - 1, width + 2, height + 2)

    def covers(self, corners: NDArray[np.bool_], least: int = 1) -> NDArray[np.bool_]:
        """Return the tiles of which at least this many corners are covered."""
        return sum_corners(corners) >= least

    def free(self) -> NDArray[np.bool_]:
        """Return where nothing but grass is so far."""
        empty = ~self.kept_free
        for corners in self.terrain.values():
            empty &= ~self.covers(corners)
        for name in ("floor", "wall", "decor", "scenery", "roof"):
            empty &= self.tiles[name] == ""
        return empty

    def is_free(self, x: int, y: int) -> bool:
        """Return whether a tile is on the map and bears nothing but grass so far."""
        if not (0 <= x < self.width and 0 <= y < self.height) or self.kept_free[y, x]:
            return False
        if any(corners[y : y + 2, x : x + 2].any() for corners in self.terrain.values()):
            return False
        return all(self.tiles[name][y, x] == "" for name in ("floor", "wall", "decor", "scenery", "roof"))

    def keep_free(self, x: int, y: int, width: int = 1, height: int = 1) -> None:
        """Let nothing be scattered here."""
        self.kept_free[max(0, y) : y + height, max(0, x) : x + width] = True

    # --- finishing

    def finish(self) -> None:
        """Turn terrain into tiles, edges into masks, and leave no grass bare of variety."""
        built = (self.tiles["floor"] != "") & ~np.isin(self.tiles["floor"], ("planks_h", "planks_v")) | (self.tiles["wall"] != "")
        for terrain, corners in self.terrain.items():
            codes = corner_codes(corners)
            layer = self.tiles[TERRAIN_LAYER[terrain]]
            for y, x in zip(*np.nonzero((codes > 0) & ~built), strict=True):
                layer[y, x] = f"{terrain}_{codes[y, x]:02d}" + self._variant(terrain, int(codes[y, x]))
        for family in ("fence", "hedge", "stonewall", "rug_red", "rug_blue", "rug_green"):
            decor = self.tiles["decor"]
            same = decor == family
            codes = edge_codes(same | (np.isin(decor, ("gate_h", "gate_v")) & (family in ("fence", "hedge", "stonewall"))))
            for y, x in zip(*np.nonzero(same), strict=True):
                decor[y, x] = f"{family}_{codes[y, x]:02d}"
        ground = self.tiles["ground"]
        for y in range(self.height):
            for x in range(self.width):
                if ground[y, x] == "":
                    ground[y, x] = self._grass(x, y)

    def _variant(self, terrain: str, code: int) -> str:
        if code != 15 or terrain == "water":
            return ""
        if terrain == "cobble":
            return self.random.choices(("", "b", "c"), (6, 2, 1))[0]
        return self.random.choices(("", "b"), (4, 1))[0]

    def _grass(self, x: int, y: int) -> str:
        swell = math.sin(x * 0.31 + math.sin(y * 0.23) * 2.0) + math.sin(y * 0.37 + x * 0.11)
        if swell > 1.35:
            return self.random.choices(("grass_clover", "grass_flowers_1", "grass_flowers_2", "grass_2"), (4, 2, 2, 3))[0]
        if swell < -1.45:
            return self.random.choices(("meadow_1", "meadow_2", "grass_tuft"), (3, 2, 2))[0]
        names = ("grass_1", "grass_2", "grass_3", "grass_4", "grass_tuft", "grass_flowers_1", "grass_clover")
        return self.random.choices(names, (30, 22, 18, 14, 5, 1, 2))[0]

    def save(self, path: Path, tileset: Path) -> None:
        """Write the map as Tiled JSON with names looked up in the tileset.

        Raises:
            KeyError: a tile's name is not in the tileset.
        """
        described = json.loads(tileset.read_text(encoding="utf-8"))
        gids = {"": 0}
        for tile in described["tiles"]:
            name = next(prop["value"] for prop in tile["properties"] if prop["name"] == "name")
            gids[name] = tile["id"] + 1
        layers: list[dict[str, object]] = []
        for name in LAYERS:
            data = [gids[cell] for cell in self.tiles[name].ravel()]
            layers.append(
                {"data": data, "height": self.height, "id": len(layers) + 1, "name": name, "opacity": 1, "type": "tilelayer",
                 "visible": True, "width": self.width, "x": 0, "y": 0}
            )  # fmt: skip
        objects: list[dict[str, object]] = []
        marks: list[dict[str, object]] = []
        for site, room, mask in self.marks:
            for box in boxes(mask):
                marks.append(_object(len(marks) + 1, room or site, "room" if room else "site", box, {"site": site} if room else {}))
        for kind, x, y, width, height, name in self.things:
            objects.append(_object(len(marks) + len(objects) + 1, name, kind, (x, y, width, height), {}))
        for name, found in (("places", marks), ("things", objects)):
            layers.append(
                {"draworder": "topdown", "id": len(layers) + 1, "name": name, "objects": found, "opacity": 1, "type": "objectgroup",
                 "visible": name == "things", "x": 0, "y": 0}
            )  # fmt: skip
        town_map = {
            "compressionlevel": -1,
            "height": self.height,
            "infinite": False,
            "layers": layers,
            "nextlayerid": len(layers) + 1,
            "nextobjectid": len(marks) + len(objects) + 1,
            "orientation": "orthogonal",
            "renderorder": "right-down",
            "tiledversion": "1.10.2",
            "tileheight": TILE,
            "tilesets": [{"firstgid": 1, "source": f"../../assets/sprites/{tileset.name}"}],
            "tilewidth": TILE,
            "type": "map",
            "version": "1.10",
            "width": self.width,
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(town_map, separators=(",", ":")) + "\n", encoding="utf-8")


def _object(number: int, name: str, kind: str, box: tuple[int, int, int, int], properties: dict[str, str]) -> dict[str, object]:
    x, y, width, height = (side * TILE for side in box)
    made: dict[str, object] = {
        "height": height, "id": number, "name": name, "rotation": 0, "type": kind, "visible": True, "width": width, "x": x, "y": y,
    }  # fmt: skip
    if properties:
        made["properties"] = [{"name": key, "type": "string", "value": value} for key, value in properties.items()]
    return made


def smooth(points: Sequence[Point], parts: int = 8) -> list[Point]:
    """Return a Catmull-Rom curve through the points."""
    if len(points) < 3:
        return list(points)
    padded = [points[0], *points, points[-1]]
    curve = [points[0]]
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for part in range(1, parts + 1):
            t = part / parts
            curve.append((_catmull(a[0], b[0], c[0], d[0], t), _catmull(a[1], b[1], c[1], d[1], t)))
    return curve


def _catmull(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)


def sum_corners(corners: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return how many corners of each tile are covered."""
    cells = corners.astype(np.int64)
    return np.asarray(cells[:-1, :-1] + cells[:-1, 1:] + cells[1:, 1:] + cells[1:, :-1])


def corner_codes(corners: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return each tile's mask of corners: 1 north-west, 2 north-east, 4 south-east, 8 south-west."""
    cells = corners.astype(np.int64)
    return np.asarray(cells[:-1, :-1] + 2 * cells[:-1, 1:] + 4 * cells[1:, 1:] + 8 * cells[1:, :-1])


def edge_codes(same: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return each tile's mask of neighbours that are the same: 1 north, 2 east, 4 south, 8 west."""
    cells = np.pad(same.astype(np.int64), 1)
    return np.asarray(cells[:-2, 1:-1] + 2 * cells[1:-1, 2:] + 4 * cells[2:, 1:-1] + 8 * cells[1:-1, :-2])


def boxes(mask: NDArray[np.bool_]) -> list[tuple[int, int, int, int]]:
    """Return rectangles (x, y, width, height) that cover exactly the mask."""
    left = mask.copy()
    found = []
    for y, x in np.argwhere(mask):
        if not left[y, x]:
            continue
        row = left[y, x:]
        width = int(row.argmin()) if not row.all() else len(row)
        height = 1
        while y + height < mask.shape[0] and left[y + height, x : x + width].all():
            height += 1
        left[y : y + height, x : x + width] = False
        found.append((int(x), int(y), width, height))
    return found
