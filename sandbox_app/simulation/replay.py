"""Replay: every state of a world rebuilt from its record, without a model, and compared with what was kept when it was lived.

Nothing but the first state and the events goes in. Each snapshot of the file was made by the living world, with a digest of
the whole state; here the same step is reached again from step 0, and the two must be the same to the last byte.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

from msgspec import Struct

from sandbox_app.simulation.description import Description, beginning, believing, describe
from sandbox_app.simulation.packed import digest_of
from sandbox_app.simulation.parting import differences
from sandbox_app.simulation.questions import step_named
from sandbox_app.simulation.state import WorldState
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import Event, Snapshot

MOST_DIFFERENCES = 8
"""Differences that are told of one snapshot, and snapshots of which they are told."""
_STRIDE = 1800
"""Seconds of the record that are read at once."""


class Mismatch(Struct, frozen=True):
    """A snapshot that the record does not lead to.

    Attributes:
        what: the parts of the state that differ, like "x of agent 3: 17 on file, 18 replayed"; or which event cannot be.
        after: the last step at which both were still the same, -1 for none: what is wrong happened after it.
    """

    step: int
    time: str
    after: int
    what: list[str]


class Replayed(Struct, frozen=True):
    """What a replay found; the fields of `replay --json`.

    Attributes:
        snapshots: how many were compared. mismatches: how many were not the same, and events that cannot have happened;
            `differences` tells of the first of them.
        digest: of the state at the end.
    """

    world: str
    steps: int
    events: int
    seconds: float
    digest: str
    verified: bool
    snapshots: int = 0
    mismatches: int = 0
    differences: list[Mismatch] = []


def events_by_step(reader: WorldReader, world: Description, start: int, until: int) -> Iterator[Event]:
    """Yield the events of these steps (both included), oldest first, reading some at a time."""
    stride = max(1, _STRIDE // world.settings.step_seconds)
    for first in range(start, until + 1, stride):
        yield from reader.events(first, min(first + stride - 1, until))


def play(state: WorldState, events: Iterable[Event], until: int) -> Iterator[tuple[Event, str]]:
    """Let what is on record happen to a state, up to the end of a step.

    Yield each event after it happened, with "" or why it cannot have happened; then the state may be half-changed by it.
    """
    for event in events:
        if event.step > state.step:
            state.advance(event.step)
        fault = ""
        try:
            state.apply(event)
        except (LookupError, TypeError, ValueError) as error:
            fault = f"event {event.id} ({event.kind}) cannot have happened: {type(error).__name__}: {error}"
        yield event, fault
    if state.step < until:
        state.advance(until)


def replay(path: Path, *, verify: bool = False, until: str | None = None, progress: Callable[[int], None] = lambda step: None) -> Replayed:
    """Rebuild every state of a world from its record.

    Args:
        verify: compare with each snapshot, and each snapshot with its digest.
        until: a time, by default the end of the record.
        progress: is told the step reached.

    Raises:
        Problem: the file or the time is not right, or the file is damaged.
    """
    began = time.perf_counter()
    with WorldReader(path) as reader:
        world = describe(reader, 0)
        end = step_named(world, reader, until)
        replaying = _Replaying(reader, world)
        for stop in [step for step in reader.snapshot_steps() if step < end] + [end]:
            replaying.go_to(stop)
            if verify:
                replaying.verify(stop)
            progress(stop)
        return Replayed(
            world=str(path),
            steps=end,
            events=replaying.events,
            seconds=time.perf_counter() - began,
            digest=replaying.state.digest(),
            verified=verify,
            snapshots=replaying.snapshots,
            mismatches=replaying.mismatches,
            differences=replaying.told,
        )


class _Replaying:
    """A replay under way: the state reached, and what was found wrong."""

    def __init__(self, reader: WorldReader, world: Description) -> None:
        self.state = beginning(reader, world)
        self.events = self.snapshots = self.mismatches = 0
        self.told: list[Mismatch] = []
        self._reader, self._world = reader, world
        self._next = 0
        self._same = -1

    def go_to(self, step: int) -> None:
        with believing(self._reader):
            for event, fault in play(self.state, events_by_step(self._reader, self._world, self._next, step), step):
                self.events += 1
                if fault:
                    self._tell(event.step, [fault])
        self._next = step + 1

    def verify(self, step: int) -> None:
        snapshot = self._reader.snapshot_before(step)
        if snapshot is None or snapshot.step != step:
            return
        self.snapshots += 1
        with believing(self._reader):
            found = compare(snapshot, self.state)
        if found:
            self._tell(step, found)
        else:
            self._same = step

    def _tell(self, step: int, what: list[str]) -> None:
        self.mismatches += 1
        if len(self.told) < MOST_DIFFERENCES:
            self.told.append(Mismatch(step, self._world.clock.words(step), self._same, what))


def compare(snapshot: Snapshot, state: WorldState) -> list[str]:
    """Say where a replayed state is not that of a snapshot; nothing when both are the same.

    Raises:
        msgspec.DecodeError: the snapshot is damaged.
    """
    packed = state.pack()
    replayed, kept = digest_of(packed), digest_of(snapshot.state)
    found = list(islice(differences(snapshot.state, packed), MOST_DIFFERENCES)) if replayed != kept else []
    if kept != snapshot.digest:
        found.insert(0, f"the digest of the snapshot: {snapshot.digest} on file, {kept} of what it holds")
    return found
