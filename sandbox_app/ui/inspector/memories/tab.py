"""The tab with the stream of memories, its filters, and a way to add one."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QGridLayout, QLineEdit, QListView, QSizePolicy, QVBoxLayout, QWidget

from sandbox_app.simulation.editing.operations import AddMemory
from sandbox_app.simulation.interventions import Edit
from sandbox_app.ui.inspector.memories.form import MemoryForm
from sandbox_app.ui.inspector.memories.found import Stream, stream
from sandbox_app.ui.inspector.memories.stream import FORGOTTEN, MEMORY, Memories, MemoryDelegate, Wanted
from sandbox_app.ui.pieces import button, label, row
from sandbox_app.ui.scene import Resident, Scene
from sandbox_app.ui.theme import look
from sandbox_app.ui.words import memory_kinds, several, tr

LEAST = (0, 3, 5, 7, 9)


class MemoryTab(QWidget):
    """The stream and its filters; a click on a memory shows it with its links."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene
        self._resident: Resident | None = None
        self.kind = _choice(tr("Kind of memories"))
        self.kind.addItem(tr("All kinds"), "")
        for kind, words in memory_kinds().items():
            self.kind.addItem(words[:1].upper() + words[1:], kind)
        self.kind.addItem(tr("Forgotten by your hand"), FORGOTTEN)
        self.person = _choice(tr("Memories that name somebody"))
        self.least = _choice(tr("How much they matter at least"))
        for least in LEAST:
            self.least.addItem(tr("Matters {least} or more", least=least) if least else tr("Any weight"), least)
        self.text = QLineEdit(placeholderText=tr("Words"), clearButtonEnabled=True)
        self.text.setAccessibleName(tr("Memories with these words"))
        self.count = label("", "caption")
        self.add = button(tr("Add a memory…"), self._add, "link", name="addMemory")
        self.form = MemoryForm(new=True)
        self.memories = Memories(scene)
        self.list = self._list()
        self.nothing = label("", "quiet", wrap=True)
        self.nothing.setContentsMargins(16, 8, 16, 8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        filters = QGridLayout()
        filters.setContentsMargins(12, 10, 12, 0)
        filters.setHorizontalSpacing(8)
        filters.setVerticalSpacing(3)
        for number, field in enumerate((self.kind, self.text, self.person, self.least)):
            filters.addWidget(field, number // 2, number % 2)
            filters.setColumnStretch(number % 2, 1)
            field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        layout.addLayout(filters)
        layout.addLayout(row(self.count, 1, self.add, margins=(16, 0, 12, 0)))
        layout.addWidget(self.form)
        layout.addWidget(self.nothing)
        layout.addWidget(self.list, 1)
        for choice in (self.kind, self.person, self.least):
            choice.currentIndexChanged.connect(self._narrow)
        self.text.textChanged.connect(self._narrow)
        self.form.kept.connect(self._added)
        scene.freed.connect(self._free)
        look.changed.connect(self.list.viewport().update)
        self._free(scene.can_change)

    def _list(self) -> QListView:
        made = QListView()
        made.setModel(self.memories)
        self._delegate = MemoryDelegate(made, self.memories)
        made.setItemDelegate(self._delegate)
        made.setMouseTracking(True)
        made.setResizeMode(QListView.ResizeMode.Adjust)
        made.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setAccessibleName(tr("Memories"))
        made.setToolTip(tr("Click a memory to see what it rests on; the pencil changes it"))
        made.verticalScrollBar().setSingleStep(24)
        made.clicked.connect(lambda index: self._open(index, changing=self._delegate.changing))
        made.activated.connect(self._open)
        return made

    def show_agent(self, resident: Resident) -> None:
        """Turn to somebody."""
        self._resident = resident
        self.memories.show_all(Stream())
        self.person.blockSignals(True)
        self.person.clear()
        self.person.addItem(tr("About anybody"), "")
        for other in self._scene.residents:
            if other is not resident:
                self.person.addItem(other.short, other.short)
        self.person.blockSignals(False)
        self.form.hide()
        self._narrow()
        self.count.setText("")
        self.nothing.hide()

    def ask(self) -> None:
        """Ask the file for the memories."""
        resident, at = self._resident, self._scene.step
        if resident is not None:
            self._scene.ask("memories", lambda reader: (resident, stream(reader, resident.id, at)), self._answer)

    def _answer(self, found: tuple[Resident, Stream]) -> None:
        if found[0] is self._resident:
            self.memories.show_all(found[1])
            self._say()

    def _narrow(self) -> None:
        self.memories.narrow(
            Wanted(self.kind.currentData(), self.text.text(), self.person.currentData() or "", self.least.currentData() or 0)
        )
        self._say()

    def _say(self) -> None:
        self.count.setText(several(self.memories.matching, "{count} memory", "{count} memories"))
        name = self._resident.short if self._resident else ""
        if self.kind.currentData() == FORGOTTEN and not self.memories.all:
            said = tr("What you make {name} forget will be here, and can be given back.", name=name)
        else:
            said = tr("No memory is like that.") if self.memories.all else tr("What {name} remembers will be here.", name=name)
        self.nothing.setText(said)
        self.nothing.setVisible(not self.memories.matching)

    def _free(self, can_change: bool) -> None:
        self.add.setEnabled(can_change)
        self.add.setToolTip("" if can_change else tr("Only the present can be changed."))
        if not can_change:
            self.form.hide()

    def _add(self) -> None:
        self.form.begin()

    def _added(self, words: str, kind: str, importance: int) -> None:
        if self._resident is not None:
            self._scene.wish(Edit(AddMemory(self._resident.id, words, kind, importance)))

    def _open(self, index: QModelIndex, *, changing: bool = False) -> None:
        self._scene.select("memory", index.data(MEMORY).id, changing=changing)


def _choice(words: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(words)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(12)
    return made
