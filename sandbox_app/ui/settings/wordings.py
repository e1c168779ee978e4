"""The words in which thoughts are asked: seen, changed with a preview on somebody's latest thought, and taken back."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QSplitter, QWidget

from sandbox_app.errors import Problem
from sandbox_app.simulation.interventions import Edit, Intervention
from sandbox_app.simulation.messages import Frame
from sandbox_app.ui.pieces import button, column, label, row
from sandbox_app.ui.scene import Scene
from sandbox_app.ui.theme import fixed_font
from sandbox_app.ui.throttle import Throttle
from sandbox_app.ui.words import thought, tr
from sandbox_app.worldfile.reader import WorldReader

if TYPE_CHECKING:
    from sandbox_app.simulation.wordings import Wording

_PAUSE_MS = 250
"""After so long without a key the preview follows."""


class WordingsTab(QWidget):
    """A form at a time, above its template and below how somebody's latest thought of it would be asked."""

    def __init__(self, scene: Scene, does: Callable[[Intervention], object], possible: Callable[[], bool]) -> None:
        super().__init__()
        self._scene, self._does, self._possible = scene, does, possible
        self._wordings: dict[str, Wording] = {}
        self._right = ""
        self.note = label(
            tr("The demo model was trained on the shipped words; asked in others it answers worse. Larger models take any clear words."),
            "quiet",
            wrap=True,
        )
        self.form = QComboBox()
        self.form.setAccessibleName(tr("What is asked"))
        self.form.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.whose = QComboBox()
        self.whose.setAccessibleName(tr("Preview with the latest thought of"))
        self.state = label("", "caption", wrap=True)
        self.text = _box(tr("The words, as a template"))
        self.shown = _box(tr("How it would be asked"))
        self.shown.setReadOnly(True)
        self.wrong = label("", "wrong", wrap=True)
        self.keep = button(tr("Keep"), self._keep, "primary_small", name="keepWording")
        self.reset = button(tr("Back to the shipped words"), self._reset, name="resetWording")
        self.split = QSplitter(Qt.Orientation.Vertical)
        for box in (self.text, self.shown):
            self.split.addWidget(box)
        whole = column(
            self.note, row(self.form, self.whose, 1), self.state, self.split, self.wrong, row(self.reset, 1, self.keep), spacing=8,
            margins=(14, 14, 14, 14),
        )  # fmt: skip
        whole.setStretchFactor(self.split, 1)
        self.setLayout(whole)
        self._pause = Throttle(_PAUSE_MS, self)
        self._pause.fired.connect(self._preview)
        self.form.currentIndexChanged.connect(self._show)
        self.whose.currentIndexChanged.connect(self._preview)
        self.text.textChanged.connect(self._edited)
        scene.moved.connect(self._moved)

    def look(self) -> None:
        """Read what holds now."""
        self.setEnabled(self._scene.world is not None)
        if self._scene.world is None:
            self.state.setText(tr("Open a world first; the words it is asked in can be changed here."))
            return
        chosen = self.whose.currentData()
        self.whose.blockSignals(True)
        self.whose.clear()
        for resident in self._scene.residents:
            self.whose.addItem(resident.short, resident.id)
        self.whose.setCurrentIndex(max(self.whose.findData(chosen), 0))
        self.whose.blockSignals(False)

        def read(reader: WorldReader) -> "list[Wording]":
            from sandbox_app.simulation.wordings import wordings_in  # late: the first picture does without

            return wordings_in(reader)

        self._scene.ask("wordings", read, self._found)

    def _moved(self, frame: Frame) -> None:
        if self.isVisible() and any(event.kind == "edit" for event in frame.events):
            self.look()

    def _found(self, wordings: "list[Wording]") -> None:
        before, self._wordings = self._wordings, {one.purpose: one for one in wordings}
        if self.form.count() != len(wordings):
            self.form.blockSignals(True)
            self.form.clear()
            for one in sorted(wordings, key=lambda one: thought(one.purpose)):
                self.form.addItem(thought(one.purpose), one.purpose)
            self.form.blockSignals(False)
        if before.get(self.purpose) != self._wordings.get(self.purpose):
            self._show()

    @property
    def purpose(self) -> str:
        """The form that is shown."""
        return str(self.form.currentData() or "")

    def _show(self) -> None:
        wording = self._wordings.get(self.purpose)
        if wording is not None:
            self.text.setPlainText(wording.text)
            said = tr("In words of this world's own") if wording.own else tr("As shipped")
            self.state.setText(tr("{said} · form {form} · {digest}", said=said, form=wording.purpose, digest=wording.digest))
            self._free()
            self._preview()

    def _edited(self) -> None:
        self.keep.setEnabled(False)
        self._pause.poke()

    def _preview(self) -> None:
        """Show how it would be asked; only what was seen so can be kept."""
        purpose, text, agent = self.purpose, self.text.toPlainText(), int(self.whose.currentData() or 0)
        if not purpose:
            return

        def make(reader: WorldReader) -> tuple[str, str, str]:
            from sandbox_app.simulation.wordings import preview

            try:
                return text, preview(reader, purpose, text, agent), ""
            except Problem as problem:
                return text, "", problem.sentence

        self._scene.ask("preview wording", make, self._previewed)

    def _previewed(self, made: tuple[str, str, str]) -> None:
        text, shown, wrong = made
        self.shown.setPlainText(shown or ("" if wrong else tr("Nobody has been asked this yet; it will be asked so.")))
        self.wrong.setText(wrong)
        self.wrong.setVisible(bool(wrong))
        self._right = "" if wrong else text
        self._free()

    def _free(self) -> None:
        wording, can = self._wordings.get(self.purpose), self._possible()
        text = self.text.toPlainText()
        changed = wording is not None and text.strip("\n") != wording.text
        self.keep.setEnabled(can and changed and text == self._right)
        self.reset.setEnabled(can and wording is not None and wording.own)
        for push in (self.keep, self.reset):
            push.setToolTip("" if can else tr("Only the present can be changed."))

    def _keep(self) -> None:
        from sandbox_app.simulation.editing.operations import SetWording

        self._does(Edit(SetWording(self.purpose, self.text.toPlainText())))

    def _reset(self) -> None:
        from sandbox_app.simulation.editing.operations import SetWording

        self._does(Edit(SetWording(self.purpose)))


def _box(words: str) -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setFont(fixed_font(11))
    made.setTabChangesFocus(True)
    made.setAccessibleName(words)
    return made
