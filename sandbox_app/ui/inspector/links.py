"""Rows that lead to somebody, somewhere or something."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from sandbox_app.town.model import Place, Thing
from sandbox_app.ui.pieces import ElidedLabel, button, empty, label
from sandbox_app.ui.portraits import portrait
from sandbox_app.ui.scene import Resident, Scene


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
