"""The window is styled when it stands: everything in it is laid out as if it had been styled from the beginning."""

from pathlib import Path

from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from sandbox_app.ui.app import main_window
from sandbox_app.ui.living import Launch
from sandbox_app.ui.remembered import Remembered
from sandbox_app.ui.window.main_window import MainWindow
from tests.ui.conftest import runner_command


def _needed(window: MainWindow) -> list[int]:
    """How high each page of the inspector has to be at least; the window is closed."""
    window.resize(1280, 720)
    areas = window.inspector.findChildren(QScrollArea)
    found = [area.widget().layout().minimumSize().height() for area in areas]
    window.close()
    window.deleteLater()
    return found


def test_pages_need_as_much_room_as_if_they_had_been_styled_at_once(qtbot: QtBot, dressed: None, tmp_path: Path) -> None:
    launch = Launch(runner_command, lambda path: None)
    at_once = _needed(MainWindow(launch, Remembered(tmp_path / "one.ini"), tmp_path))
    assert len(at_once) > 5
    assert _needed(main_window(launch, Remembered(tmp_path / "two.ini"), tmp_path)) == at_once
