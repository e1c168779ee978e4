"""Starting the window."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import platformdirs
from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QLayout, QWidget

from sandbox_app.log import log_folder
from sandbox_app.ui.crash import CrashWatch, log_to
from sandbox_app.ui.living import Launch
from sandbox_app.ui.main_thread import main_thread_first
from sandbox_app.ui.remembered import Remembered
from sandbox_app.ui.theme import look
from sandbox_app.ui.window.main_window import MainWindow
from sandbox_app.ui.words import tr

NAME = "town-sandbox"


class Application(QApplication):
    """The program, to the desktop.

    Signals:
        handed: a file that the desktop wants opened by the program as it runs: macOS says so instead of starting it with an argument.
    """

    handed = Signal(str)

    def event(self, event: QEvent) -> bool:
        """See QApplication."""
        if isinstance(event, QFileOpenEvent):
            self.handed.emit(event.file())
            return True
        return super().event(event)


def application() -> QApplication:
    """The one Qt application of this process."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    # Qt hands larger fills to threads of its own and waits for them, while a model keeps all processors busy longer than filling takes.
    os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")
    made = Application(sys.argv[:1])
    made.setApplicationName(NAME)
    made.setApplicationDisplayName(tr("Town Sandbox"))
    made.setDesktopFileName(NAME)
    return made


def _scale(percent: int) -> None:
    """Draw everything so much larger; holds only before there is an application. Qt itself knows no other way than this variable."""
    if percent != 100:
        os.environ.setdefault("QT_SCALE_FACTOR", str(percent / 100))


def main_window(launch: Launch, remembered: Remembered, data_folder: Path) -> MainWindow:
    """Build the window, in the application's look; it is not shown."""
    with look.undressed(application()):
        window = MainWindow(launch, remembered, data_folder)
    for part in window.findChildren(QWidget):  # what was measured without the style is measured anew
        part.ensurePolished()
        part.updateGeometry()
    for layout in window.findChildren(QLayout):
        layout.invalidate()
    return window


def run(
    world: Path | None,
    *,
    runner_command: Callable[[Path], Sequence[str]],
    new_sample: Callable[[Path], object],
    play: bool = False,
    at: str = "",
) -> int:
    """Show the window until it is closed, and return the exit status.

    Args:
        world: what to open; None for the welcome page.
        runner_command: what starts a runner for a world.
        new_sample: makes a new world of the sample town at a path.
        play: let the world live at once.
        at: the moment of the past that is shown first, "" for the present.
    """
    remembered = Remembered(platformdirs.user_config_path(NAME, appauthor=False) / "window.ini")
    _scale(remembered.number("scale", 100))
    qt = application()
    watch = CrashWatch(log_to(log_folder()))
    watch.start()
    look.start(qt, remembered.theme)
    data = platformdirs.user_data_path(NAME, appauthor=False) / "worlds"
    try:
        with main_thread_first() as sweeper:
            window = main_window(Launch(runner_command, new_sample), remembered, data)
            window.world_opened.connect(sweeper.settle)
            window.show()
            if isinstance(qt, Application):
                qt.handed.connect(lambda path: window.open_world(Path(path)))
            if world is not None:
                window.open_world(world, play=play, at=at)
            return qt.exec()
    finally:
        watch.stop()
