"""The facts of each kind of thought: the structured input from which its prompt is made.

They travel with the request: the prompt is rendered from them, the scripted engine answers from them alone, and the
record keeps them. All text uses the short names of people and the names of places as everybody in the town knows them.
Times are "HH:MM"; lists that a prompt numbers are numbered from 1 in their order here.
"""

import re

from msgspec import Struct

from sandbox_app.llm.agenda import AgendaLine, of_day, of_rest, times_promised

_LONG_WORD = re.compile(r"[^\W\d_]{5,}")
_TOLD_WORDS = 3
"""Who has said so many of the longer words of what they want has told it."""


class Persona(Struct, frozen=True, kw_only=True):
    """Who thinks: what changes rarely, the *own* part of every prompt.

    Attributes:
        work_from, work_to: "" when the agent has no work hours.
        habits: what the agent likes to do when, as `Habit` rows.
        aim: what the agent wants at present, one sentence, or "".
        summary: the agent's own words about itself of late, "" at first.
        speech: how the agent speaks, in words, or "". values: what matters to it. secret: what it tells only those closest, or "".
    """

    name: str
    age: int
    job: str
    traits: tuple[str, ...]
    identity: str
    home: str
    workplace: str
    work_from: str
    work_to: str
    wake: str
    bed: str
    habits: tuple["Habit", ...] = ()
    aim: str = ""
    summary: str = ""
    speech: str = ""
    values: tuple[str, ...] = ()
    secret: str = ""


class Habit(Struct, frozen=True):
    """Something the agent likes to do at a time of day, somewhere."""

    time: str
    place: str
    activity: str


class Now(Struct, frozen=True):
    """When and where the thought is thought. `day` counts from 1; `weekday` is "Saturday"; `date` is "14 February".

    `feeling` is how the agent feels, as it follows "You feel" ("worried", "annoyed with Ben"); "" when there is nothing to say of it.
    """

    day: int
    weekday: str
    date: str
    time: str
    place: str
    doing: str
    feeling: str = ""


class Memory(Struct, frozen=True):
    """A memory offered to a thought. `when` is "today 09:10", "yesterday", "day 1"; `kind` as in the world file.

    `near`: it is about what somebody just said.
    """

    text: str
    when: str
    kind: str
    near: bool = False


class Appointment(Struct, frozen=True):
    """Something promised: on `day` (counted from 1) at `time`, at `place`, with `who`, to do `what`."""

    day: int
    time: str
    place: str
    who: str
    what: str


class Line(Struct, frozen=True):
    """One line that was said."""

    speaker: str
    text: str


class Person(Struct, frozen=True):
    """Somebody known: what they are to the agent (`relation`, words) and how close (`closeness`, -10..10)."""

    name: str
    relation: str
    closeness: int


class Belief(Struct, frozen=True):
    """What is believed of somebody: `kind` is one of BELIEF_KINDS, the text follows it ("knows": "the party is on Saturday").

    `who` it is believed of is named where a prompt holds beliefs about several people.
    """

    kind: str
    text: str
    sure: bool
    who: str = ""


class PlanItem(Struct, frozen=True):
    """A line of a day's plan, in words."""

    time: str
    place: str
    activity: str


class ThingOption(Struct, frozen=True):
    """A thing that can be used: `use` is what one does with it ("cook"), `room` where it stands. An empty name means no thing."""

    name: str
    use: str
    room: str


class Facts(Struct, frozen=True, kw_only=True, tag_field="purpose"):
    """What every thought receives. `town` is the town's name."""

    town: str
    me: Persona
    now: Now


class WakeHour(Facts, frozen=True, kw_only=True, tag="wake_hour"):
    appointments: tuple[Appointment, ...] = ()
    yesterday: tuple[str, ...] = ()


