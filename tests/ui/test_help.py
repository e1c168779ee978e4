"""The help pages say what is really there: every word in bold is one of the window's, every key does something, every picture is there."""

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeySequence
from pytestqt.qtbot import QtBot

import sandbox_app.ui
from sandbox_app.ui.help.page import HelpPage, keys_page
from sandbox_app.ui.help.topics import Topic, folder, topics
from sandbox_app.ui.window.main_window import MainWindow
from tests.ui import test_first_time
from tests.ui.conftest import OpenWindow
from tests.ui.hand import Hand

PAGES = topics()


def words_of_the_window() -> set[str]:
    """Every text that the window may show."""
    found = set()
    for path in Path(sandbox_app.ui.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr":
                found.add(str(getattr(node.args[0], "value", "")))
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_names_what_is_there(page: Topic) -> None:
    assert page.title.startswith("How do I ")
    assert re.search(r"^1\. ", page.text, re.MULTILINE), "no steps"
    assert set(re.findall(r"\*\*(.+?)\*\*", page.text)) <= words_of_the_window()
    for picture in re.findall(r"!\[.+\]\((.+)\)", page.text):
        assert not QImage(str(folder() / picture)).isNull()


def test_every_key_on_a_page_does_something(open_window: OpenWindow) -> None:
    window = open_window(on_world=False)
    keys = {keys.toString() for action in window.actions_.all for keys in action.shortcuts()}
    for page in PAGES:
        for said in re.findall(r"`([^`]+)`", page.text):
            assert said.startswith(".") or QKeySequence(said).toString() in keys, f"{page.name}: {said}"


def test_there_is_a_page_for_every_first_task() -> None:
    tasks = [name for name in vars(test_first_time) if name.startswith("test_")]
    assert len(PAGES) >= len(tasks) == 10


def test_a_newcomer_reads_a_page_and_finds_keys(qtbot: QtBot, open_window: OpenWindow) -> None:
    window, hand = open_window(on_world=False), Hand(qtbot)
    hand.click("How do I…?")
    hand.click("How do I undo?")
    hand.sees("Ctrl+Shift+Z")
    hand.click("Words")
    hand.type("magnifying")
    hand.sees("Write a word or two.")
    hand.sees_no("How do I undo?")
    page = window.pages.help
    assert isinstance(page, HelpPage)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert not page.isVisible()


def test_the_page_of_keys_has_every_key_as_it_is_now(open_window: OpenWindow) -> None:
    window: MainWindow = open_window(on_world=False)
    window.actions_.undoing.undo.setShortcuts([QKeySequence("Ctrl+U")])
    said = keys_page(window.actions_.all)
    assert "Ctrl+U" in said
    assert "Ctrl+Z" not in said.replace("Ctrl+Shift+Z", "")
