"""Undo and redo in the menu, by the name of what they would undo; what can be undone is the record's affair."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from sandbox_app.simulation.interventions import Redo, Undo
from sandbox_app.simulation.messages import Frame
from sandbox_app.ui.words import tr

if TYPE_CHECKING:
    from sandbox_app.simulation.editing.history import History
    from sandbox_app.ui.window.main_window import MainWindow
    from sandbox_app.worldfile.reader import WorldReader


class Undoing(QObject):
    """Keeps the two actions of one window true to the record of its world.

    Attributes:
        undo, redo: the actions; disabled while nothing can be undone, or nothing can be changed.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.undo = QAction(tr("Undo"), self)
        self.redo = QAction(tr("Redo"), self)
        self._possible = False
        self._undoes, self._redoes = "", ""
        self.undo.triggered.connect(lambda: window.intervene(Undo()))
        self.redo.triggered.connect(lambda: window.intervene(Redo()))
        window.scene.opened.connect(self.look)
        window.living.frame.connect(self._lived)
        self._say()

    def enable(self, possible: bool) -> None:
        """Let the person undo, or not: nothing can be changed in the past, nor where nobody lives."""
        self._possible = possible
        self._say()

    def look(self) -> None:
        """Look up in the record what can be undone."""

        def read(reader: "WorldReader") -> "History":
            from sandbox_app.simulation.editing.history import history  # late: the first picture does without

            return history(reader)

        self._undoes, self._redoes = "", ""
        self._say()
        self._window.scene.ask("undo", read, self._found)

    def _lived(self, frame: Frame) -> None:
        edits = [event for event in frame.events if event.kind == "edit"]
        if edits:
            self._window.status_line.say(edits[-1].text)
            self.look()

    def _found(self, past: "History") -> None:
        self._undoes = past.undo[-1].name if past.undo else ""
        self._redoes = past.redo[-1].name if past.redo else ""
        self._say()

    def _say(self) -> None:
        self.undo.setText(tr("Undo: {name}", name=self._undoes) if self._undoes else tr("Undo"))
        self.redo.setText(tr("Redo: {name}", name=self._redoes) if self._redoes else tr("Redo"))
        self.undo.setEnabled(self._possible and bool(self._undoes))
        self.redo.setEnabled(self._possible and bool(self._redoes))
