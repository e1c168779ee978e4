"""Re-running a world from its recorded answers: the living simulation again, without a model, up to where it parts from the record.

The same world gives the same events, byte for byte. After a change, of the program, a prompt or the world, the first thought
that is asked otherwise than it was, or the first event that is another one, says what the change does.
"""

import tempfile
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from itertools import zip_longest
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from sandbox_app.errors import Problem
from sandbox_app.llm.engines import open_embedder
from sandbox_app.llm.request import Completion, EngineError, Request, Unavailable
from sandbox_app.llm.tape import TapeEngine
from sandbox_app.simulation.description import Description, describe
from sandbox_app.simulation.editing.operations import Operation
from sandbox_app.simulation.forking import fork_at
from sandbox_app.simulation.interventions import (
    Announce,
    Edit,
    Enter,
    Intervention,
    Leave,
    Redo,
    RemoveRule,
    Say,
    SetRule,
    SetThing,
    Tell,
    Undo,
    Walk,
    Whisper,
)
from sandbox_app.simulation.openings import OPENED, Opening, read_openings
from sandbox_app.simulation.questions import step_named
from sandbox_app.simulation.session import Session
from sandbox_app.simulation.thinkers import Asked, choose
from sandbox_app.worldfile.reader import CallHead, WorldReader
from sandbox_app.worldfile.rows import Event, StepBatch
from sandbox_app.worldfile.texts import TextForgotten

USUAL_CONTEXT = 2048
"""Tokens of the engine's context, for worlds of a time that did not note it."""
_CUT = "(the answer was cut at its token limit)"
_LONGEST = 200


class Parting(Struct, frozen=True):
    """Where a re-run first parts from the record.

    Attributes:
        what: "thought" (asked otherwise, or not at all, in the record) or "event".
        agent: whose, "" for nobody's. purpose: of the thought, or the event's kind.
        was, now: the first line that differs, on record and now; "" where there is none.
    """

    step: int
    time: str
    what: str
    agent: str
    purpose: str
    was: str
    now: str

    @property
    def sentence(self) -> str:
        """What to tell a person."""
        whose = f" of {self.agent}" if self.agent else ""
        return (
            f"At {self.time} the {self.what} ({self.purpose}){whose} is another one than on record: {self.now!r} instead of {self.was!r}."
        )


class Tape:
    """The recorded answers of a world, by what was asked. Lives on the thread of its reader.

    Attributes:
        parting: the first thought that the record does not answer.
    """

    def __init__(self, reader: WorldReader, *, exactly: bool = False) -> None:
        """Read what was asked.

        Args:
            exactly: a thought has the same answer at the same step with the same seed, whatever its words, and not at a step nearby; for
                who looks at what comes of it.
        """
        self.parting: Parting | None = None
        self._exactly = exactly
        self._reader = reader
        self.world: Description = describe(reader)
        self.openings = read_openings(reader.meta().get(OPENED, "[]"))
        self.last = reader.last_step()
        self._heads: dict[tuple[int, str, int, int], CallHead] = {}
        self._asked: dict[tuple[int, str], list[CallHead]] = defaultdict(list)
        for head in reader.calls():
            self._heads[head.agent_id, head.purpose, head.asked_step, head.seed] = head
            self._asked[head.agent_id, head.purpose].append(head)
        self.judges = any(purpose == "judge" for _, purpose in self._asked)

    def opening(self, step: int) -> Opening:
        """Return how this world was opened that lived on after a step; a guess for worlds of a time that did not note it."""
        model = next((head.model for heads in self._asked.values() for head in heads), "")
        usual = Opening(0, self.world.seed, model, USUAL_CONTEXT)
        return next((one for one in reversed(self.openings) if one.step <= step), usual)

    def engine(self, opening: Opening) -> TapeEngine:
        """Return an engine that answers as the one did with which this world was opened."""
        return TapeEngine(self.look_up, opening.name, opening.context, frozenset(opening.unknown))

    def look_up(self, request: Request) -> Completion | EngineError:
        """Return what was answered when just this was asked; in a world opened anew perhaps at another step nearby."""
        exact = self._heads.get((request.agent, request.purpose, request.asked_step, request.seed))
        if exact is not None and (self._exactly or self._same(exact, request)):
            return _outcome(exact)
        nearby = sorted(self._asked[request.agent, request.purpose], key=lambda head: abs(head.asked_step - request.asked_step))[:8]
        for head in nearby if exact is None and not self._exactly else ():
            if self._same(head, request):
                return _outcome(head)
        if request.due_step <= self.last and self.parting is None:
            self.parting = self._parting(exact or next(iter(nearby), None), request)
        return Unavailable(self.parting.sentence if self.parting else "The record ends here.")

    def _same(self, head: CallHead, request: Request) -> bool:
        try:
            call = self._reader.call(head.id)
        except TextForgotten:
            return head.seed == request.seed
        return call is not None and (call.shared, call.own, call.now) == (request.shared, request.own, request.now)

    def _parting(self, head: CallHead | None, request: Request) -> Parting:
        call = self._reader.call(head.id) if head is not None else None
        was = call.shared + call.own + call.now if call is not None else ""
        pairs = zip_longest(was.splitlines(), request.prompt.splitlines(), fillvalue="")
        before, now = next(((a, b) for a, b in pairs if a != b), ("", ""))
        return self.part(request.asked_step, "thought", request.agent, request.purpose, before, now)

    def part(self, step: int, what: str, agent: int, purpose: str, was: str, now: str) -> Parting:
        """Return a parting in words."""
        name = self.world.cast[agent - 1].name if agent else ""
        return Parting(step, self.world.clock.words(step), what, name, purpose, was[:_LONGEST], now[:_LONGEST])


