"""A few lines in which a person writes a memory: its words, its kind where it is new, and how much it matters."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QPlainTextEdit

from sandbox_app.simulation.editing.operations import MEMORY_KINDS
from sandbox_app.ui.pieces import button, column, label, number_field, row
from sandbox_app.ui.words import memory_kinds, tr
from sandbox_app.worldfile.rows import MemoryRow

_HEIGHT = 84


class MemoryForm(QFrame):
    """The form; Escape puts it away, Ctrl+Enter keeps what was written.

    Signals:
        kept: words, kind and importance (0: the agent weighs it itself).
    """

    kept = Signal(str, str, int)

    def __init__(self, *, new: bool) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.words = QPlainTextEdit()
        self.words.setFixedHeight(_HEIGHT)
        self.words.setTabChangesFocus(True)
        self.words.setPlaceholderText(tr("What is remembered, as they would say it to themselves"))
        self.words.setAccessibleName(tr("The words of the memory"))
        self.kind = QComboBox()
        self.kind.setAccessibleName(tr("Kind of memory"))
        for kind in MEMORY_KINDS:
            said = memory_kinds()[kind]
            self.kind.addItem(said[:1].upper() + said[1:], kind)
        self.importance = number_field(0, 10)
        self.importance.setSpecialValueText(tr("they decide") if new else tr("as it is"))
        self.importance.setAccessibleName(tr("How much it matters, from 1 to 10"))
        self.keep = button(tr("Add") if new else tr("Keep"), self._keep, "primary_small", name="keepMemory")
        cancel = button(tr("Cancel"), self.hide)
        choices = row(self.kind, label(tr("Matters"), "quiet"), self.importance, 1)
        self.setLayout(column(self.words, choices, row(1, cancel, self.keep), margins=(10, 10, 10, 10)))
        self.kind.setHidden(not new)
        self.words.textChanged.connect(self._say)
        self.hide()

    def begin(self, memory: MemoryRow | None = None) -> None:
        """Appear, with the words of a memory or with none."""
        self.words.setPlainText(memory.text if memory else "")
        self.importance.setValue(memory.importance if memory else 0)
        self.show()
        self.words.setFocus()
        self.words.selectAll()
        self._say()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape and Ctrl+Enter."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._keep()
        else:
            super().keyPressEvent(event)

    def _say(self) -> None:
        self.keep.setEnabled(bool(self.words.toPlainText().strip()))

    def _keep(self) -> None:
        words = self.words.toPlainText().strip()
        if words:
            self.hide()
            self.kept.emit(words, self.kind.currentData(), self.importance.value())
