"""One memory: its words, what it rests on and what rests on it, where it came from, and how it was changed by hand."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sandbox_app.simulation.editing.operations import RestoreMemory, RetireMemory, RewordMemory
from sandbox_app.simulation.interventions import Edit
from sandbox_app.simulation.messages import Frame
from sandbox_app.ui.inspector.bars import Bar
from sandbox_app.ui.inspector.links import Rows, event_row, memory_row
from sandbox_app.ui.inspector.memories.form import MemoryForm
from sandbox_app.ui.inspector.memories.found import Found, one
from sandbox_app.ui.pieces import button, card, column, label, row, scrolled
from sandbox_app.ui.scene import Scene, Selection
from sandbox_app.ui.words import memory_kinds, tr


class MemoryPage(QWidget):
    """The page of one memory, as of the moment shown."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene
        self._number = 0
        self._changing = False
        self._found: Found | None = None
        self.caption = label("", "caption", wrap=True)
        self.text = label("", "now", wrap=True, selectable=True)
        self.weight = Bar(tr("matters"), "warm")
        self.state = label("", "quiet", wrap=True)
        self.reword = button(tr("Change…"), self._begin, name="rewordMemory")
        self.forget = button(tr("Forget"), self._forget, name="forgetMemory")
        self.restore = button(tr("Remember again"), self._restore, "primary_small", name="restoreMemory")
        self.form = MemoryForm(new=False)
        self.source = Rows(tr("It came from"))
        self.evidence = Rows(tr("It rests on"))
        self.rests = Rows(tr("What rests on it"))
        self.changes = Rows(tr("Changed by hand"))
        self._content = QWidget()
        self._content.setLayout(
            column(
                card(self.caption, self.text, self.weight),
                self.state,
                row(self.reword, self.forget, self.restore, 1),
                self.form,
                self.source,
                self.evidence,
                self.rests,
                self.changes,
                1,
                spacing=8,
                margins=(16, 8, 16, 16),
            )
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(self._content))
        self.form.kept.connect(self._keep)
        scene.selected.connect(self._selected)
        scene.moved.connect(self._moved)
        scene.freed.connect(self._free)

    def _selected(self, selection: Selection) -> None:
        self._number = selection.id if selection.kind == "memory" else 0
        self._changing = selection.changing
        if self._number:
            self.form.hide()
            self._content.hide()
            self._ask()

    def _moved(self, frame: Frame) -> None:
        if self._number and (self._scene.past or any(event.kind in ("edit", "remember") for event in frame.events)):
            self._ask()

    def _ask(self) -> None:
        number, at = self._number, self._scene.step
        self._scene.ask("memory", lambda reader: (number, one(reader, number, at)), self._answer)

    def _answer(self, answer: tuple[int, Found | None]) -> None:
        number, found = answer
        if number != self._number:
            return
        self._found = found
        self._content.show()
        self._show()

    def _show(self) -> None:
        found, scene = self._found, self._scene
        self._free(scene.can_change)
        self.text.setVisible(found is not None)
        if found is None:
            self.caption.setText(tr("This memory was made later than the moment shown."))
            for part in (self.weight, self.source, self.evidence, self.rests, self.changes, self.state):
                part.hide()
            return
        memory = found.row
        kind = memory_kinds().get(memory.kind, memory.kind)
        when = scene.calendar.since(memory.created_step, scene.step)
        self.caption.setText(tr("{name} · {kind} · {when}", name=scene.short(memory.agent_id), kind=kind, when=when))
        self.text.setText(memory.text)
        self.weight.show_value(memory.importance / 10, str(memory.importance) if memory.importance else tr("not weighed yet"))
        self.weight.show()
        gone = memory.retired_step is not None
        if gone:
            at = scene.calendar.since(memory.retired_step or 0, scene.step)
            self.state.setText(tr("Forgotten at {at}. The record keeps it, and it can be given back.", at=at))
        self.state.setVisible(gone)
        key = (memory.id, scene.step if scene.past else 0)
        source = [event_row(scene, found.source)] if found.source else []
        self.source.show_rows((key, "from"), source, "" if found.evidence else _no_source(memory.kind, bool(found.changes)))
        self.evidence.show_rows((key, found.evidence), [memory_row(scene, other) for other in found.evidence])
        self.rests.show_rows((key, found.rests), [memory_row(scene, other) for other in found.rests])
        self.changes.show_events(scene, found.changes)

    def _free(self, can_change: bool) -> None:
        gone = self._found is not None and self._found.row.retired_step is not None
        there = self._found is not None
        for push, wanted in ((self.reword, not gone), (self.forget, not gone), (self.restore, gone)):
            push.setVisible(there and wanted)
            push.setEnabled(can_change)
            push.setToolTip("" if can_change else tr("Only the present can be changed."))
        if not can_change:
            self.form.hide()
        elif self._changing and there and not gone:
            self._changing = False
            self._begin()

    def _begin(self) -> None:
        if self._found is not None:
            self.form.begin(self._found.row)

    def _keep(self, words: str, _kind: str, importance: int) -> None:
        if self._found is not None:
            before = self._found.row
            weight = importance if importance != before.importance else 0
            self._scene.wish(Edit(RewordMemory(before.id, words, weight)))

    def _forget(self) -> None:
        if self._found is not None:
            self._scene.wish(Edit(RetireMemory(self._found.row.id)))

    def _restore(self) -> None:
        if self._found is not None:
            self._scene.wish(Edit(RestoreMemory(self._found.row.id)))


def _no_source(kind: str, changed: bool) -> str:
    if kind == "known":
        return tr("It was known from the start.") if not changed else tr("It was known from the start, or added by hand.")
    return tr("It was added by hand.") if changed else tr("The record does not name what it came from.")
