"""The model files that have been used on this computer, by their SHA-256: a world names its models by that, never by a path.

A list of the person's own (`models.json` among the program's data), so that a world from elsewhere can neither make the
program read a file of its choice nor tell where files lie.
"""

import contextlib
import hashlib
import os
from pathlib import Path

import msgspec
import platformdirs
from msgspec import Struct

from sandbox_app.errors import ModelProblem
from sandbox_app.llm.gguf_check import be_a_file

_MOST_LISTED = 1000
_PIECE = 1 << 20


class _File(Struct, frozen=True):
    """A file whose digest was taken: it is the same file while size and time of change are."""

    path: str
    size: int
    changed: int
    sha256: str


def _list_file() -> Path:
    return platformdirs.user_data_path("town-sandbox", appauthor=False) / "models.json"


def _read() -> list[_File]:
    try:
        return msgspec.json.decode(_list_file().read_bytes(), type=list[_File])
    except (OSError, msgspec.DecodeError):
        return []  # it is made anew from the files themselves


def _write(files: list[_File]) -> None:
    path = _list_file()
    with contextlib.suppress(OSError):  # without a list digests are taken again
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(f".{os.getpid()}")
        new.write_bytes(msgspec.json.encode(files))
        new.replace(path)


def digest(path: Path) -> str:
    """Return the SHA-256 of a model file and keep where it lies; taken once per file, at a gigabyte or two a second.

    Raises:
        ModelProblem: it cannot be read.
    """
    path = path.absolute()
    be_a_file(path)
    try:
        about = path.stat()
        files = _read()
        for file in files:
            if (file.path, file.size, file.changed) == (str(path), about.st_size, about.st_mtime_ns):
                return file.sha256
        taken = hashlib.sha256()
        with path.open("rb") as content:
            while piece := content.read(_PIECE):
                taken.update(piece)
    except OSError as error:
        raise ModelProblem(f"The model file {path} cannot be read: {error.strerror}.") from error
    known = _File(str(path), about.st_size, about.st_mtime_ns, taken.hexdigest())
    _write([known, *(file for file in files if file.path != known.path)][:_MOST_LISTED])
    return known.sha256


def known(path: Path) -> str:
    """Return the SHA-256 of a file if it was taken before and the file is still the same, else ""; nothing is read for that."""
    path = path.absolute()
    with contextlib.suppress(OSError):
        about = path.stat()
        for file in _read():
            if (file.path, file.size, file.changed) == (str(path), about.st_size, about.st_mtime_ns):
                return file.sha256
    return ""


def find(sha256: str) -> Path | None:
    """Return where a model lies that was used on this computer before and is still the same, or None."""
    for file in _read():
        if file.sha256 != sha256:
            continue
        with contextlib.suppress(OSError):
            about = Path(file.path).stat()
            if (about.st_size, about.st_mtime_ns) == (file.size, file.changed):
                return Path(file.path)
    return None
