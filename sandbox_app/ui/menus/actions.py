"""All actions of the window with their keys, and the menu they are in."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from sandbox_app.llm.engines import Choice as EngineChoice
from sandbox_app.ui.deeds.wording import kinds
from sandbox_app.ui.menus.run_menu import RunMenu
from sandbox_app.ui.menus.time_menu import TimeMenu
from sandbox_app.ui.menus.undoing import Undoing
from sandbox_app.ui.search.finding import Command
from sandbox_app.ui.settings.keys import DEFAULT, wear_keys
from sandbox_app.ui.theme import Choice, look
from sandbox_app.ui.words import tr

if TYPE_CHECKING:
    from sandbox_app.ui.window.main_window import MainWindow


class Actions:
    """The actions of one window.

    Attributes:
        menu: what the menu button opens. all: every action, in the order of the menu, each with the keys it came with in `DEFAULT`.
    """

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self.menu = QMenu(window)
        self.menu.setAccessibleName(tr("Menu"))
        self._of_town: list[QAction] = []
        self._of_change: list[QAction] = []
        self.all: list[QAction] = []
        self.undoing = Undoing(window)
        self._world()
        self._edit()
        self._town()
        self._run()
        self.time_menu = TimeMenu(window, self, self.menu.addMenu(tr("Time")))
        self._minds()
        self._view()
        self.menu.addSeparator()
        self.add(self.menu, tr("Settings…"), window.pages.show_settings, "Ctrl+,")
        self.add(self.menu, tr("How do I…?"), window.pages.show_help, "F1")
        self.add(self.menu, tr("Guided tour"), window.desk.take_tour, "Shift+F1")
        self.add(self.menu, tr("About"), window.pages.show_about)
        self.add(self.menu, tr("Quit"), window.close, "Ctrl+Q")
        self.enable_town(False)
        wear_keys(self.all, window.remembered)

    def enable_town(self, possible: bool) -> None:
        """Let the person use what needs a town, or not."""
        for action in self._of_town:
            action.setEnabled(possible)

    def enable_change(self, possible: bool) -> None:
        """Let the person use what changes the town, or not."""
        self.undoing.enable(possible)
        for action in self._of_change:
            action.setEnabled(possible)

    def commands(self) -> list[Command]:
        """What can be done now, in the order of the menu."""
        return [
            Command(action.text(), action.shortcut().toString(QKeySequence.SequenceFormat.NativeText), action.trigger)
            for action in self.all
            if action.isEnabled()
        ]

    def add(self, menu: QMenu, words: str, done: Callable[[], object], *keys: str, town: bool = False, checkable: bool = False) -> QAction:
        """Put an action into a menu and give it keys.

        Args:
            words: its label. done: what it does. keys: shortcuts, the first is shown.
            town: it can be used only while a world is open.
        """
        action = QAction(words, self._window)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setCheckable(checkable)
        action.triggered.connect(lambda: done())
        if town:
            self._of_town.append(action)
        return self._put(menu, action)

    def _put(self, menu: QMenu, action: QAction) -> QAction:
        menu.addAction(action)
        self._window.addAction(action)
        action.setProperty(DEFAULT, " ".join(keys.toString(QKeySequence.SequenceFormat.PortableText) for keys in action.shortcuts()))
        self.all.append(action)
        return action

    def _world(self) -> None:
        window = self._window
        self.add(self.menu, tr("Open the sample town"), window.desk.open_sample)
        self.add(self.menu, tr("Open a lived-in town"), window.desk.open_lived)
        self.add(self.menu, tr("New world…"), window.desk.new_world, "Ctrl+N")
        self.add(self.menu, tr("Open a world…"), window.desk.browse, "Ctrl+O")
        self.recent = self.menu.addMenu(tr("Recent worlds"))
        self.recent.aboutToShow.connect(self._fill_recent)
        self.add(self.menu, tr("Close the world"), window.close_world, "Ctrl+W", town=True)
        self.menu.addSeparator()

    def _fill_recent(self) -> None:
        self.recent.clear()
        for world in self._window.remembered.worlds():
            self.recent.addAction(world.stem, partial(self._window.open_world, world))
        if self.recent.isEmpty():
            self.recent.addAction(tr("None yet")).setEnabled(False)

    def _edit(self) -> None:
        window, menu = self._window, self.menu.addMenu(tr("Edit"))
        self.undoing.undo.setShortcuts([QKeySequence("Ctrl+Z")])
        self.undoing.redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        self._put(menu, self.undoing.undo)
        self._put(menu, self.undoing.redo)
        menu.addSeparator()
        self.add(menu, tr("Search everything…"), window.attention.search, "Ctrl+F", "Ctrl+Shift+P")

    def _town(self) -> None:
        window, menu = self._window, self.menu.addMenu(tr("Change the town"))
        for kind, words in kinds().items():
            action = self.add(menu, words, partial(window.pages.show_deeds, kind))
            action.setEnabled(False)
            self._of_change.append(action)
        menu.addSeparator()
        enter = self.add(menu, tr("Enter the town…"), window.visiting.enter, "Ctrl+E")
        enter.setEnabled(False)
        self._of_change.append(enter)
        self.add(menu, tr("Ask everyone a question…"), window.pages.show_survey, "Ctrl+Shift+A", town=True)

    def _run(self) -> None:
        toolbar, menu = self._window.toolbar, self.menu.addMenu(tr("Run"))
        self.play = self.add(menu, tr("Play or pause"), toolbar.toggle, "Space", town=True)
        self.add(menu, tr("One step"), toolbar.one_step, ".", town=True)
        self.add(menu, tr("Slower"), toolbar.slower.click, "[", town=True)
        self.add(menu, tr("Faster"), toolbar.faster.click, "]", town=True)
        menu.addSeparator()
        self.run_menu = RunMenu(self._window, self)
        menu.addMenu(self.run_menu.until)
        toolbar.until_button.setMenu(self.run_menu.until)

    def _minds(self) -> None:
        window, menu = self._window, self.menu.addMenu(tr("Who thinks"))
        self.add(menu, tr("The demo model"), partial(window.running.think_with, EngineChoice()), town=True)
        self.add(menu, tr("Another model…"), window.running.choose_model, "Ctrl+M", town=True)
        self.add(menu, tr("Models on this computer…"), window.pages.show_models, "Ctrl+Shift+M")
        self.add(menu, tr("Nobody: live by rules"), partial(window.running.think_with, EngineChoice("scripted")), town=True)

    def _view(self) -> None:
        window, menu = self._window, self.menu.addMenu(tr("View"))
        self.add(menu, tr("Zoom in"), window.map.zoom_in, "Ctrl++", "Ctrl+=", town=True)
        self.add(menu, tr("Zoom out"), window.map.zoom_out, "Ctrl+-", town=True)
        self.add(menu, tr("Real size"), window.map.zoom_reset, "Ctrl+0", town=True)
        self.add(menu, tr("The whole town"), window.map.zoom_fit, "Ctrl+/", town=True)
        menu.addSeparator()
        self.add(menu, tr("Find somebody"), window.attention.find_somebody, "Ctrl+Shift+F", town=True)
        self.add(menu, tr("Follow who is selected"), window.attention.toggle_follow, "F", town=True)
        self.add(menu, tr("Select nothing"), window.attention.select_nothing, "Escape", town=True)
        menu.addSeparator()
        self.add(menu, tr("Names beside the portraits"), window.toolbar.rail_button.click, "Ctrl+B", town=True)
        self.add(menu, tr("Inspector"), window.toolbar.inspector_button.click, "Ctrl+I", town=True)
        self.add(menu, tr("Log"), window.toolbar.log_button.click, "Ctrl+L", town=True)
        self.weather = self.add(menu, tr("Weather on the map"), self._show_weather, checkable=True)
        self.weather.setChecked(window.remembered.flag("weather", True))
        self._show_weather()
        self.overview = self.add(menu, tr("Overview of the town"), self._show_overview, "O", town=True, checkable=True)
        self.overview.setChecked(window.remembered.flag("overview", True))
        self._show_overview()
        window.map.overview_wanted.connect(self.overview.trigger)
        self.add(menu, tr("Hide everything but the map"), window.layout_.only_map, "F9", town=True)
        self.add(menu, tr("Full screen"), window.layout_.toggle_full_screen, "F11")
        menu.addSeparator()
        group = QActionGroup(menu)
        choices: tuple[tuple[Choice, str], ...] = (
            ("system", tr("Colours as the system")),
            ("light", tr("Light colours")),
            ("dark", tr("Dark colours")),
        )
        for choice, words in choices:
            action = self.add(menu, words, partial(self.wear, choice), checkable=True)
            action.setChecked(choice == window.remembered.theme)
            group.addAction(action)

    def _show_weather(self) -> None:
        self._window.remembered.keep_flag("weather", self.weather.isChecked())
        self._window.map.show_weather(self.weather.isChecked())

    def _show_overview(self) -> None:
        self._window.remembered.keep_flag("overview", self.overview.isChecked())
        self._window.map.show_overview(self.overview.isChecked())

    def wear(self, choice: Choice) -> None:
        """Use a theme from now on."""
        self._window.remembered.theme = choice
        look.choose(choice)
