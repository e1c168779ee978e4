"""The timeline as the window has it: the bar, the line, and the record that fills it, read on a thread of its own."""

from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QVBoxLayout, QWidget

from sandbox_app.ui.history import History
from sandbox_app.ui.pieces import IconButton
from sandbox_app.ui.scene import Scene
from sandbox_app.ui.throttle import Throttle
from sandbox_app.ui.time_travel import TimeTravel
from sandbox_app.ui.timeline.bar import TimeBar
from sandbox_app.ui.timeline.life import Life, Mark, Piece, first_hues, read_on
from sandbox_app.ui.timeline.line import Line, Other
from sandbox_app.ui.timeline.player import Player
from sandbox_app.ui.words import tr

HEIGHT, LEAST, MOST = 140, 100, 420
"""How high it is at first, and may be."""
A_SECOND = 70
"""So much higher it is with a second world below the first."""
FOLDED = 36
_TALLER = 20
"""Pixels by which a press of a key makes it higher or lower."""
_READ_EVERY = 1000
"""Milliseconds between two looks at what has been lived meanwhile."""
_KEYS = {
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_J, Qt.Key.Key_K, Qt.Key.Key_L, Qt.Key.Key_B,
    Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus, Qt.Key.Key_Up, Qt.Key.Key_Down,
}  # fmt: skip


