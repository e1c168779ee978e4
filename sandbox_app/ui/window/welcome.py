"""The welcome page: one big button that starts the sample town, and the worlds of before."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from sandbox_app.ui.pieces import ElidedLabel, button, column, empty, label, row, rule
from sandbox_app.ui.words import tr

MOST_RECENT = 6


class Welcome(QWidget):
    """What is shown when no world is open.

    Signals:
        sample: open the sample town. browse: look for a world. chosen: open this world (Path).
    """

    sample = Signal()
    browse = Signal()
    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("welcome")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.sample_button = button(tr("Open the sample town"), self.sample.emit, "big", name="sampleButton")
        self.browse_button = button(tr("Open a world…"), self.browse.emit, name="browseButton")
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("Getting ready"))
        policy = self.progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(policy)
        self.progress.hide()
        self.message = label("", "quiet", wrap=True)
        self._recent_title = label(tr("Worlds of before"), "heading")
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        said = label(
            tr(
                "A small town on your desk. Its people wake, plan their day, work, meet, talk and remember. "
                "All of it happens on this computer; nothing is sent anywhere."
            ),
            "now",
            wrap=True,
        )
        inner = QWidget()
        inner.setMaximumWidth(560)
        inner.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        inner.setLayout(
            column(
                label(tr("Town Sandbox"), "title"),
                said,
                1,
                row(self.sample_button, self.browse_button, 1, spacing=12),
                self.progress,
                self.message,
                rule(),
                self._recent_title,
                self._recent,
                2,
                spacing=14,
            )
        )
        outer = row(1, inner, 1, margins=(40, 90, 40, 40))
        outer.setStretchFactor(inner, 6)
        outer.setAlignment(inner, Qt.AlignmentFlag.AlignTop)
        self.setLayout(outer)

    def show_recent(self, worlds: list[Path]) -> None:
        """List the worlds opened before, newest first."""
        empty(self._recent)
        self._recent_title.setVisible(bool(worlds))
        for number, world in enumerate(worlds[:MOST_RECENT]):
            self._recent.addWidget(self._recent_row(world, number))

    def busy(self, words: str) -> None:
        """Say what is being done; "" when nothing is."""
        self.progress.setVisible(bool(words))
        self.message.setText(words)
        self.sample_button.setEnabled(not words)
        self.browse_button.setEnabled(not words)

    def _recent_row(self, world: Path, number: int) -> QWidget:
        whole = QWidget()
        folder = ElidedLabel("caption")
        folder.setText(str(world.parent))
        opener = button(world.stem, lambda: self.chosen.emit(world), "link", name=f"recent{number}")
        opener.setAccessibleName(tr("Open {name}", name=world.stem))
        whole.setLayout(row(opener, folder, spacing=10))
        return whole
