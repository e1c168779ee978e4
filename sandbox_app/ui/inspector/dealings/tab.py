"""The tab *Act*: all that one can ask of a person and do to them, in one place."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sandbox_app.ui.inspector.dealings.deeds import DeedsPart
from sandbox_app.ui.inspector.dealings.question import QuestionBox
from sandbox_app.ui.inspector.dealings.rules import RulesPart
from sandbox_app.ui.pieces import column, rule, scrolled
from sandbox_app.ui.scene import Resident, Scene


class DealingsTab(QWidget):
    """Question, whisper, gifts, rules."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self.question = QuestionBox(scene)
        self.deeds = DeedsPart(scene)
        self.rules = RulesPart(scene)
        content = QWidget()
        content.setLayout(column(self.question, rule(), self.deeds, rule(), self.rules, 1, spacing=12, margins=(16, 12, 16, 16)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(content))

    def show_agent(self, resident: Resident) -> None:
        """Turn to somebody."""
        for part in (self.question, self.deeds, self.rules):
            part.show_agent(resident)

    def tell(self) -> None:
        """Say what the last frame told."""
        self.deeds.tell()

    def ask(self) -> None:
        """Ask the file for the rules."""
        self.rules.ask()
