"""The small pieces that every panel is made of: labels by their role, buttons, cards, rows."""

from collections.abc import Callable, Iterator
from html import escape
from typing import TypeVar

from PySide6 import QtGui
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sandbox_app.ui.theme import icon, look

B = TypeVar("B", bound=QBoxLayout)
FIELD_MARGINS = (8, 0, 8, 0)
"""Pixels between the border of a field and what is written in it, as `window.qss` has them."""


def label(text: str = "", role: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """A label whose look is its role in `window.qss`."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    if wrap:
        made.setWordWrap(True)
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.MinimumExpanding)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    return made


def tip(text: str) -> str:
    """Return a tool tip that shows these words as they are: Qt takes words with tags for markup, whoever wrote them."""
    return f"<p style='white-space: pre-wrap'>{escape(text)}</p>" if QtGui.Qt.mightBeRichText(text) else text


def set_role(widget: QWidget, role: str) -> None:
    """Give a widget another role and look."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class ElidedLabel(QLabel):
    """A label of one line that shortens what does not fit and tells the whole as a tool tip."""

    def __init__(self, role: str = "") -> None:
        super().__init__()
        self._whole = ""
        if role:
            self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        """Show another text."""
        if text != self._whole:
            self._whole = text
            self.setToolTip(tip(text))
            self.setAccessibleName(text)
            self.update()

    def text(self) -> str:
        """The whole text."""
        return self._whole

    def sizeHint(self) -> QSize:
        """As high as one line."""
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self._whole), metrics.height() + 2)

    def paintEvent(self, event: object) -> None:
        """Draw what fits."""
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().windowText().color())
        shown = QFontMetrics(self.font()).elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.end()


def button(text: str, pressed: Callable[[], object], role: str = "", *, name: str = "") -> QPushButton:
    """A button; clicking it does not take the keyboard away from where it was."""
    made = QPushButton(text)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setCursor(Qt.CursorShape.PointingHandCursor if role == "link" else Qt.CursorShape.ArrowCursor)
    if role:
        made.setProperty("role", role)
    if name:
        made.setObjectName(name)
    made.clicked.connect(lambda: pressed())
    return made


class IconButton(QToolButton):
    """A button with a drawing of `assets/icons/`; `words` are its tool tip and accessible name."""

    def __init__(self, drawing: str, words: str, *, checkable: bool = False, size: int = 18) -> None:
        super().__init__()
        self._drawing = drawing
        self._colour = "ink"
        self._size = size
        self.setIconSize(QSize(size, size))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCheckable(checkable)
        self.say(words)
        self._paint()
        self.toggled.connect(self._paint)
        look.changed.connect(self._paint)

    def say(self, words: str) -> None:
        """Give it other words."""
        self.setToolTip(tip(words))
        self.setAccessibleName(words)

    def draw(self, drawing: str, colour: str = "ink") -> None:
        """Give it another drawing, in a colour of the theme."""
        if (drawing, colour) != (self._drawing, self._colour):
            self._drawing, self._colour = drawing, colour
            self._paint()

    def _paint(self, _checked: bool = False) -> None:
        colour = "accent" if self.isChecked() else self._colour
        self.setIcon(icon(self._drawing, getattr(look.theme, colour), self._size))


def number_field(least: int, most: int) -> QSpinBox:
    """A field for a whole number, whose words begin where those of other fields do: style sheets cannot say that of it."""
    made = QSpinBox()
    made.setRange(least, most)
    made.lineEdit().setTextMargins(*FIELD_MARGINS)
    return made


def row(*items: QWidget | int, spacing: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QHBoxLayout:
    """Widgets side by side; a number is a stretch."""
    return _fill(QHBoxLayout(), items, spacing, margins)


def column(*items: QWidget | QLayout | int, spacing: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """Widgets below each other; a number is a stretch."""
    return _fill(QVBoxLayout(), items, spacing, margins)


def _fill(layout: B, items: tuple[QWidget | QLayout | int, ...], spacing: int, margins: tuple[int, int, int, int]) -> B:
    layout.setSpacing(spacing)
    layout.setContentsMargins(*margins)
    for item in items:
        if isinstance(item, int):
            layout.addStretch(item)
        elif isinstance(item, QWidget):
            takes_all = isinstance(layout, QHBoxLayout) and item.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Ignored
            layout.addWidget(item, 1 if takes_all else 0)
        else:
            layout.addLayout(item)
    return layout


def card(*items: QWidget | QLayout, role: str = "card") -> QFrame:
    """A frame around some rows."""
    made = QFrame()
    made.setProperty("role", role)
    made.setLayout(column(*items, spacing=4, margins=(12, 10, 12, 10)))
    return made


def rule() -> QFrame:
    """A thin line across."""
    made = QFrame()
    made.setProperty("role", "line")
    return made


def scrolled(content: QWidget) -> QScrollArea:
    """Content that scrolls up and down."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area


def tab_in_order(whole: QWidget) -> None:
    """Let the key Tab go through a widget's parts as they are laid out: Qt puts those that are added later behind everything else."""
    before = whole.previousInFocusChain()  # Qt moves nothing behind what never has the keyboard itself
    while before is not None and before.focusPolicy() == Qt.FocusPolicy.NoFocus and before is not whole.window():
        before = before.previousInFocusChain()
    for part in _laid_out(whole):
        if before is not None and part.focusPolicy() != Qt.FocusPolicy.NoFocus:
            QWidget.setTabOrder(before, part)
            before = part


def _laid_out(whole: QWidget) -> Iterator[QWidget]:
    inner = whole.widget() if isinstance(whole, QScrollArea) else None
    if inner is not None:
        yield inner
        yield from _laid_out(inner)
    layout = whole.layout()
    if layout is not None:
        yield from _of_layout(layout)


def _of_layout(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        if item is not None and (widget := item.widget()) is not None:
            yield widget
            yield from _laid_out(widget)
        elif item is not None and (below := item.layout()) is not None:
            yield from _of_layout(below)


def empty(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            empty(inner)
