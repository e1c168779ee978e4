"""The one connection that writes a world. A step is one transaction: all of it is in the file, or nothing."""

import logging
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sandbox_app.errors import WorldProblem
from sandbox_app.worldfile import backups, insert, schema, valid
from sandbox_app.worldfile.connection import SQLITE_ERRORS, WorldWaits, be_there, connect_to_write, damaged, explained, identify, problem
from sandbox_app.worldfile.locking import WriterLock
from sandbox_app.worldfile.placing import has_second_name
from sandbox_app.worldfile.rows import AgentRow, StepBatch
from sandbox_app.worldfile.searchable import SEARCHED
from sandbox_app.worldfile.texts import TextKeeper
from sandbox_app.worldfile.valid import LastIds

_log = logging.getLogger(__name__)

_LOG = 64 << 20
"""Bytes of the log that go into the file together: each time costs the step it falls into some ten milliseconds, or what the disk needs."""

_WRITING = (
    "PRAGMA journal_mode = WAL",
    # In WAL mode NORMAL cannot damage the file; a power cut may lose the last steps, the death of the process loses none.
    "PRAGMA synchronous = NORMAL",
    f"PRAGMA journal_size_limit = {_LOG}",
    "PRAGMA cache_size = -32000",
    "PRAGMA temp_store = MEMORY",
)


PROMPTS = "prompts"
"""Where `meta` says whether the texts of prompts are kept ("keep", also when nothing is said) or forgotten ("forget")."""


