"""Small pictures of the worlds of before, as they were left: one file each in the person's cache."""

import contextlib
import hashlib
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPixmap

SIZE = QSize(208, 124)
"""Of a picture, in logical pixels; twice as many are kept."""


class Pictures:
    """The pictures in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _path(self, world: Path) -> Path:
        return self._folder / f"{hashlib.blake2b(str(world.resolve()).encode(), digest_size=12).hexdigest()}.png"

    def keep(self, world: Path, seen: QPixmap) -> None:
        """Keep the middle of what was seen of a world, where it can be kept."""
        wide = seen.scaled(SIZE * 2, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation)
        middle = QRect(
            (wide.width() - SIZE.width() * 2) // 2, (wide.height() - SIZE.height() * 2) // 2, SIZE.width() * 2, SIZE.height() * 2
        )
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
        wide.copy(middle).save(str(self._path(world)))

    def of(self, world: Path) -> QPixmap | None:
        """Return the picture of a world, None where none was kept."""
        pixmap = QPixmap(str(self._path(world))) if self._path(world).is_file() else QPixmap()
        if pixmap.isNull():
            return None
        pixmap.setDevicePixelRatio(2.0)
        return pixmap
