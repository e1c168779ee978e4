"""Rows that lead to somebody, somewhere or something."""

from collections.abc import Callable, Sequence
from typing import TypeVar, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from sandbox_app.town.model import Place, Thing
from sandbox_app.ui.pieces import ElidedLabel, button, empty, label, tab_in_order
from sandbox_app.ui.portraits import portrait
from sandbox_app.ui.scene import Resident, Scene
from sandbox_app.ui.words import memory_kinds, tr
from sandbox_app.worldfile.rows import Event, MemoryRow

T = TypeVar("T")
R = TypeVar("R", bound=QWidget)


_LINK_INSET = 5
"""How far the words of a link stand in."""


class PersonRow(QWidget):
    """A person with portrait and a few words; a click selects them."""

    def __init__(self, scene: Scene, resident: Resident, said: str) -> None:
        super().__init__()
        self._resident: Resident | None = None
        self._picture = QLabel()
        self._picture.setFixedSize(32, 32)
        self._name = link("", lambda: scene.select("agent", self._resident.id if self._resident else 0))
        self._words = ElidedLabel("caption")
        inner = QVBoxLayout()
        inner.setSpacing(0)
        inner.addWidget(self._name, 0, Qt.AlignmentFlag.AlignLeft)
        under = QHBoxLayout()
        under.setContentsMargins(_LINK_INSET, 0, 0, 0)
        under.addWidget(self._words)
        inner.addLayout(under)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.addWidget(self._picture)
        layout.addLayout(inner, 1)
        self.tell(resident, said)

    def tell(self, resident: Resident, said: str) -> None:
        """Be the row of somebody."""
        if resident is not self._resident:
            self._resident = resident
            self._picture.setPixmap(portrait(resident.member, 32, self.devicePixelRatioF()))
            self._name.setText(resident.name)
        self._words.setText(said)


def place_link(scene: Scene, place: Place) -> QPushButton:
    """A place's name; a click selects it."""
    return link(place.name, lambda: scene.select("place", place.id))


def things_link(scene: Scene, alike: Sequence[Thing], room: str) -> QPushButton:
    """The name of things of one kind, how many there are and, where it is said, in which room; a click selects the first."""
    name = alike[0].name[:1].upper() + alike[0].name[1:]
    counted = tr("{thing} × {count}", thing=name, count=len(alike)) if alike[1:] else name
    return link(f"{counted} · {room}" if room else counted, lambda: scene.select("thing", alike[0].id))


def event_row(scene: Scene, event: Event) -> "SaidRow":
    """Something that happened: when, and its words; a click tells why."""
    return SaidRow(*_of_event(scene, event), tr("Why?"))


def _of_event(scene: Scene, event: Event) -> tuple[str, str, Callable[[], object]]:
    return scene.calendar.since(event.step, scene.step), event.text, lambda: scene.select("event", event.id)


def memory_row(scene: Scene, memory: MemoryRow) -> QWidget:
    """A memory: when and what kind, and its words; a click shows it."""
    kind = memory_kinds().get(memory.kind, memory.kind)
    caption = f"{scene.calendar.since(memory.created_step, scene.step)} · {kind}"
    return SaidRow(caption, memory.text, lambda: scene.select("memory", memory.id), tr("Show"))


INSET = 9
"""How far the words of a `SaidRow` stand in from its left edge: its frame and its margin."""


class SaidRow(QFrame):
    """Words of any length that lead on, by a click anywhere or from the keyboard."""

    def __init__(self, caption: str, words: str, pressed: Callable[[], object], hint: str) -> None:
        super().__init__()
        self.setProperty("role", "said")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(hint)
        self._caption, self._said = label("", "caption", wrap=True), label("", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(INSET - 1, 4, 8, 5)
        layout.setSpacing(0)
        layout.addWidget(self._caption)
        layout.addWidget(self._said)
        self.tell(caption, words, pressed)

    def tell(self, caption: str, words: str, pressed: Callable[[], object]) -> None:
        """Say something else, which leads elsewhere."""
        self.words, self._pressed = words, pressed
        self._caption.setText(caption)
        self._said.setText(words)
        self.setAccessibleName(f"{caption}: {words}")

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
    """A titled list of rows. What is there is used again where it can be: making a widget costs a picture of the town."""

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
        self._none = label("", "quiet", wrap=True)
        layout.addWidget(self._none)
        self._shown: object = None
        self._kept: list[QWidget] = []

    def show_rows(self, key: object, rows: Sequence[QWidget], none: str = "") -> None:
        """Show rows; `key` tells whether they are the same as before; `none` is said when there are none."""
        if key == self._shown:
            return
        self._shown = key
        self._kept = []
        empty(self._rows)
        for row in rows:
            self._rows.addWidget(row)
        tab_in_order(self)
        self._say(len(rows), none)

    def is_shown(self, key: object) -> bool:
        """Whether rows with this key are shown already by `show_rows`."""
        return key == self._shown

    def show_of(self, items: Sequence[T], make: Callable[[T], R], tell: Callable[[R, T], object], none: str = "") -> None:
        """Show a row for each item: a row that is there is told of its item, `make` makes those that are missing.

        A list is shown either in this way or by `show_rows`, always.
        """
        shown = sum(not row.isHidden() for row in self._kept)
        focus = QApplication.focusWidget()
        if shown != len(items) and not (focus is not None and self.isAncestorOf(focus)):
            self.hide()  # so that the page is laid out once, and not for each row that comes or goes
        for row, item in zip(self._kept, items, strict=False):
            tell(cast(R, row), item)
        for item in items[len(self._kept) :]:
            self._kept.append(make(item))
            self._rows.addWidget(self._kept[-1])
            tab_in_order(self)
        for number, row in enumerate(self._kept):
            row.setVisible(number < len(items))
        self._say(len(items), none)

    def show_events(self, scene: Scene, events: Sequence[Event], none: str = "", more: Callable[[Event], str] | None = None) -> None:
        """Show what happened, each with a click to why; `more` is what is said beside the time."""

        def told(event: Event) -> tuple[str, str, Callable[[], object]]:
            when, words, pressed = _of_event(scene, event)
            return f"{when} · {more(event)}" if more is not None else when, words, pressed

        def tell(row: SaidRow, event: Event) -> None:
            row.tell(*told(event))

        self.show_of(events, lambda event: SaidRow(*told(event), tr("Why?")), tell, none)

    def show_people(self, scene: Scene, people: Sequence[tuple[Resident, str]], none: str = "") -> None:
        """Show people, each with a few words."""

        def tell(row: PersonRow, who: tuple[Resident, str]) -> None:
            row.tell(*who)

        self.show_of(people, lambda who: PersonRow(scene, *who), tell, none)

    def _say(self, count: int, none: str) -> None:
        self._none.setText(none)
        self._none.setVisible(bool(none) and not count)
        self.setVisible(bool(count or none))
