"""Long texts (prompts and the facts behind them), each distinct one once, packed so that a day of thoughts stays small.

The prompts of one agent repeat each other: the same persona, the same memories again. So texts are packed in *pages*, one
growing page per agent: every text is deflated with the end of what its page already holds as dictionary. To read one, the
page is unpacked from its start, which its size keeps short.
"""

import hashlib
import sqlite3
import zlib
from dataclasses import dataclass, field

import msgspec

from sandbox_app.errors import WorldProblem

MAX_TEXT = 1 << 20
"""Bytes of one text, in UTF-8."""

_WINDOW = 32 << 10
_PAGE = 96 << 10
_PAGES_AT_HAND = 16


class TextForgotten(WorldProblem):
    """The text was stored once, but the world was told to forget it."""


def digest(data: bytes) -> bytes:
    """Return what identifies a text: 16 bytes of BLAKE2b."""
    return hashlib.blake2b(data, digest_size=16).digest()


def joined(now: str, facts: str, answer: str) -> str:
    """Return one text for what a call has of its own; "" when it has nothing."""
    return f"{len(now)} {len(facts)}\n{now}{facts}{answer}" if now or facts or answer else ""


def parted(text: str) -> tuple[str, str, str]:
    """Undo `joined`.

    Raises:
        ValueError: it is something else.
    """
    if not text:
        return "", "", ""
    head, line, body = text.partition("\n")
    now, facts = (int(size) for size in head.split(" "))
    if not line or now < 0 or facts < 0 or now + facts > len(body):
        raise ValueError("the lengths of a call's texts are wrong")
    return body[:now], body[now : now + facts], body[now + facts :]


def window(before: bytes) -> bytes:
    """Return the part of what a page holds that serves as dictionary of its next text."""
    return before[-_WINDOW:]


def deflated(data: bytes, dictionary: bytes) -> bytes:
    """Deflate one text of a page."""
    deflate = zlib.compressobj(level=6, wbits=-15, memLevel=9, zdict=dictionary)
    return deflate.compress(data) + deflate.flush()


def unpack(packed: bytes, size: int, dictionary: bytes) -> bytes:
    """Inflate one text of a page.

    Raises:
        zlib.error: it is not what it claims to be; never more than `size` bytes are unpacked.
    """
    if not 0 <= size <= MAX_TEXT:
        raise zlib.error("impossible size")
    inflate = zlib.decompressobj(wbits=-15, zdict=dictionary)
    data = inflate.decompress(packed, size + 1)
    if len(data) != size or not inflate.eof:
        raise zlib.error("wrong size")
    return data


@dataclass(slots=True)
class _Page:
    id: int
    end: bytes = b""
    size: int = 0


@dataclass(slots=True)
class TextKeeper:
    """Stores texts through the one writing connection, inside its transaction. Lives where the writer lives."""

    connection: sqlite3.Connection
    forgetting: bool = False
    """Only the hash of each new text is stored."""
    _last_id: int = -1
    _pages: dict[int, _Page] = field(default_factory=dict)
    _recent: dict[bytes, int] = field(default_factory=dict)

    def keep(self, text: str, page: int) -> int:
        """Store a text unless it is there, and return its id; 0 for an empty one.

        Args:
            text: at most `MAX_TEXT` bytes.
            page: texts likely to repeat each other have the same number, such as an agent's id.
        """
        if not text:
            return 0
        data = text.encode()
        if len(data) > MAX_TEXT:
            raise ValueError(f"a text of {len(data)} bytes is over the limit of {MAX_TEXT}")
        key = digest(data)
        return self._recent.get(key) or self._find(key, data) or self._add(key, data, page)

    def forget(self) -> None:
        """Drop what is at hand: the transaction in which it was stored was rolled back."""
        self._last_id = -1
        self._pages.clear()
        self._recent.clear()

    def _find(self, key: bytes, data: bytes) -> int:
        row = self.connection.execute("SELECT id, packed IS NULL FROM text WHERE digest = ?", (key,)).fetchone()
        if row and row[1] and not self.forgetting:
            packed = deflated(data, b"")  # it was forgotten once; now it is the first of a page of its own
            self.connection.execute("UPDATE text SET page = id, packed = ? WHERE id = ?", (packed, row[0]))
        return self._remember(key, int(row[0])) if row else 0

    def _remember(self, key: bytes, number: int) -> int:
        if len(self._recent) > 4096:
            self._recent.clear()
        self._recent[key] = number
        return number

    def _add(self, key: bytes, data: bytes, page_key: int) -> int:
        if self._last_id < 0:
            self._last_id = int(self.connection.execute("SELECT coalesce(max(id), 0) FROM text").fetchone()[0])
        number = self._last_id = self._last_id + 1
        page = self._pages.get(page_key)
        if page is None or page.size + len(data) > _PAGE:
            page = self._pages[page_key] = _Page(number)
        packed = None if self.forgetting else deflated(data, page.end)
        self.connection.execute(
            "INSERT INTO text (id, digest, page, size, packed) VALUES (?, ?, ?, ?, ?)", (number, key, page.id, len(data), packed)
        )
        page.end = window(page.end + data)
        page.size += len(data)
        return self._remember(key, number)


@dataclass(slots=True)
class TextSource:
    """Reads texts through a reader's connection; keeps the pages read last at hand."""

    connection: sqlite3.Connection
    table: str = "text"
    _pages: dict[int, dict[int, bytes]] = field(default_factory=dict)

    def text(self, number: int) -> str:
        """Return a text by its id; "" for 0.

        Raises:
            TextForgotten: the world was told to forget it.
            zlib.error, UnicodeDecodeError, KeyError, msgspec.ValidationError: the file is damaged.
        """
        if number == 0:
            return ""
        row = self.connection.execute(f"SELECT page, digest FROM {self.table} WHERE id = ?", (number,)).fetchone()
        of, key = msgspec.convert(row, tuple[int, bytes])
        page = self._pages.get(of)
        if page is None or number not in page:
            page = self._read_page(of)
        if number not in page:
            raise TextForgotten("This world was told to forget its prompts, or lost them by damage; what was asked can no longer be shown.")
        data = page[number]
        if digest(data) != key:
            raise zlib.error("wrong digest")
        return data.decode()

    def _read_page(self, page: int) -> dict[int, bytes]:
        rows = self.connection.execute(
            f"SELECT id, size, packed FROM {self.table} WHERE id = :page OR (page = :page AND page <> id) ORDER BY id", {"page": page}
        ).fetchall()
        texts: dict[int, bytes] = {}
        before = b""
        for number, size, packed in msgspec.convert(rows, list[tuple[int, int, bytes | None]]):
            if packed is None:
                break  # what follows was packed after it, or was forgotten as well
            texts[number] = unpack(packed, size, before)
            before = window(before + texts[number])
        if len(self._pages) >= _PAGES_AT_HAND:
            del self._pages[next(iter(self._pages))]
        self._pages[page] = texts
        return texts
