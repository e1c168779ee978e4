"""What the window and the runner say to each other: msgspec structs over a pair of pipes (`sandbox_app.framing`).

The window holds no simulation state: it draws frames. A frame is the whole town's positions and what changed since the
frame before; the first frame after `Ready` carries everything.
"""

from typing import BinaryIO

import msgspec
from msgspec import Struct

from sandbox_app import framing
from sandbox_app.llm.engines import Thinkers
from sandbox_app.llm.request import EngineStatus
from sandbox_app.simulation.again.altered import Again, Altered
from sandbox_app.simulation.closures import Closure
from sandbox_app.simulation.interventions import Intervention
from sandbox_app.worldfile.rows import Event

HUES = ("sleep", "home", "work", "food", "talk", "walk", "leisure", "other")
"""The eight kinds of activity that have a colour of their own, on map, plan strip and timeline alike."""

FACINGS = ("down", "left", "right", "up")
POSES = ("stand", "walk", "sit", "lie")
WEATHERS = ("clear", "cloudy", "rain", "snow")
"""What the sky can be; clear, where nothing is said of it."""


class AgentNow(Struct, frozen=True, array_like=True):
    """What one agent is doing since the frame that carries this.

    Attributes:
        activity: a phrase for people: "kneading the morning dough", "walking to Harbour Café".
        hue: index into HUES. mood: index into `sandbox_app.llm.facts.MOODS`.
        talking_with: ids of the others in the same talk, else empty. carried: what it carries.
    """

    agent: int
    place_id: int
    thing_id: int
    activity: str
    hue: int
    mood: int
    asleep: bool
    talking_with: tuple[int, ...] = ()
    carried: tuple[str, ...] = ()


class Thinking(Struct, frozen=True, array_like=True):
    """A thought under way: whose, its purpose and for how many seconds; `holds` when the clock waits for it."""

    agent: int
    purpose: str
    seconds: float
    holds: bool


class Frame(Struct, frozen=True, kw_only=True, tag="frame"):
    """The town at one step.

    Attributes:
        x, y: int16 little-endian tile positions of all agents in order of id. look: uint8 each, facing + 4 * pose.
        changed: the agents whose `AgentNow` differs from the frame before.
        things: (thing id, state) of things that changed.
        events: what happened since the frame before, for log and bubbles, oldest first (at most 200).
        visitor: the one who is in town, 0 for nobody. your_turn: the clock waits for what the visitor says.
        closed: all places and stretches of road that a person closed. weather: what the sky is.
        pace: simulated steps per second lately. thoughts_per_second: answered lately while some were under way, 0 before it is known.
    """

    step: int
    running: bool
    x: bytes
    y: bytes
    look: bytes
    changed: list[AgentNow]
    things: list[tuple[int, str]]
    events: list[Event]
    thinking: list[Thinking]
    engine: EngineStatus
    pace: float
    thoughts_per_second: float = 0.0
    visitor: int = 0
    your_turn: bool = False
    closed: list[Closure] = []
    weather: str = "clear"


class Ready(Struct, frozen=True, kw_only=True, tag="ready"):
    """The world is open. `agents` are (id, name, short); `read_only` says that another program is writing it."""

    world: str
    town: str
    title: str
    start: str
    step_seconds: int
    step: int
    agents: list[tuple[int, str, str]]
    engine: str
    read_only: bool = False


class Trouble(Struct, frozen=True, kw_only=True, tag="trouble"):
    """A problem the person can act on; the run is paused when `paused`. `fatal`: the runner has ended."""

    sentence: str
    details: str = ""
    paused: bool = False
    fatal: bool = False


class Reliving(Struct, frozen=True, tag="reliving"):
    """Before the town can live, what led to the thoughts under way in its parent is lived again.

    Attributes:
        share: of it that is done, 0 to 1. seconds_left: about so long it takes still, 0.0 while nobody knows.
    """

    share: float
    seconds_left: float


class Closed(Struct, frozen=True, tag="closed"):
    """The runner has closed the world and ends."""


class Halt(Struct, frozen=True, array_like=True):
    """Ends a run at the first event that is such: of one of these kinds (any), of this agent (any), with this text in it.

    `op` is that of the event's data: "broken" for a rule.
    """

    kinds: tuple[str, ...] = ()
    agent: int = 0
    text: str = ""
    op: str = ""


