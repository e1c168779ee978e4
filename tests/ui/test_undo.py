"""Undo and redo by the menu and its keys, in the real window with the real runner."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.editing.operations import AddMemory
from sandbox_app.simulation.interventions import Edit
from sandbox_app.ui.living import Launch
from sandbox_app.ui.remembered import Remembered
from sandbox_app.ui.window.main_window import MainWindow
from sandbox_app.worldfile.reader import WorldReader
from tests.ui.conftest import PATIENCE, real_runner

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TOLD = "The well has dried up."


@pytest.fixture
def window(qtbot: QtBot, dressed: None, tmp_path: Path) -> Iterator[MainWindow]:
    create_world_file(tmp_path / "Lane.world", "lane")

    made = MainWindow(Launch(real_runner, lambda path: None), Remembered(tmp_path / "window.ini"), tmp_path)
    made.show()
    made.open_world(tmp_path / "Lane.world")
    qtbot.waitUntil(lambda: made.can_change, timeout=2 * PATIENCE)
    yield made
    made.close()
    made.deleteLater()


def remembered(window: MainWindow) -> bool:
    assert window.scene.world is not None
    with WorldReader(window.scene.world.path) as reader:
        return any(memory.text == TOLD for memory in reader.memories(1))


def test_an_edit_is_undone_and_done_again_by_its_name(qtbot: QtBot, window: MainWindow) -> None:
    undo, redo = window.actions_.undoing.undo, window.actions_.undoing.redo
    assert not undo.isEnabled()
    assert not redo.isEnabled()
    window.intervene(Edit(AddMemory(1, TOLD, importance=5)))
    qtbot.waitUntil(undo.isEnabled, timeout=2 * PATIENCE)
    name = undo.text().removeprefix("Undo: ")
    assert window.scene.short(1) in name
    assert remembered(window)
    qtbot.keyClick(window.map, "z", CTRL)
    qtbot.waitUntil(redo.isEnabled, timeout=2 * PATIENCE)
    assert redo.text() == f"Redo: {name}"
    assert not undo.isEnabled()
    assert not remembered(window)
    qtbot.keyClick(window.map, "z", CTRL | SHIFT)
    qtbot.waitUntil(undo.isEnabled, timeout=2 * PATIENCE)
    assert remembered(window)
    window.close_world()
    assert not undo.isEnabled()
