"""How many threads compute a batch: as many as were fastest of late for batches of its size.

Threads of llama.cpp wait for each other after every operation. For a large model, more of them are faster as long as there
are processors. The operations of a tiny model take microseconds: where another program is busy on one of the processors, each
wait can cost a time slice of the system, and one thread alone is ten times as fast. Neither can be known beforehand, so it is
measured while the model works.
"""

from msgspec import Struct

_USUAL_WEIGHT, _TRIED_WEIGHT = 0.1, 0.5
"""What a new time counts against those before it; other numbers of threads are tried seldom, so that each try counts more."""
_PAUSE = 16
"""So many batches of a size pass between two tries."""
_SHARE = 0.02
"""Tries may cost at most this share of the time."""


class _Size(Struct):
    """What is known of batches of one size.

    Attributes:
        best: which of the choices is used.
        seconds: per row, for each choice; 0 where it was never taken.
        passed: batches since the last try.
        upwards: whether the next try takes more threads, if there are more.
    """

    best: int
    seconds: list[float]
    passed: int = 0
    upwards: bool = False


class Crew:
    """Chooses the number of threads for one batch after the other; sizes from one power of two to the next are taken as one."""

    def __init__(self, most: int) -> None:
        """Choose among `most` threads and what remains of them when halved, down to one; begin with `most`."""
        self._choices = [most]
        while self._choices[-1] > 1:
            self._choices.append((self._choices[-1] + 1) // 2)
        self._choices.reverse()
        self._sizes: dict[int, _Size] = {}
        self._owed = 0.0

    def threads(self, rows: int) -> int:
        """Return how many threads are to compute a batch of so many rows."""
        size = self._size(rows)
        return self._choices[self._tried(size) if self._may_try(size) else size.best]

    def learn(self, rows: int, threads: int, seconds: float) -> None:
        """Take in how long a batch took."""
        size, taken, each = self._size(rows), self._choices.index(threads), seconds / rows
        if taken == size.best:
            size.passed += 1
            self._owed = max(0.0, self._owed - _SHARE * seconds)
        else:
            size.passed = 0
            size.upwards = taken < size.best
            self._owed += max(0.0, seconds - size.seconds[size.best] * rows)
        known = size.seconds[taken]
        weight = _USUAL_WEIGHT if taken == size.best else _TRIED_WEIGHT
        size.seconds[taken] = known + weight * (each - known) if known else each
        size.best = min((at for at, value in enumerate(size.seconds) if value), key=lambda at: size.seconds[at])

    def _size(self, rows: int) -> _Size:
        key = rows.bit_length()
        if key not in self._sizes:
            count = len(self._choices)
            self._sizes[key] = _Size(best=count - 1, seconds=[0.0] * count)
        return self._sizes[key]

    def _may_try(self, size: _Size) -> bool:
        return len(self._choices) > 1 and size.passed >= _PAUSE and self._owed == 0.0

    def _tried(self, size: _Size) -> int:
        """Return the neighbour of the best choice that is to be tried: the fewer and the more in turn, where there are both."""
        wanted = size.best + (1 if size.upwards else -1)
        return wanted if 0 <= wanted < len(self._choices) else 2 * size.best - wanted