class Timeline(QWidget):
    """The whole life of the open world. Lives on the main thread; `MainWindow` owns it.

    Attributes:
        life: what is known of the world's life so far; None before anything is. tall: how high the person wants it with one world.

    Signals:
        noted: a step is to be remembered by a name. forked: a new world from this step is wanted. compared: a second world is wanted.
        sized: it is to be as high as `wanted_height`.
        read: all that is on record at present is shown. trouble: the `Problem` because of which it cannot be read.
    """

    noted = Signal(int, str)
    forked = Signal(int)
    compared = Signal()
    sized = Signal()
    read = Signal()
    trouble = Signal(object)

    def __init__(self, scene: Scene, travel: TimeTravel) -> None:
        super().__init__()
        self.setObjectName("timeline")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._scene, self._travel = scene, travel
        self._record: History | None = None
        self._whole = True
        self.life: Life | None = None
        self.tall = HEIGHT
        self.player = Player(scene, travel, self)
        self.bar = TimeBar(self.player)
        self.line = Line(scene, lambda: travel.latest)
        self.fold_button = IconButton("down", tr("Fold the timeline"), size=14)
        self.fold_button.setParent(self.line)
        self.fold_button.move(6, 4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.line, 1)
        self._set_height()
        self._throttle = Throttle(_READ_EVERY, self)
        self._throttle.fired.connect(self._read_on)
        self.fold_button.clicked.connect(lambda: self.fold(not self.line.folded))
        self.line.wanted.connect(self.go)
        self.line.picked.connect(self._picked)
        self.bar.stepped.connect(self.to_mark)
        self.bar.named.connect(lambda name: self.noted.emit(travel.wanted, name))
        self.bar.forked.connect(lambda: self.forked.emit(travel.wanted))
        self.bar.compared.connect(lambda: self.show_other(None) if self.line.other else self.compared.emit())
        scene.moved.connect(lambda _frame: self._lived_on())
        travel.latest_changed.connect(lambda _step: self._lived_on())
        travel.changed.connect(self.bar.show_past)

    # --- the record --------------------------------------------------------------------------------------------------

    def open(self, path: Path) -> None:
        """Show the life of another world; its description is that of the scene."""
        self.close_world()
        world = self._scene.world
        assert world is not None
        self._record = History(path, self)
        self._record.trouble.connect(self.trouble)
        self._whole = False
        self._record.look_up("life", lambda reader: first_hues(reader, world.description), self._begun)

    def close_world(self) -> None:
        """Let go of the record."""
        self.player.rest()
        self._throttle.stop()
        self.life = None
        self.line.show_life(None)
        self.show_other(None)
        if self._record is not None:
            self._record.close()
            self._record.deleteLater()
            self._record = None

    def _begun(self, hues: NDArray[np.uint8]) -> None:
        self.life = Life(hues)
        self.line.show_life(self.life)
        self._read_on()

    def _lived_on(self) -> None:
        if self._whole and self.life is not None:
            self._throttle.poke()

    def _read_on(self) -> None:
        if self._record is not None and self.life is not None:
            self._whole = False
            self._record.look_up("life", partial(read_on, after=self.life.last), self._found)

    def _found(self, piece: Piece) -> None:
        if self.life is None:
            return
        self.life.take(piece)
        self.line.grown()
        self._whole = piece.whole
        if piece.whole:
            self.read.emit()
        else:
            self._read_on()

    # --- moving in time ----------------------------------------------------------------------------------------------

    def go(self, step: int) -> None:
        """Show a moment; playing rests."""
        self.player.rest()
        self._travel.go(step)

    def to_mark(self, way: int) -> None:
        """Show the moment of the next mark, or with -1 of the one before, and what is marked."""
        mark = self.life.next_mark(self._scene.step, way) if self.life is not None else None
        if mark is not None:
            self._picked(mark)
        elif way > 0:
            self.go(self._travel.latest)

    def _picked(self, mark: Mark) -> None:
        self.go(mark.step)
        self.bar.said.setText(mark.text)
        self._scene.select("event", mark.event)

    def event(self, event: QEvent) -> bool:
        """Keep the keys that move in time, while the keyboard is here and nothing is being written."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._takes(event):
            event.accept()
            return True
        return super().event(event)

    def _takes(self, event: QKeyEvent) -> bool:
        if isinstance(self.focusWidget(), QLineEdit):
            return False
        if event.key() == Qt.Key.Key_Space:
            return (self._travel.past or self.player.way != 0) and not isinstance(self.focusWidget(), QAbstractButton)
        return event.key() in _KEYS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right a minute (Shift: to the mark before or after; Alt: an hour), Home, End, J K L as in film, B a bookmark.

        Up and Down make it higher and lower.
        """
        if not self._takes(event):
            super().keyPressEvent(event)
            return
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(-1 if key == Qt.Key.Key_Left else 1, event.modifiers())
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.make_tall(self.tall + (_TALLER if key == Qt.Key.Key_Up else -_TALLER))
        elif key == Qt.Key.Key_Home:
            self.go(0)
        elif key == Qt.Key.Key_End:
            self.go(self._travel.latest)
        elif key == Qt.Key.Key_J:
            self.player.play(-1)
        elif key == Qt.Key.Key_L:
            self.player.play(1)
        elif key == Qt.Key.Key_K:
            self.player.rest()
        elif key == Qt.Key.Key_Space:
            self.player.play(self.player.way or 1)
        elif key == Qt.Key.Key_B:
            self.bar.bookmark.setChecked(True)

    def _step(self, way: int, modifiers: Qt.KeyboardModifier) -> None:
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            self.to_mark(way)
            return
        seconds = 3600 if modifiers & Qt.KeyboardModifier.AltModifier else 60
        self.go(max(0, self._scene.step + way * max(1, seconds // self._scene.calendar.step_seconds)))

    # --- its height --------------------------------------------------------------------------------------------------

    def show_other(self, other: Other | None, sentence: str = "") -> None:
        """Show a second world below the first, or no longer."""
        self.line.other = other
        self.bar.show_other(other is not None, sentence)
        self._set_height()
        self.line.fit()

    def fold(self, folded: bool) -> None:
        """Show one track for all and no bar, or everything."""
        self.line.folded = folded
        self.bar.setVisible(not folded)
        self._set_height()
        self.fold_button.draw("right" if folded else "down")
        self.fold_button.say(tr("Unfold the timeline") if folded else tr("Fold the timeline"))
        self.line.refresh()

    def make_tall(self, height: int) -> None:
        """Make it as high as the person wants it with one world; with two it is so much higher, folded as low as ever."""
        self.tall = min(max(height, LEAST), MOST)
        self._set_height()

    def taken(self, height: int) -> None:
        """Take note that a hand has made it so high."""
        if not self.line.folded:
            self.tall = height - self._of_second

    @property
    def wanted_height(self) -> int:
        """How high it is to be now."""
        return FOLDED if self.line.folded else self.tall + self._of_second

    @property
    def _of_second(self) -> int:
        return A_SECOND if self.line.other else 0

    def _set_height(self) -> None:
        folded = self.line.folded
        self.setMinimumHeight(FOLDED if folded else LEAST + self._of_second)
        self.setMaximumHeight(FOLDED if folded else MOST + self._of_second)
        self.sized.emit()
