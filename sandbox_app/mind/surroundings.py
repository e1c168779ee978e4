"""What a mind may ask of the world, and what it may want of it.

The simulation implements `Surroundings`. Within a step all minds see the same state; what they want (`Intent`s) takes
effect at the step's end, in the order of agents.
"""

from collections.abc import Coroutine, Sequence
from typing import Any, Protocol

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from sandbox_app.llm import facts as f
from sandbox_app.llm.request import Name
from sandbox_app.mind.budget import Budget
from sandbox_app.mind.rules.happening import Happening
from sandbox_app.mind.settings import Settings
from sandbox_app.mind.waiting import Wish
from sandbox_app.town.clock import Clock
from sandbox_app.town.model import Place, Thing, Town
from sandbox_app.worldfile.rows import BeliefRow, MemoryRow, PlanRow


class Go(Struct, frozen=True, kw_only=True):
    """Walk to a tile, saying what one is about to do."""

    x: int
    y: int
    place_id: int
    thing_id: int
    activity: str
    plan_id: int = 0
    call_id: int = 0
    cause: int = 0


class Act(Struct, frozen=True, kw_only=True):
    """Do something where one is, with a thing or without (0). Without room at the thing the act happens beside it."""

    thing_id: int
    activity: str
    hue: str
    plan_id: int = 0
    call_id: int = 0
    cause: int = 0


class Queue(Struct, frozen=True, kw_only=True):
    """Take the last place in the line of those who wait for a thing."""

    thing_id: int
    plan_id: int = 0
    cause: int = 0


class Effect(Struct, frozen=True):
    """What an attempt may change. `kind`: none, state, move, take, leave, give, please, hurt; `words` as they are offered.

    `thing` and `other` say what and whom it concerns, `value` the state or the item.
    """

    kind: str
    words: str
    thing: int = 0
    other: int = 0
    value: str = ""


class Deed(Struct, frozen=True, kw_only=True):
    """A free action that was tried and judged.

    Attributes:
        wish: the words it began with. text: what is tried, with which thing and to whom (0: none).
        possible, verdict, effects: the judgement. judge: "model" or "rules".
    """

    wish: str
    text: str
    thing_id: int
    other: int
    possible: bool
    verdict: str
    effects: tuple[Effect, ...]
    judge: str
    attempt_call: int = 0
    judge_call: int = 0
    cause: int = 0


class Sleep(Struct, frozen=True):
    """Fall asleep, until `wake_step`."""

    thing_id: int
    wake_step: int
    call_id: int = 0


class Wake(Struct, frozen=True):
    """Wake up."""


class StartTalk(Struct, frozen=True):
    """Begin a talk with somebody who is near; nothing happens if that one is asleep or talks already."""

    other: int
    why: str
    call_id: int = 0
    cause: int = 0


class JoinTalk(Struct, frozen=True):
    """Join the talk of others who are near; nothing happens if it is over or as many as can talk together do already."""

    talk: int
    why: str
    call_id: int = 0
    cause: int = 0


class Speak(Struct, frozen=True):
    """Say the next line of a talk; "" to say nothing. `cause` 0: the line before."""

    talk: int
    text: str
    mood: int
    end: bool
    call_id: int = 0
    cause: int = 0


Intent = Deed | Go | Act | Queue | Sleep | Wake | StartTalk | JoinTalk | Speak


class SpokenLine(Struct, frozen=True, array_like=True):
    """A line of a talk: who, what, in which mood (index into MOODS), at which step, recorded by which event."""

    agent: int
    text: str
    mood: int
    step: int
    event: int


