"""The main window: the map in the middle, people left, the inspector right, time and log below."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDockWidget,
    QFileDialog,
    QMainWindow,
    QMessageBox,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from sandbox_app import __version__
from sandbox_app.errors import Problem
from sandbox_app.llm.engines import Choice
from sandbox_app.simulation.interventions import Edit, Intervention
from sandbox_app.simulation.messages import Frame, Halt
from sandbox_app.ui.day_time import DayTime
from sandbox_app.ui.inspector.panel import WIDTH as INSPECTOR_WIDTH
from sandbox_app.ui.inspector.panel import Inspector
from sandbox_app.ui.living import Card, Launch, Living
from sandbox_app.ui.map import MapView
from sandbox_app.ui.pieces import IconButton, label, row
from sandbox_app.ui.remembered import Remembered
from sandbox_app.ui.scene import OF_SOMEBODY, OpenWorld, Scene, Selection
from sandbox_app.ui.search.palette import Palette
from sandbox_app.ui.theme import look
from sandbox_app.ui.time_travel import TimeTravel
from sandbox_app.ui.timeline.panel import Timeline
from sandbox_app.ui.timeline.worlds import Compared, Worlds, free_path
from sandbox_app.ui.window.actions import Actions
from sandbox_app.ui.window.log_dock import Log
from sandbox_app.ui.window.map_menu import MapMenu
from sandbox_app.ui.window.past_bar import PastBar
from sandbox_app.ui.window.rail import FOLDED, Rail
from sandbox_app.ui.window.rail import WIDTH as RAIL_WIDTH
from sandbox_app.ui.window.status_line import StatusLine
from sandbox_app.ui.window.toolbar import FIRST_PACE, Toolbar
from sandbox_app.ui.window.trouble_card import TroubleCards
from sandbox_app.ui.window.welcome import Welcome
from sandbox_app.ui.words import tr
from sandbox_app.worldfile.rows import Event

if TYPE_CHECKING:
    from sandbox_app.ui.deeds.form import DeedForm
    from sandbox_app.ui.deeds.survey_page import SurveyPage
    from sandbox_app.ui.deeds.wording import Kind as DeedKind
    from sandbox_app.ui.models.models_page import ModelsPage
    from sandbox_app.ui.settings.page import SettingsPage

LOG_HEIGHT = 210
NARROW = 1360
"""A window less wide than this folds the rail to portraits."""


class MainWindow(QMainWindow):
    """The window. It owns what is shown (`scene`) and the world that is open (`living`).

    Signals:
        world_opened: a world's first picture is to be seen.
    """

    world_opened = Signal()

    def __init__(self, launch: Launch, remembered: Remembered, data_folder: Path) -> None:
        super().__init__()
        self.remembered = remembered
        self._data_folder = data_folder
        self.scene = Scene(self)
        self.living = Living(launch, self)
        self.models: ModelsPage | None = None
        self.deeds: DeedForm | None = None
        self.survey: SurveyPage | None = None
        self.settings_page: SettingsPage | None = None
        self._narrow = False
        self._wants_names = True
        self._run: tuple[int, tuple[Halt, ...], bool] = (0, (), False)
        self._at = ""
        self._can_run, self._lives, self._lives_words = False, False, ""
        self.toolbar = Toolbar()
        self.map = MapView()
        self.map.setObjectName("map")
        self.rail = Rail(self.scene)
        self.inspector = Inspector(self.scene)
        self.travel = TimeTravel(self.living, self.scene, self)
        self.past_bar = PastBar(self.scene, self.travel)
        self.timeline = Timeline(self.scene, self.travel)
        self.worlds = Worlds(self)
        self.status_line = StatusLine(self.scene, DayTime(remembered))
        self.log = Log(self.scene)
        self.welcome = Welcome()
        self._arrange()
        self.trouble = TroubleCards(self._pages)
        self.actions_ = Actions(self)
        self.map_menu = MapMenu(self)
        self.palette_ = Palette(self)
        self.toolbar.menu_button.setMenu(self.actions_.menu)
        self._connect()
        self._restore()
        self._show_welcome()

    # --- making the window -------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        self.setWindowTitle(tr("Town Sandbox"))
        self.setAcceptDrops(True)
        self.setMinimumSize(760, 480)
        self.resize(QSize(1440, 900).boundedTo(self.screen().availableSize()))
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setObjectName("split")
        self.split.setChildrenCollapsible(False)
        for part in (self.rail, self.map, self.inspector):
            self.split.addWidget(part)
        self.split.setStretchFactor(1, 1)
        self.split.setHandleWidth(4)
        self.split.setSizes([RAIL_WIDTH, 820, INSPECTOR_WIDTH])
        self._town_page = QWidget()
        self._town_page.setObjectName("townPage")
        below = QVBoxLayout(self._town_page)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.past_bar)
        below.addWidget(self.split, 1)
        below.addWidget(self.timeline)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.welcome)
        self._pages.addWidget(self._town_page)
        self.setCentralWidget(self._pages)
        self.setMenuWidget(self.toolbar)
        status = self.statusBar()
        status.setSizeGripEnabled(False)
        status.setContentsMargins(0, 0, 0, 0)
        status.addPermanentWidget(self.status_line, 1)
        self.dock = QDockWidget(tr("Log"), self)
        self.dock.setObjectName("log")
        self.dock.setTitleBarWidget(self._dock_title())
        self.dock.setWidget(self.log)
        self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.dock)
        self.resizeDocks([self.dock], [LOG_HEIGHT], Qt.Orientation.Vertical)
        self.dock.hide()

    def _dock_title(self) -> QWidget:
        title = QWidget()
        title.setObjectName("dockTitle")
        title.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        close = IconButton("close", tr("Close the log"), size=14)
        close.clicked.connect(self.toolbar.log_button.click)
        title.setLayout(row(label(tr("Log"), "heading"), 1, close, margins=(12, 2, 6, 2)))
        return title

    def _connect(self) -> None:
        toolbar, scene = self.toolbar, self.scene
        toolbar.play.connect(self._play)
        toolbar.pause.connect(self._pause)
        toolbar.step.connect(self._step)
        toolbar.paced.connect(self._paced)
        toolbar.rail_button.toggled.connect(self._show_names)
        toolbar.inspector_button.toggled.connect(self.inspector.setVisible)
        toolbar.log_button.toggled.connect(self.dock.setVisible)
        self.log.closed.connect(lambda: toolbar.log_button.setChecked(False))
        self.map.agent_clicked.connect(partial(scene.select, "agent"))
        self.map.thing_clicked.connect(partial(scene.select, "thing"))
        self.map.place_clicked.connect(partial(scene.select, "place"))
        self.map.menu_asked.connect(self.map_menu.show)
        scene.selected.connect(self._selected)
        scene.followed.connect(self.map.follow)
        scene.wished.connect(self.intervene)
        self.welcome.sample.connect(self.open_sample)
        self.welcome.browse.connect(self.browse)
        self.welcome.chosen.connect(self.open_world)
        living = self.living
        living.opened.connect(self._opened)
        self.travel.shown.connect(self._show_frame)
        self.travel.changed.connect(self._travelled)
        living.changed.connect(self._changed)
        living.halted.connect(self._halted)
        living.trouble.connect(self.trouble.show_card)
        living.thinks.connect(self.status_line.say)
        living.problem.connect(self.tell)
        self.timeline.trouble.connect(self.tell)
        self.worlds.trouble.connect(self.tell)
        self.timeline.noted.connect(self.bookmark)
        self.timeline.forked.connect(partial(self.fork, go_on=False))
        self.timeline.compared.connect(self.choose_other)
        self.past_bar.continued.connect(lambda: self.fork(scene.step, go_on=True))
        look.changed.connect(self._colour_map)

    def _restore(self) -> None:
        self.restoreGeometry(self.remembered.shape("window"))
        self.split.restoreState(self.remembered.shape("split"))
        self.toolbar.slider.setValue(self.remembered.number("pace", FIRST_PACE))
        self.toolbar.log_button.setChecked(self.remembered.flag("log", False))
        self._wants_names = self.remembered.flag("names", True)
        self.timeline.fold(self.remembered.flag("timeline_folded", False))
        self._fold_rail()

    # --- the world ---------------------------------------------------------------------------------------------------

    def open_world(self, path: Path, *, play: bool = False, at: str = "") -> None:
        """Let a world live; with `play` time passes at once; `at` a moment, as `Clock.parse` knows it, the past is shown first."""
        self.close_world()
        self._at = at
        self.welcome.busy(tr("Opening {name}…", name=path.stem))
        self.living.open(path, play_at=self.toolbar.pace if play else None)

    def show_still(self, world: OpenWorld, frame: Frame) -> None:
        """Show a moment of a world without letting it live."""
        self.living.show_still(world, frame)

    def close_world(self) -> None:
        """Let go of the world and show the welcome page."""
        self.timeline.close_world()
        if self.survey is not None:
            self.survey.stop()
        for page in (self.deeds, self.survey, self.settings_page):
            if page is not None:
                page.close()
        self.living.close_world()
        self.scene.history = None
        self.trouble.clear()
        self._show_welcome()

    def open_sample(self) -> None:
        """Make a new world of the sample town and open it."""
        self.close_world()
        self.welcome.busy(tr("Building the town…"))
        path = free_path(self._data_folder, tr("My town"))
        self.living.make_sample(path, partial(self.open_world, path, play=True))

    def browse(self) -> None:
        """Let the person choose a world."""
        name, _ = QFileDialog.getOpenFileName(self, tr("Open a world"), str(self._data_folder), tr("Worlds (*.world);;All files (*)"))
        if name:
            self.open_world(Path(name))

    def choose_model(self) -> None:
        """Let the person choose the model file that thinks from now on."""
        name, _ = QFileDialog.getOpenFileName(self, tr("Choose a model"), str(Path.home()), tr("Models (*.gguf);;All files (*)"))
        if name:
            self.think_with(Choice(model=name))

    def show_models(self) -> None:
        """Show the models on this computer."""
        if self.models is None:
            from sandbox_app.ui.models.models_page import ModelsPage  # late: the first picture does without

            self.models = ModelsPage(self.think_with, lambda: self.living.session is not None, self)
        self.models.show()
        self.models.raise_()
        self.models.look()

    def show_deeds(self, kind: "DeedKind") -> None:
        """Ask what is to be done to the town."""
        if self.deeds is None:
            from sandbox_app.ui.deeds.form import DeedForm  # late: the first picture does without

            self.deeds = DeedForm(self.scene, self.intervene, lambda: self.can_change, self)
        self.deeds.open_for(kind)

    def show_survey(self) -> None:
        """Ask everybody a question, as of the moment shown."""
        if self.survey is None:
            from sandbox_app.ui.deeds.survey_page import SurveyPage  # late: the first picture does without

            self.survey = SurveyPage(self.scene, self)
        self.survey.show()
        self.survey.raise_()
        self.survey.question.setFocus()

    def show_settings(self) -> None:
        """Show the settings of the window and of the world."""
        if self.settings_page is None:
            from sandbox_app.ui.settings.page import SettingsPage  # late: the first picture does without

            self.settings_page = SettingsPage(self)
        self.settings_page.look()
        self.settings_page.show()
        self.settings_page.raise_()

    def think_with(self, choice: Choice) -> None:
        """Let a model think from now on; without a model, rules."""
        if self.living.session is not None:
            self.status_line.say(tr("Opening the model…"))
            self.living.think_with(choice)

    def _opened(self, world: OpenWorld) -> None:
        self.welcome.busy("")
        self.remembered.add_world(world.path)
        self.map.set_town(world.town)
        self.map.set_cast([resident.member for resident in world.residents])
        self._colour_map()
        self.scene.open(world, self.living.history)
        self.travel.begin(world.last_step)
        self.timeline.open(world.path)
        self.setWindowTitle(tr("{world} – Town Sandbox", world=world.path.stem))
        self.toolbar.show_world(world.description.title, world.calendar.step_seconds)
        self.toolbar.show_time(world.calendar.said(world.last_step))
        self._show_town()

    def _changed(self, can_run: bool, lives: bool, words: str) -> None:
        self.scene.live = can_run or lives
        self._can_run, self._lives, self._lives_words = can_run, lives, words
        self._show_moment()
        if not lives:
            self.toolbar.show_running(False)
            self.status_line.say("")

    def _travelled(self, past: bool) -> None:
        self.scene.past = past
        self._show_moment()

    def _show_moment(self) -> None:
        """Show whether this is live or past, and let the person run what can be run."""
        past = self.travel.past
        self.toolbar.enable_run(self._can_run and not past)
        self.toolbar.show_live(self._lives and not past, tr("past") if past else self._lives_words)
        self.map.set_past(past)
        self.status_line.show_past(past)
        self.scene.free(self.can_change)
        self.actions_.enable_change(self.can_change)

    @property
    def can_change(self) -> bool:
        """Whether what a person does to the town can happen: it lives, and its present is shown."""
        return self._can_run and not self.travel.past

    def intervene(self, what: Intervention) -> None:
        """Let something happen in the town."""
        if self.living.session is not None and self.can_change:
            self.living.session.intervene(what)

    def bookmark(self, step: int, name: str) -> None:
        """Keep a name for a moment in the world, as a note about it."""
        if self.living.session is not None and self._can_run:
            from sandbox_app.simulation.editing.operations import Annotate  # late: the first picture does without

            self.living.session.intervene(Edit(Annotate(step, name)))
        else:
            self.tell(Problem(tr("A bookmark is kept in the world, and this world cannot be written now.")))

    def fork(self, step: int, *, go_on: bool) -> None:
        """Make a new world with the history until a step, and open it, or say where it is."""
        world = self.scene.world
        if world is None:
            return
        time = world.calendar.time(step)
        when = tr("day {day}, {time}", day=world.calendar.day(step), time=f"{time:%H:%M}")
        self.worlds.fork(world.path, step, when, self.open_world if go_on else self._forked)

    def _forked(self, new: Path) -> None:
        said = tr("“{name}” is a new world with the history until this moment. It lies beside this one.", name=new.stem)
        self.trouble.show_card(Card(said, str(new), tr("Open it"), partial(self.open_world, new)))

    def choose_other(self) -> None:
        """Let the person choose a second world, to be shown below this one on the timeline."""
        world = self.scene.world
        assert world is not None
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Compare with a world"), str(world.path.parent), tr("Worlds (*.world);;All files (*)")
        )
        if name:
            self.compare_with(Path(name))

    def compare_with(self, second: Path) -> None:
        """Show a second world below this one on the timeline."""
        world = self.scene.world
        if world is not None:
            path = world.path

            def show(compared: Compared) -> None:
                if self.scene.world is not None and self.scene.world.path == path:
                    self.timeline.show_other(compared.other, compared.sentence)

            self.worlds.compare(path, second, show)

    def _show_frame(self, frame: Frame) -> None:
        first = not self.scene.agents
        if self.scene.following != self.map.following:  # the hand has moved the map elsewhere
            self.scene.follow(0)
        self.scene.take(frame)
        calendar = self.scene.calendar
        self.toolbar.show_time(calendar.said(frame.step))
        self.toolbar.show_running(frame.running)
        self.toolbar.show_pace(frame.pace if frame.running else 0.0)
        self.map.set_time(calendar.minute(frame.step))
        self.map.show_frame(frame)
        if first:
            self.map.look_where_life_is()
            self.world_opened.emit()
            self._go_to_the_moment_asked_for()

    def _go_to_the_moment_asked_for(self) -> None:
        at, self._at = self._at, ""
        if not at:
            return
        try:
            step = self.scene.calendar.parse(at)
        except Problem as problem:
            self.tell(problem)
            return
        if step > self.travel.latest:
            until = self.scene.calendar.words(self.travel.latest)
            self.tell(Problem(tr("This world has been lived until {until}; choose a moment before that.", until=until)))
        self.travel.go(step)

    def tell(self, problem: Problem) -> None:
        """Say what cannot be, and what to do."""
        self.welcome.busy("")
        self.trouble.show_card(Card(problem.sentence, problem.details))

    def _play(self) -> None:
        self.run_until()

    def run_until(self, *, until: int = 0, halts: tuple[Halt, ...] = (), fast: bool = False) -> None:
        """Let the town run until a step (0: none), or the first event one of `halts` is about; `fast` as fast as it can."""
        if self.living.session is not None and self.can_change:
            self._run = (until, halts, fast)
            self._send_run()

    def _send_run(self) -> None:
        until, halts, fast = self._run
        if self.living.session is not None:
            self.living.session.play(0.0 if fast else self.toolbar.pace, until, halts + self.actions_.run_menu.always)

    def _halted(self, event: Event) -> None:
        self.status_line.note(tr("Stopped: {what}", what=event.text))
        if event.agent_id and not self.scene.following and not self.travel.past:
            self.map.centre_on_agent(event.agent_id)

    def _pause(self) -> None:
        if self.living.session is not None:
            self.living.session.pause()

    def _step(self) -> None:
        if self.living.session is not None:
            self.living.session.step()

    def _paced(self) -> None:
        if self.living.session is not None and self.scene.running:
            self._run = (*self._run[:2], False)
            self._send_run()

    def _colour_map(self) -> None:
        colours = look.theme
        self.map.set_colours(colours.hues, colours.accent, colours.paper)

    # --- what is shown -----------------------------------------------------------------------------------------------

    def _show_welcome(self) -> None:
        self.setWindowTitle(tr("Town Sandbox"))
        self.welcome.show_recent(self.remembered.worlds())
        self._pages.setCurrentWidget(self.welcome)
        self._show_parts(False)
        self.welcome.sample_button.setFocus()

    def _show_town(self) -> None:
        self._pages.setCurrentWidget(self._town_page)
        self.toolbar.inspector_button.setChecked(False)  # it comes with what is selected; until then the map has the room
        self.inspector.hide()
        self._show_parts(True)
        self.map.setFocus()

    def _show_parts(self, town: bool) -> None:
        self.toolbar.show_parts(town)
        self.statusBar().setVisible(town)
        self.dock.setVisible(town and self.toolbar.log_button.isChecked())
        self.actions_.enable_town(town)

    def _selected(self, selection: Selection) -> None:
        if selection.kind not in OF_SOMEBODY:  # these are somebody's, who stays marked
            self.map.select(selection.id if selection.kind == "agent" else 0)
        if selection.kind != "none" and not self.inspector.isVisible() and self._pages.currentWidget() is self._town_page:
            self.toolbar.inspector_button.setChecked(True)

    def search(self) -> None:
        """Find people, places, things, memories, events and commands by words."""
        self.palette_.open_with()

    def find_somebody(self) -> None:
        """Put the keyboard into the filter of the rail."""
        self.toolbar.rail_button.setChecked(True)
        self.rail.show()
        self.rail.filter_box.setFocus()
        self.rail.filter_box.selectAll()

    def follow(self, agent: int) -> None:
        """Keep somebody in the middle, near enough to be seen, and show them."""
        self.scene.select("agent", agent)
        self.map.centre_on_agent(agent)
        self.scene.follow(agent)

    def toggle_follow(self) -> None:
        """Follow the selected agent, or let go."""
        selection = self.scene.selection
        self.scene.follow(0 if self.scene.following or selection.kind != "agent" else selection.id)

    def select_nothing(self) -> None:
        """Let go of what is followed and selected."""
        self.scene.follow(0)
        self.scene.select("none")
        self.toolbar.inspector_button.setChecked(False)
        self.map.setFocus()

    def only_map(self) -> None:
        """Hide everything but the map, or show it again."""
        hide = self.rail.isVisible() or self.inspector.isVisible() or self.dock.isVisible()
        self.rail.setVisible(not hide)
        self.toolbar.inspector_button.setChecked(not hide)
        self.toolbar.log_button.setChecked(False)
        self.timeline.setVisible(not hide)

    def toggle_full_screen(self) -> None:
        """Fill the screen, or no longer."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def about(self) -> None:
        """Say what this is."""
        said = tr(
            "Town Sandbox {version}\n\nA small town of language-model agents that lives on this computer. "
            "Nothing is sent anywhere. Worlds are kept in {folder}.",
            version=__version__,
            folder=self._data_folder,
        )
        QMessageBox.about(self, tr("About Town Sandbox"), said)

    def _fold_rail(self) -> None:
        self._narrow = self.width() < NARROW
        names = self._wants_names and not self._narrow
        self.toolbar.rail_button.setChecked(names)
        self._show_names(names)

    def _show_names(self, names: bool) -> None:
        """Show names beside the portraits, or portraits alone; the map takes or gives the difference."""
        if self.rail.folded == names:
            before = self.split.sizes()
            self.rail.fold(not names)
            wide = RAIL_WIDTH if names else FOLDED
            self.split.setSizes([wide, before[0] + before[1] - wide, before[2]])

    # --- events ------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the rail in a narrow window."""
        super().resizeEvent(event)
        if self._narrow != (self.width() < NARROW):
            self._fold_rail()

    def event(self, event: QEvent) -> bool:
        """Let Space press a focused button, check box or row instead of playing."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
            focus = QApplication.focusWidget()
            if isinstance(focus, QAbstractButton | QComboBox) and focus is not self.toolbar.play_button:
                event.accept()
                return True
        return super().event(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a world file that is dragged in, or a model's when a world is open."""
        if _dropped(event.mimeData(), ".world") or (self.living.session is not None and _dropped(event.mimeData(), ".gguf")):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the world file that was let go, or let the model think."""
        data = event.mimeData()
        if (path := _dropped(data, ".world")) is not None:
            event.acceptProposedAction()
            self.open_world(path)
        elif (path := _dropped(data, ".gguf")) is not None:
            event.acceptProposedAction()
            self.think_with(Choice(model=str(path)))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the shape, end the runner, close the file."""
        remembered = self.remembered
        remembered.keep_shape("window", self.saveGeometry())
        remembered.keep_shape("split", self.split.saveState())
        remembered.keep_number("pace", self.toolbar.slider.value())
        remembered.keep_flag("log", self.toolbar.log_button.isChecked())
        remembered.keep_flag("timeline_folded", self.timeline.line.folded)
        if self.width() >= NARROW:
            remembered.keep_flag("names", self.toolbar.rail_button.isChecked())
        remembered.write()
        if self.models is not None:
            self.models.end()
            self.models.close()
        self.hide()
        self.worlds.close()
        self.close_world()
        self.living.close()
        super().closeEvent(event)


def _dropped(data: QMimeData, suffix: str) -> Path | None:
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and paths[0].suffix.lower() == suffix else None