class Planning(Facts, frozen=True, kw_only=True):
    """What plans of a day have in common: where one may go, and what is promised."""

    places: tuple[str, ...]
    appointments: tuple[Appointment, ...] = ()

    @property
    def due(self) -> tuple[Appointment, ...]:
        """What is promised for the rest of this day."""
        return tuple(one for one in self.appointments if one.day == self.now.day and one.time >= self.now.time)

    @property
    def later(self) -> tuple[Appointment, ...]:
        """What is promised for other days."""
        return tuple(one for one in self.appointments if one.day != self.now.day)


class DayPlan(Planning, frozen=True, kw_only=True, tag="day_plan"):
    yesterday: tuple[str, ...] = ()
    memories: tuple[Memory, ...] = ()

    @property
    def agenda(self) -> tuple[AgendaLine, ...]:
        """What the day has already and what of it is open: getting up, work, habits at places that are listed, promises, bed."""
        me = self.me
        habits = [(habit.time, habit.place, habit.activity) for habit in me.habits]
        work = (me.work_from, me.work_to, me.workplace)
        return of_day(self.now.time, me.bed, me.home, work, habits, self.due, self.places)

    @property
    def kept(self) -> tuple[str, ...]:
        """The times of the agenda at which something is promised."""
        return times_promised(self.agenda)


class Decompose(Facts, frozen=True, kw_only=True, tag="decompose"):
    """Break `minutes` of `item` (at most 60 at a time) into steps with the things of the place."""

    item: PlanItem
    minutes: int
    next: PlanItem | None
    things: tuple[ThingOption, ...]


class RevisePlan(Planning, frozen=True, kw_only=True, tag="revise_plan"):
    """`change` says what changed; `rest` is the plan from now on as it was; answer: the plan from now on."""

    change: str
    rest: tuple[PlanItem, ...]

    @property
    def agenda(self) -> tuple[AgendaLine, ...]:
        """The plan as it was, with what is promised for the rest of the day put in."""
        lines = [(item.time, item.place, item.activity) for item in self.rest]
        return of_rest(lines, self.due, self.places, self.now.time)

    @property
    def kept(self) -> tuple[str, ...]:
        """The times of the agenda at which something is promised."""
        return times_promised(self.agenda)


class ReactOption(Struct, frozen=True):
    """`kind` is "go_on", "talk", "wait" or "other"; `target` the person it is about, or ""."""

    kind: str
    target: str

    @property
    def text(self) -> str:
        """The option in words, as the prompt lists it."""
        return {
            "go_on": "go on with what I am doing",
            "talk": f"talk to {self.target}",
            "wait": f"wait until {self.target} is done",
            "other": "do something else",
        }[self.kind]


class React(Facts, frozen=True, kw_only=True, tag="react"):
    perceived: str
    people: tuple[Person, ...]
    options: tuple[ReactOption, ...]
    memories: tuple[Memory, ...] = ()
    beliefs: tuple[Belief, ...] = ()


class Importance(Facts, frozen=True, kw_only=True, tag="importance"):
    texts: tuple[str, ...]


class Say(Facts, frozen=True, kw_only=True, tag="say"):
    """The next line of a talk. `lines` are the latest, oldest first; empty when the agent speaks first.

    People, beliefs, memories and goal stay the same from an agent's first line of a talk to its last thought about it, so
    that an engine finds them computed.

    Attributes:
        left: how many lines the agent may still say, this one included.
        beliefs: about the people present. memories: what came to mind when the agent first spoke.
        recalled: what the line before brings to mind; the nearest to it stands last. It may stand in `memories` too.
        meant: what the line before is about, in words of `visits.toml`, where somebody from outside said it; "" where that cannot be told.
    """

    people: tuple[Person, ...]
    goal: str
    lines: tuple[Line, ...]
    left: int
    memories: tuple[Memory, ...] = ()
    beliefs: tuple[Belief, ...] = ()
    recalled: tuple[Memory, ...] = ()
    meant: str = ""

    @property
    def untold(self) -> str:
        """What the agent wants at present, as long as it has not told it in this talk; "" where it wants nothing, or has."""
        told = {word for line in self.lines if line.speaker == self.me.name for word in _LONG_WORD.findall(line.text.casefold())}
        wanted = set(_LONG_WORD.findall(self.me.aim.casefold()))
        return "" if len(wanted & told) >= min(len(wanted), _TOLD_WORDS) else self.me.aim


