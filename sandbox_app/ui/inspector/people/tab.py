"""The tab of people: whom an agent knows, the closest first; a click on one opens what it believes, and their talks."""

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from sandbox_app.ui.inspector.bars import Bar
from sandbox_app.ui.inspector.links import Rows, SaidRow, event_row, link
from sandbox_app.ui.inspector.people.found import Held, Known, known
from sandbox_app.ui.pieces import button, column, empty, label, row, scrolled
from sandbox_app.ui.portraits import portrait
from sandbox_app.ui.scene import Resident, Scene
from sandbox_app.ui.words import closeness, several, tr

PORTRAIT = 32


class PeopleTab(QWidget):
    """A card for everybody one agent knows."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene
        self._resident: Resident | None = None
        self._found: tuple[Known, ...] | None = None
        self._open: set[int] = set()
        self.cards: list[PersonCard] = []
        self.nothing = label("", "quiet", wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        content = QWidget()
        content.setLayout(column(self.nothing, self._list, 1, margins=(14, 10, 14, 16)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(content))

    def show_agent(self, resident: Resident) -> None:
        """Turn to somebody."""
        self._resident, self._found = resident, None
        self._open.clear()
        self._show(())
        self.nothing.setText("")

    def ask(self) -> None:
        """Ask the file for the people."""
        resident, at = self._resident, self._scene.step
        if resident is not None:
            self._scene.ask("people", lambda reader: (resident, known(reader, resident.id, at)), self._answer)

    def _answer(self, answer: tuple[Resident, tuple[Known, ...]]) -> None:
        resident, found = answer
        if resident is not self._resident or found == self._found:
            return
        self._found = found
        self._show(found)
        self.nothing.setText(tr("Whom {name} comes to know will be here.", name=resident.short))
        self.nothing.setVisible(not found)

    def _show(self, found: tuple[Known, ...]) -> None:
        self._open |= {card.person.agent for card in self.cards if card.opened}
        empty(self._list)
        self.cards = [
            PersonCard(self._scene, person, opened=person.agent in self._open) for person in found if self._scene.resident(person.agent)
        ]
        for card in self.cards:
            self._list.addWidget(card)


class PersonCard(QFrame):
    """Somebody: portrait, name, what they are to the agent and how close; opened, what is believed of them and their talks."""

    def __init__(self, scene: Scene, person: Known, *, opened: bool) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.person, self.opened = person, False
        self._scene = scene
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
        self._inside = QWidget()
        self._inside.hide()
        self._filled = False
        self.setLayout(column(row(picture, name, 1, self.more), self.said, self.nearness, self._inside, spacing=3, margins=(10, 8, 10, 8)))
        self.nearness.setHidden(relation is None)
        self._say()
        if opened:
            self._toggle()

    def _say(self) -> None:
        told = [several(len(self.person.held), "{count} belief", "{count} beliefs")] if self.person.held else []
        told += [several(self.person.talked, "{count} talk", "{count} talks")] if self.person.talked else []
        self.more.setText(f"{'▾' if self.opened else '▸'} {', '.join(told)}")
        self.more.setVisible(bool(told))

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
        self._inside.setLayout(column(beliefs, talks, spacing=2))
        beliefs.show_rows(person.agent, [self._belief(held) for held in person.held])
        talks.show_rows(person.agent, [event_row(scene, event) for event in person.talks])

    def _belief(self, held: Held) -> QWidget:
        scene, belief = self._scene, held.belief
        teller = scene.short(int(belief.data.get("teller", 0)))
        source = tr("{name} said so", name=teller) if teller else tr("own eyes and ears")
        words = [
            _kinds().get(belief.kind, ""),
            source,
            tr("{share} sure", share=f"{belief.value:.0%}"),
            scene.calendar.since(belief.created_step, scene.step),
        ]
        caption = " · ".join(word for word in words if word)
        whole = QWidget()
        said = SaidRow(caption, belief.text, lambda: scene.select("event", belief.cause), tr("Why?")) if belief.cause else None
        plain = column(label(caption, "caption", wrap=True), label(belief.text, wrap=True), spacing=0)
        rests = [link(f"↳ {_short(memory.text)}", _to_memory(scene, memory.id)) for memory in held.evidence]
        whole.setLayout(column(said or plain, *rests, spacing=0))
        return whole


def _to_memory(scene: Scene, number: int) -> object:
    return lambda: scene.select("memory", number)


def _short(text: str) -> str:
    return text if len(text) <= 46 else f"{text[:45].rstrip()}…"


def _kinds() -> dict[str, str]:
    return {"is": tr("how they are"), "wants": tr("what they want"), "knows": tr("what they know")}
