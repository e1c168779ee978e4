"""Where the program's own faults are written down."""

import traceback
from datetime import UTC, datetime
from pathlib import Path

from platformdirs import user_log_path

from sandbox_app import __version__


def log_file() -> Path:
    """Return the path of the log of faults; its folder exists."""
    return user_log_path("town-sandbox", appauthor=False, ensure_exists=True) / "faults.log"


def log_bug(error: BaseException) -> Path:
    """Add an error with its traceback to the log and return the log's path."""
    path = log_file()
    said = "".join(traceback.format_exception(error))
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{datetime.now(UTC).isoformat(timespec='seconds')} Town Sandbox {__version__}\n{said}\n")
    return path
