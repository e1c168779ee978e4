"""Brings the rows of a damaged file into a new one, table by table, each row for itself."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sandbox_app.worldfile.pages import Cell, Pages, Row, Words

_SCHEMA_ROOT = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the new file.

    Attributes:
        columns: name, type and whether it may be NULL, in order. rowid: where among them the rowid stands, -1 without one.
    """

    name: str
    columns: tuple[tuple[str, str, bool], ...]
    rowid: int

    def values(self, row: Row) -> tuple[Cell, ...] | None:
        """Return a row's values as the table takes them; None where it is no row of this table."""
        if not 0 < len(row.cells) <= len(self.columns):
            return None
        values: list[Cell] = []
        for at, (cell, (_, kind, may_be_null)) in enumerate(zip(row.cells, self.columns, strict=False)):
            if at == self.rowid:
                if cell is not None:
                    return None
                values.append(row.rowid)
                continue
            taken = _taken(cell, kind)
            if taken is None and (cell is not None or not may_be_null):
                return None
            values.append(taken)
        return tuple(values)


def _taken(cell: Cell, kind: str) -> Cell:
    """Return a value as a column of this type takes it; None where it does not."""
    match kind:
        case "TEXT" if isinstance(cell, Words):
            try:
                return cell.decode()
            except UnicodeDecodeError:
                return None
        case "BLOB" if isinstance(cell, bytes) and not isinstance(cell, Words):
            return cell
        case "INTEGER" if isinstance(cell, int):
            return cell
        case "REAL" if isinstance(cell, int | float):
            return float(cell)
    return None


def tables(connection: sqlite3.Connection) -> list[Table]:
    """Return the tables of a world that hold its record; the search indexes are made anew from them."""
    found = []
    for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid").fetchall():
        if name.startswith("_sqlite_") or "_search" in name or name.startswith("sqlite_"):
            continue
        columns = connection.execute(f"PRAGMA table_info({name})").fetchall()
        keys = [at for at, column in enumerate(columns) if column[5]]
        rowid = keys[0] if len(keys) == 1 and columns[keys[0]][2] == "INTEGER" else -1
        found.append(Table(name, tuple((c[1], c[2], not c[3]) for c in columns), rowid))
    return found


@dataclass(slots=True)
class Salvage:
    """What came out of the old file.

    Attributes:
        refused: for each table how many rows were found that could not be kept.
        broken: the tables in which a page could not be read.
        strays: for each table how many rows were found in pages to which nothing leads any more.
    """

    pages: Pages
    connection: sqlite3.Connection
    refused: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    broken: set[str] = field(default_factory=set)
    strays: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def run(self) -> None:
        """Bring over all that can be read, inside the caller's transaction.

        Raises:
            OutOfTime: it took too long.
        """
        ours = tables(self.connection)
        roots = self._roots()
        for table in ours:
            if table.name not in roots:
                self.broken.add(table.name)
                continue
            before = len(self.pages.damaged)
            self._bring(table, self.pages.walk(roots[table.name]))
            if len(self.pages.damaged) > before:
                self.broken.add(table.name)
        if self.broken:
            self._strays([table for table in ours if table.name in self.broken])

    def _roots(self) -> dict[str, int]:
        """Return where each table begins, as far as the file's own list of them can be read."""
        roots: dict[str, int] = {}
        for row in self.pages.walk(_SCHEMA_ROOT):
            if len(row.cells) < 4 or not isinstance(row.cells[1], Words) or not isinstance(row.cells[3], int):
                continue
            name, root = row.cells[1].decode(errors="replace"), row.cells[3]
            if row.cells[0] == b"table" and root > 1:
                roots.setdefault(name, root)
        return roots

    def _bring(self, table: Table, rows: Iterable[Row]) -> int:
        statements: dict[int, str] = {}
        brought = 0
        for row in rows:
            values = table.values(row)
            if values is None:
                self.refused[table.name] += 1
                continue
            sql = statements.get(len(values)) or statements.setdefault(len(values), _insert(table, len(values)))
            try:
                brought += self.connection.execute(sql, values).rowcount
            except (sqlite3.IntegrityError, sqlite3.DataError, OverflowError):
                self.refused[table.name] += 1
        return brought

    def _strays(self, broken: Sequence[Table]) -> None:
        """Bring over what lies in pages to which nothing leads, where only one of the broken tables can have had it."""
        for has_rowids, rows in self.pages.strays():
            fitting = [table for table in broken if (table.rowid >= 0) == has_rowids and rows and all(_fits(table, row) for row in rows)]
            if len(fitting) == 1:
                self.strays[fitting[0].name] += self._bring(fitting[0], rows)


def _fits(table: Table, row: Row) -> bool:
    return len(row.cells) == len(table.columns) and table.values(row) is not None


def _insert(table: Table, number: int) -> str:
    """Return the statement that adds a row with so many of the columns; one that is there already stays."""
    names = ", ".join(name for name, _, _ in table.columns[:number])
    conflict = "" if table.rowid < 0 else f" ON CONFLICT ({table.columns[table.rowid][0]}) DO NOTHING"
    return f"INSERT INTO {table.name} ({names}) VALUES ({', '.join('?' * number)}){conflict}"
