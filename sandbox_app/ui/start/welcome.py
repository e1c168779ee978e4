"""The welcome page: one big button that starts the sample town, and the worlds of before."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QGridLayout, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from sandbox_app.resources import assets
from sandbox_app.ui.pictures import SIZE
from sandbox_app.ui.pieces import button, column, empty, label, row, rule, scrolled, tab_in_order
from sandbox_app.ui.theme import drawing, theme
from sandbox_app.ui.words import tr

MOST_RECENT = 6
A_ROW = 3
_LOW = 190
"""Pixels of the picture while worlds of before are shown below."""


class Picture(QWidget):
    """A picture of a town: as wide as there is room, its middle shown."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage(str(assets("themes", "welcome.png")))
        self.setFixedHeight(self._image.height())
        self.setAccessibleName(tr("A bakery by the river, people buying bread"))

    def make_room(self, room: bool) -> None:
        """Be lower where something else is to be seen without scrolling."""
        self.setFixedHeight(_LOW if room else self._image.height())

    def paintEvent(self, event: object) -> None:
        """Draw it with round corners."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QPainterPath()
        frame.addRoundedRect(QRectF(self.rect()), 10, 10)
        painter.setClipPath(frame)
        painter.drawImage((self.width() - self._image.width()) // 2, (self.height() - self._image.height()) // 2, self._image)
        painter.end()


class Welcome(QWidget):
    """What is shown when no world is open.

    Signals:
        sample: open the sample town. lived: open the lived-in one. new: make a world. tour: show the window step by step.
        models: choose a model. help: say how things are done. browse: look for a world. chosen: open this world (Path).
    """

    sample = Signal()
    lived = Signal()
    new = Signal()
    tour = Signal()
    models = Signal()
    help = Signal()
    browse = Signal()
    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("welcome")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.sample_button = button(tr("Open the sample town"), self.sample.emit, "big", name="sampleButton")
        self.lived_button = button(tr("Open a lived-in town"), self.lived.emit, "bigger", name="livedButton")
        self.lived_button.setToolTip(tr("Two days that have been: look back, ask why, read memories, before anything is computed"))
        self.tour_button = button(tr("Take the tour"), self.tour.emit, "bigger", name="tourButton")
        self.new_button = button(tr("New world…"), self.new.emit, name="newButton")
        self.browse_button = button(tr("Open a world…"), self.browse.emit, name="browseButton")
        self.models_button = button(tr("Choose a model…"), self.models.emit, name="modelsButton")
        self.help_button = button(tr("How do I…?"), self.help.emit, name="helpButton")
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("Getting ready"))
        policy = self.progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(policy)
        self.progress.hide()
        self.message = label("", "quiet", wrap=True)
        self.mind = label("", "quiet", wrap=True)
        self.mind.hide()
        self._picture = Picture()
        self._recent_title = label(tr("Recent worlds"), "heading")
        self._recent = QGridLayout()
        self._recent.setSpacing(12)
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
        buttons = row(self.sample_button, self.lived_button, self.tour_button, 1, spacing=12)
        more = row(self.new_button, self.browse_button, self.models_button, self.help_button, 1, spacing=8)
        inner.setLayout(
            column(
                self._picture, label(tr("Town Sandbox"), "title"), said, buttons, more, self.mind, self.progress, self.message, rule(),
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

    def show_recent(self, worlds: list[tuple[Path, QPixmap | None]]) -> None:
        """Show the worlds opened before, newest first, each with a picture of how it was left, if there is one."""
        empty(self._recent)
        self._recent_title.setVisible(bool(worlds))
        self._picture.make_room(bool(worlds))
        for number, (world, picture) in enumerate(worlds[:MOST_RECENT]):
            self._recent.addWidget(WorldCard(world, picture, number, partial(self.chosen.emit, world)), number // A_ROW, number % A_ROW)
        self._recent.setColumnStretch(A_ROW, 1)
        tab_in_order(self)

    def say_mind(self, words: str) -> None:
        """Say who thinks in the world that is opened next; "" when nothing was chosen."""
        self.mind.setText(words)
        self.mind.setVisible(bool(words))

    def busy(self, words: str) -> None:
        """Say what is being done; "" when nothing is."""
        self.progress.setVisible(bool(words))
        self.message.setText(words)
        for item in (self.sample_button, self.lived_button, self.tour_button, self.new_button, self.browse_button):
            item.setEnabled(not words)


class WorldCard(QPushButton):
    """One world of before: its picture, its name, where it lies."""

    def __init__(self, world: Path, picture: QPixmap | None, number: int, pressed: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName(f"recent{number}")
        self.setProperty("role", "world")
        self.setAccessibleName(tr("Open {name}", name=world.stem))
        self.setToolTip(str(world))
        self.setFixedSize(SIZE.width() + 16, SIZE.height() + 44)
        self._picture, self._world = picture, world
        self.clicked.connect(lambda: pressed())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card's ground, and on it picture and name."""
        super().paintEvent(event)
        colours = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(8, 8, SIZE.width(), SIZE.height())
        frame = QPainterPath()
        frame.addRoundedRect(box, 6, 6)
        painter.save()
        painter.setClipPath(frame)
        if self._picture is not None:
            painter.drawPixmap(box.topLeft(), self._picture)
        else:
            painter.fillRect(box, colours.line)
            painter.drawPixmap(
                QPointF(box.center().x() - 20, box.center().y() - 20), drawing("town", colours.quiet, 40, self.devicePixelRatioF())
            )
        painter.restore()
        painter.setPen(colours.ink)
        words = QRectF(10, box.bottom() + 7, SIZE.width() - 4, 20)
        name = QFontMetrics(painter.font()).elidedText(self._world.stem, Qt.TextElideMode.ElideMiddle, int(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        painter.end()
