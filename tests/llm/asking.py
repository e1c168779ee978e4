"""Asking an engine from a test and waiting for what it answers."""

import threading
from collections.abc import Iterable

from sandbox_app.llm.request import Completion, Engine, EngineError, Handle, Request

PATIENCE = 120
"""Seconds after which a test gives up; nothing takes nearly as long."""


class Asked:
    """A request that was submitted, with all that came back."""

    def __init__(
        self,
        engine: Engine,
        request: Request,
        order: list["Asked"] | None = None,
        hold: threading.Event | None = None,
        watch: bool = True,
    ) -> None:
        """Submit; answers are put into `order` as they come; at its first piece the engine is held until `hold` is set.

        Unless somebody is to `watch`, nobody wants the pieces.
        """
        self.request = request
        self.results: list[Completion | EngineError] = []
        self.pieces: list[str] = []
        self.first_piece = threading.Event()
        self._order = order
        self._hold = hold
        self._answered = threading.Event()
        self.handle: Handle = engine.submit(request, self._done, self._token if watch else None)

    def _done(self, result: Completion | EngineError) -> None:
        self.results.append(result)
        if self._order is not None:
            self._order.append(self)
        self._answered.set()

    def _token(self, piece: str) -> None:
        self.pieces.append(piece)
        self.first_piece.set()
        if self._hold is not None:
            assert self._hold.wait(PATIENCE), "nobody let the engine go on"

    def wait(self) -> Completion | EngineError:
        """Return what came back."""
        assert self._answered.wait(PATIENCE), "no answer"
        return self.results[0]

    def completion(self) -> Completion:
        """Return the answer; an error fails the test."""
        result = self.wait()
        assert isinstance(result, Completion), result
        return result


def ask(engine: Engine, request: Request) -> Completion:
    """Submit a request and return its answer."""
    return Asked(engine, request).completion()


def ask_all(engine: Engine, requests: Iterable[Request]) -> list[Completion]:
    """Submit requests at once and return their answers in the same order."""
    return [asked.completion() for asked in [Asked(engine, request) for request in requests]]
