"""Playing a world from its record, forward and backward at any speed: the frames that were, for the window and for scripts.

The record is read in stretches of half an hour. A stretch that is played backward is first played forward once, keeping its
state every few minutes, so that each frame costs a few steps from there, whichever way time runs.
"""

from bisect import bisect_right
from collections.abc import Iterator
from operator import attrgetter

from msgspec import Struct

from sandbox_app.llm.request import EngineStatus
from sandbox_app.simulation.description import Description, believing, state_at
from sandbox_app.simulation.messages import Frame
from sandbox_app.simulation.replay import play
from sandbox_app.simulation.state import WorldState
from sandbox_app.simulation.view import MOST_EVENTS, FrameMaker
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import Event

STRETCH_SECONDS = 1800
KEPT_SECONDS = 150
"""Simulated time between two states that are kept of a stretch."""
_STRETCHES = 3
_LINGER_SECONDS = 60
"""How long what was said stays in the frames when time does not run forward."""


class _Stretch(Struct):
    """Half an hour of the record: its events, and packed states within it by step, as far as it was played.

    `mark` says how far the record went when it was read, where it ended within this stretch.
    """

    mark: tuple[int, int] | None
    events: list[Event]
    kept: dict[int, bytes]


def step_after(start: int, seconds: float, speed: float, step_seconds: int) -> int:
    """Return the step that is shown so many seconds of the clock on the wall after `start`.

    Args:
        speed: simulated seconds in a second, 1 to 1000 and more; negative to run backward.
    """
    return start + int(seconds * speed / step_seconds)


class Playback:
    """Plays one world. Lives on the thread of its reader; while the world is lived on, `last` follows.

    Attributes:
        step: the step shown by the last frame.
    """

    def __init__(self, reader: WorldReader, world: Description) -> None:
        self.step = 0
        self._reader, self._world = reader, world
        self._seconds = world.settings.step_seconds
        self._length = max(1, STRETCH_SECONDS // self._seconds)
        self._every = max(1, KEPT_SECONDS // self._seconds)
        self._stretches: dict[int, _Stretch] = {}
        self._state: WorldState | None = None
        self._frames = FrameMaker()

    @property
    def last(self) -> int:
        """The last step on record."""
        return self._reader.last_step()

    def seek(self, step: int) -> Frame:
        """Return the whole town at the end of a step, with what was said in the minute before.

        Raises:
            WorldProblem: the file is damaged.
        """
        self._frames = FrameMaker()
        return self._frame(step, self._between(step - self._lingers, step))

    def go(self, step: int, *, speed: float = 0.0) -> Frame:
        """Return the town at the end of a step, with what differs from the frame before, earlier or later; raises as `seek`.

        Forward its events are those since then (the latest of them); backward those of the minute before the step.

        Args:
            speed: simulated seconds in a second, for the frame's pace.
        """
        if step > self.step + self._length:
            events = self._reader.events(self.step + 1, step, limit=MOST_EVENTS, latest=True)
        else:
            events = self._between(self.step if step > self.step else step - self._lingers, step)
        return self._frame(step, events, abs(speed) / self._seconds)

    def frames(self, start: int, end: int, stride: int = 1) -> Iterator[Frame]:
        """Yield the frames from one step to another, backward where the other is earlier; the first carries everything."""
        yield self.seek(start)
        if start == end:
            return
        way = stride if end > start else -stride
        for step in range(start + way, end, way):
            yield self.go(step)
        yield self.go(end)

    @property
    def _lingers(self) -> int:
        return max(1, _LINGER_SECONDS // self._seconds)

    def _frame(self, step: int, events: list[Event], pace: float = 0.0) -> Frame:
        self._state = self._state_at(step)
        self.step = step
        status = EngineStatus(model="")
        return self._frames.make(self._state, events[-MOST_EVENTS:], running=pace > 0, thinking=[], engine=status, pace=pace)

    def _state_at(self, step: int) -> WorldState:
        state = self._state
        if state is not None and state.step <= step <= state.step + self._every:
            if state.step < step:
                self._play(state, step)
            return state
        stretch = self._stretch(step)
        began = max(kept for kept in self._kept(stretch, step) if kept <= step)
        state = WorldState.unpack(self._world.town, stretch.kept[began])
        self._play(state, step)
        return state

    def _kept(self, stretch: _Stretch, step: int) -> dict[int, bytes]:
        """Return the states kept of a stretch, played as far as the last one before a step."""
        reached = max(stretch.kept)
        if step >= reached + self._every:
            state = WorldState.unpack(self._world.town, stretch.kept[reached])
            while state.step + self._every <= step:
                self._play(state, state.step + self._every)
                stretch.kept[state.step] = state.pack()
        return stretch.kept

    def _play(self, state: WorldState, step: int) -> None:
        with believing(self._reader):
            for _, fault in play(state, self._between(state.step, step), step):
                if fault:
                    raise ValueError(fault)

    def _between(self, after: int, until: int) -> list[Event]:
        """Return the events after a step, until another."""
        found: list[Event] = []
        for first in range(self._first(after + 1), until + 1, self._length):
            events = self._stretch(first).events
            found += events[bisect_right(events, after, key=_step) : bisect_right(events, until, key=_step)]
        return found

    def _first(self, step: int) -> int:
        return max(0, step) // self._length * self._length

    def _stretch(self, step: int) -> _Stretch:
        """Return the stretch in which a step lies. The one under way is read anew when the world has been lived on."""
        first = self._first(step)
        found = self._stretches.pop(first, None)
        if found is None or (found.mark is not None and found.mark != self._mark()):
            found = self._read(first)
        self._stretches[first] = found
        while len(self._stretches) > _STRETCHES:
            del self._stretches[next(iter(self._stretches))]
        return found

    def _read(self, first: int) -> _Stretch:
        state = state_at(self._reader, self._world, first)
        until, mark = first + self._length - 1, self._mark()
        return _Stretch(None if until < mark[0] else mark, self._reader.events(first, until), {first: state.pack()})

    def _mark(self) -> tuple[int, int]:
        """Return how far the record goes: its last step and event."""
        latest = self._reader.events(limit=1, latest=True)
        return self.last, latest[0].id if latest else 0


_step = attrgetter("step")
