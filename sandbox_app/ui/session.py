"""The live world: the runner's messages brought to the main thread, frames folded so that only the newest is drawn."""

from collections import deque
from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal

from sandbox_app.llm.engines import Thinkers
from sandbox_app.simulation.client import RunnerClient
from sandbox_app.simulation.interventions import Intervention
from sandbox_app.simulation.messages import (
    AnsweredAgain,
    AnsweredPerson,
    AskAgain,
    AskPerson,
    Closed,
    Frame,
    Halt,
    Halted,
    Intervene,
    NoMatter,
    Pause,
    Play,
    Ready,
    Reliving,
    StepOnce,
    ThinkAnew,
    Thinks,
    ToWindow,
    Trouble,
    UseModels,
    Watch,
    Wrote,
)
from sandbox_app.ui.scene import fold
from sandbox_app.ui.throttle import Throttle

FRAME_MS = 15
"""Frames are handed on at most this often."""


class Session(QObject):
    """A runner, from the main thread's point of view.

    Signals:
        ready: the world is open (`Ready`). frame: the newest `Frame`, folded. trouble: a `Trouble`.
        thinks: another model thinks from now on (`Thinks`).
        halted: a run has ended by itself, because of this `Event`.
        told: an answer to what was asked (`Wrote`, `AnsweredAgain`, `AnsweredPerson`).
        reliving: how far the thoughts of a parent are taken up (`Reliving`).
        ended: the runner has ended by itself: exit status, its last words.
    """

    ready = Signal(object)
    frame = Signal(object)
    trouble = Signal(object)
    thinks = Signal(object)
    halted = Signal(object)
    told = Signal(object)
    reliving = Signal(object)
    ended = Signal(int, str)
    _heard = Signal()

    def __init__(self, command: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[ToWindow | tuple[int, str]] = deque()
        self._frame: Frame | None = None
        self._draw = Throttle(FRAME_MS, self)
        self._draw.fired.connect(self._hand_on)
        self._heard.connect(self._sort, Qt.ConnectionType.QueuedConnection)
        self._closed = False
        self._client = RunnerClient(command, self._message, self._end)

    @property
    def running(self) -> bool:
        """Whether the runner's process lives."""
        return self._client.running

    def play(self, pace: float, until: int = 0, halts: tuple[Halt, ...] = ()) -> None:
        """Run at `pace` steps per second, 0 for as fast as it can, until a step (0: none) or the first event one of `halts` is about."""
        self._client.send(Play(pace=pace, until=until, halts=halts))

    def pause(self) -> None:
        """Stop after the step in flight."""
        self._client.send(Pause())

    def step(self) -> None:
        """Live one step."""
        self._client.send(StepOnce())

    def intervene(self, what: Intervention) -> None:
        """Let something happen in the world; `trouble` says when it cannot be."""
        self._client.send(Intervene(what))

    def ask(self, message: Watch | AskAgain | AskPerson | NoMatter) -> None:
        """Ask for something that changes nothing; `told` answers."""
        self._client.send(message)

    def think_anew(self) -> None:
        """Do not wait until the thoughts of a parent have been taken up."""
        self._client.send(ThinkAnew())

    def use(self, thinkers: Thinkers) -> None:
        """Let other engines think from now on; `thinks` says when they do, `trouble` when they cannot."""
        self._client.send(UseModels(thinkers))

    def close(self) -> None:
        """End the runner; takes less than a second."""
        if not self._closed:
            self._closed = True
            self._draw.stop()
            self._client.close()

    def _message(self, message: ToWindow) -> None:
        self._waiting.append(message)
        self._heard.emit()

    def _end(self, status: int, words: str) -> None:
        self._waiting.append((status, words))
        self._heard.emit()

    def _sort(self) -> None:
        while self._waiting and not self._closed:
            message = self._waiting.popleft()
            if isinstance(message, Wrote | AnsweredAgain | AnsweredPerson):
                self.told.emit(message)  # no frame is drawn the sooner for it
                continue
            if isinstance(message, Frame):
                self._frame = fold(self._frame, message) if self._frame else message
                self._draw.poke()
                continue
            self._hand_on()
            match message:
                case Ready():
                    self.ready.emit(message)
                case Trouble():
                    self.trouble.emit(message)
                case Thinks():
                    self.thinks.emit(message)
                case Reliving():
                    self.reliving.emit(message)
                case Halted(event):
                    self.halted.emit(event)
                case Closed():
                    pass  # the end itself follows, and tells how it went
                case (int(status), str(words)):
                    self.ended.emit(status, words)

    def _hand_on(self) -> None:
        frame, self._frame = self._frame, None
        if frame is not None and not self._closed:
            self.frame.emit(frame)
