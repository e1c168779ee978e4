"""What an agent does now: the sentence, the talk it is in, what comes next, what happened lately, and who it is."""

import msgspec
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sandbox_app.town.model import CastMember
from sandbox_app.ui.inspector.links import Rows, link
from sandbox_app.ui.pieces import card, column, label, row, scrolled
from sandbox_app.ui.scene import Resident, Scene
from sandbox_app.ui.telling import ASKED, told
from sandbox_app.ui.words import closeness, thinking, tr
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import BeliefRow, Event, PlanRow

LATELY = 8
Lately = tuple[Resident, CastMember, list[PlanRow], list[Event], list[BeliefRow]]
_TOLD = frozenset(
    {
        "wake",
        "sleep",
        "move",
        "act",
        "plan",
        "replan",
        "reflect",
        "speak",
        "talk_start",
        "talk_end",
        "thing",
        "intervene",
        "enter",
        "leave",
        "edit",
        "thought_failed",
        "closed",
    }
)


class NowTab(QWidget):
    """The tab one sees first."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene
        self._resident: Resident | None = None
        self._next: PlanRow | None = None
        self.doing = label("", "now", wrap=True, selectable=True)
        self.where = label("", "quiet", wrap=True)
        self.carried = label("", "quiet", wrap=True)
        self.thought = label("", "quiet", wrap=True)
        self.next = label("", "", wrap=True)
        self._next_title = label(tr("Next"), "heading")
        self.lately = Rows(tr("Lately"))
        self.people = Rows(tr("People"))
        self._aim_title = label(tr("What they want"), "heading")
        self.aim = label("", "", wrap=True, selectable=True)
        self.change = link(tr("Change…"), self._change)
        self.change.setAccessibleName(tr("Change who they are"))
        self.identity = label("", "", wrap=True, selectable=True)
        self.traits = label("", "quiet", wrap=True)
        content = QWidget()
        content.setLayout(
            column(
                card(self.doing, self.where, self.carried, self.thought, role="nowcard"),
                self._next_title,
                self.next,
                self.lately,
                self._aim_title,
                self.aim,
                row(label(tr("Who they are"), "heading"), 1, self.change),
                self.identity,
                self.traits,
                self.people,
                1,
                spacing=7,
                margins=(16, 12, 16, 16),
            )
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(content))

    def show_agent(self, resident: Resident) -> None:
        """Turn to somebody."""
        self._resident, self._next = resident, None
        self._tell_who(resident.member)
        self.lately.show_events(self._scene, [])
        self._show_people([])
        self.tell()

    def _tell_who(self, member: CastMember) -> None:
        self.identity.setText(member.identity)
        self.traits.setText(", ".join(member.traits))
        self.aim.setText(member.aim[:1].upper() + member.aim[1:])
        self.aim.setVisible(bool(member.aim))
        self._aim_title.setVisible(bool(member.aim))

    def _change(self) -> None:
        if self._resident is not None:
            self._scene.select("persona", self._resident.id)

    def tell(self) -> None:
        """Say what the last frame told."""
        resident, scene = self._resident, self._scene
        if resident is None:
            return
        now = scene.agents.get(resident.id)
        if now is None:
            self.doing.setText(tr("Nothing is known yet."))
            self.where.setText("")
        else:
            activity = now.activity or (tr("asleep") if now.asleep else tr("nothing in particular"))
            self.doing.setText(activity[:1].upper() + activity[1:])
            others = ", ".join(scene.short(other) for other in now.talking_with if other != resident.id)
            place = scene.where(scene.place_of(resident.id) or now.place_id)
            self.where.setText(tr("{place} · talking with {names}", place=place, names=others) if others else place)
        carried = ", ".join(now.carried) if now is not None else ""
        self.carried.setVisible(bool(carried))
        self.carried.setText(tr("carries {items}", items=carried))
        thought = scene.thinking.get(resident.id)
        self.thought.setVisible(thought is not None)
        if thought is not None:
            self.thought.setText(f"{thinking(resident.short, thought.purpose)} · {round(thought.seconds)} s")
        self._tell_next()

    def ask(self) -> None:
        """Ask the file for what comes next, what happened lately and the people."""
        resident, at = self._resident, self._scene.step
        if resident is None:
            return

        def look(reader: WorldReader) -> Lately:
            plans = reader.plans(resident.id, at, from_step=at)
            events = reader.events(to_step=at, agent=resident.id, kinds=_TOLD, limit=LATELY, latest=True)
            persona = next(row for row in reader.personas(at) if row.agent_id == resident.id)
            member = msgspec.json.decode(persona.data, type=CastMember)
            return resident, member, plans, events, reader.beliefs(resident.id, at)

        self._scene.ask("now", look, self._answer)

    def _answer(self, found: Lately) -> None:
        resident, member, plans, events, beliefs = found
        if resident is not self._resident:
            return
        self._tell_who(member)
        at = self._scene.step
        self._next = next((line for line in plans if line.level == "day" and line.start_step > at), None)
        self._tell_next()
        shown = [event for event in reversed(events) if event.text and told(event) != ASKED]
        self.lately.show_events(self._scene, shown, tr("Nothing yet."))
        self._show_people(sorted((row for row in beliefs if row.kind == "relation"), key=lambda row: -row.value))

    def _show_people(self, relations: list[BeliefRow]) -> None:
        self.people.show_of(relations, lambda belief: Tie(self._scene, belief), Tie.tell)

    def _tell_next(self) -> None:
        line = self._next
        self._next_title.setVisible(line is not None)
        self.next.setVisible(line is not None)
        if line is not None:
            place = self._scene.place(line.place_id)
            words = tr("{time} {activity}", time=self._scene.calendar.hhmm(line.start_step), activity=line.activity)
            self.next.setText(f"{words} · {place.name}" if place else words)


class Tie(QWidget):
    """Somebody they know, and what they are to them; a click selects them."""

    def __init__(self, scene: Scene, belief: BeliefRow) -> None:
        super().__init__()
        self._scene, self._about = scene, 0
        self._name = link("", lambda: scene.select("agent", self._about))
        self._name.setMinimumWidth(90)
        self._words = label("", "quiet", wrap=True)
        self.setLayout(row(self._name, self._words))
        self.tell(belief)

    def tell(self, belief: BeliefRow) -> None:
        """Tell of another tie."""
        self._about = belief.about_id
        self._name.setText(self._scene.short(belief.about_id))
        self._words.setText(" · ".join(part for part in (belief.text, closeness(belief.value)) if part))
