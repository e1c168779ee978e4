"""The tape engine: a world lives on in its own file with the answers that another one has on record, until these no longer fit.

The world is a new one, which begins as the other did, or a fork of it, edited or not. What a person did in the other one is done
again. So it is seen how far a change of a prompt, of the program or of the world makes no difference, and what is the first
that it does.
"""

import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from sandbox_app.errors import Problem
from sandbox_app.llm.engines import open_embedder
from sandbox_app.simulation.forking import fork_at, lineage_of
from sandbox_app.simulation.questions import step_named
from sandbox_app.simulation.repeated import NUMBERED
from sandbox_app.simulation.run import Report, Tally
from sandbox_app.simulation.session import Minds, Session
from sandbox_app.simulation.tape import Parting, Tape, TapeEnds, difference, live_as
from sandbox_app.simulation.thinkers import Asked, choose
from sandbox_app.town.clock import Clock
from sandbox_app.worldfile.fork import ID
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import Event

_MINDS: dict[bool, Minds] = {True: "anew", False: "as before"}
"""Where minds stand when a run goes on, by whether the other world was opened anew at that step."""


class Retaken(Report, kw_only=True):
    """What a run from recorded answers did; the fields of `run --engine tape --json`.

    Attributes:
        tape: the world whose answers these were.
        parting: where it first parts from that record, None where nothing differs. The run ends where a thought has no answer there.
    """

    tape: str
    parting: Parting | None


class _Length(Struct, frozen=True):
    """For how long to live: a duration or a time, or neither, for as long as the record goes."""

    duration: str | None
    until: str | None

    def end(self, clock: Clock, first: int, last: int) -> int:
        if self.duration is not None:
            return min(first + clock.steps(self.duration), last)
        return last if self.until is None else min(clock.meant(self.until, first), last)


def retake(
    world: Path,
    tape: Path | None,
    *,
    duration: str | None = None,
    until: str | None = None,
    progress: Callable[[int, int, int], None] = lambda first, step, until: None,
    stop: Callable[[], bool] = lambda: False,
) -> Retaken:
    """Let a world live with the recorded answers of another one.

    Args:
        world: a fork of that one, or a file that does not exist yet: then it begins as that one did.
        tape: the other world; None for the one of which `world` is a fork, which has to lie beside it.
        duration, until: for how long; by default, and at most, as long as the record goes.
        progress: is told the first step, the one reached and the last.

    Raises:
        Problem: one of the files or the time is not right, or the record has nothing to say about this world.
    """
    began = time.monotonic()
    record = tape or _parent(world)
    if world.exists() and record.exists() and world.samefile(record):
        raise Problem(f"{world.name} cannot live on from its own record; name another file, and it begins there as this one did.")
    with ExitStack() as stack:
        reader = stack.enter_context(WorldReader(record))
        played = Tape(reader)
        if not world.exists():
            fork_at(reader, world, 0)
        first = _first_step(world, played, record)
        end = _Length(duration, until).end(played.world.clock, first, step_named(played.world, reader, None))
        if end <= first:
            raise Problem(f"{record.name} has nothing on record after {played.world.clock.words(first)}, where {world.name} is.")
        embedder = stack.enter_context(closing(open_embedder(choose(world, Asked(engine="scripted")).embedding_file)))
        retaking = _Retaking(reader, played, lambda step: progress(first, step, end), stop)
        at, anew = first, sorted({one.step for one in played.openings})
        for last in [step for step in anew if first < step < end] + [end]:
            opened, minds = played.opening(at), _MINDS[at in anew]
            session = Session(world, played.engine(opened), embedder, opened.seed, opened.parameters, minds=minds)
            with closing(session):
                retaking.live(session, opened.name, last)
            at = _last_step(world)  # quiet steps before one that cannot be lived are not written
            if at < last:
                break
        report = retaking.tally.report(session, "tape", at - first, time.monotonic() - began)
        return Retaken(**msgspec.structs.asdict(report), tape=str(record), parting=retaking.parting)


class _Retaking:
    """A run from recorded answers under way: what it added, and where it first parted from the record."""

    def __init__(self, reader: WorldReader, tape: Tape, progress: Callable[[int], None], stop: Callable[[], bool]) -> None:
        self.tally = Tally()
        self.parting: Parting | None = None
        self._reader, self._tape = reader, tape
        self._progress, self._stop = progress, stop

    def live(self, session: Session, engine: str, until: int) -> None:
        """Live until a step, or until the record has no answer."""
        session.simulation.judges = {engine: self._tape.judges}
        while session.step < until and not self._stop():
            try:
                lived = live_as(session, self._reader)
            except TapeEnds:
                self.parting = self.parting or self._tape.parting
                return
            self.tally.add(lived.batch, session.world.clock.day(session.step))
            self.parting = self.parting or difference(self._tape, lived, _said)
            self._progress(session.step)


def _last_step(world: Path) -> int:
    with WorldReader(world) as reader:
        return reader.last_step()


def _parent(world: Path) -> Path:
    """Return the world of which another one is a fork, where it lies beside it."""
    if not world.exists():
        raise Problem(f"There is no world at {world}; say whose recorded answers it is to live by: --tape OTHER.world.")
    with WorldReader(world) as reader:
        line = lineage_of(reader)
    beside = [world.with_name(one.name) for one in line[-1:]]
    for path in beside:
        if path.is_file():
            with WorldReader(path) as reader:
                if reader.meta().get(ID, "") == line[-1].id:
                    return path
    said = f"its parent {line[-1].name} is not beside it" if line else "it is no fork of another one"
    raise Problem(f"{world.name} has no record to live by: {said}; say whose answers it is to have: --tape OTHER.world.")


def _first_step(world: Path, tape: Tape, record: Path) -> int:
    """Return the step after which a world goes on, when the record is of the same town and people."""
    with WorldReader(world) as reader:
        theirs = [agent.name for agent in reader.agents()]
        if theirs != [member.name for member in tape.world.cast]:
            raise Problem(f"{record.name} is about other people than {world.name}, so its answers are of no use there.")
        return reader.last_step()


def _said(event: Event) -> tuple[Any, ...]:
    """Return an event without the numbers of rows, which an edit shifts."""
    return event.step, event.kind, event.agent_id, event.place_id, event.text, _unnumbered(event.data)


def _unnumbered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _unnumbered(one) for key, one in value.items() if key not in NUMBERED}
    return [_unnumbered(one) for one in value] if isinstance(value, list | tuple) else value
