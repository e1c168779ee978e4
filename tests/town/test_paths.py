"""Ways through a town: the shortest there are, on tiles one can walk on."""

from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from sandbox_app.errors import Problem
from sandbox_app.town.model import Place, Thing, Town
from sandbox_app.town.paths import Paths, decode, encode, tile_costs

SIDE = 9
GRIDS = hnp.arrays(np.bool_, (SIDE, SIDE), elements=st.sampled_from([True, True, True, False]))
STREETS = hnp.arrays(np.int32, (SIDE, SIDE), elements=st.integers(0, 1))
TILES = st.tuples(st.integers(0, SIDE - 1), st.integers(0, SIDE - 1))


def town_of(
    walkable: NDArray[np.bool_], streets: NDArray[np.int32], things: tuple[Thing, ...] = (), bedroom: NDArray[np.bool_] | None = None
) -> Town:
    height, width = walkable.shape
    places = (Place(id=1, name="Test", level="town", kind="town"), Place(id=2, name="room", level="room", kind="bedroom", parent=1))
    place_at = np.ones((height, width), np.int16) if bedroom is None else np.where(bedroom, 2, 1).astype(np.int16)
    return Town(
        name="test", title="Test", start="2026-02-13T06:00", width=width, height=height, places=places, things=things, cast=(),
        walkable=walkable, place_at=place_at, layers={"ground": np.ones((height, width), np.int32), "path": streets},
        tileset=Path("none.tsj"), source=Path("none"),
    )  # fmt: skip


def as_networkx(town: Town) -> "nx.Graph[tuple[int, int]]":
    costs = tile_costs(town)
    graph: nx.Graph[tuple[int, int]] = nx.Graph()
    for y, x in np.argwhere(town.walkable).tolist():
        graph.add_node((x, y))
        for other in ((x + 1, y), (x, y + 1)):
            if other[0] < town.width and other[1] < town.height and town.walkable[other[1], other[0]]:
                graph.add_edge((x, y), other, weight=(costs[y, x] + costs[other[1], other[0]]) / 2)
    return graph


@given(walkable=GRIDS, streets=STREETS, start=TILES, end=TILES)
@settings(max_examples=200, deadline=None)
def test_ways_are_as_cheap_as_any(
    walkable: NDArray[np.bool_], streets: NDArray[np.int32], start: tuple[int, int], end: tuple[int, int]
) -> None:
    walkable[start[1], start[0]] = walkable[end[1], end[0]] = True
    town = town_of(walkable, streets)
    paths, graph = Paths(town), as_networkx(town)
    path = paths.path(start, end)
    assert path.dtype == np.int16
    if not nx.has_path(graph, start, end):
        assert path.shape == (0, 2)
        assert paths.distance(start, end) is None
        assert not paths.reaches(start, end)
        return
    assert tuple(path[0]) == start
    assert tuple(path[-1]) == end
    assert all(walkable[y, x] for x, y in path)
    assert np.all(np.abs(np.diff(path.astype(int), axis=0)).sum(axis=1) == 1)
    assert paths.distance(start, end) == len(path) - 1
    assert paths.cost(path) == pytest.approx(nx.dijkstra_path_length(graph, start, end))
    assert paths.cost(path) == pytest.approx(paths.cost(paths.path(end, start)))
    assert np.array_equal(decode(encode(path)), path)


def test_people_keep_to_streets_and_out_of_bedrooms() -> None:
    walkable = np.ones((5, 9), np.bool_)
    streets = np.zeros((5, 9), np.int32)
    streets[2] = 1
    path = Paths(town_of(walkable, streets)).path((0, 3), (8, 3))
    assert 2 in path[2:-2, 1]
    assert len(path) == 11
    bedroom = np.zeros((5, 9), np.bool_)
    bedroom[1:4, 4] = True
    around = Paths(town_of(walkable, np.ones((5, 9), np.int32), bedroom=bedroom)).path((2, 2), (6, 2))
    assert not any(bedroom[y, x] for x, y in around)
    bedroom[:, 4] = True
    assert len(Paths(town_of(walkable, streets, bedroom=bedroom)).path((2, 2), (6, 2))) == 5


def test_nobody_walks_over_a_bed_on_the_way() -> None:
    bed = Thing(id=1, name="bed", kind="bed", place=1, x=3, y=1, width=1, height=2)
    path = Paths(town_of(np.ones((5, 7), np.bool_), np.zeros((5, 7), np.int32), things=(bed,))).path((0, 2), (6, 2))
    assert (3, 2) not in [tuple(tile) for tile in path.tolist()]


def test_only_so_many_fields_are_kept() -> None:
    paths = Paths(town_of(np.ones((4, 4), np.bool_), np.zeros((4, 4), np.int32)), kept=3)
    ways = [paths.path((0, 0), (x, y)) for _ in range(2) for x in range(4) for y in range(4)]
    assert all(np.array_equal(first, again) for first, again in zip(ways[:16], ways[16:], strict=True))
    assert len(paths._fields) == 3


def test_a_coded_way_is_short() -> None:
    path = Paths(town_of(np.ones((3, 40), np.bool_), np.zeros((3, 40), np.int32))).path((0, 1), (39, 1))
    assert encode(path) == [0, 1, 0, 39]
    assert encode(path[:1]) == [0, 1]
    assert len(decode([])) == 0


@pytest.mark.parametrize("coded", [[3], [1, 2, 3], [1, 2, 7, 1], [1, 2, 0, 0], [1, 2, 0, 10**9]])
def test_a_damaged_way_is_refused(coded: list[int]) -> None:
    with pytest.raises(Problem):
        decode(coded)


def test_tiles_off_the_map_are_a_bug() -> None:
    paths = Paths(town_of(np.ones((4, 4), np.bool_), np.zeros((4, 4), np.int32)))
    with pytest.raises(IndexError):
        paths.path((-1, 0), (1, 1))
