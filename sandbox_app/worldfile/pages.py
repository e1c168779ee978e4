"""Reads the rows of a damaged SQLite file page by page, without SQLite and without believing anything the file says.

SQLite gives up on a table at the first page it cannot read; here each page stands for itself, and a page that nothing leads to
any more is still found. The format is that of sqlite.org/fileformat2.html; only what a world has is read (UTF-8, tables
with rowids and one without).
"""

import bisect
import os
import struct
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

Cell = int | float | bytes | str | None
"""A value of a row. Words are bytes until somebody has seen that they are UTF-8: see `as_text`."""

LARGEST = 64 << 20
"""Bytes of the longest row that is believed."""

_INDEX_BRANCH, _TABLE_BRANCH, _INDEX_LEAF, _TABLE_LEAF = 2, 5, 10, 13
_KINDS = (_INDEX_BRANCH, _TABLE_BRANCH, _INDEX_LEAF, _TABLE_LEAF)
_OUR_PAGE_SIZES = (4096, 2048)
"""Of the worlds of before, and of those of now."""
_MOST_COLUMNS = 100
_LOOKED_AT = 4 << 20


def _likely(file: BinaryIO) -> int:
    """Return of which size the pages of a world are whose header is lost: with small ones, trees go on in the middle of large ones."""
    large, small = _OUR_PAGE_SIZES
    kinds = []
    for at in range(small, min(os.fstat(file.fileno()).st_size, _LOOKED_AT), large):
        file.seek(at)
        kinds.append(file.read(1)[0] in _KINDS)
    return small if sum(kinds) * 4 > len(kinds) else large


class Words(bytes):
    """Bytes that the file calls text."""


class Row(Struct, frozen=True):
    """A row as it lies in a page; `rowid` is 0 in a table without rowids."""

    rowid: int
    cells: tuple[Cell, ...]


class Damage(Exception):
    """A page or a cell is not what it must be."""


class OutOfTime(Exception):
    """Reading took longer than it may."""


