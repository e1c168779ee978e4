"""Whispering to somebody, giving them money or an object, and taking away what they carry: lines in their panel."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from sandbox_app.simulation.editing.belongings import LONGEST_GIVER, LONGEST_ITEM
from sandbox_app.simulation.editing.operations import Give, TakeAway
from sandbox_app.simulation.intervening import LONGEST_TEXT
from sandbox_app.simulation.interventions import Edit, Whisper
from sandbox_app.ui.inspector.links import Rows, link
from sandbox_app.ui.pieces import button, column, label, row
from sandbox_app.ui.scene import Resident, Scene
from sandbox_app.ui.words import tr


class DeedLine(QFrame):
    """A line of words with a sentence that says what will come of them, and one button. Enter does it, too.

    Attributes:
        words: the line. do: the button. what: the sentence.
    """

    def __init__(self, hint: str, name: str, does: str, most: int, done: Callable[[str], None], *beside: QWidget) -> None:
        super().__init__()
        self._done = done
        self._can = False
        self.title = label("", "heading", wrap=True)
        self.what = label("", "quiet", wrap=True)
        self.words = QLineEdit()
        self.words.setPlaceholderText(hint)
        self.words.setAccessibleName(name)
        self.words.setMaxLength(most)
        self.do = button(does, self._do, "primary_small")
        line = row(self.words, self.do)
        line.setStretchFactor(self.words, 1)
        self.setLayout(column(self.title, self.what, *beside, line, spacing=5))
        self.words.textChanged.connect(lambda _text: self._free())
        self.words.returnPressed.connect(self._do)

    def free(self, can_change: bool) -> None:
        """Let it be done, or not."""
        self._can = can_change
        self.words.setEnabled(can_change)
        self._free()

    def _free(self) -> None:
        self.do.setEnabled(self._can and bool(self.words.text().strip()))

    def _do(self) -> None:
        text = self.words.text().strip()
        if text and self._can:
            self.words.clear()
            self._done(text)


class DeedsPart(QWidget):
    """What one does to the person: a whisper, a gift, and what is taken."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene
        self._resident: Resident | None = None
        self.giver = QLineEdit()
        self.giver.setPlaceholderText(tr("a visitor"))
        self.giver.setAccessibleName(tr("Who gives it"))
        self.giver.setMaxLength(LONGEST_GIVER)
        self.whisper = DeedLine(
            tr("You want to learn to dance."), tr("What comes to their mind"), tr("Whisper"), LONGEST_TEXT, self._whisper
        )
        self.give = DeedLine(tr("12 coins"), tr("What they are given"), tr("Give"), LONGEST_ITEM, self._give, self.giver)
        self.carried = Rows(tr("What they carry"))
        self.setLayout(column(self.whisper, self.give, self.carried, spacing=12))
        scene.freed.connect(lambda _can: self.tell())

    def show_agent(self, resident: Resident) -> None:
        """Turn to somebody."""
        self._resident, name = resident, resident.short
        self.whisper.title.setText(tr("Whisper a thought to {name}", name=name))
        self.whisper.what.setText(tr("It will come to {name}'s own mind. Nobody else hears it.", name=name))
        self.give.title.setText(tr("Give {name} money or an object", name=name))
        self.give.what.setText(tr("{name} carries it from now on and remembers who gave it. It can be undone.", name=name))
        for line in (self.whisper, self.give):
            line.words.clear()
        self.giver.clear()
        self.tell()

    def tell(self) -> None:
        """Say what the last frame told."""
        resident, scene = self._resident, self._scene
        if resident is None:
            return
        self.whisper.setHidden(resident.member.visitor)
        now = scene.agents.get(resident.id)
        can_change = scene.can_change and scene.tile(resident.id) is not None
        self.giver.setEnabled(can_change)
        for line in (self.whisper, self.give):
            line.free(can_change)
        carried = now.carried if now is not None else ()
        key = (resident.id, carried, can_change)
        if not self.carried.is_shown(key):
            self.carried.show_rows(key, [self._item(item, can_change) for item in carried], tr("Nothing."))

    def _item(self, item: str, can_change: bool) -> QWidget:
        whole = QWidget()
        take = link(tr("Take it away"), partial(self._take, item))
        take.setAccessibleName(tr("Take {item} away", item=item))
        take.setEnabled(can_change)
        whole.setLayout(row(label(item, wrap=True), take))
        return whole

    def _whisper(self, text: str) -> None:
        if self._resident is not None:
            self._scene.wish(Whisper(self._resident.id, text))

    def _give(self, text: str) -> None:
        if self._resident is not None:
            self._scene.wish(Edit(Give(self._resident.id, text, self.giver.text().strip())))

    def _take(self, item: str) -> None:
        if self._resident is not None:
            self._scene.wish(Edit(TakeAway(self._resident.id, item)))
