"""The thoughts of an agent: every call to the model, newest first, and in *Details* all that went in and came out."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from sandbox_app.ui.inspector.again.panel import AgainPart
from sandbox_app.ui.inspector.marks import Marks
from sandbox_app.ui.inspector.raw_part import RawPart
from sandbox_app.ui.inspector.thoughts.writing import WritingPart
from sandbox_app.ui.pieces import button, column, label, row, scrolled
from sandbox_app.ui.scene import Resident, Scene
from sandbox_app.ui.theme import look, theme
from sandbox_app.ui.words import several, thought, tr
from sandbox_app.worldfile.reader import CallHead, WorldReader
from sandbox_app.worldfile.rows import CallRow

MOST = 200
CALL = Qt.ItemDataRole.UserRole


class ThoughtTab(QWidget):
    """What is being written above, then the list, and the chosen thought below."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene
        self._resident: Resident | None = None
        self._heads: list[CallHead] = []
        self._chosen = 0
        self.writing = WritingPart(scene)
        self.nothing = label("", "quiet", wrap=True)
        self.nothing.setContentsMargins(16, 12, 16, 4)
        self.list = QListWidget()
        self.list.setObjectName("thoughtList")
        self.list.setAccessibleName(tr("Thoughts"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.title = label("", "now", wrap=True)
        self.error = label("", wrap=True, selectable=True)
        self.answer = RawPart(tr("Answer"), "warm", opened=True)
        self.marks = Marks(scene)
        self.again = AgainPart(scene)
        self.details_button = button(tr("Details"), self._toggle, "link")
        self.details_button.setCheckable(True)
        self.numbers = label("", "caption", wrap=True, selectable=True)
        self.now = RawPart(tr("Asked: the situation and the question"), "accent", opened=True)
        self.own = RawPart(tr("Asked: who they are"), "home")
        self.shared = RawPart(tr("Asked: what is the same for all"), "quiet")
        self._details = QWidget()
        self._details.setLayout(column(self.numbers, self.now, self.own, self.shared, spacing=6))
        self._details.hide()
        inner = QWidget()
        inner.setLayout(
            column(
                self.title,
                self.error,
                self.answer,
                self.marks,
                row(self.details_button, 1),
                self._details,
                self.again,
                1,
                spacing=6,
                margins=(14, 10, 14, 14),
            )
        )
        self._chosen_one = scrolled(inner)
        self._chosen_one.hide()
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.list)
        self.split.addWidget(self._chosen_one)
        self.split.setSizes([220, 320])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.writing)
        layout.addWidget(self.nothing)
        layout.addWidget(self.split, 1)
        self.list.currentItemChanged.connect(self._choose)
        look.changed.connect(self._paint)

    def show_agent(self, resident: Resident) -> None:
        """Turn to somebody."""
        self._resident, self._heads, self._chosen = resident, [], 0
        self.writing.show_agent(resident)
        self.list.clear()
        self._chosen_one.hide()
        self.nothing.setText("")

    def ask(self) -> None:
        """Ask the file for the latest thoughts."""
        resident, at = self._resident, self._scene.step
        if resident is None:
            return

        def look_up(reader: WorldReader) -> tuple[Resident, list[CallHead]]:
            return resident, reader.calls(agent=resident.id, asked_to=at, limit=MOST, latest=True)

        self._scene.ask("thoughts", look_up, self._answer)

    def _answer(self, found: tuple[Resident, list[CallHead]]) -> None:
        resident, heads = found
        if resident is not self._resident:
            return
        self.nothing.setText(tr("What {name} thinks will be here.", name=resident.short))
        self.nothing.setVisible(not heads)
        known = {head.id for head in self._heads}
        if not known <= {head.id for head in heads}:
            self.list.clear()
            known = set()
        self._heads = heads
        order = sorted(heads, key=lambda head: (-head.asked_step, -head.id))
        for row_number, head in enumerate(order):
            if head.id not in known:
                self.list.insertItem(row_number, self._item(head))

    def _item(self, head: CallHead) -> QListWidgetItem:
        words = f"{self._scene.calendar.since(head.asked_step, self._scene.step)}  {thought(head.purpose)}"
        item = QListWidgetItem(tr("{words}, failed", words=words) if head.error else words)
        item.setData(CALL, head)
        if head.error:
            item.setForeground(theme().error)
        return item

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            head: CallHead = item.data(CALL)
            self._chosen = head.id
            self._scene.ask("thought", lambda reader: reader.call(head.id), self._show)

    def _show(self, call: CallRow | None) -> None:
        if call is None or call.id != self._chosen:
            return
        self.title.setText(f"{thought(call.purpose)} · {self._scene.calendar.since(call.asked_step, self._scene.step)}")
        self.error.setText(call.error)
        self.error.setVisible(bool(call.error))
        self.answer.show_text(call.output)
        self.answer.setVisible(bool(call.output))
        self.marks.show_call(call)
        self.again.show_call(call)
        self.numbers.setText(self._numbers(call))
        for part, text in ((self.now, call.now), (self.own, call.own), (self.shared, call.shared)):
            part.show_text(text)
        self._paint()
        self._chosen_one.show()

    def _numbers(self, call: CallRow) -> str:
        calendar = self._scene.calendar
        parts = [
            tr("{seconds} s", seconds=f"{call.seconds:.2f}"),
            tr(
                "{read} tokens read, {computed} computed, {written} written",
                read=call.submitted,
                computed=call.computed,
                written=call.generated,
            ),
            tr("model {model}", model=call.model),
            tr("seed {seed}", seed=call.seed),
            tr("form {purpose}", purpose=call.purpose),
            tr("asked {asked}, due {due}", asked=calendar.hhmm(call.asked_step), due=calendar.hhmm(call.due_step)),
        ]
        if call.retrieved:
            parts.append(several(len(call.retrieved), "{count} memory retrieved", "{count} memories retrieved"))
        return " · ".join(parts)

    def _toggle(self) -> None:
        self._details.setVisible(self.details_button.isChecked())

    def _paint(self) -> None:
        self.error.setStyleSheet(f"color: {theme().error.name()};")
