"""Keys of one's own for what the window can do."""

from functools import partial
from urllib.parse import quote

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFormLayout, QKeySequenceEdit, QLabel, QLineEdit, QWidget

from sandbox_app.ui.pieces import button, column, label, row, scrolled
from sandbox_app.ui.remembered import Remembered
from sandbox_app.ui.words import tr

DEFAULT = "keys"
"""Name of the property in which an action keeps the keys it came with."""


def name_of(action: QAction) -> str:
    """The name under which the keys of an action are remembered: those it came with, or its words where it has none."""
    return quote(str(action.property(DEFAULT)) or action.text(), safe="")


def wear_keys(actions: list[QAction], remembered: Remembered) -> None:
    """Give the actions of a window the keys that the person chose."""
    for action in actions:
        chosen = remembered.words(f"keys/{name_of(action)}")
        if chosen is not None:
            action.setShortcuts([QKeySequence(chosen)] if chosen else [])


class KeysTab(QWidget):
    """A line for every action; keys that are taken are refused, and by what."""

    def __init__(self, actions: list[QAction], remembered: Remembered) -> None:
        super().__init__()
        self._actions, self._remembered = actions, remembered
        self.filter_box = QLineEdit(placeholderText=tr("Filter"), clearButtonEnabled=True)
        self.filter_box.setAccessibleName(tr("Filter the keys"))
        self.message = label(tr("Click beside a name and press the keys."), "quiet", wrap=True)
        self.edits: dict[QAction, QKeySequenceEdit] = {}
        self._titles: dict[QAction, QLabel] = {}
        self._form = QFormLayout()
        for action in actions:
            edit = QKeySequenceEdit()
            edit.setMaximumSequenceLength(1)
            edit.setClearButtonEnabled(True)
            edit.editingFinished.connect(partial(self._edited, action))
            self.edits[action] = edit
            shown = self._titles[action] = label(action.text())
            shown.setBuddy(edit)
            self._form.addRow(shown, edit)
        inner = QWidget()
        inner.setLayout(self._form)
        self.back = button(tr("All as they were"), self.reset)
        area = scrolled(inner)
        whole = column(self.filter_box, self.message, area, row(1, self.back), spacing=10, margins=(14, 14, 14, 14))
        whole.setStretchFactor(area, 1)
        self.setLayout(whole)
        self.filter_box.textChanged.connect(self._filter)

    def look(self) -> None:
        """Show the keys that hold now."""
        for action, edit in self.edits.items():
            edit.setAccessibleName(tr("Keys for {what}", what=action.text()))
            edit.setKeySequence(action.shortcut())
            self._titles[action].setText(action.text())

    def reset(self) -> None:
        """Give every action the keys it came with."""
        for action in self._actions:
            self._remembered.keep_words(f"keys/{name_of(action)}", None)
            came_with = str(action.property(DEFAULT))
            action.setShortcuts([QKeySequence(keys) for keys in came_with.split(" ") if keys])
        self.look()
        self.message.setText(tr("All keys are as they were."))

    def _edited(self, action: QAction) -> None:
        edit = self.edits[action]
        keys = edit.keySequence()
        if keys == action.shortcut():
            return
        taken = next((other for other in self._actions if other is not action and keys in other.shortcuts()), None)
        if taken is not None and not keys.isEmpty():
            said = keys.toString(QKeySequence.SequenceFormat.NativeText)
            self.message.setText(tr("{keys} is taken by “{what}”; choose other keys, or change those first.", keys=said, what=taken.text()))
            edit.setKeySequence(action.shortcut())
            return
        action.setShortcuts([] if keys.isEmpty() else [keys])
        self._remembered.keep_words(f"keys/{name_of(action)}", keys.toString(QKeySequence.SequenceFormat.PortableText))
        self.message.setText(tr("Kept: {what}.", what=action.text()))

    def _filter(self, words: str) -> None:
        for number, action in enumerate(self.edits):
            self._form.setRowVisible(number, words.casefold() in action.text().casefold())
