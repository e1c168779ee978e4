"""The world that is open: its file, its runner, and all that can go wrong with them, brought to the window as signals."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from sandbox_app.errors import Problem
from sandbox_app.llm.engines import Choice, Thinkers
from sandbox_app.simulation.interventions import Intervention
from sandbox_app.simulation.messages import Frame, Ready, Thinks, Trouble
from sandbox_app.ui.background import Background
from sandbox_app.ui.history import History
from sandbox_app.ui.scene import OpenWorld
from sandbox_app.ui.session import Session
from sandbox_app.ui.words import tr

if TYPE_CHECKING:
    from sandbox_app.worldfile.reader import WorldReader


@dataclass(frozen=True)
class Launch:
    """What the window needs from outside: the command that starts a runner for a world, and what makes a new sample world."""

    runner_command: Callable[[Path], Sequence[str]]
    new_sample: Callable[[Path], object]


@dataclass(frozen=True)
class Card:
    """Trouble in words; `action` is what the card's button does, if it has one."""

    sentence: str
    details: str = ""
    action_words: str = ""
    action: Callable[[], None] | None = None


class Living(QObject):
    """One world at a time: opened, lived in or looked at, and let go of. Lives on the main thread.

    Attributes:
        history: the open world's file. session: its runner, while there is one.
        changeable: whether what a person does can happen now: in the town that lives, in one whose model is still being loaded, or in
            the file of one that nobody lets live.

    Signals:
        opened: a world was found whole (`OpenWorld`). frame: the newest `Frame`.
        changed: whether time can pass now, whether the town lives, and that in a word.
        thinks: what thinks from now on, in words.
        halted: a run has ended by itself, because of this `Event`.
        told: what the town answers to a person's question (`Wrote`, `AnsweredAgain`, `AnsweredPerson`).
        reliving: how far the thoughts that a new world takes up from its parent are found out (`Reliving`).
        trouble: a `Card`. problem: the `Problem` because of which a world or a panel could not be read.
    """

    opened = Signal(object)
    frame = Signal(object)
    changed = Signal(bool, bool, str)
    thinks = Signal(str)
    halted = Signal(object)
    told = Signal(object)
    reliving = Signal(object)
    trouble = Signal(object)
    problem = Signal(object)

    def __init__(self, launch: Launch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._launch = launch
        self.history: History | None = None
        self.session: Session | None = None
        self._world: OpenWorld | None = None
        self._play_at: float | None = None
        self.changeable = self._still = False
        self._fatal = self._wakes = False
        self._deeds = 0
        self._chores = Background("chores", self)
        self._chores.trouble.connect(self.problem)

    def open(self, path: Path, *, play_at: float | None = None) -> None:
        """Let a world live; with `play_at` (steps per second) time passes at once."""

        def look(reader: "WorldReader") -> OpenWorld:
            from sandbox_app.ui.opening import read_world  # late: it brings along what the window's first picture can do without

            return read_world(reader)

        self._play_at = play_at
        self.close_world()
        self.history = History(path, self)
        self.history.trouble.connect(self._problem)
        self.history.look_up("open", look, self._opened)

    def show_still(self, world: OpenWorld, frame: Frame) -> None:
        """Show a moment of a world, as `read_moment` gives it, without a runner."""
        self.close_world()
        self.history = History(world.path, self)
        self.history.trouble.connect(self._problem)
        self._world, self._still = world, True
        self.opened.emit(world)
        self.changed.emit(False, False, tr("latest"))
        self.frame.emit(frame)

    def make_sample(self, path: Path, then: Callable[[], None]) -> None:
        """Make a new sample world behind the window's back."""

        def make() -> None:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._launch.new_sample(path)

        self._chores.ask("sample", make, lambda _none: then())

    def do(self, work: Callable[[], object], then: Callable[[], None]) -> None:
        """Do something to files behind the window's back, and go on with `then`; a `Problem` is told by `problem`."""
        self._chores.ask("work", work, lambda _result: then())

    def start(self) -> None:
        """Start a runner for the open world, instead of the one there is."""
        if self._world is None:
            return
        self._end_session()
        self._fatal = self.changeable = False
        self._wakes = True
        session = self.session = Session(self._launch.runner_command(self._world.path), self)
        session.ready.connect(self._ready)
        session.frame.connect(self.frame)
        session.frame.connect(self._first_sight)
        session.trouble.connect(self._trouble)
        session.thinks.connect(self._thinks)
        session.halted.connect(self.halted)
        session.told.connect(self.told)
        session.reliving.connect(self.reliving)
        session.ended.connect(self._ended)
        self.changed.emit(False, False, tr("waking"))

    def think_with(self, choice: Choice) -> None:
        """Let another model think in the town from now on; nothing that is being thought is lost."""
        if self.session is not None:
            self.session.use(Thinkers(everything=choice))

    def think_anew(self) -> None:
        """Do not wait until the thoughts of a new world's parent have been taken up."""
        if self.session is not None:
            self.session.think_anew()

    def intervene(self, what: Intervention) -> None:
        """Let something happen in the open world; `trouble` or `problem` says when it cannot be."""
        if self.session is not None:
            self.session.intervene(what)
        elif self._world is not None:
            self._deeds += 1
            path = self._world.path

            def do() -> Frame:
                from sandbox_app.ui.opening import done_at_rest  # late: the first picture can do without it

                return done_at_rest(path, what)

            self._chores.ask(f"deed {self._deeds}", do, self._done_at_rest)

    def _done_at_rest(self, frame: Frame) -> None:
        if self.session is None and self._world is not None:
            self.frame.emit(frame)

    def _first_sight(self, _frame: Frame) -> None:
        """The world is to be seen before its model is loaded, and can be changed from now on."""
        if self._wakes and not self.changeable:
            self.changeable = True
            self.changed.emit(False, False, tr("waking"))

    def _thinks(self, message: Thinks) -> None:
        rules = tr("The town lives by rules now, without a model")
        self.thinks.emit(rules if message.engine == "scripted" else tr("{model} thinks now", model=message.model))

    def close_world(self) -> None:
        """Let go of the world: the runner ends, the file is closed. Takes less than a second."""
        self._world = None
        self._still = False
        if self.history is not None:  # first: the runner can leave one tidy file only when nobody else has it open
            self.history.close()
            self.history.deleteLater()
            self.history = None
        self._end_session()

    def close(self) -> None:
        """Let go of everything, threads included."""
        self.close_world()
        self._chores.close()

    def _opened(self, world: OpenWorld) -> None:
        self._world = world
        self.opened.emit(world)
        self.start()

    def _end_session(self) -> None:
        if self.session is not None:
            session, self.session = self.session, None
            session.close()
            session.deleteLater()
        self._wakes = False
        self.changeable = self._world is not None and not self._still
        self.changed.emit(False, False, tr("stopped"))

    def _ready(self, ready: Ready) -> None:
        self._wakes = False
        self.changeable = not ready.read_only
        self.changed.emit(not ready.read_only, True, tr("live"))
        if ready.read_only:
            said = tr("Another program is living in this world. You can look around; to run it, close the other program first.")
            self.trouble.emit(Card(said))
        elif self._play_at is not None and self.session is not None:
            self.session.play(self._play_at)
        self._play_at = None

    def _trouble(self, trouble: Trouble) -> None:
        if not trouble.fatal:
            self.trouble.emit(Card(trouble.sentence, trouble.details))
            return
        self._fatal = True
        self.changeable = self._wakes = False  # until its runner has ended
        self.changed.emit(False, False, tr("stopped"))
        self.trouble.emit(Card(trouble.sentence, trouble.details, tr("Start again"), self.start))

    def _ended(self, status: int, words: str) -> None:
        self._end_session()
        if not self._fatal:
            details = tr("The runner ended with status {status}.", status=status) + (f"\n\n{words}" if words else "")
            sentence = tr("The town stopped unexpectedly. All that was lived is saved; you can start it again.")
            self.trouble.emit(Card(sentence, details, tr("Start again"), self.start))

    def _problem(self, problem: Problem) -> None:
        if self._world is None:
            self.close_world()
        self.problem.emit(problem)
