"""What a person does to the town from the menu, and a question to everybody."""

import csv
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sandbox_app.ui.deeds.form import DeedForm
from sandbox_app.ui.window.main_window import MainWindow
from sandbox_app.worldfile.reader import WorldReader
from tests.ui.conftest import PATIENCE, OpenWindow

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def form(window: MainWindow, words: str) -> DeedForm:
    """Choose a deed in the menu."""
    action = next(action for action in window.actions() if action.text() == words)
    assert action.isEnabled()
    action.trigger()
    assert window.pages.deeds is not None
    return window.pages.deeds


def test_a_named_visitor_says_something(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.scene.select("agent", 2)
    shown = form(window, "Say something to somebody…")
    assert shown.agent.currentData() == 2
    assert not shown.do.isEnabled()
    qtbot.keyClicks(shown.speaker, "Aunt Rosa")
    qtbot.keyClicks(shown.words, "The bridge is closed.")
    assert "Aunt Rosa says it" in shown.what.text()
    assert window.scene.short(2) in shown.what.text()
    qtbot.mouseClick(shown.do, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.trouble.isVisible(), timeout=PATIENCE)
    assert window.trouble.sentences[-1] == "Tell: The bridge is closed. Aunt Rosa"


def test_a_meeting_comes_to_both_minds(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    place = next(place for place in window.scene.town.places if place.level == "site")
    shown = form(window, "Arrange a meeting…")
    shown.agent.setCurrentIndex(0)
    shown.other.setCurrentIndex(0)
    assert "two different people" in shown.what.text()
    shown.other.setCurrentIndex(1)
    shown.place.setCurrentIndex(shown.place.findData(place.id))
    assert place.name in shown.what.text()
    qtbot.mouseClick(shown.do, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(window.trouble.sentences) >= 2, timeout=PATIENCE)
    for name, said in zip((window.scene.short(2), window.scene.short(1)), window.trouble.sentences[-2:], strict=True):
        assert said == f"Whisper: You want to meet {name} at {place.name} at 16:00."


def test_somebody_is_given_money_and_it_can_be_undone(qtbot: QtBot, open_window: OpenWindow, world: Path) -> None:
    window = open_window()
    window.scene.select("agent", 2)
    shown = form(window, "Give somebody money or an object…")
    qtbot.keyClicks(shown.words, "12 coins")
    assert "carries 12 coins" in shown.what.text()
    qtbot.mouseClick(shown.do, Qt.MouseButton.LeftButton)
    undo = window.actions_.undoing.undo
    qtbot.waitUntil(lambda: undo.isEnabled(), timeout=PATIENCE)
    assert undo.text() == f"Undo: give {window.scene.short(2)} 12 coins"
    with WorldReader(world) as reader:
        assert any(row.text == "A visitor gave me 12 coins" for row in reader.memories(2))


def test_in_the_past_nothing_can_be_done(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    shown = form(window, "Whisper to somebody…")
    qtbot.keyClicks(shown.words, "Dance.")
    assert shown.do.isEnabled()
    window.travel.go(100)
    qtbot.waitUntil(lambda: window.scene.step == 100, timeout=PATIENCE)
    assert not shown.do.isEnabled()
    assert not next(action for action in window.actions() if action.text() == "Move somebody…").isEnabled()


def test_everyone_is_asked_a_question_and_the_table_is_saved(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    qtbot.keyClick(window.map, "a", CTRL | SHIFT)
    page = window.pages.survey
    assert page is not None
    page.options = ["--engine", "scripted"]
    qtbot.keyClicks(page.question, "What is {your} name?")
    qtbot.keyClick(page.question, Qt.Key.Key_Return)
    assert page.stop_button.isVisible()
    qtbot.waitUntil(page.save_button.isEnabled, timeout=3 * PATIENCE)
    assert page.table.rowCount() == len(window.scene.residents)
    assert page.table.item(0, 0).text() == window.scene.residents[0].name
    page.save(tmp_path / "answers.csv")
    rows = list(csv.DictReader((tmp_path / "answers.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["agent"] for row in rows] == [who.name for who in window.scene.residents]
    assert rows[0]["question"] == "What is {your} name?"


def test_asking_can_be_stopped(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.pages.show_survey()
    page = window.pages.survey
    assert page is not None
    qtbot.keyClicks(page.question, "Why?")
    qtbot.mouseClick(page.ask_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.stop_button, Qt.MouseButton.LeftButton)
    assert page.ask_button.isEnabled()
    assert "Stopped" in page.message.text()
