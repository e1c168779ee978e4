"""The world that ships with the program, packed: two days that people of the sample town have lived already."""

import contextlib
import lzma
import shutil
from pathlib import Path

from sandbox_app.errors import Problem
from sandbox_app.resources import worlds

LIVED = "alderwick-two-days.world.xz"
"""The world of two days that ships (`packaging/make_sample.py`)."""


def unpack_lived(path: Path) -> None:
    """Put a copy of the lived-in world at `path`.

    Raises:
        Problem: it is not there, is damaged, or cannot be written.
    """
    being_made = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with lzma.open(worlds(LIVED)) as packed, being_made.open("wb") as made:
            shutil.copyfileobj(packed, made)
        being_made.rename(path)
    except (OSError, lzma.LZMAError, EOFError) as error:
        with contextlib.suppress(OSError):  # where nothing could be written nothing is left either
            being_made.unlink(missing_ok=True)
        why = (error.strerror if isinstance(error, OSError) else "") or error
        raise Problem(f"The lived-in town could not be put at {path}: {why}. Make room there, or install the program again.") from error
