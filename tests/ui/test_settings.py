"""The settings page: colours, scale, keys, and the settings of the world."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sandbox_app.simulation.editing.settled import settings_of
from sandbox_app.ui.settings.page import SettingsPage
from sandbox_app.ui.theme import look
from sandbox_app.ui.window.main_window import MainWindow
from sandbox_app.worldfile.reader import WorldReader
from tests.ui.conftest import PATIENCE, OpenWindow

CTRL = Qt.KeyboardModifier.ControlModifier


def opened(qtbot: QtBot, window: MainWindow) -> SettingsPage:
    qtbot.keyClick(window.map, Qt.Key.Key_Comma, CTRL)
    page = window.pages.settings
    assert page is not None
    assert page.isVisible()
    return page


def test_colours_are_chosen_and_remembered(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    page = opened(qtbot, window)
    page.theme.setCurrentIndex(page.theme.findData("dark"))
    assert look.theme.dark
    assert window.remembered.theme == "dark"
    page.scale.setCurrentIndex(page.scale.findData(150))
    assert window.remembered.number("scale", 100) == 150


def test_keys_are_changed_refused_when_taken_and_remembered(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    page = opened(qtbot, window)
    actions = {action.text(): action for action in window.actions_.all}
    edit = page.keys.edits[actions["Log"]]
    page.tabs.setCurrentWidget(page.keys)
    qtbot.keyClick(edit, "i", CTRL)
    edit.editingFinished.emit()
    assert "Inspector" in page.keys.message.text()
    assert edit.keySequence().toString() == "Ctrl+L"
    edit.clear()
    qtbot.keyClick(edit, Qt.Key.Key_F7, CTRL)
    edit.editingFinished.emit()
    assert actions["Log"].shortcut().toString() == "Ctrl+F7"
    window.remembered.write()
    again = open_window(on_world=False)
    assert next(action for action in again.actions_.all if action.text() == "Log").shortcut().toString() == "Ctrl+F7"
    qtbot.mouseClick(page.keys.back, Qt.MouseButton.LeftButton)
    assert actions["Log"].shortcut().toString() == "Ctrl+L"


def test_a_setting_of_the_world_is_checked_and_sent(qtbot: QtBot, open_window: OpenWindow, world: Path) -> None:
    window = open_window()
    page = opened(qtbot, window)
    page.tabs.setCurrentWidget(page.world)
    qtbot.waitUntil(lambda: "vision" in page.world.lines, timeout=PATIENCE)
    line = page.world.lines["vision"]
    assert not page.world.lines["step_seconds"].isEnabled()
    line.setText("9000")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert "0 to 200" in page.world.message.text()
    assert line.text() == "8"
    line.setText("12")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    undo = window.actions_.undoing.undo
    qtbot.waitUntil(undo.isEnabled, timeout=PATIENCE)
    assert "vision" in undo.text()
    with WorldReader(world) as reader:
        assert settings_of(reader).vision == 12


def test_no_two_actions_have_the_same_keys(open_window: OpenWindow) -> None:
    window = open_window(on_world=False)
    keys = [keys.toString() for action in window.actions() for keys in action.shortcuts()]
    assert len(keys) == len(set(keys))


def own_words(path: Path) -> dict[str, str]:
    with WorldReader(path) as reader:
        return settings_of(reader).wordings


def test_a_form_is_worded_anew_with_a_preview_and_taken_back(qtbot: QtBot, open_window: OpenWindow, world: Path) -> None:
    window = open_window()
    page = opened(qtbot, window)
    tab = page.wordings
    page.tabs.setCurrentWidget(tab)
    qtbot.waitUntil(lambda: tab.form.count() > 10, timeout=PATIENCE)
    tab.form.setCurrentIndex(tab.form.findData("say"))
    qtbot.waitUntil(lambda: "Answer: mood-number" in tab.text.toPlainText(), timeout=PATIENCE)
    assert "As shipped" in tab.state.text()
    assert "demo model was trained on the shipped words" in tab.note.text()
    assert not tab.reset.isEnabled()
    tab.text.selectAll()
    qtbot.keyClicks(tab.text, "{{ me.nickname }} speaks")
    qtbot.waitUntil(lambda: "has no 'nickname'" in tab.wrong.text(), timeout=PATIENCE)
    assert not tab.keep.isEnabled()
    tab.text.selectAll()
    qtbot.keyClicks(tab.text, "{{ me.name }} speaks: ?")
    assert not tab.keep.isEnabled()  # before it was seen
    qtbot.waitUntil(tab.keep.isEnabled, timeout=PATIENCE)
    assert not tab.wrong.isVisible()
    qtbot.mouseClick(tab.keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: own_words(world) == {"say": "{{ me.name }} speaks: ?"}, timeout=PATIENCE)
    qtbot.waitUntil(lambda: "In words of this world's own" in tab.state.text() and tab.reset.isEnabled(), timeout=PATIENCE)
    qtbot.mouseClick(tab.reset, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: own_words(world) == {}, timeout=PATIENCE)
    qtbot.waitUntil(lambda: "Answer: mood-number" in tab.text.toPlainText(), timeout=PATIENCE)
