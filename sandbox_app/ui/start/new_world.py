"""The dialog for a new world: which town, how many people, what the dice say, who thinks."""

from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from sandbox_app.llm.engines import Choice
from sandbox_app.resources import worlds
from sandbox_app.ui.pieces import button, label, row
from sandbox_app.ui.words import tr
from sandbox_app.ui.worlds import Wanted

MOST_PEOPLE = 1000


class NewWorld(QDialog):
    """Asks for what a new world needs; `wanted` says what was asked for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("New world"))
        self.name = QLineEdit(tr("My town"))
        self.town = QComboBox()
        for folder in sorted(worlds().iterdir()):
            if (folder / "town.toml").is_file():
                self.town.addItem(folder.name.replace("_", " ").title(), folder.name)
        self.people = QSpinBox()
        self.people.setRange(0, MOST_PEOPLE)
        self.people.setSpecialValueText(tr("all who live there"))
        self.seed = QSpinBox()
        self.seed.setRange(1, 999_999)
        self.mind = QComboBox()
        self.mind.addItem(tr("The demo model that ships"), Choice())
        self.mind.addItem(tr("Nobody: they live by rules"), Choice("scripted"))
        for number in (self.people, self.seed):
            number.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        form = QFormLayout()
        for words, field, said in (
            (tr("Name"), self.name, ""),
            (tr("Town"), self.town, ""),
            (tr("People"), self.people, tr("More than the town has are made up.")),
            (tr("Seed"), self.seed, tr("Another number, another course of things.")),
            (tr("Who thinks"), self.mind, tr("Any other model can take over at any time.")),
        ):
            field.setAccessibleName(words)
            form.addRow(words, field)
            if said:
                form.addRow("", label(said, "caption"))
        self.make = button(tr("Make it"), self.accept, "primary", name="makeWorld")
        self.make.setDefault(True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(14)
        whole.addLayout(form)
        whole.addLayout(row(1, button(tr("Cancel"), self.reject), self.make))
        self.name.textChanged.connect(lambda text: self.make.setEnabled(bool(text.strip())))
        self.town.setCurrentIndex(max(self.town.findData("alderwick"), 0))
        self.setMinimumWidth(400)
        self.name.selectAll()

    @property
    def wanted(self) -> Wanted:
        """What the person asked for."""
        return Wanted(
            self.name.text().strip(), self.town.currentData(), self.people.value() or None, self.seed.value(), self.mind.currentData()
        )
