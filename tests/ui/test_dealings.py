"""The tab *Act* by hand: a person is asked, whispered to, given something and bound by a rule, in the real window with the real runner."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.interviewing import interview, one_question
from sandbox_app.simulation.session import Session
from sandbox_app.ui.inspector.dealings.tab import DealingsTab
from sandbox_app.ui.window.main_window import MainWindow
from sandbox_app.worldfile.reader import WorldReader
from tests.ui.conftest import PATIENCE
from tests.ui.hand import Hand

NELL = 2
QUESTION = "What are you doing this morning?"


@pytest.fixture
def lived(tmp_path: Path) -> Path:
    path = tmp_path / "Lane.world"
    create_world_file(path, "lane", seed=7)
    session = Session(path, ScriptedEngine(), HashedWords())
    while session.step < 3 * 360:
        session.live()
    session.close()
    return path


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    return Hand(qtbot)


@pytest.fixture
def tab(window: MainWindow, hand: Hand) -> DealingsTab:
    window.scene.select("agent", NELL)
    hand.click("Act")
    return window.inspector.agent_page.dealings_tab


def test_somebody_is_asked_as_the_command_line_would_and_nothing_changes(
    qtbot: QtBot, hand: Hand, tab: DealingsTab, window: MainWindow, lived: Path
) -> None:
    hand.sees("Nobody in the town will know of it.")
    assert not tab.question.ask_button.isEnabled()
    hand.click("Your question to this person")
    hand.type(QUESTION)
    with WorldReader(lived) as reader:
        before = reader.events(limit=1, latest=True)[0].id
    hand.click("Ask")
    qtbot.waitUntil(lambda: tab.question.answer.text() not in ("", "…") and not tab.question.stop.isVisible(), timeout=PATIENCE)
    asked = interview(lived, one_question("Nell", QUESTION), ScriptedEngine(), HashedWords())
    assert tab.question.answer.text() == asked["answers"][0]["answer"]
    hand.sees("What it rests on")
    best = next(row for row in asked["answers"][0]["evidence"])
    hand.click(best["text"])
    assert (window.scene.selection.kind, window.scene.selection.id) == ("memory", best["memory"])
    with WorldReader(lived) as reader:
        assert reader.events(limit=1, latest=True)[0].id == before


def test_of_the_past_one_is_asked_about_that_moment(qtbot: QtBot, hand: Hand, tab: DealingsTab, window: MainWindow, lived: Path) -> None:
    window.travel.go(400)
    qtbot.waitUntil(lambda: window.scene.step == 400, timeout=PATIENCE)
    assert not tab.deeds.whisper.words.isEnabled()
    assert not tab.deeds.give.words.isEnabled()
    hand.click("Your question to this person")
    hand.type(QUESTION)
    hand.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tab.question.answer.text() not in ("", "…") and not tab.question.stop.isVisible(), timeout=PATIENCE)
    asked = interview(lived, one_question("Nell", QUESTION), ScriptedEngine(), HashedWords(), at="400")
    assert tab.question.answer.text() == asked["answers"][0]["answer"]


def test_a_whisper_comes_to_their_mind(qtbot: QtBot, hand: Hand, tab: DealingsTab, lived: Path) -> None:
    hand.click("What comes to their mind")
    hand.type("You want to learn to dance.")
    hand.click("Whisper")
    assert tab.deeds.whisper.words.text() == ""

    def remembered() -> bool:
        with WorldReader(lived) as reader:
            return any(row.text == "I want to learn to dance." for row in reader.memories(NELL, kinds=["whisper"]))

    qtbot.waitUntil(remembered, timeout=PATIENCE)


def test_coins_are_given_by_name_and_taken_away_again(qtbot: QtBot, hand: Hand, tab: DealingsTab, window: MainWindow, lived: Path) -> None:
    hand.click("Who gives it")
    hand.type("Aunt Rosa")
    hand.click("What they are given")
    hand.type("12 coins")
    hand.click("Give")
    qtbot.waitUntil(lambda: "12 coins" in window.scene.agents[NELL].carried, timeout=PATIENCE)
    with WorldReader(lived) as reader:
        assert any(row.text == "Aunt Rosa gave me 12 coins" for row in reader.memories(NELL))
    hand.click("Take 12 coins away")
    qtbot.waitUntil(lambda: not window.scene.agents[NELL].carried, timeout=PATIENCE)
    hand.sees("Nothing.")


def test_a_rule_is_written_checked_set_and_removed(qtbot: QtBot, hand: Hand, tab: DealingsTab, lived: Path) -> None:
    scroll = tab.findChild(QScrollArea)
    assert scroll is not None
    scroll.ensureWidgetVisible(tab.rules.keep)
    hand.click("What the rule is called")
    hand.type("no late tea")
    hand.click("The rule")
    hand.type("never")
    assert not tab.rules.keep.isEnabled()
    tab.rules.words.clear()
    hand.type('never at "Blue Kettle" later than 21:00')
    assert tab.rules.wrong.text() == ""
    hand.click("Let it hold")
    hand.sees("no late tea · theirs alone")
    with WorldReader(lived) as reader:
        assert reader.events(kinds=["rule"])[-1].agent_id == NELL
    scroll.ensureWidgetVisible(tab.rules.rules)
    hand.click("Remove the rule no late tea")
    hand.sees_no("no late tea · theirs alone")
