"""The vectors of one agent's memories, kept so that one product with a query passes over them as fast as memory allows.

They lie in blocks, a column per memory: a product with a row vector then streams through whole lines of the processor's cache
(measured: more than twice as fast as a row per memory), and a block more never copies those before it.
"""

import numpy as np
from numpy.typing import NDArray

BLOCK = 4096
"""Columns of a block that is full."""
_FIRST = 64


class Vectors:
    """Columns that grow, of values that a float16 can hold. Owned by a memory stream.

    Attributes:
        dimensions: length of a vector. count: how many there are.
    """

    def __init__(self, dimensions: int) -> None:
        self.dimensions = dimensions
        self.count = 0
        self._blocks: list[NDArray[np.float32]] = []
        self._norms: NDArray[np.float64] = np.ones(0)

    @property
    def margin(self) -> float:
        """How far `nearly` may be off: the bound for sums of products of unit vectors in 32 bits, with room for the division."""
        return (self.dimensions + 8) * 2.0**-24

    def append(self, rows: NDArray[np.float16]) -> None:
        """Add vectors, one per row, shape (any, dimensions)."""
        done = 0
        while done < len(rows):
            block = self._with_room()
            at = self.count % BLOCK
            part = rows[done : done + block.shape[1] - at]
            block[:, at : at + len(part)] = part.T
            lengths = np.sqrt(np.square(part.astype(np.float64)).sum(axis=1))
            self._norms[self.count : self.count + len(part)] = np.maximum(lengths, np.finfo(np.float32).tiny)
            self.count += len(part)
            done += len(part)

    def _with_room(self) -> NDArray[np.float32]:
        """Return the block that takes the next vector; a small one grows first, so that a short life needs little room."""
        number, at = divmod(self.count, BLOCK)
        if number == len(self._blocks):
            self._blocks.append(np.zeros((self.dimensions, BLOCK if number else _FIRST), np.float32))
        elif at == (size := self._blocks[number].shape[1]):
            self._blocks[number] = np.concatenate([self._blocks[number], np.zeros((self.dimensions, size), np.float32)], axis=1)
        room = number * BLOCK + self._blocks[number].shape[1]
        if room > len(self._norms):
            self._norms = np.concatenate([self._norms, np.ones(max(room, 2 * len(self._norms)) - len(self._norms))])
        return self._blocks[number]

    def nearly(self, query: NDArray[np.float64]) -> NDArray[np.float32]:
        """Return the cosine of every vector with a unit query in 32 bits, off by at most `margin`; shape (count,)."""
        small = query.astype(np.float32)
        parts = [small @ block[:, : min(BLOCK, self.count - at * BLOCK)] for at, block in enumerate(self._blocks)]
        dots: NDArray[np.float32] = np.concatenate(parts) if parts else np.zeros(0, np.float32)
        dots /= self._norms[: self.count]
        return dots

    def exactly(self, chosen: NDArray[np.int64], query: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the cosines of some vectors with a unit query in 64 bits, to 12 decimals so that equal vectors have equal ones."""
        dots = np.empty(len(chosen))
        blocks = chosen // BLOCK
        for number in np.unique(blocks):
            here = np.flatnonzero(blocks == number)
            columns = self._blocks[number][:, chosen[here] % BLOCK].astype(np.float64)
            dots[here] = query @ columns
        result: NDArray[np.float64] = np.round(dots / self._norms[chosen], 12)
        return result
