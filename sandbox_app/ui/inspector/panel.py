"""The inspector: the page of what is selected, or a sentence that says what will be here."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from sandbox_app.ui.inspector.agent_page import AgentPage
from sandbox_app.ui.inspector.memories.page import MemoryPage
from sandbox_app.ui.inspector.persona.page import PersonaPage
from sandbox_app.ui.inspector.place_page import PlacePage
from sandbox_app.ui.inspector.thing_page import ThingPage
from sandbox_app.ui.inspector.why.page import WhyPage
from sandbox_app.ui.pieces import button, column, label
from sandbox_app.ui.scene import OF_SOMEBODY, Scene, Selection
from sandbox_app.ui.words import tr

WIDTH = 380
_LONGEST_TRAIL = 40


class Inspector(QWidget):
    """The pages, one of them shown."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self.setObjectName("inspector")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(260)
        self._scene = scene
        self.agent_page = AgentPage(scene)
        self.place_page = PlacePage(scene)
        self.thing_page = ThingPage(scene)
        self.memory_page = MemoryPage(scene)
        self.why_page = WhyPage(scene)
        self.persona_page = PersonaPage(scene)
        self.nothing = self._nothing()
        self._pages = QStackedWidget()
        self._of_kind: dict[str, QWidget] = {
            "none": self.nothing,
            "agent": self.agent_page,
            "place": self.place_page,
            "thing": self.thing_page,
            "memory": self.memory_page,
            "event": self.why_page,
            "persona": self.persona_page,
        }
        for page in self._of_kind.values():
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._trail: list[Selection] = []
        self.back = button("", self.go_back, "link", name="back")
        self.back.setContentsMargins(8, 0, 0, 0)
        self.back.hide()
        layout.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._pages)
        scene.opened.connect(self._trail.clear)
        scene.selected.connect(self._selected)

    def _nothing(self) -> QWidget:
        page = QWidget()
        said = label(
            tr("Click a person, a place or a thing on the map, and what they do, plan, remember and think will be here."),
            "quiet",
            wrap=True,
        )
        first = button(tr("Show somebody"), self._anybody, name="showSomebody")
        layout = column(said, first, 1, spacing=12, margins=(20, 24, 20, 20))
        layout.setAlignment(first, Qt.AlignmentFlag.AlignLeft)
        page.setLayout(layout)
        return page

    def _anybody(self) -> None:
        """Pick whoever talks, else thinks, else is awake, else the first."""
        scene = self._scene
        nows = sorted(scene.agents.values(), key=lambda now: (not now.talking_with, now.agent not in scene.thinking, now.asleep, now.agent))
        agent = nows[0].agent if nows else next((resident.id for resident in scene.residents), 0)
        if agent:
            scene.select("agent", agent)

    def go_back(self) -> None:
        """Show what was shown before the link that was followed."""
        if len(self._trail) > 1:
            self._trail.pop()
            before = self._trail.pop()
            self._scene.select(before.kind, before.id)

    def _selected(self, selection: Selection) -> None:
        if selection.kind not in OF_SOMEBODY:
            self._trail.clear()
        self._trail.append(selection)
        del self._trail[:-_LONGEST_TRAIL]
        self.back.setVisible(len(self._trail) > 1)
        if len(self._trail) > 1:
            before = self._trail[-2]
            resident = self._scene.resident(before.id) if before.kind == "agent" else None
            self.back.setText(tr("‹ {name}", name=resident.name) if resident else tr("‹ Back"))
        self._pages.setCurrentWidget(self._of_kind[selection.kind])
