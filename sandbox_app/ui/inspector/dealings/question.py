"""The interview box: a question from outside the town to one person, answered from memory as of the moment shown; nothing changes."""

from PySide6.QtWidgets import QFrame, QLineEdit

from sandbox_app.simulation.interviewing import LONGEST_QUESTION
from sandbox_app.simulation.messages import AnsweredAgain, AnsweredPerson, AskPerson, NoMatter
from sandbox_app.ui.inspector.links import Rows, memory_row
from sandbox_app.ui.pieces import button, card, column, label, row
from sandbox_app.ui.scene import Resident, Scene
from sandbox_app.ui.words import tr
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import MemoryRow

FIRST = 5
"""Memories shown below an answer."""


class QuestionBox(QFrame):
    """A line for the question, and the answer as it is written, with the memories it rests on."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene
        self._resident: Resident | None = None
        self._number = 0
        self._asked_at = 0
        self.title = label("", "heading", wrap=True)
        self.said = label(
            tr("They answer from what they remember at the moment shown. Nobody in the town will know of it."), "quiet", wrap=True
        )
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("What are you looking forward to?"))
        self.words.setAccessibleName(tr("Your question to this person"))
        self.words.setMaxLength(LONGEST_QUESTION)
        self.ask_button = button(tr("Ask"), self._ask, "primary_small", name="askPerson")
        self.stop = button(tr("Stop"), self._stop, name="stopAskingPerson")
        self.caption = label("", "caption", wrap=True)
        self.answer = label("", "now", wrap=True, selectable=True)
        self.wrong = label("", "wrong", wrap=True, selectable=True)
        self.shown = card(self.caption, self.answer, self.wrong, role="nowcard")
        self.memories = Rows(tr("What it rests on"))
        line = row(self.words, self.ask_button, self.stop)
        line.setStretchFactor(self.words, 1)
        self.setLayout(column(self.title, self.said, line, self.shown, self.memories, spacing=5))
        self.words.returnPressed.connect(self._ask)
        self.words.textChanged.connect(lambda _text: self._free())
        scene.answered.connect(self._answered)
        scene.woke.connect(self._woke)

    def show_agent(self, resident: Resident) -> None:
        """Turn to somebody; what was asked of another one is of no interest any more."""
        self._stop()
        self._resident = resident
        self.title.setText(tr("Ask {name} a question", name=resident.short))
        self.words.clear()
        self.shown.hide()
        self.memories.show_rows((resident.id, "?"), [])
        self._free()

    def _free(self) -> None:
        awake, visitor = self._scene.live, self._resident is not None and self._resident.member.visitor
        self.setHidden(visitor)
        self.stop.setVisible(self._number != 0)
        self.ask_button.setEnabled(awake and bool(self.words.text().strip()) and self._number == 0)
        self.ask_button.setToolTip("" if awake else tr("People can be asked once the town is awake."))

    def _woke(self, awake: bool) -> None:
        if not awake:
            self._stop()  # who was asked is gone
        self._free()

    def _ask(self) -> None:
        text, resident = self.words.text().strip(), self._resident
        if resident is None or not self.ask_button.isEnabled():
            return
        scene = self._scene
        self._number, self._asked_at = scene.next_number(), scene.step
        self.caption.setText(f"{scene.calendar.said(scene.step)} · {text}")
        self._show("…")
        self.memories.show_rows((resident.id, "?"), [])
        self._free()
        scene.wondered.emit(AskPerson(self._number, resident.id, text, scene.step))

    def _show(self, text: str, wrong: str = "") -> None:
        self.answer.setText(text)
        self.answer.setVisible(bool(text))
        self.wrong.setText(wrong)
        self.wrong.setVisible(bool(wrong))
        self.shown.show()

    def _stop(self) -> None:
        if self._number:
            self._scene.wondered.emit(NoMatter(self._number))
            self._number = 0
            self.shown.hide()
        self._free()

    def _answered(self, answered: AnsweredAgain | AnsweredPerson) -> None:
        if not isinstance(answered, AnsweredPerson) or answered.number != self._number:
            return
        self._show(answered.text or ("" if answered.done else "…"), answered.error)
        if answered.done:
            number, self._number = self._number, 0
            self._free()
            first = answered.memories[:FIRST]
            self._scene.ask(f"evidence {id(self)}", lambda reader: (number, _memories(reader, first)), self._found)

    def _found(self, found: tuple[int, list[MemoryRow]]) -> None:
        number, memories = found
        if not self.shown.isHidden() and self._number == 0:
            self.memories.show_rows((number, "memories"), [memory_row(self._scene, memory) for memory in memories])


def _memories(reader: WorldReader, numbers: tuple[int, ...]) -> list[MemoryRow]:
    return [memory for number in numbers if (memory := reader.memory(number)) is not None]
