"""What Python does by itself, kept from the main thread as far as it can be: collecting garbage, and passing its lock around.

Left to itself the cyclic garbage collector runs on whatever thread allocates, and there takes apart widgets, which Qt allows on the
main thread alone; and a thread that reads a world keeps the lock for 5 ms at a time while the window waits.
"""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 400
LOCK_SECONDS = 0.001
"""How long a thread that works behind the window's back may keep Python's lock while another one wants it."""


@contextmanager
def main_thread_first() -> Iterator["Sweeper"]:
    """Let the main thread have the lock soon, and collect garbage nowhere else, while a window is shown."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(LOCK_SECONDS)
    sweeper = Sweeper()
    sweeper.start()
    try:
        yield sweeper
    finally:
        sweeper.stop()
        sys.setswitchinterval(before)


class Sweeper(QObject):
    """Collects garbage from a timer of the main thread while it is started, and nowhere else."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.sweep)

    def start(self) -> None:
        """Take the collector over."""
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Give it back."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    @staticmethod
    def settle() -> None:
        """Look through everything once, and take what is left for lasting: no later sweep has to look through it again.

        Another world is open: what belonged to the one before is let go of, and what belongs to this one stays. That takes longer than
        a picture may, but nothing moves yet.
        """
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    @staticmethod
    def sweep() -> None:
        """Collect the generations that have grown beyond Python's own thresholds, the oldest first."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return
