"""Where the agents of a world are, and where they can go, stand and wait: ways around what is closed, and free tiles.

It answers the questions of `sandbox_app.mind.surroundings.Surroundings` that are about places; `Here` answers the others.
"""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sandbox_app.mind.surroundings import Barred
from sandbox_app.simulation.state import WorldState
from sandbox_app.town.beds import own_beds
from sandbox_app.town.model import CastMember, Place, Thing, Town
from sandbox_app.town.paths import Paths

_BESIDE = ((0, 1), (1, 0), (-1, 0), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))


class Ways:
    """The ways and tiles of a town, for those who are in it.

    Attributes:
        town, state: see `Here`. cast: who lives here, in order of id.
    """

    def __init__(self, town: Town, state: WorldState, cast: Sequence[CastMember]) -> None:
        self.town = town
        self.state = state
        self.take_over(cast)
        self._paths = Paths(town)
        self._closed_at: NDArray[np.int32] | None = None
        self._stay: dict[int, list[tuple[int, int]]] = {}
        self._things: dict[int, list[Thing]] = {}
        self._waits: dict[int, list[tuple[int, int]]] = {}
        self._seats = frozenset(stand for thing in town.things if thing.pose != "stand" for stand in thing.stands)
        for thing in town.things:
            if thing.uses and thing.stands:
                self._things.setdefault(town.site_of(thing.place).id, []).append(thing)
        self._sites = {place.name: place for place in town.places if place.level == "site"}

    def take_over(self, cast: Sequence[CastMember]) -> None:
        """Take over who everybody is, and so whose bed is whose."""
        self.cast = cast
        self._beds = own_beds(self.town, cast)

    def agents(self) -> Sequence[int]:
        """See Surroundings."""
        return range(1, len(self.cast) + 1)

    def position(self, agent: int) -> tuple[int, int]:
        """See Surroundings."""
        return int(self.state.x[agent - 1]), int(self.state.y[agent - 1])

    def place_of(self, agent: int) -> int:
        """See Surroundings."""
        return int(self.state.place[agent - 1])

    def bed_of(self, agent: int) -> Thing | None:
        """See Surroundings."""
        return self._beds[agent - 1]

    def things_at(self, site: Place) -> Sequence[Thing]:
        """See Surroundings."""
        return self._things.get(site.id, ())

    def site_named(self, name: str) -> Place | None:
        """See Surroundings."""
        return self._sites.get(name)

    @property
    def paths(self) -> Paths:
        """The ways through the town, around what is closed."""
        at = self.state.closures.at
        if at is not self._closed_at:
            self._closed_at = at
            self._paths.close(None if at is None else at != 0)
        return self._paths

    def as_far(self, agent: int, way: NDArray[np.int16]) -> NDArray[np.int16]:
        """Return as much of a way as an agent can go before it enters what is closed to it."""
        return way[: self.state.closures.reaches(way, self._own_site(agent))]

    def barred(self, agent: int, site: Place) -> Barred | None:
        """See Surroundings."""
        closures, own = self.state.closures, self._own_site(agent)
        if closures.at is None:
            return None
        closed = closures.by_number.get(site.id)
        if closed is not None and site.id != own:
            x, y = self._before(agent, self.outside(site, agent))
            return Barred(site.name, closed.why, x, y)
        here = self.position(agent)
        if self.town.site_of(self.place_of(agent)).id == site.id:
            return None
        goal = site.door if site.indoors else self.open_tile(site, agent)
        met = closures.met(self.paths.path(here, goal), own)
        if met is None:
            return None
        x, y = self._before(agent, goal)
        return Barred(f"the way to {site.name}", met.why, x, y)

    def _before(self, agent: int, goal: tuple[int, int]) -> tuple[int, int]:
        """Return the last tile that an agent can reach of its way to another."""
        x, y = self.as_far(agent, self.paths.path(self.position(agent), goal))[-1]
        return int(x), int(y)

    def _own_site(self, agent: int) -> int:
        """Return the site in which an agent lives, 0 for visitors."""
        home = self._sites.get(self.cast[agent - 1].home)
        return home.id if home is not None else 0

    def outside(self, site: Place, agent: int) -> tuple[int, int]:
        """See Surroundings."""
        here = self.position(agent)
        before = here
        for x, y in self.paths.path(here, site.door):
            if self.town.site_of(int(self.town.place_at[y, x])).id == site.id:
                return before
            before = (int(x), int(y))
        return before

    def way(self, one: Place, other: Place) -> int:
        """See Surroundings."""
        return self.paths.distance(one.door, other.door) or 0

    def walk_steps(self, agent: int, x: int, y: int) -> int:
        """See Surroundings."""
        here = self.position(agent)
        return 0 if here == (x, y) else self.paths.distance(here, (x, y)) or 0

    def arrives_in(self, agent: int) -> int:
        """See Surroundings."""
        return self.state.arrival(agent) - self.state.step

    def pottering(self, agent: int) -> bool:
        """Say whether an agent is merely crossing a room: nothing worth noticing."""
        journey = self.state.journeys.get(agent)
        if journey is None:
            return False
        x, y = self.state.destination(agent)
        return self.town.site_of(int(self.town.place_at[y, x])).id == self.town.site_of(self.place_of(agent)).id

    def on_the_way(self, agent: int, x: int, y: int, thing_id: int) -> bool:
        """See Surroundings."""
        kept = not thing_id or self.state.taken((x, y)) == agent
        return kept and agent in self.state.journeys and self.state.destination(agent) == (x, y)

    def in_line(self, thing: Thing, agent: int) -> bool:
        """See Surroundings."""
        return agent in self.state.lines.get(thing.id, ())

    def on_a_seat(self, agent: int) -> bool:
        """See Surroundings."""
        return self.position(agent) in self._seats

    def free_stand(self, thing: Thing, agent: int) -> tuple[int, int] | None:
        """See Surroundings."""
        at = self.state.closures.at
        open_to = [(x, y) for x, y in thing.stands if at is None or at[y, x] in (0, self._own_site(agent))]
        mine = [stand for stand in open_to if self.state.taken(stand) == agent]
        free = mine or [stand for stand in open_to if not self.state.taken(stand)]
        line = self.state.lines.get(thing.id, ())
        before = line.index(agent) if agent in line else len(line)
        if not mine and len(free) <= before:
            return None
        here = self.position(agent)
        return min(free, key=lambda stand: abs(stand[0] - here[0]) + abs(stand[1] - here[1]), default=None)

    def queue_tile(self, thing: Thing, agent: int) -> tuple[int, int]:
        """See Surroundings."""
        here = self.position(agent)
        if self.in_line(thing, agent):
            return here
        room = int(self.town.place_at[thing.stands[0][1], thing.stands[0][0]])
        if thing.id not in self._waits:
            self._waits[thing.id] = self._around(thing, room)
        near = np.flatnonzero(self.state.place == room)
        held = {(int(self.state.x[at]), int(self.state.y[at])) for at in near if at != agent - 1}
        return next((tile for tile in self._waits[thing.id] if tile not in held and self.paths.reaches(tile, here)), here)

    def _around(self, thing: Thing, room: int) -> list[tuple[int, int]]:
        """Return the walkable tiles of a room that belong to no thing, the nearest to this thing first."""
        x, y = thing.stands[0]
        stands = {stand for one in self.town.things for stand in one.stands}
        ys, xs = np.nonzero((self.town.place_at == room) & self.town.walkable)
        tiles = [tile for tile in zip(xs.tolist(), ys.tolist(), strict=True) if tile not in stands]
        return sorted(tiles, key=lambda tile: (abs(tile[0] - x) + abs(tile[1] - y), tile))

    def open_tile(self, place: Place, agent: int) -> tuple[int, int]:
        """See Surroundings."""
        tiles = self._stay.get(place.id)
        if tiles is None:
            tiles = self._stay[place.id] = self._tiles(place)
        if (at := self.state.closures.at) is not None:
            tiles = [(x, y) for x, y in tiles if not at[y, x]] or tiles
        number = int.from_bytes(hashlib.blake2b(f"{agent}/{place.id}".encode(), digest_size=4).digest(), "little")
        return tiles[number % len(tiles)]

    def _tiles(self, place: Place) -> list[tuple[int, int]]:
        """Return the walkable tiles of a place that belong to no thing; of a site with rooms, those of its first room."""
        room = place
        if place.level == "site":
            room = next((one for one in self.town.places if one.parent == place.id), place)
        reserved = {stand for thing in self.town.things for stand in thing.stands}
        ys, xs = np.nonzero((self.town.place_at == room.id) & self.town.walkable)
        tiles = [(int(x), int(y)) for x, y in zip(xs, ys, strict=True)]
        reached = [tile for tile in tiles if tile not in reserved and self.paths.reaches(tile, place.door)]
        return reached or [place.door]

    def tile_beside(self, other: int, agent: int) -> tuple[int, int]:
        """See Surroundings."""
        x, y = self.position(other)
        here = self.position(agent)
        taken = {self.position(one) for one in self.agents()}
        near = []
        for across, along in _BESIDE:
            tile = (x + across, y + along)
            inside = 0 <= tile[0] < self.town.width and 0 <= tile[1] < self.town.height
            # Ways lead both ways: asked from here, one field of ways serves all tiles.
            if inside and self.town.walkable[tile[1], tile[0]] and tile not in taken and self.paths.reaches(tile, here):
                near.append(tile)
        return min(near, key=lambda tile: abs(tile[0] - here[0]) + abs(tile[1] - here[1]), default=here)
