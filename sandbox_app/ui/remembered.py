"""What the window remembers from one start to the next: its shape, the worlds of before, theme and pace."""

import contextlib
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from sandbox_app.ui.theme import Choice

MOST_WORLDS = 10


class Remembered:
    """Settings in one file of the person's configuration folder."""

    def __init__(self, path: Path) -> None:
        with contextlib.suppress(OSError):  # what cannot be written is remembered until the program ends
            path.parent.mkdir(parents=True, exist_ok=True)
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    def worlds(self) -> list[Path]:
        """The worlds opened before that are still there, newest first."""
        stored = self._settings.value("worlds", [])
        names = [stored] if isinstance(stored, str) else list(stored) if isinstance(stored, list) else []
        return [path for name in names if (path := Path(str(name))).is_file()]

    def add_world(self, path: Path) -> None:
        """Put a world first."""
        path = path.resolve()
        worlds = [path, *(other for other in self.worlds() if other != path)]
        self._settings.setValue("worlds", [str(world) for world in worlds[:MOST_WORLDS]])

    @property
    def theme(self) -> Choice:
        """The chosen theme."""
        stored = self._settings.value("theme", "system")
        return "light" if stored == "light" else "dark" if stored == "dark" else "system"

    @theme.setter
    def theme(self, choice: Choice) -> None:
        self._settings.setValue("theme", choice)

    def shape(self, name: str) -> QByteArray:
        """How something was arranged, as Qt packed it; empty when it never was."""
        stored = self._settings.value(f"shape/{name}")
        return stored if isinstance(stored, QByteArray) else QByteArray()

    def keep_shape(self, name: str, packed: QByteArray) -> None:
        """Keep how something is arranged."""
        self._settings.setValue(f"shape/{name}", packed)

    def flag(self, name: str, otherwise: bool) -> bool:
        """A yes or no."""
        stored = self._settings.value(f"flag/{name}", otherwise)
        return stored in (True, "true")

    def keep_flag(self, name: str, value: bool) -> None:
        """Keep a yes or no."""
        self._settings.setValue(f"flag/{name}", value)

    def number(self, name: str, otherwise: int) -> int:
        """A whole number."""
        stored = str(self._settings.value(f"number/{name}", otherwise))
        return int(stored) if stored.isascii() and stored.isdigit() else otherwise

    def keep_number(self, name: str, value: int) -> None:
        """Keep a whole number, not negative."""
        self._settings.setValue(f"number/{name}", value)

    def words(self, name: str) -> str | None:
        """Some words; None when none were kept."""
        stored = self._settings.value(f"words/{name}")
        return None if stored is None else str(stored)

    def keep_words(self, name: str, value: str | None) -> None:
        """Keep some words, or, with None, forget them."""
        if value is None:
            self._settings.remove(f"words/{name}")
        else:
            self._settings.setValue(f"words/{name}", value)

    def write(self) -> None:
        """Put it on the disk."""
        self._settings.sync()
