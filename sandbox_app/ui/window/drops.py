"""What is dragged onto the window: a world is opened, a model thinks."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from sandbox_app.llm.engines import Choice

if TYPE_CHECKING:
    from sandbox_app.ui.window.main_window import MainWindow


class Drops:
    """Takes what is dragged onto one window."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window

    def enter(self, event: QDragEnterEvent) -> None:
        """Take a world file that is dragged in, or a model's when a world is open."""
        data = event.mimeData()
        if _dropped(data, ".world") or (self._window.living.session is not None and _dropped(data, ".gguf")):
            event.acceptProposedAction()

    def drop(self, event: QDropEvent) -> None:
        """Open the world file that was let go, or let the model think."""
        data = event.mimeData()
        if (path := _dropped(data, ".world")) is not None:
            event.acceptProposedAction()
            self._window.open_world(path)
        elif (path := _dropped(data, ".gguf")) is not None:
            event.acceptProposedAction()
            self._window.running.think_with(Choice(model=str(path)))


def _dropped(data: QMimeData, suffix: str) -> Path | None:
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and paths[0].suffix.lower() == suffix else None
