"""The step loop: it lets time pass, resumes the minds whose time has come, applies what they want, and records it.

Deterministic by construction: within a step all minds see the same state; minds are resumed in the order of agents, and
only when every thought due in this step is there; intents take effect at the end, in the order of agents. With an engine
whose answers depend on nothing but the request, a run is repeatable bit for bit.
"""

import heapq
from collections.abc import Callable, Coroutine
from typing import Any

import msgspec
from msgspec import Struct

from sandbox_app.llm.facts import Judge
from sandbox_app.mind.living import live
from sandbox_app.mind.mind import Mind
from sandbox_app.mind.reflecting import rate_memories
from sandbox_app.mind.surroundings import Deed
from sandbox_app.mind.visiting import visit
from sandbox_app.mind.waiting import Pause, Thought, Wish
from sandbox_app.mind.words import bounded
from sandbox_app.simulation.editing.applying import apply, stopped
from sandbox_app.simulation.editing.changes import Decided
from sandbox_app.simulation.effects import take_effect
from sandbox_app.simulation.feeling import Feelings
from sandbox_app.simulation.gamemaster import can_judge, let_happen, possible_effects
from sandbox_app.simulation.here import Here
from sandbox_app.simulation.intervening import intervene
from sandbox_app.simulation.interventions import Enter, Happening, Lead
from sandbox_app.simulation.packed import digest_of
from sandbox_app.simulation.perceiving import Perceiving
from sandbox_app.simulation.ruling import Rules
from sandbox_app.simulation.things_seen import ThingsSeen
from sandbox_app.simulation.thinking import Thoughts, calls_of
from sandbox_app.simulation.visiting import enter_first_time, lead
from sandbox_app.simulation.weather import pass_time
from sandbox_app.worldfile.rows import AgentRow, Snapshot, StepBatch

SNAPSHOT_SECONDS = 1800
"""Simulated time between two snapshots (DESIGN.md)."""
MOST_TURNS = 200
"""Turns of one task in one step; more is a mind that goes in circles, which is a bug."""
MAIN = 10**9
"""Order of an agent's main task: after all that goes on beside it."""


class Task(Struct, eq=False):
    """A coroutine of a mind: its main course (`order` MAIN), or something beside it."""

    agent: int
    order: int
    work: Coroutine[Wish, Any, None]
    wish: Wish | None = None
    turns: int = 0
    turns_at: int = -1
    ticket: int = 0


