"""The stream of memories, newest first: when, what kind, how much it matters, and the words."""

import re
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from sandbox_app.ui.inspector.memories.found import Stream
from sandbox_app.ui.scene import Scene
from sandbox_app.ui.theme import drawing, theme
from sandbox_app.ui.words import memory_kinds, tr
from sandbox_app.worldfile.rows import MemoryRow

PAGE = 100
"""Rows laid out at a time; more come when one scrolls."""
Index = QModelIndex | QPersistentModelIndex
MEMORY = Qt.ItemDataRole.UserRole
_PENCIL = 18
FORGOTTEN = "forgotten"
"""Instead of a kind: those that somebody made the agent forget."""


@dataclass(frozen=True)
class Wanted:
    """Which memories are shown: of one kind ("": all that hold), with these words, naming somebody ("": anybody), at least so important."""

    kind: str = ""
    text: str = ""
    person: str = ""
    least: int = 0

    def has(self, memory: MemoryRow) -> bool:
        """Whether a memory is like that."""
        said = memory.text.casefold()
        return (
            self.kind in ("", FORGOTTEN, memory.kind)
            and memory.importance >= self.least
            and self.text.strip().casefold() in said
            and (not self.person or re.search(rf"\b{re.escape(self.person.casefold())}\b", said) is not None)
        )


def pencil(row: QRect) -> QRect:
    """Where the pencil of a row is."""
    return QRect(row.right() - 100, row.top() + 6, _PENCIL, _PENCIL)


class Memories(QAbstractListModel):
    """The memories that match, newest first, handed out in pages."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene
        self.all: list[MemoryRow] = []
        self._stream = Stream()
        self._matching: list[MemoryRow] = []
        self._shown = 0
        self._wanted = Wanted()

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
        said = f"{when} · {memory_kinds().get(memory.kind, memory.kind)}"
        if memory.retired_step is not None:
            return tr("{said} · forgotten", said=said)
        return tr("{said} · changed by hand", said=said) if memory.id in self._stream.edited else said

    @property
    def matching(self) -> int:
        """How many match."""
        return len(self._matching)

    def show_all(self, stream: Stream) -> None:
        """Show other memories, oldest first as the file gives them; nothing happens when they are the same."""
        before, self._stream = self._stream, stream
        if stream == before:
            return
        known = self.all
        self.all = memories = self._pool()
        if known and memories[: len(known)] == known and stream.edited == before.edited:
            fresh = [memory for memory in memories[len(known) :] if self._wanted.has(memory)]
            if fresh:
                self.beginInsertRows(QModelIndex(), 0, len(fresh) - 1)
                self._matching = fresh[::-1] + self._matching
                self._shown += len(fresh)
                self.endInsertRows()
            return
        self._again()

    def narrow(self, wanted: Wanted) -> None:
        """Show those that are so."""
        self._wanted = wanted
        self.all = self._pool()
        self._again()

    def _pool(self) -> list[MemoryRow]:
        return list(self._stream.forgotten if self._wanted.kind == FORGOTTEN else self._stream.held)

    def _again(self) -> None:
        self.beginResetModel()
        self._matching = [memory for memory in reversed(self.all) if self._wanted.has(memory)]
        self._shown = min(PAGE, len(self._matching))
        self.endResetModel()


class MemoryDelegate(QStyledItemDelegate):
    """Draws a memory: its sign and caption, a bar for how much it matters, the words below, and under the pointer a pencil.

    Attributes:
        changing: whether the last press was on the pencil.
    """

    changing = False

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
        space = QRect(0, 0, max(80, width - 66), 10_000)  # a little less than there is: the scroll bar comes and goes
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
        if option.state & QStyle.StateFlag.State_MouseOver:
            painter.drawPixmap(pencil(rect).topLeft(), drawing("pencil", colours.accent, _PENCIL, ratio))
        painter.setFont(self._text_font())
        painter.setPen(colours.ink)
        painter.drawText(rect.adjusted(38, 26, -14, 0), Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop, memory.text)
        painter.setPen(colours.line)
        painter.drawLine(rect.left() + 38, rect.bottom(), rect.right() - 14, rect.bottom())
        painter.restore()

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """Note whether the pencil is pressed; the view tells of the click itself."""
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            self.changing = pencil(option.rect).contains(event.position().toPoint())
        return super().editorEvent(event, model, option, index)

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
