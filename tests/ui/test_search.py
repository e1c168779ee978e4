"""The search box: everything by a few words and the keyboard alone."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sandbox_app.ui.search.palette import FOUND, Palette
from sandbox_app.ui.window.main_window import MainWindow
from tests.ui.conftest import LAST, PATIENCE, OpenWindow

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def opened(qtbot: QtBot, window: MainWindow, words: str) -> Palette:
    """Open the box as a hand does and type into it."""
    qtbot.keyClick(window.map, "f", CTRL)
    assert window.palette_.isVisible()
    qtbot.keyClicks(window.palette_.words, words)
    return window.palette_


def found(box: Palette) -> list[tuple[str, str]]:
    rows = (box.list.item(row).data(FOUND) for row in range(box.list.count()))
    return [(one.kind, one.title) for one in rows if one is not None]


def test_somebody_is_found_by_the_beginning_of_the_name(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    name = window.scene.residents[2].name
    box = opened(qtbot, window, name[:4].lower())
    assert ("agent", name) in found(box)
    qtbot.keyClick(box.words, Qt.Key.Key_Return)
    assert not box.isVisible()
    assert (window.scene.selection.kind, window.scene.selection.id) == ("agent", 3)


def test_a_place_is_found_and_shown(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    place = next(place for place in window.scene.town.places if place.level == "site")
    box = opened(qtbot, window, place.name)
    while box.list.currentItem().data(FOUND).kind != "place":
        qtbot.keyClick(box.words, Qt.Key.Key_Down)
    qtbot.keyClick(box.words, Qt.Key.Key_Return)
    assert window.scene.selection.kind == "place"


def test_a_memory_is_found_in_the_file_and_shown(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    box = opened(qtbot, window, "harvest party")
    qtbot.waitUntil(lambda: ("memory", "The harvest party begins at five.") in found(box), timeout=PATIENCE)
    while box.list.currentItem().data(FOUND).kind != "memory":
        qtbot.keyClick(box.words, Qt.Key.Key_Down)
    qtbot.keyClick(box.words, Qt.Key.Key_Return)
    assert window.scene.selection.kind == "memory"
    assert window.inspector.isVisible()


def test_a_line_of_a_plan_is_found_and_shown_with_whose_it_is(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    box = opened(qtbot, window, "knead dough")
    qtbot.waitUntil(lambda: ("plan", "knead dough") in found(box), timeout=PATIENCE)
    while box.list.currentItem().data(FOUND).kind != "plan":
        qtbot.keyClick(box.words, Qt.Key.Key_Down)
    qtbot.keyClick(box.words, Qt.Key.Key_Return)
    assert (window.scene.selection.kind, window.scene.selection.id) == ("agent", 1)
    assert window.inspector.agent_page.tabs.currentIndex() == 1


def test_an_event_is_found_and_its_moment_shown(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    box = opened(qtbot, window, "kneads dough")
    qtbot.waitUntil(lambda: ("event", "The baker kneads dough.") in found(box), timeout=PATIENCE)
    while box.list.currentItem().data(FOUND).kind != "event":
        qtbot.keyClick(box.words, Qt.Key.Key_Down)
    qtbot.keyClick(box.words, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.scene.step == LAST - 5, timeout=PATIENCE)
    assert window.past_bar.isVisible()
    assert (window.scene.selection.kind, window.scene.selection.id) == ("event", 1)


def test_a_command_is_run(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    box = opened(qtbot, window, ">log")
    assert {kind for kind, _ in found(box)} == {"command"}
    while box.list.currentItem().data(FOUND).title != "Log":
        qtbot.keyClick(box.words, Qt.Key.Key_Down)
    qtbot.keyClick(box.words, Qt.Key.Key_Return)
    assert window.log.isVisible()


def test_nothing_is_found_and_escape_puts_the_box_away(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    box = opened(qtbot, window, "qqzzx")
    assert found(box) == []
    assert box.nothing.isVisible()
    qtbot.keyClick(box.words, Qt.Key.Key_Escape)
    assert not box.isVisible()
    assert window.scene.world is not None


def test_without_a_world_commands_alone_are_found(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(on_world=False)
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE)
    qtbot.keyClick(window.welcome.sample_button, "p", CTRL | SHIFT)
    assert {kind for kind, _ in found(window.palette_)} == {"command"}
