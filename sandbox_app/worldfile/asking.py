"""Asks a world's file, and believes no answer: every cell that comes out is looked at, and no question may take for ever."""

import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from sandbox_app.worldfile.connection import damaged, explained
from sandbox_app.worldfile.rows import AgentRow, BeliefRow, Event, MemoryRow, PlanRow
from sandbox_app.worldfile.valid import MAX_SENTENCE

_STEPS_BETWEEN_LOOKS = 200_000
"""Instructions of SQLite's machine between two looks at the clock; some tens of milliseconds."""
LONGEST_SECONDS = 120.0
"""How long a single question to the file may take: one can be made so that looking into it never ends."""

Row = TypeVar("Row", bound=Struct)
Parsed = TypeVar("Parsed")
Cells = TypeVar("Cells", bound=tuple[object, ...])


class Asking:
    """Puts a reader's questions to its connection; lives on the reader's thread.

    Attributes:
        path: the world's file. connection: what reads it.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.connection = connection
        self._until = time.monotonic() + LONGEST_SECONDS
        connection.set_progress_handler(lambda: int(time.monotonic() > self._until), _STEPS_BETWEEN_LOOKS)

    def rows(self, sql: str, values: Mapping[str, object] | Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Fetch everything at once: a reader never holds the log open between two calls.

        Raises:
            WorldProblem: the file is damaged, its disk fails, or it took too long.
        """
        self._until = time.monotonic() + LONGEST_SECONDS
        with explained(self.path):
            return self.connection.execute(sql, values).fetchall()

    def typed(self, kind: type[Cells], sql: str, values: Mapping[str, object] | Sequence[object] = ()) -> list[Cells]:
        """Fetch rows whose cells are of these types; raises as `rows`."""
        rows = self.rows(sql, values)
        with self.reading(sql):
            return msgspec.convert(rows, list[kind])  # type: ignore[valid-type]

    def structs(self, kind: type[Row], sql: str, values: Mapping[str, object] | Sequence[object] = (), **parse: Any) -> list[Row]:
        """Fetch rows as structs, of which the columns are the fields in order; raises as `rows`.

        Args:
            parse: what makes of the cells of a column what the field holds.
        """
        rows = self.rows(sql, values)
        parse = {**_LINES.get(kind, {}), **parse}
        names = kind.__struct_fields__
        with self.reading(kind.__name__):
            cells = msgspec.convert(rows, _cells(kind, tuple(parse)))
            if not parse:
                return [kind(**dict(zip(names, row, strict=True))) for row in cells]
            made = []
            for row in cells:
                named = dict(zip(names, row, strict=True))
                for name, function in parse.items():
                    named[name] = function(named[name])
                made.append(kind(**named))
            return made

    @contextmanager
    def reading(self, what: str) -> Iterator[None]:
        """Say that the file is damaged where what comes out of it cannot be taken apart."""
        try:
            with explained(self.path):
                yield
        except (zlib.error, msgspec.MsgspecError, UnicodeError, KeyError, ValueError, RecursionError) as error:
            raise damaged(self.path, f"{self.path}: {what}: {error}") from error


def _line(cell: object) -> str:
    """Return the words of a row as one line: in a prompt or a list they must not pass for more than they are.

    Raises:
        ValueError: there are more of them than a world can have.
    """
    if not isinstance(cell, str) or len(cell) > MAX_SENTENCE:
        raise ValueError("a line that is none, or too long")
    return cell if cell.isprintable() else " ".join("".join(sign if sign.isprintable() else " " for sign in cell).split())


_LINES: dict[type[Struct], dict[str, Callable[[object], object]]] = {
    AgentRow: {"name": _line, "short": _line},
    MemoryRow: {"text": _line},
    BeliefRow: {"text": _line},
    PlanRow: {"activity": _line},
    Event: {"text": _line},
}
"""The words that go into prompts and lists, and what becomes of them on their way out of the file."""


def _json(kind: type[Parsed]) -> Callable[[object], Parsed]:
    """Return what parses a column of JSON, or raises `ValueError`, also when a damaged file has no text there."""
    decoder = msgspec.json.Decoder(kind)

    def parse(cell: object) -> Parsed:
        if not isinstance(cell, str):
            raise ValueError(f"{type(cell).__name__} instead of JSON")  # noqa: TRY004 - of the file, not of our code
        return decoder.decode(cell)

    return parse


@cache
def _cells(kind: type[Struct], parsed: tuple[str, ...]) -> Any:
    """Return the type of rows of the columns of a struct; those that are parsed are text."""
    types = tuple(str if one.name in parsed else one.type for one in msgspec.structs.fields(kind))
    return list[tuple[types]]  # type: ignore[valid-type]


as_ints = _json(tuple[int, ...])
as_object = _json(dict[str, Any])
