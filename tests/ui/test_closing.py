"""A place and a road are closed by hand, seen on the map and a card, undone, and opened again, in the real window with the real runner."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from pytestqt.qtbot import QtBot

from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.session import Session
from sandbox_app.ui.map.sheets import TILE
from sandbox_app.ui.window.main_window import MainWindow
from sandbox_app.worldfile.reader import WorldReader
from tests.ui.conftest import PATIENCE
from tests.ui.hand import Hand

WHY = "the roof leaks"
ROAD = (29, 15)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def lived(tmp_path: Path) -> Path:
    path = tmp_path / "Lane.world"
    create_world_file(path, "lane", seed=7)
    session = Session(path, ScriptedEngine(), HashedWords())
    while session.step < 100:
        session.live()
    session.close()
    return path


def right_click(window: MainWindow, x: int, y: int) -> dict[str, QAction]:
    """Ask for the menu of a tile as a hand does, and return what it offers."""
    window.map.centre_on(x, y)
    point = QPointF(*window.map.camera.to_screen((x + 0.5) * TILE, (y + 0.5) * TILE)).toPoint()
    reason, nothing = QContextMenuEvent.Reason.Mouse, Qt.KeyboardModifier.NoModifier
    window.map.contextMenuEvent(QContextMenuEvent(reason, point, window.map.mapToGlobal(point), nothing))
    menu = window.map_menu.menu
    assert menu is not None
    menu.close()  # it stays, and would take the keys
    window.activateWindow()
    return {action.text(): action for action in menu.actions()}


def test_a_road_is_closed_where_one_points_and_undone(qtbot: QtBot, window: MainWindow) -> None:
    hand = Hand(qtbot)
    before = window.map.grab().toImage()
    right_click(window, *ROAD)["Close the way here…"].trigger()
    hand.sees("Paths lead around it")
    hand.type(WHY)
    hand.sees(f"They learn why: “{WHY}”")
    hand.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.scene.closure(0, ROAD) is not None, timeout=PATIENCE)
    assert window.scene.closure(0, ROAD).why == WHY  # type: ignore[union-attr]
    stage = window.map.stage
    assert stage is not None
    assert stage.barriers.boards
    assert stage.barriers.runs
    window.map.centre_on(*ROAD)
    assert window.map.grab().toImage() != before
    assert "Open the way here again" in right_click(window, *ROAD)
    undo = window.actions_.undoing.undo
    qtbot.waitUntil(undo.isEnabled, timeout=PATIENCE)
    assert undo.text() == f"Undo: close a stretch of Lark Lane: {WHY}"
    qtbot.keyClick(window.map, "z", CTRL)
    qtbot.waitUntil(lambda: not window.scene.closed and not stage.barriers.boards, timeout=PATIENCE)


def test_a_place_is_closed_and_opened_on_its_card_and_the_past_shows_it_open(qtbot: QtBot, window: MainWindow, lived: Path) -> None:
    hand = Hand(qtbot)
    kettle = next(place for place in window.scene.town.places if place.name == "Blue Kettle")
    began = window.scene.step
    window.scene.select("place", kettle.id)
    hand.click("Why it is closed")
    hand.type(WHY)
    hand.click("Close Blue Kettle")
    hand.sees(f"Closed: {WHY}")
    with WorldReader(lived) as reader:
        told = reader.events(kinds=["edit", "place"])
        assert [event.kind for event in told] == ["edit", "place"]
        assert told[0].data["author"]
    assert not window.inspector.place_page.shut.hasFocus(), "Space is for the town"
    while window.toolbar.pace:
        qtbot.keyClick(window.map, "]")
    qtbot.keyClick(window.map, " ")
    qtbot.waitUntil(lambda: window.scene.step > began + 30, timeout=PATIENCE)
    qtbot.keyClick(window.map, " ")
    qtbot.waitUntil(lambda: window.can_change and not window.scene.running, timeout=PATIENCE)
    assert window.scene.closure(kettle.id) is not None
    window.travel.go(began - 5)
    qtbot.waitUntil(lambda: window.scene.step == began - 5, timeout=PATIENCE)
    hand.sees_no(f"Closed: {WHY}")
    assert not window.inspector.place_page.shut.isEnabled(), "the past is not changed"
    qtbot.mouseClick(window.past_bar.back, Qt.MouseButton.LeftButton)
    hand.sees(f"Closed: {WHY}")
    hand.click("Open Blue Kettle again")
    hand.sees_no(f"Closed: {WHY}")


def test_the_menu_of_changes_closes_a_place_with_or_without_a_reason(qtbot: QtBot, window: MainWindow) -> None:
    action = next(action for action in window.actions() if action.text() == "Close a place or a road…")
    action.trigger()
    form = window.pages.deeds
    assert form is not None
    form.place.setCurrentIndex(form.place.findData(0))
    assert not form.do.isEnabled()
    lane = next(place for place in window.scene.town.places if place.kind == "street")
    form.place.setCurrentIndex(form.place.findData(lane.id))
    assert "Nobody comes to Lark Lane" in form.what.text()
    qtbot.mouseClick(form.do, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.scene.closure(lane.id) is not None, timeout=PATIENCE)
    form.open_for("reopen")
    assert "is open again" in form.what.text()
    qtbot.mouseClick(form.do, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.scene.closure(lane.id) is None, timeout=PATIENCE)


def test_a_closed_building_says_so_where_one_points_at_it(qtbot: QtBot, window: MainWindow) -> None:
    kettle = next(place for place in window.scene.town.places if place.name == "Blue Kettle")
    offered = right_click(window, *kettle.door)
    offered["Close Blue Kettle…"].trigger()
    box = window.map_menu.box
    assert box is not None
    qtbot.mouseClick(box.do, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.scene.closure(kettle.id) is not None, timeout=PATIENCE)
    assert "Open Blue Kettle again" in right_click(window, *kettle.door)
    point = QPointF(*window.map.camera.to_screen((kettle.door[0] + 0.5) * TILE, (kettle.door[1] + 0.5) * TILE))
    assert "closed" in window.map._tip(point)
