"""A world whose town cannot wake, because its model is gone: it is seen, changed and undone all the same."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sandbox_app.ui.window.main_window import MainWindow
from sandbox_app.worldfile.reader import WorldReader
from tests.ui.conftest import PATIENCE, OpenWindow


def texts(path: Path) -> list[str]:
    with WorldReader(path) as reader:
        return [memory.text for memory in reader.memories(1)]


def add_memory(qtbot: QtBot, window: MainWindow, words: str) -> None:
    tab = window.inspector.agent_page.memory_tab
    qtbot.waitUntil(tab.add.isEnabled, timeout=PATIENCE)
    qtbot.mouseClick(tab.add, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(tab.form.words, words)
    qtbot.mouseClick(tab.form.keep, Qt.MouseButton.LeftButton)


def test_a_memory_is_added_and_taken_back_although_nobody_lives_there(qtbot: QtBot, open_window: OpenWindow, world: Path) -> None:
    window = open_window("fatal", wait=False)
    qtbot.waitUntil(lambda: any("model file is gone" in said for said in window.trouble.sentences), timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.living.session is None and window.can_change, timeout=PATIENCE)
    assert not window.toolbar.play_button.isEnabled()
    window.scene.select("agent", 1)
    window.inspector.agent_page.show_tab("memories")
    add_memory(qtbot, window, "The ferry sank.")
    qtbot.waitUntil(lambda: "The ferry sank." in texts(world), timeout=PATIENCE)
    memories = window.inspector.agent_page.memory_tab.memories
    qtbot.waitUntil(lambda: "The ferry sank." in {memories.index(n).data() for n in range(memories.rowCount())}, timeout=PATIENCE)
    undo = window.actions_.undoing.undo
    qtbot.waitUntil(lambda: undo.isEnabled() and "memory" in undo.text(), timeout=PATIENCE)
    undo.trigger()
    qtbot.waitUntil(lambda: "The ferry sank." not in texts(world), timeout=PATIENCE)
    assert len(window.trouble.sentences) == 1


def test_what_cannot_be_done_at_rest_is_said(qtbot: QtBot, open_window: OpenWindow, world: Path) -> None:
    window = open_window("fatal", wait=False)
    qtbot.waitUntil(lambda: window.living.session is None and window.can_change, timeout=PATIENCE)
    window.actions_.undoing.undo.trigger()  # not enabled, so nothing happens
    window.scene.select("agent", 1)
    window.inspector.agent_page.show_tab("memories")
    world.rename(world.with_name("Away.world"))
    add_memory(qtbot, window, "The ferry sank.")
    qtbot.waitUntil(lambda: len(window.trouble.sentences) > 1, timeout=PATIENCE)
    assert "Lane.world" in window.trouble.sentences[-1]
