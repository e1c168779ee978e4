"""What is read of the file about memories; no widgets. Asked behind the window's back."""

from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from sandbox_app.simulation.editing.lineage import as_remembered, lineage
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import Event, MemoryRow

MOST_LINKS = 40


@dataclass(frozen=True)
class Stream:
    """An agent's memories as of a step, oldest first.

    Attributes:
        held: what it remembers. forgotten: what somebody made it forget. edited: numbers of those changed or added by hand.
    """

    held: tuple[MemoryRow, ...] = ()
    forgotten: tuple[MemoryRow, ...] = ()
    edited: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Found:
    """One memory as of a step.

    Attributes:
        row: as it is worded then, as old as it is for its owner. evidence: what it rests on. rests: what rests on it.
        source: the event it came from. changes: the edits that made it what it is, oldest first.
    """

    row: MemoryRow
    evidence: tuple[MemoryRow, ...]
    rests: tuple[MemoryRow, ...]
    source: Event | None
    changes: tuple[Event, ...]


def stream(reader: WorldReader, agent: int, at: int) -> Stream:
    """Read an agent's memories as of a step."""
    held, lines = as_remembered(reader, reader.memories(agent, at), at)
    edited, gone = set[int](), set[int]()
    for change in _changes(reader.events(None, at, kinds=["edit"]), agent):
        if change.get("added"):
            edited.add(int(change["added"]))
        elif change.get("retired"):
            gone.add(int(change["retired"]))
    last = {lines.now("memory", number) for number in gone}
    rows = [row for number in sorted(last) if (row := reader.memory(number, at)) is not None and row.retired_step is not None]
    return Stream(tuple(held), tuple(rows), frozenset(edited))


def one(reader: WorldReader, number: int, at: int) -> Found | None:
    """Read one memory as of a step, in its latest words; None where there was none by then."""
    row = reader.memory(number, at)
    if row is None:
        return None
    events = reader.events(None, at, kinds=["edit"])
    chain, changes = {number}, []
    for event in events:  # in order, so that a chain is followed in one pass
        for change in _changes([event], row.agent_id):
            touched = {int(change.get(key, 0)) for key in ("retired", "again")} - {0}
            if touched & chain and change.get("added"):
                chain.add(int(change["added"]))
    lines = lineage(reader, at)
    before = lines.before.get("memory", {})
    oldest = min(chain)
    while oldest in before:
        oldest = before[oldest]
        chain.add(oldest)
    newest = reader.memory(max(chain), at) or row
    first = reader.memory(lines.first("memory", newest.id), at) or newest
    for event in events:
        if any({int(change.get(key, 0)) for key in ("retired", "again", "added")} & chain for change in _changes([event], row.agent_id)):
            changes.append(event)
    evidence = [found for each in newest.evidence if (found := reader.memory(each, at)) is not None]
    rests = [other for other in reader.memories(row.agent_id, at) if not chain.isdisjoint(other.evidence)]
    cause = newest.cause or first.cause
    aged = replace(newest, created_step=first.created_step)
    return Found(aged, tuple(evidence[:MOST_LINKS]), tuple(rests[:MOST_LINKS]), reader.event(cause) if cause else None, tuple(changes))


def _changes(events: list[Event], agent: int) -> list[dict[str, Any]]:
    """The changes of an agent's memories in these edits; one edit may concern many agents."""
    changes = (change for event in events for change in event.data.get("changes", ()))
    return [change for change in changes if change.get("table") == "memory" and change.get("agent") == agent]
