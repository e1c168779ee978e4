"""What a person says about an answer: good, poor, or what it should have been. It goes into exported traces, from which models learn."""

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from sandbox_app.simulation.editing.operations import CorrectAnswer, RateAnswer
from sandbox_app.simulation.interventions import Edit
from sandbox_app.simulation.messages import Frame
from sandbox_app.ui.pieces import button, column, label, row
from sandbox_app.ui.scene import Scene
from sandbox_app.ui.theme import fixed_font
from sandbox_app.ui.words import tr
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import CallRow

_HEIGHT = 110
Marked = tuple[int, float | None, str]
"""A call, its mark (-1 to 1), and what it should have answered."""


def marks_of(reader: WorldReader, call: int, at: int) -> Marked:
    """Read the mark and the correction that hold for a call, None and "" for none."""
    from sandbox_app.simulation.editing.history import in_force  # late: the first picture can do without it

    rating, answer = None, ""
    for event in in_force(reader.events(None, at, kinds=["edit"])):
        for change in event.data.get("changes", ()):
            if change.get("table") == "answer" and change.get("number") == call:
                if change.get("name") == "rating":
                    rating = float(change["after"])
                else:
                    answer = str(change["after"])
    return call, rating, answer


class Marks(QWidget):
    """Two buttons that say good or poor, and a third that opens the answer for correction."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene
        self._call: CallRow | None = None
        self.good = button(tr("Good answer"), lambda: self._rate(1.0), name="goodAnswer")
        self.poor = button(tr("Poor answer"), lambda: self._rate(-1.0), name="poorAnswer")
        for mark in (self.good, self.poor):
            mark.setCheckable(True)
        self.correct = button(tr("Correct…"), self._begin, "link", name="correctAnswer")
        self.said = label("", "caption", wrap=True)
        self.words = QPlainTextEdit()
        self.words.setFont(fixed_font(11))
        self.words.setFixedHeight(_HEIGHT)
        self.words.setTabChangesFocus(True)
        self.words.setAccessibleName(tr("What the answer should have been"))
        self.keep = button(tr("Keep"), self._keep, "primary_small", name="keepAnswer")
        self._form = QWidget()
        self._form.setLayout(column(self.words, row(1, button(tr("Cancel"), self._form.hide), self.keep), spacing=4))
        self.setLayout(column(row(self.good, self.poor, self.correct, 1), self.said, self._form, spacing=4))
        self._form.hide()
        scene.freed.connect(self._free)
        scene.moved.connect(self._moved)
        self._free(scene.can_change)

    def show_call(self, call: CallRow) -> None:
        """Turn to an answer."""
        self._call = call
        self._form.hide()
        self._answer((call.id, None, ""))
        self._ask()

    def _ask(self) -> None:
        if self._call is not None:
            number, at = self._call.id, self._scene.step
            self._scene.ask("marks", lambda reader: marks_of(reader, number, at), self._answer)

    def _moved(self, frame: Frame) -> None:
        if self.isVisible() and any(event.kind == "edit" for event in frame.events):
            self._ask()

    def _answer(self, marked: Marked) -> None:
        number, rating, answer = marked
        if self._call is None or number != self._call.id:
            return
        self.good.setChecked(rating is not None and rating > 0)
        self.poor.setChecked(rating is not None and rating < 0)
        self.said.setText(tr("Corrected to: {answer}", answer=answer) if answer else "")
        self.said.setVisible(bool(answer))

    def _free(self, can_change: bool) -> None:
        only = tr("Only the present can be changed.")
        said = tr("Goes into exported traces; it changes nothing that was lived") if can_change else only
        for push in (self.good, self.poor, self.correct):
            push.setEnabled(can_change)
            push.setToolTip(said)
        if not can_change:
            self._form.hide()

    def _rate(self, rating: float) -> None:
        if self._call is not None:
            self._scene.wish(Edit(RateAnswer(self._call.id, rating)))

    def _begin(self) -> None:
        if self._call is not None:
            self.words.setPlainText(self._call.output)
            self._form.show()
            self.words.setFocus()

    def _keep(self) -> None:
        words = self.words.toPlainText().strip()
        if self._call is not None and words:
            self._form.hide()
            self._scene.wish(Edit(CorrectAnswer(self._call.id, words)))
