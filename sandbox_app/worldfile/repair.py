"""Makes a whole world of what can still be read of a damaged one. The damaged file itself is only ever read."""

import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from sandbox_app.errors import WorldProblem
from sandbox_app.worldfile import packing, schema
from sandbox_app.worldfile.check import TIME_LIMIT, Finding, check
from sandbox_app.worldfile.connection import explained, guard
from sandbox_app.worldfile.create import put_in_place
from sandbox_app.worldfile.mending import Loss, Mending
from sandbox_app.worldfile.pages import OutOfTime, Pages
from sandbox_app.worldfile.salvage import Salvage, tables

_BESIDE = ("-wal", "-journal")


class Repaired(Struct, frozen=True):
    """What came of a repair.

    Attributes:
        path: the new world. kept: how many rows it has, by table.
        lost: what is missing there, or is not what it was.
    """

    path: Path
    kept: dict[str, int]
    lost: list[Loss]


def repair(path: Path, new: Path, seconds: float = TIME_LIMIT, who: Callable[[str, str], str] = lambda _town, _name: "") -> Repaired:
    """Copy all that is valid in a world into a new file of this program's format, which then passes `check`.

    Args:
        path: the damaged world; it may be whole, or open elsewhere.
        new: where the new one goes.
        seconds: when to give up.
        who: returns the persona (JSON) that somebody of this town and name had at first, or ""; asked where it is lost.

    Raises:
        WorldProblem: there is no such file, nothing of a world is left in it, it is newer than this program, or `new` exists
            or cannot be written. Then nothing is left behind.
    """
    if not path.is_file():
        raise WorldProblem(f"There is no world at {path}.")
    if new.exists() or new.is_symlink():
        raise WorldProblem(f"{new.name} exists already; choose another name, or remove it first.")
    if not new.parent.is_dir():
        raise WorldProblem(f"There is no folder {new.parent} to put {new.name} into.")
    deadline = time.monotonic() + seconds
    unfinished = new.with_name(f".{new.name}.{os.getpid()}.new")
    try:
        with _as_one_file(path, new.parent) as source, closing(Pages(source, deadline)) as pages:
            repaired = _build(path, pages, unfinished, deadline, who)
        left = check(unfinished, max(1.0, deadline - time.monotonic()))
        _be_whole(path, left)
        put_in_place(unfinished, new)
    except (OutOfTime, WorldProblem) as error:
        if isinstance(error, OutOfTime) or getattr(error.__cause__, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
            raise WorldProblem(f"The repair of {path.name} was ended after {seconds:g} seconds, before it was through.") from error
        raise
    except OSError as error:
        raise WorldProblem(f"{path.name} cannot be repaired into {new}: {error.strerror}.", str(error)) from error
    finally:
        for ending in ("", *_BESIDE, "-shm"):
            with suppress(OSError):
                unfinished.with_name(unfinished.name + ending).unlink()
    return msgspec.structs.replace(repaired, path=new)


def _be_whole(path: Path, left: list[Finding]) -> None:
    if left:
        raise WorldProblem(f"{path.name} is damaged so badly that it cannot be repaired ({left[0].where}: {left[0].what}).")


@contextmanager
def _as_one_file(path: Path, beside: Path) -> Iterator[Path]:
    """Give the world as one file: where a log lies beside it, a private copy into which that has been brought."""
    logs = [log for log in (path.with_name(path.name + ending) for ending in _BESIDE) if log.exists() and log.stat().st_size]
    if not logs:
        yield path
        return
    with tempfile.TemporaryDirectory(prefix=".repair-", dir=beside) as folder:
        copy = Path(folder) / path.name
        for one in (path, *logs):
            shutil.copyfile(one, Path(folder) / one.name)
        with suppress(sqlite3.Error, UnicodeDecodeError), closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            guard(connection)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        yield copy


def _build(path: Path, pages: Pages, unfinished: Path, deadline: float, who: Callable[[str, str], str]) -> Repaired:
    version = int.from_bytes(pages.header[60:64], "big")
    ours = int.from_bytes(pages.header[68:72], "big") == schema.APPLICATION_ID
    if ours and schema.VERSION < version < 1000:
        raise WorldProblem(f"{path.name} was made by a newer Town Sandbox (its format is {version}); repair it with that version.")
    with explained(unfinished), closing(sqlite3.connect(unfinished, isolation_level=None)) as connection:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, packing.MAX_STATE)
        connection.set_progress_handler(lambda: int(time.monotonic() > deadline), 20_000)
        connection.execute("PRAGMA synchronous = OFF")  # nobody has it yet
        connection.execute("PRAGMA temp_store = MEMORY")
        schema.migrate(connection, version if 1 <= version <= schema.VERSION else schema.VERSION)
        connection.execute("BEGIN")
        salvage = Salvage(pages, connection)
        salvage.run()
        if not connection.execute("SELECT 1 FROM meta WHERE key = 'town'").fetchone() or not _any(connection):
            raise WorldProblem(f"{path.name} cannot be repaired: nothing of a world is left in it.")
        connection.execute("COMMIT")
        schema.migrate(connection)
        connection.execute("BEGIN")
        mending = Mending(connection, salvage, who)
        mending.run()
        connection.execute("COMMIT")
        kept = {table.name: int(connection.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0]) for table in tables(connection)}
    return Repaired(unfinished, kept, mending.losses())


def _any(connection: sqlite3.Connection) -> bool:
    return any(connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() for table in ("agent", "persona"))