class Talk(Struct, kw_only=True):
    """A talk under way or just over.

    Attributes:
        members: who has taken part, the one who began first, then in order of joining.
        turn: index of the member whose turn it is. next_step: when the next line may be said.
        done: members who have said their last line. Of two, the other may still answer; of more, the one who is done leaves.
        first_heard: how many lines had been said when a member joined, for those who joined later.
        left: how many lines had been said when a member left, for those who left while the others went on.
        reasons: why those who joined did.
        keeping: members who have not yet made up their mind about what to keep of it.
    """

    id: int
    members: tuple[int, ...]
    started_step: int
    event: int
    why: str
    lines: list[SpokenLine] = []
    turn: int = 0
    next_step: int = 0
    done: list[int] = []
    first_heard: dict[int, int] = {}
    left: dict[int, int] = {}
    reasons: dict[int, str] = {}
    keeping: list[int] = []
    over: bool = False

    @property
    def present(self) -> list[int]:
        """Who takes part now, in order of joining."""
        return [] if self.over else [member for member in self.members if member not in self.left]

    def open_to_more(self, most: int) -> bool:
        """Say whether somebody may join: nobody takes leave yet, and fewer than `most` take part."""
        return not self.over and not any(member in self.done for member in self.present) and len(self.present) < most

    def over_for(self, agent: int) -> bool:
        """Say whether a member has nothing more to say or hear in it."""
        return self.over or agent in self.left

    def heard_by(self, agent: int) -> list[SpokenLine]:
        """Return the lines that were said while a member took part."""
        return self.lines[self.first_heard.get(agent, 0) : self.left.get(agent)]

    def company_of(self, agent: int) -> list[int]:
        """Return with whom a member has talked: those who were there at some time while it was, in order of joining."""
        joined, gone = self.first_heard.get(agent, 0), max(1, self.left.get(agent, len(self.lines)))
        there = [one for one in self.members if self.first_heard.get(one, 0) < gone and (one not in self.left or self.left[one] > joined)]
        return [other for other in there if other != agent]


class Noticed(Struct, frozen=True):
    """Somebody or something that caught the attention: who (0: a thing), what is seen, and the event that recorded it."""

    other: int
    text: str
    event: int


class Barred(Struct, frozen=True):
    """Why an agent cannot come to a place: what a person closed, in words ("Blue Kettle", "the way to Blue Kettle"), why ("" for no
    reason given), and the last tile before it, or outside of it for who is inside.
    """

    what: str
    why: str
    x: int
    y: int


