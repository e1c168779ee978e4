"""Everything the map shows at this moment, as far as frames have told: who is where, says what, thinks, and what is lit."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sandbox_app.simulation.messages import AgentNow, Frame
from sandbox_app.town.model import CastMember, Town
from sandbox_app.ui.map.barriers import Barriers
from sandbox_app.ui.map.crowd import LIE, Crowd
from sandbox_app.ui.map.ground import Ground
from sandbox_app.ui.map.people import HEIGHT, WIDTH, Figure, figure_of
from sandbox_app.ui.map.roofs import panes_of, roofs_of
from sandbox_app.ui.map.sheets import TILE
from sandbox_app.ui.map.uprights import ALIGHT, BURNING, Uprights

ROOF_SECONDS = 0.15
_SHORTEST_SPEECH, _LONGEST_SPEECH, _SPEECH_A_CHARACTER = 2.8, 8.0, 0.055


@dataclass(frozen=True)
class Speech:
    """Words in the air: shown until `until`, seconds of the map's clock."""

    agent: int
    text: str
    since: float
    until: float


class Stage:
    """A town with its people as it is shown.

    Attributes:
        crowd: where people are. now: what each does, by id. talking: who talks. thinking: whose thoughts are under way, id to purpose.
        speeches: the words in the air, latest last. states: states of things by id. roof: opacity of each roof by site, 0..1.
        barriers: what is closed. weather: what the sky is. minutes: of the day. site_tiles: the building over each tile, 0 outdoors.
        running: whether the world goes on.
    """

    def __init__(self, town: Town) -> None:
        self.town = town
        self.ground = Ground(town)
        self.uprights = Uprights(town, self.ground)
        self.roofs = {roof.site: roof for roof in roofs_of(town, self.ground)}
        self.panes = panes_of(town, self.ground)
        self.crowd = Crowd()
        self.figures: list[Figure] = []
        self.members: list[CastMember] = []
        self.now: dict[int, AgentNow] = {}
        self.talking: set[int] = set()
        self.thinking: dict[int, str] = {}
        self.speeches: list[Speech] = []
        self.states: dict[int, str] = {thing.id: thing.states[0] for thing in town.things if thing.states}
        self.roof = dict.fromkeys(self.roofs, 1.0)
        self.barriers = Barriers(town)
        self.weather = "clear"
        self.minutes = 12 * 60.0
        self.running = False
        self.lit_places: frozenset[int] = frozenset()
        self.lit_sites: frozenset[int] = frozenset()
        water = town.layers.get("water")
        sites = np.array([0, *(town.site_of(place.id).id for place in town.places)], np.int16)
        self.site_tiles: NDArray[np.int16] = np.where(self.ground.indoors, sites[town.place_at], 0).astype(np.int16)
        self.water: NDArray[np.int64] = np.argwhere(water > 0) if water is not None else np.zeros((0, 2), np.int64)
        self.set_cast(town.cast)

    def set_cast(self, members: Sequence[CastMember]) -> None:
        """Say who the agents are, in order of id."""
        self.members = list(members)
        self.figures = [figure_of(member) for member in members]

    def take(self, frame: Frame, now: float, *, at_once: bool = False) -> None:
        """Take a frame in."""
        self.crowd.take(frame.x, frame.y, frame.look, now, at_once=at_once)
        while len(self.figures) < self.crowd.count:
            number = len(self.figures) + 1
            stranger = CastMember(
                name=f"Agent {number}", short=f"Agent {number}", age=35, pronouns="they", job="", traits=(), identity="", home=""
            )
            self.members.append(stranger)
            self.figures.append(figure_of(stranger))
        if len(self.now) > self.crowd.count:  # visitors who came later are not in an earlier moment
            self.now = {agent: now for agent, now in self.now.items() if agent <= self.crowd.count}
            self.talking = {agent for agent in self.talking if agent <= self.crowd.count}
            self.speeches = [speech for speech in self.speeches if speech.agent <= self.crowd.count]
        for agent in frame.changed:
            self.now[agent.agent] = agent
            (self.talking.add if agent.talking_with else self.talking.discard)(agent.agent)
        for thing, state in frame.things:
            if self.states.get(thing) != state:
                self.states[thing] = state
                self.uprights.set_state(thing, state)
        self.weather = frame.weather
        if frame.closed != self.barriers.closed:
            self.barriers = Barriers(self.town, frame.closed)
        self.thinking = {thought.agent: thought.purpose for thought in frame.thinking}
        self.running = frame.running
        for event in frame.events:
            said = event.data.get("said", "") if event.kind == "speak" else ""
            if said:
                self.say(event.agent_id, str(said), now)
        if frame.changed:
            self._light_rooms()

    def _light_rooms(self) -> None:
        awake = [now.place_id for now in self.now.values() if not now.asleep and now.place_id]
        places = {place for place in awake if self.town.place(place).indoors or self.town.site_of(place).indoors}
        self.lit_places = frozenset(places)
        self.lit_sites = frozenset(self.town.site_of(place).id for place in places)

    def say(self, agent: int, text: str, now: float) -> None:
        """Let words appear; what the same agent said before makes room."""
        lasts = min(max(_SPEECH_A_CHARACTER * len(text) + 1.6, _SHORTEST_SPEECH), _LONGEST_SPEECH)
        self.speeches = [speech for speech in self.speeches if speech.agent != agent and speech.until > now]
        self.speeches.append(Speech(agent, text, now, now + lasts))

    def forget_speeches(self, now: float) -> bool:
        """Drop what has been said long enough ago; return whether something was."""
        kept = [speech for speech in self.speeches if speech.until > now]
        gone = len(kept) != len(self.speeches)
        self.speeches = kept
        return gone

    def fade_roofs(self, opened: frozenset[int], seconds: float) -> bool:
        """Fade the roofs of the buildings one looks into, close the others; return whether some are still on the way."""
        step = seconds / ROOF_SECONDS
        busy = False
        for site, opacity in self.roof.items():
            goal = 0.0 if site in opened else 1.0
            if opacity != goal:
                self.roof[site] = min(opacity + step, goal) if goal > opacity else max(opacity - step, goal)
                busy = busy or self.roof[site] != goal
        return busy

    def open_sites(self) -> frozenset[int]:
        """The buildings one can look into just now."""
        return frozenset(site for site, opacity in self.roof.items() if opacity < 0.6)

    def site_at(self, x: float, y: float) -> int:
        """Return the building whose floor or roof is at a world pixel, 0 outdoors."""
        tx, ty = int(x // TILE), int(y // TILE)
        inside = 0 <= tx < self.town.width and 0 <= ty < self.town.height
        return self.town.site_of(int(self.town.place_at[ty, tx])).id if inside and self.ground.indoors[ty, tx] else 0

    def place_at(self, x: float, y: float) -> int:
        """Return the room or open area at a world pixel, 0 beyond the town."""
        tx, ty = int(x // TILE), int(y // TILE)
        return int(self.town.place_at[ty, tx]) if 0 <= tx < self.town.width and 0 <= ty < self.town.height else 0

    def agent_site(self, agent: int) -> int:
        """Return the building an agent is in as drawn, 0 outdoors."""
        return self.site_at(self.crowd.x[agent - 1], self.crowd.y[agent - 1] - 4)

    def sites_of_agents(self) -> NDArray[np.int16]:
        """Which building each agent is in as drawn, 0 outdoors; one for each, in order of id."""
        crowd = self.crowd
        tx = np.clip((crowd.x // TILE).astype(int), 0, self.town.width - 1)
        ty = np.clip(((crowd.y - 4) // TILE).astype(int), 0, self.town.height - 1)
        return np.asarray(self.site_tiles[ty, tx])

    def seen_agents(self) -> NDArray[np.bool_]:
        """Which agents are in town, and not hidden beneath a roof."""
        closed = np.zeros(len(self.town.places) + 1, np.bool_)
        closed[[site for site, opacity in self.roof.items() if opacity >= 1.0]] = True
        return np.asarray(~closed[self.sites_of_agents()] & (self.crowd.tile_x >= 0))

    def feet(self, agent: int) -> tuple[float, float]:
        """Return the world pixel of an agent's feet."""
        return float(self.crowd.x[agent - 1]), float(self.crowd.y[agent - 1])

    def corner(self, index: int) -> tuple[float, float]:
        """Return the upper left world pixel of an agent's sprite (row `index`)."""
        crowd = self.crowd
        x, y = float(crowd.x[index]) - WIDTH / 2, float(crowd.y[index]) - HEIGHT + 3
        if crowd.pose[index] == LIE:
            thing = int(self.uprights.thing_at[crowd.tile_y[index], crowd.tile_x[index]])
            flat = thing and self.town.thing(thing).height == 1
            y = float(crowd.tile_y[index]) * TILE + (-5 if flat else 4)
        return x, y

    def head(self, agent: int) -> tuple[float, float]:
        """Return the world pixel above an agent's head."""
        x, y = self.corner(agent - 1)
        child = self.figures[agent - 1].look["age"] == "child"
        return x + WIDTH / 2, y + (10 if child else 2)

    def agent_at(self, x: float, y: float) -> int:
        """Return the agent whose sprite is at a world pixel, the one in front, 0 for none."""
        if not self.crowd.count:
            return 0
        near = np.nonzero(self.seen_agents() & (np.abs(self.crowd.x - x) < WIDTH) & (np.abs(self.crowd.y - y) < 2 * HEIGHT))[0]
        for index in near[np.argsort(-self.crowd.y[near], kind="stable")]:
            left, top = self.corner(int(index))
            if left + 5 <= x < left + WIDTH - 5 and top + 2 <= y < top + HEIGHT:
                return int(index) + 1
        return 0

    def glowing(self) -> list[tuple[float, float, int]]:
        """The things that give light: the middle of each in world pixels, and the building it stands in."""
        found = []
        for thing, state in self.states.items():
            if state in ALIGHT and self.town.thing(thing).kind in BURNING:
                upright = self.uprights.of_thing(thing)
                found.append((upright.x + upright.image.width() / 2, upright.y + upright.image.height() * 0.65, upright.site))
        return found
