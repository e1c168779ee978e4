"""The strip above the map while the past is shown: when this was, and the way back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from sandbox_app.ui.pieces import ElidedLabel, button, row
from sandbox_app.ui.scene import Scene
from sandbox_app.ui.time_travel import TimeTravel
from sandbox_app.ui.words import tr


class PastBar(QWidget):
    """Says that this is the past. Shown and hidden by itself.

    Signals:
        continued: the person wants to go on from the moment shown, in a new world.
    """

    continued = Signal()

    def __init__(self, scene: Scene, travel: TimeTravel) -> None:
        super().__init__()
        self.setObjectName("pastBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(36)
        self._scene, self._travel = scene, travel
        self.words = ElidedLabel("past_words")
        self.back = button(tr("Back to now"), travel.back, "primary_small", name="backToNow")
        self.go_on = button(tr("Continue from here (new world)"), self.continued.emit, name="continueFromHere")
        self.setLayout(row(self.words, self.go_on, self.back, margins=(14, 3, 10, 3)))
        self.hide()
        travel.changed.connect(self._changed)
        travel.latest_changed.connect(self._say)
        scene.moved.connect(self._say)

    def _changed(self, past: bool) -> None:
        self.setVisible(past)
        self._say()

    def _say(self) -> None:
        if self._travel.past and self._scene.world is not None:
            calendar = self._scene.calendar
            self.words.setText(
                tr(
                    "This is the past: {then}. The town is at {now}.",
                    then=calendar.said(self._scene.step),
                    now=calendar.said(self._travel.latest),
                )
            )
