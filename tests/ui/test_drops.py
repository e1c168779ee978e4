"""What is dragged onto the window, and what comes of it."""

import json
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sandbox_app.llm.engines import default_model
from sandbox_app.resources import worlds
from sandbox_app.ui.window.main_window import MainWindow
from tests.ui.conftest import PATIENCE, OpenWindow
from tests.ui.hand import seen

COPY, LEFT, NONE = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def drag(window: MainWindow, *paths: Path) -> QMimeData:
    """Hold files over the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(400, 300), COPY, data, LEFT, NONE))
    return data


def let_go(window: MainWindow, data: QMimeData) -> None:
    """Let go of them."""
    QApplication.sendEvent(window, QDropEvent(QPointF(400, 300), COPY, data, LEFT, NONE))


def says(window: MainWindow, words: str) -> bool:
    """Whether these words are to be seen."""
    return any(words in text for text in seen())


def test_a_world_is_opened(qtbot: QtBot, open_window: OpenWindow, world: Path) -> None:
    window = open_window(on_world=False)
    data = drag(window, world)
    assert says(window, f"Let go to open {world.stem}")
    let_go(window, data)
    assert not says(window, "Let go")
    qtbot.waitUntil(lambda: window.scene.live, timeout=PATIENCE)


def test_it_can_be_taken_elsewhere(open_window: OpenWindow, world: Path) -> None:
    window = open_window(on_world=False)
    drag(window, world)
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not says(window, "Let go")
    assert window.scene.world is None


def test_a_model_thinks_in_the_next_world(open_window: OpenWindow) -> None:
    window = open_window(on_world=False)
    let_go(window, drag(window, default_model()))
    assert window.welcome.mind.isVisible()
    assert default_model().name in window.welcome.mind.text()


def test_people_move_into_a_new_world(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window(on_world=False)
    card = tmp_path / "greta.json"
    card.write_text(
        json.dumps({"name": "Greta Storm", "description": "She is 70 years old and sails alone.", "personality": "blunt, kind"})
    )
    let_go(window, drag(window, card))
    qtbot.waitUntil(lambda: window.desk.dialog is not None and window.desk.dialog.isVisible(), timeout=PATIENCE)
    dialog = window.desk.dialog
    assert dialog is not None
    assert says(window, "greta.json")
    dialog.town.setCurrentIndex(dialog.town.findData("lane"))
    qtbot.mouseClick(dialog.make, LEFT)
    qtbot.waitUntil(lambda: window.scene.live, timeout=PATIENCE)
    assert window.scene.residents[-1].name == "Greta Storm"
    assert window.scene.selection.id == window.scene.residents[-1].id


def test_a_map_becomes_a_new_town(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window(on_world=False)
    mine = tmp_path / "my lane"
    shutil.copytree(worlds("lane"), mine)
    let_go(window, drag(window, mine / "town.tmj"))
    qtbot.waitUntil(lambda: window.desk.dialog is not None and window.desk.dialog.isVisible(), timeout=PATIENCE)
    dialog = window.desk.dialog
    assert dialog is not None
    assert dialog.town.currentText() == "my lane"
    qtbot.mouseClick(dialog.make, LEFT)
    qtbot.waitUntil(lambda: window.scene.live, timeout=PATIENCE)
    assert window.scene.residents


@pytest.mark.parametrize(
    ("name", "said"), [("letter.txt", "can be used here"), ("town.tmj", "town.toml"), ("me.json", "no character card")]
)
def test_what_cannot_be_used_is_said(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, name: str, said: str) -> None:
    window = open_window(on_world=False)
    wrong = tmp_path / name
    wrong.write_text("Dear Ines, ")
    let_go(window, drag(window, wrong))
    qtbot.waitUntil(lambda: bool(window.trouble.sentences), timeout=PATIENCE)
    assert said in window.trouble.sentences[-1]
    assert window.desk.dialog is None
