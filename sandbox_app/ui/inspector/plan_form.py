"""What is left of a day as lines to write in: a time, a place and what is done there."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit

from sandbox_app.errors import Problem
from sandbox_app.simulation.editing.operations import PlanLine, SetPlan
from sandbox_app.simulation.interventions import Edit
from sandbox_app.ui.pieces import button, column, label, row
from sandbox_app.ui.scene import Resident, Scene
from sandbox_app.ui.words import tr
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import PlanRow

_HEIGHT = 150


class PlanForm(QFrame):
    """The lines; each is checked before the plan is changed. Escape puts the form away."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._scene = scene
        self._resident: Resident | None = None
        self.lines = QPlainTextEdit()
        self.lines.setFixedHeight(_HEIGHT)
        self.lines.setTabChangesFocus(True)
        self.lines.setPlaceholderText(tr("14:00 Linden Park: feed the ducks"))
        self.lines.setAccessibleName(tr("The rest of the day, a line for each part"))
        self.wrong = label("", "wrong", wrap=True)
        self.keep = button(tr("Keep"), self._keep, "primary_small", name="keepPlan")
        said = tr(
            "A line for each part: time, place, colon, what is done. What comes before the first line stays; the last goes on until bed."
        )
        hint = label(said, "caption", wrap=True)
        self.setLayout(
            column(hint, self.lines, self.wrong, row(1, button(tr("Cancel"), self.hide), self.keep), spacing=5, margins=(10, 8, 10, 8))
        )
        self.lines.textChanged.connect(self._say)
        self.hide()

    def begin(self, resident: Resident, parts: list[PlanRow]) -> None:
        """Appear with the parts of somebody's day that are to come."""
        scene = self._scene
        self._resident = resident
        to_come = [part for part in parts if part.start_step > scene.step and part.place_id]
        said = (f"{scene.calendar.hhmm(part.start_step)} {scene.town.site_of(part.place_id).name}: {part.activity}" for part in to_come)
        self.lines.setPlainText("\n".join(said))
        self.show()
        self.lines.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _written(self) -> list[str]:
        return [line for line in self.lines.toPlainText().splitlines() if line.strip()]

    def _say(self) -> None:
        self.wrong.setText("")
        self.keep.setEnabled(bool(self._written()))

    def _keep(self) -> None:
        resident, written, town = self._resident, self._written(), self._scene.town
        if resident is None:
            return

        def check(reader: WorldReader) -> tuple[str, tuple[PlanLine, ...]]:
            from sandbox_app.simulation.edited import preview  # late: only whoever edits needs it
            from sandbox_app.simulation.editing.plans import read_line

            try:
                lines = tuple(read_line(town, line) for line in written)
                preview(reader.path, SetPlan(resident.id, lines))
            except Problem as problem:
                return problem.sentence, ()
            return "", lines

        def checked(found: tuple[str, tuple[PlanLine, ...]]) -> None:
            wrong, lines = found
            self.wrong.setText(wrong)
            if not wrong:
                self.hide()
                self._scene.wish(Edit(SetPlan(resident.id, lines)))

        self._scene.ask("check plan", check, checked)
