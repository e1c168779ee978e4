"""Rows that lead to somebody, somewhere or something."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from sandbox_app.town.model import Place, Thing
from sandbox_app.ui.pieces import ElidedLabel, button, empty, label
from sandbox_app.ui.portraits import portrait
from sandbox_app.ui.scene import Resident, Scene
from sandbox_app.ui.words import memory_kinds, tr
from sandbox_app.worldfile.rows import Event, MemoryRow


def person_row(scene: Scene, resident: Resident, said: str) -> QWidget:
    """A person with portrait and a few words; a click selects them."""
    whole = QWidget()
    picture = QLabel()
    picture.setPixmap(portrait(resident.member, 32, whole.devicePixelRatioF()))
    picture.setFixedSize(32, 32)
    words = ElidedLabel("caption")
    words.setText(said)
    inner = QVBoxLayout()
    inner.setSpacing(0)
    inner.addWidget(link(resident.name, lambda: scene.select("agent", resident.id)), 0, Qt.AlignmentFlag.AlignLeft)
    inner.addWidget(words)
    layout = QHBoxLayout(whole)
    layout.setContentsMargins(0, 2, 0, 2)
    layout.addWidget(picture)
    layout.addLayout(inner, 1)
    return whole


def place_link(scene: Scene, place: Place) -> QPushButton:
    """A place's name; a click selects it."""
    return link(place.name, lambda: scene.select("place", place.id))


def thing_link(scene: Scene, thing: Thing) -> QPushButton:
    """A thing's name; a click selects it."""
    return link(thing.name, lambda: scene.select("thing", thing.id))


def event_row(scene: Scene, event: Event) -> QWidget:
    """Something that happened: when, and its words; a click tells why."""
    return SaidRow(scene.calendar.since(event.step, scene.step), event.text, lambda: scene.select("event", event.id), tr("Why?"))


def memory_row(scene: Scene, memory: MemoryRow) -> QWidget:
    """A memory: when and what kind, and its words; a click shows it."""
    kind = memory_kinds().get(memory.kind, memory.kind)
    caption = f"{scene.calendar.since(memory.created_step, scene.step)} · {kind}"
    return SaidRow(caption, memory.text, lambda: scene.select("memory", memory.id), tr("Show"))


class SaidRow(QFrame):
    """Words of any length that lead on, by a click anywhere or from the keyboard."""

    def __init__(self, caption: str, words: str, pressed: Callable[[], object], hint: str) -> None:
        super().__init__()
        self._pressed = pressed
        self.setProperty("role", "said")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(f"{caption}: {words}")
        self.setToolTip(hint)
        self.words = words
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 5)
        layout.setSpacing(0)
        layout.addWidget(label(caption, "caption", wrap=True))
        layout.addWidget(label(words, wrap=True))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lead on."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._pressed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space lead on, too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._pressed()
        else:
            super().keyPressEvent(event)


def link(words: str, pressed: object) -> QPushButton:
    """Words to click."""
    assert callable(pressed)
    return button(words, pressed, "link")


class Rows(QWidget):
    """A titled list of rows that is made anew only when what it lists has changed."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = label(title, "heading")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self._title)
        layout.addLayout(self._rows)
        self._shown: object = None

    def show_rows(self, key: object, rows: list[QWidget] | None, none: str = "") -> None:
        """Show rows; `key` tells whether they are the same as before; `none` is said when there are none."""
        if rows is None or key == self._shown:
            return
        self._shown = key
        empty(self._rows)
        for row in rows or ([label(none, "quiet", wrap=True)] if none else []):
            self._rows.addWidget(row)
        self.setVisible(bool(rows or none))

    def is_shown(self, key: object) -> bool:
        """Whether rows with this key are shown already."""
        return key == self._shown
