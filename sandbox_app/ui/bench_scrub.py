"""The scrubbing part of `bench window`: a hand drags the timeline to and fro through a long life, while the main thread is listened to."""

import time
from math import pi, sin
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from sandbox_app.simulation.forking import fork_world
from sandbox_app.simulation.repeated import repeat_last_day
from sandbox_app.simulation.sample import unpack_lived
from sandbox_app.ui.pulse import Pulse
from sandbox_app.ui.timeline.line import EDGE, GUTTER
from sandbox_app.ui.window.main_window import MainWindow

MOUSE_MS = 16
"""Milliseconds between two movements that a mouse reports."""
SWEEP_SECONDS = 4.0
"""How long the hand takes from one end of the line to the other, and back."""
_FILLED_MS = 1500
"""How long somebody's page may take to be filled before the hand begins."""
_LIVED_DAYS = 2
_AT_REST = "day 3 03:00"
"""When nobody in the lived-in town talks or walks, now and a day before: from here its last day can be repeated."""


class Hand(QObject):
    """Holds the left button down on the line and moves, as fast as a mouse reports. Lives on the main thread.

    Attributes:
        asked: how many movements there were. waited: milliseconds from a movement until its moment, or a later one, was shown.
    """

    def __init__(self, window: MainWindow, seconds: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.asked = 0
        self.waited: list[float] = []
        self._window, self._line = window, window.timeline.line
        self._since: float | None = None
        self._began = time.monotonic()
        self._until = self._began + seconds
        self.over = QEventLoop(self)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._move)
        window.travel.shown.connect(self._shown)

    def drag(self) -> None:
        """Press, move until the time is over, and let go."""
        self._send(QEvent.Type.MouseButtonPress)
        self._timer.start(MOUSE_MS)
        self.over.exec()
        self._send(QEvent.Type.MouseButtonRelease)

    def _move(self) -> None:
        if time.monotonic() >= self._until:
            self._timer.stop()
            self.over.quit()
            return
        self.asked += 1
        if self._since is None:
            self._since = time.monotonic()
        self._send(QEvent.Type.MouseMove)

    def _shown(self, _frame: object) -> None:
        if self._since is not None:
            self.waited.append((time.monotonic() - self._since) * 1e3)
            self._since = None

    def _send(self, kind: QEvent.Type) -> None:
        along = 0.5 - 0.5 * sin(pi * ((time.monotonic() - self._began) / SWEEP_SECONDS + 0.5))
        x = GUTTER + 1 + along * (self._line.width() - GUTTER - EDGE - 4)
        point = QPointF(x, self._line.height() / 2)
        button = Qt.MouseButton.LeftButton
        held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else button
        pressed = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else button
        event = QMouseEvent(kind, point, self._line.mapToGlobal(point), pressed, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self._line, event)


def long_life(path: Path, days: int) -> None:
    """Put the lived-in town at `path`, and, for more days than were lived, its last day repeated.

    Raises:
        Problem: it cannot be unpacked or written.
    """
    if days <= _LIVED_DAYS:
        unpack_lived(path)
        return
    lived = path.with_name("lived.world")
    unpack_lived(lived)
    fork_world(lived, path, _AT_REST)
    repeat_last_day(path, days - _LIVED_DAYS)


def scrub(window: MainWindow, seconds: float) -> dict[str, Any]:
    """Drag through the life of the world that is open, with somebody's page to be seen, and return what `bench window` says of it."""
    loop = QEventLoop()
    if window.timeline.life is None or window.timeline.life.until < window.travel.latest:
        window.timeline.read.connect(loop.quit)
        loop.exec()
    window.scene.select("agent", window.scene.residents[0].id)
    QTimer.singleShot(_FILLED_MS, loop.quit)
    loop.exec()
    pulse = Pulse(window)
    hand = Hand(window, seconds, window)
    pulse.start()
    hand.drag()
    pulse.stop()
    window.travel.back()
    return {
        "moments_per_second": len(hand.waited) / seconds,
        "moment_p50_ms": float(np.percentile(hand.waited, 50)),
        "main_thread_p99_ms": float(np.percentile(pulse.late, 99)),
        "main_thread_longest_ms": max(pulse.late),
    }
