"""Writes a file whole or not at all: what is there stays until the new one is finished."""

import os
from collections.abc import Iterable
from pathlib import Path

from sandbox_app.errors import Problem


def write_lines(path: Path, lines: Iterable[bytes]) -> int:
    """Write lines, each ending as it is given, and return how many; a file of that name is replaced.

    Raises:
        Problem: the folder is not there, or the disk refuses.
    """
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
        partial.unlink(missing_ok=True)
    return count
