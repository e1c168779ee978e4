"""Connections to world files: opened so that a hostile file can do no harm, with SQLite's errors said in a sentence.

Nothing here, or anywhere in the program, may `open()` a world as a plain file while a connection to it lives in the same
process: closing it again would drop SQLite's own locks on the file (POSIX).
"""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sandbox_app.errors import WorldProblem
from sandbox_app.worldfile import schema


class WorldDamaged(WorldProblem):
    """A file is no world, or does not hold what a world must."""


class WorldWaits(WorldProblem):
    """A world cannot be written just now, and can be again as soon as there is room or its file is back; nothing is lost."""


WAIT_SECONDS = 5.0
"""How long a statement waits for another program that has the file for a moment (while it opens or closes it)."""

MAX_VALUE = 64 << 20
"""Bytes of the longest value that is read or written (a snapshot)."""

_GUARDS = (
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA mmap_size = 0",
)

_DAMAGE = ("fts5", "vtable constructor", "unsupported file format", "malformed", "corrupt")
"""Words of damage that SQLite reports under the code that else means a wrong statement."""


PACKED = ".xz"
"""How the name of a world ends that is packed."""

SQLITE_ERRORS = (sqlite3.Error, UnicodeDecodeError)
"""What a statement raises: the second where a damaged file puts bytes that are no text into the very words of an error."""


def problem(error: Exception, path: Path) -> WorldProblem | None:
    """Say what an error of SQLite means for the person whose world this is; None when it is a fault of the program."""
    name = path.name
    code = getattr(error, "sqlite_errorcode", None)
    details = f"{path}: {error} ({getattr(error, 'sqlite_errorname', 'no code')})"
    if code is None:  # raised by Python: a text that is not UTF-8
        return damaged(path, details) if "decode" in str(error).lower() else None
    match code & 0xFF:
        case sqlite3.SQLITE_FULL:
            return WorldWaits(f"There is no room left on the disk for {name}; nothing is lost: make room, then go on.", details)
        case sqlite3.SQLITE_IOERR:
            sentence = f"The disk failed to read or write {name}; see that it has room and is connected, then try again."
        case sqlite3.SQLITE_READONLY if code == sqlite3.SQLITE_READONLY_DBMOVED:
            return WorldWaits(f"{name} was moved, renamed, replaced or deleted while it was open; put it back, then go on.", details)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            sentence = f"{name} cannot be written: the file, its folder or its disk is read-only; it can still be looked at."
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            sentence = f"{name} is in use by another program just now; close it there, then try again."
        case sqlite3.SQLITE_CANTOPEN:
            sentence = f"{name} cannot be opened; see that the file exists and that you may read it and its folder."
        case sqlite3.SQLITE_INTERRUPT:
            return WorldDamaged(f"Looking into {name} took too long and was ended; `sandbox-app check {name}` says what is wrong.", details)
        case sqlite3.SQLITE_NOTADB:
            return _no_database(path, details)
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_TOOBIG | sqlite3.SQLITE_FORMAT:
            return damaged(path, details)
        case sqlite3.SQLITE_ERROR if any(words in str(error) for words in _DAMAGE):
            return damaged(path, details)
        case _:
            return None
    return WorldProblem(sentence, details)


def _no_database(path: Path, details: str) -> WorldProblem:
    """Return the problem of a file that SQLite does not know as its own."""
    name = path.name
    if name.endswith(PACKED):
        return WorldProblem(
            f"{name} is packed; unpack it first (unxz --keep {name}). The one that ships is opened by the window's "
            "welcome page, and unpacked by `sandbox-app new NEW.world --lived`.",
            details,
        )
    return WorldDamaged(f"{name} is not a world: it is no SQLite file, or its beginning is damaged.", details)


def damaged(path: Path, details: str) -> WorldDamaged:
    """Return the problem of a file that does not hold what it must."""
    return WorldDamaged(f"{path.name} is damaged; `sandbox-app check {path.name}` says where.", details)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's errors inside into a `WorldProblem` where a person can act on them."""
    try:
        yield
    except SQLITE_ERRORS as error:
        said = problem(error, path)
        if said is None:
            raise
        raise said from error


