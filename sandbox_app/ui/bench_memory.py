"""The memory part of `bench window`: the whole program in processes of its own, on a long life, with the demo model, as it is used.

It lives as fast as it can while a hand drags the timeline to and fro; what counts is the most that window, runner and model host
ever take together. What they share, such as Qt's and Python's libraries, counts once.
"""

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from sandbox_app import processes
from sandbox_app.posix import memory_with_children
from sandbox_app.ui.bench_open import opened
from sandbox_app.ui.bench_scrub import Hand

LIMIT_MB = 1200
_EVERY_MS = 500


def memory_together(world: Path, seconds: float) -> float | None:
    """Return how many megabytes all processes of the program take together at most, on this world; None where the system does not say.

    Args:
        seconds: how long it lives, and how long the hand drags after that.
    """
    command = processes.command("sandbox_app.ui.bench_memory", str(world), str(seconds))
    told = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True, env=processes.environment()).stdout
    return float(told) / 1e6 or None


def main() -> None:
    """Use the program on a world, and print the most bytes that it took; 0 where the system does not say."""
    world, seconds = Path(sys.argv[1]), float(sys.argv[2])
    taken = [0]
    look = QTimer(interval=_EVERY_MS)
    with opened(world, world.parent, pace=0.0) as window:
        look.timeout.connect(lambda: taken.append(memory_with_children(os.getpid()) or 0))
        look.start()
        window.scene.select("agent", window.scene.residents[0].id)
        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1e3), loop.quit)
        loop.exec()
        Hand(window, seconds, window).drag()
        look.stop()
    sys.stdout.write(f"{max(taken)}\n")


if __name__ == "__main__":
    main()
