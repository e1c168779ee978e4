"""What a stranger wrote is shown as it is: no tag among the words becomes markup, anywhere in the window."""

import sqlite3
from contextlib import closing
from pathlib import Path

from PySide6 import QtGui
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QWidget
from pytestqt.qtbot import QtBot

from sandbox_app.ui.pieces import ElidedLabel
from tests.ui.conftest import PATIENCE, OpenWindow

EVIL = "<b>Eve</b><img src='x.png'>"


def renders(text: str) -> bool:
    own = text.removeprefix("<p style='white-space: pre-wrap'>").removesuffix("</p>")
    return "<" in own and QtGui.Qt.mightBeRichText(text)


def strange_widgets(window: QWidget) -> list[str]:
    """Return the texts that Qt would take for markup."""
    labels = [one for one in window.findChildren(QLabel) if not isinstance(one, ElidedLabel)]
    shown = [one.text() for one in labels if one.textFormat() != Qt.TextFormat.PlainText and QtGui.Qt.mightBeRichText(one.text())]
    return shown + [one.toolTip() for one in window.findChildren(QWidget) if renders(one.toolTip())]


def test_no_words_of_a_stranger_become_markup(qtbot: QtBot, open_window: OpenWindow, world: Path) -> None:
    with closing(sqlite3.connect(world)) as database:
        database.execute("UPDATE memory SET text = ?", (EVIL,))
        database.execute("UPDATE event SET text = ?", (EVIL,))
        database.execute("UPDATE plan SET activity = ?", (EVIL,))
        database.execute("UPDATE call SET output = ?, error = ?", (EVIL, EVIL))
        database.execute("UPDATE persona SET data = json_set(data, '$.name', ?, '$.identity', ?, '$.job', ?)", (EVIL, EVIL, EVIL))
        database.execute("UPDATE meta SET value = ? WHERE key = 'title'", (EVIL,))
        database.commit()
    window = open_window()
    scene = window.scene
    scene.select("agent", 1)
    for name in ("now", "plan", "memories", "thoughts"):
        window.inspector.agent_page.show_tab(name)
        qtbot.waitUntil(lambda: window.inspector.agent_page.isVisible(), timeout=PATIENCE)
        assert strange_widgets(window) == []
    page = window.inspector.agent_page.memory_tab
    qtbot.waitUntil(lambda: page.memories.matching >= 3, timeout=PATIENCE)
    models = [page.memories, *(view.model() for view in window.findChildren(QAbstractItemView) if view.model() is not None)]
    tips = [model.index(at, 0).data(Qt.ItemDataRole.ToolTipRole) for model in models for at in range(model.rowCount())]
    assert any(EVIL in str(model.index(at, 0).data()) for model in models for at in range(model.rowCount()))
    assert [tip for tip in tips if tip and renders(tip)] == []
