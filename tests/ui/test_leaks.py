"""Opening and closing the window again and again leaves nothing behind."""

import gc
import os
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from sandbox_app.ui.living import Launch
from sandbox_app.ui.remembered import Remembered
from sandbox_app.ui.window.main_window import MainWindow
from tests.ui.conftest import PATIENCE, runner_command


def left() -> tuple[int, ...]:
    """How many windows, widgets, threads, running timers, processes and, where the system tells, open files there are."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()  # as `main_thread.Sweeper` does
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    timers = sum(isinstance(one, QTimer) and Shiboken.isValid(one) and one.isActive() for one in gc.get_objects())
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    started = len(children.read_text().split()) if children.exists() else 0
    files = len(os.listdir("/proc/self/fd")) if sys.platform == "linux" else 0
    return len(QApplication.topLevelWidgets()), len(QApplication.allWidgets()), threading.active_count(), timers, started, files


@pytest.mark.parametrize("rounds", [3, pytest.param(100, marks=pytest.mark.soak)])
def test_nothing_is_left_of_closed_windows(qtbot: QtBot, dressed: None, tmp_path: Path, world: Path, rounds: int) -> None:
    before: tuple[int, ...] = ()
    for number in range(rounds):
        window = MainWindow(Launch(runner_command, lambda path: None), Remembered(tmp_path / "window.ini"), tmp_path)
        window.show()
        with qtbot.waitSignal(window.world_opened, timeout=PATIENCE):
            window.open_world(world)
        window.pages.show_settings()
        window.pages.show_survey()
        window.pages.show_deeds("tell")
        window.pages.show_help()
        window.pages.show_about()
        window.visiting.enter()
        window.desk.new_world()
        window.scene.select("agent", 1)
        window.attention.search()
        window.close()
        assert window.living.session is None
        assert window.living.history is None
        assert not window.pages.settings.isVisible()
        timers = [timer for timer in window.findChildren(QTimer) if timer.isActive()]
        assert timers == []
        window.deleteLater()
        del window
        left()
        if not number:
            qtbot.wait(0)
            before = left()  # what the first window leaves, such as Qt's own tool tip, is there once
    qtbot.waitUntil(lambda: all(now <= then for now, then in zip(left(), before, strict=True)), timeout=PATIENCE)