def _outcome(head: CallHead) -> Completion | EngineError:
    """Return a recorded answer as the engine gave it then."""
    if head.error and not head.output and not head.submitted:
        return EngineError(head.error)
    return Completion(
        text=head.output,
        submitted=head.submitted,
        computed=head.computed,
        generated=head.generated,
        seconds=head.seconds,
        model=head.model,
        stopped="limit" if head.error.endswith(_CUT) else "end",
    )


class Rerun(Struct, frozen=True):
    """What a re-run found; the fields of `replay --rerun --json`. `parting` is None when everything happened as recorded."""

    world: str
    steps: int
    events: int
    thoughts: int
    parting: Parting | None


def rerun(path: Path, until: str | None = None, progress: Callable[[int], None] = lambda step: None) -> Rerun:
    """Live a world again from its beginning, in a copy that is thrown away, with its recorded answers.

    Raises:
        Problem: the file or the time is not right.
    """
    with ExitStack() as stack:
        reader = stack.enter_context(WorldReader(path))
        tape = Tape(reader)
        end = step_named(tape.world, reader, until)
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="world-"))
        copy = Path(folder, path.name)
        fork_at(reader, copy, 0)
        embedder = stack.enter_context(closing(open_embedder(choose(path, Asked(engine="scripted")).embedding_file)))
        stops = [step for step in sorted({one.step for one in tape.openings}) if 0 < step < end] + [end]
        steps = thoughts = 0
        events = len(reader.events(0, 0))
        for stop in stops:
            opened = tape.opening(steps)
            with closing(Session(copy, tape.engine(opened), embedder, opened.seed, opened.parameters, minds="anew")) as session:
                session.simulation.judges = {session.simulation.thoughts.engine.name: tape.judges}
                found = lived_again(session, tape, reader, stop, progress)
            steps, events, thoughts = found.steps, events + found.events, thoughts + found.thoughts
            if found.parting is not None:
                return Rerun(str(path), steps, events, thoughts, found.parting)
        return Rerun(str(path), steps, events, thoughts, None)


class TapeEnds(Exception):
    """A thought is due that the record does not answer; the step in flight cannot be lived."""


def lived_again(
    session: Session, tape: Tape, reader: WorldReader, until: int, progress: Callable[[int], None] = lambda step: None
) -> Rerun:
    """Live until a step as the record did; what a person did is done again."""
    events = thoughts = 0
    parting: Parting | None = None
    while parting is None and session.step < until:
        try:
            lived = live_as(session, reader)
        except TapeEnds:
            parting = tape.parting
            break
        parting = difference(tape, lived, _plain)
        thoughts += len(lived.batch.calls)
        events += len(lived.recorded)
        progress(session.step)
    return Rerun("", session.step, events, thoughts, parting)


class Lived(Struct, frozen=True):
    """A step lived again: what it added, the events that it has on record, and those that happened now, a person's with them."""

    batch: StepBatch
    recorded: list[Event]
    happened: list[Event]


def live_as(session: Session, reader: WorldReader) -> Lived:
    """Live one step, and let a person do at its end what the record says.

    Raises:
        TapeEnds: the step needs a thought that the record does not answer; only `close` may follow.
    """

    def meanwhile() -> None:
        if session.simulation.thoughts.unavailable:
            raise TapeEnds

    batch = session.live(meanwhile)
    recorded = reader.events(batch.step, batch.step)
    happened = list(batch.events)
    for event in recorded:
        what = _intervention(event)
        if what is not None:
            with suppress(Problem):  # it cannot be done any more, and is missed in what happened
                happened += session.intervene(what, str(event.data.get("author", ""))).events
    return Lived(batch, recorded, happened)


def difference(tape: Tape, lived: Lived, said: Callable[[Event], Any]) -> Parting | None:
    """Say where what happened in a step is first not what is on record, by what `said` gives of both."""
    for was, now in zip_longest(lived.recorded, lived.happened):
        if was is None or now is None or said(was) != said(now):
            one = was or now
            return tape.part(one.step, "event", one.agent_id, one.kind, _words(was), _words(now))
    return None


def _plain(event: Event) -> Any:
    return msgspec.json.decode(msgspec.json.encode(event))


def _words(event: Event | None) -> str:
    return "" if event is None else f"{event.text} {msgspec.json.encode(event.data).decode()}"


def _intervention(event: Event) -> Intervention | None:
    """Return what a person did, from the event that is its record; None where a person did nothing that can be done again."""
    data = event.data
    if event.kind == "edit":
        return _edit(data)
    match event.kind, data.get("what", data.get("op")):
        case "intervene", "whisper":
            return Whisper(event.agent_id, data["text"])
        case "intervene", "tell":
            return Tell(event.agent_id, data["text"], data["speaker"])
        case "intervene", "announce":
            return Announce(data["text"], data["place"])
        case "intervene", "set":
            return SetThing(data["thing"], data["state"])
        case "enter", _:
            return Enter(data["name"], data["place"], data["about"])
        case "lead", "walk":
            return Walk(event.agent_id, data["x"], data["y"])
        case "lead", "say":
            return Say(event.agent_id, data["text"], data["to"], data["end"])
        case "leave", _:
            return Leave(event.agent_id)
        case "rule", "set":
            return SetRule(data["name"], data["text"], event.agent_id)
        case "rule", "remove":
            return RemoveRule(data["name"])
    return None


def _edit(data: dict[str, Any]) -> Intervention | None:
    """Return an edit from the data of its event; None where the record does not say all of it."""
    match data.get("op"), data.get("what"):
        case "undo", _:
            return Undo()
        case "redo", _:
            return Redo()
        case _, dict(what):
            with suppress(msgspec.ValidationError):
                return Edit(msgspec.convert(what, Operation))
    return None
