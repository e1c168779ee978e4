"""Letting the town live: keys, buttons, and what happens when the runner has trouble or ends."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sandbox_app.ui.window.main_window import MainWindow
from tests.ui.conftest import LAST, PATIENCE, OpenWindow


def press(qtbot: QtBot, window: MainWindow, key: str) -> None:
    window.activateWindow()
    qtbot.keyClick(window.map, key)


def test_space_plays_and_pauses(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    clock = window.toolbar.clock.text()
    assert not window.scene.running
    press(qtbot, window, " ")
    qtbot.waitUntil(lambda: window.scene.running and window.scene.step > LAST + 12, timeout=PATIENCE)
    assert window.toolbar.clock.text() != clock
    assert "Pause" in window.toolbar.play_button.toolTip()
    press(qtbot, window, " ")
    qtbot.waitUntil(lambda: not window.scene.running, timeout=PATIENCE)
    assert "Play" in window.toolbar.play_button.toolTip()


def test_one_step_lives_one_step(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    qtbot.mouseClick(window.toolbar.step_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.scene.step == LAST + 1, timeout=PATIENCE)
    assert not window.scene.running
    assert "The clock waits" in window.status_line.minds.text()
    assert window.scene.short(2) in window.status_line.minds.text()


def test_faster_and_slower_change_the_pace(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    pace = window.toolbar.pace
    press(qtbot, window, "]")
    assert window.toolbar.pace > pace
    assert window.toolbar.pace_label.text() == "2 min a second"
    for _ in range(5):
        press(qtbot, window, "]")
    assert window.toolbar.pace_label.text() == "as fast as it can"
    press(qtbot, window, "[")
    assert window.toolbar.pace > 0


def test_space_on_a_focused_button_presses_the_button(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.scene.select("agent", 1)
    button = window.inspector.agent_page.follow
    window.activateWindow()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus, timeout=PATIENCE)
    qtbot.keyClick(button, " ")
    assert window.scene.following == 1
    assert not window.scene.running


def test_a_dead_runner_is_a_card_that_starts_it_again(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window("die")
    press(qtbot, window, " ")
    qtbot.waitUntil(lambda: window.trouble.isVisible(), timeout=PATIENCE)
    assert "stopped unexpectedly" in window.trouble.sentences[-1]
    assert "a fault in the script" in window.trouble.details.toPlainText()
    assert not window.toolbar.play_button.isEnabled()
    qtbot.mouseClick(window.trouble.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.scene.live, timeout=PATIENCE)
    assert not window.trouble.isVisible()
    assert window.toolbar.play_button.isEnabled()


def test_trouble_is_a_card_and_the_town_can_go_on(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window("trouble")
    press(qtbot, window, ".")
    qtbot.waitUntil(lambda: window.trouble.isVisible(), timeout=PATIENCE)
    press(qtbot, window, ".")
    qtbot.mouseClick(window.trouble.details_button, Qt.MouseButton.LeftButton)
    assert window.trouble.details.isVisible()
    assert window.trouble.details.toPlainText() == "errno 28"
    assert window.trouble.sentences == ["The disk is full; make room."]
    qtbot.mouseClick(window.trouble.close_button, Qt.MouseButton.LeftButton)
    assert window.toolbar.play_button.isEnabled()


def test_a_fatal_problem_is_told_once(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window("fatal", wait=False)
    qtbot.waitUntil(lambda: window.trouble.isVisible() and window.living.session is None, timeout=PATIENCE)
    assert window.trouble.sentences == ["The model file is gone."]
    assert not window.toolbar.play_button.isEnabled()


def test_a_world_that_another_program_lives_in_can_only_be_looked_at(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window("read-only")
    assert "Another program" in window.trouble.sentences[-1]
    assert not window.toolbar.play_button.isEnabled()


def test_closing_ends_a_runner_that_does_not_listen(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window("deaf")
    session = window.living.session
    assert session is not None
    assert session.running
    window.close()
    assert not session.running
    assert window.living.session is None
