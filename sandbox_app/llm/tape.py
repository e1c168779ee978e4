"""The tape engine: it has no model, but answers as somebody once did. Whoever opens it hands it the look-up."""

from collections.abc import Callable

from sandbox_app.llm.request import Completion, Done, EngineError, EngineStatus, Request, Token

LookUp = Callable[[Request], Completion | EngineError]
"""What was answered to a request; `Unavailable` when nothing on the tape answers it."""


class _Answered:
    """The handle of a request that is done already."""

    def cancel(self) -> None:
        """Do nothing: the answer was given before `submit` returned."""


class TapeEngine:
    """Answers every request at once from a look-up, on the caller's thread.

    Attributes:
        name, context: of the engine whose answers these are.
    """

    def __init__(self, look_up: LookUp, name: str, context: int, unknown: frozenset[str] = frozenset()) -> None:
        """Make the engine.

        Args:
            unknown: the purposes that the engine on the tape did not know.
        """
        self.name = name
        self.context = context
        self._look_up = look_up
        self._unknown = unknown

    def submit(self, request: Request, done: Done, token: Token | None = None) -> _Answered:
        """Call `token` with the whole answer, if there is one, then `done`, and return."""
        outcome = self._look_up(request)
        if token is not None and isinstance(outcome, Completion):
            token(outcome.text)
        done(outcome)
        return _Answered()

    def knows(self, purpose: str) -> bool:
        """Whether the engine on the tape knew this form; see `Engine`."""
        return purpose not in self._unknown

    def status(self) -> EngineStatus:
        """Nothing ever waits."""
        return EngineStatus(model=self.name)

    def close(self) -> None:
        """Nothing to give back."""
