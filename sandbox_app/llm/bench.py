"""How fast the engine is, next to plain calls one after the other and to the same work with no scheduler at all.

All sides compute the same prompts with the same sampler on the same number of threads, and every answer is exactly as
long as asked for: the marks that end an answer are never sampled here.
"""

import time
from collections import deque
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import llama_cpp
import msgspec
import numpy as np
from msgspec import Struct

from sandbox_app.llm import facts as f
from sandbox_app.llm.llama.batcher import Batcher
from sandbox_app.llm.llama.context import COMPUTED, Context
from sandbox_app.llm.llama.model import LlamaModel
from sandbox_app.llm.llama.sampler import MIN_P, Candidates, Sampler
from sandbox_app.llm.llama.suited import suited
from sandbox_app.llm.llama.tracks import Answer
from sandbox_app.llm.request import Completion, EngineError, Request

_TEMPERATURE = 0.7
_WIDTH = 512
_NOBODY = f.Persona(name="", age=0, job="", traits=(), identity="", home="", workplace="", work_from="", work_to="", wake="", bed="")
_FACTS = f.SelfSummary(town="", me=_NOBODY, now=f.Now(1, "", "", "", "", ""), memories=())


class Pace(Struct, frozen=True):
    """How fast one side was; `tokens_per_s` counts generated tokens."""

    requests_per_s: float
    tokens_per_s: float


class EngineFigures(Struct, frozen=True, kw_only=True):
    """What `bench engine` reports; the sides are explained in `bench_engine`."""

    model: str
    requests: int
    threads: int
    sequential: Pace
    sequential_prefix: Pace
    batched: Pace
    limit: Pace
    ratio: float
    ratio_prefix: float
    efficiency: float
    overhead_ms_per_step: float


class _Timed(Context):
    """A context that adds up the time it spends computing."""

    computing = 0.0
    batches = 0
    clock: Callable[[], float] = time.perf_counter

    def decode(self, count: int) -> int:
        started = self.clock()
        code = super().decode(count)
        self.computing += self.clock() - started
        self.batches += 1
        return code


class _Work(Struct, frozen=True):
    """The prompts as texts: one shared part and one part for each request."""

    shared: str
    own: list[str]
    generate: int

    def requests(self) -> list[Request]:
        return [
            Request(
                purpose="self_summary",
                shared=self.shared,
                own="",
                now=own,
                facts=_FACTS,
                grammar="",
                max_tokens=self.generate,
                temperature=_TEMPERATURE,
                seed=number,
            )
            for number, own in enumerate(self.own)
        ]


def bench_engine(
    path: Path,
    *,
    requests: int = 25,
    prefix: int = 600,
    suffix: int = 120,
    generate: int = 60,
    threads: int = 2,
    clock: Callable[[], float] = time.perf_counter,
) -> EngineFigures:
    """Measure four sides on one model.

    *sequential*: the plain high-level call, one request after the other, nothing reused. *sequential_prefix*: the same
    with the shared part reused. *batched*: this engine's batcher, starting without anything kept. *limit*: the same
    tokens in the best batches straight through llama.cpp, with no queue.

    Args:
        path: a GGUF file.
        requests, prefix, suffix, generate: how many, and tokens of the shared part, of each own part, of each answer.
        threads: processors to use, on all sides.
        clock: what to measure with; processor time where other programs run beside.
    """
    model = LlamaModel(path)
    model.hidden = np.union1d(model.hidden, np.flatnonzero(model.ends)).astype(np.int32)
    model.about = msgspec.structs.replace(model.about, handles=False)  # text at random may use any of them
    work = _Work(_text(model, prefix, 0), [_text(model, suffix, number + 1) for number in range(requests)], generate)
    try:
        batched, idle = _batched(model, work, threads, clock)
        limit, idle_limit = _limit(model, work, threads, clock)
        tokens = [model.start + model.tokenize(work.shared) + model.tokenize(own) for own in work.own]
    finally:
        model.close()
    sequential, warm = _sequential(path, tokens, generate, threads, clock)
    return EngineFigures(
        model=model.about.name,
        requests=requests,
        threads=threads,
        sequential=_pace(requests, generate, sequential),
        sequential_prefix=_pace(requests, generate, warm),
        batched=_pace(requests, generate, batched),
        limit=_pace(requests, generate, limit),
        ratio=sequential / batched,
        ratio_prefix=warm / batched,
        efficiency=limit / batched,
        overhead_ms_per_step=1000 * (idle - idle_limit),
    )


