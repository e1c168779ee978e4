"""Where the program's own faults are written down."""

import functools
import os
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from platformdirs import user_log_path

from sandbox_app import __version__


def log_folder() -> Path:
    """Return the folder of the program's logs, which exists: the person's own, or a temporary one where that cannot be written."""
    folder = user_log_path("town-sandbox", appauthor=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return _temporary()
    return folder if os.access(folder, os.W_OK) else _temporary()


@functools.cache
def _temporary() -> Path:
    return Path(tempfile.mkdtemp(prefix="town-sandbox-"))


def log_bug(error: BaseException) -> Path:
    """Add an error with its traceback to the log of faults and return the log's path."""
    path = log_folder() / "faults.log"
    said = "".join(traceback.format_exception(error))
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{datetime.now(UTC).isoformat(timespec='seconds')} Town Sandbox {__version__}\n{said}\n")
    return path
