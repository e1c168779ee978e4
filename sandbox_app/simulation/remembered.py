"""What agents remember, asked from outside as of any moment: lists, searches, and scored retrieval without side effects."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sandbox_app.errors import Problem
from sandbox_app.llm.engines import open_embedder
from sandbox_app.llm.request import Embedder
from sandbox_app.mind.memory import MemoryStream
from sandbox_app.simulation.description import Description, describe
from sandbox_app.simulation.editing.lineage import Lineage, accessed_since, as_old, as_remembered, lineage
from sandbox_app.simulation.questions import KINDS_OF_MEMORIES, agent_named, kinds_named, step_named
from sandbox_app.simulation.thinkers import Asked, choose
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import MemoryRow


@contextmanager
def embedder_of(path: Path) -> Iterator[Embedder]:
    """Open what a world finds its memories with, and close it in the end.

    Raises:
        Problem: the world or its embedding model cannot be read.
    """
    with closing(open_embedder(choose(path, Asked(engine="scripted")).embedding_file)) as embedder:
        yield embedder


def stream_at(reader: WorldReader, world: Description, agent: int, step: int, embedder: Embedder) -> MemoryStream:
    """Return the memories of an agent as they were at the end of a step; changing it changes nothing in the world."""
    stream = MemoryStream(embedder.embed, embedder.dimensions, world.settings.step_seconds)
    accessed = reader.last_access(agent, step)
    rows, lines = as_remembered(reader, reader.memories(agent, step), step)
    vectors = reader.embeddings([row.text for row in rows], embedder.name)
    for row in rows:
        stream.add(row, accessed_since(row, accessed, lines), vectors.get(row.text))
    return stream


def retrieve_of(path: Path, agent: str, query: str, count: int, at: str | None, embedder: Embedder) -> list[dict[str, Any]]:
    """Return the best memories of an agent for a query, as `retrieve --json` prints them.

    Raises:
        Problem: the file, the time or the agent is not right, or the query is empty.
    """
    if not query.strip() or count < 1:
        raise Problem("Say what to look for, and how many memories (at least one).")
    with WorldReader(path) as reader:
        world = describe(reader)
        step = step_named(world, reader, at)
        stream = stream_at(reader, world, agent_named(reader, agent), step, embedder)
        lines = lineage(reader, step)
    return [
        {
            "id": lines.known("memory", found.row.id),
            "text": found.row.text,
            "kind": found.row.kind,
            "recency": found.scores.recency,
            "importance": found.scores.importance,
            "relevance": found.scores.relevance,
            "score": found.scores.score,
            "raw_recency": found.raw_recency,
            "raw_importance": found.raw_importance,
            "raw_relevance": found.raw_relevance,
        }
        for found in stream.retrieve(embedder.embed([query])[0], step, count, world.settings)
    ]


def memories_of(
    path: Path, agent: str | None, at: str | None, *, kinds: str | None = None, words: str | None = None
) -> list[dict[str, Any]]:
    """Return memories as they were, oldest first, or those that have all the words, best first.

    Args:
        kinds: only these kinds, with commas. words: to search for; None to list.

    Raises:
        Problem: the file, the time, the agent or a kind is not right.
    """
    wanted = None if kinds is None else kinds_named(kinds, KINDS_OF_MEMORIES, "memories")
    with WorldReader(path) as reader:
        world = describe(reader)
        step = step_named(world, reader, at)
        chosen = None if agent is None else agent_named(reader, agent)
        if words is not None:
            lines = lineage(reader, step)
            rows = [as_old(reader, row, lines, step) for row in reader.find_memories(words, chosen, step, limit=1000)]
        else:
            ids = [chosen] if chosen is not None else [one.id for one in reader.agents()]
            rows, lines = [], lineage(reader, step)
            for one in ids:
                held = (as_old(reader, row, lines, step) for row in reader.memories(one, step))
                rows += sorted(held, key=lambda row: (row.created_step, row.id))
        told = _Told(reader, world, lines, step, chosen)
        return [told.words(row) for row in rows if wanted is None or row.kind in wanted]


def memory_of(path: Path, memory: int, at: str | None) -> dict[str, Any]:
    """Return one memory with what it rests on and what rests on it, as `memory show --json` prints it.

    One that was retired and came back is told as it is now; `instead` is the number of the one that took its place, 0 for none.

    Raises:
        Problem: the file or the time is not right, or there is no such memory by then.
    """
    with WorldReader(path) as reader:
        world = describe(reader)
        step = step_named(world, reader, at)
        lines = lineage(reader, step)
        row = reader.memory(lines.now("memory", memory), step)
        if row is None:
            raise Problem(f"There is no memory {memory} at {world.clock.words(step)}.")
        told = _Told(reader, world, lines, step, row.agent_id)
        same = _same(lines, row.id)
        evidence = [found for number in row.evidence if (found := reader.memory(lines.now("memory", number), step)) is not None]
        above = [other for other in reader.memories(row.agent_id, step) if not same.isdisjoint(other.evidence)]
        instead = lines.instead.get("memory", {}).get(row.id, 0) if row.retired_step is not None else 0
        event = reader.event(row.cause) if row.cause else None
        return told.words(as_old(reader, row, lines, step)) | {
            "event": event.text if event is not None else "",
            "retired": world.clock.words(row.retired_step) if row.retired_step is not None else "",
            "instead": lines.known("memory", instead) if instead else 0,
            "rests_on": [told.words(as_old(reader, other, lines, step)) for other in evidence],
            "supports": [told.words(as_old(reader, other, lines, step)) for other in above],
        }


def _same(lines: Lineage, number: int) -> set[int]:
    """Return the rows that a memory has been until now."""
    before, found = lines.before.get("memory", {}), {number}
    while number in before:
        number = before[number]
        found.add(number)
    return found


class _Told:
    """Memories of one moment in words."""

    def __init__(self, reader: WorldReader, world: Description, lines: Lineage, step: int, agent: int | None) -> None:
        self._clock, self._lines = world.clock, lines
        self._names = {one.id: one.name for one in reader.agents()}
        self._accessed = reader.last_access(agent, step)

    def words(self, row: MemoryRow) -> dict[str, Any]:
        """Return a memory, as old as it is for its owner, under the number that people know it by."""
        return {
            "id": self._lines.known("memory", row.id),
            "agent": self._names.get(row.agent_id, ""),
            "kind": row.kind,
            "text": row.text,
            "importance": row.importance,
            "step": row.created_step,
            "time": self._clock.words(row.created_step),
            "last_access": accessed_since(row, self._accessed, self._lines),
            "retired_step": row.retired_step,
            "cause": row.cause,
            "evidence": [self._lines.known("memory", number) for number in row.evidence],
        }