def _pace(requests: int, generate: int, seconds: float) -> Pace:
    return Pace(requests / seconds, requests * generate / seconds)


def _text(model: LlamaModel, count: int, seed: int) -> str:
    """Return words that make about `count` tokens."""
    chance = np.random.default_rng(seed)
    words = ("bread", "the", "mill", "Ada", "walks", "to", "a", "park", "and", "talks", "of", "rain", "with", "Ben")
    text = ""
    while len(model.tokenize(text)) < count:
        text += str(chance.choice(words)) + " "
    return text + "\n"


def _batched(model: LlamaModel, work: _Work, threads: int, clock: Callable[[], float]) -> tuple[float, float]:
    context = _Timed(model, cells=16_384, sequences=128, width=_WIDTH, threads=threads)
    context.clock = clock
    batcher = Batcher(model, context, suited(model.about).places)
    results: list[Completion | EngineError] = []
    started = clock()
    for number, request in enumerate(work.requests()):
        batcher.add(Answer(request, number, results.append, None))
    while batcher.busy:
        batcher.step()
    seconds = clock() - started
    batcher.close()
    context.close()
    faults = [result for result in results if isinstance(result, EngineError)]
    if faults:
        raise faults[0]
    return seconds, (seconds - context.computing) / context.batches


def _limit(model: LlamaModel, work: _Work, threads: int, clock: Callable[[], float]) -> tuple[float, float]:
    context = _Timed(model, cells=16_384, sequences=128, width=_WIDTH, threads=threads)
    context.clock = clock
    candidates = Candidates(model.size)
    count = len(work.own)
    started = clock()
    shared = model.start + model.tokenize(work.shared)
    _compute(context, [(0, place, token) for place, token in enumerate(shared)])
    rows: list[tuple[int, int, int]] = []
    lasts: list[tuple[int, int]] = []
    for number in range(count):
        tokens = model.tokenize(work.own[number])
        context.copy(0, number + 1)
        rows += [(number + 1, len(shared) + place, token) for place, token in enumerate(tokens[:-1])]
        lasts.append((tokens[-1], len(shared) + len(tokens) - 1))
    _compute(context, rows)
    samplers = [Sampler(model, candidates, _TEMPERATURE, number, None) for number in range(count)]
    numbers = np.arange(1, count + 1)
    tokens_now = np.array([token for token, _ in lasts])
    positions = np.array([position for _, position in lasts])
    for step in range(work.generate):
        context.token[:count] = tokens_now
        context.position[:count] = positions + step
        context.sequence[:count] = numbers
        context.wanted[:count] = 1
        _decode(context, count)
        tokens_now = np.array([sampler.choose(context, row) for row, sampler in enumerate(samplers)])
    seconds = clock() - started
    for sampler in samplers:
        sampler.close()
    context.close()
    return seconds, (seconds - context.computing) / context.batches


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


def _sequential(path: Path, prompts: list[list[int]], generate: int, threads: int, clock: Callable[[], float]) -> tuple[float, float]:
    llama = llama_cpp.Llama(
        str(path),
        n_ctx=max(len(prompt) for prompt in prompts) + generate + 8,
        n_batch=_WIDTH,
        n_ubatch=_WIDTH,
        n_threads=threads,
        n_threads_batch=threads,
        flash_attn=True,
        verbose=False,
    )

    def ask(number: int, prompt: list[int]) -> None:
        llama.set_seed(number)
        tokens = llama.generate(prompt, temp=_TEMPERATURE, min_p=MIN_P, top_p=1.0, top_k=0, repeat_penalty=1.0)
        deque(islice(tokens, generate), maxlen=0)

    seconds = []
    for reset in (True, False):
        started = clock()
        for number, prompt in enumerate(prompts):
            if reset:
                llama.n_tokens = 0  # so it finds nothing to reuse
            ask(number, prompt)
        seconds.append(clock() - started)
    llama.close()
    return seconds[0], seconds[1]
