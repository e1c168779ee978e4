"""The page of an agent: head with portrait and mood, and the tabs below."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QTabWidget, QVBoxLayout, QWidget

from sandbox_app.ui.faces import MoodFace
from sandbox_app.ui.inspector.dealings.tab import DealingsTab
from sandbox_app.ui.inspector.feelings.tab import FeelingsTab
from sandbox_app.ui.inspector.memories.tab import MemoryTab
from sandbox_app.ui.inspector.now_tab import NowTab
from sandbox_app.ui.inspector.people.tab import PeopleTab
from sandbox_app.ui.inspector.plan_tab import PlanTab
from sandbox_app.ui.inspector.thoughts.tab import ThoughtTab
from sandbox_app.ui.pieces import ElidedLabel, IconButton, label
from sandbox_app.ui.portraits import portrait
from sandbox_app.ui.scene import OF_SOMEBODY, Resident, Scene, Selection
from sandbox_app.ui.throttle import Throttle
from sandbox_app.ui.words import mood, tr

REFRESH_MS = 900
TABS = ("now", "plan", "memories", "people", "feelings", "thoughts", "act")


def _titles() -> tuple[str, ...]:
    return (tr("Now"), tr("Plan"), tr("Memories"), tr("People"), tr("Feelings"), tr("Thoughts"), tr("Act"))


class AgentPage(QWidget):
    """Everything about one agent. Only the tab in sight asks the file, and not more often than about once a second."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene
        self._resident: Resident | None = None
        self.portrait = QLabel()
        self.portrait.setFixedSize(64, 64)
        self.name = ElidedLabel("name")
        self.who = ElidedLabel("quiet")
        self.face = MoodFace()
        self.mood = label("", "quiet")
        self.follow = IconButton("follow", tr("Follow on the map (F)"), checkable=True)
        self.follow.setText(tr("Follow"))
        self.follow.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.now_tab = NowTab(scene)
        self.plan_tab = PlanTab(scene)
        self.memory_tab = MemoryTab(scene)
        self.people_tab = PeopleTab(scene)
        self.feelings_tab = FeelingsTab(scene)
        self.thought_tab = ThoughtTab(scene)
        self.dealings_tab = DealingsTab(scene)
        self._tabs = (
            self.now_tab,
            self.plan_tab,
            self.memory_tab,
            self.people_tab,
            self.feelings_tab,
            self.thought_tab,
            self.dealings_tab,
        )
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setExpanding(False)
        self.tabs.tabBar().setDrawBase(False)
        for tab, words in zip(self._tabs, _titles(), strict=True):
            self.tabs.addTab(tab, words)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(self._head())
        layout.addWidget(self.tabs, 1)
        self._refresh = Throttle(REFRESH_MS, self)
        self._refresh.fired.connect(self._ask)
        self.tabs.currentChanged.connect(self._turned)
        self.follow.clicked.connect(self._follow)
        scene.selected.connect(self._selected)
        scene.moved.connect(self._moved)
        scene.followed.connect(self._followed)

    def show_tab(self, name: str) -> None:
        """Show a tab by its name in `TABS`."""
        self.tabs.setCurrentIndex(TABS.index(name))

    def _head(self) -> QHBoxLayout:
        feeling = QHBoxLayout()
        feeling.setSpacing(6)
        feeling.addWidget(self.face)
        feeling.addWidget(self.mood, 1)
        feeling.addWidget(self.follow)
        words = QVBoxLayout()
        words.setSpacing(1)
        for item in (self.name, self.who):
            words.addWidget(item)
        words.addLayout(feeling)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 14, 6)
        head.setSpacing(12)
        head.addWidget(self.portrait, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        return head

    def _selected(self, selection: Selection) -> None:
        self._refresh.stop()
        if selection.kind in OF_SOMEBODY:
            return  # from these one comes back to what was open here
        before, self._resident = self._resident, self._scene.resident(selection.id) if selection.kind == "agent" else None
        resident = self._resident
        if resident is not None and resident is before:
            self._ask()
            return
        if resident is None:
            return
        member = resident.member
        self.portrait.setPixmap(portrait(member, 64, self.devicePixelRatioF()))
        self.portrait.setAccessibleName(tr("Portrait of {name}", name=resident.name))
        self.name.setText(resident.name)
        self.who.setText(member.job if member.visitor else f"{member.age} · {member.job}")
        self.follow.setChecked(self._scene.following == resident.id)
        for tab in self._tabs:
            tab.show_agent(resident)
        self._say_mood()
        self._ask()

    def _moved(self, _frame: object) -> None:
        if self._resident is None:
            return
        self._say_mood()
        self._tell()
        self._refresh.poke()

    def _turned(self) -> None:
        self._tell()
        self._ask()

    def _tell(self) -> None:
        """Let the tab in sight say what the last frame told, if it says such things."""
        tab = self._tabs[self.tabs.currentIndex()]
        if isinstance(tab, NowTab | PlanTab | DealingsTab):
            tab.tell()

    def _say_mood(self) -> None:
        now = self._scene.agents.get(self._resident.id) if self._resident else None
        self.face.setVisible(now is not None)
        self.mood.setText(mood(now.mood) if now else "")
        if now is not None:
            self.face.show_mood(now.mood)

    def _ask(self) -> None:
        if self._resident is None or self._scene.selection.kind != "agent":
            return
        self._tabs[self.tabs.currentIndex()].ask()

    def _follow(self, wanted: bool) -> None:
        self._scene.follow(self._resident.id if wanted and self._resident else 0)

    def _followed(self, agent: int) -> None:
        self.follow.setChecked(self._resident is not None and agent == self._resident.id)
