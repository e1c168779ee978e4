"""The main window: the map in the middle, people left, the inspector right, time and log below."""

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QMainWindow

from sandbox_app.errors import Problem
from sandbox_app.simulation.interventions import Intervention
from sandbox_app.simulation.messages import Frame
from sandbox_app.ui.day_time import DayTime
from sandbox_app.ui.inspector.panel import Inspector
from sandbox_app.ui.living import Card, Launch, Living
from sandbox_app.ui.map import MapView
from sandbox_app.ui.menus.actions import Actions
from sandbox_app.ui.menus.map_menu import MapMenu
from sandbox_app.ui.pictures import Pictures
from sandbox_app.ui.remembered import Remembered
from sandbox_app.ui.scene import OpenWorld, Scene
from sandbox_app.ui.search.palette import Palette
from sandbox_app.ui.start.desk import Desk
from sandbox_app.ui.start.tour import Tour
from sandbox_app.ui.start.welcome import Welcome
from sandbox_app.ui.time_travel import TimeTravel
from sandbox_app.ui.timeline.panel import Timeline
from sandbox_app.ui.visit.bar import VisitBar
from sandbox_app.ui.visit.visiting import Visiting
from sandbox_app.ui.window.asking import Asking
from sandbox_app.ui.window.attention import Attention
from sandbox_app.ui.window.branches import Branches
from sandbox_app.ui.window.drops import Drops
from sandbox_app.ui.window.layout import Layout
from sandbox_app.ui.window.log_dock import Log
from sandbox_app.ui.window.moment import Moment
from sandbox_app.ui.window.pages import Pages
from sandbox_app.ui.window.past_bar import PastBar
from sandbox_app.ui.window.rail import Rail
from sandbox_app.ui.window.running import Running
from sandbox_app.ui.window.status_line import StatusLine
from sandbox_app.ui.window.toolbar import Toolbar
from sandbox_app.ui.window.trouble_card import TroubleCards
from sandbox_app.ui.window.waking_bar import WakingBar
from sandbox_app.ui.words import tr


class MainWindow(QMainWindow):
    """The window. It owns what is shown (`scene`), the world that is open (`living`), its parts, and the rooms that use them.

    Signals:
        world_opened: a world's first picture is to be seen.
    """

    world_opened = Signal()

    def __init__(self, launch: Launch, remembered: Remembered, data_folder: Path) -> None:
        super().__init__()
        self.remembered = remembered
        self.scene = Scene(self)
        self.living = Living(launch, self)
        self.tour: Tour | None = None
        self.toolbar = Toolbar()
        self.map = MapView()
        self.map.setObjectName("map")
        self.rail = Rail(self.scene)
        self.inspector = Inspector(self.scene)
        self.travel = TimeTravel(self.living, self.scene, self)
        self.past_bar = PastBar(self.scene, self.travel)
        self.visit_bar = VisitBar(self.scene)
        self.waking_bar = WakingBar(self.living.think_anew)
        self.timeline = Timeline(self.scene, self.travel)
        self.status_line = StatusLine(self.scene, DayTime(remembered))
        self.log = Log(self.scene)
        self.pictures = Pictures(data_folder.parent / "pictures")
        self.welcome = Welcome()
        self.layout_ = Layout(self)
        self.trouble = TroubleCards(self.layout_.pages)
        self.moment = Moment(self)
        self.running = Running(self)
        self.attention = Attention(self)
        self.branches = Branches(self)
        self.asking = Asking(self)
        self.visiting = Visiting(self)
        self.pages = Pages(self, data_folder)
        self.desk = Desk(self, data_folder)
        self._drops = Drops(self)
        self.actions_ = Actions(self)
        self.map_menu = MapMenu(self)
        self.palette_ = Palette(self)
        self.toolbar.menu_button.setMenu(self.actions_.menu)
        self._connect()
        self.layout_.restore()
        self.layout_.show_welcome()

    def _connect(self) -> None:
        for room in (self.running, self.layout_, self.attention, self.desk, self.moment, self.branches, self.asking, self.visiting):
            room.listen()
        self.map.menu_asked.connect(self.map_menu.show)
        self.scene.wished.connect(self.intervene)
        self.living.trouble.connect(self.trouble.show_card)
        self.living.thinks.connect(self.status_line.say)
        self.living.reliving.connect(self.waking_bar.show_progress)
        self.living.changed.connect(self.waking_bar.done)
        self.living.problem.connect(self.tell)

    # --- the world ---------------------------------------------------------------------------------------------------

    def open_world(self, path: Path, *, play: bool = False, at: str = "") -> None:
        """Let a world live; with `play` time passes at once; `at` a moment, as `Clock.parse` knows it, the past is shown first."""
        then = self.moment.then
        self.close_world()
        self.moment.at, self.moment.then = at, then
        self.welcome.busy(tr("Opening {name}…", name=path.stem))
        self.living.open(path, play_at=self.toolbar.pace if play else None)

    def show_still(self, world: OpenWorld, frame: Frame) -> None:
        """Show a moment of a world without letting it live."""
        self.living.show_still(world, frame)

    def close_world(self) -> None:
        """Let go of the world and show the welcome page."""
        self._leave_world()
        self.timeline.close_world()
        self.pages.close_of_world()
        self.living.close_world()
        self.scene.history = None
        self.trouble.clear()
        self.layout_.show_welcome()

    def _leave_world(self) -> None:
        """Keep a picture of the world that is shown, and end what belongs to it."""
        self.moment.then = None
        if self.tour is not None:
            self.tour.leave()
        if self.layout_.in_town and self.scene.world is not None and self.scene.agents:
            self.pictures.keep(self.scene.world.path, self.map.grab())

    @property
    def can_change(self) -> bool:
        """Whether what a person does to the town can happen: it can be written, and its present is shown."""
        return self.living.changeable and not self.travel.past

    def intervene(self, what: Intervention) -> None:
        """Let something happen in the town."""
        if self.can_change:
            self.living.intervene(what)

    def tell(self, problem: Problem) -> None:
        """Say what cannot be, and what to do."""
        self.welcome.busy("")
        self.trouble.show_card(Card(problem.sentence, problem.details))

    # --- events ------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the rail in a narrow window."""
        super().resizeEvent(event)
        self.layout_.resized()

    def event(self, event: QEvent) -> bool:
        """Let Space press a focused button, check box or row instead of playing."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
            focus = QApplication.focusWidget()
            if isinstance(focus, QAbstractButton | QComboBox) and focus is not self.toolbar.play_button:
                event.accept()
                return True
        return super().event(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take what can be used here."""
        self._drops.enter(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It was taken elsewhere."""
        self._drops.leave()

    def dropEvent(self, event: QDropEvent) -> None:
        """Use what was let go."""
        self._drops.drop(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the shape, end the runner, close the file."""
        self.layout_.keep()
        self.remembered.write()
        self.pages.end()
        self.hide()
        self.branches.close()
        self.close_world()
        self.living.close()
        super().closeEvent(event)
