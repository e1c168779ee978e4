"""The memories of an agent as a stream, newest first: when, what kind, how much it matters, and the words."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from sandbox_app.ui.pieces import label, row
from sandbox_app.ui.scene import Resident, Scene
from sandbox_app.ui.theme import drawing, look, theme
from sandbox_app.ui.words import memory_kinds, several, tr
from sandbox_app.worldfile.rows import MemoryRow

PAGE = 100
"""Rows laid out at a time; more come when one scrolls."""
Index = QModelIndex | QPersistentModelIndex
MEMORY = Qt.ItemDataRole.UserRole


class Memories(QAbstractListModel):
    """The memories that match, newest first, handed out in pages."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene
        self.all: list[MemoryRow] = []
        self._matching: list[MemoryRow] = []
        self._shown = 0
        self._kind, self._text = "", ""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many are laid out."""
        return 0 if parent.isValid() else self._shown

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there are more."""
        return self._shown < len(self._matching)

    def fetchMore(self, parent: Index) -> None:
        """Lay out the next page."""
        more = min(PAGE, len(self._matching) - self._shown)
        self.beginInsertRows(QModelIndex(), self._shown, self._shown + more - 1)
        self._shown += more
        self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The memory, or its words."""
        memory = self._matching[index.row()]
        if role == MEMORY:
            return memory
        if role == Qt.ItemDataRole.DisplayRole:
            return memory.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.caption(memory)}: {memory.text}"
        return None

    def caption(self, memory: MemoryRow) -> str:
        """When it was made and what kind it is."""
        when = self._scene.calendar.since(memory.created_step, self._scene.step)
        return f"{when} · {memory_kinds().get(memory.kind, memory.kind)}"

    @property
    def matching(self) -> int:
        """How many match."""
        return len(self._matching)

    def show_all(self, memories: list[MemoryRow]) -> None:
        """Show other memories, oldest first as the file gives them; nothing happens when they are the same."""
        if memories == self.all:
            return
        fresh = [memory for memory in memories[len(self.all) :] if self._matches(memory)]
        if self.all and memories[: len(self.all)] == self.all:
            self.all = memories
            if fresh:
                self.beginInsertRows(QModelIndex(), 0, len(fresh) - 1)
                self._matching = fresh[::-1] + self._matching
                self._shown += len(fresh)
                self.endInsertRows()
            return
        self.all = memories
        self._again()

    def narrow(self, kind: str, text: str) -> None:
        """Keep one kind ("" for all) and what has the words."""
        self._kind, self._text = kind, text.strip().casefold()
        self._again()

    def _again(self) -> None:
        self.beginResetModel()
        self._matching = [memory for memory in reversed(self.all) if self._matches(memory)]
        self._shown = min(PAGE, len(self._matching))
        self.endResetModel()

    def _matches(self, memory: MemoryRow) -> bool:
        return self._kind in ("", memory.kind) and self._text in memory.text.casefold()


class MemoryDelegate(QStyledItemDelegate):
    """Draws a memory: its sign and caption, ten dots for how much it matters, and the words below."""

    def __init__(self, view: QListView, model: Memories) -> None:
        super().__init__(view)
        self._view, self._model = view, model

    def _text_font(self) -> QFont:
        font = QFont(self._view.font())
        font.setPixelSize(13)
        return font

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the words need."""
        width = self._view.viewport().width()
        space = QRect(0, 0, max(80, width - 52), 10_000)
        box = QFontMetrics(self._text_font()).boundingRect(space, Qt.TextFlag.TextWordWrap, index.data())
        return QSize(width, box.height() + 36)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one memory."""
        memory: MemoryRow = index.data(MEMORY)
        rect: QRect = option.rect
        colours = theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, colours.accent_wash)
        sign = memory.kind if memory.kind in memory_kinds() else "known"
        colour = colours.accent if memory.kind in ("thought", "self") else colours.quiet
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(rect.left() + 13, rect.top() + 8, drawing(sign, colour, 16, ratio))
        font = QFont(painter.font())
        font.setPixelSize(11)
        painter.setFont(font)
        painter.setPen(colours.quiet)
        painter.drawText(rect.adjusted(38, 8, -70, 0), Qt.AlignmentFlag.AlignTop, self._model.caption(memory))
        self._importance(painter, rect, memory.importance)
        painter.setFont(self._text_font())
        painter.setPen(colours.ink)
        painter.drawText(rect.adjusted(38, 26, -14, 0), Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop, memory.text)
        painter.setPen(colours.line)
        painter.drawLine(rect.left() + 38, rect.bottom(), rect.right() - 14, rect.bottom())
        painter.restore()

    @staticmethod
    def _importance(painter: QPainter, rect: QRect, importance: int) -> None:
        if not importance:
            return
        colours = theme()
        right = rect.right() - 14
        painter.drawText(QRect(right - 20, rect.top() + 8, 20, 14), Qt.AlignmentFlag.AlignRight, str(importance))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.line)
        bar = QRectF(right - 62, rect.top() + 13, 40, 4)
        painter.drawRoundedRect(bar, 2, 2)
        painter.setBrush(colours.warm if importance >= 7 else colours.accent)
        bar.setWidth(bar.width() * importance / 10)
        painter.drawRoundedRect(bar, 2, 2)


class MemoryTab(QWidget):
    """The stream and its filters."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene
        self._resident: Resident | None = None
        self.kind = QComboBox()
        self.kind.setAccessibleName(tr("Kind of memories"))
        self.kind.addItem(tr("All kinds"), "")
        for kind, words in memory_kinds().items():
            self.kind.addItem(words[:1].upper() + words[1:], kind)
        self.text = QLineEdit(placeholderText=tr("Words"), clearButtonEnabled=True)
        self.text.setAccessibleName(tr("Memories with these words"))
        self.count = label("", "caption")
        self.memories = Memories(scene)
        self.list = QListView()
        self.list.setModel(self.memories)
        self.list.setItemDelegate(MemoryDelegate(self.list, self.memories))
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(tr("Memories"))
        self.list.verticalScrollBar().setSingleStep(24)
        self.nothing = label("", "quiet", wrap=True)
        self.nothing.setContentsMargins(16, 8, 16, 8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(row(self.kind, self.text, margins=(12, 10, 12, 2)))
        self.count.setContentsMargins(16, 0, 0, 0)
        layout.addWidget(self.count)
        layout.addWidget(self.nothing)
        layout.addWidget(self.list, 1)
        self.kind.currentIndexChanged.connect(self._narrow)
        self.text.textChanged.connect(self._narrow)
        look.changed.connect(self.list.viewport().update)

    def show_agent(self, resident: Resident) -> None:
        """Turn to somebody."""
        self._resident = resident
        self.memories.show_all([])
        self.count.setText("")
        self.nothing.hide()

    def ask(self) -> None:
        """Ask the file for the memories."""
        resident, at = self._resident, self._scene.step
        if resident is not None:
            self._scene.ask("memories", lambda reader: (resident, reader.memories(resident.id, at)), self._answer)

    def _answer(self, found: tuple[Resident, list[MemoryRow]]) -> None:
        if found[0] is self._resident:
            self.memories.show_all(found[1])
            self._say()

    def _narrow(self) -> None:
        self.memories.narrow(self.kind.currentData(), self.text.text())
        self._say()

    def _say(self) -> None:
        self.count.setText(several(self.memories.matching, "{count} memory", "{count} memories"))
        name = self._resident.short if self._resident else ""
        self.nothing.setText(tr("No memory is like that.") if self.memories.all else tr("What {name} remembers will be here.", name=name))
        self.nothing.setVisible(not self.memories.matching)
