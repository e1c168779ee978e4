"""A part of what a thought was told: to be put otherwise, or left out."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPlainTextEdit

from sandbox_app.simulation.again.altered import Altered
from sandbox_app.ui.inspector.again.found import title
from sandbox_app.ui.pieces import button, column, label, row
from sandbox_app.ui.words import tr

if TYPE_CHECKING:
    from sandbox_app.simulation.again.parts import Part

_HEIGHT = 58


class PartRow(QFrame):
    """The words, and what can be done with them.

    Signals:
        changed: it is, or is no longer, as it was.
    """

    changed = Signal()

    def __init__(self, part: "Part") -> None:
        super().__init__()
        self.part = part
        self.out = False
        self.setProperty("role", "card")
        name = title(part.where)
        self.caption = label(tr("{part} · {note}", part=name, note=part.note) if part.note else name, "caption", wrap=True)
        self.text = label(part.text or tr("nothing so far"), "" if part.text else "quiet", wrap=True)
        self.words = QPlainTextEdit()
        self.words.setFixedHeight(_HEIGHT)
        self.words.setTabChangesFocus(True)
        self.words.setAccessibleName(tr("Other words for: {part}", part=name))
        self.words.hide()
        self.change = button(tr("Change…"), self._begin, "link", name="changePart")
        self.leave = button(tr("Leave out"), self._leave, "link", name="leaveOutPart")
        self.back = button(tr("As it was"), self.reset, "link", name="partAsItWas")
        self.setLayout(
            column(
                self.caption, self.text, self.words, row(self.change, self.leave, self.back, 1, spacing=2), spacing=2, margins=(8, 5, 8, 3)
            )
        )
        self.words.textChanged.connect(self._edited)
        self._show()

    @property
    def altered(self) -> Altered | None:
        """What was made of it; None while it is as it was."""
        if self.out:
            return Altered(self.part.where)
        words = self.words.toPlainText().strip()
        return Altered(self.part.where, words) if not self.words.isHidden() and words != self.part.text else None

    def reset(self) -> None:
        """Let it be as it was."""
        self.out = False
        self.words.hide()
        self._show()
        self.changed.emit()

    def _begin(self) -> None:
        self.words.setPlainText(self.part.text)
        self.words.show()
        self.words.setFocus()
        self.words.selectAll()
        self._show()

    def _leave(self) -> None:
        self.out = True
        self.words.hide()
        self._show()
        self.changed.emit()

    def _edited(self) -> None:
        if not self.words.isHidden():
            self.changed.emit()

    def _show(self) -> None:
        touched = self.out or not self.words.isHidden()
        font = self.text.font()
        font.setStrikeOut(self.out)
        self.text.setFont(font)
        self.text.setVisible(self.words.isHidden())
        self.change.setHidden(touched)
        self.leave.setHidden(touched or not self.part.removable)
        self.back.setHidden(not touched)
