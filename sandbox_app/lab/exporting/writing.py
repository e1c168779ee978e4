"""Writes a file whole or not at all: what is there stays until the new one is finished."""

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from sandbox_app.errors import Problem
from sandbox_app.worldfile.connection import is_world

_FORMULA = ("=", "+", "-", "@", "\t")
"""With what a cell begins that a spreadsheet takes for something to compute."""


def be_free(path: Path) -> None:
    """Make sure that nothing would be lost if a file were written there.

    Raises:
        Problem: it is a folder, or a world.
    """
    if not path.name or path.is_dir():
        raise Problem(f"{path} is a folder; choose a name for the file in it.")
    if is_world(path):
        raise Problem(f"{path} is a world, and would be lost; choose another name for the file.")


def write_lines(path: Path, lines: Iterable[bytes]) -> int:
    """Write lines, each ending as it is given, and return how many; a file of that name is replaced.

    Raises:
        Problem: the name is none, a world is there, the folder is not, or the disk refuses.
    """
    be_free(path)
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    count = 0
    try:
        with partial.open("wb") as file:
            for line in lines:
                file.write(line)
                count += 1
        partial.replace(path)
    except OSError as error:
        raise Problem(f"{path} cannot be written ({error.strerror}); choose another place.") from error
    finally:
        with contextlib.suppress(OSError):  # where nothing could be written nothing is left either
            partial.unlink(missing_ok=True)
    return count


def cell(value: object) -> object:
    """Return a value as a cell of a table: words that a spreadsheet would compute get a sign before them that makes them words."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
