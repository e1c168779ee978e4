"""The dialog for a new world: which town, who lives there, what the dice say, who thinks."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from sandbox_app.errors import Problem
from sandbox_app.llm.engines import Choice
from sandbox_app.resources import worlds
from sandbox_app.town.population import read_description
from sandbox_app.ui.pieces import button, column, label, number_field, row
from sandbox_app.ui.words import tr
from sandbox_app.ui.worlds import Somebody, Wanted

MOST_PEOPLE = 1000
_LONGEST_NAME = 40
_WORDS_HEIGHT = 72


class NewWorld(QDialog):
    """Asks for what a new world needs; `wanted` says what was asked for.

    Args of its maker: `town` is the folder of one that does not ship; `cards` are files of people who move in, too.
    """

    def __init__(self, parent: QWidget, *, town: Path | None = None, cards: Sequence[Path] = ()) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("New world"))
        self._cards = tuple(cards)
        self.name = QLineEdit(tr("My town"))
        self.town = _towns(town)
        self.people = number_field(0, MOST_PEOPLE)
        self.people.setSpecialValueText(tr("all who live there"))
        self.described = QLineEdit()
        self.described.setPlaceholderText(tr("twelve mostly old people, two families in a quarrel, a baker"))
        self.understood = label(tr("In your words; without any, the town's own people live there."), "caption", wrap=True)
        self.seed = number_field(1, 999_999)
        self.mind = QComboBox()
        self.mind.addItem(tr("The demo model that ships"), Choice())
        self.mind.addItem(tr("Nobody: they live by rules"), Choice("scripted"))
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for words, field, said in (
            (tr("Name"), self.name, None),
            (tr("Town"), self.town, None),
            (tr("How many people"), self.people, label(tr("More than the town has are made up."), "caption")),
            (tr("Made-up people"), self.described, self.understood),
            (tr("Who thinks"), self.mind, label(tr("Any other model can take over at any time."), "caption")),
            (tr("Seed"), self.seed, label(tr("Another number, another course of things."), "caption")),
        ):
            self._row(words, field)
            if said is not None:
                self._form.addRow("", said)
        self.somebody = button(tr("Add somebody of your own…"), self._ask_somebody, "link", name="addSomebody")
        self._own = self._somebody_of_your_own()
        self.make = button(tr("Make it"), self.accept, "primary", name="makeWorld")
        self.make.setDefault(True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        whole.addLayout(self._form)
        if self._cards:
            names = ", ".join(path.name for path in self._cards)
            whole.addWidget(label(tr("These move in, too: {names}", names=names), "quiet", wrap=True))
        whole.addLayout(row(self.somebody, 1))
        whole.addWidget(self._own)
        whole.addLayout(row(1, button(tr("Cancel"), self.reject), self.make))
        for field in (self.name, self.described, self.who):
            field.textChanged.connect(self._say)
        self.setMinimumWidth(480)
        self.name.selectAll()

    def _row(self, words: str, field: QWidget) -> None:
        field.setAccessibleName(words)
        self._form.addRow(words, field)

    def _somebody_of_your_own(self) -> QWidget:
        self.who, self.job = QLineEdit(), QLineEdit()
        self.who.setMaxLength(_LONGEST_NAME)
        self.about = QPlainTextEdit()
        self.about.setFixedHeight(_WORDS_HEIGHT)
        self.about.setTabChangesFocus(True)
        self.about.setPlaceholderText(tr("She is 70, a retired sailor, blunt and kind. She wants to see the sea once more."))
        for field, words in ((self.who, tr("Their name")), (self.about, tr("Who they are")), (self.job, tr("Their work"))):
            field.setAccessibleName(words)
        self.who.setPlaceholderText(tr("Their name"))
        self.job.setPlaceholderText(tr("Their work"))
        said = label(tr("They get a home with a free bed. All else about them can be changed once they are there."), "caption", wrap=True)
        own = QWidget()
        own.setLayout(column(self.who, self.about, self.job, said, spacing=6))
        own.hide()
        return own

    def _ask_somebody(self) -> None:
        self.somebody.hide()
        self._own.show()
        self.adjustSize()
        self.who.setFocus()

    def _say(self) -> None:
        words, fits = self.described.text().strip(), True
        said = tr("In your words; without any, the town's own people live there.")
        if words:
            try:
                read = read_description(words)
                said = tr("Understood: {what}.", what=", ".join(read.understood))
                if read.passed_over:
                    said += " " + tr("Not understood: {words}.", words=", ".join(read.passed_over))
            except Problem as problem:
                said, fits = problem.sentence, False
        self.understood.setText(said)
        nobody = bool(self.who.text().strip()) and not any(sign.isalpha() for sign in self.who.text())
        self.make.setEnabled(bool(self.name.text().strip()) and fits and not nobody)

    @property
    def wanted(self) -> Wanted:
        """What the person asked for."""
        who = self.who.text().strip()
        return Wanted(
            name=self.name.text().strip(),
            town=self.town.currentData(),
            people=self.people.value() or None,
            described=self.described.text().strip(),
            seed=self.seed.value(),
            mind=self.mind.currentData(),
            cards=self._cards,
            somebody=Somebody(who, self.job.text().strip(), self.about.toPlainText().strip()) if who else None,
        )


def _towns(own: Path | None) -> QComboBox:
    """The towns that ship, and one that does not, which is then chosen."""
    box = QComboBox()
    for folder in sorted(worlds().iterdir()):
        if (folder / "town.toml").is_file():
            box.addItem(folder.name.replace("_", " ").title(), folder.name)
    box.setCurrentIndex(max(box.findData("alderwick"), 0))
    if own is not None:
        box.addItem(own.name, str(own))
        box.setCurrentIndex(box.count() - 1)
    return box
