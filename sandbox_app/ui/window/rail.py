"""The rail: everybody in the town, with portrait, name, what they do now, and the face of their mood."""

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QFont, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from sandbox_app.simulation.messages import AgentNow, Frame
from sandbox_app.ui.faces import paint_mood
from sandbox_app.ui.pieces import column, label, tip
from sandbox_app.ui.portraits import portrait
from sandbox_app.ui.scene import OF_SOMEBODY, Resident, Scene, Selection
from sandbox_app.ui.theme import look, theme
from sandbox_app.ui.words import mood, several, thinking, tr

WIDTH, FOLDED = 240, 60
Index = QModelIndex | QPersistentModelIndex
RESIDENT = Qt.ItemDataRole.UserRole


def _seen(now: AgentNow) -> tuple[str, int, int]:
    """What is seen in somebody's row."""
    return now.activity, now.hue, now.mood


class Residents(QAbstractListModel):
    """The agents as rows, read from the scene."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self.scene = scene
        scene.opened.connect(self._opened)
        scene.peopled.connect(self._opened)
        scene.moved.connect(self._moved)
        self._thinking: set[int] = set()
        self._told: dict[int, tuple[str, int, int]] = {}

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many live here."""
        return 0 if parent.isValid() else len(self.scene.residents)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The resident, or words about it."""
        resident = self.scene.residents[index.row()]
        if role == RESIDENT:
            return resident
        if role == Qt.ItemDataRole.DisplayRole:
            return resident.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self.sentence(resident))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.sentence(resident)
        return None

    def sentence(self, resident: Resident) -> str:
        """Who it is, what they do and how they feel."""
        now = self.scene.agents.get(resident.id)
        parts = [resident.name]
        if now is not None:
            parts += [now.activity, mood(now.mood)]
        if (thought := self.scene.thinking.get(resident.id)) is not None:
            parts.append(thinking(resident.short, thought.purpose))
        return " · ".join(part for part in parts if part)

    def _opened(self) -> None:
        self.beginResetModel()
        self._thinking = set()
        self._told = {}
        self.endResetModel()

    def _moved(self, frame: Frame) -> None:
        thinkers = set(self.scene.thinking)
        changed = {now.agent for now in frame.changed if _seen(now) != self._told.get(now.agent)} | (thinkers ^ self._thinking)
        self._told.update((now.agent, _seen(now)) for now in frame.changed)
        for agent in [one for one in changed if one <= self.rowCount()]:
            index = self.index(agent - 1)
            self.dataChanged.emit(index, index)
        self._thinking = thinkers


class ResidentDelegate(QStyledItemDelegate):
    """Draws a resident: the whole row, or the portrait alone when the rail is folded."""

    folded = False

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are equally high."""
        return QSize(FOLDED - 12 if self.folded else 160, 50)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        resident: Resident = index.data(RESIDENT)
        rect: QRect = option.rect.adjusted(6, 1, -6, -1)
        state = option.state
        colours = theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(colours.accent_wash)
            painter.drawRoundedRect(rect, 7, 7)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(colours.hover)
            painter.drawRoundedRect(rect, 7, 7)
        picture = QRect(rect.left() + 4, rect.top() + 4, 40, 40)
        painter.drawPixmap(picture, portrait(resident.member, 40, painter.device().devicePixelRatioF()))
        now = self._scene.agents.get(resident.id)
        if self.folded:
            if now is not None:
                paint_mood(painter, QRectF(picture.right() - 11, picture.bottom() - 11, 13, 13), now.mood)
        else:
            self._words(painter, rect.adjusted(52, 0, -6, 0), resident)
        if resident.id in self._scene.thinking:
            _dots(painter, QPointF(picture.left() + 7, picture.top() + 4))
        painter.restore()

    def _words(self, painter: QPainter, rect: QRect, resident: Resident) -> None:
        now = self._scene.agents.get(resident.id)
        colours, font = theme(), QFont(painter.font())
        if now is not None:
            paint_mood(painter, QRectF(rect.right() - 14, rect.top() + 9, 14, 14), now.mood)
        font.setPixelSize(13)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(colours.ink)
        line = QRect(rect.left(), rect.top() + 5, rect.width() - 20, 20)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, _short(painter, resident.name, line.width()))
        if now is None:
            return
        font.setPixelSize(11)
        font.setWeight(QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.hues[now.hue])
        painter.drawRoundedRect(QRectF(rect.left(), rect.top() + 29, 4, 12), 2, 2)
        painter.setPen(colours.quiet)
        line = QRect(rect.left() + 10, rect.top() + 25, rect.width() - 10, 20)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, _short(painter, now.activity, line.width()))


