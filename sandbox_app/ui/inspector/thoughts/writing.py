"""Answers that are being written: a card for each thought under way of the agent that is looked at."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from sandbox_app.simulation.messages import Thinking, Writing, Wrote
from sandbox_app.ui.pieces import column, label
from sandbox_app.ui.scene import Resident, Scene
from sandbox_app.ui.theme import fixed_font
from sandbox_app.ui.words import several, thinking, tr


class WritingCard(QFrame):
    """One answer as far as it is written, with seconds and tokens."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "nowcard")
        self.title = label("", wrap=True)
        self.numbers = label("", "caption", wrap=True)
        self.text = label("", wrap=True, selectable=True)
        self.text.setFont(fixed_font(11))
        self.text.setStyleSheet("font-size: 11px;")
        self.setLayout(column(self.title, self.numbers, self.text, spacing=2, margins=(12, 8, 12, 8)))

    def show_thought(self, name: str, purpose: str, seconds: float, holds: bool) -> None:
        """Show a thought of which no word is heard."""
        self.title.setText(thinking(name, purpose))
        told = [tr("{seconds} s", seconds=f"{seconds:.1f}")]
        self.numbers.setText(" · ".join([*told, tr("the clock waits for it")] if holds else told))
        self.text.hide()

    def show_writing(self, name: str, writing: Writing, due: str) -> None:
        """Show what is written so far."""
        self.title.setText(thinking(name, writing.purpose))
        tokens = several(writing.tokens, "{count} token", "{count} tokens")
        self.numbers.setText(tr("{seconds} s · {tokens} · needed at {due}", seconds=f"{writing.seconds:.1f}", tokens=tokens, due=due))
        self.text.setText(writing.text.strip("\n") or "…")
        self.text.show()


class WritingPart(QWidget):
    """The cards of one agent; nothing while it thinks of nothing."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene
        self._resident: Resident | None = None
        self.cards: list[WritingCard] = []
        self._writings: list[Writing] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(14, 8, 14, 4)
        self._layout.setSpacing(6)
        self.hide()
        scene.wrote.connect(self._wrote)
        scene.moved.connect(lambda _frame: self._show())

    def show_agent(self, resident: Resident) -> None:
        """Turn to somebody."""
        self._resident, self._writings = resident, []
        self._show()

    def _wrote(self, wrote: Wrote) -> None:
        if self._resident is not None and wrote.agent == self._resident.id:
            self._writings = wrote.writings
            self._show()

    def _show(self) -> None:
        """Show what is written, or else that something is thought."""
        resident, scene = self._resident, self._scene
        if resident is None:
            return
        under_way: Thinking | None = scene.thinking.get(resident.id) if not scene.past else None
        writings = self._writings if not scene.past else []
        count = len(writings) or (1 if under_way is not None else 0)
        while len(self.cards) < count:
            self.cards.append(WritingCard())
            self._layout.addWidget(self.cards[-1])
        for card in self.cards[count:]:
            self._layout.removeWidget(card)
            card.hide()
            card.deleteLater()
        del self.cards[count:]
        for card, writing in zip(self.cards, writings, strict=False):
            card.show_writing(resident.short, writing, scene.calendar.hhmm(writing.due_step))
        if not writings and under_way is not None:
            self.cards[0].show_thought(resident.short, under_way.purpose, under_way.seconds, under_way.holds)
        self.setVisible(count > 0)
