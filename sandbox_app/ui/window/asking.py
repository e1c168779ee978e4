"""What a person wants to know of the town that lives: its thoughts as they are written, thoughts asked again, and worlds made of these."""

from typing import TYPE_CHECKING

from sandbox_app.simulation.messages import AnsweredAgain, AnsweredPerson, AskAgain, AskPerson, NoMatter, Watch, Wrote
from sandbox_app.ui.scene import OF_SOMEBODY, Branching, Selection

if TYPE_CHECKING:
    from sandbox_app.ui.window.main_window import MainWindow


class Asking:
    """Carries questions of one window's panels to the runner, and answers back."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._watched = 0

    def listen(self) -> None:
        """Begin."""
        scene, living = self._window.scene, self._window.living
        scene.selected.connect(self._selected)
        scene.woke.connect(self._woke)
        scene.wondered.connect(self._ask)
        scene.branched.connect(self._branch)
        living.told.connect(self._told)

    def _selected(self, selection: Selection) -> None:
        if selection.kind not in OF_SOMEBODY:  # these are somebody's, who stays watched
            self._watched = selection.id if selection.kind == "agent" else 0
            self._ask(Watch(self._watched))

    def _woke(self, awake: bool) -> None:
        if awake and self._watched:
            self._ask(Watch(self._watched))

    def _ask(self, message: Watch | AskAgain | AskPerson | NoMatter) -> None:
        session = self._window.living.session
        if session is not None:
            session.ask(message)

    def _told(self, message: Wrote | AnsweredAgain | AnsweredPerson) -> None:
        if isinstance(message, Wrote):
            self._window.scene.wrote.emit(message)
        else:
            self._window.scene.answered.emit(message)

    def _branch(self, wanted: Branching) -> None:
        world = self._window.scene.world
        if world is not None:
            self._window.branches.branch(wanted)
