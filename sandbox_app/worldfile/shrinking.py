"""Making a world file smaller, and saying of what its size is made."""

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from sandbox_app.worldfile.connection import explained, open_to_read
from sandbox_app.worldfile.writer import WorldWriter


class Sizes(Struct, frozen=True):
    """Bytes of a world as it is, and of its copies written anew without embeddings, and without prompts, either."""

    whole: int
    without_embeddings: int
    without_prompts: int


def vacuum(path: Path, forget: bool | None = None) -> tuple[int, int]:
    """Write a world anew, as small as it can be; return its size in bytes before and after.

    Args:
        forget: forget the texts of all prompts, and those to come, or (False) keep those to come; None: as it was.

    Raises:
        WorldProblem: it is open for writing elsewhere, or there is no room.
    """
    before = path.stat().st_size if path.is_file() else 0
    with WorldWriter(path) as writer:
        if forget is not None:
            writer.forget_prompts(forget)
        writer.vacuum()
    return before, path.stat().st_size


def sizes(path: Path) -> Sizes:
    """Measure a world; the copies for it lie in the folder for temporary files.

    Raises:
        WorldProblem: it cannot be read, or there is no room.
    """
    opened = open_to_read(path)
    try:
        with explained(path), tempfile.TemporaryDirectory(prefix="world-") as folder:
            copy = Path(folder, "copy.world")
            with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
                opened.connection.backup(connection)
                found = []
                for change in ("DELETE FROM embedding", "UPDATE text SET packed = NULL, page = id"):
                    connection.execute(change)
                    connection.execute("VACUUM")
                    found.append(copy.stat().st_size)
    finally:
        opened.close()
    return Sizes(path.stat().st_size, found[0], found[1])
