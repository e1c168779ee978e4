"""Python's cyclic garbage collector, kept on the main thread.

Left to itself it runs on whatever thread allocates, and there takes apart widgets, which Qt allows on the main thread alone.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 400


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
        gc.enable()

    @staticmethod
    def sweep() -> None:
        """Collect the generations that have grown beyond Python's own thresholds, the oldest first."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return
