"""The plan of an agent's day: a strip, and a list in which the present part is marked and shows its steps."""

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sandbox_app.simulation.messages import HUES
from sandbox_app.ui.inspector.links import link
from sandbox_app.ui.inspector.plan_form import PlanForm
from sandbox_app.ui.inspector.plan_strip import LAST, Block, PlanStrip
from sandbox_app.ui.pieces import empty, label, scrolled, set_role, tab_in_order
from sandbox_app.ui.scene import Resident, Scene
from sandbox_app.ui.theme import theme
from sandbox_app.ui.words import tr
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import PlanRow


def hue_of(scene: Scene, resident: Resident, line: PlanRow) -> int:
    """Which of the eight kinds of activity a line of a plan is, as an index into HUES."""
    from sandbox_app.mind.hues import hue_of_line  # late: minds are not needed before a world is open

    return HUES.index(hue_of_line(scene.town, resident.member, line.place_id, line.activity))


class PlanTab(QWidget):
    """The strip and the list."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene
        self._resident: Resident | None = None
        self._key: object = None
        self.parts: list[PlanPart] = []
        self.strip = PlanStrip()
        self.strip.setAccessibleName(tr("The plan as a strip"))
        self.said = label("", "quiet", wrap=True)
        self.form = PlanForm(scene)
        self.change = link(tr("Change the rest of the day…"), self._change)
        self._days: list[PlanRow] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(12, 2, 12, 16)
        inner.setSpacing(6)
        inner.addWidget(self.said)
        inner.addWidget(self.form)
        inner.addLayout(self._list)
        inner.addWidget(self.change, 0, Qt.AlignmentFlag.AlignLeft)
        inner.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 8, 6, 0)
        layout.setSpacing(0)
        layout.addWidget(self.strip)
        self._area = scrolled(content)
        layout.addWidget(self._area, 1)
        scene.freed.connect(self._free)
        self._free(scene.can_change)

    def show_agent(self, resident: Resident) -> None:
        """Turn to somebody."""
        self._resident, self._key = resident, None
        self.parts = []
        empty(self._list)
        self._days = []
        self.form.hide()
        self.said.setText("")
        self.strip.show_blocks(())
        self.tell()

    def tell(self) -> None:
        """Move to the present."""
        if self._resident is None:
            return
        step = self._scene.step
        self.strip.show_minute(self._scene.calendar.minute(step))
        for part in self.parts:
            part.show_step(step)

    def _free(self, can_change: bool) -> None:
        self.change.setEnabled(can_change)
        self.change.setToolTip("" if can_change else tr("Only the present can be changed."))
        if not can_change:
            self.form.hide()

    def _change(self) -> None:
        if self._resident is not None:
            self.form.begin(self._resident, self._days)
            self._area.ensureWidgetVisible(self.form, 0, 0)

    def ask(self) -> None:
        """Ask the file for the day's plan."""
        resident, at = self._resident, self._scene.step
        if resident is None:
            return
        first, after = self._scene.calendar.today(at)

        def look(reader: WorldReader) -> tuple[Resident, list[PlanRow]]:
            return resident, reader.plans(resident.id, at, from_step=first, to_step=after - 1)

        self._scene.ask("plan", look, self._answer)

    def _answer(self, found: tuple[Resident, list[PlanRow]]) -> None:
        resident, lines = found
        key = tuple(line.id for line in lines)
        if resident is not self._resident or key == self._key:
            return
        self._key = key
        days = self._days = [line for line in lines if line.level == "day"]
        self.said.setText("" if days else tr("{name} has no plan for today yet.", name=resident.short))
        self.said.setVisible(not days)
        empty(self._list)
        self.parts = [
            PlanPart(self._scene, resident, line, [step for step in lines if step.level == "step" and step.parent == line.id])
            for line in days
        ]
        for part in self.parts:
            self._list.addWidget(part)
        tab_in_order(self)
        self.strip.show_blocks(tuple(self._block(resident, line) for line in days))
        self.tell()
        QTimer.singleShot(0, self, self._show_present)

    def _show_present(self) -> None:
        """Bring the present part into sight, and in it the present step."""
        part = next((part for part in self.parts if part.present), None)
        if part is not None:
            self._area.ensureWidgetVisible(part, 0, 0)
            self._area.ensureWidgetVisible(part.at_step(self._scene.step), 0, 30)

    def _block(self, resident: Resident, line: PlanRow) -> Block:
        calendar = self._scene.calendar
        start, end = calendar.minute(line.start_step), calendar.minute(line.end_step)
        if calendar.day(line.end_step) > calendar.day(line.start_step):
            end = LAST
        words = f"{calendar.span(line.start_step, line.end_step)} {line.activity}"
        return Block(start, end, hue_of(self._scene, resident, line), words)


class PlanPart(QFrame):
    """A part of the day; the present one is marked and shows its steps."""

    def __init__(self, scene: Scene, resident: Resident, line: PlanRow, steps: list[PlanRow]) -> None:
        super().__init__()
        self._line, self._hue = line, hue_of(scene, resident, line)
        place = scene.place(line.place_id)
        head = QHBoxLayout()
        time = label(scene.calendar.span(line.start_step, line.end_step), "caption")
        head.addWidget(time)
        head.addStretch(1)
        head.addWidget(label(place.name if place else "", "caption"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 6, 8, 6)
        layout.setSpacing(1)
        layout.addLayout(head)
        self.said = line.activity[:1].upper() + line.activity[1:]
        self.present = False
        layout.addWidget(label(self.said, wrap=True))
        self.why = link(tr("Why?"), lambda: scene.select("event", line.cause))
        self.why.setAccessibleName(tr("Why: {activity}", activity=line.activity))
        head.addWidget(self.why)
        self.why.setHidden(not line.cause)
        self._steps: list[tuple[PlanRow, QWidget, QLabel]] = []
        for step in steps:
            words = label(self._words(scene, step), "quiet", wrap=True)
            shown = self._step(scene, step, words)
            self._steps.append((step, shown, words))
            layout.addWidget(shown)
        self.show_step(scene.step)

    @staticmethod
    def _words(scene: Scene, step: PlanRow) -> str:
        thing = scene.thing(step.thing_id)
        return f"{step.activity} · {thing.name}" if thing and thing.name not in step.activity else step.activity

    @staticmethod
    def _step(scene: Scene, step: PlanRow, words: QLabel) -> QWidget:
        whole = QWidget()
        layout = QHBoxLayout(whole)
        layout.setContentsMargins(0, 1, 0, 1)
        layout.setSpacing(8)
        time = label(scene.calendar.hhmm(step.start_step), "caption")
        time.setFixedWidth(40)
        layout.addWidget(time, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(words, 1)
        return whole

    def at_step(self, now: int) -> QWidget:
        """The row of the present step, or the whole part."""
        return next((shown for step, shown, _ in self._steps if step.start_step <= now < step.end_step), self)

    @property
    def steps_said(self) -> list[str]:
        """What its steps say."""
        return [words.text() for _, _, words in self._steps]

    def show_step(self, now: int) -> None:
        """Mark the part if it is the present one."""
        present = self.present = self._line.start_step <= now < self._line.end_step
        set_role(self, "card" if present else "")
        for step, shown, words in self._steps:
            shown.setVisible(present)
            set_role(words, "" if step.start_step <= now < step.end_step else "quiet")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the colour of its kind at the left."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().hues[self._hue])
        painter.drawRoundedRect(QRectF(4, 8, 4, self.height() - 16), 2, 2)
        painter.end()
