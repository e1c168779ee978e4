"""Memories as a person reads, follows and changes them; what is changed goes through the edit layer into the file."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from sandbox_app.ui.inspector.links import SaidRow
from sandbox_app.ui.inspector.memories.tab import MemoryTab
from sandbox_app.ui.window.main_window import MainWindow
from sandbox_app.worldfile.reader import WorldReader
from tests.ui.conftest import PATIENCE, OpenWindow

FERRY = "The ferry came in late this morning."


def stream(qtbot: QtBot, window: MainWindow) -> MemoryTab:
    window.scene.select("agent", 1)
    window.inspector.agent_page.show_tab("memories")
    tab = window.inspector.agent_page.memory_tab
    qtbot.waitUntil(lambda: tab.memories.matching >= 3, timeout=PATIENCE)
    return tab


def words(tab: MemoryTab) -> list[str]:
    return [tab.memories.index(number).data() for number in range(tab.memories.rowCount())]


def shown(rows: QWidget) -> list[str]:
    return [row.words for row in rows.findChildren(SaidRow) if row.isVisible()]


def choose(qtbot: QtBot, box: QComboBox, text: str) -> None:
    """Go to a choice with the arrow keys."""
    box.setFocus()
    for _ in range(box.count()):
        qtbot.keyClick(box, Qt.Key.Key_Up)
    while box.currentText() != text:
        before = box.currentIndex()
        qtbot.keyClick(box, Qt.Key.Key_Down)
        assert box.currentIndex() > before, f"no {text}"


def click(qtbot: QtBot, tab: MemoryTab, text: str) -> None:
    where = tab.list.visualRect(tab.memories.index(words(tab).index(text)))
    qtbot.mouseClick(tab.list.viewport(), Qt.MouseButton.LeftButton, pos=where.center())


def test_they_are_narrowed_by_weight_and_by_who_is_named(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    tab = stream(qtbot, window)
    whole = tab.memories.matching
    choose(qtbot, tab.least, "Matters 7 or more")
    assert words(tab)[0] == "The harvest party begins at five."
    assert FERRY not in words(tab)
    choose(qtbot, tab.least, "Any weight")
    assert tab.memories.matching == whole
    other = window.scene.short(2)
    choose(qtbot, tab.person, other)
    assert all(other in text for text in words(tab))
    assert tab.memories.matching < whole


def test_evidence_leads_both_ways_and_back(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    tab = stream(qtbot, window)
    click(qtbot, tab, "People come for company more than for bread.")
    page = window.inspector.memory_page
    qtbot.waitUntil(lambda: page.isVisible() and page.text.text().startswith("People come"), timeout=PATIENCE)
    first = next(row for row in page.evidence.findChildren(SaidRow) if row.words == FERRY)
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.text.text() == FERRY, timeout=PATIENCE)
    qtbot.waitUntil(lambda: shown(page.rests) == ["People come for company more than for bread."], timeout=PATIENCE)
    qtbot.mouseClick(window.inspector.back, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(window.inspector.back, Qt.MouseButton.LeftButton)
    assert window.inspector.agent_page.isVisible()
    assert tab.isVisible()


def test_a_memory_is_changed_forgotten_and_given_back(qtbot: QtBot, open_window: OpenWindow, world: Path) -> None:
    window = open_window()
    tab = stream(qtbot, window)
    click(qtbot, tab, FERRY)
    page = window.inspector.memory_page
    qtbot.waitUntil(lambda: page.text.text() == FERRY and page.reword.isVisible(), timeout=PATIENCE)
    qtbot.mouseClick(page.reword, Qt.MouseButton.LeftButton)
    QTest.keyClicks(page.form.words, "The ferry never came.")
    page.form.importance.setFocus()
    page.form.importance.selectAll()
    QTest.keyClicks(page.form.importance, "9")
    qtbot.mouseClick(page.form.keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.text.text() == "The ferry never came.", timeout=PATIENCE)
    assert page.weight.said == "9"
    assert any("reword" in row.words.casefold() for row in page.changes.findChildren(SaidRow))
    qtbot.waitUntil(lambda: shown(page.rests) == ["People come for company more than for bread."], timeout=PATIENCE)
    qtbot.mouseClick(page.forget, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.restore.isVisible(), timeout=PATIENCE)
    qtbot.mouseClick(window.inspector.back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: FERRY not in words(tab) and "The ferry never came." not in words(tab), timeout=PATIENCE)
    choose(qtbot, tab.kind, "Forgotten by your hand")
    qtbot.waitUntil(lambda: words(tab) == ["The ferry never came."], timeout=PATIENCE)
    click(qtbot, tab, "The ferry never came.")
    qtbot.waitUntil(lambda: page.restore.isVisible(), timeout=PATIENCE)
    qtbot.mouseClick(page.restore, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.forget.isVisible(), timeout=PATIENCE)
    with WorldReader(world) as reader:
        held = {row.text: row for row in reader.memories(1)}
        assert held["The ferry never came."].importance == 9
        assert FERRY not in held


def test_a_memory_is_added_and_marked_as_made_by_hand(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    tab = stream(qtbot, window)
    qtbot.mouseClick(tab.add, Qt.MouseButton.LeftButton)
    assert not tab.form.keep.isEnabled()
    QTest.keyClicks(tab.form.words, "I owe the miller two loaves.")
    qtbot.keyClick(tab.form.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "I owe the miller two loaves." in words(tab), timeout=PATIENCE)
    newest = tab.memories.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "changed by hand" in newest
    assert not tab.form.isVisible()


def test_the_past_can_be_read_and_not_changed(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    tab = stream(qtbot, window)
    assert tab.add.isEnabled()
    window.travel.go(100)
    qtbot.waitUntil(lambda: window.scene.step == 100 and FERRY not in words(tab), timeout=PATIENCE)
    assert not tab.add.isEnabled()
    qtbot.mouseClick(window.past_bar.back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: FERRY in words(tab), timeout=PATIENCE)
    assert tab.add.isEnabled()
