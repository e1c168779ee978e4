"""The first page: what a newcomer does."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.conftest import PATIENCE, OpenWindow


def test_the_big_button_makes_a_town_and_it_lives(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window(on_world=False)
    assert window.welcome.isVisible()
    assert not window.toolbar.play_button.isVisible()
    qtbot.mouseClick(window.welcome.sample_button, Qt.MouseButton.LeftButton)
    assert window.welcome.progress.isVisible()
    qtbot.waitUntil(lambda: window.scene.running, timeout=PATIENCE)
    assert (tmp_path / "worlds" / "My town.world").is_file()
    assert window.map.isVisible()


def test_worlds_of_before_are_offered(qtbot: QtBot, open_window: OpenWindow, world: Path) -> None:
    window = open_window()
    window.close_world()
    assert window.welcome.isVisible()
    again = window.welcome.findChild(QPushButton, "recent0")
    assert isinstance(again, QPushButton)
    assert again.text() == world.stem
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.scene.live, timeout=PATIENCE)


def test_a_file_that_is_no_world_is_a_card_on_the_welcome_page(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window(on_world=False)
    wrong = tmp_path / "letter.world"
    wrong.write_text("Dear Ines, " * 500)
    window.open_world(wrong)
    qtbot.waitUntil(lambda: window.trouble.isVisible(), timeout=PATIENCE)
    assert "letter.world" in window.trouble.sentences[-1]
    assert window.welcome.isVisible()
    assert window.welcome.sample_button.isEnabled()
    assert wrong.read_text().startswith("Dear Ines")
