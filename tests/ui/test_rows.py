"""Rows of the inspector are used again."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from sandbox_app.ui.inspector.links import Rows, SaidRow
from sandbox_app.worldfile.rows import Event
from tests.ui.conftest import OpenWindow

LEFT = Qt.MouseButton.LeftButton


def happened(*numbers: int) -> list[Event]:
    return [Event(id=number, step=number, kind="act", agent_id=1, text=f"Thing {number}.") for number in numbers]


def shown(rows: Rows) -> list[SaidRow]:
    return [row for row in rows.findChildren(SaidRow) if row.isVisible()]


def test_other_events_are_shown_by_the_same_rows_and_lead_to_themselves(qtbot: QtBot, open_window: OpenWindow) -> None:
    scene = open_window().scene
    rows = Rows("Lately")
    qtbot.addWidget(rows)
    rows.show()
    rows.show_events(scene, happened(1, 2, 3), "Nothing yet.")
    before = shown(rows)
    assert [row.words for row in before] == ["Thing 1.", "Thing 2.", "Thing 3."]
    rows.show_events(scene, happened(4, 5), "Nothing yet.")
    assert shown(rows) == before[:2]
    assert [row.words for row in shown(rows)] == ["Thing 4.", "Thing 5."]
    qtbot.mouseClick(before[1], LEFT)
    assert (scene.selection.kind, scene.selection.id) == ("event", 5)
    rows.show_events(scene, happened(6, 7, 8), "Nothing yet.")
    assert shown(rows) == before


def test_a_list_without_rows_says_so_and_one_with_nothing_to_say_is_gone(qtbot: QtBot, open_window: OpenWindow) -> None:
    scene = open_window().scene
    rows = Rows("Lately")
    qtbot.addWidget(rows)
    rows.show()
    rows.show_events(scene, happened(1))
    rows.show_events(scene, [], "Nothing yet.")
    assert not shown(rows)
    assert rows.isVisible()
    assert "Nothing yet." in [said.text() for said in rows.findChildren(QLabel) if said.isVisible()]
    rows.show_events(scene, [])
    assert not rows.isVisible()
