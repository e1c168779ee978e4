"""Somebody whom an agent knows: what they are to it, what it believes of them, their talks; and all but the talks can be changed."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from sandbox_app.simulation.editing.operations import RetireBelief, SetBelief, SetRelation
from sandbox_app.simulation.interventions import Edit
from sandbox_app.ui.inspector.bars import Bar
from sandbox_app.ui.inspector.links import Rows, SaidRow, link
from sandbox_app.ui.inspector.people.forms import BeliefForm, RelationForm
from sandbox_app.ui.inspector.people.found import Held, Known
from sandbox_app.ui.pieces import button, column, label, row, tab_in_order
from sandbox_app.ui.portraits import portrait
from sandbox_app.ui.scene import Scene
from sandbox_app.ui.words import belief_kinds, closeness, several, tr

PORTRAIT = 32


class PersonCard(QFrame):
    """Portrait, name, what they are to the agent and how close; opened, what is believed of them, their talks, and forms to change it.

    Args:
        agent: whose view it is. person: the other. rested: called when a form was put away.
    """

    def __init__(self, scene: Scene, agent: int, person: Known, *, opened: bool, rested: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.person, self.opened = person, False
        self._scene, self._agent = scene, agent
        resident = scene.resident(person.agent)
        assert resident is not None
        picture = QLabel()
        picture.setPixmap(portrait(resident.member, PORTRAIT, self.devicePixelRatioF()))
        picture.setFixedSize(PORTRAIT, PORTRAIT)
        relation = person.relation
        near = relation.value if relation else 0.0
        said = " · ".join(part for part in (relation.text if relation else tr("known by sight or hearsay"), closeness(near)) if part)
        self.said = label(said, "quiet", wrap=True)
        self.more = button("", self._toggle, "link")
        self.nearness = Bar(tr("closeness"), "accent" if near >= 0 else "error")
        self.nearness.show_value(abs(near) / 10, f"{near:+.1f}")
        name = link(resident.name, lambda: scene.select("agent", resident.id))
        self.changes: list[QPushButton] = []
        self.relation_form, self.belief_form = RelationForm(), BeliefForm()
        self.change = self._changing(tr("Change…"), lambda: self.relation_form.begin(relation), "changeRelation")
        self.add = self._changing(tr("Add a belief…"), self.belief_form.begin, "addBelief")
        self.relation_form.kept.connect(self._relate)
        self.belief_form.kept.connect(self._believe)
        for form in (self.relation_form, self.belief_form):
            form.closed.connect(rested)
        self._inside = QWidget()
        self._inside.hide()
        self._filled = False
        self.setLayout(column(row(picture, name, 1, self.more), self.said, self.nearness, self._inside, spacing=3, margins=(10, 8, 10, 8)))
        self.nearness.setHidden(relation is None)
        self._say()
        if opened:
            self._toggle()

    @property
    def writing(self) -> bool:
        """Whether something is being written in one of its forms."""
        return not (self.relation_form.isHidden() and self.belief_form.isHidden())

    def free(self, can_change: bool) -> None:
        """Let it be changed, or no longer."""
        for push in self.changes:
            push.setEnabled(can_change)
            push.setToolTip("" if can_change else tr("Only the present can be changed."))
        for form in (self.relation_form, self.belief_form):
            if not can_change and not form.isHidden():
                form.put_away()

    def _changing(self, words: str, pressed: Callable[[], object], name: str) -> QPushButton:
        made = button(words, pressed, "link", name=name)
        self.changes.append(made)
        return made

    def _say(self) -> None:
        told = [several(len(self.person.held), "{count} belief", "{count} beliefs")] if self.person.held else []
        told += [several(self.person.talked, "{count} talk", "{count} talks")] if self.person.talked else []
        self.more.setText(f"{'▾' if self.opened else '▸'} {', '.join(told) or tr('more')}")

    def _toggle(self) -> None:
        self.opened = not self.opened
        if not self._filled:
            self._filled = True
            self._fill()
        self._inside.setVisible(self.opened)
        self._say()

    def _fill(self) -> None:
        person, scene = self.person, self._scene
        beliefs, talks = Rows(tr("What is believed of them")), Rows(tr("Their talks, the latest first"))
        tie = row(label(tr("What they are to them"), "heading"), 1, self.change)
        self._inside.setLayout(column(tie, self.relation_form, beliefs, row(self.add, 1), self.belief_form, talks, spacing=2))
        beliefs.show_rows(person.agent, [self._belief(held) for held in person.held])
        beliefs.setVisible(bool(person.held))
        talks.show_events(scene, person.talks)
        self.free(scene.can_change)
        tab_in_order(self)

    def _belief(self, held: Held) -> QWidget:
        scene, belief = self._scene, held.belief
        teller = scene.short(int(belief.data.get("teller", 0)))
        source = tr("written by hand") if held.by_hand else tr("{name} said so", name=teller) if teller else tr("own eyes and ears")
        words = [
            belief_kinds().get(belief.kind, ""),
            source,
            tr("{share} sure", share=f"{belief.value:.0%}"),
            scene.calendar.since(belief.created_step, scene.step),
        ]
        caption = " · ".join(word for word in words if word)
        whole = QWidget()
        said = SaidRow(caption, belief.text, lambda: scene.select("event", belief.cause), tr("Why?")) if belief.cause else None
        plain = column(label(caption, "caption", wrap=True), label(belief.text, wrap=True), spacing=0)
        rests = [link(f"↳ {_short(memory.text)}", _to_memory(scene, memory.id)) for memory in held.evidence]
        change = self._changing(tr("Change…"), partial(self.belief_form.begin, belief), "changeBelief")
        forget = self._changing(tr("Believe no longer"), lambda: scene.wish(Edit(RetireBelief(belief.id))), "retireBelief")
        whole.setLayout(column(said or plain, *rests, row(change, forget, 1, spacing=2), spacing=0))
        return whole

    def _believe(self, kind: str, words: str, sure: float, belief: int) -> None:
        self._scene.wish(Edit(SetBelief(self._agent, self.person.agent, words, kind, sure, belief)))

    def _relate(self, words: str, near: float) -> None:
        self._scene.wish(Edit(SetRelation(self._agent, self.person.agent, near, words)))


def _to_memory(scene: Scene, number: int) -> object:
    return lambda: scene.select("memory", number)


def _short(text: str) -> str:
    return text if len(text) <= 38 else f"{text[:37].rstrip()}…"
