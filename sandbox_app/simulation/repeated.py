"""A long world from a short one, for measurements: its last day is repeated, with its steps and numbers shifted.

The states are those to which the repeated events really lead, so replay, seeks and snapshots do the same work as in a world
that was lived so long; only what happens is the same every day.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from sandbox_app.errors import Problem
from sandbox_app.simulation.description import Description, describe, state_at
from sandbox_app.simulation.loop import SNAPSHOT_SECONDS
from sandbox_app.simulation.packed import digest_of
from sandbox_app.simulation.replay import events_by_step, play
from sandbox_app.simulation.state import WorldState
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import BeliefRow, CallRow, Event, MemoryRow, PlanRow, Snapshot, StepBatch
from sandbox_app.worldfile.writer import WorldWriter

Temporal = TypeVar("Temporal", MemoryRow, PlanRow, BeliefRow)

_KEYS = {
    "talk": "event", "routine": "event", "call": "call", "plan": "plan", "plans": "plan", "retired": "plan", "memory": "memory",
    "evidence": "memory", "belief": "belief", "wake": "step", "next": "step", "start": "step", "step": "step", "until": "step",
}  # fmt: skip
"""What the numbers under these keys of an event's or belief's data are."""
NUMBERED = frozenset(key for key, table in _KEYS.items() if table != "step")
"""The keys whose numbers are ids of rows."""


class _Day(Struct, frozen=True):
    """What a world recorded after the step `start`, until `end`; `first` and `last` are the ids before it and at its end."""

    start: int
    end: int
    first: dict[str, int]
    last: dict[str, int]
    events: list[Event]
    calls: list[CallRow]
    memories: list[MemoryRow]
    plans: list[PlanRow]
    beliefs: list[BeliefRow]


def repeat_last_day(path: Path, times: int, *, prompts: bool = True) -> int:
    """Repeat the last day of a world so many times at its end; return how many events that adds.

    Args:
        prompts: with the texts of the calls, each made a little different, so that it takes the room of a new one.

    Raises:
        Problem: somebody talks or walks at the world's end, or a day before; or the file is not right.
    """
    with WorldReader(path) as reader:
        world = describe(reader)
        end = reader.last_step()
        start = end - 24 * 3600 // world.settings.step_seconds
        if start < 0 or not all(at_rest(state_at(reader, world, step)) for step in (start, end)):
            raise Problem(f"{path} does not end, and begin its last day, at a moment at which nobody talks or walks.")
        state = state_at(reader, world, end)
        day = _recorded(reader, world, start, end, prompts=prompts)
    added = 0
    with WorldWriter(path) as writer:
        for number in range(1, times + 1):
            batches = list(_repeated(day, number, state, SNAPSHOT_SECONDS // world.settings.step_seconds))
            writer.write_all(batches)
            added += sum(len(batch.events) for batch in batches)
    return added


def at_rest(state: WorldState) -> bool:
    """Say whether nothing is under way that a day could not begin with."""
    return not state.talks and not state.journeys


def _recorded(reader: WorldReader, world: Description, start: int, end: int, *, prompts: bool) -> _Day:
    events = list(events_by_step(reader, world, start + 1, end))
    calls = [call for head in reader.calls(due_from=start + 1) if (call := reader.call(head.id)) is not None]
    if not prompts:
        calls = [replace(call, shared="", own="", now="", facts="", answer="") for call in calls]
    people = [agent.id for agent in reader.agents()]
    memories = _since(start, (row for agent in people for row in reader.memories(agent)))
    plans = _since(start, (row for agent in people for row in reader.plans(agent)))
    beliefs = _since(start, (row for agent in people for row in reader.beliefs(agent, lapsed=True)))
    of: dict[str, Sequence[Any]] = {"event": events, "call": calls, "memory": memories, "plan": plans, "belief": beliefs}
    first = {name: min((row.id for row in rows), default=1) - 1 for name, rows in of.items()}
    last = {name: max((row.id for row in rows), default=0) for name, rows in of.items()}
    return _Day(start, end, first, last, events, calls, memories, plans, beliefs)


def _since(start: int, rows: Iterable[Temporal]) -> list[Temporal]:
    return sorted((row for row in rows if row.created_step > start), key=lambda row: row.id)


def _repeated(day: _Day, number: int, state: WorldState, stride: int) -> Iterator[StepBatch]:
    """Yield a repetition of a day in batches of half an hour, leading the state through it."""
    shift = _Shift(day, number)
    for first in range(day.start + 1, day.end + 1, stride):
        span = range(first, first + stride)
        stop = first + stride - 1 + shift.by["step"]
        happened = play(state, [shift.event(event) for event in day.events if event.step in span], stop)
        events = [event for event, fault in happened if not fault]
        packed = state.pack()
        yield StepBatch(
            step=stop,
            events=events,
            calls=[shift.call(row) for row in day.calls if row.due_step in span],
            memories=[shift.memory(row) for row in day.memories if row.created_step in span],
            plans=[shift.plan(row) for row in day.plans if row.created_step in span],
            beliefs=[shift.belief(row) for row in day.beliefs if row.created_step in span],
            snapshot=Snapshot(stop, packed, digest_of(packed)),
        )


class _Shift:
    """Shifts the numbers and steps of a day to a repetition of it."""

    def __init__(self, day: _Day, number: int) -> None:
        self.by = {name: number * (day.last[name] - day.first[name]) for name in day.first} | {"step": number * (day.end - day.start)}
        self._first = day.first | {"step": -1}
        self._number = number
        self._plans = {row.id for row in day.plans}  # what was given up by the end of the day is not repeated

    def _to(self, name: str, value: int) -> int:
        """Return where a number of this day is now; older ones stay."""
        return value + self.by[name] if value > self._first[name] else value

    def _later(self, step: int | None) -> int | None:
        return None if step is None else step + self.by["step"]

    def _data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {key: self._value(_KEYS.get(key, ""), value) for key, value in data.items()}

    def _value(self, name: str, value: Any) -> Any:
        if isinstance(value, dict):
            return self._data(value)
        if not name or isinstance(value, str | float):
            return value
        return [self._to(name, one) for one in value] if isinstance(value, list) else self._to(name, value)

    def event(self, row: Event) -> Event:
        return Event(
            id=self._to("event", row.id),
            step=row.step + self.by["step"],
            kind=row.kind,
            agent_id=row.agent_id,
            place_id=row.place_id,
            text=row.text,
            data=self._data(row.data),
            cause=self._to("event", row.cause),
            call_id=self._to("call", row.call_id),
        )

    def call(self, row: CallRow) -> CallRow:
        retrieved = tuple(replace(one, memory_id=self._to("memory", one.memory_id)) for one in row.retrieved)
        asked, due = row.asked_step + self.by["step"], row.due_step + self.by["step"]
        now = f"{row.now}(repeated {self._number})\n" if row.now else ""
        return replace(row, id=self._to("call", row.id), asked_step=asked, due_step=due, now=now, retrieved=retrieved)

    def _temporal(self, name: str, row: Temporal) -> Temporal:
        step, retired = row.created_step + self.by["step"], self._later(row.retired_step)
        return replace(row, id=self._to(name, row.id), created_step=step, retired_step=retired)

    def memory(self, row: MemoryRow) -> MemoryRow:
        evidence, rated = tuple(self._to("memory", one) for one in row.evidence), self._later(row.rated_step)
        return replace(self._temporal("memory", row), cause=self._to("event", row.cause), evidence=evidence, rated_step=rated)

    def plan(self, row: PlanRow) -> PlanRow:
        start, end = row.start_step + self.by["step"], row.end_step + self.by["step"]
        parent = self._to("plan", row.parent) if row.parent in self._plans else 0
        row = replace(row, start_step=start, end_step=end, parent=parent)
        return replace(self._temporal("plan", row), cause=self._to("event", row.cause))

    def belief(self, row: BeliefRow) -> BeliefRow:
        return replace(self._temporal("belief", row), cause=self._to("event", row.cause), data=self._data(row.data))
