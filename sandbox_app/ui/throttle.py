"""Doing something often asked for at most once in a while."""

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal


class Throttle(QObject):
    """Fires at once when it has been quiet, and otherwise once at the end of the interval.

    Args:
        interval: milliseconds that lie between two firings at least.

    Signals:
        fired: do it now.
    """

    fired = Signal()

    def __init__(self, interval: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._interval = interval
        self._since = QElapsedTimer()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._fire)

    def poke(self) -> None:
        """Ask for a firing."""
        if self._timer.isActive():
            return
        passed = self._since.elapsed() if self._since.isValid() else self._interval
        if passed >= self._interval:
            self._fire()
        else:
            self._timer.start(int(self._interval - passed))

    def stop(self) -> None:
        """Forget what was asked."""
        self._timer.stop()

    def _fire(self) -> None:
        self._since.start()
        self.fired.emit()
