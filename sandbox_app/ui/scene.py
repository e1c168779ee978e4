"""What the window shows at this moment: the town, who lives in it, and the state that the frames have told so far."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from sandbox_app.simulation.again.altered import Altered
from sandbox_app.simulation.closures import Closure, tiles_of
from sandbox_app.simulation.interventions import Intervention
from sandbox_app.simulation.messages import AgentNow, Frame, Thinking
from sandbox_app.town.model import CastMember, Place, Thing, Town
from sandbox_app.ui.history import History
from sandbox_app.ui.moments import Calendar
from sandbox_app.worldfile.reader import WorldReader

if TYPE_CHECKING:
    from sandbox_app.simulation.description import Description

T = TypeVar("T")


@dataclass(frozen=True)
class Resident:
    """An agent as the window names it; `member` is its persona at the time the world was opened."""

    id: int
    name: str
    short: str
    member: CastMember


Kind = Literal["none", "agent", "place", "thing", "event", "memory", "persona"]
OF_SOMEBODY = ("event", "memory", "persona")
"""What belongs to somebody who stays marked while it is shown."""


@dataclass(frozen=True)
class Selection:
    """What the inspector shows; `changing`: the person wants to change it at once."""

    kind: Kind = "none"
    id: int = 0
    changing: bool = False


@dataclass(frozen=True)
class Branching:
    """A world that is to go on from before a thought on record, asked at `step`, with `changes` in what it was told."""

    call: int
    step: int
    changes: tuple[Altered, ...]


@dataclass(frozen=True)
class OpenWorld:
    """A world as it was found when it was opened."""

    path: Path
    description: "Description"
    calendar: Calendar
    residents: tuple[Resident, ...]
    last_step: int

    @property
    def town(self) -> Town:
        """The town it lives in."""
        return self.description.town


def fold(older: Frame, newer: Frame) -> Frame:
    """One frame that brings a picture as far as two frames, one after the other, would."""
    agents = {now.agent: now for now in (*older.changed, *newer.changed)}
    things = dict(older.things) | dict(newer.things)
    return Frame(
        step=newer.step,
        running=newer.running,
        x=newer.x,
        y=newer.y,
        look=newer.look,
        changed=list(agents.values()),
        things=list(things.items()),
        events=older.events + newer.events,
        thinking=newer.thinking,
        engine=newer.engine,
        pace=newer.pace,
        thoughts_per_second=newer.thoughts_per_second,
        visitor=newer.visitor,
        your_turn=newer.your_turn,
        closed=newer.closed,
        weather=newer.weather,
    )


class Scene(QObject):
    """The one place where panels look up what is shown. Lives on the main thread; `MainWindow` owns and fills it.

    Signals:
        opened: another world is shown. peopled: there are more people in it than before.
        moved: a frame was taken in. selected: the selection is another one.
        followed: another agent is followed (0: nobody).
        wished: a person wants something changed (`Intervention`). freed: whether something can be changed now.
        woke: whether the town lives now, so that it can be asked.
        wondered: a person wants to know something of the town that lives (`Watch`, `AskAgain`, `AskPerson`, `NoMatter`).
        wrote, answered: what it tells (`Wrote`; `AnsweredAgain` or `AnsweredPerson`).
        branched: a world is wanted that goes on otherwise (`Branching`).
    """

    opened = Signal()
    peopled = Signal()
    moved = Signal(object)
    selected = Signal(object)
    followed = Signal(int)
    wished = Signal(object)
    freed = Signal(bool)
    woke = Signal(bool)
    wondered = Signal(object)
    wrote = Signal(object)
    answered = Signal(object)
    branched = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.world: OpenWorld | None = None
        self.history: History | None = None
        self.selection = Selection()
        self.following = 0
        self.live = False
        self.past = False
        self.can_change = False
        self._asked = 0
        self._forget()

    def _forget(self) -> None:
        self.step = 0
        self.running = False
        self.visitor = 0
        self.your_turn = False
        self.agents: dict[int, AgentNow] = {}
        self.things: dict[int, str] = {}
        self.closed: list[Closure] = []
        self.weather = "clear"
        self.thinking: dict[int, Thinking] = {}
        self._x: NDArray[np.int16] = np.zeros(0, np.int16)
        self._y: NDArray[np.int16] = np.zeros(0, np.int16)

    def open(self, world: OpenWorld, history: History | None) -> None:
        """Show another world; nothing is known of its state before the first frame."""
        self._forget()
        self.world = world
        self.history = history
        self._residents = {resident.id: resident for resident in world.residents}
        self.step = world.last_step
        self.selection = Selection()
        self.following = 0
        self.opened.emit()
        self.selected.emit(self.selection)

    def settle(self, world: OpenWorld) -> None:
        """Know of the people who are in the world now, besides those who were."""
        if self.world is not None:
            self.world = replace(self.world, description=world.description, residents=world.residents)
            self._residents = {resident.id: resident for resident in world.residents}
            self.peopled.emit()

    def take(self, frame: Frame) -> None:
        """Take a frame in."""
        self.step = frame.step
        self.running = frame.running
        self.visitor, self.your_turn = frame.visitor, frame.your_turn
        self.agents.update((now.agent, now) for now in frame.changed)
        self.things.update(frame.things)
        self.closed, self.weather = frame.closed, frame.weather
        self.thinking = {thought.agent: thought for thought in frame.thinking}
        self._x = np.frombuffer(frame.x, "<i2")
        self._y = np.frombuffer(frame.y, "<i2")
        if len(self.agents) > len(self._x):  # visitors who came later are not in an earlier moment
            self.agents = {agent: now for agent, now in self.agents.items() if agent <= len(self._x)}
        self.moved.emit(frame)

    def wish(self, what: Intervention) -> None:
        """Ask for a change of the world; it is heard where `can_change`."""
        if self.can_change:
            self.wished.emit(what)

    def wake(self, live: bool) -> None:
        """Take note that the town lives, or no longer does."""
        self.live = live
        self.woke.emit(live)

    def free(self, can_change: bool) -> None:
        """Let people change things, or no longer."""
        if can_change != self.can_change:
            self.can_change = can_change
            self.freed.emit(can_change)

    def select(self, kind: Kind, identity: int = 0, *, changing: bool = False) -> None:
        """Show something else in the inspector, and with `changing` let the person change it."""
        selection = Selection(kind, identity, changing)
        if selection != self.selection:
            self.selection = selection
            self.selected.emit(selection)

    def follow(self, agent: int) -> None:
        """Keep an agent in the middle of the map; 0 to let go."""
        if agent != self.following:
            self.following = agent
            self.followed.emit(agent)

    def next_number(self) -> int:
        """A number under which the town is asked something, another one each time."""
        self._asked += 1
        return self._asked

    def ask(self, key: str, question: Callable[[WorldReader], T], answer: Callable[[T], None]) -> None:
        """Put a question to the world file, if there is one."""
        if self.history is not None:
            self.history.look_up(key, question, answer)

    @property
    def town(self) -> Town:
        """The town of the open world."""
        assert self.world is not None
        return self.world.town

    @property
    def calendar(self) -> Calendar:
        """The calendar of the open world."""
        assert self.world is not None
        return self.world.calendar

    @property
    def residents(self) -> tuple[Resident, ...]:
        """Everybody, in order of id."""
        return self.world.residents if self.world else ()

    def resident(self, agent: int) -> Resident | None:
        """The resident of this id."""
        return self._residents.get(agent) if self.world else None

    def short(self, agent: int) -> str:
        """How all call an agent."""
        resident = self.resident(agent)
        return resident.short if resident else ""

    def place(self, place_id: int) -> Place | None:
        """The place of this id, if there is one."""
        return self.town.place(place_id) if self.world and 1 <= place_id <= len(self.town.places) else None

    def thing(self, thing_id: int) -> Thing | None:
        """The thing of this id, if there is one."""
        return self.town.thing(thing_id) if self.world and 1 <= thing_id <= len(self.town.things) else None

    def closure(self, place_id: int, tile: tuple[int, int] | None = None) -> Closure | None:
        """What closes a site, or, with a tile, the stretch around it; None where that is open."""
        if tile is None:
            return next((one for one in self.closed if one.place == place_id and not one.stretch), None)
        x, y = tile
        return next((one for one in self.closed if one.stretch and tiles_of(self.town, one)[y, x]), None)

    def where(self, place_id: int) -> str:
        """A place in words: "kitchen, Harbour Café"."""
        place = self.place(place_id)
        if place is None:
            return ""
        return f"{place.name}, {self.town.site_of(place_id).name}" if place.level == "room" else place.name

    def place_of(self, agent: int) -> int:
        """Where an agent is, by its tile: the id of the room or open area."""
        if not self.world or not 1 <= agent <= len(self._x):
            return 0
        x, y = int(self._x[agent - 1]), int(self._y[agent - 1])
        inside = 0 <= x < self.town.width and 0 <= y < self.town.height
        return int(self.town.place_at[y, x]) if inside else 0

    def tile(self, agent: int) -> tuple[int, int] | None:
        """The tile an agent is on; None for nobody, and for a visitor who is not in town."""
        if not self.world or not 1 <= agent <= len(self._x) or self._x[agent - 1] < 0:
            return None
        return int(self._x[agent - 1]), int(self._y[agent - 1])

    def near(self, agent: int) -> list[int]:
        """Who is awake and near enough to an agent to be spoken to, the nearest first."""
        here, place = self.tile(agent), self.place_of(agent)
        if here is None or self.world is None:
            return []
        far = self.world.description.settings.vision
        found = []
        for other, now in self.agents.items():
            there = self.tile(other)
            if other != agent and not now.asleep and there is not None and self.place_of(other) == place:
                away = max(abs(there[0] - here[0]), abs(there[1] - here[1]))
                if away <= far:
                    found.append((away, other))
        return [other for _, other in sorted(found)]

    def people_in(self, places: Iterable[int]) -> list[Resident]:
        """Who is in one of these places."""
        wanted = set(places)
        return [resident for resident in self.residents if self.place_of(resident.id) in wanted]
