"""Whether a model host still works: it says so every half second, with how many batches it has computed."""

import threading

from msgspec import Struct

TICK = 0.25
"""Seconds between two looks of the program."""
PULSE = 0.5
"""Seconds between two pulses of the host."""

_READ_BYTES = 20e6
_BATCH_BYTES = 10e6
_TIMES_LONGEST = 10


class Patience(Struct, frozen=True):
    """Seconds after which a host is held to hang.

    Attributes:
        silence: without any sign of life. start: until its first. loading: until the model is loaded.
        batch: on one batch; ten times the longest one so far when that is more.
    """

    silence: float
    start: float
    loading: float
    batch: float


def patience_for(size: int) -> Patience:
    """Return what suits a model file of so many bytes on a slow machine: 20 MB read in a second, and full batches of a large model slow."""
    return Patience(silence=20.0, start=120.0, loading=60.0 + size / _READ_BYTES, batch=30.0 + size / _BATCH_BYTES)


class Watch:
    """Judges one life of a host. `heard` is called on the thread that reads its messages, `tick` on the one that watches.

    It counts its own ticks, not the clock: while this program itself is stopped (Ctrl+Z, a laptop asleep), nothing is counted.
    """

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._lock = threading.Lock()
        self._alive = False
        self._loaded = False
        self._silent = 0.0
        self._same = 0.0
        self._longest = 0.0
        self._batches = 0

    def heard(self) -> None:
        """Note a sign of life."""
        with self._lock:
            self._alive = True
            self._silent = 0.0

    def loaded(self) -> None:
        """Note that the model is ready."""
        with self._lock:
            self._loaded = True
            self._same = 0.0

    def computed(self, batches: int) -> None:
        """Note how many batches it has computed by now."""
        with self._lock:
            if batches != self._batches:
                self._batches = batches
                self._longest = max(self._longest, self._same)
                self._same = 0.0

    def tick(self, *, busy: bool) -> str:
        """Count one tick; return what is wrong, as part of a sentence, or "". `busy`: it has something to answer."""
        patience = self._patience
        with self._lock:
            self._silent += TICK
            self._same = self._same + TICK if busy or not self._loaded else 0.0
            silence = patience.silence if self._alive else patience.start
            if self._silent > silence:
                return f"it gave no sign of life for {silence:.0f} seconds"
            if not self._loaded:
                return f"its file was not read within {patience.loading:.0f} seconds" if self._same > patience.loading else ""
            most = max(patience.batch, _TIMES_LONGEST * self._longest)
            return f"it hung: one batch took longer than {most:.0f} seconds" if self._same > most else ""