def guard(connection: sqlite3.Connection) -> None:
    """Switch on what protects from a file that was made to do harm."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    for statement in _GUARDS:
        connection.execute(statement)


def identify(connection: sqlite3.Connection, path: Path) -> int:
    """Return the version of a world, having made sure that it is one and that its schema is exactly that version's.

    Raises:
        WorldProblem: it is something else, or newer than this program, or holds what no world holds.
        sqlite3.Error: it cannot be read.
    """
    name = path.name
    found = int(connection.execute("PRAGMA application_id").fetchone()[0])
    if found != schema.APPLICATION_ID and path.stat().st_size == 0:
        raise WorldDamaged(f"{name} is an empty file, not a world; `sandbox-app new` makes one, under a name that is free.")
    if found != schema.APPLICATION_ID:
        raise WorldDamaged(f"{name} is not a world of Town Sandbox; it is a database of another program.")
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > schema.VERSION:
        raise WorldProblem(
            f"{name} was made by a newer Town Sandbox (its format is {version}, this program knows up to {schema.VERSION}); "
            "install that version to open it."
        )
    if version < 1:
        raise damaged(path, f"{path}: user_version {version}")
    strange = schema.entries(connection) ^ schema.expected(version)
    if strange:
        kinds = ", ".join(sorted(f"{kind} {entry}" for kind, entry, _ in strange))
        raise WorldDamaged(f"{name} is not opened: its tables are not those of a world, somebody changed them.", f"{path}: {kinds}")
    return version


def be_there(path: Path) -> None:
    """Make sure that there is a file at a path.

    Raises:
        WorldProblem: there is nothing, or a folder.
    """
    if path.is_dir():
        raise WorldProblem(f"{path} is a folder, not a world; name a world in it, like {path / 'my.world'}.")
    if not path.is_file():
        raise WorldProblem(f"There is no world at {path}.")


def is_world(path: Path) -> bool:
    """Say whether there is a world, whole or not so whole, at a path."""
    if not path.is_file() or path.stat().st_size == 0:
        return False
    try:
        with closing(_connect(path, "mode=ro&immutable=1")) as connection:
            return int(connection.execute("PRAGMA application_id").fetchone()[0]) == schema.APPLICATION_ID
    except SQLITE_ERRORS:
        return False


@dataclass(slots=True)
class Opened:
    """A read-only connection, and the private copy it reads where it cannot read the world in place."""

    connection: sqlite3.Connection
    copy: tempfile.TemporaryDirectory[str] | None = field(default=None)

    def close(self) -> None:
        """Close the connection and remove the copy."""
        self.connection.close()
        if self.copy is not None:
            self.copy.cleanup()


def open_to_read(path: Path, *, unchanging: bool = False) -> Opened:
    """Open a world read-only, whether a writer lives, died, or never was.

    Args:
        path: the world.
        unchanging: nobody can be writing: read the file alone and leave nothing beside it.

    Raises:
        WorldProblem: there is no such file, or it is no SQLite file, or it cannot be read.
    """
    be_there(path)
    with explained(path):
        if unchanging:
            return Opened(_connect(path, "mode=ro&immutable=1"))
        try:
            return Opened(_connect(path, "mode=ro"))
        except sqlite3.OperationalError as error:
            if (error.sqlite_errorcode & 0xFF) not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
                raise
    return _open_where_nothing_can_be_written(path)


def upgraded(connection: sqlite3.Connection) -> Opened:
    """Return a private copy of an older world, brought up to date; the world stays as it is.

    Raises:
        sqlite3.Error: for the caller to explain.
        WorldProblem: there is no room for the copy.
    """
    copy = tempfile.TemporaryDirectory(prefix="world-")
    try:
        twin = Path(copy.name) / "upgraded.world"
        with closing(sqlite3.connect(twin, isolation_level=None)) as made:
            connection.backup(made)
            guard(made)
            schema.migrate(made)
        return Opened(_connect(twin, "mode=ro"), copy)
    except BaseException:
        copy.cleanup()
        raise


def _open_where_nothing_can_be_written(path: Path) -> Opened:
    """Open a world in WAL mode in a folder that is read-only, where SQLite cannot make the index that its log needs."""
    log = path.with_name(path.name + "-wal")
    with explained(path):
        if not log.exists() or log.stat().st_size == 0:
            return Opened(_connect(path, "mode=ro&immutable=1"))
        copy = tempfile.TemporaryDirectory(prefix="world-")
        try:
            twin = Path(copy.name) / path.name
            shutil.copyfile(path, twin)
            shutil.copyfile(log, twin.with_name(log.name))
            return Opened(_connect(twin, "mode=ro"), copy)
        except OSError as error:
            copy.cleanup()
            raise WorldProblem(
                f"{path.name} cannot be read from its read-only folder; copy it elsewhere and open it there.", str(error)
            ) from error
        except BaseException:
            copy.cleanup()
            raise


def _connect(path: Path, how: str) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, isolation_level=None, timeout=WAIT_SECONDS)
    try:
        guard(connection)
        connection.execute("PRAGMA query_only = ON")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def connect_to_write(path: Path) -> sqlite3.Connection:
    """Open the one connection that writes; the caller holds the writer's lock.

    Raises:
        sqlite3.Error: for the caller to explain.
    """
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=WAIT_SECONDS)
    try:
        guard(connection)
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection
