"""Asking again for a window: what is asked goes to the engine that thinks for the town, and what it writes is told while it does."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from sandbox_app.errors import Problem
from sandbox_app.llm.request import Completion, Engine, EngineError, Handle, Name
from sandbox_app.simulation.again.altered import Again
from sandbox_app.simulation.again.asking import facts_of, outcome, request_of, wording_of
from sandbox_app.simulation.messages import AnsweredAgain, AskAgain
from sandbox_app.worldfile.reader import WorldReader

TELL_SECONDS = 0.05
"""What is written is told at most this often."""


class Asking:
    """The thoughts of one world that are being asked again. `tell` is called on any thread."""

    def __init__(self, path: Path, tell: Callable[[AnsweredAgain], None]) -> None:
        self._path = path
        self._tell = tell
        self._handles: dict[int, Handle] = {}

    def ask(self, asked: AskAgain, engine: Engine, names: tuple[Name, ...]) -> None:
        """Ask; what cannot be asked is told like an answer."""
        try:
            with WorldReader(self._path) as reader:
                call, facts = facts_of(reader, asked.call)
                wording = wording_of(reader, call)
            request = request_of(call, facts, asked.changes, wording, names, engine.context)
        except Problem as problem:
            self._tell(AnsweredAgain(asked.number, Again(call=asked.call, changes=asked.changes, error=problem.sentence), True))
            return
        begun = Again(call=call.id, purpose=call.purpose, changes=asked.changes, was=call.output)

        def tell(text: str, tokens: int, seconds: float) -> None:
            self._tell(AnsweredAgain(asked.number, replace(begun, now=text, tokens=tokens, seconds=seconds), False))

        pieces = Pieces(tell)

        def done(result: Completion | EngineError) -> None:
            pieces.end()
            self._tell(AnsweredAgain(asked.number, outcome(call, request, asked.changes, result), True))

        self._handles[asked.number] = engine.submit(request, done, pieces.hear)

    def cancel(self, number: int) -> None:
        """Want no answer any more."""
        handle = self._handles.pop(number, None)
        if handle is not None:
            handle.cancel()


class Pieces:
    """Puts the pieces of an answer together and tells of them now and then: the text so far, the pieces, and the seconds."""

    def __init__(self, tell: Callable[[str, int, float], None]) -> None:
        self._tell = tell
        self._pieces: list[str] = []
        self._started = time.monotonic()
        self._told = 0.0
        self._ended = threading.Event()

    def hear(self, piece: str) -> None:
        """Take a piece."""
        self._pieces.append(piece)
        now = time.monotonic()
        if now - self._told >= TELL_SECONDS and not self._ended.is_set():
            self._told = now
            self._tell("".join(self._pieces), len(self._pieces), now - self._started)

    def end(self) -> None:
        """Tell no more."""
        self._ended.set()
