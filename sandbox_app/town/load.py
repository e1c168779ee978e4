"""Reading a town's folder: `town.tmj` (the map), `town.toml` (places, hours, things) and `cast/*.toml` (people).

A folder may come from a stranger: whatever is wrong with it ends in one sentence that names the file and what is wrong.

scipy is imported when a town is read: the window's first picture does without.
"""

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from sandbox_app.errors import TownProblem
from sandbox_app.resources import worlds
from sandbox_app.town.catalogue import ThingKind, read_toml, stand_tiles, thing_kinds
from sandbox_app.town.model import CastMember, Place, Thing, Town
from sandbox_app.town.spelling import choices, plain
from sandbox_app.town.tiled import MapObject, TiledMap, TileKinds, find_tileset, grid, read_map, read_tiles

OUTDOOR_KINDS = frozenset({"garden", "yard", "terrace", "court", "orchard", "pasture", "playground"})
"""Kinds of rooms that have no roof, although their site is a building."""

_ABOVE = ("roof", "roof_decor")
"""Layers over people's heads: they never stand in the way."""

_MOST_PLACES, _MOST_THINGS, _MOST_PEOPLE = 4000, 20000, 5000
_NAME = re.compile(r"[^\x00-\x1f\x7f]{1,60}")
_CHAIRS = ("chair_n", "chair_s", "chair_e", "chair_w", "stool", "deskseat_n", "pew_n")


class _Site(Struct, frozen=True, forbid_unknown_fields=True):
    """A `[[site]]` of town.toml; rooms: name -> kind."""

    name: str
    kind: str
    indoors: bool = False
    opens: str = ""
    closes: str = ""
    rooms: dict[str, str] = {}


class _TownFile(Struct, frozen=True, forbid_unknown_fields=True):
    """A whole town.toml."""

    title: str
    start: datetime
    site: list[_Site]
    things: dict[str, Any] = {}


