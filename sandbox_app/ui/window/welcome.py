"""The welcome page: one big button that starts the sample town, and the worlds of before."""

from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from sandbox_app.resources import assets
from sandbox_app.ui.pieces import ElidedLabel, button, column, empty, label, row, rule, scrolled
from sandbox_app.ui.words import tr

MOST_RECENT = 6


class Picture(QWidget):
    """A picture of a town: as wide as there is room, its middle shown."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage(str(assets("themes", "welcome.png")))
        self.setFixedHeight(self._image.height())
        self.setAccessibleName(tr("A bakery by the river, people buying bread"))

    def paintEvent(self, event: object) -> None:
        """Draw it with round corners."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QPainterPath()
        frame.addRoundedRect(QRectF(self.rect()), 10, 10)
        painter.setClipPath(frame)
        painter.drawImage((self.width() - self._image.width()) // 2, 0, self._image)
        painter.end()


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
        self._recent_title = label(tr("Recent worlds"), "heading")
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
        inner.setMaximumWidth(720)
        inner.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        buttons = row(self.sample_button, self.browse_button, 1, spacing=12)
        inner.setLayout(
            column(
                Picture(), label(tr("Town Sandbox"), "title"), said, buttons, self.progress, self.message, rule(),
                self._recent_title, self._recent, 1, spacing=13,
            )
        )  # fmt: skip
        page = QWidget()
        outer = row(1, inner, 1, margins=(24, 36, 24, 24))
        outer.setStretchFactor(inner, 40)
        page.setLayout(outer)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(page))

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
