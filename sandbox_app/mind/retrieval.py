"""The paper's retrieval score, and the best memories by it, exactly ("Generative Agents", Park et al., 2023, section 4.1).

score = w_recency * recency + w_importance * importance + w_relevance * relevance, each min-max scaled to [0, 1] over the
candidates. Recency is 0.995 to the power of the hours since a memory was last retrieved (by time, not by rank); relevance is
the cosine of the embeddings.

All relevances are taken in 32 bits first; those that could be an extreme or among the best, given how far 32 bits can be
off, are taken again in 64 bits. What comes out is what sorting everything in 64 bits would give, at a fraction of the time.
"""

from collections.abc import Callable

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from sandbox_app.mind.settings import Settings

Floats = NDArray[np.float64]

_ASKED_RECENCY, _ASKED_IMPORTANCE, _ASKED_RELEVANCE = 0.5, 0.5, 3.0
"""By how much a question changes the weights. With equal ones a guest asked for the party thinks of what was done a minute ago."""


def for_a_question(settings: Settings) -> Settings:
    """Return the weights of retrieval for somebody who is asked: what is asked for counts more than what is new or weighs much."""
    return msgspec.structs.replace(
        settings,
        weight_recency=settings.weight_recency * _ASKED_RECENCY,
        weight_importance=settings.weight_importance * _ASKED_IMPORTANCE,
        weight_relevance=settings.weight_relevance * _ASKED_RELEVANCE,
    )


class Best(Struct, frozen=True):
    """The best candidates, best first, as arrays of equal length.

    Attributes:
        at: their places among the candidates.
        recency, importance, relevance: scaled. score: their weighted sum.
        raw_recency, raw_importance, raw_relevance: before scaling.
    """

    at: NDArray[np.int64]
    recency: Floats
    importance: Floats
    relevance: Floats
    score: Floats
    raw_recency: Floats
    raw_importance: Floats
    raw_relevance: Floats


def scaled(values: Floats, low: float | None = None, high: float | None = None) -> Floats:
    """Return values min-max scaled to [0, 1]; all 0 where they are all the same.

    Args:
        low, high: the extremes, where they are known; else those of the values.
    """
    if not len(values):
        return values
    least = values.min() if low is None else low
    most = values.max() if high is None else high
    if most <= least:
        return np.zeros(len(values))
    result: Floats = (values - least) / (most - least)
    return result


def best(
    hours: Floats,
    importance: Floats,
    nearly: Floats,
    margin: float,
    exactly: Callable[[NDArray[np.int64]], Floats],
    newer: NDArray[np.int64],
    count: int,
    settings: Settings,
) -> Best:
    """Return the best of at least one candidate.

    Args:
        hours: since each was last retrieved. importance: 1..10.
        nearly: relevance of each, off by at most `margin`; `exactly` gives it in full for the places asked for.
        newer: of equal scores the greater of these wins. count: how many are wanted.
    """
    raw_recency = np.power(settings.recency_decay, hours)
    recency, weight = scaled(raw_recency), scaled(importance)
    low = float(exactly(np.flatnonzero(nearly <= nearly.min() + 2 * margin)).min())
    high = float(exactly(np.flatnonzero(nearly >= nearly.max() - 2 * margin)).max())
    known = settings.weight_recency * recency + settings.weight_importance * weight
    rough = known + settings.weight_relevance * scaled(nearly, low, high)
    finalists = np.arange(len(rough))
    if count < len(rough):
        off = abs(settings.weight_relevance) * margin / (high - low) if high > low else 0.0
        worst = np.partition(rough, len(rough) - count)[len(rough) - count]
        finalists = np.flatnonzero(rough >= worst - 2 * off)
    raw = exactly(finalists)
    relevance = scaled(raw, low, high)
    score = known[finalists] + settings.weight_relevance * relevance
    order = np.lexsort((-newer[finalists], -score))[:count]
    at = finalists[order]
    return Best(at, recency[at], weight[at], relevance[order], score[order], raw_recency[at], importance[at], raw[order])
