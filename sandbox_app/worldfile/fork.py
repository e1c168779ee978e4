"""A fork: a new world with the history of another one up to a step, and where it comes from.

The whole file is copied through SQLite's backup, which reads one moment of a world that is being written elsewhere; then what came
after the step is cut away in the copy. The other world is only read.
"""

import os
import sqlite3
import uuid
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from sandbox_app.errors import WorldProblem
from sandbox_app.worldfile import schema
from sandbox_app.worldfile.connection import damaged, explained, guard, identify, open_to_read
from sandbox_app.worldfile.create import put_in_place
from sandbox_app.worldfile.searchable import SEARCHED, unindex_words

ID, LINEAGE = "id", "lineage"
"""Where in `meta` a world's own id stands, and the worlds that it comes from."""
_TEMPORAL = ("memory", "plan", "belief", "persona")
_SPARE = 0.2
"""A file is packed anew when more than this share of it has become empty."""


class Ancestor(Struct, frozen=True):
    """A world that another one comes from: its id ("" where it had none), its file's name then, and the step of the fork."""

    id: str
    name: str
    step: int


def new_id() -> str:
    """Return an id for a new world."""
    return uuid.uuid4().hex


def ancestors(meta: dict[str, str]) -> list[Ancestor]:
    """Return the worlds that a world comes from, the first one first, its parent last; none when it was made from a town.

    Raises:
        msgspec.MsgspecError: the file holds something else there.
    """
    return msgspec.json.decode(meta.get(LINEAGE, "[]"), type=list[Ancestor])


def fork(path: Path, new: Path, step: int, told: Mapping[str, str] | None = None) -> None:
    """Make a world with the history of `path` up to the end of a step.

    Args:
        told: what the new world's `meta` says otherwise than the old one's, besides where it comes from.

    Raises:
        WorldProblem: `new` exists or cannot be written, the step was not reached, or `path` cannot be read. Nothing is left behind.
    """
    if new.exists() or new.is_symlink():
        raise WorldProblem(f"{new.name} exists already; choose another name, or remove it first.")
    if not new.parent.is_dir():
        raise WorldProblem(f"There is no folder {new.parent} to put {new.name} into.")
    unfinished = new.with_name(f".{new.name}.{os.getpid()}.new")
    try:
        _copy(path, unfinished, new)
        with explained(new), closing(sqlite3.connect(unfinished, isolation_level=None)) as connection:
            guard(connection)
            connection.execute("PRAGMA synchronous = OFF")  # until it is whole nobody needs it
            connection.execute("PRAGMA journal_mode = OFF").fetchall()
            connection.execute("PRAGMA cache_size = -64000")
            schema.migrate(connection)
            _cut(connection, path, step, told or {})
            _pack(connection)
        _settle(unfinished)
        put_in_place(unfinished, new)
    finally:
        for left in (unfinished, unfinished.with_name(unfinished.name + "-journal")):
            with suppress(OSError):
                left.unlink()


def _copy(path: Path, unfinished: Path, new: Path) -> None:
    opened = open_to_read(path)
    try:
        with explained(path):
            identify(opened.connection, path)
        try:
            made = sqlite3.connect(unfinished, isolation_level=None)
            made.execute("PRAGMA synchronous = OFF")
        except sqlite3.OperationalError as error:
            raise WorldProblem(f"{new.name} cannot be made in {new.parent}: you may not write there.", str(error)) from error
        with explained(new), closing(made):
            opened.connection.backup(made)
            made.execute("PRAGMA journal_mode = DELETE").fetchall()
    finally:
        opened.close()


def _cut(connection: sqlite3.Connection, path: Path, step: int, told: Mapping[str, str]) -> None:
    """Take away what came after a step, and note where the rest comes from."""
    one = connection.execute
    meta = dict(one("SELECT key, value FROM meta").fetchall())
    last = meta.get("last_step", "")
    if not last.isdecimal():
        raise damaged(path, f"{path}: the last step is {last!r}")
    if not 0 <= step <= int(last):
        raise WorldProblem(f"{path.name} was lived up to step {last}; it cannot be forked at step {step}.")
    one("BEGIN")
    if step < int(last):
        _cut_events(connection, step)
        _cut_rows(connection, step)
        _cut_calls(connection, step)
        one("DELETE FROM snapshot WHERE step > ?", (step,))
        one("DELETE FROM embedding WHERE text NOT IN (SELECT text FROM memory)")
    lineage = [*_ancestors(meta, path), Ancestor(meta.get(ID, ""), path.name, step)]
    own = {"last_step": str(step), ID: new_id(), LINEAGE: msgspec.json.encode(lineage).decode()}
    connection.executemany("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", {**told, **own}.items())
    one("COMMIT")


def _ancestors(meta: dict[str, str], path: Path) -> list[Ancestor]:
    try:
        return ancestors(meta)
    except msgspec.MsgspecError as error:
        raise damaged(path, f"{path}: lineage: {error}") from error


def _cut_events(connection: sqlite3.Connection, step: int) -> None:
    last = connection.execute("SELECT coalesce(max(id), 0) FROM event WHERE step <= ?", (step,)).fetchone()[0]
    unindex_words(connection, "event", f"id > {int(last)}")
    connection.execute("DELETE FROM event WHERE id > ?", (last,))


def _cut_rows(connection: sqlite3.Connection, step: int) -> None:
    for table in _TEMPORAL:
        if table in SEARCHED:
            unindex_words(connection, table, f"created_step > {int(step)}")
        connection.execute(f"DELETE FROM {table} WHERE created_step > ?", (step,))
        connection.execute(f"UPDATE {table} SET retired_step = NULL WHERE retired_step > ?", (step,))
    connection.execute("UPDATE memory SET importance = 0, rated_step = NULL WHERE rated_step > ?", (step,))
    connection.execute("DELETE FROM agent WHERE id NOT IN (SELECT agent_id FROM persona)")  # visitors who came later


def _cut_calls(connection: sqlite3.Connection, step: int) -> None:
    """Take away the calls that were answered later, with what was retrieved for them and the texts that no earlier call has."""
    one = connection.execute
    one("DELETE FROM call WHERE due_step > ?", (step,))
    one("DELETE FROM retrieval WHERE call_id NOT IN (SELECT id FROM call)")
    # A page of texts is read from its beginning, and later texts only ever lean on earlier ones: the end can go.
    last = one("SELECT coalesce(max(max(shared_id, own_id, rest_id)), 0) FROM call").fetchone()[0]
    one("DELETE FROM text WHERE id > ?", (last,))


def _pack(connection: sqlite3.Connection) -> None:
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    empty = connection.execute("PRAGMA freelist_count").fetchone()[0]
    if empty > _SPARE * pages:
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 1)  # it packs into a second file that it attaches
        connection.execute("VACUUM")


def _settle(unfinished: Path) -> None:
    """See that it is on the disk before it gets its name."""
    with unfinished.open("rb+") as file:
        os.fsync(file.fileno())
