"""What a model is fit for: the same few questions put to each, and what came of it kept as its fitness card."""

import contextlib
import os
import queue
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import msgspec
import platformdirs
from msgspec import Struct

from sandbox_app.errors import ModelProblem
from sandbox_app.llm import known_models
from sandbox_app.llm.gguf_check import describe
from sandbox_app.llm.host import HostedEngine
from sandbox_app.llm.library.memory import check_memory
from sandbox_app.llm.library.questions import TESTS, Question, Test, questions
from sandbox_app.llm.model_settings import settings_of
from sandbox_app.llm.request import Completion, Done, EngineError
from sandbox_app.posix import available_memory

EDITION = 1
"""Of the questions: cards of another edition are not compared with these and count as none."""
ENOUGH_TO_JUDGE = 0.75
"""A model that judges fewer attempts right than this is not the game master; rules judge then."""
_CELLS = 8192
_SEED = 1
_TICK = 0.2


class Score(Struct, frozen=True):
    """How many answers of a test were right; `of` is 0 where the model was not trained on the forms that are asked."""

    right: int
    of: int

    @property
    def share(self) -> float | None:
        """From 0 to 1."""
        return self.right / self.of if self.of else None


class Given(Struct, frozen=True):
    """One answer, as the card shows it: `asked` is the part of the prompt that belongs to this question alone."""

    test: Test
    asked: str
    answer: str
    right: bool


class Card(Struct, frozen=True, kw_only=True):
    """The fitness card of a model.

    Attributes:
        name, sha256: of the model. edition: of the questions.
        tests: score by test. given: all answers.
        seconds: it took, without loading. loading: it took to load. tokens_per_second: generated, several answers at once.
    """

    name: str
    sha256: str
    edition: int = EDITION
    tests: dict[Test, Score]
    seconds: float
    loading: float
    tokens_per_second: float
    given: list[Given] = []

    @property
    def judges(self) -> bool:
        """Whether the model can be the game master."""
        share = self.tests["judge"].share
        return share is not None and share >= ENOUGH_TO_JUDGE

    @property
    def share(self) -> float:
        """Of all answers, how many were right."""
        asked = sum(score.of for score in self.tests.values())
        return sum(score.right for score in self.tests.values()) / asked if asked else 0.0


class Stopped(ModelProblem):
    """The person stopped the trial."""


def try_out(path: Path, progress: Callable[[int, int], None] = lambda done, of: None, stop: Callable[[], bool] = lambda: False) -> Card:
    """Put the questions to a model, in a process of its own, and keep the card.

    Args:
        progress: is told how many of how many questions have been answered. stop: is asked several times a second.

    Raises:
        ModelProblem: the model cannot be used, or stops answering. Stopped: `stop` said so; no card is made.
    """
    if describe(path).embedding:
        raise ModelProblem(f"{path} finds memories and cannot speak; only models that speak can be tried.")
    check_memory(path, available_memory())
    asked = questions()
    progress(0, len(asked))
    began = time.monotonic()
    with closing(HostedEngine(path, context=_CELLS, settings=settings_of(path))) as engine:
        loaded = time.monotonic()
        given, generated = _ask(engine, asked, progress, stop)
        seconds = time.monotonic() - loaded
    card = Card(
        name=engine.name,
        sha256=known_models.digest(path),
        tests={test: Score(sum(one.right for one in given if one.test == test), sum(one.test == test for one in given)) for test in TESTS},
        seconds=seconds,
        loading=loaded - began,
        tokens_per_second=generated / seconds if seconds else 0.0,
        given=given,
    )
    _keep(card)
    return card


def _into(answered: "queue.SimpleQueue[tuple[int, Completion | EngineError]]", number: int) -> Done:
    """Return what puts a result into the queue under its number."""
    return lambda result: answered.put((number, result))


def _ask(
    engine: HostedEngine, asked: list[Question], progress: Callable[[int, int], None], stop: Callable[[], bool]
) -> tuple[list[Given], int]:
    answered: queue.SimpleQueue[tuple[int, Completion | EngineError]] = queue.SimpleQueue()
    known = [(number, one.request(_SEED)) for number, one in enumerate(asked)]
    known = [(number, request) for number, request in known if engine.knows(request.purpose)]
    for number, request in known:
        engine.submit(request, _into(answered, number))
    found: dict[int, Given] = {}
    generated = 0
    texts = dict(known)
    while len(found) < len(known):
        if stop():
            raise Stopped(f"The trial of {engine.name} was stopped; nothing was kept.")
        with contextlib.suppress(queue.Empty):
            number, result = answered.get(timeout=_TICK)
            text = result.text if isinstance(result, Completion) else str(result)
            generated += result.generated if isinstance(result, Completion) else 0
            right = isinstance(result, Completion) and asked[number].right(text)
            found[number] = Given(asked[number].test, texts[number].now, text, right)
            progress(len(found), len(known))
    return [found[number] for number, _ in known], generated


def _folder() -> Path:
    return platformdirs.user_data_path("town-sandbox", appauthor=False) / "fitness"


def _keep(card: Card) -> None:
    """Write a card beside the others; without it the model is tried again."""
    file = _folder() / f"{card.sha256}.json"
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_suffix(f".{os.getpid()}")
        new.write_bytes(msgspec.json.encode(card))
        new.replace(file)


def card_of(path: Path) -> Card | None:
    """Return the card of a model; None when it was not tried, or with other questions.

    Raises:
        ModelProblem: the file cannot be read.
    """
    if not _folder().is_dir():
        return None  # nothing was ever tried: a large model's digest need not be taken for that
    return card_by(known_models.digest(path))


def card_at(path: Path) -> Card | None:
    """Return the card of a model whose digest is known already: for lists of many files, whose digests would take minutes."""
    sha256 = known_models.known(path)
    return card_by(sha256) if sha256 else None


def card_by(sha256: str) -> Card | None:
    """Return the card of the model with this digest; None when it was not tried, or with other questions."""
    try:
        card = msgspec.json.decode((_folder() / f"{sha256}.json").read_bytes(), type=Card)
    except (OSError, msgspec.DecodeError):
        return None
    return card if card.edition == EDITION else None


def unfit_for(path: Path) -> frozenset[str]:
    """Return the forms that a model must not be asked, because its card says that it fails at them.

    Raises:
        ModelProblem: the file cannot be read.
    """
    card = card_of(path)
    return frozenset() if card is None or card.judges else frozenset({"judge"})
