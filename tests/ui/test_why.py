"""Why something happened, asked by a click."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sandbox_app.ui.inspector.links import SaidRow
from sandbox_app.ui.inspector.why.page import MemoryCard
from tests.ui.conftest import PATIENCE, OpenWindow

PLANNED = "The baker plans to bake bread."


def test_a_plan_says_what_was_remembered_asked_and_answered(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.scene.select("agent", 1)
    now = window.inspector.agent_page.now_tab

    def row() -> SaidRow | None:
        return next((row for row in now.lately.findChildren(SaidRow) if row.words == PLANNED), None)

    qtbot.waitUntil(lambda: row() is not None, timeout=PATIENCE)
    qtbot.mouseClick(row(), Qt.MouseButton.LeftButton)
    page = window.inspector.why_page
    qtbot.waitUntil(lambda: page.isVisible() and page.sentence.text() == PLANNED, timeout=PATIENCE)
    assert "remembered: “The harvest party begins at five.”" in page.because.text()
    cards = page.remembered.findChildren(MemoryCard)
    assert [card.row.words for card in cards] == ["The harvest party begins at five.", "The ferry came in late this morning."]
    assert [bar.said for bar in cards[0].bars] == ["0.90", "1.00", "0.40"]
    assert cards[0].total.text() == "together 2.30"
    assert page.now.text.text() == "What is next?"
    assert not page.now.text.isVisible()
    qtbot.mouseClick(page.now.head, Qt.MouseButton.LeftButton)
    assert page.now.text.isVisible()
    assert page.answer.text.text() == "06:00 1 bake bread"
    cause = page.chain.findChildren(SaidRow)[0]
    qtbot.mouseClick(cause, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.sentence.text() == "Somebody has planned the day.", timeout=PATIENCE)
    assert "nothing on the record" in page.because.text()
    assert "No model was asked" in page.no_thought.text()
    qtbot.mouseClick(window.inspector.back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.sentence.text() == PLANNED, timeout=PATIENCE)
    qtbot.mouseClick(page.remembered.findChildren(MemoryCard)[-1].row, Qt.MouseButton.LeftButton)
    assert window.inspector.memory_page.isVisible()


def test_a_line_of_the_log_says_why_and_leads_back_to_who_did_it(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    qtbot.mouseClick(window.toolbar.log_button, Qt.MouseButton.LeftButton)
    lines = window.log.shown
    qtbot.waitUntil(lambda: any(lines.index(n, 0).data() == PLANNED for n in range(lines.rowCount())), timeout=PATIENCE)
    index = next(lines.index(n, 0) for n in range(lines.rowCount()) if lines.index(n, 0).data() == PLANNED)
    window.log.list.scrollTo(index)
    qtbot.mouseClick(window.log.list.viewport(), Qt.MouseButton.LeftButton, pos=window.log.list.visualRect(index).center())
    page = window.inspector.why_page
    qtbot.waitUntil(lambda: page.isVisible() and page.sentence.text() == PLANNED, timeout=PATIENCE)
    qtbot.mouseClick(window.inspector.back, Qt.MouseButton.LeftButton)
    assert window.inspector.agent_page.isVisible()
    assert window.scene.selection.id == 1


def test_a_part_of_the_plan_leads_to_the_thought_that_made_it(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.scene.select("agent", 1)
    window.inspector.agent_page.show_tab("plan")
    plan = window.inspector.agent_page.plan_tab
    qtbot.waitUntil(lambda: len(plan.parts) == 2 and plan.parts[0].why.isVisible(), timeout=PATIENCE)
    qtbot.mouseClick(plan.parts[0].why, Qt.MouseButton.LeftButton)
    page = window.inspector.why_page
    qtbot.waitUntil(lambda: page.isVisible() and page.sentence.text() == PLANNED, timeout=PATIENCE)
    assert page.thought.text() == "The thought behind it: Plan for the day"
