"""The answer on record and the new one, side by side where there is room, with what differs marked."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QWidget

from sandbox_app.simulation.again.altered import Again
from sandbox_app.ui.inspector.again.differing import marked
from sandbox_app.ui.inspector.raw_part import RawPart
from sandbox_app.ui.pieces import column, label
from sandbox_app.ui.theme import fixed_font
from sandbox_app.ui.words import several, tr

NARROW = 300
"""Below this width the answers stand one above the other."""


class Answers(QFrame):
    """Both answers, a sentence that says whether they differ, and in *Details* what was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "nowcard")
        self.was, self.now = _answer(tr("The answer on record")), _answer(tr("The new answer"))
        self.said = label("", "now", wrap=True)
        self.wrong = label("", "wrong", wrap=True, selectable=True)
        self.numbers = label("", "caption", wrap=True)
        self.own = RawPart(tr("Asked now: who they are"), "home")
        self.prompt = RawPart(tr("Asked now: the situation and the question"), "accent")
        both = QWidget()
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, both)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.setSpacing(10)
        for title, text in ((tr("On record"), self.was), (tr("Now"), self.now)):
            side = QWidget()
            side.setLayout(column(label(title, "heading"), text, 1, spacing=2))
            self._both.addWidget(side, 1)
        self.setLayout(column(self.said, both, self.wrong, self.numbers, self.prompt, self.own, spacing=6, margins=(12, 10, 12, 10)))

    def show_answer(self, again: Again, done: bool) -> None:
        """Show what came of it so far."""
        left, right = (
            marked(again.was, again.now) if done and again.now else (marked(again.was, again.was)[0], marked(again.now, again.now)[0])
        )
        self.was.setText(left)
        self.now.setText(right or "…")
        self.said.setText(_sentence(again) if done else tr("The answer is being written…"))
        self.wrong.setText(again.error if done else "")
        self.wrong.setVisible(bool(self.wrong.text()))
        tokens = several(again.tokens, "{count} token", "{count} tokens")
        told = [tr("{seconds} s", seconds=f"{again.seconds:.1f}"), tokens, tr("model {model}", model=again.model) if again.model else ""]
        self.numbers.setText(" · ".join(part for part in told if part))
        for part, text in ((self.prompt, again.prompt), (self.own, again.own)):
            part.show_text(text)
            part.setVisible(done and bool(text))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where there is room."""
        super().resizeEvent(event)
        beside = event.size().width() >= NARROW
        self._both.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)


def _sentence(again: Again) -> str:
    if not again.now:
        return tr("There is no new answer.")
    if again.now.strip() == again.was.strip():
        return tr("The answer is the same.")
    if not again.changes:
        return tr("Asked the same, the model answers otherwise this time.")
    return tr("The answer is another one.")


def _answer(words: str) -> QLabel:
    made = label("", wrap=True, selectable=True)
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setFont(fixed_font(11))
    made.setStyleSheet("font-size: 11px;")
    made.setAlignment(Qt.AlignmentFlag.AlignTop)
    made.setAccessibleName(words)
    return made
