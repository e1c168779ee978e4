"""Letting the town live: keys, buttons, and what happens when the runner has trouble or ends."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sandbox_app.simulation.messages import Halt
from sandbox_app.ui.day_time import DayTime, about
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


def choose(window: MainWindow, words: str) -> None:
    next(action for action in window.actions_.run_menu.until.actions() if action.text() == words).trigger()


def test_the_town_runs_until_a_time_that_is_typed(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    assert window.toolbar.until_button.menu() is window.actions_.run_menu.until
    choose(window, "A time…")
    box = window.actions_.run_menu.box
    assert box is not None
    qtbot.keyClicks(box.words, "whenever")
    assert "no time to come" in box.what.text()
    box.words.clear()
    wanted = window.scene.calendar.hhmm(LAST + 24)
    qtbot.keyClicks(box.words, wanted)
    assert wanted in box.what.text()
    qtbot.mouseClick(box.do, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.scene.step == LAST + 24 and not window.scene.running, timeout=PATIENCE)
    assert wanted in window.toolbar.clock.text()


def test_the_town_runs_until_somebody_does_something_and_says_what_it_was(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.scene.select("agent", 1)
    choose(window, "Somebody does something…")
    box = window.actions_.run_menu.box
    assert box is not None
    qtbot.keyClicks(box.words, "step 9")
    assert window.scene.short(1) in box.what.text()
    qtbot.keyClick(box.words, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.scene.step == LAST + 9 and not window.scene.running, timeout=PATIENCE)
    press(qtbot, window, ".")
    qtbot.waitUntil(lambda: window.scene.step == LAST + 10, timeout=PATIENCE)
    assert window.status_line.minds.text() == "Stopped: Step 9."


def test_a_stop_at_errors_is_asked_for_with_every_run_and_remembered(open_window: OpenWindow) -> None:
    window = open_window()
    run_menu = window.actions_.run_menu
    assert run_menu.always == ()
    choose(window, "Always stop when a thought fails")
    assert run_menu.always == (Halt(kinds=("thought_failed",)),)
    window.close()
    again = open_window(on_world=False)
    assert again.actions_.run_menu.at_error.isChecked()


def test_before_play_it_is_said_how_long_a_day_will_take(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    press(qtbot, window, ".")
    press(qtbot, window, ".")
    qtbot.waitUntil(lambda: window.scene.step == LAST + 2, timeout=PATIENCE)
    assert "after a minute of play" in window.status_line.minds.text()
    day = DayTime(window.remembered)
    day.learn("script", 0.5)
    press(qtbot, window, ".")
    press(qtbot, window, ".")
    qtbot.waitUntil(lambda: window.scene.step == LAST + 4, timeout=PATIENCE)
    assert "A day will take about 8 minutes with script" in window.status_line.minds.text()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(10, "less than a minute"), (70, "about 1 minute"), (3600, "about 1 hour"), (9000, "about 2 hours"), (200_000, "about 2 days")],
)
def test_a_length_of_time_is_told_as_people_say_it(seconds: float, words: str) -> None:
    assert about(seconds) == words


def test_a_town_that_goes_slower_than_asked_says_how_fast_it_is(open_window: OpenWindow) -> None:
    toolbar = open_window().toolbar
    asked = toolbar.pace_label.text()
    toolbar.show_pace(1.0)
    assert toolbar.pace_label.text() == "slowed: 10 s a second"
    toolbar.show_pace(5.5)
    assert toolbar.pace_label.text() == asked


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
