"""By how much the main thread comes late: what a person feels as stutter, whatever keeps it."""

import time

from PySide6.QtCore import QObject, Qt, QTimer

BEAT_MS = 4


class Pulse(QObject):
    """A quick timer of the main thread that notes how late each of its beats comes. Lives on the main thread.

    Attributes:
        late: milliseconds that the main thread was kept from the timer, one for each beat.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.late: list[float] = []
        self._beat_at = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    @property
    def listening(self) -> bool:
        """Whether it has been started, and not been stopped."""
        return self._timer.isActive()

    def start(self) -> None:
        """Listen from now on."""
        self._beat_at = time.monotonic()
        self._timer.start(BEAT_MS)

    def stop(self) -> None:
        """Listen no longer."""
        self._timer.stop()

    def _beat(self) -> None:
        now = time.monotonic()
        self.late.append(max((now - self._beat_at) * 1e3 - BEAT_MS, 0.0))
        self._beat_at = now
