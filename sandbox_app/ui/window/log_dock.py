"""The log: what happens in the town as lines to read, with time and person, narrowed by person, kind and words."""

from collections import deque
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from sandbox_app.simulation.messages import Frame
from sandbox_app.ui.pieces import column, label, row, tip
from sandbox_app.ui.scene import Scene
from sandbox_app.ui.telling import DEED, MAIN, WAY, told
from sandbox_app.ui.theme import look, theme
from sandbox_app.ui.throttle import Throttle
from sandbox_app.ui.words import event_kinds, several, tr
from sandbox_app.worldfile.rows import Event

KEPT = 5_000
"""Lines kept in memory; older ones are in the file."""
EARLIER = 2_000
"""Events fetched from the file when a world is opened."""
OF_PAST = 1_500
"""Events fetched from the file before a moment that is past."""
_LOOK_AGAIN = 400
"""Milliseconds at least between two looks at the past, while it is played or scrubbed."""
Index = QModelIndex | QPersistentModelIndex
EVENT = Qt.ItemDataRole.UserRole


class Lines(QAbstractListModel):
    """Events as rows, oldest first, each event once."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene
        self._events: deque[Event] = deque()
        self._newest = 0

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many lines there are."""
        return 0 if parent.isValid() else len(self._events)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The event, or its line."""
        event = self._events[index.row()]
        if role == EVENT:
            return event
        if role == Qt.ItemDataRole.DisplayRole:
            return event.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._scene.calendar.moment(event.step)} {self._scene.short(event.agent_id)}: {event.text}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(f"{self._scene.calendar.said(event.step)} · {self._scene.where(event.place_id)}\n{event.text}")
        return None

    def event_at(self, row: int) -> Event:
        """Return the event of a row; quicker than asking for its data, and asked of all rows whenever they are narrowed."""
        return self._events[row]

    def clear(self) -> None:
        """Forget all lines."""
        self.beginResetModel()
        self._events.clear()
        self._newest = 0
        self.endResetModel()

    def add_earlier(self, events: list[Event]) -> None:
        """Put events before those that are there, as far as they are older."""
        oldest = self._events[0].id if self._events else None
        older = [event for event in events if event.text and (oldest is None or event.id < oldest)]
        if older:
            self.beginInsertRows(QModelIndex(), 0, len(older) - 1)
            self._events.extendleft(reversed(older))
            self._newest = max(self._newest, older[-1].id)
            self.endInsertRows()

    def add(self, events: list[Event]) -> None:
        """Add events that are newer than those that are there."""
        fresh = [event for event in events if event.id > self._newest and event.text]
        if not fresh:
            return
        fresh = fresh[-KEPT:]
        too_many = len(self._events) + len(fresh) - KEPT
        if too_many > 0:
            self.beginRemoveRows(QModelIndex(), 0, too_many - 1)
            for _ in range(too_many):
                self._events.popleft()
            self.endRemoveRows()
        self.beginInsertRows(QModelIndex(), len(self._events), len(self._events) + len(fresh) - 1)
        self._events.extend(fresh)
        self._newest = fresh[-1].id
        self.endInsertRows()


class _Matches(QSortFilterProxyModel):
    """The lines of one person, one group of kinds, some places, since some step, and with some words."""

    def __init__(self, source: Lines) -> None:
        super().__init__()
        self._lines = source
        self._agent, self._kinds, self._text = 0, frozenset[str](), ""
        self._places, self._since = frozenset[int](), 0
        self._ways = False
        self.setSourceModel(source)

    def narrow(self, agent: int, kinds: frozenset[str], text: str, places: frozenset[int], since: int, *, ways: bool) -> None:
        """Keep what matches; no agent and places mean all, no kinds the main things, with walking and waiting if `ways`."""
        self.beginFilterChange()
        self._places, self._since, self._ways = places, since, ways
        self._agent, self._kinds, self._text = agent, kinds, text.strip().casefold()
        self.endFilterChange()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        """Whether this line matches."""
        event = self._lines.event_at(source_row)
        kinds = event.kind in self._kinds if self._kinds else told(event) in (MAIN, DEED) or (self._ways and told(event) == WAY)
        here = event.step >= self._since and (not self._places or event.place_id in self._places)
        return kinds and here and self._agent in (0, event.agent_id) and self._text in event.text.casefold()


class LineDelegate(QStyledItemDelegate):
    """Draws time, person and sentence of a line."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All lines are equally high."""
        return QSize(200, 22)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line."""
        event: Event = index.data(EVENT)
        rect: QRect = option.rect
        colours, centre = theme(), Qt.AlignmentFlag.AlignVCenter
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, colours.accent_wash)
        calendar = self._scene.calendar
        font = QFont(painter.font())
        font.setPixelSize(12)
        painter.setFont(font)
        painter.setPen(colours.quiet)
        painter.drawText(rect.adjusted(12, 0, 0, 0), centre, calendar.moment(event.step))
        small = told(event) != MAIN
        painter.setPen(colours.error if event.kind == "thought_failed" else colours.quiet if small else colours.ink)
        name = self._scene.short(event.agent_id)
        font.setWeight(QFont.Weight.Normal if small else QFont.Weight.DemiBold)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        painter.drawText(rect.adjusted(112, 0, 0, 0), centre, metrics.elidedText(name, Qt.TextElideMode.ElideRight, 86))
        font.setWeight(QFont.Weight.Normal)
        painter.setFont(font)
        space = rect.adjusted(204, 0, -10, 0)
        text = painter.fontMetrics().elidedText(_without(name, event.text), Qt.TextElideMode.ElideRight, space.width())
        painter.drawText(space, centre, text)
        painter.restore()


def _without(name: str, text: str) -> str:
    """What was said, in quotation marks, where the name stands beside it already."""
    return f"“{text.removeprefix(f'{name}: ')}”" if name and text.startswith(f"{name}: ") else text


class Log(QWidget):
    """The log with its filters. It stays at the end unless one scrolls away.

    Signals:
        closed: the person closed it with Escape.
    """

    closed = Signal()

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene
        self._past = self._stale = self._returns = False
        self._again = Throttle(_LOOK_AGAIN, self)
        self._again.fired.connect(self._look_back)
        self.person = QComboBox()
        self.person.setAccessibleName(tr("Whose lines"))
        self.kind = QComboBox()
        self.kind.setAccessibleName(tr("Kind of lines"))
        self.place = QComboBox()
        self.place.setAccessibleName(tr("Where"))
        self.time = QComboBox()
        self.time.setAccessibleName(tr("Since when"))
        self.ways = QCheckBox(tr("Walking, too"))
        self.ways.setToolTip(tr("Who walks where, and who waits for what"))
        self.text = QLineEdit(placeholderText=tr("Words"), clearButtonEnabled=True)
        self.text.setAccessibleName(tr("Lines with these words"))
        self.count = label("", "caption")
        self.lines = Lines(scene)
        self.shown = _Matches(self.lines)
        self.list = QListView()
        self.list.setModel(self.shown)
        self.list.setItemDelegate(LineDelegate(scene))
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName(tr("What happened"))
        self.nothing = label("", "quiet", wrap=True)
        self.nothing.setContentsMargins(12, 8, 12, 8)
        self.setLayout(
            column(
                row(self.person, self.kind, self.ways, self.place, self.time, self.text, self.count, margins=(10, 6, 10, 4)),
                self.nothing,
                self.list,
                spacing=0,
            )
        )
        self.kind.addItem(tr("The main things"), frozenset())
        for words, kinds in event_kinds().values():
            self.kind.addItem(words, kinds)
        for words, hours in ((tr("Any time"), 0), (tr("The last hour"), 1), (tr("The last 6 hours"), 6), (tr("The last day"), 24)):
            self.time.addItem(words, hours)
        for box in (self.place, self.time):
            box.currentIndexChanged.connect(self._narrow)
        self.person.currentIndexChanged.connect(self._narrow)
        self.kind.currentIndexChanged.connect(self._narrow)
        self.text.textChanged.connect(self._narrow)
        self.ways.toggled.connect(self._narrow)
        self.list.activated.connect(self._activated)
        self.list.clicked.connect(self._activated)
        scene.opened.connect(self._opened)
        scene.moved.connect(self._moved)
        look.changed.connect(self.list.viewport().update)

    def event(self, event: QEvent) -> bool:
        """Keep Escape for itself while the keyboard is here."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the log."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the end."""
        super().showEvent(event)
        self.list.scrollToBottom()
        if self._stale:
            self._look_back()

    def show_past(self, past: bool) -> None:
        """Show what happened until the moment shown, which is past, or go on with what happens now."""
        if past == self._past:
            return
        self._past, self._stale = past, False
        if past:
            self._again.poke()
        else:
            self._again.stop()
            self.lines.clear()
            self._returns = True

    def _look_back(self) -> None:
        self._stale = not self.isVisible()
        if self._past and not self._stale:
            at = self._scene.step
            self._scene.ask("log", lambda reader: reader.events(to_step=at, limit=OF_PAST, latest=True), self._show_earlier)

    def _show_earlier(self, events: list[Event]) -> None:
        if self._past:
            self.lines.clear()
            self._begin(events)

    def _opened(self) -> None:
        self.lines.clear()
        self.person.blockSignals(True)
        self.person.clear()
        self.person.addItem(tr("Everybody"), 0)
        for resident in self._scene.residents:
            self.person.addItem(resident.name, resident.id)
        self.person.blockSignals(False)
        self.place.blockSignals(True)
        self.place.clear()
        self.place.addItem(tr("Everywhere"), 0)
        for place in sorted(self._scene.town.places, key=lambda place: place.name.casefold()):
            if place.level == "site":
                self.place.addItem(place.name, place.id)
        self.place.blockSignals(False)
        self._past = self._stale = self._returns = False
        self._narrow()
        self._look_up()

    def _look_up(self) -> None:
        at = self._scene.step
        self._scene.ask("log", lambda reader: reader.events(to_step=at, limit=EARLIER, latest=True), self._begin)

    def _begin(self, events: list[Event]) -> None:
        self.lines.add_earlier(events)
        self._say_count()
        self.list.scrollToBottom()

    def _moved(self, frame: Frame) -> None:
        if self._past:
            self._again.poke()
            return
        if self._returns:  # the present is shown from this frame on
            self._returns = False
            self._look_up()
        if not frame.events:
            return
        bar = self.list.verticalScrollBar()
        at_end = bar.value() >= bar.maximum() - 4
        self.lines.add(frame.events)
        self._say_count()
        if at_end:
            self.list.scrollToBottom()

    def _narrow(self) -> None:
        kinds, hours = self.kind.currentData() or frozenset(), self.time.currentData() or 0
        since = self._scene.step - hours * 3600 // self._scene.calendar.step_seconds if hours else 0
        places = self._within(self.place.currentData() or 0)
        self.ways.setEnabled(not kinds)
        self.shown.narrow(self.person.currentData() or 0, kinds, self.text.text(), places, since, ways=self.ways.isChecked())
        self._say_count()
        self.list.scrollToBottom()

    def _within(self, site: int) -> frozenset[int]:
        """A site and its rooms; nothing for no site."""
        return frozenset(place.id for place in self._scene.town.places if site in (place.id, place.parent)) if site else frozenset()

    def _say_count(self) -> None:
        self.count.setText(several(self.shown.rowCount(), "{count} line", "{count} lines"))
        said = tr("No line is like that.") if self.lines.rowCount() else tr("What happens in the town can be read here.")
        self.nothing.setText(said)
        self.nothing.setVisible(not self.shown.rowCount())

    def _activated(self, index: QModelIndex) -> None:
        event: Event = index.data(EVENT)
        if event.agent_id:
            self._scene.select("agent", event.agent_id)
        elif event.place_id:
            self._scene.select("place", event.place_id)
        self._scene.select("event", event.id)  # why it happened, with a way back to who did it
