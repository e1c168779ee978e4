"""One agent's mind: what it holds, and the course of its life.

The course is derived from the state of the world at every turn (asleep? in a talk? no plan yet?), never from where the
coroutine happens to stand, so that a world that is opened again goes on where it was.
"""

from collections import deque
from collections.abc import Sequence
from typing import TypeVar

import msgspec
from msgspec import Struct

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.forms import purpose_of
from sandbox_app.mind.ablation import keeps, thinks
from sandbox_app.mind.aims import timely
from sandbox_app.mind.attention import Attention
from sandbox_app.mind.knowing import Knowing
from sandbox_app.mind.looping import Looping
from sandbox_app.mind.memory import MemoryStream
from sandbox_app.mind.nearness import marked, near_from, reminders, unmarked
from sandbox_app.mind.plan import Plan
from sandbox_app.mind.repeating import Routines
from sandbox_app.mind.retrieval import for_a_question
from sandbox_app.mind.surroundings import Noticed, Surroundings
from sandbox_app.mind.waiting import Pause, Result, Thought, wait_for
from sandbox_app.mind.words import bounded
from sandbox_app.town.clock import Clock, hhmm_minutes
from sandbox_app.town.model import CastMember, Place
from sandbox_app.worldfile.rows import BeliefRow, MemoryRow, Retrieved

A = TypeVar("A", bound=a.Answer)

CLOSE_ENOUGH = 3
"""Tiles within which two can talk."""
DAY_TURNS = "03:00"
"""When one day of an agent's life ends and the next begins, at the earliest."""


def turn_of_day(bed: str, wake: str) -> str:
    """Return when the day of somebody with these hours turns: for those who go to bed late in the night, half-way through their sleep."""
    if not "00:00" <= bed < wake:
        return DAY_TURNS
    middle = (hhmm_minutes(bed) + hhmm_minutes(wake)) // 2
    return max(DAY_TURNS, f"{middle // 60:02}:{middle % 60:02}")


def persona_of(me: CastMember, summary: str, now: f.Now) -> f.Persona:
    """Return who somebody is, as prompts have it `now`; `summary`: what they say of themselves of late."""
    return f.Persona(
        name=me.short,
        age=me.age,
        job=me.job,
        traits=me.traits,
        identity=me.identity,
        home=me.home,
        workplace=me.workplace,
        work_from=me.work_from,
        work_to=me.work_to,
        wake=me.wake,
        bed=me.bed,
        habits=tuple(f.Habit(habit.time, habit.place, habit.activity) for habit in me.habits),
        aim=timely(me.aim, now),
        summary=summary,
        speech=me.speech,
        values=me.values,
        secret=me.secret,
    )


def when_of(clock: Clock, step: int, now: int) -> str:
    """Return a past step in words, as seen from `now`: "today 09:10", "yesterday", "day 1"."""
    day, today = clock.day(step), clock.day(now)
    if day == today:
        return f"today {clock.hhmm(step)}"
    return "yesterday" if day == today - 1 else f"day {day}"


class InTalk(Struct, frozen=True):
    """What somebody thinks of throughout a talk, settled when they first speak: what they want of it, were doing, believe, remember.

    Prompts show it in the same words from line to line, so that a model computes it once.
    """

    talk: int
    goal: str
    doing: str
    beliefs: tuple[f.Belief, ...]
    memories: tuple[f.Memory, ...]


