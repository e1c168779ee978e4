"""`bench window`: how smooth the real window is while everything else is busy."""

import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np
from PySide6.QtCore import QEventLoop, QObject, QTimer

from sandbox_app import processes
from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.mind.settings import Settings
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.messages import Play, send
from sandbox_app.simulation.session import Session
from sandbox_app.ui.app import application, main_window
from sandbox_app.ui.bench_scrub import long_life, scrub
from sandbox_app.ui.living import Launch
from sandbox_app.ui.main_thread import main_thread_first
from sandbox_app.ui.pulse import Pulse
from sandbox_app.ui.remembered import Remembered
from sandbox_app.ui.theme import look
from sandbox_app.ui.window.main_window import MainWindow

FRAME_LIMIT_MS = 16.7
MAIN_THREAD_LIMIT_MS = 16.0
_WARM_UP_SECONDS = 3.0
_MOST_SECONDS = 90.0
_RUNNER = processes.command("sandbox_app.simulation.runner")


class Watch(QObject):
    """Looks on while a window lives, from when it has warmed up.

    Attributes:
        frames: milliseconds of update and paint. painted_at: when each picture was done, in seconds. pulse: how late the main thread was.
    """

    def __init__(self, window: MainWindow, frames: int, done: Callable[[], None]) -> None:
        super().__init__(window)
        self.frames: list[float] = []
        self.painted_at: list[float] = []
        self.pulse = Pulse(self)
        self._wanted = frames
        self._done = done
        window.map.painted.connect(self._painted)
        QTimer.singleShot(round(_WARM_UP_SECONDS * 1e3), self, self.pulse.start)
        QTimer.singleShot(round((_WARM_UP_SECONDS + _MOST_SECONDS) * 1e3), self, self._end)

    def _painted(self, milliseconds: float) -> None:
        if self.pulse.listening:
            self.frames.append(milliseconds)
            self.painted_at.append(time.monotonic())
            if len(self.frames) >= self._wanted:
                self._end()

    def _end(self) -> None:
        if self.pulse.listening:
            self.pulse.stop()
            self._done()


def bench_window(town: str, agents: int, frames: int, pace: float, days: int, scrub_seconds: float = 12.0) -> dict[str, Any]:
    """Watch a town of this many in the real window, while its runner lives it and a model thinks for another town; then scrub a long life.

    Return the fields of `bench window` (CLI.md) with their limits.

    Args:
        frames: how many pictures are timed. pace: steps per second. days: how long the life is that is scrubbed; two or fewer are
            those of the lived-in town, of more the last is repeated. scrub_seconds: for how long.

    Raises:
        Problem: the town or the number of agents cannot be.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        crowd, thinkers, long = folder / "crowd.world", folder / "thinkers.world", folder / "long.world"
        _wake_up(crowd, town, agents)
        create_world_file(thinkers, town)
        long_life(long, days)
        with subprocess.Popen([*_RUNNER, str(thinkers)], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as model:
            assert model.stdin is not None
            send(cast(BinaryIO, model.stdin), Play(pace=0.0))
            with _window(crowd, folder, pace) as window:
                watch, moving = _watch(window, frames)
            with _window(long, folder) as window:
                scrubbed = scrub(window, scrub_seconds)
            worked = model.poll() is None
    span = watch.painted_at[-1] - watch.painted_at[0] if len(watch.painted_at) > 1 else 0.0
    return {
        "agents": agents,
        "frames": len(watch.frames),
        "fps": (len(watch.frames) - 1) / span if span else 0.0,
        "frame_p50_ms": float(np.percentile(watch.frames, 50)),
        "frame_p99_ms": float(np.percentile(watch.frames, 99)),
        "main_thread_p99_ms": float(np.percentile(watch.pulse.late, 99)),
        "main_thread_longest_ms": max(watch.pulse.late),
        "moving": moving,
        "scrub": {"days": days} | scrubbed,
        "model_worked": worked,
        "limits": {"frame_p99_ms": FRAME_LIMIT_MS, "main_thread_p99_ms": MAIN_THREAD_LIMIT_MS},
    }


def _wake_up(path: Path, town: str, agents: int) -> None:
    """Make a world and let all its people wake."""
    create_world_file(path, town, agents=agents, settings=Settings(thinking=False))
    with closing(Session(path, ScriptedEngine(), HashedWords())) as session:
        while session.simulation.here.state.asleep.any():
            session.live()


@contextmanager
def _window(world: Path, folder: Path, pace: float | None = None) -> Iterator[MainWindow]:
    """Show a world in the window as the program does, and with a `pace` let it live."""
    look.start(application(), "light")
    launch = Launch(lambda path: [*_RUNNER, str(path), "--engine", "scripted"], lambda path: None)
    with main_thread_first() as sweeper:
        window = main_window(launch, Remembered(folder / "window.ini"), folder)
        window.world_opened.connect(sweeper.settle)
        try:
            window.resize(1440, 900)
            window.show()
            loop = QEventLoop()
            window.world_opened.connect(loop.quit)
            window.living.open(world, play_at=pace)
            loop.exec()
            yield window
        finally:
            window.close()
            window.deleteLater()


def _watch(window: MainWindow, frames: int) -> tuple[Watch, float]:
    """Look on; return what was seen, and how many people walked on average."""
    window.map.zoom_fit()
    walking: list[int] = []

    def count() -> None:
        if window.map.stage is not None:
            walking.append(int(window.map.stage.crowd.moving.sum()))

    window.map.painted.connect(count)
    loop = QEventLoop()
    watch = Watch(window, frames, loop.quit)
    loop.exec()
    return watch, float(np.mean(walking)) if walking else 0.0
