"""Batches of drills: which of them, how often, and what of them is learnt."""

from collections.abc import Callable
from random import Random

import numpy as np
import torch
from torch import Tensor

from demo_model.documents import TURNS
from demo_model.drills import Drill, evidence, first_words, kept, numbers, recall
from demo_model.planning import agreed, minutes, plan, timed
from demo_model.taking_up import taken_up
from demo_model.tokens import Tokens

DRILLS: tuple[Callable[[Random], Drill], ...] = (
    numbers, timed, timed, *(plan,) * 8, evidence, evidence, evidence, kept, kept, first_words, recall, minutes, agreed, agreed, agreed,
    *(taken_up,) * 8,
)  # fmt: skip

LOOKUP: tuple[Callable[[Random], Drill], ...] = (
    numbers, numbers, numbers, timed, timed, timed, timed, timed, plan, plan, evidence, evidence, kept, kept,
)  # fmt: skip
"""What comes first: finding the number before a thing appears at once, after some hundred steps of little else, or not at all."""


def drill_batch(
    random: Random, tokens: Tokens, size: int = 6000, drills: tuple[Callable[[Random], Drill], ...] = DRILLS
) -> tuple[Tensor, Tensor, Tensor]:
    """Return token ids, weights, and of which end of its drill each is (all rows x length), of one drill, about `size` tokens in all.

    Weights are 1 on answers, more where it is decided whether one of several lines goes on.
    """
    drill = random.choice(drills)
    rows: list[list[tuple[int, float, int]]] = []
    width = 0
    while not rows or width * len(rows) < size:
        beginning, ends = drill(random)
        row = [(number, 0.0, 0) for number in tokens.encode(beginning)]
        for end, (asked, answer) in enumerate(ends, 1):
            row += [(number, 0.0, end) for number in tokens.encode(asked)]
            said, bounds = tokens.encode_with_ends(answer)
            turns = [False, *(answer[:bound].endswith("\n") and answer.count("\n") > 1 for bound in bounds)]
            row += [(number, float(TURNS if turn else 1), end) for number, turn in zip([*said, tokens.end], turns, strict=True)]
        rows.append(row)
        width = max(width, len(row))
    ids = np.zeros((len(rows), width), dtype=np.int64)
    weights = np.zeros((len(rows), width), dtype=np.float32)
    which = np.zeros((len(rows), width), dtype=np.int64)
    for number, row in enumerate(rows):
        ids[number, : len(row)], weights[number, : len(row)], which[number, : len(row)] = zip(*row, strict=True)
    return torch.from_numpy(ids), torch.from_numpy(weights), torch.from_numpy(which)