class Mind:
    """What one agent knows and intends. Lives on the simulation's thread.

    Attributes:
        id: the agent's. me: its persona. stream: its memories. plan: its plan.
        routines: hours that it has thought out and may live again. looping: what it did of late, to tell a loop.
        relations: what others are to it, by agent id. promises: appointments that hold, by row id.
        views: what is believed of others, by agent id and row id (see `beliefs.py`).
        instead: (plan line, thing) that stands in for a thing of the line that was taken.
        done: on which day it last did what it remembers.
        looked_for: (whom, since when) it looks for now. missed: whom it did not find, when.
        stirred_step, stirred: when news last changed its plans, and which.
        knowing: the places and things it knows. attention: what it has taken in so far.
        noticed: what called for attention and has not been weighed yet.
        suggested: what an inner voice or a person said to it and it has not weighed yet.
        summary: its own words about itself of late.
        in_talk: what it thinks of throughout the talk it takes part in, or took part in last.
        weight: summed importance of memories since the last reflection. summarised: the last day of life that was summed up.
    """

    def __init__(self, world: Surroundings, agent: int, persona: CastMember, stream: MemoryStream) -> None:
        self.world = world
        self.id = agent
        self.me = persona
        self.stream = stream
        self.plan = Plan()
        self.routines = Routines()
        self.looping = Looping()
        self.relations: dict[int, BeliefRow] = {}
        self.promises: dict[int, BeliefRow] = {}
        self.knowing = Knowing(world, agent, persona)
        self.views: dict[int, dict[int, BeliefRow]] = {}
        self.attention = Attention(3600 // world.settings.step_seconds)
        self.noticed: deque[Noticed] = deque(maxlen=4)
        self.suggested: deque[Noticed] = deque(maxlen=4)
        self.lately: deque[str] = deque(maxlen=world.settings.retention)
        self.summary = ""
        self.mood = 1
        self.weight = 0
        self.summarised = 0
        self.last_reaction = -(10**9)
        self.last_talk: dict[int, int] = {}
        self.ratings: dict[str, int] = {}
        self.done: dict[str, int] = {}
        self.instead = (0, 0)
        self.looked_for = (0, 0)
        self.missed: dict[int, int] = {}
        self.stirred_step = -(10**9)
        self.stirred: set[str] = set()
        self.in_talk: InTalk | None = None
        self._waiting = (0, 0)

    # -- thinking ------------------------------------------------------------------------------------------------

    async def think(
        self, facts: f.AnyFacts, kind: type[A], *, due: int = 0, within: int = 0, retrieved: Sequence[tuple[MemoryRow, Retrieved]] = ()
    ) -> tuple[A | None, int]:
        """Ask for a thought; return (answer or None when it failed, id of the recorded call).

        It is needed at the step `due`, or `within` so many simulated seconds, whichever is later; the mind goes on then.
        Where the faculty that thinks it is switched off (see `ablation.py`), the answer is None at once and nothing is recorded.
        """
        settings, step = self.world.settings, self.world.step
        if not thinks(settings, purpose_of(facts)):
            return None, 0
        self.stream.touch((row.id for row, _ in retrieved), step)
        needed = max(due, step + within // settings.step_seconds) if settings.ahead else step
        wish = Thought(facts, needed, tuple(scores for _, scores in retrieved))
        result: Result = await wait_for(wish)
        if result.answer is not None and not isinstance(result.answer, kind):
            raise TypeError(f"{purpose_of(facts)} was answered with {type(result.answer).__name__}")
        return result.answer, result.call_id

    def life_day(self) -> int:
        """Return the day an agent is living: it lasts until the agent sleeps, so the small hours belong to the day before."""
        return self.life_day_of(self.world.step)

    def life_day_of(self, step: int) -> int:
        """Return the day of the agent's life in which a step lies."""
        clock = self.world.clock
        day = clock.day(step)
        return day - 1 if clock.hhmm(step) < self.turn and day > 1 else day

    @property
    def turn(self) -> str:
        """When the agent's day turns, "HH:MM"."""
        return turn_of_day(self.me.bed, self.me.wake)

    def dawn(self, day: int) -> int:
        """Return the step at which a day of the agent's life begins; the first one begins with the world."""
        return self.world.clock.day_time(day, self.turn) if day > 1 else 0

    async def pause(self, until: int, *, open_to_calls: bool = True) -> bool:
        """Let time pass; return whether something called for attention before `until`."""
        return bool(await wait_for(Pause(until, open_to_calls)))

    def patient(self, line: int, most: int) -> bool:
        """Say whether the agent still waits for what a plan line needs: `most` steps from when it first asks."""
        if self._waiting[0] != line:
            self._waiting = (line, self.world.step)
        return self.world.step - self._waiting[1] < most

    # -- facts ---------------------------------------------------------------------------------------------------

    def recall(self, query: str, count: int, *, without: Sequence[str] = ()) -> list[tuple[MemoryRow, Retrieved]]:
        """Retrieve memories for a thought; asking the thought with them is what keeps them fresh."""
        vector = self.world.embed([query])[0]
        found = self.stream.retrieve(vector, self.world.step, count, self.world.settings, without=without)
        return [(one.row, one.scores) for one in found]

    def reminded(self, said: str, by: int, count: int, shown: int) -> tuple[list[tuple[MemoryRow, Retrieved]], tuple[f.Memory, ...], str]:
        """Return what the words of another bring to mind, best first, the best `shown` of it as a prompt shows them, and what is meant."""
        vector = self.world.embed([said])[0]
        found = self.stream.retrieve(vector, self.world.step, count, for_a_question(self.world.settings))
        best = reminders(found[:shown], near_from(self.world.embed), self._told)
        meant = self.world.meaning(said, self.id, by, marked(found[:shown], best))
        return [(one.row, one.scores) for one in found], unmarked(best) if meant else best, meant

    def persona(self) -> f.Persona:
        """Return who thinks, as prompts have it."""
        return persona_of(self.me, self.summary, self.now())

    def free_on(self, step: int) -> bool:
        """Say whether the agent does not work on the day of its life in which a step lies."""
        clock = self.world.clock
        return clock.weekday(clock.day_time(self.life_day_of(step), "12:00")) in self.me.free_days

    def persona_on(self, step: int) -> f.Persona:
        """Return who thinks of what to do on the day of a step: on a free day, somebody without work."""
        me = self.persona()
        if not self.free_on(step):
            return me
        return msgspec.structs.replace(me, work_from="", work_to="", habits=tuple(one for one in me.habits if one.place != me.workplace))

    def now(self, step: int | None = None, site: Place | None = None, doing: str | None = None) -> f.Now:
        """Return when and where a thought is thought: now and here unless told otherwise."""
        world = self.world
        at = world.step if step is None else step
        here = site or world.town.site_of(world.place_of(self.id))
        return f.Now(
            world.clock.day(at),
            world.clock.weekday(at),
            world.clock.date(at),
            world.clock.hhmm(at),
            here.name,
            bounded(world.activity(self.id) if doing is None else doing, 80),
            self.feeling(),
        )

    def feeling(self) -> str:
        """Return how the agent feels, as prompts have it: "worried", "annoyed with Ben"; "" when it is calm."""
        mood, toward = self.world.feeling(self.id), self.world.feeling_toward(self.id)
        if mood in ("", "calm"):
            return ""
        return f"{mood} with {self.world.short_name(toward)}" if toward and mood in ("annoyed", "happy") else mood

    def shown(self, rows: Sequence[tuple[MemoryRow, Retrieved]], at: int | None = None) -> tuple[f.Memory, ...]:
        """Return retrieved memories as a prompt shows them, oldest first; for a thought that is thought at `at`, not now."""
        ordered = sorted((row for row, _ in rows), key=lambda row: (row.created_step, row.id))
        return tuple(self._told(row, at) for row in ordered)

    def _told(self, row: MemoryRow, at: int | None = None) -> f.Memory:
        return f.Memory(bounded(row.text, 200), self.when(row.created_step, at), row.kind)

    def when(self, step: int, at: int | None = None) -> str:
        """Return a past step in words, as seen from `at` (now): "today 09:10", "yesterday", "day 1"."""
        return when_of(self.world.clock, step, self.world.step if at is None else at)

    def person(self, other: int) -> f.Person:
        """Return what somebody is to the agent."""
        row = self.relations.get(other)
        name = self.world.short_name(other)
        return f.Person(name, row.text, round(row.value)) if row else f.Person(name, "stranger", 0)

    def appointments(self, from_step: int) -> tuple[f.Appointment, ...]:
        """Return the promises that are still to keep on the day of `from_step`, earliest first."""
        clock = self.world.clock
        day = clock.day(from_step)
        rows = sorted(self.promises.values(), key=lambda row: int(row.data["step"]))
        return tuple(
            f.Appointment(
                day,
                clock.hhmm(int(row.data["step"])),
                self.world.town.place(int(row.data["place"])).name,
                self.world.short_name(row.about_id),
                row.text,
            )
            for row in rows
            if int(row.data["step"]) >= from_step and clock.day(int(row.data["step"])) == day
        )

    # -- memory --------------------------------------------------------------------------------------------------

    def remember(
        self, kind: str, text: str, *, cause: int = 0, call_id: int = 0, evidence: tuple[int, ...] = (), talk: int = 0
    ) -> MemoryRow | None:
        """Keep something, unless the faculty for it is switched off; a text rated before keeps its importance."""
        if not keeps(self.world.settings, kind):
            if talk:
                self.world.let_go(self.id, talk, cause)
            return None
        row = self.world.remember(self.id, kind, text, cause=cause, call_id=call_id, evidence=evidence, talk=talk)
        self.stream.add(row)
        if known := self.ratings.get(text):
            self.world.rate(self.id, [(row.id, known)])
            self.rated(row.id, known)
        return row

    def rated(self, memory_id: int, importance: int) -> None:
        """Take note of a memory's importance."""
        self.stream.rate(memory_id, importance, self.world.step)
        self.ratings[self.stream.rows[memory_id].text] = importance
        self.weight += importance

    def notice(self, seen: Noticed, *, could_talk: bool) -> bool:
        """Perceive something: remember it, and say whether it calls for attention."""
        self.lately.append(seen.text)
        self.remember("seen", seen.text, cause=seen.event)
        if not could_talk or not seen.other:
            return False
        settings = self.world.settings
        minute = 60 // settings.step_seconds
        step = self.world.step
        if step - self.last_reaction < settings.react_pause_minutes * minute:
            return False
        if step - self.last_talk.get(seen.other, -(10**9)) < settings.talk_pause_minutes * minute:
            return False
        self.noticed.append(seen)
        return True
