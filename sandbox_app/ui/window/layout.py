"""Where the parts of the window are, which of them are to be seen, and how that is remembered."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDockWidget, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from sandbox_app.ui.inspector.panel import WIDTH as INSPECTOR_WIDTH
from sandbox_app.ui.pieces import IconButton, label, row
from sandbox_app.ui.timeline.panel import HEIGHT
from sandbox_app.ui.window.rail import FOLDED
from sandbox_app.ui.window.rail import WIDTH as RAIL_WIDTH
from sandbox_app.ui.window.toolbar import FIRST_PACE
from sandbox_app.ui.words import tr

if TYPE_CHECKING:
    from sandbox_app.ui.window.main_window import MainWindow

LOG_HEIGHT = 210
NARROW = 1360
"""A window less wide than this folds the rail to portraits."""


class Layout:
    """The places of one window's parts.

    Attributes:
        pages: the welcome page and the town, one of which is to be seen. split: rail, map and inspector. heights: those and the timeline.
    """

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._narrow = False
        self._wants_names = True
        self._hidden: tuple[bool, bool] | None = None
        window.setAcceptDrops(True)
        window.setMinimumSize(760, 480)
        window.resize(QSize(1440, 900).boundedTo(window.screen().availableSize()))
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setObjectName("split")
        self.split.setChildrenCollapsible(False)
        for part in (window.rail, window.map, window.inspector):
            self.split.addWidget(part)
        self.split.setStretchFactor(1, 1)
        self.split.setHandleWidth(4)
        self.split.setSizes([RAIL_WIDTH, 820, INSPECTOR_WIDTH])
        self.heights = QSplitter(Qt.Orientation.Vertical)
        self.heights.setObjectName("heights")
        self.heights.setChildrenCollapsible(False)
        self.heights.addWidget(self.split)
        self.heights.addWidget(window.timeline)
        self.heights.setStretchFactor(0, 1)
        self.heights.setHandleWidth(4)
        self._town_page = self._town()
        self.pages = QStackedWidget()
        self.pages.addWidget(window.welcome)
        self.pages.addWidget(self._town_page)
        window.setMenuWidget(window.toolbar)  # first: the key Tab goes through the parts in the order in which they are added
        window.setCentralWidget(self.pages)
        status = window.statusBar()
        status.setSizeGripEnabled(False)
        status.setContentsMargins(0, 0, 0, 0)
        status.addPermanentWidget(window.status_line, 1)
        self._dock = self._log_dock()

    def _town(self) -> QWidget:
        window, page = self._window, QWidget()
        page.setObjectName("townPage")
        below = QVBoxLayout(page)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(window.past_bar)
        below.addWidget(window.visit_bar)
        below.addWidget(window.waking_bar)
        below.addWidget(self.heights, 1)
        return page

    def _log_dock(self) -> QDockWidget:
        window = self._window
        title = QWidget()
        title.setObjectName("dockTitle")
        title.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        close = IconButton("close", tr("Close the log"), size=14)
        close.clicked.connect(window.toolbar.log_button.click)
        title.setLayout(row(label(tr("Log"), "heading"), 1, close, margins=(12, 2, 6, 2)))
        dock = QDockWidget(tr("Log"), window)
        dock.setObjectName("log")
        dock.setTitleBarWidget(title)
        dock.setWidget(window.log)
        window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
        window.resizeDocks([dock], [LOG_HEIGHT], Qt.Orientation.Vertical)
        dock.hide()
        return dock

    def listen(self) -> None:
        """Let the toolbar's buttons show and hide the parts."""
        window, toolbar = self._window, self._window.toolbar
        toolbar.rail_button.toggled.connect(self._show_names)
        toolbar.inspector_button.toggled.connect(window.inspector.setVisible)
        toolbar.log_button.toggled.connect(self._dock.setVisible)
        window.timeline.sized.connect(self._give_height)
        self.heights.splitterMoved.connect(lambda _position, _number: window.timeline.taken(self.heights.sizes()[1]))
        window.log.closed.connect(lambda: toolbar.log_button.setChecked(False))

    # --- remembered --------------------------------------------------------------------------------------------------

    def restore(self) -> None:
        """Give the window the shape it had last."""
        window, remembered = self._window, self._window.remembered
        window.restoreGeometry(remembered.shape("window"))
        self.split.restoreState(remembered.shape("split"))
        window.toolbar.slider.setValue(remembered.number("pace", FIRST_PACE))
        window.toolbar.log_button.setChecked(remembered.flag("log", False))
        window.log.ways.setChecked(remembered.flag("ways", False))
        self._wants_names = remembered.flag("names", True)
        window.timeline.make_tall(remembered.number("timeline_height", HEIGHT))
        window.timeline.fold(remembered.flag("timeline_folded", False))
        self._fold_rail()

    def keep(self) -> None:
        """Remember the shape for the next time."""
        window, remembered = self._window, self._window.remembered
        remembered.keep_shape("window", window.saveGeometry())
        remembered.keep_shape("split", self.split.saveState())
        remembered.keep_number("pace", window.toolbar.slider.value())
        remembered.keep_flag("log", window.toolbar.log_button.isChecked())
        remembered.keep_flag("ways", window.log.ways.isChecked())
        remembered.keep_number("timeline_height", window.timeline.tall)
        remembered.keep_flag("timeline_folded", window.timeline.line.folded)
        if window.width() >= NARROW:
            remembered.keep_flag("names", window.toolbar.rail_button.isChecked())

    # --- what is to be seen ------------------------------------------------------------------------------------------

    @property
    def in_town(self) -> bool:
        """Whether the town is to be seen, not the welcome page."""
        return self.pages.currentWidget() is self._town_page

    def show_welcome(self) -> None:
        """Show the welcome page."""
        window = self._window
        window.setWindowTitle(tr("Town Sandbox"))
        window.welcome.show_recent([(world, window.pictures.of(world)) for world in window.remembered.worlds()])
        self.pages.setCurrentWidget(window.welcome)
        self._show_parts(False)
        window.welcome.sample_button.setFocus()

    def show_town(self) -> None:
        """Show the town, the map as large as it can be."""
        window = self._window
        self.pages.setCurrentWidget(self._town_page)
        if self._hidden is not None:
            self.only_map()
        window.toolbar.inspector_button.setChecked(False)  # it comes with what is selected; until then the map has the room
        window.inspector.hide()
        self._show_parts(True)
        window.map.setFocus()

    def _show_parts(self, town: bool) -> None:
        window = self._window
        window.toolbar.show_parts(town)
        window.statusBar().setVisible(town)
        self._dock.setVisible(town and window.toolbar.log_button.isChecked())
        window.actions_.enable_town(town)

    def only_map(self) -> None:
        """Hide everything but the map, or show again what was there."""
        window, toolbar = self._window, self._window.toolbar
        if self._hidden is None:
            self._hidden = (toolbar.inspector_button.isChecked(), toolbar.log_button.isChecked())
            inspector, log = False, False
        else:
            (inspector, log), self._hidden = self._hidden, None
        for part in (window.rail, window.timeline):
            part.setVisible(self._hidden is None)
        toolbar.inspector_button.setChecked(inspector)
        toolbar.log_button.setChecked(log)

    def toggle_full_screen(self) -> None:
        """Fill the screen, or no longer."""
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _give_height(self) -> None:
        """Let the timeline be as high as it is to be; the map gives or takes the difference."""
        whole, wanted = sum(self.heights.sizes()), self._window.timeline.wanted_height
        self.heights.setSizes([max(whole - wanted, 0), wanted])

    def resized(self) -> None:
        """Fold the rail in a narrow window."""
        if self._narrow != (self._window.width() < NARROW):
            self._fold_rail()

    def _fold_rail(self) -> None:
        self._narrow = self._window.width() < NARROW
        names = self._wants_names and not self._narrow
        self._window.toolbar.rail_button.setChecked(names)
        self._show_names(names)

    def _show_names(self, names: bool) -> None:
        """Show names beside the portraits, or portraits alone; the map takes or gives the difference."""
        rail = self._window.rail
        if rail.folded == names:
            before = self.split.sizes()
            rail.fold(not names)
            wide = RAIL_WIDTH if names else FOLDED
            self.split.setSizes([wide, before[0] + before[1] - wide, before[2]])
