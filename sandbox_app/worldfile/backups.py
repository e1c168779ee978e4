"""Copies of worlds that are made on their own, in the person's data folder: before a migration, and every hour in which one is written.

They are thinned as they age, and all of them together stay within a bound. A backup is an ordinary world; its name says when and
why it was made. The computer's clock may be wrong or jump: a backup "from the future" counts as old.
"""

import hashlib
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec import Struct
from platformdirs import user_data_path

from sandbox_app.errors import WorldProblem
from sandbox_app.worldfile.connection import explained, identify, open_to_read
from sandbox_app.worldfile.create import put_in_place

EVERY = timedelta(hours=1)
MOST_BYTES = 2 << 30
"""Bytes of all backups of all worlds."""
MOST_OF_ONE = 512 << 20
"""A world larger than this is not copied every hour, only before a migration."""
LEFT_FREE = 1 << 30
"""Bytes of the disk that hourly backups leave alone."""

_HOURLY, _DAILY, _WEEKLY = timedelta(days=1), timedelta(days=14), timedelta(weeks=12)
_STAMP = "%Y-%m-%dT%H-%M-%SZ"
_NAME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ)-([a-z]+)\.world")


class Backup(Struct, frozen=True):
    """A copy of a world: when it was made (UTC), why ("hour", "migration", "lost", "asked"), where it lies, and its size."""

    time: datetime
    why: str
    path: Path
    bytes: int


def folder(world: Path) -> Path:
    """Return where the backups of a world lie: told apart by its place and name."""
    real = world.resolve()
    place = hashlib.blake2b(os.fsencode(real), digest_size=6).hexdigest()
    name = re.sub(r"[^\w-]", "_", real.stem)[:40]
    return user_data_path("town-sandbox", appauthor=False) / "backups" / f"{name}-{place}"


def backups(world: Path) -> list[Backup]:
    """Return the backups of a world, the latest first; also of one that is gone."""
    return sorted(_in(folder(world)), key=lambda backup: (backup.time, backup.path.name), reverse=True)


def _in(place: Path) -> Iterator[Backup]:
    for path in place.glob("*.world"):
        found = _NAME.fullmatch(path.name)
        if found:
            with suppress(ValueError, OSError):  # a date that is none; a file that went away meanwhile
                time = datetime.strptime(found[1], _STAMP).replace(tzinfo=UTC)
                yield Backup(time, found[2], path, path.stat().st_size)


def back_up(connection: sqlite3.Connection, world: Path, why: str, now: datetime | None = None) -> Backup:
    """Copy a world through a connection to it, and thin its older backups.

    Raises:
        WorldProblem: there is no room, or the data folder cannot be written.
    """
    time = now or datetime.now(UTC)
    place = folder(world)
    path = place / f"{time.strftime(_STAMP)}-{why}.world"
    partial = path.with_suffix(".part")
    try:
        place.mkdir(parents=True, exist_ok=True)
        with explained(path), closing(sqlite3.connect(partial, isolation_level=None)) as copy:
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        partial.replace(path)
    except (OSError, sqlite3.Error, WorldProblem) as error:
        said = f"There is no backup of {world.name}: {place} cannot be written; see that the disk has room, then try again."
        raise WorldProblem(said, str(error)) from error
    finally:
        for left in (partial, partial.with_name(partial.name + "-journal")):
            with suppress(OSError):
                left.unlink()
    thin(world, time)
    return Backup(time, why, path, path.stat().st_size)


def due(world: Path, now: datetime | None = None) -> bool:
    """Say whether the hourly backup should be made: the latest is an hour old, and there is room for one."""
    time = now or datetime.now(UTC)
    latest = max((backup.time for backup in backups(world) if backup.time <= time), default=None)
    if latest is not None and time - latest < EVERY:
        return False
    try:
        size = world.stat().st_size
        home = user_data_path("town-sandbox", appauthor=False, ensure_exists=True)
        return size <= MOST_OF_ONE and shutil.disk_usage(home).free - size > LEFT_FREE
    except OSError:
        return False


def thin(world: Path, now: datetime) -> None:
    """Keep of a world's backups one an hour for a day, one a day for a fortnight, one a week for twelve weeks; and keep to the bound.

    The latest stays whatever its age.
    """
    kept: set[tuple[object, ...]] = set()
    for place, backup in enumerate(backups(world)):
        key = _kept_as(backup, now)
        if place and (key is None or key in kept):
            with suppress(OSError):
                backup.path.unlink()
        elif key is not None:
            kept.add(key)
    _keep_to_the_bound(folder(world).parent)


def _kept_as(backup: Backup, now: datetime) -> tuple[object, ...] | None:
    """Return what only one backup is kept of; None for one that is too old."""
    age = now - backup.time
    if age < _HOURLY:  # those from the future, too
        return backup.why, backup.time.date(), backup.time.hour
    if age < _DAILY:
        return backup.why, backup.time.date()
    return (backup.why, *backup.time.isocalendar()[:2]) if age < _WEEKLY else None


def _keep_to_the_bound(everything: Path) -> None:
    """Remove the oldest while all together are too large; the latest of each world last of all."""
    each = [sorted(_in(place), key=lambda backup: backup.time) for place in everything.iterdir() if place.is_dir()]
    older = sorted((backup for found in each for backup in found[:-1]), key=lambda backup: backup.time)
    latest = sorted((backup for found in each for backup in found[-1:]), key=lambda backup: backup.time)
    total = sum(backup.bytes for found in each for backup in found)
    for backup in [*older, *latest[:-1]]:
        if total <= MOST_BYTES:
            return
        with suppress(OSError):
            backup.path.unlink()
            total -= backup.bytes


def restore(backup: Backup, new: Path) -> None:
    """Make a world of a backup; what is there is never written over.

    Raises:
        WorldProblem: `new` exists or cannot be written, or the backup is damaged.
    """
    if new.exists() or new.is_symlink():
        raise WorldProblem(f"{new.name} exists already; choose another name, or remove it first.")
    if not new.parent.is_dir():
        raise WorldProblem(f"There is no folder {new.parent} to put {new.name} into.")
    unfinished = new.with_name(f".{new.name}.{os.getpid()}.new")
    opened = open_to_read(backup.path)
    try:
        with explained(backup.path):
            identify(opened.connection, backup.path)
        with explained(new), closing(sqlite3.connect(unfinished, isolation_level=None)) as copy:
            opened.connection.backup(copy)
        put_in_place(unfinished, new)
    finally:
        opened.close()
        for left in (unfinished, unfinished.with_name(unfinished.name + "-journal")):
            with suppress(OSError):
                left.unlink()
