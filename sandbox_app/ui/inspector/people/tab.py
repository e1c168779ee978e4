"""The tab of people: whom an agent knows, the closest first; a click on one opens what it believes, and their talks."""

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from sandbox_app.ui.inspector.people.card import PersonCard
from sandbox_app.ui.inspector.people.found import Known, known
from sandbox_app.ui.pieces import column, empty, label, scrolled, tab_in_order
from sandbox_app.ui.scene import Resident, Scene
from sandbox_app.ui.words import tr


class PeopleTab(QWidget):
    """A card for everybody one agent knows; while something is being written in one of them, they stay as they are."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene
        self._resident: Resident | None = None
        self._found: tuple[Known, ...] | None = None
        self._newer: tuple[Known, ...] | None = None
        self._open: set[int] = set()
        self.cards: list[PersonCard] = []
        self.nothing = label("", "quiet", wrap=True)
        self.somebody = QComboBox()
        self.somebody.setAccessibleName(tr("Somebody else, about whom to write what is believed"))
        self.somebody.activated.connect(self._meet)
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        content = QWidget()
        content.setLayout(column(self.nothing, self._list, self.somebody, 1, margins=(14, 10, 14, 16)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(content))
        scene.freed.connect(self._free)

    def show_agent(self, resident: Resident) -> None:
        """Turn to somebody."""
        self._resident, self._found, self._newer = resident, None, None
        self._open.clear()
        self.cards = []
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
        if any(card.writing for card in self.cards):
            self._newer = found
            return
        self._found = found
        self._show(found)
        self.nothing.setText(tr("Whom {name} comes to know will be here.", name=resident.short))
        self.nothing.setVisible(not found)

    def _rested(self) -> None:
        """What is written is kept or given up: show what has come meanwhile."""
        newer, self._newer = self._newer, None
        if newer is not None and self._resident is not None:
            self._answer((self._resident, newer))

    def _show(self, found: tuple[Known, ...]) -> None:
        self._open |= {card.person.agent for card in self.cards if card.opened}
        empty(self._list)
        self.cards = []
        for person in found:
            if self._scene.resident(person.agent):
                self._add(person, opened=person.agent in self._open)
        self._offer({person.agent for person in found})
        tab_in_order(self)

    def _add(self, person: Known, *, opened: bool) -> PersonCard:
        assert self._resident is not None
        card = PersonCard(self._scene, self._resident.id, person, opened=opened, rested=self._rested)
        self.cards.append(card)
        self._list.addWidget(card)
        return card

    def _offer(self, shown: set[int]) -> None:
        """Offer those of whom nothing is known yet."""
        self.somebody.clear()
        self.somebody.addItem(tr("Write about somebody else…"), 0)
        for other in self._scene.residents:
            if other is not self._resident and other.id not in shown:
                self.somebody.addItem(other.name, other.id)
        self._free(self._scene.can_change)

    def _meet(self, index: int) -> None:
        agent = int(self.somebody.itemData(index))
        self.somebody.setCurrentIndex(0)
        if agent and agent not in {card.person.agent for card in self.cards}:
            card = self._add(Known(agent, None, (), (), 0), opened=True)
            card.relation_form.begin(None)

    def _free(self, can_change: bool) -> None:
        self.somebody.setVisible(can_change and self.somebody.count() > 1)
        for card in list(self.cards):
            card.free(can_change)
