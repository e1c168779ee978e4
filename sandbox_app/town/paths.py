"""Ways through a town: for each destination one field of next steps, computed once in C and then only followed.

The field of a destination comes from Dijkstra's algorithm (scipy.sparse.csgraph) run from the destination over the walkable
tiles and their four neighbours. Costs belong to tiles and a step costs the mean of its two tiles, so that way there and way
back cost the same: people keep to streets and paths, and walk through somebody's bedroom only when nothing else leads there.

scipy is imported when a way is first looked for: it takes longer than the whole window, which looks for none.
"""

from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sandbox_app.errors import Problem
from sandbox_app.town.model import Town

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

STREET, GRASS, PRIVATE, ON_A_THING = 2, 3, 12, 16
"""Cost of a tile: a street, path or floor; open ground; a bedroom or bath; a bed, bench or other thing that people are on."""

_CLOSED = 10_000
"""What a closed tile costs besides: all other ways are shorter, and who is on one still gets out."""
_PRIVATE_KINDS = frozenset({"bedroom", "bathroom", "bath"})
_STREET_LAYERS = ("path", "paving", "floor")
_EAST, _SOUTH, _WEST, _NORTH, _HERE, _NOWHERE = range(6)
_DX, _DY = (1, 0, -1, 0), (0, 1, 0, -1)
_UNREACHED = -9999


def tile_costs(town: Town) -> NDArray[np.int32]:
    """Return what a tile costs to cross, shape (height, width); 0 where nobody walks."""
    costs = np.full((town.height, town.width), GRASS, np.int32)
    for name in _STREET_LAYERS:
        if name in town.layers:
            costs[town.layers[name] > 0] = STREET
    private = [place.id for place in town.places if place.kind in _PRIVATE_KINDS]
    costs[np.isin(town.place_at, private)] = PRIVATE
    for thing in town.things:
        costs[thing.y : thing.y + thing.height, thing.x : thing.x + thing.width] = ON_A_THING
    return np.where(town.walkable, costs, 0).astype(np.int32)


