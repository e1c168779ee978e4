"""The world as minds see it: implements `sandbox_app.mind.surroundings.Surroundings` over a state and a batch of changes."""

import hashlib
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from sandbox_app.llm.facts import Judge
from sandbox_app.llm.request import Embedder
from sandbox_app.mind.budget import Budget
from sandbox_app.mind.feelings.affect import Affect, shown, toward
from sandbox_app.mind.feelings.needs import PRESSING
from sandbox_app.mind.rules.happening import Happening
from sandbox_app.mind.settings import Settings
from sandbox_app.mind.surroundings import Act, Barred, Effect, Go, Intent, Queue, Talk
from sandbox_app.mind.waiting import Wish
from sandbox_app.simulation.beginning import own_beds
from sandbox_app.simulation.named import names_in
from sandbox_app.simulation.state import WorldState
from sandbox_app.town.clock import Clock
from sandbox_app.town.hours import is_open
from sandbox_app.town.model import CastMember, Place, Thing, Town
from sandbox_app.town.paths import Paths
from sandbox_app.worldfile.rows import BeliefRow, Event, MemoryRow, PlanRow, StepBatch

_BESIDE = ((0, 1), (1, 0), (-1, 0), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))


MOST_VECTORS = 20_000
"""Texts whose vectors are kept at hand (30 MB); beyond it all are forgotten and made again as they are asked for."""

MOST_KEPT = 100_000
"""Texts of memories whose vectors are kept at hand as the record has them; of those beyond it the oldest are forgotten."""

SILENT = frozenset({"seen", "did"})
"""Kinds of memories that need no event of their own: what was seen or done is on the record already."""


class Ids(msgspec.Struct):
    """The last id given out in each table."""

    event: int = 0
    memory: int = 0
    plan: int = 0
    belief: int = 0
    call: int = 0
    persona: int = 0


