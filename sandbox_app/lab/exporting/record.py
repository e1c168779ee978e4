"""A world's events and memories as tables that other programs read."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from sandbox_app.errors import Problem
from sandbox_app.lab.exporting.writing import be_free, cell, write_lines
from sandbox_app.simulation.description import describe
from sandbox_app.simulation.questions import agent_named, events_of, step_named
from sandbox_app.worldfile.reader import WorldReader

MEMORY_COLUMNS = ("id", "agent", "kind", "text", "importance", "created_step", "created", "retired_step", "rated_step", "cause", "evidence")

_ENDINGS = (".csv", ".json", ".jsonl")


def export_events(
    path: Path, out: Path, *, start: str | None = None, end: str | None = None, agent: str | None = None, kind: str | None = None
) -> dict[str, Any]:
    """Write the record to `out` as JSON lines, each as `events --json` has it; return what was written.

    Raises:
        Problem: the world, a time, the agent or a kind is not right, or the file cannot be written.
    """
    rows = events_of(path, start=start, end=end, agent=agent, kind=kind)
    return {"file": str(out), "events": write_lines(out, _json_lines(rows))}


def export_memories(path: Path, out: Path, *, at: str | None = None, agent: str | None = None) -> dict[str, Any]:
    """Write what is remembered, now or as it was, to `out`; return what was written.

    The ending of the file says how: `.csv` a table, `.json` a list, `.jsonl` a line for each memory.

    Raises:
        Problem: the file has another ending, the world, the time or the agent is not right, or the file cannot be written.
    """
    be_free(out)
    if out.suffix.lower() not in _ENDINGS:
        raise Problem(f"{out} cannot hold memories; choose a name that ends in {', '.join(_ENDINGS[:-1])} or {_ENDINGS[-1]}.")
    with WorldReader(path) as reader:
        world = describe(reader)
        step = step_named(world, reader, at)
        chosen = None if agent is None else agent_named(reader, agent)
        rows = [
            {
                **{name: getattr(row, name) for name in MEMORY_COLUMNS if name not in ("agent", "created")},
                "agent": resident.name,
                "created": world.clock.time(row.created_step).isoformat(sep=" ", timespec="minutes"),
            }
            for resident in reader.agents()
            if chosen in (None, resident.id)
            for row in reader.memories(resident.id, step)
        ]
    rows = [{name: row[name] for name in MEMORY_COLUMNS} for row in rows]
    match out.suffix.lower():
        case ".json":
            write_lines(out, [msgspec.json.format(msgspec.json.encode(rows), indent=1) + b"\n"])
        case ".jsonl":
            write_lines(out, _json_lines(rows))
        case _:
            write_lines(out, _csv(rows))
    return {"file": str(out), "memories": len(rows), "agents": len({row["agent"] for row in rows})}


def _json_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    return (msgspec.json.encode(row) + b"\n" for row in rows)


def _csv(rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, MEMORY_COLUMNS)
    writer.writeheader()
    for row in rows:
        told = {**row, "evidence": " ".join(map(str, row["evidence"]))}
        writer.writerow({name: cell(value) for name, value in told.items()})
        yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()