def _short(painter: QPainter, text: str, width: int) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)


def _dots(painter: QPainter, middle: QPointF) -> None:
    """Three dots: somebody thinks."""
    painter.setPen(theme().card)
    painter.setBrush(theme().card)
    painter.drawRoundedRect(QRectF(middle.x() - 10, middle.y() - 6, 20, 11), 5.5, 5.5)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().warm)
    for offset in (-5, 0, 5):
        painter.drawEllipse(middle + QPointF(offset, -0.5), 1.7, 1.7)


class Rail(QWidget):
    """The list of agents with its filter box; folds to portraits."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._scene = scene
        self._selecting = False
        self.filter_box = QLineEdit(placeholderText=tr("Find somebody"), clearButtonEnabled=True)
        self.filter_box.setAccessibleName(tr("Find somebody"))
        self.count = label("", "caption")
        self._model = Residents(scene)
        self._shown = _Matches(self._model)
        self._delegate = ResidentDelegate(scene)
        self.list = _WholeRows()
        self.list.setModel(self._shown)
        self.list.setItemDelegate(self._delegate)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(tr("People of the town"))
        self._head = QWidget()
        self._head.setLayout(column(self.filter_box, self.count, spacing=4, margins=(10, 10, 10, 2)))
        self.setLayout(column(self._head, self.list, spacing=0))
        self.filter_box.textChanged.connect(self._narrow)
        self.filter_box.returnPressed.connect(self._first)
        self.list.selectionModel().currentChanged.connect(self._chosen)
        self.list.clicked.connect(self._chosen)
        self.list.activated.connect(lambda index: scene.follow(index.data(RESIDENT).id))
        scene.selected.connect(self._selected)
        scene.opened.connect(lambda: self._narrow(self.filter_box.text()))
        scene.peopled.connect(lambda: self._narrow(self.filter_box.text()))
        look.changed.connect(self.list.viewport().update)

    def fold(self, folded: bool) -> None:
        """Show portraits alone, or the whole rows."""
        self._delegate.folded = folded
        self._head.setVisible(not folded)
        if folded:
            self.filter_box.clear()
            self.setFixedWidth(FOLDED)
        else:
            self.setMinimumWidth(170)
            self.setMaximumWidth(420)
        self.list.scheduleDelayedItemsLayout()

    @property
    def folded(self) -> bool:
        """Whether only portraits are shown."""
        return self._delegate.folded

    def _narrow(self, text: str) -> None:
        self._shown.narrow(text)
        self.count.setText(several(self._shown.rowCount(), "{count} person", "{count} people"))

    def _first(self) -> None:
        if self._shown.rowCount():
            self.list.setCurrentIndex(self._shown.index(0, 0))
            self.list.setFocus()

    def _chosen(self, index: QModelIndex) -> None:
        if not self._selecting and index.isValid():
            self._scene.select("agent", index.data(RESIDENT).id)

    def _selected(self, selection: Selection) -> None:
        if selection.kind in OF_SOMEBODY:
            return  # it is somebody's: they stay marked
        self._selecting = True
        if selection.kind == "agent":
            index = self._shown.mapFromSource(self._model.index(selection.id - 1))
            if index.isValid() and index != self.list.currentIndex():
                self.list.setCurrentIndex(index)
        else:
            self.list.clearSelection()
            self.list.setCurrentIndex(QModelIndex())
        self._selecting = False


class _WholeRows(QListView):
    """A list in which nobody is cut in half: it scrolls by rows, and what is left of its height stays free."""

    def __init__(self) -> None:
        super().__init__()
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the rows what they fill."""
        super().resizeEvent(event)
        high, row = self.height() - 2 * self.frameWidth(), max(1, self.sizeHintForRow(0))
        if high > row and self.viewportMargins().bottom() != high % row:
            self.setViewportMargins(0, 0, 0, high % row)


class _Matches(QSortFilterProxyModel):
    """Residents whose name or present activity has the text in it."""

    def __init__(self, source: Residents) -> None:
        super().__init__()
        self._residents = source
        self._text = ""
        self.setSourceModel(source)

    def narrow(self, text: str) -> None:
        """Keep what matches."""
        self.beginFilterChange()
        self._text = text.strip().casefold()
        self.endFilterChange()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        """Whether this row matches."""
        if not self._text:  # asked of everybody who does something else, with every frame
            return True
        return self._text in self._residents.sentence(self._residents.scene.residents[source_row]).casefold()
