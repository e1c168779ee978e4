"""Asks a model many things at once, through the program's own engine."""

import queue
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from msgspec import Struct
from msgspec.structs import replace

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm import forms
from sandbox_app.llm.llama import LlamaEngine
from sandbox_app.llm.request import Completion, EngineError, Name


class Said(Struct, frozen=True):
    """What a model answered: `answer` is None where it does not have the form, and `fault` says why.

    Attributes:
        text: the raw answer with names in plain, "" where it used a handle that stands for nothing.
        tokens: of the answer. ended: whether it came to an end by itself.
    """

    text: str
    answer: a.Answer | None
    fault: str
    tokens: int
    ended: bool


class Question(Struct, frozen=True):
    """A thought to ask: what it is made from and the names of its world."""

    facts: f.AnyFacts
    names: tuple[Name, ...]
    seed: int = 1


class Asker:
    """A GGUF in the program's engine; closes it in the end."""

    def __init__(self, path: Path, threads: int) -> None:
        self.engine = LlamaEngine(path, threads=threads, gpu_layers=0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.engine.close()

    def knows(self, purpose: str) -> bool:
        """Say whether the model was trained on a form as it is now."""
        return self.engine.knows(purpose)

    def ask(self, questions: Sequence[Question], *, grammar: bool, greedy: bool) -> list[Said]:
        """Return the answers in order; without grammar an answer may take twice as long as its form allows, and is then wrong."""
        outcomes: queue.SimpleQueue[tuple[int, Completion | EngineError]] = queue.SimpleQueue()
        for number, question in enumerate(questions):
            request = forms.render(question.facts, names=question.names, seed=question.seed)
            if not grammar:
                request = replace(request, grammar="", lines=0, max_tokens=2 * request.max_tokens)
            if greedy:
                request = replace(request, temperature=0.0)
            self.engine.submit(request, lambda outcome, at=number: outcomes.put((at, outcome)))  # type: ignore[misc]
        found: dict[int, Said] = {}
        while len(found) < len(questions):
            at, outcome = outcomes.get()
            found[at] = _read(questions[at].facts, outcome)
        return [found[at] for at in range(len(questions))]


def _read(facts: f.AnyFacts, outcome: Completion | EngineError) -> Said:
    if isinstance(outcome, EngineError):
        return Said("", None, str(outcome) or type(outcome).__name__, 0, False)
    ended = outcome.stopped == "end"
    try:
        answer = a.parse(facts, outcome.text)
    except a.AnswerError as error:
        return Said(outcome.text, None, str(error), outcome.generated, ended)
    return Said(outcome.text, answer if ended else None, "" if ended else "it did not end", outcome.generated, ended)
