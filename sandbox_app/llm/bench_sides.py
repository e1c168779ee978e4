"""The sides that `bench engine` compares: plain calls one after the other, this engine, and the bare work with no queue."""

import time
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack, closing
from functools import partial
from itertools import islice
from pathlib import Path

import llama_cpp
import numpy as np
from msgspec import Struct

from sandbox_app.llm import facts as f
from sandbox_app.llm.llama.batcher import Batcher
from sandbox_app.llm.llama.context import COMPUTED, Context
from sandbox_app.llm.llama.model import LlamaModel
from sandbox_app.llm.llama.sampler import Candidates, Sampler
from sandbox_app.llm.llama.suited import SEQUENCES, WIDTH, suited
from sandbox_app.llm.llama.tracks import Answer
from sandbox_app.llm.model_settings import USUAL
from sandbox_app.llm.request import Completion, EngineError, Request

TEMPERATURE = 0.7
_NOBODY = f.Persona(name="", age=0, job="", traits=(), identity="", home="", workplace="", work_from="", work_to="", wake="", bed="")
_FACTS = f.SelfSummary(town="", me=_NOBODY, now=f.Now(1, "", "", "", "", ""), memories=())

Clock = Callable[[], float]


class Took(Struct, frozen=True):
    """What a side took.

    Attributes:
        seconds: of work.
        steps: of each batch, how many rows it had, how many of them asked for logits, when its computation began and ended.
    """

    seconds: float
    steps: list[tuple[int, int, float, float]]

    @property
    def idle(self) -> float:
        """Seconds per batch in which llama.cpp did not compute."""
        return (self.seconds - sum(ended - began for _, _, began, ended in self.steps)) / len(self.steps)

    def generating(self) -> float:
        """Seconds from the end of one batch to the end of the next, summed over those that only generate."""
        pairs = zip(self.steps, self.steps[1:], strict=False)
        return sum(after[3] - before[3] for before, after in pairs if after[0] == after[1])


class TimedContext(Context):
    """A context that notes what it computes.

    Attributes:
        steps: see `Took`.
    """

    def __init__(self, model: LlamaModel, threads: int, clock: Clock = time.perf_counter, cells: int = 0) -> None:
        super().__init__(model, cells=max(cells, suited(model.about).cells), sequences=SEQUENCES, width=WIDTH, threads=threads)
        self._clock = clock
        self.steps: list[tuple[int, int, float, float]] = []

    def decode(self, count: int) -> int:
        """Compute, and note it."""
        started = self._clock()
        code = super().decode(count)
        self.steps.append((count, int(self.wanted[:count].sum()), started, self._clock()))
        return code


class Work(Struct, frozen=True):
    """The prompts as texts: one shared part and one part for each request; and how many tokens each answer has."""

    shared: str
    own: list[str]
    generate: int

    def requests(self) -> list[Request]:
        """Return them as requests."""
        return [make_request(own, self.generate, shared=self.shared, seed=number) for number, own in enumerate(self.own)]

    def tokens(self, model: LlamaModel) -> list[list[int]]:
        """Return the whole prompts in tokens."""
        return [model.start + model.tokenize(self.shared) + model.tokenize(own) for own in self.own]


def make_request(text: str, generate: int, *, shared: str = "", seed: int = 0) -> Request:
    """Return a request for so many tokens after these texts, with no grammar."""
    return Request(
        purpose="self_summary",
        shared=shared,
        own="",
        now=text,
        facts=_FACTS,
        grammar="",
        max_tokens=generate,
        temperature=TEMPERATURE,
        seed=seed,
    )


def make_work(model: LlamaModel, requests: int, prefix: int, suffix: int, generate: int) -> Work:
    """Return prompts of words at random; `prefix` and `suffix` are tokens of the shared and of each own part."""
    return Work(_text(model, prefix, 0), [_text(model, suffix, number + 1) for number in range(requests)], generate)


def _text(model: LlamaModel, count: int, seed: int) -> str:
    chance = np.random.default_rng(seed)
    words = ("bread", "the", "mill", "Ada", "walks", "to", "a", "park", "and", "talks", "of", "rain", "with", "Ben")
    text = ""
    while len(model.tokenize(text)) < count:
        text += str(chance.choice(words)) + " "
    return text + "\n"


