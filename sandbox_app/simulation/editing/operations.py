"""What a person may change, as plain data: it can be sent to a runner and stands in the record as it was asked.

Ids are those of the world file; places and things are the town's. An operation that gives 0 or "" for something leaves it as it is
where its attributes say so.
"""

from msgspec import Struct


class AddMemory(Struct, frozen=True, tag="add_memory"):
    """A memory more for an agent; `importance` 0: the agent weighs it itself. `kind`: one of `MEMORY_KINDS`."""

    agent: int
    text: str
    kind: str = "known"
    importance: int = 0


class RewordMemory(Struct, frozen=True, tag="reword_memory"):
    """Other words for a memory; it stays as old as it was, and as important unless `importance` (1 to 10) is given."""

    memory: int
    text: str
    importance: int = 0


class SetImportance(Struct, frozen=True, tag="set_importance"):
    """Another importance of a memory, 1 to 10."""

    memory: int
    importance: int


class RetireMemory(Struct, frozen=True, tag="retire_memory"):
    """A memory is forgotten; the record keeps it."""

    memory: int


class RestoreMemory(Struct, frozen=True, tag="restore_memory"):
    """A memory that was retired is remembered again, as it was."""

    memory: int


class PlanLine(Struct, frozen=True):
    """A line of a plan to be: from "HH:MM" on, at a site, what is done."""

    time: str
    place: int
    activity: str


class SetPlan(Struct, frozen=True, tag="set_plan"):
    """The rest of an agent's day anew, from the first line on until bed; what comes before it stays."""

    agent: int
    lines: tuple[PlanLine, ...]


class SetPlanLine(Struct, frozen=True, tag="set_plan_line"):
    """Another activity ("": the same) or place (0: the same) for a line of a plan that is not over; its times stay."""

    line: int
    activity: str = ""
    place: int = 0


class SetBelief(Struct, frozen=True, tag="set_belief"):
    """What an agent holds true of another.

    Attributes:
        kind: "is", "wants" or "knows". value: how sure, 0 to 1. belief: the one that it takes the place of, 0 for one more.
    """

    agent: int
    about: int
    text: str
    kind: str = "is"
    value: float = 0.9
    belief: int = 0


class RetireBelief(Struct, frozen=True, tag="retire_belief"):
    """Something is held true no longer: a belief, a relation, a promise, or what is known of a place."""

    belief: int


class SetRelation(Struct, frozen=True, tag="set_relation"):
    """What somebody is to an agent, in words ("": as before), and how close, -10 to 10."""

    agent: int
    about: int
    closeness: float
    text: str = ""


class SetPersona(Struct, frozen=True, tag="set_persona"):
    """A part of who an agent is; `value` in the words of a cast file: a text, a number, or a list with commas."""

    agent: int
    field: str
    value: str


class SetThingState(Struct, frozen=True, tag="set_thing"):
    """A thing is in a state, one of its own ("lit") or any other ("burning")."""

    thing: int
    state: str


class Close(Struct, frozen=True, tag="close"):
    """A site is closed to all but those who live there, or, where x and y name a tile, the stretch of road around it to everybody.

    `why` is what people who come there learn, in words; "" for nothing.
    """

    place: int
    x: int = -1
    y: int = -1
    why: str = ""


class Reopen(Struct, frozen=True, tag="reopen"):
    """What was closed is open again, named as it was closed."""

    place: int
    x: int = -1
    y: int = -1


class SetWeather(Struct, frozen=True, tag="set_weather"):
    """The sky is "clear" or "cloudy", or there is "rain" or "snow": until it changes by itself, or, where it does not, for good."""

    weather: str


class MoveAgent(Struct, frozen=True, tag="move_agent"):
    """An agent is somewhere else at once: on a free tile of a place, or, where `place` is 0, on the tile given."""

    agent: int
    place: int = 0
    x: int = -1
    y: int = -1


class Give(Struct, frozen=True, tag="give"):
    """An agent carries something from now on, an object or money in words ("12 coins"), and remembers who gave it ("": a visitor)."""

    agent: int
    item: str
    giver: str = ""


class TakeAway(Struct, frozen=True, tag="take_away"):
    """An agent no longer carries something; `item` in the words in which it is carried."""

    agent: int
    item: str


class SetTimeOfDay(Struct, frozen=True, tag="set_time"):
    """It is "HH:MM" now: time passes until then at once, and nobody thinks meanwhile. Cannot be undone (fork instead)."""

    time: str


class SetSetting(Struct, frozen=True, tag="set_setting"):
    """Another value of one of the world's settings, as JSON or as words."""

    name: str
    value: str


class SetWording(Struct, frozen=True, tag="set_wording"):
    """The world's own words for a form; `text` "" takes the shipped ones again."""

    purpose: str
    text: str = ""


class Annotate(Struct, frozen=True, tag="annotate"):
    """A note about a moment that is past; it changes nothing. `event`: the event it is about, 0 for none."""

    step: int
    text: str
    event: int = 0


class CorrectAnswer(Struct, frozen=True, tag="correct_answer"):
    """What a thought should have answered; what came of it stays, and the correction goes into exported traces."""

    call: int
    answer: str


class RateAnswer(Struct, frozen=True, tag="rate_answer"):
    """How good an answer was, -1 to 1."""

    call: int
    rating: float


Single = (
    AddMemory
    | RewordMemory
    | SetImportance
    | RetireMemory
    | RestoreMemory
    | SetPlan
    | SetPlanLine
    | SetBelief
    | RetireBelief
    | SetRelation
    | SetPersona
    | SetThingState
    | Close
    | Reopen
    | SetWeather
    | MoveAgent
    | Give
    | TakeAway
    | SetTimeOfDay
    | SetSetting
    | SetWording
    | Annotate
    | CorrectAnswer
    | RateAnswer
)


class Several(Struct, frozen=True, tag="several"):
    """Several changes at once, with one name and one undo ("retire 12 memories about the party")."""

    name: str
    operations: tuple[Single, ...]


Operation = Single | Several

MEMORY_KINDS = ("known", "seen", "said", "heard", "talk", "plan", "thought")
"""Kinds of memories that a person may add."""
