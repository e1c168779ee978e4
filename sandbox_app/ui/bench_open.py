"""The window as the benches of it open one: the real one, on a world, without anything of the person's own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEventLoop

from sandbox_app import processes
from sandbox_app.ui.app import application, main_window
from sandbox_app.ui.living import Launch
from sandbox_app.ui.main_thread import main_thread_first
from sandbox_app.ui.remembered import Remembered
from sandbox_app.ui.theme import look
from sandbox_app.ui.window.main_window import MainWindow

RUNNER = processes.command("sandbox_app.simulation.runner")


@contextmanager
def opened(world: Path, folder: Path, *options: str, pace: float | None = None) -> Iterator[MainWindow]:
    """Show a world in the window as the program does, and with a `pace` let it live.

    Args:
        folder: what the window remembers is kept there. options: what the runner is told besides the world.
    """
    look.start(application(), "light")
    launch = Launch(lambda path: [*RUNNER, str(path), *options], lambda path: None)
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
