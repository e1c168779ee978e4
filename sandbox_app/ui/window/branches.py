"""Bookmarks, new worlds from a moment, and a second world beside this one."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from sandbox_app.errors import Problem
from sandbox_app.simulation.interventions import Edit
from sandbox_app.ui.living import Card
from sandbox_app.ui.scene import Branching, OpenWorld
from sandbox_app.ui.timeline.worlds import Compared, Worlds
from sandbox_app.ui.words import tr

if TYPE_CHECKING:
    from sandbox_app.ui.window.main_window import MainWindow


class Branches:
    """What one window's timeline does beyond this world's own time."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._worlds = Worlds(window)

    def listen(self) -> None:
        """Let the timeline and the bar of the past do it."""
        window, timeline = self._window, self._window.timeline
        self._worlds.trouble.connect(window.tell)
        timeline.trouble.connect(window.tell)
        timeline.noted.connect(self.bookmark)
        timeline.forked.connect(partial(self.fork, go_on=False))
        timeline.compared.connect(self.choose_other)
        window.past_bar.continued.connect(lambda: self.fork(window.travel.wanted, go_on=True))

    def close(self) -> None:
        """Wait for what is being worked on."""
        self._worlds.close()

    def bookmark(self, step: int, name: str) -> None:
        """Keep a name for a moment in the world, as a note about it."""
        living = self._window.living
        if living.changeable:
            from sandbox_app.simulation.editing.operations import Annotate  # late: the first picture does without

            living.intervene(Edit(Annotate(step, name)))
        else:
            self._window.tell(Problem(tr("A bookmark is kept in the world, and this world cannot be written now.")))

    def fork(self, step: int, *, go_on: bool) -> None:
        """Make a new world with the history until a step, and open it, or say where it is."""
        world = self._window.scene.world
        if world is not None:
            self._worlds.fork(world.path, step, _when(world, step), self._window.open_world if go_on else self._forked)

    def branch(self, wanted: Branching) -> None:
        """Make a new world that goes on from before a thought, with something changed in what it is told."""
        world = self._window.scene.world
        if world is not None:
            self._worlds.branch(world.path, wanted, _when(world, max(wanted.step - 1, 0)), self._branched)

    def _branched(self, new: Path) -> None:
        said = tr(
            "In “{name}”, a new world, it is like this from before that thought. What is thought there is thought anew.", name=new.stem
        )
        self._window.trouble.show_card(Card(said, str(new), tr("Open it"), partial(self._window.open_world, new)))

    def _forked(self, new: Path) -> None:
        said = tr("“{name}” is a new world with the history until this moment. It lies beside this one.", name=new.stem)
        self._window.trouble.show_card(Card(said, str(new), tr("Open it"), partial(self._window.open_world, new)))

    def choose_other(self) -> None:
        """Let the person choose a second world, to be shown below this one on the timeline."""
        world = self._window.scene.world
        assert world is not None
        words = tr("Worlds (*.world);;All files (*)")
        name, _ = QFileDialog.getOpenFileName(self._window, tr("Compare with a world"), str(world.path.parent), words)
        if name:
            self.compare_with(Path(name))

    def compare_with(self, second: Path) -> None:
        """Show a second world below this one on the timeline."""
        scene = self._window.scene
        if scene.world is not None:
            path = scene.world.path

            def show(compared: Compared) -> None:
                if scene.world is not None and scene.world.path == path:
                    self._window.timeline.show_other(compared.other, compared.sentence)

            self._worlds.compare(path, second, show)


def _when(world: OpenWorld, step: int) -> str:
    return tr("day {day}, {time}", day=world.calendar.day(step), time=f"{world.calendar.time(step):%H:%M}")
