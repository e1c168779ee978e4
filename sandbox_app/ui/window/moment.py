"""The open world as it is at a moment, brought to every part of the window."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from sandbox_app.errors import Problem
from sandbox_app.simulation.messages import Frame
from sandbox_app.ui.scene import OpenWorld
from sandbox_app.ui.theme import look
from sandbox_app.ui.words import tr

if TYPE_CHECKING:
    from sandbox_app.ui.window.main_window import MainWindow


class Moment(QObject):
    """Shows the world and its frames in one window, and whether they are live or past. A child of the window, which the theme outlives.

    Attributes:
        can_run: whether time can pass in this world. then: what to do once it can. at: the moment asked for, shown first.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.can_run = False
        self.then: Callable[[], None] | None = None
        self.at = ""
        self._lives, self._lives_words = False, ""

    def listen(self) -> None:
        """Hear of the world and of its frames."""
        window = self._window
        window.living.opened.connect(self._opened)
        window.living.changed.connect(self._changed)
        window.travel.shown.connect(self._show)
        window.travel.changed.connect(self._travelled)
        window.toolbar.moment_asked.connect(window.actions_.time_menu.ask)
        look.changed.connect(self._colour_map)

    def _opened(self, world: OpenWorld) -> None:
        window = self._window
        window.welcome.busy("")
        window.remembered.add_world(world.path)
        window.map.set_town(world.town)
        window.map.set_cast([resident.member for resident in world.residents])
        self._colour_map()
        window.scene.open(world, window.living.history)
        window.travel.begin(world.last_step)
        window.timeline.open(world.path)
        window.setWindowTitle(tr("{world} – Town Sandbox", world=world.path.stem))
        window.toolbar.show_world(world.description.title, world.calendar.step_seconds)
        window.toolbar.show_time(world.calendar.said(world.last_step))
        window.layout_.show_town()

    def _colour_map(self) -> None:
        colours = look.theme
        self._window.map.set_colours(colours.hues, colours.accent, colours.paper)

    def _changed(self, can_run: bool, lives: bool, words: str) -> None:
        window = self._window
        window.scene.wake(can_run or lives)
        self.can_run, self._lives, self._lives_words = can_run, lives, words
        self._say()
        if can_run:
            window.running.begin()
        if can_run and self.then is not None:
            then, self.then = self.then, None
            then()
        if not lives:
            window.toolbar.show_running(False)
            window.status_line.say("")

    def _travelled(self, past: bool) -> None:
        self._window.scene.past = past
        self._say()

    def _say(self) -> None:
        """Show whether this is live or past, and let the person run what can be run."""
        window = self._window
        past, can_change = window.travel.past, window.can_change
        window.toolbar.enable_run(self.can_run and not past)
        window.toolbar.show_live(self._lives and not past, tr("past") if past else self._lives_words)
        window.map.set_past(past)
        window.status_line.show_past(past)
        window.log.show_past(past)
        window.scene.free(can_change)
        window.actions_.enable_change(can_change)

    def _show(self, frame: Frame) -> None:
        window, scene = self._window, self._window.scene
        first = not scene.agents
        if scene.following != window.map.following:  # the hand has moved the map elsewhere
            scene.follow(0)
        scene.take(frame)
        window.toolbar.show_time(scene.calendar.said(frame.step))
        window.toolbar.show_weather(frame.weather)
        window.toolbar.show_running(frame.running)
        window.toolbar.show_pace(frame.pace if frame.running else 0.0)
        window.map.set_time(scene.calendar.minute(frame.step))
        window.map.show_frame(frame)
        if first:
            window.map.look_where_life_is()
            window.world_opened.emit()
            self._go_to_the_moment_asked_for()

    def _go_to_the_moment_asked_for(self) -> None:
        window, at = self._window, self.at
        self.at = ""
        if not at:
            return
        calendar, travel = window.scene.calendar, window.travel
        try:
            step = calendar.meant(at, travel.latest)
        except Problem as problem:
            window.tell(problem)
            return
        if step > travel.latest:
            until = calendar.words(travel.latest)
            window.tell(Problem(tr("This world has been lived until {until}; choose a moment before that.", until=until)))
        travel.go(step)
