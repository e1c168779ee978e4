"""The rules a person lives by: its own and those of the town, as they stood at the moment shown; a new one is written and checked here."""

from functools import partial

from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from sandbox_app.errors import Problem
from sandbox_app.mind.rules.language import LONGEST, read
from sandbox_app.simulation.interventions import RemoveRule, SetRule
from sandbox_app.simulation.ruling import RuleNow, rules_on_record
from sandbox_app.ui.inspector.links import Rows, link
from sandbox_app.ui.pieces import button, card, column, label, row
from sandbox_app.ui.scene import Resident, Scene
from sandbox_app.ui.words import several, tr

LONGEST_NAME = 60


class RulesPart(QFrame):
    """The list, and below it a line for one more."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene
        self._resident: Resident | None = None
        self.rules = Rows(tr("Rules they live by"))
        self.name = QLineEdit()
        self.name.setPlaceholderText(tr("no late tea"))
        self.name.setAccessibleName(tr("What the rule is called"))
        self.name.setMaxLength(LONGEST_NAME)
        self.words = QLineEdit()
        self.words.setAccessibleName(tr("The rule"))
        self.words.setMaxLength(LONGEST)
        self.wrong = label("", "quiet", wrap=True)
        self.keep = button(tr("Let it hold"), self._keep, "primary_small", name="setRule")
        last = row(self.wrong, self.keep)
        self.setLayout(column(self.rules, self.name, self.words, last, spacing=5))
        for line in (self.name, self.words):
            line.textChanged.connect(lambda _text: self._free())
            line.returnPressed.connect(self._keep)
        scene.freed.connect(lambda _can: self.ask())

    def show_agent(self, resident: Resident) -> None:
        """Turn to somebody."""
        self._resident = resident
        self.setHidden(resident.member.visitor)
        place = resident.member.workplace or resident.member.home
        self.words.setPlaceholderText(tr('never at "{place}" later than 21:00', place=place))
        self.name.clear()
        self.words.clear()
        self.rules.show_rows((resident.id, "?"), [])
        self._free()

    def ask(self) -> None:
        """Ask the file which rules held."""
        resident, at, world = self._resident, self._scene.step, self._scene.world
        self._free()
        if resident is None or world is None or self.isHidden():
            return
        description = world.description
        self._scene.ask(
            "rules",
            lambda reader: (
                resident,
                [rule for rule in rules_on_record(description, reader, at).rules.values() if rule.agent in (0, resident.id)],
            ),
            self._answer,
        )

    def _answer(self, found: tuple[Resident, list[RuleNow]]) -> None:
        resident, rules = found
        if resident is not self._resident:
            return
        can_change = self._scene.can_change
        key = (resident.id, tuple((rule.name, rule.text, rule.standing, rule.broken) for rule in rules), can_change)
        if not self.rules.is_shown(key):
            none = tr("None yet. What a rule forbids for good, {name} is not even offered to choose.", name=resident.short)
            self.rules.show_rows(key, [self._row(rule, can_change) for rule in rules], none)

    def _row(self, rule: RuleNow, can_change: bool) -> QWidget:
        whose = tr("theirs alone") if rule.agent else tr("everybody's")
        told = [rule.name, whose, *([several(rule.broken, "broken once", "broken {count} times")] if rule.broken else [])]
        away = link(tr("Remove"), partial(self._scene.wish, RemoveRule(rule.name)))
        away.setAccessibleName(tr("Remove the rule {name}", name=rule.name))
        away.setEnabled(can_change)
        return card(row(label(" · ".join(told), "caption", wrap=True), away), label(rule.text, wrap=True, selectable=True))

    def _free(self) -> None:
        can_change, text = self._scene.can_change, self.words.text().strip()
        self.name.setEnabled(can_change)
        self.words.setEnabled(can_change)
        wrong = _fault(text) if text else ""
        self.wrong.setText(wrong)
        self.keep.setEnabled(can_change and bool(text) and not wrong and bool(self.name.text().strip()))

    def _keep(self) -> None:
        if self._resident is not None and self.keep.isEnabled():
            self._scene.wish(SetRule(self.name.text().strip(), self.words.text().strip(), self._resident.id))
            self.name.clear()
            self.words.clear()


def _fault(text: str) -> str:
    """Return why a rule cannot be read, "" when it can."""
    try:
        read(text)
    except Problem as problem:
        return problem.sentence
    return ""
