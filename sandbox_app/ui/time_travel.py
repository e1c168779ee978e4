"""Which moment the window shows: the living present, or one of the past, while the town goes on behind it."""

from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from sandbox_app.simulation.messages import Frame
from sandbox_app.ui.living import Living
from sandbox_app.ui.scene import Scene, fold
from sandbox_app.worldfile.reader import WorldReader

if TYPE_CHECKING:
    from sandbox_app.simulation.playback import Playback

_MOST_HELD = 200
"""So many events that happen meanwhile are kept for the way back; the file has all of them."""


class TimeTravel(QObject):
    """Stands between what lives and what is shown. Lives on the main thread; `MainWindow` owns it.

    Attributes:
        past: whether the moment shown is over. latest: the last step lived, as far as is known.

    Signals:
        shown: the `Frame` to be shown now. changed: past or not is another than it was.
        latest_changed: the town has gone on behind the moment shown: its last step.
    """

    shown = Signal(object)
    changed = Signal(bool)
    latest_changed = Signal(int)

    def __init__(self, living: Living, scene: Scene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self.past = False
        self.latest = 0
        self._wanted = 0
        self._asked = -1
        self._last: Frame | None = None
        self._held: Frame | None = None
        self._first: int | None = None
        self._played: tuple[WorldReader, Playback] | None = None  # used on the thread of the reader alone
        living.frame.connect(self._lived)
        living.problem.connect(lambda _problem: self._give_up())

    def begin(self, latest: int) -> None:
        """Another world is shown, which was lived until this step."""
        self._last = self._held = self._first = None
        self._asked = -1
        self.latest = latest
        self._be(False)

    @property
    def wanted(self) -> int:
        """The moment that is shown, or is on its way from the file."""
        return self._wanted if self.past else self._scene.step

    def go(self, step: int) -> None:
        """Show how it was at the end of a step; from the last one lived on this is the present."""
        if step >= self.latest:
            self.back()
            return
        if self._scene.world is None:
            return
        if self._last is None:  # before the first picture of the present there is nothing to come back to
            self._first = step
            return
        if not self.past:
            self._held = self._whole(self._last)
        self._be(True)
        self._ask_for(max(step, 0))

    def back(self) -> None:
        """Show the present."""
        if self.past:
            held, self._held = self._held, None
            self._be(False)
            if held is not None:
                self._show(held)
            else:
                self._ask_for(self.latest)

    def _ask_for(self, step: int) -> None:
        """Have a moment read. One is read at a time: what a hand passes over meanwhile is never read, and what has been read is shown."""
        self._wanted = step
        if self._asked < 0:
            self._read()

    def _read(self) -> None:
        world, step = self._scene.world, self._wanted
        assert world is not None
        self._asked = step

        def look(reader: WorldReader) -> Frame:
            from sandbox_app.simulation.playback import Playback  # late: it brings along what the first picture can do without

            if self._played is None or self._played[0] is not reader:
                self._played = (reader, Playback(reader, world.description))
            return self._played[1].seek(step)

        self._scene.ask("moment", look, self._found)

    def _give_up(self) -> None:
        """What is being read may never come; the next moment asked for is read."""
        self._asked = -1

    def _lived(self, frame: Frame) -> None:
        if self._last is None and frame.step < self.latest:  # a moment of a world that nobody lives in
            self._be(True)
            self._show(self._with_all_things(frame))
            return
        self.latest = max(self.latest, frame.step)
        if not self.past:
            self._show(frame)
            first, self._first = self._first, None
            if first is not None:
                self.go(first)
            return
        if self._held is not None:
            folded = fold(self._held, frame)
            self._held = replace(folded, events=folded.events[-_MOST_HELD:])
        self.latest_changed.emit(frame.step)

    def _found(self, frame: Frame) -> None:
        self._asked = -1
        if self.past or not self._scene.live:
            if frame.step != self._wanted:
                self._read()  # first, so that it is read while this one is painted
            self._show(self._with_all_things(frame))

    def _show(self, frame: Frame) -> None:
        self._last = frame
        self.shown.emit(frame)

    def _be(self, past: bool) -> None:
        if past != self.past:
            self.past = past
            self.changed.emit(past)

    def _whole(self, frame: Frame) -> Frame:
        """A frame that carries everything that is shown at present."""
        scene = self._scene
        return self._with_all_things(replace(frame, changed=list(scene.agents.values()), things=list(scene.things.items()), events=[]))

    def _with_all_things(self, frame: Frame) -> Frame:
        """Name the state of every thing that can have one, so that none keeps that of another moment."""
        things = {thing: "" for thing in self._scene.things}
        things.update((thing.id, thing.states[0]) for thing in self._scene.town.things if thing.states)
        things.update(frame.things)
        return replace(frame, things=list(things.items()))
