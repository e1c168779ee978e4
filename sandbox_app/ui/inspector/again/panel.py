"""*Ask again with something changed*: below a thought, what it was told, to change and to ask the model once more."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sandbox_app.simulation.again.altered import Altered
from sandbox_app.simulation.messages import AnsweredAgain, AnsweredPerson, AskAgain, NoMatter
from sandbox_app.ui.inspector.again.answers import Answers
from sandbox_app.ui.inspector.again.found import Told, told
from sandbox_app.ui.inspector.again.part_row import PartRow
from sandbox_app.ui.pieces import button, column, empty, label, row
from sandbox_app.ui.scene import Branching, Scene
from sandbox_app.ui.words import several, tr
from sandbox_app.worldfile.rows import CallRow

FIRST = 6
"""Parts shown at once; a click shows the others."""


class AgainPart(QWidget):
    """Folded at first. Nothing of what is done here changes the world; what is made of it is a world of its own."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene
        self._call: CallRow | None = None
        self._number = 0
        self._asked: tuple[Altered, ...] = ()
        self.rows: list[PartRow] = []
        self.head = button("", self._toggle, "link", name="askAgainHead")
        self.said = label(
            tr("Change what they were told, or leave something out, and ask once more. In this world nothing changes."), "quiet", wrap=True
        )
        self.wrong = label("", "wrong", wrap=True)
        self._parts = QVBoxLayout()
        self._parts.setSpacing(4)
        self.more = button("", self._show_all, "link", name="moreParts")
        self.ask_button = button(tr("Ask again"), self._ask, "primary_small", name="askAgain")
        self.stop = button(tr("Stop"), self._stop, name="stopAskingAgain")
        self.answers = Answers()
        self.branch = button(tr("Go on like this in a new world…"), self._branch, name="branchHere")
        self._inside = QWidget()
        self._inside.setLayout(
            column(
                self.said,
                self._parts,
                self.more,
                self.wrong,
                row(self.ask_button, self.stop, 1),
                self.answers,
                row(self.branch, 1),
                spacing=6,
            )
        )
        self.setLayout(column(self.head, self._inside, spacing=4))
        self._inside.hide()
        self._say()
        scene.answered.connect(self._answered)
        scene.woke.connect(self._woke)

    def show_call(self, call: CallRow | None) -> None:
        """Turn to another thought, or to none."""
        if call is not None and self._call is not None and call.id == self._call.id:
            return
        self._stop()
        self._call = call
        self.setVisible(call is not None)
        self._inside.hide()
        self._say()
        self._clear()

    def _toggle(self) -> None:
        self._inside.setVisible(self._inside.isHidden())
        self._say()
        if not self._inside.isHidden() and not self.rows and self._call is not None:
            number = self._call.id
            self._scene.ask(f"again {id(self)}", lambda reader: told(reader, number), self._told)

    def _say(self) -> None:
        sign = "▸" if self._inside.isHidden() else "▾"
        self.head.setText(tr("{sign} Ask again with something changed", sign=sign))

    def _clear(self) -> None:
        empty(self._parts)
        self.rows = []
        self.answers.hide()
        self.more.hide()
        self.wrong.hide()
        self._changed()

    def _told(self, found: Told) -> None:
        if self._call is None or found.call != self._call.id:
            return
        self._clear()
        self.wrong.setText(found.wrong)
        self.wrong.setVisible(bool(found.wrong))
        for part in found.parts:
            made = PartRow(part)
            made.changed.connect(self._changed)
            made.setHidden(len(self.rows) >= FIRST)
            self.rows.append(made)
            self._parts.addWidget(made)
        rest = len(self.rows) - FIRST
        self.more.setText(several(rest, "{count} more part", "{count} more parts"))
        self.more.setVisible(rest > 0)
        self._free()

    def _show_all(self) -> None:
        for made in self.rows:
            made.show()
        self.more.hide()

    @property
    def changes(self) -> tuple[Altered, ...]:
        """What is altered, as it stands."""
        return tuple(altered for made in self.rows if (altered := made.altered) is not None)

    def _changed(self) -> None:
        changes = self.changes
        self.branch.setVisible(bool(changes) and not self.answers.isHidden())
        self.ask_button.setText(tr("Ask again") if changes else tr("Ask again as it was"))
        self._free()

    def _free(self) -> None:
        awake = self._scene.live
        self.stop.setVisible(self._number != 0)
        self.ask_button.setEnabled(awake and bool(self.rows) and self._number == 0)
        self.ask_button.setToolTip("" if awake else tr("The model can be asked once the town is awake."))

    def _woke(self, awake: bool) -> None:
        if not awake:
            self._stop()  # who was asked is gone
        self._free()

    def _ask(self) -> None:
        if self._call is not None:
            self._number, self._asked = self._scene.next_number(), self.changes
            self.answers.hide()
            self.branch.hide()
            self._free()
            self._scene.wondered.emit(AskAgain(self._number, self._call.id, self._asked))

    def _stop(self) -> None:
        if self._number:
            self._scene.wondered.emit(NoMatter(self._number))
            self._number = 0
            self.answers.hide()
            self._free()

    def _answered(self, answer: AnsweredAgain | AnsweredPerson) -> None:
        if not isinstance(answer, AnsweredAgain) or answer.number != self._number:
            return
        self.answers.show_answer(answer.again, answer.done)
        self.answers.show()
        if answer.done:
            self._number = 0
            self._changed()

    def _branch(self) -> None:
        if self._call is not None:
            self._scene.branched.emit(Branching(self._call.id, self._call.asked_step, self.changes))