class Here:
    """The surroundings of all minds of a world.

    Attributes:
        embedder: what makes vectors. batch: what this step adds to the record. intents: what minds want, to be applied at the step's end.
    """

    def __init__(
        self,
        town: Town,
        clock: Clock,
        settings: Settings,
        budget: Budget,
        state: WorldState,
        cast: Sequence[CastMember],
        embedder: Embedder,
        ids: Ids,
        kept: Mapping[str, bytes] | None = None,
        *,
        seed: int,
    ) -> None:
        """Begin with nothing under way; `kept` are the vectors of texts that are on the record, float16; `seed` is the world's own."""
        self.town = town
        self.clock = clock
        self.settings = settings
        self.budget = budget
        self.state = state
        self.cast = cast
        self.ids = ids
        self.seed = seed
        self._paths = Paths(town)
        self._closed_at: NDArray[np.int32] | None = None
        self.batch = StepBatch(step=state.step)
        self.intents: list[tuple[int, Intent]] = []
        self.asked_effects: Callable[[int, int, int], list[Effect]] = lambda agent, thing, other: []
        self.asked_judges: Callable[[Judge], bool] = lambda facts: False
        self.asked_allows: Callable[[int, Happening], bool] = lambda agent, choice: True
        self.spawn_task: Callable[[int, Coroutine[Wish, Any, None]], None] = lambda agent, work: None
        self.acquainted: Callable[[int, int], None] = lambda agent, other: None
        self.asked_knows: Callable[[str], bool] = lambda purpose: True
        self.names = names_in(town, cast)
        self._beds = own_beds(town, cast)
        self.embedder = embedder
        self._vectors: dict[str, NDArray[np.float32]] = {}
        self._kept = dict(kept or {})
        self._stay: dict[int, list[tuple[int, int]]] = {}
        self._things: dict[int, list[Thing]] = {}
        self._waits: dict[int, list[tuple[int, int]]] = {}
        self._seats = frozenset(stand for thing in town.things if thing.pose != "stand" for stand in thing.stands)
        for thing in town.things:
            if thing.uses and thing.stands:
                self._things.setdefault(town.site_of(thing.place).id, []).append(thing)
        self._sites = {place.name: place for place in town.places if place.level == "site"}

    @property
    def step(self) -> int:
        """The present step."""
        return self.state.step

    # -- questions -----------------------------------------------------------------------------------------------

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

    def knows(self, purpose: str) -> bool:
        """See Surroundings."""
        return self.asked_knows(purpose)

    def short_name(self, agent: int) -> str:
        """See Surroundings."""
        return self.cast[agent - 1].short

    def agents(self) -> Sequence[int]:
        """See Surroundings."""
        return range(1, len(self.cast) + 1)

    def bed_of(self, agent: int) -> Thing | None:
        """See Surroundings."""
        return self._beds[agent - 1]

    def things_at(self, site: Place) -> Sequence[Thing]:
        """See Surroundings."""
        return self._things.get(site.id, ())

    def site_named(self, name: str) -> Place | None:
        """See Surroundings."""
        return self._sites.get(name)

    def position(self, agent: int) -> tuple[int, int]:
        """See Surroundings."""
        return int(self.state.x[agent - 1]), int(self.state.y[agent - 1])

    def place_of(self, agent: int) -> int:
        """See Surroundings."""
        return int(self.state.place[agent - 1])

    def may_enter(self, agent: int, site: Place) -> bool:
        """See Surroundings."""
        member = self.cast[agent - 1]
        return site.name in (member.home, member.workplace) or is_open(site, self.clock.minute(self.step))

    def staff(self, site: Place) -> Sequence[int]:
        """See Surroundings."""
        return [agent for agent, member in enumerate(self.cast, 1) if member.workplace == site.name]

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

    def asleep(self, agent: int) -> bool:
        """See Surroundings."""
        return bool(self.state.asleep[agent - 1])

    def wake_step(self, agent: int) -> int:
        """See Surroundings."""
        return int(self.state.wake[agent - 1])

    def activity(self, agent: int) -> str:
        """See Surroundings."""
        return self.state.activity[agent - 1]

    def doing(self, agent: int) -> tuple[int, int]:
        """See Surroundings."""
        return int(self.state.plan[agent - 1]), int(self.state.thing[agent - 1])

    def pottering(self, agent: int) -> bool:
        """Say whether an agent is merely crossing a room: nothing worth noticing."""
        journey = self.state.journeys.get(agent)
        if journey is None:
            return False
        x, y = self.state.destination(agent)
        return self.town.site_of(int(self.town.place_at[y, x])).id == self.town.site_of(self.place_of(agent)).id

    def feeling(self, agent: int) -> str:
        """See Surroundings."""
        if not self.settings.feelings:
            return ""
        needs = self.state.needs.get(agent)
        weary = needs is not None and needs.energy < PRESSING["energy"]
        return shown(self.state.affects.get(agent, Affect()), self.step, self.settings.step_seconds, weary=weary)

    def feeling_toward(self, agent: int) -> int:
        """See Surroundings."""
        return toward(self.state.affects.get(agent, Affect()), self.step, self.settings.step_seconds) if self.settings.feelings else 0

    def allows(self, agent: int, choice: Happening) -> bool:
        """See Surroundings."""
        return self.asked_allows(agent, choice)

    def carried(self, agent: int) -> Sequence[str]:
        """See Surroundings."""
        return self.state.carried.get(agent, ())

    def effects_of(self, agent: int, thing_id: int, other: int) -> Sequence[Effect]:
        """See Surroundings."""
        return self.asked_effects(agent, thing_id, other)

    def judges(self, facts: Judge) -> bool:
        """See Surroundings."""
        return self.knows("attempt") and self.knows("judge") and self.asked_judges(facts)

    def thing_state(self, thing: Thing) -> str:
        """See Surroundings."""
        return self.state.things.get(thing.id, thing.states[0] if thing.states else "")

    def talk_of(self, agent: int) -> Talk | None:
        """See Surroundings."""
        return self.state.talk_of(agent)

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

    def in_line(self, thing: Thing, agent: int) -> bool:
        """See Surroundings."""
        return agent in self.state.lines.get(thing.id, ())

    def walk_steps(self, agent: int, x: int, y: int) -> int:
        """See Surroundings."""
        here = self.position(agent)
        return 0 if here == (x, y) else self.paths.distance(here, (x, y)) or 0

    def arrives_in(self, agent: int) -> int:
        """See Surroundings."""
        return self.state.arrival(agent) - self.step

    def on_a_seat(self, agent: int) -> bool:
        """See Surroundings."""
        return self.position(agent) in self._seats

    def on_the_way(self, agent: int, x: int, y: int, thing_id: int) -> bool:
        """See Surroundings."""
        kept = not thing_id or self.state.taken((x, y)) == agent
        return kept and agent in self.state.journeys and self.state.destination(agent) == (x, y)

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

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See Surroundings."""
        missing = list(dict.fromkeys(text for text in texts if text not in self._vectors))
        if missing:
            if len(self._vectors) + len(missing) > MOST_VECTORS:
                self._vectors = {text: self._vectors[text] for text in texts if text in self._vectors}
            for text, vector in zip(missing, self.embedder.embed(missing), strict=True):
                self._vectors[text] = vector
        return np.stack([self._vectors[text] for text in texts])

    def embed_memories(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a unit vector for each text that somebody remembers, and put them on the record: they are never made again."""
        new = list(dict.fromkeys(text for text in texts if text not in self._kept))
        for text, half in zip(new, self.embed(new).astype("<f2") if new else (), strict=True):
            self._kept[text] = half.tobytes()
            self.batch.embeddings.append((text, self.embedder.name, self._kept[text]))
        rows = np.stack([np.frombuffer(self._kept[text], "<f2") for text in texts]).astype(np.float32)
        while len(self._kept) > MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        return rows

    def vector_of(self, text: str) -> bytes | None:
        """Return the vector of a memory's text as the record has it; None where it has none yet."""
        return self._kept.get(text)

    # -- changes -------------------------------------------------------------------------------------------------

    def settle(self, cast: Sequence[CastMember], settings: Settings, budget: Budget) -> None:
        """Take over who everybody is and what is set, after an edit."""
        self.cast, self.settings, self.budget = cast, settings, budget
        self._beds = own_beds(self.town, cast)

    def want(self, agent: int, intent: Intent) -> None:
        """See Surroundings. Of several things to do with its body in one step, the last one wanted counts."""
        if isinstance(intent, Go | Act | Queue):
            self.intents = [(one, other) for one, other in self.intents if one != agent or not isinstance(other, Go | Act | Queue)]
        self.intents.append((agent, intent))

    def spawn(self, agent: int, work: Coroutine[Wish, Any, None]) -> None:
        """See Surroundings."""
        self.spawn_task(agent, work)

    def happen(
        self, kind: str, agent: int, text: str, data: dict[str, Any] | None = None, *, cause: int = 0, call_id: int = 0, place: int = 0
    ) -> Event:
        """Record an event at the present step and apply it; `place` 0: where the agent is."""
        self.ids.event += 1
        place = place or (self.place_of(agent) if agent else 0)
        event = Event(
            id=self.ids.event,
            step=self.step,
            kind=kind,
            agent_id=agent,
            place_id=place,
            text=text,
            data=data or {},
            cause=cause,
            call_id=call_id,
        )
        self.state.apply(event)
        self.batch.events.append(event)
        return event

    def remember(
        self,
        agent: int,
        kind: str,
        text: str,
        *,
        cause: int = 0,
        call_id: int = 0,
        evidence: tuple[int, ...] = (),
        talk: int = 0,
    ) -> MemoryRow:
        """See Surroundings."""
        self.ids.memory += 1
        if kind not in SILENT:
            data: dict[str, Any] = {"memory": self.ids.memory, "kind": kind}
            if talk:
                data["talk"] = talk
            cause = self.happen("remember", agent, text, data, cause=cause, call_id=call_id).id
        row = MemoryRow(
            id=self.ids.memory,
            agent_id=agent,
            kind=kind,
            text=text,
            importance=0,
            created_step=self.step,
            cause=cause,
            evidence=evidence,
        )
        self.batch.memories.append(row)
        return row

    def let_go(self, agent: int, talk: int, cause: int) -> None:
        """See Surroundings."""
        self.happen("remember", agent, f"{self.short_name(agent)} keeps nothing of the talk", {"talk": talk}, cause=cause)

    def record(self, agent: int, kind: str, text: str, data: dict[str, Any], *, cause: int = 0, call_id: int = 0) -> int:
        """See Surroundings."""
        return self.happen(kind, agent, text, data, cause=cause, call_id=call_id).id

    def rate(self, agent: int, rated: list[tuple[int, int]]) -> None:
        """See Surroundings."""
        self.batch.rated.extend(rated)

    def new_plan_id(self) -> int:
        """See Surroundings."""
        self.ids.plan += 1
        return self.ids.plan

    def set_plan(
        self,
        agent: int,
        retired: list[int],
        rows: list[PlanRow],
        text: str,
        kind: str,
        call_id: int,
        *,
        cause: int = 0,
        data: dict[str, Any] | None = None,
    ) -> int:
        """See Surroundings."""
        said = text or "; ".join(f"{self.clock.hhmm(row.start_step)} {row.activity}" for row in rows)
        told = {"plans": [row.id for row in rows], "retired": retired, **(data or {})}
        event = self.happen(kind, agent, said, told, cause=cause, call_id=call_id)
        if retired:
            gone = frozenset(retired)
            added = {row.id for row in self.batch.plans}
            self.batch.retired_plans.extend(number for number in retired if number not in added)
            self.batch.plans = [row for row in self.batch.plans if row.id not in gone]
        self.batch.plans.extend(msgspec.structs.replace(row, cause=event.id) for row in rows)
        return event.id

    def believe(self, agent: int, row: BeliefRow, retires: int, text: str, *, call_id: int = 0) -> BeliefRow:
        """See Surroundings."""
        if row.about_id:
            self.acquainted(agent, row.about_id)
        self.ids.belief += 1
        kept = msgspec.structs.replace(row, id=self.ids.belief)
        words = text or f"{self.short_name(row.about_id)} is {row.text} to {self.short_name(agent)}, closeness {row.value:+.0f}"
        self.happen("believe", agent, words, {"belief": kept.id}, cause=row.cause, call_id=call_id)
        self.batch.beliefs.append(kept)
        if retires:
            self.batch.retired_beliefs.append(retires)
        return kept

    def doubt(self, agent: int, row: BeliefRow, text: str, *, cause: int = 0, call_id: int = 0) -> None:
        """See Surroundings."""
        self.happen("believe", agent, text, {"belief": row.id, "dropped": True}, cause=cause, call_id=call_id)
        self.lapse([row.id])

    def lapse(self, beliefs: list[int]) -> None:
        """See Surroundings."""
        self.batch.retired_beliefs.extend(beliefs)

    def reflected(self, agent: int, text: str, call_id: int, *, cause: int = 0, data: dict[str, Any] | None = None) -> int:
        """See Surroundings."""
        return self.happen("reflect", agent, text, data, cause=cause, call_id=call_id).id
