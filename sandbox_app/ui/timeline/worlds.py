"""What the timeline does with whole worlds: a new one from the moment shown, and a second one below the first. Read and made elsewhere."""

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from sandbox_app.ui.background import Background
from sandbox_app.ui.scene import Branching
from sandbox_app.ui.timeline.life import Life, first_hues, read_on
from sandbox_app.ui.timeline.line import Other
from sandbox_app.ui.words import tr
from sandbox_app.worldfile.reader import WorldReader


class Compared(Struct, frozen=True):
    """A second world, and in a sentence where the two part."""

    other: Other
    sentence: str


class Worlds(QObject):
    """Makes forks and reads second worlds on a thread of its own. Lives on the main thread.

    Signals:
        trouble: the `Problem` because of which it could not be done.
    """

    trouble = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background: Background | None = None

    def fork(self, path: Path, step: int, when: str, then: Callable[[Path], None]) -> None:
        """Make a world of the history until a step, beside the first; `then` is told where it is."""

        def make() -> Path:
            from sandbox_app.simulation.forking import fork_world

            new = free_path(path.parent, tr("{world} from {when}", world=path.stem, when=when.replace(":", ".")))
            fork_world(path, new, str(step))
            return new

        self._thread().ask("fork", make, then)

    def branch(self, path: Path, wanted: Branching, when: str, then: Callable[[Path], None]) -> None:
        """Make a world beside the first that goes on from before a thought, with something changed; `then` is told where it is."""

        def make() -> Path:
            from sandbox_app.simulation.again.edits import branch

            new = free_path(path.parent, tr("{world} otherwise from {when}", world=path.stem, when=when.replace(":", ".")))
            branch(path, new, wanted.call, wanted.changes, "person")
            return new

        self._thread().ask("branch", make, then)

    def compare(self, path: Path, second: Path, then: Callable[[Compared], None]) -> None:
        """Read a second world, and find where the two part."""
        self._thread().ask("compare", lambda: _compared(path, second), then)

    def close(self) -> None:
        """Wait for what is being worked on. May be called twice."""
        if self._background is not None:
            self._background.close()

    def _thread(self) -> Background:
        if self._background is None:
            self._background = Background("worlds", self)
            self._background.trouble.connect(self.trouble)
        return self._background


def _compared(path: Path, second: Path) -> Compared:
    from sandbox_app.lab.comparing import first_difference
    from sandbox_app.simulation.description import describe

    with WorldReader(second) as reader:
        life = Life(first_hues(reader, describe(reader)))
        while not (piece := read_on(reader, life.last)).whole:
            life.take(piece)
        life.take(piece)
    parting = first_difference(path, second)
    if parting is None:
        return Compared(Other(life, second.stem, None), tr("Both worlds are the same as far as both were lived."))
    here, there = (str(side["text"]) if side else tr("nothing just then") for side in (parting.a, parting.b))
    said = tr("They part on {time}. Here: {here} · There: {there}", time=parting.time, here=here, there=there)
    return Compared(Other(life, second.stem, parting.step), said)


def free_path(folder: Path, name: str) -> Path:
    """Return where a world of this name can be put: "name.world", or "name 2.world" where that is taken."""
    path, number = folder / f"{name}.world", 1
    while path.exists():
        number += 1
        path = folder / f"{name} {number}.world"
    return path