class Halted(Struct, frozen=True, tag="halted"):
    """A run has ended by itself, because of this event."""

    event: Event


class Play(Struct, frozen=True, tag="play"):
    """Run at `pace` steps per second (0: as fast as it can), until step `until` (0: until told otherwise) or one of `halts`.

    The pace is slowed down where thoughts would otherwise be waited for at each step (`pacing.py`).
    """

    pace: float = 4.0
    until: int = 0
    halts: tuple[Halt, ...] = ()


class Pause(Struct, frozen=True, tag="pause"):
    """Stop after the step in flight."""


class StepOnce(Struct, frozen=True, tag="step"):
    """Live one step and pause."""


class ThinkAnew(Struct, frozen=True, tag="think_anew"):
    """Do not find out what was being thought (`Reliving`): everybody thinks anew from here."""


class Quit(Struct, frozen=True, tag="quit"):
    """Close the world and end."""


class Intervene(Struct, frozen=True, tag="intervene"):
    """Let an intervention happen after the step in flight; `author` is who did it. A `Trouble` answers one that cannot be."""

    what: Intervention
    author: str = "person"


class UseModels(Struct, frozen=True, tag="use"):
    """Let other engines think from now on; `Thinks` answers, or a `Trouble`, and then the old ones stay."""

    thinkers: Thinkers


class Thinks(Struct, frozen=True, tag="thinks"):
    """What thinks from now on: the kind of engine and the name of its model."""

    engine: str
    model: str


class Watch(Struct, frozen=True, tag="watch"):
    """Tell from now on what is being written in the thoughts of this agent (0: of nobody), with `Wrote`."""

    agent: int


class Writing(Struct, frozen=True, array_like=True):
    """An answer that is being written.

    Attributes:
        order: which of the agent's thoughts under way it is. due_step: when it takes effect.
        seconds: since it was asked. tokens: pieces written so far. text: what they say.
    """

    agent: int
    order: int
    purpose: str
    due_step: int
    seconds: float
    tokens: int
    text: str


class Wrote(Struct, frozen=True, tag="wrote"):
    """The answers of the watched agent that are being written; those not named are written no more."""

    agent: int
    writings: list[Writing]


class AskAgain(Struct, frozen=True, tag="ask_again"):
    """Ask a thought on record once more, with something altered; `AnsweredAgain` answers under this `number`, while it is written, too."""

    number: int
    call: int
    changes: tuple[Altered, ...] = ()


class AskPerson(Struct, frozen=True, tag="ask_person"):
    """Ask somebody a question from outside the town, as of the end of a step; `AnsweredPerson` answers under this `number`."""

    number: int
    agent: int
    text: str
    step: int


class AnsweredPerson(Struct, frozen=True, tag="answered_person"):
    """What somebody says so far; `done` when that is all.

    Attributes:
        memories: ids of those the answer rests on, the best first, once it is done. error: why there is no answer, or "".
    """

    number: int
    text: str = ""
    done: bool = False
    memories: tuple[int, ...] = ()
    error: str = ""
    seconds: float = 0.0


class NoMatter(Struct, frozen=True, tag="no_matter"):
    """What was asked under this number is of no interest any more."""

    number: int


class AnsweredAgain(Struct, frozen=True, tag="answered_again"):
    """What came of `AskAgain` so far; `done` when that is all."""

    number: int
    again: Again
    done: bool


ToWindow = Ready | Frame | Thinks | Halted | Trouble | Wrote | AnsweredAgain | AnsweredPerson | Reliving | Closed
ToRunner = Play | Pause | StepOnce | Intervene | UseModels | Watch | AskAgain | AskPerson | NoMatter | ThinkAnew | Quit


def send(stream: BinaryIO, message: ToWindow | ToRunner) -> None:
    """Write one message and flush."""
    framing.send(stream, message)


_FOR_WINDOW = msgspec.msgpack.Decoder(ToWindow)
_FOR_RUNNER = msgspec.msgpack.Decoder(ToRunner)


def receive_in_window(stream: BinaryIO) -> ToWindow | None:
    """Read the next message of the runner; None when it has ended."""
    message: ToWindow | None = framing.receive(stream, _FOR_WINDOW)
    return message


def receive_in_runner(stream: BinaryIO) -> ToRunner | None:
    """Read the next message of the window; None when it has ended."""
    message: ToRunner | None = framing.receive(stream, _FOR_RUNNER)
    return message
