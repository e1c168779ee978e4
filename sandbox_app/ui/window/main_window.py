"""The main window: the map in the middle, people left, the inspector right, time and log below."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
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
from sandbox_app.simulation.messages import Frame, Ready, Trouble
from sandbox_app.simulation.view import frame_at
from sandbox_app.ui.background import Background
from sandbox_app.ui.history import History
from sandbox_app.ui.inspector.panel import WIDTH as INSPECTOR_WIDTH
from sandbox_app.ui.inspector.panel import Inspector
from sandbox_app.ui.map import MapView
from sandbox_app.ui.opening import read_world
from sandbox_app.ui.pieces import IconButton, label, row
from sandbox_app.ui.remembered import Remembered
from sandbox_app.ui.scene import OpenWorld, Scene, Selection
from sandbox_app.ui.session import Session
from sandbox_app.ui.window.actions import Actions
from sandbox_app.ui.window.day_bar import DayBar
from sandbox_app.ui.window.log_dock import Log
from sandbox_app.ui.window.rail import FOLDED, Rail
from sandbox_app.ui.window.rail import WIDTH as RAIL_WIDTH
from sandbox_app.ui.window.status_line import StatusLine
from sandbox_app.ui.window.toolbar import FIRST_PACE, Toolbar
from sandbox_app.ui.window.trouble_card import Card, TroubleCards
from sandbox_app.ui.window.welcome import Welcome
from sandbox_app.ui.words import tr
from sandbox_app.worldfile.reader import WorldReader

T = TypeVar("T")

NARROW = 1360
"""A window less wide than this folds the rail to portraits."""


@dataclass(frozen=True)
class Launch:
    """What the window needs from outside: the command that starts a runner for a world, and what makes a new sample world."""

    runner_command: Callable[[Path], Sequence[str]]
    new_sample: Callable[[Path], None]


class MainWindow(QMainWindow):
    """The window. It owns the scene, the history and the session, and lets go of all three in `close_world`.

    Signals:
        world_opened: a world's first picture is to be seen. problem_met: a `Problem` came up.
    """

    world_opened = Signal()
    problem_met = Signal(object)

    def __init__(self, launch: Launch, remembered: Remembered, data_folder: Path) -> None:
        super().__init__()
        self._launch = launch
        self._play_at_once = False
        self.remembered = remembered
        self._data_folder = data_folder
        self.scene = Scene(self)
        self.session: Session | None = None
        self._history: History | None = None
        self._chores = Background("chores", self)
        self._fatal = False
        self._narrow = False
        self._wants_names = True
        self.toolbar = Toolbar()
        self.map = MapView()
        self.map.setObjectName("map")
        self.rail = Rail(self.scene)
        self.inspector = Inspector(self.scene)
        self.day_bar = DayBar(self.scene)
        self.status_line = StatusLine(self.scene)
        self.log = Log(self.scene)
        self.welcome = Welcome()
        self._arrange()
        self.trouble = TroubleCards(self._pages)
        self.actions_ = Actions(self)
        self.toolbar.menu_button.setMenu(self.actions_.menu)
        self._connect()
        self._restore()
        self._show_welcome()

    # --- making the window -------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        self.setWindowTitle(tr("Town Sandbox"))
        self.setAcceptDrops(True)
        self.setMinimumSize(760, 480)
        self.resize(1440, 900)
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
        below.addWidget(self.split, 1)
        below.addWidget(self.day_bar)
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
        scene.selected.connect(self._selected)
        scene.followed.connect(self.map.follow)
        self.welcome.sample.connect(self.open_sample)
        self.welcome.browse.connect(self.browse)
        self.welcome.chosen.connect(self.open_world)
        self._chores.trouble.connect(self._problem)

    def _restore(self) -> None:
        self.restoreGeometry(self.remembered.shape("window"))
        self.split.restoreState(self.remembered.shape("split"))
        self.toolbar.slider.setValue(self.remembered.number("pace", FIRST_PACE))
        self.toolbar.inspector_button.setChecked(self.remembered.flag("inspector", True))
        self.toolbar.log_button.setChecked(self.remembered.flag("log", False))
        self._wants_names = self.remembered.flag("names", True)
        self._fold_rail()

    # --- worlds ------------------------------------------------------------------------------------------------------

    def open_world(self, path: Path, *, play: bool = False) -> None:
        """Let a world live; with `play` time passes at once."""
        self._play_at_once = play
        self._look_into(path, lambda reader: read_world(reader), self._opened_live)

    def open_still(self, path: Path, at: str | None = None) -> None:
        """Show a world as it was at a moment, or at its last step, without letting it live."""
        self._look_into(path, lambda reader: _read_moment(reader, at), self._opened_still)

    def _look_into(self, path: Path, question: Callable[[WorldReader], T], answer: Callable[[T], None]) -> None:
        self.close_world()
        self.welcome.busy(tr("Opening {name}…", name=path.stem))
        self._history = History(path, self)
        self._history.trouble.connect(self._problem)
        self._history.look_up("open", question, answer)

    def _opened_live(self, world: OpenWorld) -> None:
        self._opened(world)
        self.toolbar.show_live(True)
        self._start_runner()

    def _opened_still(self, found: tuple[OpenWorld, Frame]) -> None:
        world, frame = found
        self._opened(world)
        self.toolbar.enable_run(False)
        self.toolbar.show_live(frame.step >= world.last_step)
        self._show_frame(frame)

    def _opened(self, world: OpenWorld) -> None:
        self.welcome.busy("")
        self.remembered.add_world(world.path)
        self.map.set_town(world.town)
        self.scene.open(world, self._history)
        self.setWindowTitle(tr("{world} – Town Sandbox", world=world.path.stem))
        self.toolbar.show_world(world.description.title, world.calendar.step_seconds)
        self.toolbar.show_time(world.calendar.said(world.last_step))
        self._show_town()

    def close_world(self) -> None:
        """Let go of the world: the runner ends, the file is closed."""
        self._end_session()
        if self._history is not None:
            self._history.close()
            self._history = None
        self.scene.history = None
        self.trouble.clear()
        self._show_welcome()

    def open_sample(self) -> None:
        """Make a new world of the sample town and open it."""
        self.welcome.busy(tr("Building the town…"))
        path = self._free_path(tr("My town"))
        self._chores.ask("sample", lambda: self._make_sample(path), lambda _none: self.open_world(path, play=True))

    def _make_sample(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._launch.new_sample(path)

    def _free_path(self, name: str) -> Path:
        path, number = self._data_folder / f"{name}.world", 1
        while path.exists():
            number += 1
            path = self._data_folder / f"{name} {number}.world"
        return path

    def browse(self) -> None:
        """Let the person choose a world."""
        name, _ = QFileDialog.getOpenFileName(self, tr("Open a world"), str(self._data_folder), tr("Worlds (*.world);;All files (*)"))
        if name:
            self.open_world(Path(name))

    # --- the runner --------------------------------------------------------------------------------------------------

    def _start_runner(self) -> None:
        world = self.scene.world
        if world is None:
            return
        self._end_session()
        self._fatal = False
        self.session = Session(self._launch.runner_command(world.path), self)
        self.session.ready.connect(self._ready)
        self.session.frame.connect(self._show_frame)
        self.session.trouble.connect(self._trouble)
        self.session.ended.connect(self._ended)
        self.toolbar.enable_run(False)
        self.status_line.say(tr("Waking the town…"))

    def _end_session(self) -> None:
        if self.session is not None:
            session, self.session = self.session, None
            session.close()
            session.deleteLater()
        self.scene.live = False
        self.toolbar.enable_run(False)
        self.toolbar.show_running(False)

    def _ready(self, ready: Ready) -> None:
        self.scene.live = True
        self.toolbar.enable_run(not ready.read_only)
        if self._play_at_once and not ready.read_only:
            self._play_at_once = False
            self._play()
        if ready.read_only:
            self.trouble.show_card(
                Card(tr("Another program is living in this world. You can look around; to run it, close the other program first."))
            )

    def _show_frame(self, frame: Frame) -> None:
        first = not self.scene.agents
        self.scene.take(frame)
        calendar = self.scene.calendar
        self.toolbar.show_time(calendar.said(frame.step))
        self.toolbar.show_running(frame.running)
        self.map.set_time(calendar.minute(frame.step))
        self.map.show_frame(frame)
        if first:
            self.world_opened.emit()

    def _trouble(self, trouble: Trouble) -> None:
        self._fatal = self._fatal or trouble.fatal
        again = (tr("Start again"), self._start_runner) if trouble.fatal else ("", None)
        self.trouble.show_card(Card(trouble.sentence, trouble.details, *again))
        if trouble.fatal:
            self.toolbar.enable_run(False)

    def _ended(self, status: int, words: str) -> None:
        self._end_session()
        if self._fatal:
            return
        details = tr("The runner ended with status {status}.", status=status) + (f"\n\n{words}" if words else "")
        sentence = tr("The town stopped unexpectedly. All that was lived is saved; you can start it again.")
        self.trouble.show_card(Card(sentence, details, tr("Start again"), self._start_runner))

    def _problem(self, problem: Problem) -> None:
        self.problem_met.emit(problem)
        self.welcome.busy("")
        self.trouble.show_card(Card(problem.sentence, problem.details))
        if self.scene.history is None and self._history is not None:
            self._history.close()
            self._history = None

    def _play(self) -> None:
        if self.session is not None:
            self.session.play(self.toolbar.pace)

    def _pause(self) -> None:
        if self.session is not None:
            self.session.pause()

    def _step(self) -> None:
        if self.session is not None:
            self.session.step()

    def _paced(self, pace: float) -> None:
        if self.session is not None and self.scene.running:
            self.session.play(pace)

    # --- what is shown -----------------------------------------------------------------------------------------------

    def _show_welcome(self) -> None:
        self.setWindowTitle(tr("Town Sandbox"))
        self.welcome.show_recent(self.remembered.worlds())
        self._pages.setCurrentWidget(self.welcome)
        self._show_parts(False)
        self.welcome.sample_button.setFocus()

    def _show_town(self) -> None:
        self._pages.setCurrentWidget(self._town_page)
        self._show_parts(True)
        self.map.setFocus()

    def _show_parts(self, town: bool) -> None:
        self.toolbar.show_parts(town)
        self.statusBar().setVisible(town)
        self.dock.setVisible(town and self.toolbar.log_button.isChecked())
        self.actions_.enable_town(town)

    def _selected(self, selection: Selection) -> None:
        self.map.select(selection.id if selection.kind == "agent" else 0)
        if selection.kind != "none" and not self.inspector.isVisible() and self._pages.currentWidget() is self._town_page:
            self.toolbar.inspector_button.setChecked(True)

    def find_somebody(self) -> None:
        """Put the keyboard into the filter of the rail."""
        self.toolbar.rail_button.setChecked(True)
        self.rail.show()
        self.rail.filter_box.setFocus()
        self.rail.filter_box.selectAll()

    def toggle_follow(self) -> None:
        """Follow the selected agent, or let go."""
        selection = self.scene.selection
        self.scene.follow(0 if self.scene.following or selection.kind != "agent" else selection.id)

    def select_nothing(self) -> None:
        """Let go of what is followed and selected."""
        self.scene.follow(0)
        self.scene.select("none")
        self.map.setFocus()

    def only_map(self) -> None:
        """Hide everything but the map, or show it again."""
        hide = self.rail.isVisible() or self.inspector.isVisible() or self.dock.isVisible()
        self.rail.setVisible(not hide)
        self.toolbar.inspector_button.setChecked(not hide)
        self.toolbar.log_button.setChecked(False)
        self.day_bar.setVisible(not hide)

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
        """Take a world file that is dragged in."""
        if _dropped_world(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the world file that was let go."""
        if (path := _dropped_world(event.mimeData())) is not None:
            event.acceptProposedAction()
            self.open_world(path)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the shape, end the runner, close the file."""
        remembered = self.remembered
        remembered.keep_shape("window", self.saveGeometry())
        remembered.keep_shape("split", self.split.saveState())
        remembered.keep_number("pace", self.toolbar.slider.value())
        remembered.keep_flag("inspector", self.toolbar.inspector_button.isChecked())
        remembered.keep_flag("log", self.toolbar.log_button.isChecked())
        if self.width() >= NARROW:
            remembered.keep_flag("names", self.toolbar.rail_button.isChecked())
        remembered.write()
        self.close_world()
        self._chores.close()
        super().closeEvent(event)


def _read_moment(reader: WorldReader, at: str | None) -> tuple[OpenWorld, Frame]:
    """Read a world and how it was at a moment, as `Clock.parse` understands it (None: its last step)."""
    world = read_world(reader)
    if at is None:
        return world, frame_at(reader, world.description, world.last_step)
    step = world.calendar.parse(at)
    if step > world.last_step:
        end = world.calendar.words(world.last_step)
        raise Problem(f"{reader.path.name} has been lived until {end}; choose a moment before that.")
    world = read_world(reader, step)
    return world, frame_at(reader, world.description, step)


def _dropped_world(data: QMimeData) -> Path | None:
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and paths[0].suffix == ".world" else None
