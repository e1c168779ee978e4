"""The right mouse button: what one does to people, things and places, and how it is judged by the town."""

from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from pytestqt.qtbot import QtBot

from sandbox_app.ui.map.sheets import TILE
from sandbox_app.ui.window.main_window import MainWindow
from sandbox_app.worldfile.reader import WorldReader
from tests.ui.conftest import PATIENCE, OpenWindow


def ask(window: MainWindow, reason: QContextMenuEvent.Reason, point: QPoint) -> None:
    event = QContextMenuEvent(reason, point, window.map.mapToGlobal(point), Qt.KeyboardModifier.NoModifier)
    window.map.contextMenuEvent(event)


def right_click(window: MainWindow, x: float, y: float) -> dict[str, QAction]:
    """Ask for the menu of a world pixel as a hand does, and return what it offers."""
    view = window.map
    point = QPointF(*view.camera.to_screen(x, y)).toPoint()
    ask(window, QContextMenuEvent.Reason.Mouse, point)
    menu = window.map_menu.menu
    assert menu is not None
    return {action.text(): action for action in menu.actions()}


def over(window: MainWindow, agent: int) -> tuple[float, float]:
    stage = window.map.stage
    assert stage is not None
    window.map.centre_on_agent(agent)
    x, y = stage.feet(agent)
    return x, y - 20


def test_somebody_is_followed_shown_and_let_go_by_their_menu(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    name = window.scene.short(2)
    offered = right_click(window, *over(window, 2))
    offered[f"Follow {name}"].trigger()
    assert window.scene.following == window.map.following == 2
    assert window.inspector.isVisible()
    offered = {action.text(): action for action in _menu_of(window, 2)}
    offered[f"No longer follow {name}"].trigger()
    assert window.scene.following == 0


def _menu_of(window: MainWindow, agent: int) -> list[QAction]:
    window.map_menu.show("agent", agent, QPoint(10, 10))
    assert window.map_menu.menu is not None
    return window.map_menu.menu.actions()


def test_the_menu_key_asks_for_the_menu_of_who_is_selected(open_window: OpenWindow) -> None:
    window = open_window()
    window.scene.select("agent", 2)
    ask(window, QContextMenuEvent.Reason.Keyboard, QPoint(1, 1))
    assert window.map_menu.menu is not None
    assert any(window.scene.short(2) in action.text() for action in window.map_menu.menu.actions())


def test_a_whisper_is_typed_previewed_and_reaches_the_town(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    author_says = "You want to learn to dance."
    offered = right_click(window, *over(window, 1))
    offered[f"Whisper to {window.scene.short(1)}…"].trigger()
    box = window.map_menu.box
    assert box is not None
    assert not box.do.isEnabled()
    qtbot.keyClicks(box.words, author_says)
    assert author_says in box.what.text()
    assert "Nobody else" in box.what.text()
    qtbot.keyClick(box.words, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.trouble.isVisible(), timeout=PATIENCE)
    assert window.trouble.sentences[-1] == f"Whisper: {author_says}"


def test_a_thing_is_set_to_one_of_its_states(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    thing = next(thing for thing in window.scene.town.things if len(thing.states) > 1)
    window.map_menu.show("thing", thing.id, QPoint(10, 10))
    assert window.map_menu.menu is not None
    offered = {action.text(): action for action in window.map_menu.menu.actions()}
    assert offered[f"Let it be {thing.states[0]}"].isChecked()
    offered[f"Let it be {thing.states[1]}"].trigger()
    qtbot.waitUntil(lambda: window.trouble.isVisible(), timeout=PATIENCE)
    assert window.trouble.sentences[-1] == f"SetThing: {thing.id} {thing.states[1]}"


def test_escape_puts_the_box_away_and_nothing_happens(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    tile = window.scene.town.place(2)
    window.map_menu.show("place", tile.id, QPoint(10, 10))
    assert window.map_menu.menu is not None
    next(action for action in window.map_menu.menu.actions() if "everybody" in action.text()).trigger()
    box = window.map_menu.box
    assert box is not None
    qtbot.keyClicks(box.words, "There will be music.")
    qtbot.keyClick(box.words, Qt.Key.Key_Escape)
    assert not box.isVisible()
    assert not window.trouble.isVisible()


def test_the_past_is_seen_and_cannot_be_changed_and_one_button_leads_back(qtbot: QtBot, open_window: OpenWindow, world: Path) -> None:
    window = open_window()
    window.resize(1440, 900)
    now = window.toolbar.clock.text()
    window.travel.go(100)
    qtbot.waitUntil(lambda: window.scene.step == 100, timeout=PATIENCE)
    assert window.past_bar.isVisible()
    assert window.toolbar.place_in_time.text() == "past"
    assert window.toolbar.clock.text() != now
    assert not window.toolbar.play_button.isEnabled()
    assert "past" in window.status_line.minds.text()
    for action in _menu_of(window, 1):
        assert action.isEnabled() != any(word in action.text() for word in ("Whisper", "Say", "Give")) or action.isSeparator()
    qtbot.mouseClick(window.past_bar.back, Qt.MouseButton.LeftButton)
    assert window.toolbar.clock.text() == now
    assert not window.past_bar.isVisible()
    assert window.toolbar.play_button.isEnabled()
    with WorldReader(world) as reader:
        assert reader.last_step() == window.scene.step


def test_who_is_quicker_than_the_first_picture_sees_the_past_all_the_same(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(wait=False)
    qtbot.waitUntil(lambda: window.scene.world is not None, timeout=PATIENCE)
    window.travel.go(90)
    qtbot.waitUntil(lambda: window.scene.step == 90 and window.past_bar.isVisible(), timeout=PATIENCE)


def test_the_town_goes_on_behind_the_past(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    began = window.scene.step
    qtbot.keyClick(window.map, " ")
    qtbot.waitUntil(lambda: window.scene.step > began, timeout=PATIENCE)
    window.travel.go(50)
    qtbot.waitUntil(lambda: window.scene.step == 50, timeout=PATIENCE)
    seen = window.travel.latest
    qtbot.waitUntil(lambda: window.travel.latest > seen + 5, timeout=PATIENCE)
    assert window.scene.step == 50
    qtbot.mouseClick(window.past_bar.back, Qt.MouseButton.LeftButton)
    assert window.scene.step > seen + 5
    assert window.scene.agents[1].activity.startswith("counting")


def test_a_world_is_opened_at_a_moment_of_its_past(qtbot: QtBot, open_window: OpenWindow, world: Path) -> None:
    window = open_window(on_world=False)
    window.open_world(world, at="200")
    qtbot.waitUntil(lambda: window.scene.step == 200 and window.past_bar.isVisible(), timeout=PATIENCE)
    window.open_world(world, at="day 9")
    qtbot.waitUntil(lambda: window.trouble.isVisible(), timeout=PATIENCE)
    assert "has been lived until" in window.trouble.sentences[-1]
    assert not window.past_bar.isVisible()


def test_the_first_look_is_near_and_where_somebody_is(open_window: OpenWindow) -> None:
    window = open_window()
    view = window.map
    assert view.stage is not None
    assert view.camera.target >= 0.7
    left, top, right, bottom = view.camera.seen()
    assert left >= -TILE * 2
    assert right <= view.camera.world_width + TILE * 2
    x, y = view.stage.feet(1)
    assert left < x < right
    assert top < y < bottom
