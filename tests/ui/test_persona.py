"""Changing who somebody is, by hand."""

from pathlib import Path

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from sandbox_app.simulation.editing.personas import EDITABLE
from sandbox_app.ui.inspector.persona.page import PersonaPage
from sandbox_app.ui.window.main_window import MainWindow
from sandbox_app.worldfile.reader import WorldReader
from tests.ui.conftest import PATIENCE, OpenWindow


def page_of(qtbot: QtBot, window: MainWindow) -> PersonaPage:
    window.scene.select("agent", 1)
    now = window.inspector.agent_page.now_tab
    qtbot.mouseClick(now.change, Qt.MouseButton.LeftButton)
    page = window.inspector.persona_page
    age = page.fields["age"]
    assert isinstance(age, QLineEdit)
    qtbot.waitUntil(lambda: page.isVisible() and age.text() == str(window.scene.residents[0].member.age), timeout=PATIENCE)
    return page


def test_several_parts_are_changed_at_once(qtbot: QtBot, open_window: OpenWindow, world: Path) -> None:
    window = open_window()
    page = page_of(qtbot, window)
    assert not page.keep.isEnabled()
    age, identity = page.fields["age"], page.fields["identity"]
    assert isinstance(age, QLineEdit)
    assert isinstance(identity, QPlainTextEdit)
    age.selectAll()
    QTest.keyClicks(age, "71")
    identity.selectAll()
    QTest.keyClicks(identity, "Somebody who would rather be at sea.")
    qtbot.mouseClick(page.keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.keep.isEnabled() and page.wrong.text() == "", timeout=PATIENCE)
    qtbot.mouseClick(window.inspector.back, Qt.MouseButton.LeftButton)
    now = window.inspector.agent_page.now_tab
    qtbot.waitUntil(lambda: now.identity.text() == "Somebody who would rather be at sea.", timeout=PATIENCE)
    with WorldReader(world) as reader:
        kept = msgspec.json.decode(next(row for row in reader.personas() if row.agent_id == 1).data)
    assert (kept["age"], kept["identity"]) == (71, "Somebody who would rather be at sea.")


def test_what_cannot_be_is_said_and_nothing_is_changed(qtbot: QtBot, open_window: OpenWindow, world: Path) -> None:
    window = open_window()
    page = page_of(qtbot, window)
    age = page.fields["age"]
    assert isinstance(age, QLineEdit)
    age.selectAll()
    QTest.keyClicks(age, "old")
    qtbot.mouseClick(page.keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "number from 1 to 120" in page.wrong.text(), timeout=PATIENCE)
    with WorldReader(world) as reader:
        assert reader.events(kinds=["edit"]) == []
    assert set(page.fields) <= set(EDITABLE)
