"""`bench window`: how smooth the real window is while everything else is busy."""

import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np
from PySide6.QtCore import QEventLoop, QObject, QTimer

from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.mind.settings import Settings
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.messages import Play, send
from sandbox_app.simulation.session import Session
from sandbox_app.ui.bench_memory import LIMIT_MB, memory_together
from sandbox_app.ui.bench_open import RUNNER, opened
from sandbox_app.ui.bench_scrub import long_life, scrub
from sandbox_app.ui.pulse import Pulse
from sandbox_app.ui.window.main_window import MainWindow

FRAME_LIMIT_MS = 16.7
MAIN_THREAD_LIMIT_MS = 16.0
_WARM_UP_SECONDS = 3.0
_MOST_SECONDS = 90.0
_SCRIPTED = ("--engine", "scripted")


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
    """Watch a town of this many in the real window, while its runner lives it and a model thinks for another town; then scrub a long life,
    and see how much memory the program takes with it.

    Return the fields of `bench window` (CLI.md) with their limits.

    Args:
        frames: how many pictures are timed. pace: steps per second. days: how long the life is that is scrubbed; two or fewer are
            those of the lived-in town, of more the last is repeated. scrub_seconds: for how long, and for how long it lives then.

    Raises:
        Problem: the town or the number of agents cannot be.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        crowd, thinkers, long = folder / "crowd.world", folder / "thinkers.world", folder / "long.world"
        _wake_up(crowd, town, agents)
        create_world_file(thinkers, town)
        long_life(long, days)
        with subprocess.Popen([*RUNNER, str(thinkers)], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as model:
            assert model.stdin is not None
            send(cast(BinaryIO, model.stdin), Play(pace=0.0))
            with opened(crowd, folder, *_SCRIPTED, pace=pace) as window:
                watch, moving = _watch(window, frames)
            with opened(long, folder, *_SCRIPTED) as window:
                scrubbed = scrub(window, scrub_seconds)
            worked = model.poll() is None
        memory = memory_together(long, scrub_seconds)
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
        "memory_mb": memory,
        "model_worked": worked,
        "limits": {"frame_p99_ms": FRAME_LIMIT_MS, "main_thread_p99_ms": MAIN_THREAD_LIMIT_MS, "memory_mb": LIMIT_MB},
    }


def _wake_up(path: Path, town: str, agents: int) -> None:
    """Make a world and let all its people wake."""
    create_world_file(path, town, agents=agents, settings=Settings(thinking=False))
    with closing(Session(path, ScriptedEngine(), HashedWords())) as session:
        while session.simulation.here.state.asleep.any():
            session.live()


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
