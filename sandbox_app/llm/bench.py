"""How fast the engine is, next to plain calls one after the other and to the same work with no scheduler at all.

All sides compute the same prompts with the same sampler on the same number of threads, and every answer is exactly as
long as asked for: the marks that end an answer are never sampled here. The sides take turns, round after round, and
the median round of each counts, for other programs disturb now the one, now the other.
"""

import tempfile
import time
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import TypedDict, Unpack

import msgspec
import numpy as np
from msgspec import Struct

from sandbox_app.llm.bench_cancel import cancel_ms
from sandbox_app.llm.bench_grammar import constraint_percent
from sandbox_app.llm.bench_sides import Clock, Plain, batched, limit, make_work
from sandbox_app.llm.llama.gpu import layers_for
from sandbox_app.llm.llama.model import LlamaModel
from sandbox_app.llm.llama.suited import tiny
from sandbox_app.llm.random_model import HALF_BILLION, write_random_model

SHAPES = {"0.5b": HALF_BILLION}
"""Models with random weights that the bench can make, by name."""
ROUNDS = 5
_PATIENCE = 20.0
"""Seconds after which a plain side has answered enough requests of a round; every request is the same amount of work."""
_CROWD = 32
"""Sequences at which the scheduler's own time is taken."""


class Pace(Struct, frozen=True):
    """How fast one side was; `tokens_per_s` counts generated tokens."""

    requests_per_s: float
    tokens_per_s: float


class EngineFigures(Struct, frozen=True, kw_only=True):
    """What `bench engine` reports; the sides are explained in `bench_engine`.

    Attributes:
        rounds: how often each side was measured. rates: requests per second of every round, by side.
        limit_at_once: how many answers side by side the best bare run had, of those tried.
        overhead_ms_per_step: the scheduler's own time with 32 sequences.
        cancel_ms: the longest from cancelling a request, while its prompt was computed, to its end.
        constraint_percent: what grammars add to the steps that generate; None for models without forms of their own.
    """

    model: str
    requests: int
    threads: int
    rounds: int
    sequential: Pace
    sequential_prefix: Pace
    batched: Pace
    limit: Pace
    limit_at_once: int
    ratio: float
    ratio_prefix: float
    efficiency: float
    overhead_ms_per_step: float
    cancel_ms: float
    constraint_percent: float | None
    rates: dict[str, list[float]]


class Measure(TypedDict, total=False):
    """How to measure; see `bench_engine`."""

    requests: int
    prefix: int
    suffix: int
    generate: int
    threads: int
    rounds: int


def bench_shape(shape: str, **how: Unpack[Measure]) -> EngineFigures:
    """Measure on a model of this shape with random weights, made in a folder of its own and removed afterwards.

    Args:
        shape: a name of `SHAPES`.
        how: as for `bench_engine`.
    """
    with tempfile.TemporaryDirectory(prefix="sandbox-bench-") as folder:
        path = Path(folder) / f"{shape}.gguf"
        write_random_model(path, SHAPES[shape])
        return bench_engine(path, **how)


def bench_engine(
    path: Path,
    *,
    requests: int = 25,
    prefix: int = 600,
    suffix: int = 120,
    generate: int = 60,
    threads: int = 2,
    rounds: int = ROUNDS,
    clock: Clock = time.perf_counter,
) -> EngineFigures:
    """Measure four sides on one model.

    *sequential*: the plain high-level call, one request after the other, nothing reused. *sequential_prefix*: the same
    with the shared part reused. *batched*: this engine's batcher, starting without anything kept. *limit*: the same
    tokens straight through llama.cpp, with no queue; the best of several numbers of answers side by side.

    Args:
        path: a GGUF file.
        requests, prefix, suffix, generate: how many, and tokens of the shared part, of each own part, of each answer.
        threads: processors to use, on all sides.
        rounds: how often to measure; the plain sides answer their share of the requests in each.
        clock: what to measure with.
    """
    rates: dict[str, list[float]] = {}

    def note(side: str, rate: float) -> None:
        rates.setdefault(side, []).append(rate)

    with closing(LlamaModel(path, layers_for(None, path))) as model:
        about = model.about
        ends = model.hidden
        # Answers of exact length from words at random: no end, no handles, no allowance for a vocabulary of its own.
        model.hidden = np.union1d(model.hidden, np.flatnonzero(model.ends)).astype(np.int32)
        model.about = msgspec.structs.replace(about, handles=False, forms={})
        work = make_work(model, requests, prefix, suffix, generate)
        tokens = work.tokens(model)
        widths = sorted({min(width, requests) for width in ((4, 8, requests) if tiny(about) else (8, requests))})
        with closing(Plain(path, max(len(prompt) for prompt in tokens) + generate + 8, threads, clock)) as plain:
            for turn in range(rounds):
                mine = tokens[turn::rounds] or tokens[:1]
                note("sequential", _plain_rate(plain, mine, generate, reuse=False))
                note("sequential_prefix", _plain_rate(plain, mine, generate, reuse=True))
                note("batched", requests / batched(model, work.requests(), threads, clock)[1].seconds)
                for width in widths:
                    note(f"limit_{width}", requests / limit(model, work, threads, clock, width).seconds)
        overhead = _overhead(model, threads, clock, rounds)
        model.hidden, model.about = ends, about
        constraint = constraint_percent(model, threads, clock, rounds) if about.forms else None
    best = max(widths, key=lambda width: median(rates[f"limit_{width}"]))
    paces = {side: Pace(median(rate), median(rate) * generate) for side, rate in rates.items()}
    ours = paces["batched"].requests_per_s
    return EngineFigures(
        model=about.name,
        requests=requests,
        threads=threads,
        rounds=rounds,
        sequential=paces["sequential"],
        sequential_prefix=paces["sequential_prefix"],
        batched=paces["batched"],
        limit=paces[f"limit_{best}"],
        limit_at_once=best,
        ratio=ours / paces["sequential"].requests_per_s,
        ratio_prefix=ours / paces["sequential_prefix"].requests_per_s,
        efficiency=ours / paces[f"limit_{best}"].requests_per_s,
        overhead_ms_per_step=overhead,
        cancel_ms=cancel_ms(path, threads),
        constraint_percent=constraint,
        rates=rates,
    )


def _plain_rate(plain: Plain, prompts: list[list[int]], generate: int, *, reuse: bool) -> float:
    """Return requests per second of a plain side, which stops early where the model is slow."""
    seconds, count = 0.0, 0
    while count < len(prompts) and seconds < _PATIENCE:
        seconds += plain.answer([prompts[count]], generate, reuse=reuse)
        count += 1
    return count / seconds


def _overhead(model: LlamaModel, threads: int, clock: Clock, rounds: int) -> float:
    """Return the milliseconds per step that queue and scheduling take at `_CROWD` sequences, sampling not counted.

    Both sides sample alike, so what the bare work needs beside computing is sampling.
    """
    work = make_work(model, _CROWD, 32, 8, 12)
    ours: list[float] = []
    bare: list[float] = []
    for _ in range(rounds):
        ours.append(batched(model, work.requests(), threads, clock, places=_CROWD)[1].idle)
        bare.append(limit(model, work, threads, clock, _CROWD).idle)
    return 1000 * (median(ours) - median(bare))
