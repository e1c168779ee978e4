"""The real window with the real runner and the scripted engine: a town that lives, and remembers when it is opened again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sandbox_app.llm.engines import Choice
from sandbox_app.ui.living import Launch
from sandbox_app.ui.remembered import Remembered
from sandbox_app.ui.window.main_window import MainWindow
from sandbox_app.worldfile.reader import WorldReader
from tests.ui.conftest import PATIENCE, real_runner


@pytest.fixture
def launch() -> Launch:
    from sandbox_app.simulation.create import create_world_file

    return Launch(real_runner, lambda path: create_world_file(path, "lane"))


@pytest.fixture
def window(qtbot: QtBot, dressed: None, launch: Launch, tmp_path: Path) -> Iterator[MainWindow]:
    made = MainWindow(launch, Remembered(tmp_path / "window.ini"), tmp_path / "worlds")
    made.show()
    yield made
    made.close()
    made.deleteLater()


def test_a_newcomer_watches_a_town_and_finds_it_again(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    qtbot.mouseClick(window.welcome.sample_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.scene.running, timeout=PATIENCE)
    while window.toolbar.pace:
        qtbot.keyClick(window.map, "]")
    qtbot.waitUntil(lambda: window.scene.step > 200, timeout=2 * PATIENCE)
    qtbot.keyClick(window.map, " ")
    qtbot.waitUntil(lambda: not window.scene.running, timeout=PATIENCE)
    window.rail.list.setCurrentIndex(window.rail.list.model().index(0, 0))
    window.inspector.agent_page.show_tab("memories")
    memories = window.inspector.agent_page.memory_tab.memories
    qtbot.waitUntil(lambda: memories.matching > 0, timeout=PATIENCE)
    step = window.scene.step
    world = tmp_path / "worlds" / "My town.world"
    window.close_world()
    with WorldReader(world) as reader:
        assert reader.last_step() >= step
        assert len(reader.memories(1)) >= memories.matching
    with qtbot.waitSignal(window.world_opened, timeout=PATIENCE):
        window.open_world(world)
    assert window.scene.step >= step
    assert not window.scene.running


def test_another_model_takes_over_and_a_bad_one_does_not(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    def mind() -> str:
        return window.status_line.model.text()

    qtbot.mouseClick(window.welcome.sample_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.scene.running and "scripted" in mind(), timeout=PATIENCE)
    qtbot.keyClick(window.map, " ")
    actions = {action.text(): action for action in window.actions()}
    actions["The demo model"].trigger()
    qtbot.keyClick(window.map, ".")
    qtbot.waitUntil(lambda: "town-demo" in mind(), timeout=PATIENCE)
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF and then nothing that makes sense")
    window.running.think_with(Choice(model=str(broken)))
    qtbot.waitUntil(lambda: bool(window.trouble.sentences), timeout=PATIENCE)
    assert "town-demo" in mind()
    actions["Nobody: live by rules"].trigger()
    qtbot.keyClick(window.map, ".")
    qtbot.waitUntil(lambda: "scripted" in mind(), timeout=PATIENCE)
