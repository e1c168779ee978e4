"""The kinds of things: what one does with them, how large they are, and where their users stand.

`worlds/things.toml` describes what all towns share; a town's own `town.toml` may change or add kinds under `[things.KIND]`.
"""

import tomllib
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from sandbox_app.errors import TownProblem
from sandbox_app.resources import worlds
from sandbox_app.town.tiled import read_text

STANDS = ("on", "head", "below", "above", "around", "chairs")
"""Where users stand: on the thing, on its upper row, beside it below or above, anywhere around it, or on the chairs around it."""

POSES = ("stand", "sit", "lie")


class ThingKind(Struct, frozen=True, forbid_unknown_fields=True):
    """What things of a kind have in common.

    Attributes:
        uses: what one does with it, verbs first.
        size: width and height in tiles.
        stand: one of STANDS.
        people: how many can use it at a time, at most.
        pose: one of POSES.
        states: what it can be, the first at the start.
        name: as people say it; "" when the kind's own name serves.
    """

    uses: tuple[str, ...]
    size: tuple[int, int] = (1, 1)
    stand: str = "below"
    people: int = 1
    pose: str = "stand"
    states: tuple[str, ...] = ()
    name: str = ""

    @property
    def entered(self) -> bool:
        """Whether its user is on the thing itself, so that its tiles are walked on."""
        return self.stand in ("on", "head")


def read_toml(path: Path) -> dict[str, Any]:
    """Return what a TOML file says.

    Raises:
        TownProblem: it is missing or no TOML.
    """
    try:
        return tomllib.loads(read_text(path).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise TownProblem(f"{path} cannot be understood: {error}.") from error


def thing_kinds(own: Any, path: Path) -> dict[str, ThingKind]:
    """Return all kinds of things by name: the shared ones, with a town's own on top.

    Args:
        own: the table `things` of a town.toml.
        path: that file, for messages.

    Raises:
        TownProblem: a kind is described wrongly.
    """
    if not isinstance(own, dict):
        raise TownProblem(f"{path}: things must be tables like [things.stove].")
    shared = worlds("things.toml")
    kinds: dict[str, ThingKind] = {}
    for source, table in ((shared, read_toml(shared)), (path, own)):
        for kind, described in table.items():
            kinds[kind] = _kind(source, kind, described)
    return kinds


def _kind(path: Path, kind: str, described: Any) -> ThingKind:
    try:
        thing_kind = msgspec.convert(described, ThingKind)
    except msgspec.ValidationError as error:
        raise TownProblem(f"{path}: the thing {kind!r} is described wrongly: {error}.") from error
    width, height = thing_kind.size
    if thing_kind.stand not in STANDS:
        raise TownProblem(f"{path}: things.{kind}.stand must be one of {', '.join(STANDS)}, not {thing_kind.stand!r}.")
    if thing_kind.pose not in POSES:
        raise TownProblem(f"{path}: things.{kind}.pose must be one of {', '.join(POSES)}, not {thing_kind.pose!r}.")
    if not (1 <= width <= 16 and 1 <= height <= 16 and 1 <= thing_kind.people <= 64):
        raise TownProblem(f"{path}: things.{kind} has a size or number of people that no thing has.")
    return thing_kind


def stand_tiles(
    kind: ThingKind, box: tuple[int, int, int, int], walkable: NDArray[np.bool_], chairs: NDArray[np.bool_]
) -> tuple[tuple[int, int], ...]:
    """Return the tiles from which a thing is used, the best first, at most `kind.people`.

    Args:
        kind: what it is.
        box: x, y, width, height in tiles.
        walkable: bool, shape (height, width) of the map.
        chairs: where chairs stand, same shape.
    """
    x, y, width, height = box
    below = [(column, y + height) for column in _middle_first(x, width)]
    above = [(column, y - 1) for column in _middle_first(x, width)]
    left = [(x - 1, row) for row in range(y, y + height)]
    right = [(x + width, row) for row in range(y, y + height)]
    ring = below + left + right + above
    choices = {
        "on": [(column, row) for row in range(y, y + height) for column in range(x, x + width)],
        "head": [(column, y) for column in range(x, x + width)],
        "below": below,
        "above": above,
        "around": ring,
        "chairs": [tile for tile in ring if _true_at(chairs, tile)],
    }[kind.stand]
    open_tiles = [tile for tile in choices if _true_at(walkable, tile)]
    if not open_tiles and not kind.entered:
        open_tiles = [tile for tile in ring if _true_at(walkable, tile)]
    if kind.pose == "sit" and not kind.entered:
        open_tiles.sort(key=lambda tile: not _true_at(chairs, tile))
    return tuple(open_tiles[: kind.people])


def _middle_first(start: int, length: int) -> list[int]:
    middle = start + (length - 1) / 2
    return sorted(range(start, start + length), key=lambda column: (abs(column - middle), column))


def _true_at(cells: NDArray[np.bool_], tile: tuple[int, int]) -> bool:
    x, y = tile
    return 0 <= x < cells.shape[1] and 0 <= y < cells.shape[0] and bool(cells[y, x])
