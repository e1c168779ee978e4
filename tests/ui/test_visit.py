"""A person enters the town in the real window with the real runner: walks by hand and by keys, talks, is answered, leaves."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.session import Session
from sandbox_app.ui.map.sheets import TILE
from sandbox_app.ui.window.main_window import MainWindow
from sandbox_app.worldfile.reader import WorldReader
from tests.ui.conftest import PATIENCE

MORNING = 3 * 360
NELL, MARA = 2, 6
Wait = Callable[[Callable[[], bool]], None]


@pytest.fixture
def lived(tmp_path: Path) -> Path:
    path = tmp_path / "Lane.world"
    create_world_file(path, "lane", seed=7)
    session = Session(path, ScriptedEngine(), HashedWords())
    while session.step < MORNING:
        session.live()
    session.close()
    return path


@pytest.fixture
def wait(qtbot: QtBot) -> Wait:
    return lambda such: qtbot.waitUntil(such, timeout=PATIENCE)


def offered(window: MainWindow, kind: str, number: int) -> dict[str, QAction]:
    window.map_menu.show(kind, number, QPoint(20, 20))
    assert window.map_menu.menu is not None
    return {action.text(): action for action in window.map_menu.menu.actions()}


def enter(qtbot: QtBot, window: MainWindow, wait: Wait) -> None:
    """Enter where Nell is, from the menu of the place."""
    place = window.scene.place_of(NELL)
    offered(window, "place", place)[f"Enter the town here ({window.scene.where(place)})…"].trigger()
    form = window.visiting.form
    assert form is not None
    assert not form.do.isEnabled()
    qtbot.keyClicks(form.name, "Mara Quill")
    assert "remember you" in form.what.text()
    qtbot.mouseClick(form.do, Qt.MouseButton.LeftButton)
    wait(lambda: window.visit_bar.isVisible() and window.scene.short(MARA) == "Mara")


def test_a_visit_from_entering_to_leaving(qtbot: QtBot, window: MainWindow, wait: Wait, lived: Path) -> None:
    enter(qtbot, window, wait)
    bar, scene = window.visit_bar, window.scene
    assert bar.who.text().startswith("You are Mara")
    assert scene.following == MARA
    assert window.rail.list.model().rowCount() == MARA
    wait(lambda: bar.to.findData(NELL) >= 0 and scene.running)
    offered(window, "agent", NELL)["Talk to Nell"].trigger()
    qtbot.keyClicks(bar.line, "Good morning! The old bell will ring at noon today.")
    qtbot.keyClick(bar.line, Qt.Key.Key_Return)
    wait(lambda: scene.your_turn and bar.turn.isVisible())
    assert "Nell:" in bar.words.text()
    waits = scene.step
    qtbot.wait(300)
    assert scene.step == waits  # however long one thinks, the town waits
    qtbot.mouseClick(bar.nothing, Qt.MouseButton.LeftButton)
    wait(lambda: scene.step > waits)
    wait(lambda: scene.your_turn)
    qtbot.keyClicks(bar.line, "Goodbye!")
    qtbot.mouseClick(bar.end, Qt.MouseButton.LeftButton)
    wait(lambda: not scene.agents[MARA].talking_with)
    qtbot.mouseClick(bar.leave, Qt.MouseButton.LeftButton)
    wait(lambda: not bar.isVisible())
    assert scene.tile(MARA) is None
    assert not window.map.led
    parted = scene.step
    wait(lambda: scene.step > parted + 10)  # Nell makes up her mind about the talk
    window.close_world()
    with WorldReader(lived) as reader:
        assert any("The old bell will ring" in row.text for row in reader.memories(NELL))
        said = [event.data["said"] for event in reader.events(kinds=["speak"]) if event.agent_id == MARA]
        assert said == ["Good morning! The old bell will ring at noon today.", "", "Goodbye!"]
        assert {event.data["author"] for event in reader.events(kinds=["enter", "lead", "leave"])} == {"person"}


def test_hand_and_keys_walk(qtbot: QtBot, window: MainWindow, wait: Wait) -> None:
    enter(qtbot, window, wait)
    scene, view = window.scene, window.map
    before = scene.tile(MARA)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
        qtbot.keyClick(view, key)
    wait(lambda: scene.tile(MARA) != before)
    scene.follow(0)
    x, y, point = ground(window)
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=point)

    def arrived() -> bool:
        if scene.your_turn:  # somebody has stopped her for a talk: she walks on
            qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=point)
        return scene.tile(MARA) == (x, y)

    wait(arrived)


def ground(window: MainWindow) -> tuple[int, int, QPoint]:
    """Bring free ground in the street into the middle; return its tile and where it is seen."""
    view, town = window.map, window.scene.town
    street = next(place.id for place in town.places if place.name == "Lark Lane")
    start = window.scene.tile(MARA)
    assert start is not None
    tiles = [(x, y) for y in range(town.height) for x in range(town.width) if town.walkable[y, x] and town.place_at[y, x] == street]
    for x, y in sorted(tiles, key=lambda tile: abs(tile[0] - start[0]) + abs(tile[1] - start[1])):
        view.centre_on(x, y)
        point = QPointF(*view.camera.to_screen((x + 0.5) * TILE, (y + 0.5) * TILE)).toPoint()
        if view.rect().adjusted(40, 40, -40, -40).contains(point) and view.under(QPointF(point)) == ("place", street):
            return x, y, point
    raise AssertionError("there is no free ground")


def test_the_past_knows_no_visitor_who_came_later(qtbot: QtBot, window: MainWindow, wait: Wait) -> None:
    enter(qtbot, window, wait)
    wait(lambda: window.scene.step > MORNING + 3)
    window.travel.go(MORNING - 50)
    wait(lambda: window.scene.step == MORNING - 50)
    assert not window.visit_bar.isVisible()
    assert MARA not in window.scene.agents
    window.map.grab()
    window.rail.list.grab()
    window.travel.back()
    wait(lambda: window.visit_bar.isVisible())
    assert window.scene.agents[MARA].place_id