class Surroundings(Protocol):
    """The world as minds see it, at the present step."""

    town: Town
    clock: Clock
    settings: Settings
    budget: Budget
    names: tuple[Name, ...]

    @property
    def step(self) -> int:
        """The present step."""

    def knows(self, purpose: str) -> bool:
        """Say whether what thinks here can be asked this form; a faculty whose form it never learned rests."""

    def short_name(self, agent: int) -> str:
        """Return what all call an agent."""

    def agents(self) -> Sequence[int]:
        """Return the ids of all agents."""

    def things_at(self, site: Place) -> Sequence[Thing]:
        """Return the things with a use at a site."""

    def site_named(self, name: str) -> Place | None:
        """Return the site of this name."""

    def position(self, agent: int) -> tuple[int, int]:
        """Return the tile on which an agent is."""

    def place_of(self, agent: int) -> int:
        """Return the id of the room or open site in which an agent is."""

    def may_enter(self, agent: int, site: Place) -> bool:
        """Say whether a site lets an agent in now: it is open, or the agent lives or works there."""

    def barred(self, agent: int, site: Place) -> Barred | None:
        """Return what a person closed that keeps an agent out of a site, or off the way there; None for nothing."""

    def staff(self, site: Place) -> Sequence[int]:
        """Return those who work at a site."""

    def outside(self, site: Place, agent: int) -> tuple[int, int]:
        """Return the last tile before a site on the agent's way to its door."""

    def way(self, one: Place, other: Place) -> int:
        """Return how many steps it is from the door of one site to that of another."""

    def asleep(self, agent: int) -> bool:
        """Say whether an agent sleeps."""

    def wake_step(self, agent: int) -> int:
        """Return when a sleeping agent means to wake."""

    def activity(self, agent: int) -> str:
        """Return what an agent does, as a phrase that goes on ("kneading dough")."""

    def feeling(self, agent: int) -> str:
        """Return how what an agent feels shows, a word of MOODS; "" in a world without feelings."""

    def feeling_toward(self, agent: int) -> int:
        """Return towards whom that feeling is, 0 for nobody."""

    def allows(self, agent: int, choice: Happening) -> bool:
        """Say whether no rule of the world or the agent forbids a choice."""

    def carried(self, agent: int) -> Sequence[str]:
        """Return what an agent carries."""

    def effects_of(self, agent: int, thing_id: int, other: int) -> Sequence[Effect]:
        """Return the typed effects that an attempt may have, "nothing else changes" first."""

    def judges(self, facts: f.Judge) -> bool:
        """Say whether the model may judge attempts: it knows the form, and tells possible from impossible (checked once a model)."""

    def thing_state(self, thing: Thing) -> str:
        """Return the state a thing is in, "" when it never changes."""

    def doing(self, agent: int) -> tuple[int, int]:
        """Return (plan row's id, thing) of what an agent does; zeros while it walks or does nothing."""

    def bed_of(self, agent: int) -> Thing | None:
        """Return the bed that is the agent's own, if its home has one for it."""

    def tile_beside(self, other: int, agent: int) -> tuple[int, int]:
        """Return a free walkable tile next to somebody, the nearest to the agent."""

    def talk_of(self, agent: int) -> Talk | None:
        """Return the talk an agent takes part in, also one that is over but not yet kept by it."""

    def free_stand(self, thing: Thing, agent: int) -> tuple[int, int] | None:
        """Return a tile at a thing that nobody uses, heads for or waits for in line before the agent, or the one it has, or None."""

    def queue_tile(self, thing: Thing, agent: int) -> tuple[int, int]:
        """Return where an agent waits for a thing: where it stands in line already, else the free tile of the room nearest to it."""

    def in_line(self, thing: Thing, agent: int) -> bool:
        """Say whether an agent stands in line for a thing."""

    def walk_steps(self, agent: int, x: int, y: int) -> int:
        """Return how many steps an agent needs to walk to a tile from where it is; 0 when it is there."""

    def arrives_in(self, agent: int) -> int:
        """Return how many steps are left of the walk an agent is on; 0 when it stands."""

    def on_a_seat(self, agent: int) -> bool:
        """Say whether an agent is on a tile where one sits or lies."""

    def on_the_way(self, agent: int, x: int, y: int, thing_id: int) -> bool:
        """Say whether an agent is walking to this tile already, with its place at the thing (0: no thing) kept for it."""

    def open_tile(self, place: Place, agent: int) -> tuple[int, int]:
        """Return a walkable tile of a place (of a site: of one of its rooms) where the agent may stay."""

    def want(self, agent: int, intent: Intent) -> None:
        """Take an intent, to take effect at the end of this step."""

    def remember(
        self, agent: int, kind: str, text: str, *, cause: int = 0, call_id: int = 0, evidence: tuple[int, ...] = (), talk: int = 0
    ) -> MemoryRow:
        """Record a new memory and return it."""

    def let_go(self, agent: int, talk: int, cause: int) -> None:
        """Record that an agent is done with a talk of which it keeps nothing."""

    def record(self, agent: int, kind: str, text: str, data: dict[str, Any], *, cause: int = 0, call_id: int = 0) -> int:
        """Record something that an agent decided or met with and that changes nothing by itself; return the event's id."""

    def rate(self, agent: int, rated: list[tuple[int, int]]) -> None:
        """Record the importance of memories, as (id, importance)."""

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
        """Record plan lines (ids are given by `new_plan_id`) and return the event's id.

        `kind` is "plan" or "replan"; `data` is what else the event tells: what was mended, where a routine came from.
        """

    def new_plan_id(self) -> int:
        """Return a fresh id for a plan row."""

    def believe(self, agent: int, row: BeliefRow, retires: int, text: str, *, call_id: int = 0) -> BeliefRow:
        """Record a belief, which retires an older one (0: none). Its id is 0 and is given here; the row comes back with it."""

    def doubt(self, agent: int, row: BeliefRow, text: str, *, cause: int = 0, call_id: int = 0) -> None:
        """Record that an agent no longer believes something; `text` says so."""

    def lapse(self, beliefs: list[int]) -> None:
        """Retire beliefs that no longer hold because their time is over."""

    def reflected(self, agent: int, text: str, call_id: int, *, cause: int = 0, data: dict[str, Any] | None = None) -> int:
        """Record that an agent reflected, with the questions it raised or answered, and return the event's id."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a unit vector for each text."""

    def meaning(self, said: str, hearer: int, speaker: int, memory: float) -> str:
        """Return what a visitor means (`mind.meaning`), "" for what others say, and to models that know it themselves.

        `memory`: the cosine of the memory that it is about.
        """

    def spawn(self, agent: int, work: Coroutine[Wish, Any, None]) -> None:
        """Start something an agent's mind does beside its main course: rating, reflecting, thinking ahead."""
