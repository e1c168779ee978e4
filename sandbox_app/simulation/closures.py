"""Places and stretches of road that a person closed: which tiles they are, and how far one comes on a way.

A place that is closed keeps out all but those who live there; a stretch of road keeps out everybody. Who stands on a closed tile may
leave it.
"""

from collections.abc import Iterable

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from sandbox_app.town.model import Town

REACH = 2
"""Tiles to each side of the one meant that a closed stretch of road is long."""
WIDEST = 9
"""A road up to so many tiles wide is closed from side to side; a square or a meadow only as far as it is long."""
ROADS = ("path", "paving", "floor")
"""The layers of a town's map that are roads and paths."""


class Closure(Struct, frozen=True):
    """Something that is closed: a site, or, where x is not negative, the stretch of it around a tile; and why, in words or ""."""

    place: int
    x: int = -1
    y: int = -1
    why: str = ""

    @property
    def stretch(self) -> bool:
        """Whether it is a stretch of road and not a whole place."""
        return self.x >= 0


def number_of(town: Town, place: int, x: int = -1, y: int = -1) -> int:
    """Return the number by which a closure is known: of a site its id, of a stretch a negative one."""
    return place if x < 0 else -(y * town.width + x) - 1


def closure_of(town: Town, number: int, why: str) -> Closure:
    """Return the closure that has a number."""
    if number > 0:
        return Closure(number, why=why)
    y, x = divmod(-number - 1, town.width)
    return Closure(town.site_of(int(town.place_at[y, x])).id, x, y, why)


def can_be(town: Town, closure: Closure) -> bool:
    """Say whether what a closure names is there: a file may be anybody's."""
    there = 1 <= closure.place <= len(town.places)
    return there and ((closure.x, closure.y) == (-1, -1) or (0 <= closure.x < town.width and 0 <= closure.y < town.height))


def words_of(town: Town, closure: Closure) -> str:
    """Return what is closed, in words for people."""
    name = town.place(closure.place).name
    return f"a stretch of {name}" if closure.stretch else name


def tiles_of(town: Town, closure: Closure) -> NDArray[np.bool_]:
    """Return the tiles of a closure, shape (height, width): a site with its rooms, or a stretch of road in the open, from side to side."""
    if not closure.stretch:
        inside = [closure.place, *(room.id for room in town.places if room.parent == closure.place and room.level == "room")]
        return np.asarray(np.isin(town.place_at, inside) & town.walkable)
    covered = [place.id for place in town.places if place.indoors or town.site_of(place.id).indoors]
    around = _across(town, closure.x, closure.y)
    tiles = np.zeros((town.height, town.width), np.bool_)
    tiles[around] = town.walkable[around] & ~np.isin(town.place_at[around], covered)
    return tiles


def _across(town: Town, x: int, y: int) -> tuple[slice, slice]:
    """Return the rows and columns of a stretch around a tile: across the road from side to side, along it as far as it is to be long."""
    way = town.walkable.copy()
    roads = np.logical_or.reduce([town.layers[name] > 0 for name in ROADS if name in town.layers] or [way])
    if roads[y, x]:
        way &= roads
    rows, columns = _run(way[:, x], y), _run(way[y], x)
    high, wide = rows.stop - rows.start, columns.stop - columns.start
    square = slice(max(y - REACH, 0), y + REACH + 1), slice(max(x - REACH, 0), x + REACH + 1)
    if min(high, wide) > WIDEST:
        return square
    return (rows, square[1]) if high <= wide else (square[0], columns)


def _run(way: NDArray[np.bool_], at: int) -> slice:
    """Return the run of tiles in a row or column that one can walk on, around one of them."""
    before, after = np.flatnonzero(~way[:at]), np.flatnonzero(~way[at:])
    return slice(int(before[-1]) + 1 if len(before) else 0, at + int(after[0]) if len(after) else len(way))


class Closures:
    """What is closed in a town at a step. Owned by a state.

    Attributes:
        by_number: what is closed. at: the number of the closure over each tile, 0 for none, int32, shape (height, width); another
            array after each change, and None while nothing is closed.
    """

    def __init__(self, town: Town, closed: Iterable[Closure] = ()) -> None:
        self._town = town
        self.by_number: dict[int, Closure] = {}
        self.at: NDArray[np.int32] | None = None
        for closure in closed:
            self.by_number[number_of(town, closure.place, closure.x, closure.y)] = closure
        self._lay()

    def put(self, closure: Closure) -> None:
        """Close something."""
        self.by_number[number_of(self._town, closure.place, closure.x, closure.y)] = closure
        self._lay()

    def lift(self, closure: Closure) -> None:
        """Open it again."""
        self.by_number.pop(number_of(self._town, closure.place, closure.x, closure.y), None)
        self._lay()

    def in_order(self) -> list[Closure]:
        """Return what is closed, in order of number."""
        return [self.by_number[number] for number in sorted(self.by_number)]

    def reaches(self, way: NDArray[np.int16], own: int = 0) -> int:
        """Return how many tiles of a way, int16 of shape (n, 2), one comes without entering what is closed.

        Args:
            own: the site that one lives in, which is open to one.
        """
        over = self._over(way, own)
        if over is None:
            return len(way)
        closed = over != 0
        entered = np.flatnonzero(closed[1:] & ~closed[:-1])
        return int(entered[0]) + 1 if len(entered) else len(way)

    def met(self, way: NDArray[np.int16], own: int = 0) -> Closure | None:
        """Return the first closure that a way enters, as in `reaches`."""
        passed = self.reaches(way, own)
        over = self._over(way, own)
        return None if over is None or passed == len(way) else self.by_number[int(over[passed])]

    def _over(self, way: NDArray[np.int16], own: int) -> NDArray[np.int32] | None:
        if self.at is None or not len(way):
            return None
        over = self.at[way[:, 1], way[:, 0]]
        return np.where(over == own, 0, over) if own else over

    def _lay(self) -> None:
        if not self.by_number:
            self.at = None
            return
        at = np.zeros((self._town.height, self._town.width), np.int32)
        for number in sorted(self.by_number, reverse=True):  # a stretch within a closed place counts for those who live there, too
            at[tiles_of(self._town, self.by_number[number])] = number
        self.at = at
