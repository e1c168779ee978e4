"""The scripted engine as an `Engine`: it answers at once, on the caller's thread."""

from time import perf_counter

from sandbox_app.llm.answers import write
from sandbox_app.llm.forms import load
from sandbox_app.llm.request import Completion, Done, EngineStatus, Request, Token
from sandbox_app.llm.scripted.answer import answer

_SIGNS_PER_TOKEN = 4


class _Answered:
    """The handle of a request that is done already."""

    def cancel(self) -> None:
        """Do nothing: the answer was given before `submit` returned."""


class ScriptedEngine:
    """Answers every request from its facts and seed; no state, any thread."""

    name = "scripted"
    context = 2048

    def submit(self, request: Request, done: Done, token: Token | None = None) -> _Answered:
        """Call `token` with the whole answer, then `done`, and return. Tokens are counted roughly, at four signs each."""
        begun = perf_counter()
        text = write(answer(request.facts, request.seed))
        if token is not None:
            token(text)
        submitted = len(request.prompt) // _SIGNS_PER_TOKEN
        generated = len(text) // _SIGNS_PER_TOKEN
        done(
            Completion(
                text=text,
                submitted=submitted,
                computed=submitted + generated,
                generated=generated,
                seconds=perf_counter() - begun,
                model=self.name,
            )
        )
        return _Answered()

    def knows(self, purpose: str) -> bool:
        """There is a rule for every form; see `Engine`."""
        return bool(load(purpose))

    def status(self) -> EngineStatus:
        """Nothing ever waits."""
        return EngineStatus(model=self.name)

    def close(self) -> None:
        """Nothing to give back."""
