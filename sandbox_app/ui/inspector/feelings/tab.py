"""The tab of feelings: the curve above, the emotions below, each with a click to what brought it."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sandbox_app.ui.inspector.feelings.found import Feelings, feelings
from sandbox_app.ui.inspector.links import Rows
from sandbox_app.ui.pieces import column, label, scrolled
from sandbox_app.ui.scene import Resident, Scene
from sandbox_app.ui.words import tr
from sandbox_app.worldfile.reader import WorldReader

if TYPE_CHECKING:
    from sandbox_app.ui.inspector.feelings.plot import MoodPlot


DAY = 24 * 3600
"""So many seconds are shown."""


class FeelingsTab(QWidget):
    """What somebody felt in a day until the moment shown."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene
        self._resident: Resident | None = None
        self.said = label("", "quiet", wrap=True)
        self.plot: MoodPlot | None = None
        self.felt = Rows(tr("What they felt, the latest first"))
        content = QWidget()
        content.setLayout(column(self.felt, 1, margins=(16, 4, 16, 16)))
        self.said.setContentsMargins(16, 8, 16, 2)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self._layout.addWidget(self.said)
        self._layout.addWidget(scrolled(content), 1)

    def show_agent(self, resident: Resident) -> None:
        """Turn to somebody."""
        self._resident = resident
        self.felt.show_events(self._scene, [])
        self.said.setText("")

    def ask(self) -> None:
        """Ask the file for the feelings."""
        resident, at = self._resident, self._scene.step
        if resident is None:
            return
        calendar = self._scene.calendar
        start = max(0, at - DAY // calendar.step_seconds)

        def read(reader: WorldReader) -> tuple[Resident, Feelings]:
            return resident, feelings(reader, resident.id, start, at, calendar.step_seconds)

        self._scene.ask("feelings", read, self._answer)

    def _answer(self, found: tuple[Resident, Feelings]) -> None:
        resident, felt = found
        if resident is not self._resident:
            return
        self._drawn().show_feelings(felt)
        self.said.setText(tr("The mood of {name} in the last 24 hours", name=resident.short))
        none = tr("What moves {name} will be here, with what brought it.", name=resident.short)
        self.felt.show_events(self._scene, felt.felt, none)

    def _drawn(self) -> "MoodPlot":
        if self.plot is None:
            from sandbox_app.ui.inspector.feelings.plot import MoodPlot

            self.plot = MoodPlot(self._scene)
            self._layout.insertWidget(1, self.plot)
        return self.plot
