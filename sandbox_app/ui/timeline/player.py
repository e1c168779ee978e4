"""Playing the past in the window, forward and backward: which moment is due now, and no faster than moments can be shown."""

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from sandbox_app.ui.scene import Scene
from sandbox_app.ui.time_travel import TimeTravel

EVERY_MS = 40
SPEEDS = (1, 10, 60, 200, 1000)
"""Simulated seconds in a second."""


class Player(QObject):
    """Moves the moment shown by the clock on the wall. Lives on the main thread; what it shows is read on another.

    Attributes:
        way: 1 forward, -1 backward, 0 at rest. speed: simulated seconds in a second.

    Signals:
        changed: the way or the speed is another one.
    """

    changed = Signal()

    def __init__(self, scene: Scene, travel: TimeTravel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.way = 0
        self.speed = 60
        self._scene, self._travel = scene, travel
        self._from = 0
        self._asked = -1
        self._elapsed = QElapsedTimer()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._tick)
        travel.shown.connect(self._shown)

    def play(self, way: int) -> None:
        """Play forward (1) or backward (-1) from the moment shown; the same way again rests."""
        if way == self.way or self._scene.world is None:
            self.rest()
            return
        if way > 0 and not self._travel.past:
            return
        self.way = way
        self._begin()
        self._timer.start()
        self.changed.emit()

    def rest(self) -> None:
        """Stay where it is."""
        self._timer.stop()
        if self.way:
            self.way = 0
            self.changed.emit()

    def choose(self, speed: int) -> None:
        """Play at another speed from here on."""
        self.speed = speed
        self._begin()
        self.changed.emit()

    def _begin(self) -> None:
        self._from, self._asked = self._scene.step, -1
        self._elapsed.start()

    def _tick(self) -> None:
        if self._asked >= 0 or self._scene.world is None:
            return  # the moment before has not been shown yet; time runs on, and the next one is further on
        from sandbox_app.simulation.playback import step_after  # late: loaded by now, and not needed for the first picture

        seconds = self._elapsed.elapsed() / 1000
        step = step_after(self._from, seconds, self.way * self.speed, self._scene.calendar.step_seconds)
        if step == self._scene.step:
            return
        if step <= 0 or step >= self._travel.latest:
            self.rest()
        else:
            self._asked = step
        self._travel.go(step)

    def _shown(self, _frame: object) -> None:
        self._asked = -1
