"""Is a file a whole world? Looks at everything in it, trusts nothing, writes nothing."""

import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from sandbox_app.worldfile import packing, schema, texts
from sandbox_app.worldfile.connection import SQLITE_ERRORS, WorldDamaged, be_there, open_to_read, problem, upgraded
from sandbox_app.worldfile.invariants import INVARIANTS
from sandbox_app.worldfile.searchable import BY_TIME, SEARCHED

TIME_LIMIT = 300.0
"""Seconds after which a check gives up: a file can be made so that reading it never ends."""

_AT_MOST = 20
"""Findings of one sort; a file that is broken through and through needs no longer list."""

_STEPS_BETWEEN_LOOKS = 20_000
"""Instructions of SQLite's machine between two looks at the clock; some milliseconds."""

_WORDS = {
    "agent": "name, short",
    "event": "kind, text, data",
    "persona": "data",
    "memory": "kind, text, evidence",
    "plan": "level, activity",
    "belief": "kind, text, data",
    "call": "purpose, output, error, model",
    "embedding": "model, text",
    "snapshot": "digest",
}
"""The columns of text in each table that has a rowid."""


class Finding(Struct, frozen=True):
    """Something that is wrong with a file.

    Attributes:
        what: what is wrong, for a person.
        where: in which table and row, or which part of the file.
        fixable: it can be put right without losing anything of the record.
    """

    what: str
    where: str
    fixable: bool


class _OutOfTime(Exception):
    pass


def check(path: Path, seconds: float = TIME_LIMIT) -> list[Finding]:
    """Return what is wrong with a world, the worst first; an empty list when it is whole. A log left by a killed run is fine.

    Raises:
        WorldProblem: there is no such file, or it may not be read.
    """
    be_there(path)
    before = _traces(path)
    alone = not path.with_name(path.name + "-wal").exists()
    findings = _check(path, seconds, unchanging=alone)
    if alone and _traces(path) != before:  # somebody began to write meanwhile, which so private a look cannot see
        findings = _check(path, seconds, unchanging=False)
    return findings


def _traces(path: Path) -> tuple[float, int, bool] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, path.with_name(path.name + "-wal").exists()


def _check(path: Path, seconds: float, *, unchanging: bool) -> list[Finding]:
    try:
        opened = open_to_read(path, unchanging=unchanging)
    except WorldDamaged as error:
        return [Finding(error.sentence, "the whole file", fixable=False)]
    findings: list[Finding] = []
    deadline = time.monotonic() + seconds
    opened.connection.set_progress_handler(lambda: int(time.monotonic() > deadline), _STEPS_BETWEEN_LOOKS)
    try:
        for finding in _Examination(opened.connection, path, deadline).findings():
            findings.append(finding)
    except _OutOfTime:
        findings.append(Finding(f"the check was ended after {seconds:g} seconds, before it was through", "the whole file", fixable=False))
    finally:
        opened.close()
    return findings


