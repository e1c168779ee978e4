"""The row above the line: playing the past, bookmarks, forks and the second world."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from sandbox_app.ui.pieces import ElidedLabel, IconButton, button, row
from sandbox_app.ui.timeline.player import SPEEDS, Player
from sandbox_app.ui.words import tr


class TimeBar(QWidget):
    """Buttons for the past. Lives on the main thread.

    Signals:
        stepped: to the next (1) or the one before (-1) of what is marked. named: a name for the moment shown.
        forked: a new world from the moment shown is wanted. compared: another world is to be shown below, or no longer.
    """

    stepped = Signal(int)
    named = Signal(str)
    forked = Signal()
    compared = Signal()

    def __init__(self, player: Player) -> None:
        super().__init__()
        self._player = player
        self.before = IconButton("mark-before", tr("To the mark before (Shift+Left)"))
        self.back = IconButton("play-back", tr("Play the past backward (J)"))
        self.rest = IconButton("pause", tr("Stay at this moment (K)"))
        self.play = IconButton("play", tr("Play the past (L)"))
        self.after = IconButton("mark-after", tr("To the next mark (Shift+Right)"))
        self.speed = QComboBox()
        self.speed.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.speed.setAccessibleName(tr("How fast the past is played"))
        for speed in SPEEDS:
            self.speed.addItem(tr("{speed}×", speed=speed), speed)
        self.speed.setCurrentIndex(SPEEDS.index(player.speed))
        self.bookmark = IconButton("bookmark", tr("Bookmark this moment (B)"), checkable=True)
        self.name = QLineEdit()
        self.name.setPlaceholderText(tr("What to call this moment"))
        self.name.setAccessibleName(tr("Name of the bookmark"))
        self.name.setMaxLength(120)
        self.name.setFixedWidth(220)
        self.name.hide()
        self.said = ElidedLabel("quiet")
        self.fork = button(tr("Fork here"), self.forked.emit, name="forkHere")
        self.compare = button(tr("Compare…"), self.compared.emit, name="compareWorlds")
        self.setLayout(
            row(
                self.before, self.back, self.rest, self.play, self.after, self.speed, self.bookmark, self.name, self.said, self.fork,
                self.compare, spacing=4, margins=(8, 2, 8, 2),
            )
        )  # fmt: skip
        self.before.clicked.connect(lambda: self.stepped.emit(-1))
        self.after.clicked.connect(lambda: self.stepped.emit(1))
        self.back.clicked.connect(lambda: player.play(-1))
        self.rest.clicked.connect(player.rest)
        self.play.clicked.connect(lambda: player.play(1))
        self.speed.activated.connect(lambda _index: player.choose(int(self.speed.currentData())))
        self.bookmark.toggled.connect(self._ask_name)
        self.name.returnPressed.connect(self._name)
        player.changed.connect(self._changed)
        self.show_past(False)

    def show_past(self, past: bool) -> None:
        """Offer what can be done at the moment shown."""
        self.play.setEnabled(past)
        self._changed()

    def show_other(self, other: bool, sentence: str) -> None:
        """Say where two worlds part, or that there is one."""
        self.compare.setText(tr("One world") if other else tr("Compare…"))
        self.said.setText(sentence)

    def _changed(self) -> None:
        self.rest.setEnabled(self._player.way != 0)
        self.play.draw("play", "warm" if self._player.way > 0 else "ink")
        self.back.draw("play-back", "warm" if self._player.way < 0 else "ink")

    def _ask_name(self, wanted: bool) -> None:
        self.name.setVisible(wanted)
        if wanted:
            self._player.rest()
            self.name.clear()
            self.name.setFocus()

    def _name(self) -> None:
        text = self.name.text().strip()
        self.bookmark.setChecked(False)
        if text:
            self.named.emit(text)
