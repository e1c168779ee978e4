"""`bench start`: how soon the window, the model and the first step of a new world are there."""

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from sandbox_app import processes
from sandbox_app.llm.engines import open_engine
from sandbox_app.simulation.client import RunnerClient
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.messages import Frame, Play, ToWindow

LIMITS = {"window_seconds": 1.5, "model_seconds": 10.0, "first_step_seconds": 5.0}
ROUNDS = 3
_MOST_SECONDS = 90.0


def bench_start(town: str, rounds: int = ROUNDS) -> dict[str, Any]:
    """Measure how soon the window stands, the model is loaded, and a new world has lived its first step.

    Each from nothing: a process that starts, with its modules compiled as an installed program's are, by a start that is not
    counted. Return the fields of `bench start` (CLI.md), medians of so many rounds, with their limits.

    Raises:
        Problem: there is no such town.
    """
    taken: dict[str, list[float]] = {figure: [] for figure in LIMITS}
    with tempfile.TemporaryDirectory() as folder, _compiled(Path(folder, "compiled")):
        for number in range(rounds + 1):
            world = Path(folder, f"{number}.world")
            create_world_file(world, town)
            for figure, seconds in (
                ("window_seconds", _until_painted()),
                ("model_seconds", _until_loaded()),
                ("first_step_seconds", _until_first_step(world)),
            ):
                if number:
                    taken[figure].append(seconds)
    return {figure: median(seconds) for figure, seconds in taken.items()} | {"limits": LIMITS}


@contextmanager
def _compiled(folder: Path) -> Iterator[None]:
    """Let the processes that are started keep what Python compiles in a folder of their own."""
    wanted = {"PYTHONPYCACHEPREFIX": str(folder), "PYTHONDONTWRITEBYTECODE": ""}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _until_painted() -> float:
    """Return the seconds from the start of the program until its window is painted."""
    began = time.monotonic()
    with subprocess.Popen(processes.command("sandbox_app.cli.first_picture"), stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        return time.monotonic() - began


def _until_loaded() -> float:
    """Return the seconds that the demo model takes to be loaded, in a process of its own."""
    began = time.monotonic()
    with closing(open_engine("llama")):
        return time.monotonic() - began


def _until_first_step(world: Path) -> float:
    """Return the seconds from the start of a runner with the demo model until its world has lived a step."""
    lived = threading.Event()

    def take(message: ToWindow) -> None:
        if isinstance(message, Frame) and message.step >= 1:
            lived.set()

    began = time.monotonic()
    command = processes.command("sandbox_app.simulation.runner", str(world))
    with closing(RunnerClient(command, take, lambda status, words: lived.set())) as client:
        client.send(Play(pace=0.0))
        lived.wait(_MOST_SECONDS)
        return time.monotonic() - began