class AfterTalk(Facts, frozen=True, kw_only=True, tag="after_talk"):
    """What is kept of a talk. `people` are those who took part, `places` those that a promise may name.

    `beliefs`, `memories` and `goal` are those of the agent's lines in the talk (see `Say`).
    """

    people: tuple[Person, ...]
    lines: tuple[Line, ...]
    places: tuple[str, ...]
    goal: str = ""
    memories: tuple[Memory, ...] = ()
    beliefs: tuple[Belief, ...] = ()


class ReflectQuestions(Facts, frozen=True, kw_only=True, tag="reflect_questions"):
    memories: tuple[Memory, ...]


class ReflectInsights(Facts, frozen=True, kw_only=True, tag="reflect_insights"):
    question: str
    memories: tuple[Memory, ...]


class SelfSummary(Facts, frozen=True, kw_only=True, tag="self_summary"):
    memories: tuple[Memory, ...]


class BeliefUpdate(Facts, frozen=True, kw_only=True, tag="belief_update"):
    """What to believe of `person` after something was `seen` or heard, oldest first. `beliefs` begin with what they are to the agent."""

    person: Person
    beliefs: tuple[Belief, ...]
    seen: tuple[str, ...]


class Foresee(Facts, frozen=True, kw_only=True, tag="foresee"):
    """Imagine what would come of each option, given what is believed of somebody; then choose one."""

    person: Person
    beliefs: tuple[Belief, ...]
    options: tuple[str, ...]
    memories: tuple[Memory, ...] = ()


class SummarisePeriod(Facts, frozen=True, kw_only=True, tag="summarise_period"):
    """What is kept of a `period` that is over, in words ("day 3", "days 1 to 7", "your life until now")."""

    period: str
    memories: tuple[Memory, ...]


class Interview(Facts, frozen=True, kw_only=True, tag="interview"):
    """A question from outside the town, answered from memory; nobody in the town hears of it. `meant`: as in `Say`."""

    question: str
    memories: tuple[Memory, ...] = ()
    meant: str = ""


class Attempt(Facts, frozen=True, kw_only=True, tag="attempt"):
    """A free action in words: what of it is tried here and now, with which thing and to whom.

    The first of `things` is no thing, the first of `people` is "", nobody.
    """

    wish: str
    things: tuple[ThingOption, ...]
    people: tuple[str, ...]


class Judge(Facts, frozen=True, kw_only=True, tag="judge"):
    """Whether an attempt is possible, what happens, and which of the numbered `effects` follow; the first is that nothing changes.

    Attributes:
        thing: what it is about (no name: no thing), with its `uses` and present `state` ("" for none). person: to whom, or "".
        carried: what the agent carries. rules: of the world, sentences that always hold.
    """

    attempt: str
    thing: ThingOption
    uses: tuple[str, ...]
    state: str
    person: str
    carried: tuple[str, ...]
    rules: tuple[str, ...]
    effects: tuple[str, ...]


AnyFacts = (
    WakeHour
    | DayPlan
    | Decompose
    | RevisePlan
    | React
    | Importance
    | Say
    | AfterTalk
    | ReflectQuestions
    | ReflectInsights
    | SelfSummary
    | BeliefUpdate
    | Foresee
    | SummarisePeriod
    | Interview
    | Attempt
    | Judge
)
"""All facts, as a tagged union: `msgspec.json.decode(data, type=AnyFacts)` gives them back from the record."""

BELIEF_KINDS = ("is", "wants", "knows")
"""What can be believed of somebody: how they are, what they want, what they know (or take for true)."""

MOODS = ("calm", "happy", "excited", "curious", "worried", "sad", "annoyed", "tired")
"""Moods in the order in which every prompt numbers them, from 1."""