def batched(model: LlamaModel, requests: list[Request], threads: int, clock: Clock, places: int = 0) -> tuple[list[Completion], Took]:
    """Let this engine's batcher answer, starting without anything kept; `places` answers at once, as suits the model when 0."""
    results: dict[int, Completion | EngineError] = {}
    with (
        closing(TimedContext(model, threads, clock)) as context,
        closing(Batcher(model, context, places or suited(model.about).places)) as batcher,
    ):
        started = clock()
        for number, request in enumerate(requests):
            batcher.add(Answer(request, number, partial(results.__setitem__, number), None))
        while batcher.busy:
            batcher.step()
        seconds = clock() - started
    faults = [result for result in results.values() if isinstance(result, EngineError)]
    if faults:
        raise faults[0]
    answers = [result for _, result in sorted(results.items()) if isinstance(result, Completion)]
    return answers, Took(seconds, context.steps)


def limit(model: LlamaModel, work: Work, threads: int, clock: Clock, at_once: int) -> Took:
    """Do the same work straight through llama.cpp: the shared part, then the answers, `at_once` side by side in step."""
    prompts = work.tokens(model)
    cells = sum(len(prompt) + work.generate for prompt in prompts[:at_once])
    candidates = Candidates(model.size)
    with closing(TimedContext(model, threads, clock, cells)) as context:
        started = clock()
        shared = model.start + model.tokenize(work.shared)
        _compute(context, [(0, place, token) for place, token in enumerate(shared)])
        for first in range(0, len(work.own), at_once):
            _answer(context, model, candidates, shared, work.own[first : first + at_once], work.generate)
        seconds = clock() - started
    return Took(seconds, context.steps)


def _answer(context: Context, model: LlamaModel, candidates: Candidates, shared: list[int], texts: list[str], generate: int) -> None:
    rows: list[tuple[int, int, int]] = []
    lasts: list[tuple[int, int]] = []
    count = len(texts)
    for number, text in enumerate(texts, 1):
        tokens = model.tokenize(text)
        context.copy(0, number)
        rows += [(number, len(shared) + place, token) for place, token in enumerate(tokens[:-1])]
        lasts.append((tokens[-1], len(shared) + len(tokens) - 1))
    _compute(context, rows)
    numbers = np.arange(1, count + 1)
    tokens_now = np.array([token for token, _ in lasts])
    positions = np.array([position for _, position in lasts])
    with ExitStack() as stack:
        samplers = [stack.enter_context(closing(Sampler(model, candidates, TEMPERATURE, number, None))) for number in range(count)]
        for step in range(generate):
            context.token[:count] = tokens_now
            context.position[:count] = positions + step
            context.sequence[:count] = numbers
            context.wanted[:count] = 1
            _decode(context, count)
            tokens_now = np.array([sampler.choose(context, row) for row, sampler in enumerate(samplers)])
    for number in range(1, count + 1):
        context.forget(number)


def _compute(context: Context, rows: list[tuple[int, int, int]]) -> None:
    for begin in range(0, len(rows), context.width):
        part = rows[begin : begin + context.width]
        count = len(part)
        context.sequence[:count], context.position[:count], context.token[:count] = np.array(part, np.int32).T
        context.wanted[:count] = 0
        _decode(context, count)


def _decode(context: Context, count: int) -> None:
    code = context.decode(count)
    if code != COMPUTED:
        raise EngineError(f"llama.cpp failed with code {code}")


class Plain:
    """The plain high-level call, one request after the other."""

    def __init__(self, path: Path, longest: int, threads: int, clock: Clock) -> None:
        self._clock = clock
        self._llama = llama_cpp.Llama(
            str(path),
            n_ctx=longest,
            n_batch=WIDTH,
            n_ubatch=WIDTH,
            n_threads=threads,
            n_threads_batch=threads,
            flash_attn=True,
            verbose=False,
        )

    def answer(self, prompts: list[list[int]], generate: int, *, reuse: bool) -> float:
        """Return the seconds for these prompts; without `reuse` it finds nothing of the prompt before."""
        started = self._clock()
        for number, prompt in enumerate(prompts):
            if not reuse:
                self._llama.n_tokens = 0
            self._llama.set_seed(number)
            tokens = self._llama.generate(prompt, temp=TEMPERATURE, min_p=USUAL.min_p, top_p=1.0, top_k=0, repeat_penalty=1.0)
            deque(islice(tokens, generate), maxlen=0)
        return self._clock() - started

    def close(self) -> None:
        """Give the memory back."""
        self._llama.close()
