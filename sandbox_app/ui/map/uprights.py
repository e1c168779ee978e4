"""What stands on the ground and never walks: things, trees, lamps. Drawn with people, the farther ones first."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from sandbox_app.town.model import Thing, Town
from sandbox_app.ui.map.ground import Ground
from sandbox_app.ui.map.sheets import TILE, atlas, tileset

_UNKNOWN = "crate"
"""The tile drawn for a kind of thing that has no picture."""
_SWAYING = frozenset({"tree_oak", "tree_birch", "tree_willow", "tree_apple", "tree_cherry", "tree_linden", "sapling", "cypress"})
BURNING = frozenset({"stove", "fireplace", "bread_oven", "kiln", "forge", "barbecue", "kettle_stand"})
"""Kinds of things that give light, and smoke where there is a chimney, while they are on."""
ALIGHT = frozenset({"on", "lit", "glowing", "hot"})


@dataclass
class Upright:
    """Something drawn upright.

    Attributes:
        key: its picture's name. image: the picture. x, y: its upper left in world pixels. base: the y it is sorted by.
        site: the building it stands in, 0 outdoors. thing: its id, 0 for scenery. over: drawn in front of whoever uses it.
        sways: whether wind moves it.
    """

    key: str
    image: QImage
    x: int
    y: int
    base: float
    site: int
    thing: int = 0
    over: bool = False
    sways: bool = False


class Uprights:
    """All that stands in a town.

    Attributes:
        all: everything. base: the y each is sorted by. left, top, right, bottom: what each covers, world pixels. sways: whether it does.
        base_of_thing: the y by which the thing of each id is sorted.
        thing_at: id of the thing that covers a tile, (height, width). lamps: where street lamps burn, world pixels.
    """

    def __init__(self, town: Town, ground: Ground) -> None:
        self._town = town
        self._ground = ground
        self.thing_at: NDArray[np.int32] = np.zeros((town.height, town.width), np.int32)
        self.all: list[Upright] = []
        self.lamps: list[tuple[int, int]] = []
        self._of_thing: dict[int, int] = {}
        for thing in town.things:
            self.thing_at[thing.y : thing.y + thing.height, thing.x : thing.x + thing.width] = thing.id
            self._add_thing(thing)
        self._add_scenery()
        self.base = np.array([upright.base for upright in self.all], np.float64)
        self.left = np.array([upright.x for upright in self.all], np.float64)
        self.top = np.array([upright.y for upright in self.all], np.float64)
        self.right = np.array([upright.x + upright.image.width() for upright in self.all], np.float64)
        self.bottom = np.array([upright.y + upright.image.height() for upright in self.all], np.float64)
        self.site = np.array([upright.site for upright in self.all], np.int32)
        self.sways = np.array([upright.sways for upright in self.all], np.bool_)
        self.base_of_thing = np.zeros(max(self._of_thing, default=0) + 1)
        for thing_id, number in self._of_thing.items():
            self.base_of_thing[thing_id] = self.base[number]

    def _site(self, x: int, y: int) -> int:
        return self._town.site_of(int(self._town.place_at[y, x])).id if self._ground.indoors[y, x] else 0

    def _picture(self, thing: Thing, state: str) -> tuple[str, QImage]:
        things = atlas("things")
        for key in (f"{thing.kind}/{state}", thing.kind):
            if key in things:
                return key, things.image(key)
        tiles = tileset(self._town.tileset)
        image = tiles.image(tiles.by_name.get(_UNKNOWN, 1))
        assert image is not None
        return f"tile/{_UNKNOWN}", image

    def _add_thing(self, thing: Thing) -> None:
        key, image = self._picture(thing, thing.states[0] if thing.states else "")
        x = thing.x * TILE + (thing.width * TILE - image.width()) // 2
        bottom = (thing.y + thing.height) * TILE
        site = self._site(thing.x, min(thing.y + thing.height - 1, self._town.height - 1))
        self._of_thing[thing.id] = len(self.all)
        self.all.append(Upright(key, image, x, bottom - image.height(), float(bottom), site, thing.id))
        if f"{thing.kind}/over" in atlas("things"):
            over = atlas("things").image(f"{thing.kind}/over")
            self.all.append(Upright(f"{thing.kind}/over", over, x, bottom - over.height(), bottom + 0.6, site, thing.id, over=True))

    def _add_scenery(self) -> None:
        grid = self._town.layers.get("scenery")
        if grid is None:
            return
        tiles, tall = tileset(self._town.tileset), atlas("scenery")
        for ty, tx in np.argwhere(grid > 0):
            name = tiles.name(int(grid[ty, tx]))
            image = tall.image(name) if name in tall else tiles.image(int(grid[ty, tx]))
            if image is None:
                continue
            x, bottom = int(tx) * TILE + (TILE - image.width()) // 2, (int(ty) + 1) * TILE
            site = self._site(int(tx), int(ty))
            self.all.append(Upright(name, image, x, bottom - image.height(), bottom - 4.0, site, sways=name in _SWAYING))
            if name == "lamp_post":
                self.lamps.append((int(tx) * TILE + 16, bottom - 50))

    def set_state(self, thing_id: int, state: str) -> None:
        """Show a thing in another state."""
        upright = self.all[self._of_thing[thing_id]]
        upright.key, upright.image = self._picture(self._town.thing(thing_id), state)

    def of_thing(self, thing_id: int) -> Upright:
        """Return a thing's picture."""
        return self.all[self._of_thing[thing_id]]

    def at(self, x: float, y: float, *, indoors: frozenset[int]) -> int:
        """Return the id of the thing whose picture is seen at a world pixel, 0 for none.

        Args:
            x, y: the world pixel.
            indoors: the buildings one can look into.
        """
        hits = np.nonzero((self.left <= x) & (x < self.right) & (self.top <= y) & (y < self.bottom))[0]
        for index in hits[np.argsort(-self.base[hits], kind="stable")]:
            upright = self.all[int(index)]
            if not upright.thing or (upright.site and upright.site not in indoors):
                continue
            if upright.image.pixelColor(int(x) - upright.x, int(y) - upright.y).alpha() > 40:
                return upright.thing
        return 0
