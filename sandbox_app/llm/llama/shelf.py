"""Parts of prompts whose place in the context was needed: kept in ordinary memory, back in the context in no time."""

from collections.abc import Callable

from msgspec import Struct

MOST_BYTES = 256 << 20


class _Book(Struct, frozen=True):
    agent: int
    used: int
    data: bytes


class Shelf:
    """Holds what the context remembered of parts of prompts, so that more agents have one than the context has room for.

    Every cell in use makes attention over all others dearer, so a small context and a full shelf beat a large context.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._books: dict[tuple[str, str], _Book] = {}
        self._bytes = 0

    def put(self, key: tuple[str, str], agent: int, used: int, data: bytes, rests_until: Callable[[int], int]) -> None:
        """Keep a part; when there is too much, those go whose agent thinks again last, among equals the one not used for longest."""
        self.take(key)
        self._books[key] = _Book(agent, used, data)
        self._bytes += len(data)
        while self._bytes > self._most:
            self.take(min(self._books, key=lambda key: (-rests_until(self._books[key].agent), self._books[key].used)))

    def take(self, key: tuple[str, str]) -> bytes | None:
        """Return a part and keep it no longer; None when there is none."""
        book = self._books.pop(key, None)
        if book is None:
            return None
        self._bytes -= len(book.data)
        return book.data
