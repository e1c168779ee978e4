"""The tab of feelings: the curve above, the emotions below, each with a click to what brought it."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sandbox_app.ui.inspector.feelings.found import Feelings, feelings
from sandbox_app.ui.inspector.links import Rows
from sandbox_app.ui.pieces import column, label, scrolled
from sandbox_app.ui.scene import Resident, Scene
from sandbox_app.ui.words import tr
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import Event

if TYPE_CHECKING:
    from sandbox_app.ui.inspector.feelings.plot import MoodPlot


EDGE = 16
"""Pixels that stay free at both sides."""
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
        self.scale = label("", "caption", wrap=True)
        content = QWidget()
        content.setLayout(column(self.felt, 1, margins=(EDGE, 4, EDGE, 16)))
        self.said.setContentsMargins(EDGE, 8, EDGE, 2)
        self.scale.setContentsMargins(EDGE, 0, EDGE, 2)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self._layout.addWidget(self.said)
        self._layout.addWidget(self.scale)
        self._layout.addWidget(scrolled(content), 1)

    def show_agent(self, resident: Resident) -> None:
        """Turn to somebody."""
        self._resident = resident
        self.felt.show_events(self._scene, [])
        self.said.setText("")
        self.scale.setText("")

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
        self.scale.setText(tr("Now {mood}, where −10 is very bad, 0 even and 10 very good", mood=_number(felt.moods[-1])))
        none = tr("What moves {name} will be here, with what brought it.", name=resident.short)
        self.felt.show_events(self._scene, felt.felt, none, _strength)

    def _drawn(self) -> "MoodPlot":
        if self.plot is None:
            from sandbox_app.ui.inspector.feelings.plot import MoodPlot

            self.plot = MoodPlot(self._scene)
            inset = QWidget()
            inset.setLayout(column(self.plot, margins=(EDGE, 0, EDGE, 0)))
            self._layout.insertWidget(2, inset)
        return self.plot


def _strength(event: Event) -> str:
    """How strong an emotion was when it came, in words and on its scale."""
    return tr("strength {felt} of 10", felt=_number(float(event.data["intensity"])))


def _number(value: float) -> str:
    return f"{value:.1f}".replace("-", "−").removesuffix(".0")