def towns() -> tuple[str, ...]:
    """Return the names of the towns that ship, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in worlds().glob("*/town.toml")))


def load_town(source: str | Path, *, people: bool = True) -> Town:
    """Read a town by the name of one that ships, or from a folder, or from the `town.tmj` in it; without its cast unless `people`.

    Raises:
        TownProblem: there is none of that name, or something in it is missing or wrong.
    """
    folder = _folder(source)
    map_path, text_path = folder / "town.tmj", folder / "town.toml"
    described = _town_file(text_path)
    town_map = read_map(map_path)
    tileset = find_tileset(map_path, town_map)
    tiles = read_tiles(tileset, town_map.tilesets[0].firstgid)
    layers = _layers(map_path, town_map, tiles)
    places = _places(text_path, described)
    walkable = _walkable(layers, tiles)
    place_at = _place_at(map_path, town_map, places)
    things = _things(map_path, town_map, thing_kinds(described.things, text_path), layers, tiles, walkable, place_at)
    place_at = _fill_sites(places, place_at, walkable)
    return Town(
        name=folder.name,
        title=described.title,
        start=described.start.strftime("%Y-%m-%dT%H:%M"),
        width=town_map.width,
        height=town_map.height,
        places=_with_doors(places, place_at, walkable, tiles.walk[layers["decor"]] if "decor" in layers else ~walkable),
        things=tuple(msgspec.structs.replace(thing, place=int(place_at[thing.y, thing.x])) for thing in things),
        cast=_cast(folder / "cast") if people else (),
        walkable=walkable,
        place_at=place_at,
        layers=layers,
        tileset=tileset,
        source=folder,
    )


def _folder(source: str | Path) -> Path:
    path = Path(source)
    if isinstance(source, str) and (named := next((name for name in towns() if plain(name) == plain(source)), "")):
        return worlds(named).resolve()
    if path.suffix in (".tmj", ".toml") and path.is_file():
        path = path.parent
    if not (path / "town.toml").is_file():
        shipped = ", ".join(towns())
        near = choices(str(source), towns())
        meant = f"{near} Towns" if near.endswith("?") else "towns"
        raise TownProblem(f"There is no town {str(source)!r}; {meant} that ship: {shipped}; or give a folder with a town.toml in it.")
    return path.resolve()


def _town_file(path: Path) -> _TownFile:
    table = read_toml(path)
    if isinstance(table.get("start"), date) and not isinstance(table["start"], datetime):
        raise TownProblem(f"{path}: start must be a date with a time, like 2026-02-13T06:00:00.")
    try:
        described = msgspec.convert(table, _TownFile)
    except msgspec.ValidationError as error:
        raise TownProblem(f"{path} is wrong: {error}.") from error
    for name in (described.title, *(site.name for site in described.site), *(room for site in described.site for room in site.rooms)):
        if _NAME.fullmatch(name) is None:
            raise TownProblem(f"{path}: {name[:80]!r} cannot be a name; use 1 to 60 letters on one line.")
    return described


def _layers(path: Path, town_map: TiledMap, tiles: TileKinds) -> dict[str, NDArray[np.int32]]:
    layers: dict[str, NDArray[np.int32]] = {}
    for layer in town_map.layers:
        if layer.type != "tilelayer":
            continue
        if layer.name in layers:
            raise TownProblem(f"{path}: two layers have the name {layer.name!r}.")
        cells = grid(path, town_map, layer)
        if int(cells.max(initial=0)) >= len(tiles.names):
            raise TownProblem(f"{path}: layer {layer.name!r} uses tile {cells.max()}, which the tileset does not have.")
        cells.setflags(write=False)
        layers[layer.name] = cells
    if "ground" not in layers:
        raise TownProblem(f"{path} has no tile layer named 'ground'.")
    return layers


def _walkable(layers: dict[str, NDArray[np.int32]], tiles: TileKinds) -> NDArray[np.bool_]:
    below = [cells for name, cells in layers.items() if name not in _ABOVE]
    solid = np.any([tiles.solid[cells] for cells in below], axis=0)
    walk = np.any([tiles.walk[cells] for cells in below], axis=0)
    return np.asarray(walk | ~solid, dtype=np.bool_)


def _places(path: Path, described: _TownFile) -> list[Place]:
    places = [Place(id=1, name=described.title, level="town", kind="town")]
    for site in described.site:
        site_id = len(places) + 1
        place = Place(id=site_id, name=site.name, level="site", kind=site.kind, parent=1, indoors=site.indoors)
        places.append(msgspec.structs.replace(place, opens=site.opens, closes=site.closes))
        for name, kind in site.rooms.items():
            indoors = site.indoors and kind not in OUTDOOR_KINDS
            places.append(Place(id=len(places) + 1, name=name, level="room", kind=kind, parent=site_id, indoors=indoors))
    if len(places) > _MOST_PLACES:
        raise TownProblem(f"{path} has {len(places)} places; {_MOST_PLACES} is the most a town can have.")
    names = [place.name for place in places if place.level != "room"]
    for name in names:
        if names.count(name) > 1:
            raise TownProblem(f"{path}: two places have the name {name!r}; give each its own.")
    return places


def _objects(town_map: TiledMap, name: str) -> list[MapObject]:
    return [found for layer in town_map.layers if layer.type == "objectgroup" and layer.name == name for found in layer.objects]


def _box(path: Path, town_map: TiledMap, found: MapObject, size: tuple[int, int] | None = None) -> tuple[int, int, int, int]:
    numbers = (found.x, found.y, found.width, found.height)
    if not all(abs(number) < 1e6 for number in numbers):
        raise TownProblem(f"{path}: the object {found.name or found.kind!r} lies nowhere.")
    x, y, width, height = found.tiles()
    width, height = size or (width, height)
    if x < 0 or y < 0 or width < 1 or height < 1 or x + width > town_map.width or y + height > town_map.height:
        raise TownProblem(f"{path}: the object {found.name or found.kind!r} at {x},{y} does not lie on the map.")
    return x, y, width, height


def _place_at(path: Path, town_map: TiledMap, places: list[Place]) -> NDArray[np.int16]:
    """Return the place that each tile is marked with, later marks over earlier ones, 1 (the town) where there is none."""
    by_name = {(place.name, ""): place.id for place in places if place.level == "site"}
    by_name |= {(place.name, places[place.parent - 1].name): place.id for place in places if place.level == "room"}
    place_at = np.ones((town_map.height, town_map.width), np.int16)
    marked = {1}
    for found in _objects(town_map, "places"):
        place_id = by_name.get((found.name, found.text("site")))
        if place_id is None:
            of_site = f" of {found.text('site')!r}" if found.text("site") else ""
            raise TownProblem(f"{path}: the map marks a place {found.name!r}{of_site} that town.toml does not name.")
        x, y, width, height = _box(path, town_map, found)
        place_at[y : y + height, x : x + width] = place_id
        marked.add(place_id)
    for place in places:
        if place.id not in marked and not any(room.parent == place.id for room in places):
            raise TownProblem(f"{path}: town.toml names a place {place.name!r} that no rectangle of the layer 'places' marks.")
    return place_at


def _fill_sites(places: list[Place], place_at: NDArray[np.int16], walkable: NDArray[np.bool_]) -> NDArray[np.int16]:
    """Give the walls and doors of a building to the nearest room of it."""
    from scipy import ndimage

    filled = place_at.copy()
    for site in places:
        rooms = [place.id for place in places if place.parent == site.id and place.level == "room" and place.indoors]
        own = place_at == site.id
        inside = np.isin(place_at, rooms)
        if not site.indoors or not own.any() or not inside.any():
            continue
        nearest = ndimage.distance_transform_edt(~inside, return_distances=False, return_indices=True)
        filled[own] = place_at[nearest[0][own], nearest[1][own]]
    filled.setflags(write=False)
    walkable.setflags(write=False)
    return filled


def _things(
    path: Path,
    town_map: TiledMap,
    kinds: dict[str, ThingKind],
    layers: dict[str, NDArray[np.int32]],
    tiles: TileKinds,
    walkable: NDArray[np.bool_],
    place_at: NDArray[np.int16],
) -> list[Thing]:
    """Return the things, and mark in `walkable` which tiles they block or open."""
    found_things = _objects(town_map, "things")
    if len(found_things) > _MOST_THINGS:
        raise TownProblem(f"{path} has {len(found_things)} things; {_MOST_THINGS} is the most a town can have.")
    placed: list[tuple[MapObject, ThingKind, tuple[int, int, int, int]]] = []
    for found in found_things:
        kind = kinds.get(found.kind)
        if kind is None:
            raise TownProblem(f"{path}: a thing has the class {found.kind!r}, which neither things.toml nor town.toml describes.")
        x, y, width, height = box = _box(path, town_map, found, kind.size)
        walkable[y : y + height, x : x + width] = kind.entered
        placed.append((found, kind, box))
    from scipy import ndimage

    chair_ids = [gid for gid, name in enumerate(tiles.names) if name in _CHAIRS]
    chairs = np.isin(layers["decor"], chair_ids) if "decor" in layers else np.zeros_like(walkable)
    joined, _ = ndimage.label(walkable)
    sizes = np.bincount(joined.ravel())
    sizes[0] = 0
    reachable = np.asarray(joined == sizes.argmax()) & walkable
    return [
        Thing(
            id=number,
            name=found.name or kind.name or found.kind.replace("_", " "),
            kind=found.kind,
            place=int(place_at[box[1], box[0]]),
            x=box[0],
            y=box[1],
            width=box[2],
            height=box[3],
            uses=kind.uses,
            stands=stand_tiles(kind, box, reachable, chairs),
            pose=kind.pose,
            states=kind.states,
        )
        for number, (found, kind, box) in enumerate(placed, start=1)
    ]


def _with_doors(
    places: list[Place], place_at: NDArray[np.int16], walkable: NDArray[np.bool_], passages: NDArray[np.bool_]
) -> tuple[Place, ...]:
    """Give each place its door: the tile of a room nearest to where one comes in, but not in the doorway; the middle of an open area."""
    outside = walkable & ~np.isin(place_at, [place.id for place in places if place.indoors])
    from_outside = _steps_from(outside, walkable)
    with_doors: list[Place] = []
    for place in places:
        own = [place.id] + [room.id for room in places if room.parent == place.id and place.level == "site"]
        inside = np.isin(place_at, own) & walkable if place.level != "town" else outside
        tiles = np.argwhere(inside & ~passages if np.any(inside & ~passages) else inside)
        if not len(tiles):
            with_doors.append(place)
            continue
        if place.indoors:
            rank = from_outside[tiles[:, 0], tiles[:, 1]].astype(np.float64)
        else:
            rank = np.square(tiles - tiles.mean(axis=0)).sum(axis=1)
        y, x = tiles[int(rank.argmin())]
        with_doors.append(msgspec.structs.replace(place, door=(int(x), int(y))))
    return tuple(with_doors)


def _steps_from(start: NDArray[np.bool_], walkable: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Return how many steps each tile is away from the nearest start tile; a large number where one cannot go."""
    from scipy import ndimage

    steps = np.where(start, 0, np.iinfo(np.int32).max).astype(np.int32)
    reached, distance = start & walkable, 0
    while True:
        grown = ndimage.binary_dilation(reached) & walkable
        new = grown & ~reached
        if not new.any():
            return steps
        distance += 1
        steps[new] = distance
        reached = grown


def _cast(folder: Path) -> tuple[CastMember, ...]:
    paths = sorted(folder.glob("*.toml"))
    if len(paths) > _MOST_PEOPLE:
        raise TownProblem(f"{folder} has {len(paths)} people; {_MOST_PEOPLE} is the most a town can start with.")
    return tuple(_cast_member(path) for path in paths)


def _cast_member(path: Path) -> CastMember:
    table = read_toml(path)
    known = {known.name for known in msgspec.structs.fields(CastMember)}
    for key in table:
        if key not in known:
            raise TownProblem(f"{path}: {key!r} is not something a person has; known are {', '.join(sorted(known))}.")
    try:
        return msgspec.convert(table, CastMember)
    except msgspec.ValidationError as error:
        raise TownProblem(f"{path} is wrong: {error}.") from error