class Pages:
    """The pages of one file, read as they are needed.

    Attributes:
        count: how many pages there are. damaged: those that could not be read, or not wholly.
        seen: the pages that a walk has reached.
    """

    def __init__(self, path: Path, deadline: float) -> None:
        """Open a file; `deadline` is a time of `time.monotonic`.

        Raises:
            OSError: it cannot be read.
        """
        self._file = path.open("rb", buffering=0)
        self._deadline = deadline
        header = self._file.read(100).ljust(100, b"\0")
        (said,) = struct.unpack_from(">H", header, 16)
        said = 65536 if said == 1 else said
        self.page_size = said if 512 <= said <= 65536 and said & (said - 1) == 0 else _likely(self._file)
        self._usable = self.page_size - (header[20] if header[20] <= 32 else 0)
        self.count = -(-os.fstat(self._file.fileno()).st_size // self.page_size)
        self.header = header
        self.damaged: set[int] = set()
        self.seen: set[int] = set()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def walk(self, root: int) -> Iterator[Row]:
        """Yield the rows of the tree that begins at a page, as far as they can be read; pages met before are passed over."""
        waiting = [root]
        while waiting:
            number = waiting.pop()
            if number in self.seen or not 1 <= number <= self.count:
                self.damaged.add(number)
                continue
            self.seen.add(number)
            try:
                children, rows = self._page(number)
            except Damage:
                self.damaged.add(number)
                continue
            waiting += reversed(children)
            yield from rows

    def strays(self) -> Iterator[tuple[bool, list[Row]]]:
        """Yield the rows of each leaf that no walk has reached and that is not given up, and whether they have rowids."""
        given_up = self._free()
        for number in range(1, self.count + 1):
            if number in self.seen or number in given_up:
                continue
            try:
                kind = self._read(number)[self._start(number)]
                if kind in (_TABLE_LEAF, _INDEX_LEAF):
                    yield kind == _TABLE_LEAF, self._page(number)[1]
            except Damage:
                continue

    def _free(self) -> set[int]:
        """Return the pages of the list of free ones, as far as it can be followed: what they hold was deleted."""
        free: set[int] = set()
        (trunk,) = struct.unpack_from(">I", self.header, 32)
        while 1 < trunk <= self.count and trunk not in free:
            free.add(trunk)
            page = self._read(trunk)
            following, number = struct.unpack_from(">II", page)
            for at in range(min(number, len(page) // 4 - 2)):
                free.add(struct.unpack_from(">I", page, 8 + 4 * at)[0])
            trunk = following
        return free

    def _read(self, number: int) -> bytes:
        if time.monotonic() > self._deadline:
            raise OutOfTime
        self._file.seek((number - 1) * self.page_size)
        try:
            return self._file.read(self.page_size).ljust(self.page_size, b"\0")
        except OSError as error:  # a disk that fails in one place
            raise Damage(str(error)) from error

    def _start(self, number: int) -> int:
        return 100 if number == 1 else 0

    def _page(self, number: int) -> tuple[list[int], list[Row]]:
        """Return the pages below one and the rows in it."""
        page = self._read(number)
        start = self._start(number)
        kind = page[start]
        if kind not in _KINDS:
            raise Damage(f"page {number} is of kind {kind}")
        branch = kind in (_INDEX_BRANCH, _TABLE_BRANCH)
        (cells,) = struct.unpack_from(">H", page, start + 3)
        first = start + (12 if branch else 8)
        if first + 2 * cells > len(page):
            self.damaged.add(number)
            cells = (len(page) - first) // 2
        children: list[int] = []
        rows: list[Row] = []
        for at in struct.unpack_from(f">{cells}H", page, first):
            if not first + 2 * cells <= at < self._usable:
                self.damaged.add(number)
                continue
            try:
                self._cell(page, at, kind, children, rows)
            except (Damage, IndexError, struct.error):
                self.damaged.add(number)
        if branch:
            children.append(struct.unpack_from(">I", page, start + 8)[0])
        in_order = longest_growing([row.rowid for row in rows])
        if len(in_order) < len(rows):  # a number among them that cannot be
            self.damaged.add(number)
        return children, [rows[at] for at in in_order]

    def _cell(self, page: bytes, at: int, kind: int, children: list[int], rows: list[Row]) -> None:
        if kind in (_INDEX_BRANCH, _TABLE_BRANCH):
            children.append(struct.unpack_from(">I", page, at)[0])
            at += 4
        if kind == _TABLE_BRANCH:
            return
        size, at = varint(page, at)
        rowid = 0
        if kind == _TABLE_LEAF:
            rowid, at = varint(page, at)
        rows.append(Row(rowid, record(self._payload(page, at, size, table=kind == _TABLE_LEAF))))

    def _payload(self, page: bytes, at: int, size: int, *, table: bool) -> bytes:
        """Return the bytes of a cell, those on overflow pages included."""
        if not 0 < size <= LARGEST:
            raise Damage(f"a row of {size} bytes")
        most = self._usable - 35 if table else (self._usable - 12) * 64 // 255 - 23
        if size <= most:
            if at + size > len(page):
                raise Damage("a row that leaves its page")
            return page[at : at + size]
        least = (self._usable - 12) * 32 // 255 - 23
        here = least + (size - least) % (self._usable - 4)
        here = here if here <= most else least
        parts = [page[at : at + here]]
        left = size - here
        (following,) = struct.unpack_from(">I", page, at + here)
        followed: set[int] = set()
        while left > 0:
            if not 1 < following <= self.count or following in followed or following in self.seen:
                raise Damage(f"a row goes on in page {following}")
            followed.add(following)
            more = self._read(following)
            (following,) = struct.unpack_from(">I", more)
            parts.append(more[4 : 4 + min(left, self._usable - 4)])
            left -= len(parts[-1])
        return b"".join(parts)


def varint(data: bytes, at: int) -> tuple[int, int]:
    """Return a number of one to nine bytes and where it ends."""
    value = 0
    for index in range(8):
        byte = data[at + index]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + index + 1
    value = value << 8 | data[at + 8]
    return value - (1 << 64) if value >> 63 else value, at + 9


_REAL: Callable[[bytes], tuple[float]] = struct.Struct(">d").unpack
_WIDTHS = (0, 1, 2, 3, 4, 6, 8)


def record(payload: bytes) -> tuple[Cell, ...]:
    """Return the values of a row.

    Raises:
        Damage: it is none.
    """
    end, at = varint(payload, 0)
    if not at <= end <= len(payload):
        raise Damage("a row's header is longer than the row")
    kinds: list[int] = []
    while at < end:
        kind, at = varint(payload, at)
        kinds.append(kind)
    if at != end or len(kinds) > _MOST_COLUMNS:
        raise Damage("a row's header does not end where it says")
    cells: list[Cell] = []
    for kind in kinds:
        cell, at = _value(payload, at, kind)
        cells.append(cell)
    if at != len(payload):
        raise Damage("a row is longer than its values")
    return tuple(cells)


def _value(payload: bytes, at: int, kind: int) -> tuple[Cell, int]:
    if kind >= 12:
        end = at + (kind - 12) // 2
        if end > len(payload):
            raise Damage("a value leaves its row")
        return (Words(payload[at:end]) if kind % 2 else payload[at:end]), end
    if kind == 0:
        return None, at
    if kind in (8, 9):
        return kind - 8, at
    if kind == 7:
        end = at + 8
    elif 1 <= kind <= 6:
        end = at + _WIDTHS[kind]
    else:
        raise Damage(f"a value of kind {kind}")
    if end > len(payload):
        raise Damage("a value leaves its row")
    return (_REAL(payload[at:end])[0] if kind == 7 else int.from_bytes(payload[at:end], "big", signed=True)), end


def longest_growing(values: list[int]) -> list[int]:
    """Return the indexes of as many values as can be chosen, in order, so that none is less than the one before it."""
    ends: list[int] = []
    at: list[int] = []
    before = [-1] * len(values)
    for index, value in enumerate(values):
        place = bisect.bisect_right(ends, value)
        if place == len(ends):
            ends.append(value)
            at.append(index)
        else:
            ends[place], at[place] = value, index
        before[index] = at[place - 1] if place else -1
    chosen = []
    index = at[-1] if at else -1
    while index >= 0:
        chosen.append(index)
        index = before[index]
    return chosen[::-1]
