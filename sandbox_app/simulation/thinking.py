"""The thoughts under way: asked of an engine, waited for when due, recorded as calls.

A thought is asked at once and given back at its due step, never earlier, in the order of (agent, asking): so a run does
not depend on how fast an engine answers, nor in which order.

While an engine is unavailable (a server that is gone) thoughts do not fail but are kept: the clock waits for them as soon as
they are due, a person is told, and they are asked again when the run goes on, or of the engine that takes over.
"""

import contextlib
import hashlib
import queue
import time
from collections.abc import Callable, Container, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from sandbox_app.llm import answers as a
from sandbox_app.llm.forms import purpose_of, render
from sandbox_app.llm.request import Completion, Engine, EngineError, Handle, Name, Request, Token, Unavailable, Unread
from sandbox_app.llm.wording import WordingError, words
from sandbox_app.mind.budget import fits, fitted
from sandbox_app.mind.waiting import Result, Thought
from sandbox_app.simulation.pulse import InFlight, Waits
from sandbox_app.worldfile.rows import CallRow

ATTEMPTS = 2
"""A thought whose answer cannot be read is asked once more with another seed; both calls are on the record."""


class Attempt(Struct):
    """One call for a thought: what was asked and what came back."""

    request: Request
    completion: Completion | None = None
    answer: a.Answer | None = None
    error: str = ""


class Pending(Struct):
    """A thought under way. `order` tells apart the thoughts of one agent; `done` when an answer or a failure is there.

    `kept` says that its engine was unavailable, and that it has to be asked again.
    """

    agent: int
    order: int
    thought: Thought
    asked_step: int
    started: float
    attempts: list[Attempt] = []
    handle: Handle | None = None
    done: bool = False
    kept: bool = False


def seed_of(world_seed: int, agent: int, purpose: str, asked_step: int, order: int) -> int:
    """Return the seed of a call, 32 bits, from the world's seed and what is asked when (DESIGN.md, The world file)."""
    text = f"{world_seed}/{agent}/{purpose}/{asked_step}/{order}"
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest(), "little")


