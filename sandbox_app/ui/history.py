"""Reading the world file behind the window's back: small questions, answered in order."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject

from sandbox_app.ui.background import Background
from sandbox_app.worldfile.reader import WorldReader

T = TypeVar("T")


class History(Background):
    """A world file, open for reading on a thread of its own from the first question on."""

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__("history", parent)
        self.path = path
        self._reader: WorldReader | None = None

    def look_up(self, key: str, question: Callable[[WorldReader], T], answer: Callable[[T], None]) -> None:
        """Put a question to the file; `answer` is called with the result on the main thread."""
        self.ask(key, lambda: question(self._file()), answer)

    def let_go(self) -> None:
        """Close the file."""
        if self._reader is not None:
            self._reader.close()

    def _file(self) -> WorldReader:
        if self._reader is not None and self._reader.outdated:
            self._reader.close()
            self._reader = None
        if self._reader is None:
            self._reader = WorldReader(self.path)
        return self._reader
