"""The strip above the map while it is found out what people were thinking: how far, how long still, and a way not to wait."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from sandbox_app.simulation.messages import Reliving
from sandbox_app.ui.pieces import ElidedLabel, button, row
from sandbox_app.ui.words import tr


class WakingBar(QWidget):
    """Shown while a new world takes up the thoughts of the one it comes from. `think_anew` is what its button does."""

    def __init__(self, think_anew: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("wakingBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(36)
        self._think_anew = think_anew
        self.words = ElidedLabel("")
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.progress = QProgressBar()
        self.progress.setRange(0, 100)
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(200)
        self.progress.setAccessibleName(tr("How far it is"))
        self.skip = button(tr("Do not wait"), self._skip, name="thinkAnew")
        self.skip.setToolTip(tr("Everybody thinks anew from here; what was just being thought is lost, nothing else."))
        self.setLayout(row(self.words, self.progress, self.skip, margins=(14, 3, 10, 3)))
        self.hide()

    def show_progress(self, far: Reliving) -> None:
        """Say how far it is."""
        said = tr("Everybody takes up the thoughts they had at this moment.")
        seconds = round(far.seconds_left)
        self.words.setText(tr("{what} About {seconds} s", what=said, seconds=seconds) if seconds else said)
        self.progress.setValue(round(100 * far.share))
        self.show()

    def done(self) -> None:
        """It is over, one way or the other."""
        self.skip.setEnabled(True)
        self.hide()

    def _skip(self) -> None:
        self.skip.setEnabled(False)
        self.words.setText(tr("Everybody thinks anew from here…"))
        self._think_anew()
