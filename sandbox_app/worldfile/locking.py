"""One writer per world: a lock that the operating system takes back when its program dies.

The lock lies on a file of its own beside the world. It cannot be on the world itself: POSIX drops all of a process's record
locks on a file, SQLite's too, as soon as the process closes any handle of it.
"""

import contextlib
import os
from pathlib import Path

from sandbox_app import posix


class WriterLock:
    """The right to write one world, held from `take` until `release` or the death of the process.

    Attributes:
        path: the lock's file, `NAME.lock` beside the world; gone once it is released.
    """

    def __init__(self, world: Path) -> None:
        real = world.resolve()
        self.path = real.with_name(real.name + ".lock")
        self._handle = -1

    def take(self, holder: str) -> bool:
        """Take the lock and write down who holds it; False when somebody else has it.

        Raises:
            OSError: the folder cannot be written to.
        """
        while True:
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
            if not posix.lock(handle):
                os.close(handle)
                return False
            if self._is_still_there(handle):
                break
            os.close(handle)  # its holder removed it between our two calls: what we locked is nobody's file any more
        self._handle = handle
        with contextlib.suppress(OSError):  # on a full disk the lock holds all the same, without a name
            os.ftruncate(handle, 0)
            os.lseek(handle, 0, os.SEEK_SET)
            os.write(handle, holder.encode()[:1000])
        return True

    def _is_still_there(self, handle: int) -> bool:
        try:
            return os.path.samestat(os.fstat(handle), os.stat(self.path))
        except FileNotFoundError:
            return False

    def holder(self) -> str:
        """Return what the present holder wrote down, or "" when it cannot be read."""
        try:
            return self.path.read_bytes()[:1000].decode(errors="replace")
        except OSError:
            return ""

    def release(self) -> None:
        """Give the lock back; may be called twice."""
        if self._handle < 0:
            return
        handle, self._handle = self._handle, -1
        posix.remove_locked(self.path, handle)
