"""A few lines in which a person writes what somebody believes of another, or what the other is to them."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QSlider

from sandbox_app.ui.pieces import button, column, label, number_field, row
from sandbox_app.ui.words import belief_kinds, closeness, tr
from sandbox_app.worldfile.rows import BeliefRow

LONGEST_BELIEF, LONGEST_RELATION = 100, 60
_USUAL_SURE = 90


class _Form(QFrame):
    """A line of words with more below; Escape puts it away, Enter keeps it: `kept` is called with the words.

    Signals:
        closed: it was put away, kept or not.
    """

    closed = Signal()

    def __init__(self, hint: str, most: int, kept: Callable[[str], None]) -> None:
        super().__init__()
        self._kept = kept
        self.setProperty("role", "card")
        self.words = QLineEdit(placeholderText=hint)
        self.words.setAccessibleName(hint)
        self.words.setMaxLength(most)
        self.keep = button(tr("Keep"), self._keep, "primary_small", name="keepBelief")
        self.cancel = button(tr("Cancel"), self.put_away)
        self.words.returnPressed.connect(self._keep)
        self.words.textChanged.connect(lambda text: self.keep.setEnabled(bool(text.strip())))
        self.hide()

    def put_away(self) -> None:
        """Close without a change."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        else:
            super().keyPressEvent(event)

    def _appear(self, words: str) -> None:
        self.words.setText(words)
        self.keep.setEnabled(bool(words.strip()))
        self.show()
        self.words.setFocus()
        self.words.selectAll()

    def _keep(self) -> None:
        words = self.words.text().strip()
        if words:
            self.hide()
            self._kept(words)
            self.closed.emit()


class BeliefForm(_Form):
    """A belief: of what kind, its words, how sure.

    Signals:
        kept: kind, words, how sure (0 to 1), and the number of the belief it takes the place of (0: one more).
    """

    kept = Signal(str, str, float, int)

    def __init__(self) -> None:
        super().__init__(tr("What is believed"), LONGEST_BELIEF, self._believed)
        self._belief = 0
        self.kind = QComboBox()
        self.kind.setAccessibleName(tr("What it is about"))
        for kind, said in belief_kinds().items():
            self.kind.addItem(said[:1].upper() + said[1:], kind)
        self.sure = number_field(0, 100)
        self.sure.setSuffix(tr(" % sure"))
        self.sure.setAccessibleName(tr("How sure, in percent"))
        self.setLayout(column(self.kind, self.words, row(self.sure, 1, self.cancel, self.keep), margins=(10, 8, 10, 8), spacing=6))

    def begin(self, belief: BeliefRow | None = None) -> None:
        """Appear, with a belief or for a new one."""
        self._belief = belief.id if belief else 0
        self.kind.setCurrentIndex(max(self.kind.findData(belief.kind if belief else "is"), 0))
        self.sure.setValue(round(belief.value * 100) if belief else _USUAL_SURE)
        self._appear(belief.text if belief else "")

    def _believed(self, words: str) -> None:
        self.kept.emit(self.kind.currentData(), words, self.sure.value() / 100, self._belief)


class RelationForm(_Form):
    """What the other is to somebody, and how close.

    Signals:
        kept: words, and how close (-10 to 10).
    """

    kept = Signal(str, float)

    def __init__(self) -> None:
        super().__init__(tr("What they are: friend, rival, neighbour"), LONGEST_RELATION, self._related)
        self.near = QSlider(Qt.Orientation.Horizontal)
        self.near.setRange(-10, 10)
        self.near.setPageStep(2)
        self.near.setAccessibleName(tr("How close, from -10 to 10"))
        self.said = label("", "caption")
        self.near.valueChanged.connect(self._say)
        self.setLayout(column(self.words, self.near, row(self.said, 1, self.cancel, self.keep), margins=(10, 8, 10, 8), spacing=6))

    def begin(self, relation: BeliefRow | None) -> None:
        """Appear, with what holds now."""
        self.near.setValue(round(relation.value) if relation else 0)
        self._say()
        self._appear(relation.text if relation else "")

    def _say(self) -> None:
        near = self.near.value()
        self.said.setText(tr("{number} · {word}", number=f"{near:+d}", word=closeness(near) or tr("neither close nor far")))

    def _related(self, words: str) -> None:
        self.kept.emit(words, float(self.near.value()))
