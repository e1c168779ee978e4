"""Starting the window."""

import sys
from pathlib import Path

import platformdirs
from PySide6.QtWidgets import QApplication

from sandbox_app.ui.crash import CrashWatch, log_to
from sandbox_app.ui.opening import Launch
from sandbox_app.ui.remembered import Remembered
from sandbox_app.ui.theme import look
from sandbox_app.ui.window.main_window import MainWindow
from sandbox_app.ui.words import tr

NAME = "town-sandbox"


def application() -> QApplication:
    """The one Qt application of this process."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    made = QApplication(sys.argv[:1])
    made.setApplicationName(NAME)
    made.setApplicationDisplayName(tr("Town Sandbox"))
    made.setDesktopFileName(NAME)
    return made


def run(world: Path | None, launch: Launch, *, at: int | None = None) -> int:
    """Show the window until it is closed; the welcome page when no world is given. Returns the exit status."""
    qt = application()
    watch = CrashWatch(log_to(platformdirs.user_log_path(NAME, appauthor=False)))
    watch.start()
    remembered = Remembered(platformdirs.user_config_path(NAME, appauthor=False) / "window.ini")
    look.start(qt, remembered.theme)
    window = MainWindow(launch, remembered, platformdirs.user_data_path(NAME, appauthor=False) / "worlds")
    window.show()
    if world is not None:
        window.open_world(world, at)
    try:
        return qt.exec()
    finally:
        watch.stop()