class WorldWriter:
    """Writes one world. Lives on the thread that made it; exactly one exists per world among all programs.

    Attributes:
        path: the world's file. seconds: spent so far in writing steps.
    """

    def __init__(self, path: Path, program: str = "") -> None:
        """Open a world for writing, bringing one of an older version up to date.

        Args:
            path: the world.
            program: how a second program names this one to its user; by default the command's name.

        Raises:
            WorldProblem: it is missing, no world, damaged, too new, read-only, or open for writing elsewhere.
        """
        self.path = path
        self.seconds = 0.0
        be_there(path)
        if has_second_name(path):
            raise WorldProblem(
                f"{path.name} has a second name on its disk (a hard link), and would be damaged if it lived under both;"
                f" let a copy live, as `sandbox-app fork {path.name} NEW` makes one, or remove one of the names."
            )
        self._lock = WriterLock(path)
        _take(self._lock, path, program or "Town Sandbox")
        try:
            with explained(path):
                self._connection = connect_to_write(path)
        except BaseException:
            self._lock.release()
            raise
        try:
            with explained(path):
                older = identify(self._connection, path) < schema.VERSION
                if older:
                    backups.back_up(self._connection, path, "migration")
                for statement in _WRITING:
                    self._connection.execute(statement).fetchall()
                pages = _LOG // self._connection.execute("PRAGMA page_size").fetchone()[0]
                self._connection.execute(f"PRAGMA wal_autocheckpoint = {pages}").fetchall()
                if older:  # with the log on: a migration that is killed leaves the world as it was
                    schema.migrate(self._connection)
                self._last_step, self._ids, self._agents = self._standing()
            self._file = path.stat()
        except BaseException:
            self._connection.close()
            self._lock.release()
            raise
        with explained(path):
            self._texts = TextKeeper(self._connection, forgetting=self._forgets())
        self._closed = self._saved_from_loss = False
        self._next_backup = time.monotonic()
        if self._last_step == 0:
            self._put_off_backup()

    def _standing(self) -> tuple[int, LastIds, frozenset[int]]:
        one = self._connection.execute
        tables = LastIds.__struct_fields__
        ids = LastIds(**{t: one(f"SELECT coalesce(max(id), 0) FROM {t}").fetchone()[0] for t in tables})
        agents = frozenset(row[0] for row in one("SELECT id FROM agent"))
        step = one("SELECT value FROM meta WHERE key = 'last_step'").fetchone()
        if step is None or not str(step[0]).isdecimal() or len(str(step[0])) > 15:
            raise damaged(self.path, f"{self.path}: the last step is {step}")
        return int(step[0]), ids, agents

    def _forgets(self) -> bool:
        return self._connection.execute("SELECT 1 FROM meta WHERE key = ? AND value = 'forget'", (PROMPTS,)).fetchone() is not None

    def last_ids(self) -> LastIds:
        """Return the last id of each table; the next row of a batch gets one more."""
        return self._ids

    def last_step(self) -> int:
        """Return the last step written, 0 in a world just made."""
        return self._last_step

    def write(self, batch: StepBatch, agents: Sequence[AgentRow] = ()) -> None:
        """Write all that a step adds, in one transaction. Several batches may be of one step.

        Args:
            batch: the rows.
            agents: who is here from now on besides those who are.

        Raises:
            WorldProblem: the disk is full or failed, or the file was moved, replaced or deleted; nothing of the batch is in the
                file, and it may be written again.
            ValueError: a row is not what it must be (a bug); nothing of the batch is in the file.
        """
        began = time.perf_counter()
        ids = valid.batch_ids(batch, self._ids)
        valid.newcomers(agents, self._agents)
        everybody = self._agents | {agent.id for agent in agents}
        valid.batch(batch, self._last_step, everybody)
        self._look_after_the_file()
        with self._transaction():
            insert.agents(self._connection, agents)
            self._insert(batch)
            if batch.step != self._last_step:
                self._connection.execute("UPDATE meta SET value = ? WHERE key = 'last_step'", (str(batch.step),))
        self._ids, self._last_step, self._agents = ids, batch.step, everybody
        self.seconds += time.perf_counter() - began

    def write_all(self, batches: Iterable[StepBatch]) -> None:
        """Write what many steps add, in one transaction: much faster, and all of it or nothing; raises as `write`."""
        ids, step = self._ids, self._last_step
        self._look_after_the_file()
        with self._transaction():
            for batch in batches:
                ids = valid.batch_ids(batch, ids)
                valid.batch(batch, step, self._agents)
                self._insert(batch)
                step = batch.step
            self._connection.execute("UPDATE meta SET value = ? WHERE key = 'last_step'", (str(step),))
        self._ids, self._last_step = ids, step

    def forget_prompts(self, forget: bool) -> None:
        """Forget the texts of all prompts but for their hashes, and those to come; or keep those to come again; raises as `write`."""
        with self._transaction():
            self._connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (PROMPTS, "forget" if forget else "keep"))
            if forget:
                self._connection.execute("UPDATE text SET packed = NULL, page = id")
        self._texts = TextKeeper(self._connection, forgetting=forget)

    def vacuum(self) -> None:
        """Write the whole file anew, as small as it can be; needs room for a second one beside it.

        Raises:
            WorldProblem: there is no room; the world is as it was.
        """
        with explained(self.path):
            for table in SEARCHED:
                self._connection.execute(f"INSERT INTO {table}_search ({table}_search) VALUES ('optimize')")
            self._connection.execute("PRAGMA temp_store = FILE")
            attached = self._connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 1)  # SQLite attaches the new file for a moment
            try:
                self._connection.execute("VACUUM")
            finally:
                self._connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, attached)

    def _look_after_the_file(self) -> None:
        """See that the world is still where it was, and copy it when an hour has passed."""
        if not self._is_here():
            raise WorldWaits(self._gone())
        if time.monotonic() < self._next_backup:
            return
        self._put_off_backup()
        try:
            if backups.due(self.path):
                backups.back_up(self._connection, self.path, "hour")
        except WorldProblem as problem:
            _log.info("%s (%s)", problem.sentence, problem.details)  # an hour without a backup stops nobody

    def _is_here(self) -> bool:
        try:
            return os.path.samestat(self._file, self.path.stat())
        except OSError:
            return False

    def _put_off_backup(self) -> None:
        self._next_backup = time.monotonic() + backups.EVERY.total_seconds()

    def _gone(self) -> str:
        """Say that the world is not where it was, after what it held is in a backup: it may be in no file any more."""
        said = f"{self.path.name} was moved, renamed, replaced or deleted while it was open; put it back, then go on"
        if self._saved_from_loss:
            return f"{said}."
        try:
            backups.back_up(self._connection, self.path, "lost")
        except WorldProblem as problem:
            return f"{said}. {problem.sentence}"
        self._saved_from_loss = True
        return f"{said}. What it held is safe: `sandbox-app backups {self.path.name}` finds it."

    def _insert(self, batch: StepBatch) -> None:
        connection = self._connection
        insert.events(connection, batch.events)
        insert.calls(connection, batch.calls, self._texts)
        insert.memories(connection, batch.memories)
        insert.plans(connection, batch.plans)
        insert.beliefs(connection, batch.beliefs)
        insert.personas(connection, batch.personas)
        insert.rated(connection, batch.rated, batch.step)
        insert.retired(connection, "memory", batch.retired_memories, batch.step)
        insert.retired(connection, "plan", batch.retired_plans, batch.step)
        insert.retired(connection, "belief", batch.retired_beliefs, batch.step)
        insert.retired(connection, "persona", batch.retired_personas, batch.step)
        insert.embeddings(connection, batch.embeddings)
        if batch.snapshot is not None:
            insert.snapshot(connection, batch.snapshot)

    def set_meta(self, key: str, value: str) -> None:
        """Set a value that concerns the whole world; raises as `write`."""
        if key == "last_step":
            raise ValueError("last_step is counted by the file itself")
        valid.bounded(value, valid.MAX_META, "a value of meta")
        with self._transaction():
            self._connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            yield
            self._connection.execute("COMMIT")
        except BaseException as error:
            self._texts.forget()
            if self._connection.in_transaction:  # SQLite itself rolls back after some errors
                self._connection.execute("ROLLBACK")
            said = problem(error, self.path) if isinstance(error, SQLITE_ERRORS) else None
            if said is None:
                raise
            raise said from error

    def close(self) -> None:
        """Make the world one travelling file again and give up the right to write it; may be called twice.

        While somebody reads, the log stays beside the file until the next writer closes it; nothing is lost by that.

        Raises:
            WorldProblem: the log could not be brought into the file (a full disk); both together are the whole world.
        """
        if self._closed:
            return
        self._closed = True
        try:
            with explained(self.path):
                self._settle()
        finally:
            self._connection.close()
            self._lock.release()

    def _settle(self) -> None:
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        self._connection.execute("PRAGMA busy_timeout = 0")
        if not self._is_here():  # the log is in the file, wherever that is now
            return
        try:
            self._connection.execute("PRAGMA journal_mode = DELETE").fetchall()
        except sqlite3.OperationalError as error:
            if (error.sqlite_errorcode & 0xFF) not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _take(lock: WriterLock, path: Path, program: str) -> None:
    try:
        taken = lock.take(f"{program}, process {os.getpid()}")
    except OSError as error:
        raise WorldProblem(
            f"{path.name} cannot be written: its folder is read-only or full; it can still be looked at.", f"{lock.path}: {error}"
        ) from error
    if not taken:
        holder = lock.holder() or "another program"
        raise WorldProblem(f"{path.name} is open for writing already ({holder}); here it can only be looked at until that is closed.")
