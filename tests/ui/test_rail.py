"""The list of people."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.conftest import PATIENCE, OpenWindow


def test_typing_a_name_and_enter_shows_that_person(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    wanted = window.scene.residents[2]
    window.activateWindow()
    qtbot.keyClick(window.map, "f", Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    box = window.rail.filter_box
    qtbot.waitUntil(box.hasFocus, timeout=PATIENCE)
    QTest.keyClicks(box, wanted.name)
    assert window.rail.count.text() == "1 person"
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert window.inspector.agent_page.name.text() == wanted.name


def test_space_can_be_typed_into_the_filter(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    box = window.rail.filter_box
    window.activateWindow()
    box.setFocus()
    qtbot.waitUntil(box.hasFocus, timeout=PATIENCE)
    qtbot.keyClick(box, "a")
    qtbot.keyClick(box, " ")
    assert box.text() == "a "
    assert not window.scene.running


def test_arrow_keys_walk_through_the_people(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    people = window.rail.list
    people.setCurrentIndex(people.model().index(0, 0))
    qtbot.keyClick(people, Qt.Key.Key_Down)
    assert window.scene.selection.id == 2
    assert window.inspector.agent_page.name.text() == window.scene.residents[1].name


def test_the_rail_says_what_everybody_does(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.toolbar.one_step()
    first = window.rail.list.model().index(0, 0)
    qtbot.waitUntil(lambda: "counting to 1" in first.data(Qt.ItemDataRole.AccessibleTextRole), timeout=PATIENCE)


@pytest.mark.parametrize("size", [(1280, 800), (1440, 913), (1600, 1000)])
def test_nobody_in_the_rail_is_cut_in_half(qtbot: QtBot, open_window: OpenWindow, size: tuple[int, int]) -> None:
    window = open_window()
    assert window.scene.world is not None
    window.scene.world = replace(window.scene.world, residents=window.scene.residents * 9)
    window.scene.peopled.emit()
    window.resize(*size)
    people = window.rail.list
    row = people.sizeHintForRow(0)
    qtbot.waitUntil(lambda: people.viewport().height() % row == 0, timeout=PATIENCE)
    assert people.model().rowCount() * row > people.viewport().height() > 3 * row
    people.scrollToBottom()
    tops = [people.visualRect(people.model().index(number, 0)).top() for number in range(people.model().rowCount())]
    assert 0 in tops
    assert tops[-1] == people.viewport().height() - row


def test_a_narrow_window_folds_the_rail_to_portraits(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    assert not window.rail.folded
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: window.rail.folded, timeout=PATIENCE)
    assert window.rail.width() < 80
    window.resize(1440, 900)
    qtbot.waitUntil(lambda: not window.rail.folded, timeout=PATIENCE)
    assert window.rail.width() > 150