class Thoughts:
    """All thoughts under way in a world. Used on the simulation's thread; engines answer from theirs.

    Attributes:
        engine: what answers.
        open: thoughts asked and not yet given back, in order of asking.
        unavailable: why the engine can answer nothing at present and what to do about it, or "".
        flight: how many the engine has. waits: how long the clock waited for them.
        wordings: the world's own words for forms, by purpose.
        overhears: says who is told each piece of an answer while it is written, None for nobody.
    """

    def __init__(self, engine: Engine, names: tuple[Name, ...], seed: int) -> None:
        self.engine = engine
        self.names = names
        self.seed = seed
        self.open: list[Pending] = []
        self.unavailable = ""
        self._wakes: dict[int, int] = {}
        self.flight = InFlight()
        self.waits = Waits()
        self.wordings: Mapping[str, str] = {}
        self.overhears: Callable[[Pending], Token | None] = lambda pending: None
        self._answers: queue.SimpleQueue[tuple[Pending, Attempt, Completion | EngineError]] = queue.SimpleQueue()

    def ask(self, agent: int, order: int, thought: Thought, step: int) -> Pending:
        """Begin a thought; `order` is the place of the asking task among the agent's own."""
        pending = Pending(agent, order, thought, step, time.monotonic())
        self.open.append(pending)
        self._submit(pending)
        return pending

    def expect(self, agent: int, step: int) -> None:
        """Take note that an agent is expected to think again at this step; the engine is told with the next request."""
        self._wakes[agent] = step

    def _submit(self, pending: Pending) -> None:
        attempt = len(pending.attempts)
        purpose = purpose_of(pending.thought.facts)
        seed = seed_of(self.seed, pending.agent, purpose, pending.asked_step, pending.order * ATTEMPTS + attempt)
        facts, due = pending.thought.facts, pending.thought.due_step
        request, wrong = self._worded(render(facts, names=self.names, agent=pending.agent, seed=seed, due_step=due))
        if not fits(request, self.engine.context):
            facts = fitted(facts, self.engine.context)
            request, wrong = self._worded(render(facts, names=self.names, agent=pending.agent, seed=seed, due_step=due))
        request = msgspec.structs.replace(request, asked_step=pending.asked_step, wakes=tuple(self._wakes.items()))
        self._wakes.clear()
        if pending.attempts:
            last = pending.attempts[-1]
            said = last.completion.text if last.completion else ""
            request = msgspec.structs.replace(request, before=Unread(said, last.error))
        pending.attempts.append(Attempt(request, error=wrong))
        if wrong:
            pending.done = True
        else:
            self._send(pending)

    def _worded(self, request: Request) -> tuple[Request, str]:
        """Return a request in the world's own words, where it has some for this form, and why these cannot be used, or ""."""
        text = self.wordings.get(request.purpose)
        if not text:
            return request, ""
        try:
            return msgspec.structs.replace(request, now=words(request.purpose, text, request.facts)), ""
        except WordingError as error:
            return request, str(error)

    def _send(self, pending: Pending) -> None:
        attempt = pending.attempts[-1]
        pending.kept = False

        def done(outcome: Completion | EngineError) -> None:
            self.flight.ends()
            self._answers.put((pending, attempt, outcome))

        self.flight.begins()
        pending.handle = self.engine.submit(attempt.request, done, self.overhears(pending))

    def ask_again(self) -> None:
        """Ask what was kept while the engine was unavailable."""
        self.unavailable = ""
        for pending in self.open:
            if pending.kept:
                self._send(pending)

    def begin_anew(self) -> None:
        """Forget what was answered or failed so far to the thoughts that are still open; the engine that takes over is asked."""
        self._collect()
        for pending in self.open:
            pending.attempts, pending.done = pending.attempts[:1], False

    def exchange(self, engine: Engine) -> Engine:
        """Let another engine answer from now on, also the thoughts under way; return the one until now, for the caller to close."""
        self._collect()
        before, self.engine = self.engine, engine
        self.unavailable = ""
        for pending in self.open:
            if not pending.done:
                if pending.handle is not None:
                    pending.handle.cancel()
                pending.attempts[-1] = Attempt(pending.attempts[-1].request)  # what the old engine still says is nobody's answer
                self._send(pending)
        return before

    def wait(self, step: int, meanwhile: Callable[[], None]) -> None:
        """Wait until every thought due by `step` is there; `meanwhile` is called some twenty times a second and may raise."""
        self._collect()
        at = time.monotonic()
        while missing := [pending for pending in self.open if not pending.done and pending.thought.due_step <= step]:
            meanwhile()
            with contextlib.suppress(queue.Empty):
                self._receive(*self._answers.get(timeout=0.05))
                self._collect()
            since, at = at, time.monotonic()
            self.waits.add(step, at - since, [pending.attempts[0].request.purpose for pending in missing])

    def _collect(self) -> None:
        while True:
            try:
                outcome = self._answers.get_nowait()
            except queue.Empty:
                return
            self._receive(*outcome)

    def _receive(self, pending: Pending, attempt: Attempt, outcome: Completion | EngineError) -> None:
        if attempt is not pending.attempts[-1]:
            return
        if isinstance(outcome, Unavailable):
            self.unavailable = str(outcome)
            pending.kept = True
            return
        if self.unavailable and isinstance(outcome, Completion):
            self.ask_again()
        if isinstance(outcome, EngineError):
            attempt.error = str(outcome) or type(outcome).__name__
            pending.done = True
            return
        attempt.completion = outcome
        try:
            attempt.answer = a.parse(attempt.request.facts, outcome.text)
        except a.AnswerError as error:
            cut = " (the answer was cut at its token limit)" if outcome.stopped == "limit" else ""
            attempt.error = f"{error}{cut}"
            if len(pending.attempts) < ATTEMPTS:
                self._submit(pending)
                return
        pending.done = True

    def take_due(self, step: int) -> list[Pending]:
        """Return the thoughts due by `step`, all there by now, in order of agent and asking; they are no longer open."""
        due = [pending for pending in self.open if pending.thought.due_step <= step]
        self.open = [pending for pending in self.open if pending.thought.due_step > step]
        return sorted(due, key=lambda pending: (pending.agent, pending.order))

    def cancel(self, agents: Container[int]) -> None:
        """Give up the thoughts under way of some agents."""
        for pending in self.open:
            if pending.agent in agents and pending.handle is not None:
                pending.handle.cancel()
        self.open = [pending for pending in self.open if pending.agent not in agents]

    def cancel_all(self) -> None:
        """Give up every thought under way."""
        self.cancel({pending.agent for pending in self.open})


def calls_of(pending: Pending, new_id: Callable[[], int], model: str) -> tuple[list[CallRow], Result]:
    """Return the rows that record a finished thought, and what its mind is told."""
    rows = []
    for attempt in pending.attempts:
        completion, request = attempt.completion, attempt.request
        rows.append(
            CallRow(
                id=new_id(),
                agent_id=pending.agent,
                purpose=request.purpose,
                asked_step=pending.asked_step,
                due_step=pending.thought.due_step,
                shared=request.shared,
                own=request.own,
                now=request.now,
                facts=_json(request.facts),
                output=completion.text if completion else "",
                answer=_json(attempt.answer) if attempt.answer is not None else "",
                error=attempt.error,
                model=completion.model if completion else model,
                seed=request.seed,
                seconds=completion.seconds if completion else 0.0,
                submitted=completion.submitted if completion else 0,
                computed=completion.computed if completion else 0,
                generated=completion.generated if completion else 0,
                retrieved=pending.thought.retrieved,
            )
        )
    return rows, Result(pending.attempts[-1].answer, rows[-1].id)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
