"""The search box over the map: words above, what they find below, and all of it by keyboard."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QSize, Qt
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from sandbox_app.simulation import searching
from sandbox_app.ui.pieces import column, label, tip
from sandbox_app.ui.search.finding import Command, Found, at_hand, groups, read, told
from sandbox_app.ui.search.showing import show
from sandbox_app.ui.theme import look, theme
from sandbox_app.ui.throttle import Throttle
from sandbox_app.ui.words import tr

if TYPE_CHECKING:
    from sandbox_app.ui.window.main_window import MainWindow

_WIDTH, _HEIGHT, _ROW = 620, 460, 26
_PAUSE = 120
"""Milliseconds between two questions to the file while somebody types."""
FOUND = Qt.ItemDataRole.UserRole
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


class _Rows(QStyledItemDelegate):
    """Draws a row: words left, detail right in quiet ink; a heading small."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All rows are equally high."""
        return QSize(200, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Draw one row."""
        found: Found | None = index.data(FOUND)
        rect, colours = option.rect, theme()
        painter.save()
        font = QFont(painter.font())
        font.setPixelSize(13 if found else 11)
        font.setWeight(QFont.Weight.Normal if found else QFont.Weight.DemiBold)
        painter.setFont(font)
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        if found is None:
            painter.setPen(colours.quiet)
            painter.drawText(rect.adjusted(14, 4, -14, 0), left, str(index.data()))
            painter.restore()
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, colours.accent_wash)
            painter.fillRect(rect.adjusted(0, 0, 3 - rect.width(), 0), colours.accent)
        room = rect.adjusted(22, 0, -14, 0)
        metrics = painter.fontMetrics()
        detail = metrics.elidedText(found.detail, Qt.TextElideMode.ElideRight, room.width() * 2 // 5)
        wide = metrics.horizontalAdvance(detail)
        painter.setPen(colours.quiet)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, detail)
        painter.setPen(colours.ink)
        title = metrics.elidedText(found.title, Qt.TextElideMode.ElideRight, room.width() - wide - 16)
        painter.drawText(room, left, title)
        painter.restore()


class Palette(QFrame):
    """The box. Down and Up choose, Enter shows or does it, Escape puts it away; so does looking elsewhere."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._commands: list[Command] = []
        self._near: list[Found] = []
        self.setObjectName("palette")
        self.setProperty("role", "card")
        self.setAccessibleName(tr("Search"))
        self.words = QLineEdit(clearButtonEnabled=True)
        self.words.setPlaceholderText(tr("People, places, memories, what happened, commands"))
        self.words.setAccessibleName(tr("Search"))
        self.list = QListWidget()
        self.list.setItemDelegate(_Rows(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(tr("What was found"))
        self.nothing = label("", "quiet", wrap=True)
        self.hint = label(tr("↓ ↑ choose · Enter shows it · > commands only · Esc"), "caption")
        self.setLayout(column(self.words, self.nothing, self.list, self.hint, spacing=6, margins=(10, 10, 10, 8)))
        self._ask = Throttle(_PAUSE, self)
        self._ask.fired.connect(self._ask_the_file)
        self.words.textChanged.connect(self._find)
        self.words.installEventFilter(self)
        self.list.itemClicked.connect(self._choose)
        look.changed.connect(self.list.viewport().update)
        self.hide()

    def open_with(self, words: str = "") -> None:
        """Appear over the window with the keyboard in the line."""
        window = self._window
        self._commands = window.actions_.commands()
        self.setFixedSize(min(_WIDTH, window.width() - 40), min(_HEIGHT, window.height() - 100))
        self.move(QPoint((window.width() - self.width()) // 2, 56))
        self.show()
        self.raise_()
        self.words.setText(words)
        self.words.selectAll()
        self.words.setFocus()
        self._find()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the line that are meant for the list, and the end when the keyboard goes elsewhere."""
        if event.type() == QEvent.Type.FocusOut and not self._window.isActiveWindow():
            return False
        if event.type() == QEvent.Type.FocusOut:
            self.hide()
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(Qt.Key(event.key()))
        return False

    def _pressed(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Escape:
            self.put_away()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.list.currentItem())
        elif key in _MOVES:
            self._move(_MOVES[key])
        else:
            return False
        return True

    def put_away(self) -> None:
        """Disappear; the keyboard goes back to the map."""
        self._ask.stop()
        self.hide()
        self._window.map.setFocus()

    def _move(self, by: int) -> None:
        rows = [row for row in range(self.list.count()) if self.list.item(row).data(FOUND) is not None]
        if rows:
            at = rows.index(self.list.currentRow()) if self.list.currentRow() in rows else -1
            self.list.setCurrentRow(rows[(at + by) % len(rows)] if abs(by) == 1 else rows[min(max(at + by, 0), len(rows) - 1)])

    def _find(self) -> None:
        words = self.words.text()
        self._near = at_hand(self._window.scene, self._commands, words)
        self._fill(self._near)
        if self._window.scene.world is not None and len(words.strip()) > 1 and not words.startswith(">"):
            self._ask.poke()

    def _ask_the_file(self) -> None:
        words, scene = self.words.text(), self._window.scene

        def found(rows: list[searching.Found]) -> None:
            if words == self.words.text() and self.isVisible():
                self._fill(self._near + told(scene, rows))

        at = scene.step
        scene.ask("search", lambda reader: read(reader, words, at), found)

    def _fill(self, found: list[Found]) -> None:
        before = self.list.currentItem()
        kept: Found | None = before.data(FOUND) if before is not None else None
        self.list.clear()
        for kind, title in groups().items():
            of_kind = [one for one in found if one.kind == kind]
            if not of_kind:
                continue
            head = QListWidgetItem(title, self.list)
            head.setFlags(Qt.ItemFlag.NoItemFlags)
            for one in of_kind:
                item = QListWidgetItem(one.title, self.list)
                item.setData(FOUND, one)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{title}: {one.title}, {one.detail}")
                item.setToolTip(tip(f"{one.title}\n{one.detail}"))
                if one == kept:
                    self.list.setCurrentItem(item)
        if self.list.currentItem() is None:
            self._move(1)
        self.nothing.setText("" if found else tr("Nothing has these words. Fewer letters find more."))
        self.nothing.setVisible(not found)

    def _choose(self, item: QListWidgetItem | None) -> None:
        found: Found | None = item.data(FOUND) if item is not None else None
        if found is None:
            return
        self.put_away()
        if found.kind == "command":
            self._commands[found.number].run()
        else:
            show(self._window, found)
