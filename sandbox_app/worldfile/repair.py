"""Makes a whole world of what can still be read of a damaged one. The damaged file itself is only ever read."""

import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from msgspec import Struct

from sandbox_app.errors import WorldProblem
from sandbox_app.worldfile import packing, schema
from sandbox_app.worldfile.check import TIME_LIMIT, Finding, check
from sandbox_app.worldfile.connection import be_there, explained, guard
from sandbox_app.worldfile.create import put_in_place
from sandbox_app.worldfile.mending import Loss, Mending, few
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


class Nonsense(Struct, frozen=True):
    """A row of a whole file that says what cannot be.

    Attributes:
        table: "meta", "persona", "event", "plan" or "snapshot". key: which row. put: what it is to say instead (meta, persona).
    """

    table: str
    key: int | str
    put: str = ""


_RIGHT = {
    "meta": ("INSERT OR REPLACE INTO meta (value, key) VALUES (:put, :key)", "it says nothing that can be; it is what it usually is now"),
    "persona": ("UPDATE persona SET data = :put WHERE id = :key", "it is of nobody who can be; it is now who that was at first"),
    "event": (
        "UPDATE event SET data = json_object('what', 'lost', 'was', kind), kind = 'system', place_id = 0 WHERE id = :key",
        "it cannot have happened like this; its words alone are kept",
    ),
    "plan": ("UPDATE plan SET place_id = 0, thing_id = 0 WHERE id = :key", "its place is lost"),
    "snapshot": ("DELETE FROM snapshot WHERE step = :key", "it is not of this world; the state is counted from the events"),
}
"""How a row that makes no sense is put right, and how that is told."""
_LOOKS = 8
"""How often a world is looked at anew after something was put right."""


def repair(
    path: Path,
    new: Path,
    seconds: float = TIME_LIMIT,
    *,
    who: Callable[[str, str], str] = lambda _town, _name: "",
    about: Callable[[list[str]], dict[str, str]] = lambda _personas: {},
    nonsense: Callable[[Path], list[Nonsense]] = lambda _path: [],
) -> Repaired:
    """Copy all that is valid in a world into a new file of this program's format, which then passes `check`.

    Args:
        path: the damaged world; it may be whole, or open elsewhere.
        new: where the new one goes.
        seconds: when to give up.
        who: returns the persona (JSON) that somebody of this town and name had at first, or ""; asked where it is lost.
        about: returns what `meta` must say of a world in which these personas live; asked where it does not say it any more.
        nonsense: returns what cannot be in the world that was saved; asked until nothing is found.

    Raises:
        WorldProblem: there is no such file, nothing of a world is left in it, it is newer than this program, or `new` exists
            or cannot be written. Then nothing is left behind.
    """
    be_there(path)
    if new.exists() or new.is_symlink():
        raise WorldProblem(f"{new.name} exists already; choose another name, or remove it first.")
    if not new.parent.is_dir():
        raise WorldProblem(f"There is no folder {new.parent} to put {new.name} into.")
    deadline = time.monotonic() + seconds
    unfinished = new.with_name(f".{new.name}.{os.getpid()}.new")
    try:
        with _as_one_file(path, new.parent) as source, closing(Pages(source, deadline)) as pages:
            lost = _build(path, pages, unfinished, deadline, who, about)
        lost += _put_right(unfinished, nonsense)
        left = check(unfinished, max(1.0, deadline - time.monotonic()))
        _be_whole(path, left)
        kept = _kept(unfinished)
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
    return Repaired(new, kept, lost)


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


def _build(
    path: Path,
    pages: Pages,
    unfinished: Path,
    deadline: float,
    who: Callable[[str, str], str],
    about: Callable[[list[str]], dict[str, str]],
) -> list[Loss]:
    """Make the new world of what the pages hold; return what was lost."""
    version = int.from_bytes(pages.header[60:64], "big")
    ours = int.from_bytes(pages.header[68:72], "big") == schema.APPLICATION_ID
    if ours and schema.VERSION < version < 1000:
        raise WorldProblem(f"{path.name} was made by a newer Town Sandbox (its format is {version}); repair it with that version.")
    with explained(unfinished), closing(sqlite3.connect(unfinished, isolation_level=None)) as connection:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, packing.MAX_STATE)
        connection.set_progress_handler(lambda: int(time.monotonic() > deadline), 20_000)
        connection.execute("PRAGMA synchronous = OFF")  # nobody has it yet
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute(f"PRAGMA page_size = {schema.PAGE_SIZE}")
        schema.migrate(connection, version if 1 <= version <= schema.VERSION else schema.VERSION)
        connection.execute("BEGIN")
        salvage = Salvage(pages, connection)
        salvage.run()
        said = _say_again(connection, about)
        if not connection.execute("SELECT 1 FROM meta WHERE key = 'town'").fetchone() or not _any(connection):
            raise WorldProblem(f"{path.name} cannot be repaired: nothing of a world is left in it.")
        connection.execute("COMMIT")
        schema.migrate(connection)
        connection.execute("BEGIN")
        mending = Mending(connection, salvage, who)
        mending.run()
        connection.execute("COMMIT")
    return [*said, *mending.losses()]


def _say_again(connection: sqlite3.Connection, about: Callable[[list[str]], dict[str, str]]) -> list[Loss]:
    """Put back what a world must say of itself, where that is lost."""
    said = {key for (key,) in connection.execute("SELECT key FROM meta").fetchall()}
    if {"town", "start", "settings"} <= said:
        return []
    personas = [data for (data,) in connection.execute("SELECT data FROM persona ORDER BY id").fetchall()]
    missing = {key: value for key, value in about(personas).items() if key not in said}
    connection.executemany("INSERT INTO meta (key, value) VALUES (?, ?)", missing.items())
    return [Loss(f"it was lost; it is now {value[:60]}", f"meta {key}") for key, value in missing.items()]


def _put_right(unfinished: Path, nonsense: Callable[[Path], list[Nonsense]]) -> list[Loss]:
    lost: dict[tuple[str, int | str], Loss] = {}
    for _ in range(_LOOKS):
        found = nonsense(unfinished)
        if not found:
            break
        with explained(unfinished), closing(sqlite3.connect(unfinished, isolation_level=None)) as connection:
            connection.execute("BEGIN")
            for one in found:
                sql, told = _RIGHT[one.table]
                connection.execute(sql, {"put": one.put, "key": one.key})
                lost[one.table, one.key] = Loss(told, f"{one.table} {one.key}")
            connection.execute("COMMIT")
    return few(lost.values())


def _kept(unfinished: Path) -> dict[str, int]:
    with explained(unfinished), closing(sqlite3.connect(unfinished, isolation_level=None)) as connection:
        return {table.name: int(connection.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0]) for table in tables(connection)}


def _any(connection: sqlite3.Connection) -> bool:
    return any(connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() for table in ("agent", "persona"))
