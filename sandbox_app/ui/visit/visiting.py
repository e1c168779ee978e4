"""One window's visit to the town: entering, walking by hand and by keys, and what the window shows of it."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from sandbox_app.simulation.interventions import Enter, Intervention, Say, Walk
from sandbox_app.simulation.messages import Frame
from sandbox_app.ui.scene import OpenWorld
from sandbox_app.ui.words import tr

if TYPE_CHECKING:
    from sandbox_app.ui.visit.entering import EnterForm
    from sandbox_app.ui.window.main_window import MainWindow
    from sandbox_app.worldfile.reader import WorldReader


FARTHEST = 4
"""Tiles that one press of an arrow key leads."""


class Visiting:
    """What a window does for the person who is in the town.

    Attributes:
        form: the form to enter, None until it was asked for.
    """

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self.form: EnterForm | None = None
        self._shown = 0

    def listen(self) -> None:
        """Hear of frames, of newcomers, of the hand and the arrow keys on the map."""
        window = self._window
        window.scene.moved.connect(self._moved)
        window.scene.wished.connect(self._wished)
        window.map.ground_clicked.connect(self.walk)
        window.map.step_asked.connect(self._step)

    def enter(self, place: int = 0) -> None:
        """Ask who comes to visit; `place` 0: in the open."""
        if self.form is None:
            from sandbox_app.ui.visit.entering import EnterForm  # late: the first picture does without

            self.form = EnterForm(self._window.scene, self._window.scene.wish, self._window)
        self.form.open_at(place)

    def walk(self, x: int, y: int) -> None:
        """Walk to a tile."""
        me = self._window.scene.visitor
        if me:
            self._window.scene.wish(Walk(me, x, y))

    def fill_menu(self, menu: QMenu, kind: str, number: int) -> None:
        """Put into the menu of the right mouse button what one can do there oneself."""
        window, scene = self._window, self._window.scene
        me = scene.visitor
        if not me and kind == "place":
            name = scene.where(number)
            menu.addAction(tr("Enter the town here ({name})…", name=name), partial(self.enter, number)).setEnabled(window.can_change)
        elif me and kind == "agent" and number != me and scene.tile(number) is not None:
            name = scene.short(number)
            x, y = scene.tile(number) or (0, 0)
            menu.addAction(tr("Walk over to {name}", name=name), partial(self.walk, x, y)).setEnabled(window.can_change)
            talk = menu.addAction(tr("Talk to {name}", name=name), partial(window.visit_bar.focus, number))
            talk.setEnabled(window.can_change and number in scene.near(me))
        elif me and kind == "place":
            x, y = scene.town.place(number).door
            menu.addAction(tr("Walk there"), partial(self.walk, x, y)).setEnabled(window.can_change)

    def _step(self, across: int, along: int) -> None:
        """Walk a few tiles in a direction, as far as nothing is in the way."""
        scene = self._window.scene
        here = scene.tile(scene.visitor)
        if here is None:
            return
        x, y = here
        walkable = scene.town.walkable
        for _ in range(FARTHEST):
            ahead = (x + across, y + along)
            if not (0 <= ahead[0] < scene.town.width and 0 <= ahead[1] < scene.town.height and walkable[ahead[1], ahead[0]]):
                break
            x, y = ahead
        if (x, y) != here:
            self.walk(x, y)

    def _wished(self, what: Intervention) -> None:
        """Let time pass for what a visitor does: a town at rest would not answer."""
        if isinstance(what, Enter | Walk | Say) and not self._window.scene.running:
            self._window.running.run()

    def _peopled(self, world: OpenWorld) -> None:
        self._window.map.set_cast([resident.member for resident in world.residents])
        self._window.scene.settle(world)

    def _moved(self, frame: Frame) -> None:
        window, scene = self._window, self._window.scene
        if len(frame.look) > len(scene.residents):
            scene.ask("people", _people, self._peopled)
        me = 0 if scene.past else scene.visitor
        window.map.led = bool(me)
        if me != self._shown:
            self._shown = me
            if me:
                window.map.centre_on_agent(me)
                scene.follow(me)
                window.map.setFocus()


def _people(reader: "WorldReader") -> OpenWorld:
    from sandbox_app.ui.opening import read_world  # late: the first picture does without

    return read_world(reader)
