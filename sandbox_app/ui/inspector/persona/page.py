"""The page on which a person changes who somebody is: age, job, traits, values, speech, secret and the rest of the persona."""

from PySide6.QtWidgets import QFormLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from sandbox_app.errors import Problem
from sandbox_app.simulation.editing.operations import SetPersona
from sandbox_app.simulation.interventions import Edit
from sandbox_app.simulation.messages import Frame
from sandbox_app.ui.pieces import button, column, label, row, scrolled
from sandbox_app.ui.scene import Scene, Selection
from sandbox_app.ui.words import tr
from sandbox_app.worldfile.reader import WorldReader

LONG = frozenset({"identity", "aim", "secret", "speech", "habits"})
_HIGH = 66
Field = QLineEdit | QPlainTextEdit


class PersonaPage(QWidget):
    """The fields of one persona, as of the moment shown; `Keep` changes those that are another than before."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene
        self._agent = 0
        self._before: dict[str, str] = {}
        self.fields: dict[str, Field] = {}
        self.said = label("", "quiet", wrap=True)
        self.wrong = label("", "wrong", wrap=True)
        self.keep = button(tr("Keep"), self._keep, "primary", name="keepPersona")
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for name, words in _fields().items():
            field = self.fields[name] = _field(name, words)
            form.addRow(words, field)
            field.textChanged.connect(self._changed)
        content = QWidget()
        content.setLayout(column(self.said, form, self.wrong, row(1, self.keep), 1, margins=(16, 8, 16, 16)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(content))
        scene.selected.connect(self._selected)
        scene.moved.connect(self._moved)
        scene.freed.connect(lambda _free: self._changed())

    def _selected(self, selection: Selection) -> None:
        self._agent = selection.id if selection.kind == "persona" else 0
        if self._agent:
            self.wrong.setText("")
            self.said.setText(tr("Who {name} is. What you change here is thought with from now on.", name=self._scene.short(self._agent)))
            self._fill({})
            self._ask()

    def _moved(self, frame: Frame) -> None:
        if self._agent and (self._scene.past or any(event.kind == "edit" for event in frame.events)):
            self._ask()

    def _ask(self) -> None:
        agent, at = self._agent, self._scene.step

        def read(reader: WorldReader) -> tuple[int, dict[str, str]]:
            from sandbox_app.simulation.editing.personas import parts_of, written  # late: only whoever edits needs it

            row = next(row for row in reader.personas(at) if row.agent_id == agent)
            parts = parts_of(row)
            return agent, {name: written(parts[name]) for name in _fields()}

        self._scene.ask("persona", read, self._answer)

    def _answer(self, answer: tuple[int, dict[str, str]]) -> None:
        agent, values = answer
        if agent == self._agent and values != self._before:
            self._fill(values)

    def _fill(self, values: dict[str, str]) -> None:
        self._before = values
        for name, field in self.fields.items():
            _write(field, values.get(name, ""))
        self._changed()

    def _another(self) -> tuple[SetPersona, ...]:
        return tuple(
            SetPersona(self._agent, name, _read(field))
            for name, field in self.fields.items()
            if name in self._before and _read(field) != self._before[name]
        )

    def _changed(self) -> None:
        self.keep.setEnabled(self._scene.can_change and bool(self._another()))
        self.keep.setToolTip("" if self._scene.can_change else tr("Only the present can be changed."))

    def _keep(self) -> None:
        changes = self._another()

        def check(reader: WorldReader) -> str:
            from sandbox_app.simulation.edited import preview

            try:
                for change in changes:
                    preview(reader.path, change)
            except Problem as problem:
                return problem.sentence
            return ""

        def checked(wrong: str) -> None:
            self.wrong.setText(wrong)
            if not wrong:
                for change in changes:
                    self._scene.wish(Edit(change))

        self._scene.ask("check persona", check, checked)


def _fields() -> dict[str, str]:
    """The parts of a persona that are written here, in order, with their words."""
    return {
        "age": tr("Age"),
        "pronouns": tr("Pronouns"),
        "job": tr("Job"),
        "traits": tr("Traits"),
        "identity": tr("Who they are"),
        "aim": tr("What they want"),
        "speech": tr("How they speak"),
        "values": tr("Values"),
        "secret": tr("Secret"),
        "home": tr("Home"),
        "workplace": tr("Workplace"),
        "work_from": tr("Works from"),
        "work_to": tr("Works until"),
        "free_days": tr("Free on"),
        "wake": tr("Wakes at"),
        "bed": tr("To bed at"),
        "habits": tr("Habits"),
        "big_five": tr("Big Five"),
        "mbti": tr("Type"),
    }


def _field(name: str, words: str) -> Field:
    made: Field
    if name in LONG:
        made = QPlainTextEdit()
        made.setFixedHeight(_HIGH)
        made.setTabChangesFocus(True)
    else:
        made = QLineEdit()
    made.setAccessibleName(words)
    hints = {
        "habits": tr("16:00 Duck Green: feed the ducks; …"),
        "traits": tr("with commas"),
        "values": tr("with commas"),
        "free_days": tr("Saturday, Sunday"),
    }
    made.setPlaceholderText(hints.get(name, ""))
    return made


def _read(field: Field) -> str:
    return (field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()).strip()


def _write(field: Field, text: str) -> None:
    if isinstance(field, QPlainTextEdit):
        field.setPlainText(text)
    else:
        field.setText(text)
        field.setCursorPosition(0)
