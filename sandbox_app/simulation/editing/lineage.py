"""Which rows came from which: an edit retires a row and adds one, and both are the same memory, older than the edit.

All of it follows from the `edit` events: a change names the row it retired, the one it added, and the one that this brings back.
"""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import MemoryRow


class Lineage(Struct):
    """How rows follow each other by edits, for each temporal table.

    Attributes:
        before: row -> the row that it took the place of, or that it brings back.
        heirs: row -> the row that brought it back last. again: row -> the row that it brings back.
        instead: row -> the row that took its place last.
    """

    before: dict[str, dict[int, int]] = {}
    heirs: dict[str, dict[int, int]] = {}
    again: dict[str, dict[int, int]] = {}
    instead: dict[str, dict[int, int]] = {}

    def now(self, table: str, number: int) -> int:
        """Return the row that stands for this one now: itself, or the last one that brought it back."""
        heirs = self.heirs.get(table, {})
        while number in heirs:
            number = heirs[number]
        return number

    def known(self, table: str, number: int) -> int:
        """Return the number that people know a row by: what was retired and came back word for word has the number it always had."""
        again = self.again.get(table, {})
        while number in again:
            number = again[number]
        return number

    def first(self, table: str, number: int) -> int:
        """Return the row with which it began."""
        before = self.before.get(table, {})
        while number in before:
            number = before[number]
        return number


def lineage(reader: WorldReader, at: int | None = None) -> Lineage:
    """Read what edits did until a step (default: until now)."""
    found = Lineage()
    for event in reader.events(None, at, kinds=["edit"]):
        for change in event.data.get("changes", ()):
            table, added = str(change["table"]), int(change.get("added", 0))
            retired, again = int(change.get("retired", 0)), int(change.get("again", 0))
            if not added:
                continue
            if again:
                found.heirs.setdefault(table, {})[again] = added
                found.again.setdefault(table, {})[added] = again
            if retired:
                found.instead.setdefault(table, {})[retired] = added
            if again or retired:
                found.before.setdefault(table, {})[added] = again or retired
    return found


def accessed_since(row: MemoryRow, accessed: Mapping[int, int], lines: Lineage) -> int:
    """Return when a memory was retrieved last, under this number or an earlier one; its creation when never."""
    before = lines.before.get("memory", {})
    last, number = row.created_step, row.id
    while number:
        last = max(last, accessed.get(number, 0))
        number = before.get(number, 0)
    return last


def as_remembered(reader: WorldReader, rows: list[MemoryRow], at: int | None = None) -> tuple[list[MemoryRow], Lineage]:
    """Return memories as their owner has them: one that was edited is as old as it was before."""
    lines = lineage(reader, at)
    if not lines.before.get("memory"):
        return rows, lines
    return sorted((as_old(reader, row, lines, at) for row in rows), key=lambda row: (row.created_step, row.id)), lines


def as_old(reader: WorldReader, row: MemoryRow, lines: Lineage, at: int | None = None) -> MemoryRow:
    """Return a memory with the age that it has for its owner: that of the memory with which it began."""
    first = lines.first("memory", row.id)
    origin = reader.memory(first, at) if first != row.id else None
    if origin is None:
        return row
    return replace(row, created_step=origin.created_step, rated_step=origin.rated_step or row.rated_step)
