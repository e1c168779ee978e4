"""Running a world without a window, and the report of it."""

import time
from collections import Counter
from collections.abc import Callable

from msgspec import Struct

from sandbox_app.errors import Problem
from sandbox_app.simulation.diversity import Diversity, Lived
from sandbox_app.simulation.pulse import Pulse, pulse
from sandbox_app.simulation.session import Session
from sandbox_app.worldfile.rows import CallRow, StepBatch

MOST_ERRORS = 20


class Report(Struct):
    """What a run did; the fields of `run --json` (CLI.md).

    Attributes:
        calls: total, failed, by_purpose. tokens: submitted, computed, generated. errors: sentences, the first ones.
        routines: hours lived by routine, without a thought. diversity: how varied the days were.
        thinking: how many thoughts were under way at once, and how long the clock waited for them.
    """

    world: str
    agents: int
    engine: str
    model: str
    steps: int = 0
    sim_seconds: int = 0
    wall_seconds: float = 0.0
    events: dict[str, int] = {}
    calls: dict[str, object] = {}
    tokens: dict[str, int] = {}
    routines: int = 0
    diversity: Diversity = Diversity(0.0, 0.0, 0)
    errors: list[str] = []
    thinking: Pulse = Pulse()


class Tally:
    """Counts what the steps of a run add."""

    def __init__(self) -> None:
        self.events: Counter[str] = Counter()
        self.purposes: Counter[str] = Counter()
        self.tokens: Counter[str] = Counter(submitted=0, computed=0, generated=0)
        self.failed = 0
        self.errors: list[str] = []
        self.routines = 0
        self.lived = Lived()

    def add(self, batch: StepBatch, day: int) -> None:
        self.events.update(event.kind for event in batch.events)
        self.routines += sum("routine" in event.data for event in batch.events if event.kind == "plan")
        self.lived.add(day, batch.events)
        for call in batch.calls:
            self._add_call(call)

    def _add_call(self, call: CallRow) -> None:
        self.purposes[call.purpose] += 1
        self.tokens.update(submitted=call.submitted, computed=call.computed, generated=call.generated)
        if call.error:
            self.failed += 1
            if len(self.errors) < MOST_ERRORS:
                self.errors.append(f"{call.purpose}: {call.error}")

    def report(self, session: Session, engine: str, steps: int, seconds: float) -> Report:
        """Return what a run of so many steps and seconds did."""
        thoughts = session.simulation.thoughts
        return Report(
            world=str(session.path),
            agents=len(session.world.cast),
            engine=engine,
            model=thoughts.engine.name,
            steps=steps,
            sim_seconds=steps * session.world.settings.step_seconds,
            wall_seconds=seconds,
            events=dict(sorted(self.events.items())),
            calls={
                "total": sum(self.purposes.values()),
                "failed": self.failed,
                "by_purpose": dict(sorted(self.purposes.items())),
            },
            tokens=dict(self.tokens),
            routines=self.routines,
            diversity=self.lived.measure(),
            errors=self.errors,
            thinking=pulse(thoughts.flight, thoughts.waits),
        )


def run_until(
    session: Session,
    until: int,
    engine: str,
    progress: Callable[[int], None] = lambda step: None,
    stop: Callable[[], bool] = lambda: False,
) -> Report:
    """Live until a step, or until `stop` says so after a step; return what happened.

    `progress` is told the step after each.

    Raises:
        Problem: the world could not be written, or what thinks has become unavailable; what was lived until then is whole
            in its file, and only `close` may follow.
    """
    thoughts = session.simulation.thoughts

    def meanwhile() -> None:
        if thoughts.unavailable:
            raise Problem(f"{thoughts.unavailable} {session.path} is whole; the same command goes on with it.")

    tally = Tally()
    first, began = session.step, time.monotonic()
    while session.step < until and not stop():
        batch = session.live(meanwhile)
        tally.add(batch, session.world.clock.day(session.step))
        progress(session.step)
    return tally.report(session, engine, session.step - first, time.monotonic() - began)


def until_step(session: Session, duration: str | None, until: str | None) -> int:
    """Return the step up to which to run: from a duration ("6h") or a time ("day 2 14:00").

    Raises:
        Problem: neither is given, or the time is past.
    """
    clock = session.world.clock
    if duration is not None:
        return session.step + clock.steps(duration)
    if until is None:
        raise Problem("Say for how long to run (--for 6h) or until when (--until 'day 2 14:00').")
    step = clock.meant(until, session.step)
    if step <= session.step:
        raise Problem(f"The world is at {clock.words(session.step)} already; choose a later time than {clock.words(step)}.")
    return step
