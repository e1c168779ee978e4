"""What puts a world on the desk: the samples, a new one, one from the disk; and the tour of it."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from sandbox_app.llm.engines import Choice
from sandbox_app.simulation.sample import unpack_lived
from sandbox_app.ui.start.new_world import NewWorld
from sandbox_app.ui.start.tour import Tour
from sandbox_app.ui.timeline.worlds import free_path
from sandbox_app.ui.words import tr
from sandbox_app.ui.worlds import Wanted, create, file_name

if TYPE_CHECKING:
    from sandbox_app.ui.window.main_window import MainWindow


class Desk:
    """One window's ways to a world. Worlds that it makes lie in `folder`.

    Attributes:
        dialog: the one for a new world, once it was asked for.
    """

    def __init__(self, window: "MainWindow", folder: Path) -> None:
        self._window = window
        self._folder = folder
        self.dialog: NewWorld | None = None

    def listen(self) -> None:
        """Let the welcome page ask for them."""
        window, welcome = self._window, self._window.welcome
        welcome.sample.connect(self.open_sample)
        welcome.lived.connect(self.open_lived)
        welcome.new.connect(self.new_world)
        welcome.tour.connect(self.take_tour)
        welcome.models.connect(window.pages.show_models)
        welcome.help.connect(window.pages.show_help)
        welcome.browse.connect(self.browse)
        welcome.chosen.connect(window.open_world)

    def open_sample(self) -> None:
        """Make a new world of the sample town and open it."""
        window = self._window
        window.close_world()
        window.welcome.busy(tr("Building the town…"))
        path = free_path(self._folder, tr("My town"))
        window.living.make_sample(path, partial(window.open_world, path, play=True))

    def open_lived(self, then: Callable[[], None] | None = None) -> None:
        """Open a copy of the world of two days that ships."""
        window = self._window
        window.close_world()
        window.welcome.busy(tr("Bringing two days of life…"))
        path = free_path(self._folder, tr("Two days in Alderwick"))
        window.moment.then = then
        window.living.do(partial(unpack_lived, path), partial(window.open_world, path))

    def new_world(self) -> None:
        """Ask for a new world, make it and open it."""
        self.new_world_with()

    def new_world_with(self, *, town: Path | None = None, cards: Sequence[Path] = ()) -> None:
        """Ask for a new world of a town that does not ship, or with people from files, make it and open it."""
        dialog = NewWorld(self._window, town=town, cards=cards)
        self.dialog = dialog
        dialog.accepted.connect(lambda: self.make_world(dialog.wanted))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def make_world(self, wanted: Wanted) -> None:
        """Make a new world and open it; whoever moved in is shown."""
        window = self._window
        window.close_world()
        window.welcome.busy(tr("Building the town…"))
        path = free_path(self._folder, file_name(wanted.name))

        def begin() -> None:
            if wanted.mind != Choice():
                window.running.think_with(wanted.mind)
            if wanted.cards or wanted.somebody is not None:
                window.attention.follow(window.scene.residents[-1].id)

        window.moment.then = begin
        window.living.do(partial(create, wanted, path), partial(window.open_world, path))

    def take_tour(self) -> None:
        """Show the window step by step; without a world, on the lived-in one."""
        window = self._window
        if window.living.session is None:
            self.open_lived(self.take_tour)
        elif window.tour is None:
            window.tour = Tour(window)
            window.tour.go(0)

    def browse(self) -> None:
        """Let the person choose a world."""
        window = self._window
        name, _ = QFileDialog.getOpenFileName(window, tr("Open a world"), str(self._folder), tr("Worlds (*.world);;All files (*)"))
        if name:
            window.open_world(Path(name))
