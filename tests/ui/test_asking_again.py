"""A thought asked again with something changed, and thoughts as they are written, in the window with the real runner."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.messages import Writing, Wrote
from sandbox_app.simulation.run import run_until
from sandbox_app.simulation.session import Session
from sandbox_app.ui.inspector.again.differing import marked
from sandbox_app.ui.inspector.again.panel import AgainPart
from sandbox_app.ui.inspector.again.part_row import PartRow
from sandbox_app.ui.window.main_window import MainWindow
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import Event
from tests.ui.conftest import PATIENCE, OpenWindow


@pytest.fixture
def lived(tmp_path: Path) -> Path:
    path = tmp_path / "Lane.world"
    create_world_file(path, "lane", seed=5)
    session = Session(path, ScriptedEngine(), HashedWords())
    run_until(session, 9 * 360, "scripted")
    session.close()
    return path


def accepted(path: Path) -> Event:
    """The line with which somebody accepts the invitation."""
    with WorldReader(path) as reader:
        return next(event for event in reader.events(kinds=["speak"]) if "I will come" in event.text)


def open_again(qtbot: QtBot, window: MainWindow, event: Event) -> AgainPart:
    window.scene.select("event", event.id)
    page = window.inspector.why_page
    qtbot.waitUntil(lambda: page.isVisible() and page.again.isVisible(), timeout=PATIENCE)
    qtbot.mouseClick(page.again.head, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(page.again.rows), timeout=PATIENCE)
    if page.again.more.isVisible():
        qtbot.mouseClick(page.again.more, Qt.MouseButton.LeftButton)
    return page.again


def part(again: AgainPart, where: str, text: str = "") -> PartRow:
    return next(row for row in again.rows if row.part.where.startswith(where) and text in row.part.text)


def ask(qtbot: QtBot, again: AgainPart) -> None:
    qtbot.waitUntil(again.ask_button.isEnabled, timeout=PATIENCE)
    qtbot.mouseClick(again.ask_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: again.answers.isVisible() and again.ask_button.isEnabled(), timeout=PATIENCE)


def test_what_would_have_been_said_without_the_invitation(qtbot: QtBot, window: MainWindow, lived: Path) -> None:
    again = open_again(qtbot, window, accepted(lived))
    assert again.ask_button.text() == "Ask again as it was"
    ask(qtbot, again)
    assert again.answers.said.text() == "The answer is the same."
    assert not again.branch.isVisible()
    row = part(again, "lines.", "party")
    qtbot.mouseClick(row.leave, Qt.MouseButton.LeftButton)
    assert row.text.font().strikeOut()
    assert again.ask_button.text() == "Ask again"
    ask(qtbot, again)
    assert again.answers.said.text() == "The answer is another one."
    assert "I will come" in again.answers.was.text()
    assert "I will come" not in again.answers.now.text()
    assert "<s>" in again.answers.was.text()
    assert row.part.text not in again.answers.prompt.text.text()
    qtbot.mouseClick(row.back, Qt.MouseButton.LeftButton)
    assert not row.text.font().strikeOut()
    assert again.ask_button.text() == "Ask again as it was"


def test_a_changed_memory_leads_into_a_world_of_its_own(qtbot: QtBot, window: MainWindow, lived: Path) -> None:
    event = accepted(lived)
    again = open_again(qtbot, window, event)
    row = part(again, "memories.")
    qtbot.mouseClick(row.change, Qt.MouseButton.LeftButton)
    assert row.words.toPlainText() == row.part.text
    row.words.selectAll()
    QTest.keyClicks(row.words, "The ferry sank.")
    ask(qtbot, again)
    assert "The ferry sank." in again.answers.prompt.text.text()
    assert again.branch.isVisible()
    before = lived.parent.glob("*.world")
    assert list(before) == [lived]
    qtbot.mouseClick(again.branch, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any("a new world" in said for said in window.trouble.sentences), timeout=PATIENCE)
    (new,) = (path for path in lived.parent.glob("*.world") if path != lived)
    with WorldReader(new) as reader:
        assert reader.last_step() < event.step
        assert "The ferry sank." in [memory.text for memory in reader.memories(event.agent_id)]
    with qtbot.waitSignal(window.world_opened, timeout=PATIENCE):
        qtbot.mouseClick(window.trouble.action, Qt.MouseButton.LeftButton)
    assert window.scene.world is not None
    assert window.scene.world.path == new


def test_what_cannot_begin_another_world_is_said(qtbot: QtBot, window: MainWindow, lived: Path) -> None:
    again = open_again(qtbot, window, accepted(lived))
    qtbot.mouseClick(part(again, "lines.", "party").leave, Qt.MouseButton.LeftButton)
    ask(qtbot, again)
    qtbot.mouseClick(again.branch, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any("at that moment alone" in said for said in window.trouble.sentences), timeout=PATIENCE)
    assert list(lived.parent.glob("*.world")) == [lived]


def test_a_thought_in_the_list_can_be_asked_again_too(qtbot: QtBot, window: MainWindow, lived: Path) -> None:
    window.scene.select("agent", accepted(lived).agent_id)
    window.inspector.agent_page.show_tab("thoughts")
    page = window.inspector.agent_page.thought_tab
    qtbot.waitUntil(lambda: page.list.count() > 3, timeout=PATIENCE)
    page.list.setCurrentRow(0)
    qtbot.waitUntil(page.again.isVisible, timeout=PATIENCE)
    qtbot.mouseClick(page.again.head, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(page.again.rows), timeout=PATIENCE)
    ask(qtbot, page.again)
    assert page.again.answers.said.text() == "The answer is the same."


def test_words_of_a_thought_are_gone_and_it_says_so(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.scene.select("event", 5)
    again = window.inspector.why_page.again
    qtbot.waitUntil(again.isVisible, timeout=PATIENCE)
    qtbot.mouseClick(again.head, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(again.wrong.isVisible, timeout=PATIENCE)
    assert "not on record" in again.wrong.text()
    assert not again.ask_button.isEnabled()


def test_an_answer_appears_while_it_is_written(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.scene.select("agent", 1)
    window.inspector.agent_page.show_tab("thoughts")
    writing = window.inspector.agent_page.thought_tab.writing
    assert not writing.isVisible()
    for count, text in ((2, "06:00 1"), (5, "06:00 1 bake bread")):
        window.living.told.emit(Wrote(1, [Writing(1, 7, "day_plan", 400, 1.25, count, text)]))
        assert writing.isVisible()
        assert writing.cards[0].text.text() == text
        assert f"{count} tokens" in writing.cards[0].numbers.text()
        assert "is planning the day" in writing.cards[0].title.text()
    window.living.told.emit(Wrote(2, [Writing(2, 1, "say", 400, 1.0, 3, "somebody else's")]))
    assert len(writing.cards) == 1
    window.living.told.emit(Wrote(1, []))
    assert not writing.isVisible()


def test_two_answers_are_marked_where_they_differ_and_hold_no_markup_of_their_own() -> None:
    assert marked("I will come", "I will <b>not</b> come") == (
        "I will come",
        "I will <b><u>&lt;b&gt;not&lt;/b&gt; </u></b>come",
    )
    left, right = marked("2 | yes | end", "2 | no | end")
    assert (left, right) == ("2 | <s>yes</s> | end", "2 | <b><u>no</u></b> | end")