class _Examination:
    """One pass over one file, as it was when the pass began."""

    def __init__(self, connection: sqlite3.Connection, path: Path, deadline: float) -> None:
        self._connection = connection
        self._path = path
        self._deadline = deadline
        self._version = schema.VERSION

    def findings(self) -> Iterator[Finding]:
        broken = list(self._guarded("the file", self._structure))
        yield from broken
        unknown = list(self._guarded("the schema", self._identity))
        yield from unknown
        if any(not finding.fixable for finding in unknown):
            return
        if self._version < schema.VERSION:
            yield from self._guarded("the whole file", self._brought_up_to_date)
        else:
            yield from self._contents()

    def _brought_up_to_date(self) -> Iterator[Finding]:
        """Look at the rows of an older world in a copy that has the tables of today."""
        copy = upgraded(self._connection)
        try:
            copy.connection.set_progress_handler(lambda: int(time.monotonic() > self._deadline), _STEPS_BETWEEN_LOOKS)
            yield from _Examination(copy.connection, self._path, self._deadline)._contents()
        finally:
            copy.close()

    def _contents(self) -> Iterator[Finding]:
        for invariant in INVARIANTS:
            yield from self._guarded(invariant.table, lambda rule=invariant: self._rows(rule.what, rule.table, rule.sql, rule.fixable))  # type: ignore[misc]
        yield from self._guarded("the words", self._words)
        yield from self._guarded("the search index", self._search)
        yield from self._guarded("text", self._texts)
        yield from self._guarded("retrieval", self._retrievals)
        yield from self._guarded("snapshot", self._snapshots)

    def _guarded(self, where: str, part: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
        """Run a part of the examination; what cannot even be read is a finding, too."""
        try:
            yield from part()
        except SQLITE_ERRORS as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
                raise _OutOfTime from error
            if problem(error, self._path) is None:
                raise
            yield Finding(f"it cannot be read: {error}", where, fixable=False)

    def _structure(self) -> Iterator[Finding]:
        # The first statement, before any of the file's own schema is believed (sqlite.org/security.html).
        for (said,) in self._connection.execute(f"PRAGMA integrity_check({_AT_MOST})").fetchall():
            if said != "ok":
                yield Finding(f"the file's structure is damaged: {said}", "the file", fixable="index" in str(said))

    def _identity(self) -> Iterator[Finding]:
        # From here on one transaction: a run that goes on meanwhile changes nothing of what is seen.
        self._connection.execute("BEGIN")
        application = int(self._connection.execute("PRAGMA application_id").fetchone()[0])
        self._version = version = int(self._connection.execute("PRAGMA user_version").fetchone()[0])
        if application != schema.APPLICATION_ID and self._path.stat().st_size == 0:
            yield Finding("it is empty", "the file", fixable=False)
        elif application != schema.APPLICATION_ID:
            yield Finding("it is not a world of Town Sandbox", "application_id", fixable=False)
        elif version > schema.VERSION:
            known = f"this program knows up to {schema.VERSION}"
            yield Finding(f"it was made by a newer Town Sandbox: its format is {version}, {known}", "user_version", fixable=False)
        elif version < 1:
            yield Finding("its version is none that ever was", "user_version", fixable=False)
        else:
            yield from self._strange(schema.entries(self._connection), schema.expected(version))

    def _strange(self, found: frozenset[schema.SchemaEntry], ours: frozenset[schema.SchemaEntry]) -> Iterator[Finding]:
        names = {name for _, name, _ in ours}
        for kind, name, _ in sorted(found - ours):
            if name not in names:
                yield Finding(f"a {kind} that no world has", f"{kind} {name[:80]}", fixable=True)
        for kind, name, _ in sorted(ours - found):
            yield Finding(f"the {kind} is missing, or is not what it must be", f"{kind} {name}", fixable=False)

    def _rows(self, what: str, table: str, sql: str, fixable: bool) -> Iterator[Finding]:
        for (row,) in self._connection.execute(f"SELECT * FROM ({sql}) LIMIT {_AT_MOST}").fetchall():
            yield Finding(what, f"{table} {row}", fixable)

    def _words(self) -> Iterator[Finding]:
        self._connection.text_factory = bytes
        try:
            for table, columns in _WORDS.items():
                for key, row in self._in_time(f"SELECT rowid, {columns} FROM {table}"):
                    try:
                        b" ".join(msgspec.convert(row, tuple[bytes, ...])).decode()
                    except (msgspec.ValidationError, UnicodeDecodeError):
                        yield Finding("its words cannot be read", f"{table} {key}", fixable=False)
        finally:
            self._connection.text_factory = str

    def _search(self) -> Iterator[Finding]:
        # The index is walked through a view of it that lives in memory; the file itself stays open for reading only.
        self._connection.execute("PRAGMA query_only = OFF")
        for table, column in SEARCHED.items():
            try:
                self._connection.execute(f"SELECT count(*) FROM {table}_search WHERE {table}_search MATCH 'a'").fetchone()
                self._connection.execute(f"CREATE VIRTUAL TABLE temp.{table}_words USING fts5vocab (main, {table}_search, 'instance')")
                sql = f"SELECT DISTINCT doc FROM {table}_words WHERE doc NOT IN (SELECT id FROM {table})"
                yield from self._rows("the search index names it, but it is not there", table, sql, fixable=True)
                if table not in BY_TIME:
                    continue
                sql = f"SELECT id FROM {table} WHERE {column} GLOB '*[A-Za-z0-9]*' AND id NOT IN (SELECT doc FROM {table}_words)"
                yield from self._rows("its words are not in the search index as they must be", table, sql, fixable=True)
            except sqlite3.DatabaseError as error:
                if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT or problem(error, self._path) is None:
                    raise
                yield Finding(f"it cannot be read: {error}", f"{table}_search", fixable=True)

    def _texts(self) -> Iterator[Finding]:
        page, before, ended = 0, b"", 0
        sql = "SELECT id, digest, page, size, packed FROM text WHERE packed IS NOT NULL ORDER BY page, id"
        for number, row in self._in_time(sql):
            try:
                digest, of, size, packed = msgspec.convert(row, tuple[bytes, int, int, bytes])
                if of == ended:
                    continue
                page, before = of, (before if of == page else b"")
                data = texts.unpack(packed, size, before)
                before = texts.window(before + data)
                whole = texts.digest(data) == digest
            except (zlib.error, msgspec.ValidationError):
                whole = False
            if not whole:
                ended = page  # what follows there cannot be unpacked without this one
                yield Finding(
                    "a prompt or what it was made from cannot be unpacked, nor what follows in its page", f"text {number}", fixable=False
                )

    def _retrievals(self) -> Iterator[Finding]:
        for call, row in self._in_time("SELECT call_id, packed FROM retrieval"):
            try:
                packing.unpack_retrieved(*msgspec.convert(row, tuple[bytes]))
            except (msgspec.MsgspecError, ValueError):
                yield Finding("what was retrieved for a call cannot be unpacked", f"retrieval {call}", fixable=False)

    def _snapshots(self) -> Iterator[Finding]:
        for step, row in self._in_time("SELECT step, state, size FROM snapshot"):
            try:
                packing.unpack_state(*msgspec.convert(row, tuple[bytes, int]))
            except (zlib.error, msgspec.ValidationError):
                # The state can be counted again from the events, so nothing is lost.
                yield Finding("a snapshot cannot be unpacked", f"snapshot {step}", fixable=True)

    def _in_time(self, sql: str) -> Iterator[tuple[object, tuple[object, ...]]]:
        for key, *row in self._connection.execute(sql):
            if time.monotonic() > self._deadline:
                raise _OutOfTime
            yield key, tuple(row)