class Paths:
    """The ways of one town. Keeps the fields of the latest destinations; belongs to the thread that uses it.

    Attributes:
        kept: how many destinations' fields are kept at most (each one byte a tile).
    """

    def __init__(self, town: Town, kept: int = 2048) -> None:
        self.kept = kept
        self._width, self._height = town.width, town.height
        self._costs = tile_costs(town)
        self._graph = _graph(self._costs)
        self._fields: OrderedDict[int, bytes] = OrderedDict()
        self._offsets = (1, self._width, -1, -self._width)

    def close(self, tiles: NDArray[np.bool_] | None) -> None:
        """Lead around these tiles from now on, shape (height, width), where another way leads there; None: everything is open."""
        costs = self._costs if tiles is None else np.where(tiles & (self._costs > 0), self._costs + _CLOSED, self._costs)
        self._graph = _graph(costs)
        self._fields.clear()

    def path(self, from_xy: tuple[int, int], to_xy: tuple[int, int]) -> NDArray[np.int16]:
        """Return the tiles from one to the other, both included: int16, shape (n, 2), columns x and y.

        n is 1 when one is there already, and 0 when no way leads there.
        """
        field = self._field(self._index(to_xy))
        here = self._index(from_xy)
        tiles = [here]
        while (direction := field[here]) < _HERE:
            here += self._offsets[direction]
            tiles.append(here)
        if direction == _NOWHERE:
            return np.empty((0, 2), np.int16)
        found = np.array(tiles)
        return np.stack([found % self._width, found // self._width], axis=1).astype(np.int16)

    def distance(self, from_xy: tuple[int, int], to_xy: tuple[int, int]) -> int | None:
        """Return the steps of the way from one to the other (not its cost), or None when no way leads there."""
        return len(self.path(from_xy, to_xy)) - 1 if self.reaches(from_xy, to_xy) else None

    def reaches(self, from_xy: tuple[int, int], to_xy: tuple[int, int]) -> bool:
        """Return whether a way leads from one to the other."""
        return self._field(self._index(to_xy))[self._index(from_xy)] != _NOWHERE

    def cost(self, path: NDArray[np.int16]) -> float:
        """Return what a way costs: the sum over its steps of the mean of the two tiles' costs."""
        costs = self._costs[path[:, 1], path[:, 0]].astype(float)
        return float((costs[1:] + costs[:-1]).sum() / 2)

    def _index(self, xy: tuple[int, int]) -> int:
        x, y = int(xy[0]), int(xy[1])
        if not (0 <= x < self._width and 0 <= y < self._height):
            raise IndexError(f"tile {x},{y} is not on a map of {self._width} by {self._height}")
        return y * self._width + x

    def _field(self, target: int) -> bytes:
        """Return the direction of the next step to the target from every tile."""
        if target in self._fields:
            self._fields.move_to_end(target)
            return self._fields[target]
        from scipy.sparse.csgraph import dijkstra

        _, next_tile = dijkstra(self._graph, directed=True, indices=target, return_predecessors=True)
        tiles = np.arange(next_tile.size)
        directions = np.full(next_tile.size, _NOWHERE, np.uint8)
        for direction, offset in enumerate(self._offsets):
            directions[(next_tile != _UNREACHED) & (next_tile - tiles == offset)] = direction
        directions[target] = _HERE
        field = directions.tobytes()
        self._fields[target] = field
        if len(self._fields) > self.kept:
            self._fields.popitem(last=False)
        return field


def _graph(costs: NDArray[np.int32]) -> "csr_matrix":
    """Return the steps between neighbouring walkable tiles as a symmetric matrix of costs."""
    from scipy.sparse import csr_matrix

    height, width = costs.shape
    index = np.arange(height * width).reshape(height, width)
    starts, ends, weights = [], [], []
    for here, there in ((np.s_[:, :-1], np.s_[:, 1:]), (np.s_[:-1, :], np.s_[1:, :])):
        joined = (costs[here] > 0) & (costs[there] > 0)
        starts.append(index[here][joined])
        ends.append(index[there][joined])
        weights.append((costs[here] + costs[there])[joined] / 2)
    start, end, weight = np.concatenate(starts), np.concatenate(ends), np.concatenate(weights)
    both = (np.concatenate([weight, weight]), (np.concatenate([start, end]), np.concatenate([end, start])))
    return csr_matrix(both, shape=(height * width, height * width))


def encode(path: NDArray[np.int16]) -> list[int]:
    """Return a way run-length coded: x and y of its first tile, then pairs of direction (0 east, 1 south, 2 west, 3 north) and steps."""
    if len(path) == 0:
        return []
    coded = [int(path[0, 0]), int(path[0, 1])]
    steps = np.diff(path.astype(np.int32), axis=0)
    for dx, dy in steps.tolist():
        direction = {(1, 0): _EAST, (0, 1): _SOUTH, (-1, 0): _WEST, (0, -1): _NORTH}[dx, dy]
        if len(coded) > 2 and coded[-2] == direction:
            coded[-1] += 1
        else:
            coded += [direction, 1]
    return coded


def decode(coded: Sequence[int]) -> NDArray[np.int16]:
    """Return the way that `encode` coded, int16, shape (n, 2).

    Raises:
        Problem: it is no coded way.
    """
    if not coded:
        return np.empty((0, 2), np.int16)
    if any(type(number) is not int or abs(number) > 1_000_000 for number in coded):
        raise Problem("A journey in this world's record is damaged: its way cannot be read.")
    directions, counts = np.array(coded[2::2], np.int64), np.array(coded[3::2], np.int64)
    wrong = len(coded) < 2 or len(directions) != len(counts) or np.any((directions < 0) | (directions > 3)) or np.any(counts < 1)
    if wrong or counts.sum() > 1_000_000:
        raise Problem("A journey in this world's record is damaged: its way cannot be read.")
    steps = np.stack([np.array(_DX), np.array(_DY)], axis=1)[np.repeat(directions, counts)]
    return np.cumsum(np.concatenate([np.array([coded[:2]]), steps]), axis=0).astype(np.int16)
