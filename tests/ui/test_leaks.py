"""Opening and closing the window again and again leaves nothing behind."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sandbox_app.ui.living import Launch
from sandbox_app.ui.remembered import Remembered
from sandbox_app.ui.window.main_window import MainWindow
from tests.ui.conftest import PATIENCE, runner_command


def left() -> tuple[int, int]:
    """How many windows and threads there are."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return len(QApplication.topLevelWidgets()), threading.active_count()


@pytest.mark.parametrize("rounds", [3, pytest.param(100, marks=pytest.mark.soak)])
def test_nothing_is_left_of_closed_windows(qtbot: QtBot, dressed: None, tmp_path: Path, world: Path, rounds: int) -> None:
    before = left()
    for _ in range(rounds):
        window = MainWindow(Launch(runner_command, lambda path: None), Remembered(tmp_path / "window.ini"), tmp_path)
        window.show()
        with qtbot.waitSignal(window.world_opened, timeout=PATIENCE):
            window.open_world(world)
        window.pages.show_settings()
        window.pages.show_survey()
        window.pages.show_deeds("tell")
        window.attention.search()
        window.close()
        assert window.living.session is None
        assert window.living.history is None
        assert not window.pages.settings.isVisible()
        timers = [timer for timer in window.findChildren(QTimer) if timer.isActive()]
        assert timers == []
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: left()[1] <= before[1], timeout=PATIENCE)
    assert left()[0] == before[0]
