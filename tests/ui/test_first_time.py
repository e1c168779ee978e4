"""What somebody does who sees the program for the first time: ten things, each from the welcome page, by what is to be seen alone.

The real window, the real runner, real worlds; thinking is done by rules where it is not said otherwise. Each takes six inputs at most.
The help pages (`assets/help/`) tell the same ten.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from sandbox_app.llm.engines import default_model
from sandbox_app.simulation.create import create_world_file
from sandbox_app.ui.living import Launch
from sandbox_app.ui.remembered import Remembered
from sandbox_app.ui.window.main_window import MainWindow
from sandbox_app.worldfile.reader import WorldReader
from tests.ui.conftest import PATIENCE, real_runner
from tests.ui.hand import Hand

MOST_INPUTS = 6
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot, dressed: None, tmp_path: Path) -> Iterator[MainWindow]:
    """The program as it is after it was installed."""
    made = MainWindow(
        Launch(real_runner, lambda path: create_world_file(path, "lane")), Remembered(tmp_path / "window.ini"), tmp_path / "worlds"
    )
    made.resize(1440, 900)
    made.show()
    made.activateWindow()
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def hand(qtbot: QtBot, window: MainWindow) -> Iterator[Hand]:
    """A hand that does not need more inputs than it should."""
    made = Hand(qtbot)
    yield made
    assert made.inputs <= MOST_INPUTS


def world_of(window: MainWindow) -> Path:
    """The file of the world that is open."""
    assert window.scene.world is not None
    return window.scene.world.path


def test_open_the_sample(hand: Hand, window: MainWindow, qtbot: QtBot) -> None:
    hand.click("Open the sample town")
    hand.sees("Day 1")
    qtbot.waitUntil(lambda: window.scene.running and window.scene.step > 0, timeout=PATIENCE)


def test_find_out_why_somebody_went_somewhere(hand: Hand) -> None:
    hand.click("Open a lived-in town")
    hand.click("Ines Valdera")
    hand.click("Ines is going to the small table")
    hand.sees("because it stood in Ines's plan")


def test_change_a_memory(hand: Hand, window: MainWindow, qtbot: QtBot) -> None:
    hand.click("Open a lived-in town")
    hand.click("Ines Valdera")
    hand.click("Memories")
    hand.click_pencil("Celeste said: Today")
    hand.type("Celeste told me that the bridge is closed")
    hand.click("Keep")

    def changed() -> bool:
        with WorldReader(world_of(window)) as reader:
            return any("bridge is closed" in memory.text for memory in reader.memories(11))

    qtbot.waitUntil(changed, timeout=PATIENCE)
    hand.sees("bridge is closed")


def test_make_a_person(hand: Hand, window: MainWindow) -> None:
    hand.click("New world…")
    hand.click("Add somebody of your own…")
    hand.type("Greta Storm")
    hand.press(Qt.Key.Key_Tab)
    hand.type("She is 70, a retired sailor, blunt and kind.")
    hand.click("Make it")
    hand.sees("Greta Storm")
    with WorldReader(world_of(window)) as reader:
        assert "retired sailor" in next(row.data for row in reader.personas(0) if "Greta Storm" in row.data)


def test_start_again_from_yesterday_noon_in_a_new_world(hand: Hand, window: MainWindow, qtbot: QtBot) -> None:
    hand.click("Open a lived-in town")
    hand.click("Go to a moment")
    hand.type("yesterday noon")
    hand.press(Qt.Key.Key_Return)
    hand.sees("This is the past")
    first = world_of(window)
    hand.click("Continue from here (new world)")
    qtbot.waitUntil(lambda: window.scene.live and world_of(window) != first, timeout=PATIENCE)
    assert window.scene.calendar.hhmm(window.travel.latest) == "12:00"
    assert window.can_change


def test_ask_everyone_a_question(hand: Hand, window: MainWindow) -> None:
    """The demo model answers, as it does for whoever has just installed the program."""
    hand.click("Open the sample town")
    hand.sees("Day 1")
    hand.choose("Change the town", "Ask everyone a question…")
    hand.type("What is your name?")
    hand.press(Qt.Key.Key_Return)
    for resident in window.scene.residents:
        hand.sees(resident.name)
    hand.sees("answers by", 6 * PATIENCE)


def test_hide_everything_but_the_map(hand: Hand, window: MainWindow, qtbot: QtBot) -> None:
    hand.click("Open the sample town")
    hand.sees("Day 1")
    hand.choose("View", "Hide everything but the map")
    hand.sees_no("Find somebody")
    qtbot.waitUntil(lambda: window.map.width() > 0.95 * window.width(), timeout=PATIENCE)
    assert not window.timeline.isVisible()
    hand.press(Qt.Key.Key_F9)
    assert window.rail.isVisible()
    assert window.timeline.isVisible()
    assert not window.inspector.isVisible()


def test_use_my_own_model(hand: Hand, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    mine = tmp_path / "models" / "my-own.gguf"
    mine.parent.mkdir()
    shutil.copy(default_model(), mine)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(mine.parent))  # the system's own dialog
    hand.click("Choose a model…")
    hand.click("Look in another folder…")
    assert window.pages.models is not None
    qtbot.waitUntil(lambda: window.pages.models is not None and str(mine) in window.pages.models.cards, timeout=PATIENCE)
    qtbot.waitUntil(lambda: len(window.pages.models.cards) > 1, timeout=PATIENCE)
    hand.click(f"Use {window.pages.models.cards[str(mine)].name}, my-own.gguf")
    hand.click("Close")
    hand.sees("my-own.gguf")
    hand.click("Open the sample town")
    hand.sees("Mind: town-demo", 3 * PATIENCE)  # its name, which the copy has, too; by itself the town would live by rules


def test_find_a_conversation_about_something(hand: Hand, window: MainWindow) -> None:
    hand.click("Open a lived-in town")
    hand.click("Search everything")
    hand.type("party")
    hand.click("Valentine's party")
    hand.sees("party")
    assert window.scene.selection.kind in ("event", "memory")


def test_undo(hand: Hand, window: MainWindow, qtbot: QtBot) -> None:
    hand.click("Open a lived-in town")
    hand.click("Ines Valdera")
    hand.click("Memories")
    hand.click("Celeste said: Today")
    hand.click("Forget")
    hand.sees("Forgotten at")
    qtbot.waitUntil(window.actions_.undoing.undo.isEnabled, timeout=PATIENCE)
    hand.press(Qt.Key.Key_Z, CTRL)
    hand.sees_no("Forgotten at")
    qtbot.waitUntil(lambda: window.actions_.undoing.redo.isEnabled(), timeout=PATIENCE)
