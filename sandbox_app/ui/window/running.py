"""Letting time pass: play, pause, step, until when, and who thinks meanwhile."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from sandbox_app.llm.engines import Choice
from sandbox_app.simulation.messages import Halt
from sandbox_app.ui.words import tr
from sandbox_app.worldfile.rows import Event

if TYPE_CHECKING:
    from sandbox_app.ui.window.main_window import MainWindow


class Running:
    """What one window asks of the runner of the world that is open."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._run: tuple[int, tuple[Halt, ...], bool] = (0, (), False)
        self._next: Choice | None = None

    def listen(self) -> None:
        """Let the toolbar run the town."""
        toolbar = self._window.toolbar
        toolbar.play.connect(self.run)
        toolbar.pause.connect(self._pause)
        toolbar.step.connect(self._step)
        toolbar.paced.connect(self._paced)
        self._window.living.halted.connect(self._halted)

    def run(self, *, until: int = 0, halts: tuple[Halt, ...] = (), fast: bool = False) -> None:
        """Let the town run until a step (0: none), or the first event one of `halts` is about; `fast` as fast as it can."""
        if self._window.moment.can_run and not self._window.travel.past:
            self._run = (until, halts, fast)
            self._send()

    def _send(self) -> None:
        until, halts, fast = self._run
        window = self._window
        if window.living.session is not None:
            window.living.session.play(0.0 if fast else window.toolbar.pace, until, halts + window.actions_.run_menu.always)

    def _halted(self, event: Event) -> None:
        window = self._window
        window.status_line.note(tr("Stopped: {what}", what=event.text))
        if event.agent_id and not window.scene.following and not window.travel.past:
            window.map.centre_on_agent(event.agent_id)

    def _pause(self) -> None:
        if self._window.living.session is not None:
            self._window.living.session.pause()

    def _step(self) -> None:
        if self._window.living.session is not None:
            self._window.living.session.step()

    def _paced(self) -> None:
        if self._window.living.session is not None and self._window.scene.running:
            self._run = (*self._run[:2], False)
            self._send()

    def think_with(self, choice: Choice) -> None:
        """Let a model think from now on, or without a world in the one that is opened next; without a model, rules."""
        window = self._window
        if window.living.session is None:
            self._next = choice
            name = Path(choice.model).name if choice.model else tr("the demo model")
            window.welcome.say_mind(tr("In the world that you open next thinks: {name}", name=name))
        else:
            window.status_line.say(tr("Opening the model…"))
            window.living.think_with(choice)

    def begin(self) -> None:
        """The open world can be lived in: let the model think that was chosen before."""
        choice, self._next = self._next, None
        if choice is not None:
            self._window.welcome.say_mind("")
            self.think_with(choice)

    def choose_model(self) -> None:
        """Let the person choose the model file that thinks from now on."""
        words = tr("Models (*.gguf);;All files (*)")
        name, _ = QFileDialog.getOpenFileName(self._window, tr("Choose a model"), str(Path.home()), words)
        if name:
            self.think_with(Choice(model=name))