class Simulation:
    """A world that lives. All of it on one thread, but for the engine's answers.

    Attributes:
        here: the surroundings of the minds, with the state. minds: by agent id. thoughts: those under way.
        judges: whether engines can judge what is tried, by name, as far as it was looked into.
        things_seen: what people have seen of things that are not as they should be. rules: those that hold.
    """

    def __init__(self, here: Here, minds: dict[int, Mind], thoughts: Thoughts, rules: Rules | None = None) -> None:
        self.here = here
        self.minds = minds
        self.thoughts = thoughts
        self._perceiving = Perceiving(here, minds)
        self.things_seen = ThingsSeen(here, minds)
        self._feelings = Feelings(here, minds)
        self.rules = rules or Rules(here)
        here.asked_allows = self.rules.allows
        here.asked_effects = lambda agent, thing, other: possible_effects(here, agent, thing, other)
        here.asked_judges = self._may_judge
        self.judges: dict[str, bool] = {}
        self._timers: list[tuple[int, int, int, int]] = []
        self._tasks: dict[tuple[int, int], Task] = {}
        self._thinking: dict[tuple[int, int], Task] = {}
        self._called: set[int] = set()
        self._new: list[Task] = []
        self._orders = dict.fromkeys(minds, 0)
        self._tickets = 0
        here.spawn_task = self._spawn
        here.asked_knows = lambda purpose: thoughts.engine.knows(purpose)  # asked anew each time: engines are exchanged
        for agent in sorted(minds):
            self._begin(agent)

    def _begin(self, agent: int) -> None:
        """Let a mind begin to live where the state and its record say that it is."""
        visitor = self.minds[agent].me.visitor
        self._add(Task(agent, MAIN, visit(self.minds[agent]) if visitor else live(self.minds[agent])))
        if self.here.settings.thinking and not visitor:
            self._spawn(agent, rate_memories(self.minds[agent]))

    # -- tasks ---------------------------------------------------------------------------------------------------

    def _spawn(self, agent: int, work: Coroutine[Wish, Any, None]) -> None:
        self._orders[agent] += 1
        self._add(Task(agent, self._orders[agent], work))

    def _add(self, task: Task) -> None:
        self._tasks[task.agent, task.order] = task
        self._new.append(task)

    def _resume(self, task: Task, value: Any) -> None:
        """Let a task go on until it wishes for something; file the wish."""
        if task.turns_at != self.here.step:
            task.turns_at, task.turns = self.here.step, 0
        task.turns += 1
        if task.turns > MOST_TURNS:
            raise RuntimeError(f"the mind of agent {task.agent} goes in circles at step {self.here.step}")
        try:
            wish = task.work.send(value)
        except StopIteration:
            del self._tasks[task.agent, task.order]
            return
        task.wish = wish
        self._tickets += 1
        task.ticket = self._tickets
        if isinstance(wish, Thought):
            pending = self.thoughts.ask(task.agent, task.order, wish, self.here.step)
            self._thinking[task.agent, pending.order] = task
        else:
            if task.order == MAIN:
                self.thoughts.expect(task.agent, wish.until)
            heapq.heappush(self._timers, (max(wish.until, self.here.step + 1), task.agent, task.order, task.ticket))

    def _due(self) -> list[tuple[Task, Any]]:
        """Return the tasks whose time has come, with what each is told, in order of agent and task."""
        ready: list[tuple[Task, Any]] = [(task, None) for task in self._new]
        self._new = []
        while self._timers and self._timers[0][0] <= self.here.step:
            _, agent, order, ticket = heapq.heappop(self._timers)
            task = self._tasks.get((agent, order))
            if task is not None and task.ticket == ticket:
                ready.append((task, False))
                self._called.discard(agent if order == MAIN else 0)
                task.ticket = 0
        for agent in sorted(self._called):
            task = self._tasks.get((agent, MAIN))
            if task is not None and task.ticket and isinstance(task.wish, Pause) and task.wish.open_to_calls:
                task.ticket = 0
                ready.append((task, True))
        self._called.clear()
        for pending in self.thoughts.take_due(self.here.step):
            rows, result = calls_of(pending, self._new_call, self.thoughts.engine.name)
            self.here.batch.calls.extend(rows)
            if result.answer is None:
                self._record_failure(pending.agent, rows[-1].purpose, rows[-1].error, result.call_id)
            ready.append((self._thinking.pop((pending.agent, pending.order)), result))
        return sorted(ready, key=lambda pair: (pair[0].agent, pair[0].order))

    def _new_call(self) -> int:
        self.here.ids.call += 1
        return self.here.ids.call

    def _record_failure(self, agent: int, purpose: str, why: str, call_id: int) -> None:
        text = f"{self.here.short_name(agent)} could not think ({purpose}): {bounded(why, 200)}"
        self.here.happen("thought_failed", agent, text, {"purpose": purpose}, call_id=call_id)

    # -- a step --------------------------------------------------------------------------------------------------

    def live_step(self, meanwhile: Callable[[], None] = lambda: None) -> StepBatch:
        """Live one step and return what it adds to the record.

        `meanwhile` is called while the clock waits for a thought; what it raises ends the step, and with it this
        object's life: the state is half-changed then, and the world has to be read again from its file.
        """
        here = self.here
        moved = here.state.advance(here.step + 1)
        here.batch = StepBatch(step=here.step)
        pass_time(here, self.minds, here.step - 1)
        self._called.update(self._perceiving.look(moved))
        self._called.update(self.things_seen.look(moved))
        while True:
            self.thoughts.wait(here.step, meanwhile)
            ready = self._due()
            if not ready:
                break
            for task, value in ready:
                self._resume(task, value)
        intents, here.intents = sorted(here.intents, key=lambda pair: pair[0]), []
        for agent, intent in intents:
            first = len(here.batch.events)
            if isinstance(intent, Deed):
                self._try(agent, intent)
            else:
                self._called.update(take_effect(here, agent, intent))
            self._perceiving.overhear(here.batch.events[first:])
        self._feelings.appraise()
        self._called.update(self._feelings.pass_time())
        self.rules.watch(here)
        if here.step % (SNAPSHOT_SECONDS // here.settings.step_seconds) == 0:
            here.batch.snapshot = self.snapshot()
        return here.batch

    def _try(self, agent: int, deed: Deed) -> None:
        called, felt = let_happen(self.here, agent, deed)
        self._called.update(called)
        if self.here.settings.feelings:
            for other, appraisal, event in felt:
                self._feelings.feel(other, appraisal, agent, event)

    def _may_judge(self, facts: Judge) -> bool:
        name = self.thoughts.engine.name
        if name not in self.judges:
            self.judges[name] = can_judge(self.thoughts.engine, facts)
        return self.judges[name]

    def intervene(self, what: Happening, author: str) -> StepBatch:
        """Let an intervention happen at the end of the last step; return what it adds to the record.

        Raises:
            Problem: it cannot be; nothing has changed.
        """
        here = self.here
        here.batch = StepBatch(step=here.step)
        if isinstance(what, Lead):
            self._called.update(lead(here, self.minds, what, author))
            self._perceiving.overhear(here.batch.events)
        else:
            self._called.update(intervene(here, self.minds, self.rules, what, author))
        self.rules.watch(here)
        self._feelings.appraise()
        here.batch.snapshot = self.snapshot()  # the step may have one already, from before this
        return here.batch

    def enter_first_time(self, what: Enter, author: str) -> tuple[StepBatch, AgentRow]:
        """Let a visitor enter who was never here; return what it adds to the record. Nothing may be lived here after that: the world
        has one agent more than minds, and is to be revived from its record.

        Raises:
            Problem: it cannot be; nothing has changed.
        """
        here = self.here
        here.batch = StepBatch(step=here.step)
        row = enter_first_time(here, what, author)
        here.batch.snapshot = self.snapshot()
        return here.batch, row

    def edit(self, decided: Decided, author: str, what: object = None) -> StepBatch:
        """Let a decided edit happen at the end of the last step; return what it adds to the record.

        Whom it concerns has the old mind until `renew`, which is for when the batch is written.
        """
        here = self.here
        since = here.step
        if decided.jump:
            here.state.advance(decided.jump)
        here.batch = StepBatch(step=here.step)
        pass_time(here, self.minds, since)
        walking = dict(here.state.journeys)
        apply(here, decided, author, what)
        if any(event.kind == "place" for event in here.batch.events):
            self._called.update(stopped(here.state, walking))
        self.rules.watch(here)
        here.batch.snapshot = self.snapshot()
        return here.batch

    def renew(self, minds: dict[int, Mind]) -> None:
        """Let these minds take the place of those that the agents had; what those were thinking is given up."""
        for agent, mind in minds.items():
            for key in [key for key in self._tasks if key[0] == agent]:
                self._tasks.pop(key).work.close()
            self._thinking = {key: task for key, task in self._thinking.items() if key[0] != agent}
            self._new = [task for task in self._new if task.agent != agent]
            self._orders[agent] = 0
            self.minds[agent] = mind
            self._begin(agent)
        self.thoughts.cancel(minds)
        self._perceiving.renew(minds)

    def snapshot(self) -> Snapshot:
        """Return the state as it is now, for the record."""
        packed = self.here.state.pack()
        return Snapshot(self.here.step, packed, digest_of(packed))

    def anything_new(self) -> bool:
        """Say whether the last step has anything to record."""
        _, *lists = msgspec.structs.astuple(self.here.batch)
        return any(lists)

    def close(self) -> None:
        """Give up what is under way."""
        self.thoughts.cancel_all()
        for task in self._tasks.values():
            task.work.close()
        self._tasks.clear()
