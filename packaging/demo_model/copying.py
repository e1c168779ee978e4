"""The warm-up: sequences of random tokens, repeated at a varying distance; only the repetition is to be learnt.

A network that has learnt this finds what came before and says it again, which the task needs for every name, place and
piece of news; trained on the task alone it does not learn it in any time at hand.
"""

import numpy as np
import torch
from torch import Tensor


def copy_batch(
    generator: np.random.Generator, vocabulary: int, rows: int, longest: int = 40, widest: int = 70, first: int = 4
) -> tuple[Tensor, Tensor]:
    """Return tokens and weights of shape (rows, length): filler, a piece, a gap of 0..`widest`, the piece again.

    Weights are 1 on the repeated piece from its second token on: where it begins cannot be known.
    Ids below `first` are special and not used.
    """
    sizes = generator.integers(min(6, longest // 2), longest + 1, rows)
    gaps = generator.integers(0, widest + 1, rows)
    starts = generator.integers(0, min(12, longest // 2), rows)
    length = int((starts + 2 * sizes + gaps).max())
    tokens = generator.integers(first, vocabulary, (rows, length))
    weights = np.zeros((rows, length), dtype=np.float32)
    for row in range(rows):
        start, size = starts[row], sizes[row]
        again = start + size + gaps[row]
        tokens[row, again : again + size] = tokens[row, start : start + size]
        weights[row, again + 1 : again + size] = 1.0
    return torch.from_numpy(tokens), torch.from_numpy(weights)
