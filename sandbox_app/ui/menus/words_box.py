"""A small box for a few words to the town, with a sentence that says what they will do."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from sandbox_app.simulation.intervening import LONGEST_TEXT
from sandbox_app.ui.pieces import button, column, label, row
from sandbox_app.ui.words import tr

_WIDTH = 400


class WordsBox(QFrame):
    """A box over the map; Escape puts it away, Enter lets the words happen; `wordless`: also without any."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        hint: str,
        preview: Callable[[str], str],
        done: Callable[[str], None],
        *,
        does: str = "",
        wordless: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("wordsBox")
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(title)
        self._preview, self._done, self._wordless = preview, done, wordless
        self._before = "" if does else tr("It happens at the present moment and stays on the record.")
        self.words = QLineEdit()
        self.words.setMaxLength(LONGEST_TEXT)
        self.words.setPlaceholderText(hint)
        self.words.setAccessibleName(title)
        self.what = label("", "quiet", wrap=True)
        self.what.setMinimumHeight(36)
        self.do = button(does or tr("Let it happen"), self._do, "primary", name="letItHappen")
        cancel = button(tr("Cancel"), self.close)
        self.setLayout(column(label(title, "heading"), self.words, self.what, row(1, cancel, self.do), spacing=8, margins=(14, 12, 14, 12)))
        self.words.textChanged.connect(self._say)
        self.words.returnPressed.connect(self._do)
        self._say()

    def show_in_the_middle_of(self, widget: QWidget) -> None:
        """Appear over a widget with the keyboard in the line."""
        self.setFixedWidth(min(_WIDTH, max(widget.width() - 24, 240)))
        self.adjustSize()
        parent = self.parentWidget()
        assert parent is not None
        middle = widget.mapTo(parent, QPoint((widget.width() - self.width()) // 2, widget.height() // 6))
        self.move(middle)
        self.show()
        self.raise_()
        self.words.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts the box away."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _say(self) -> None:
        text = self.words.text().strip()
        possible = bool(text) or self._wordless
        self.do.setEnabled(possible)
        self.what.setText(self._preview(text) if possible else self._before)

    def _do(self) -> None:
        text = self.words.text().strip()
        if text or self._wordless:
            self.close()
            self._done(text)
