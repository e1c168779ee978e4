"""A world's thoughts as examples for tuning a larger model: JSONL in the chat format that the usual tools read.

A line of the file is `{"messages": [system, user, assistant], "purpose", "agent", "model", "call", "step"}`; one of the second
file, which has `.pairs` before its ending, `{"prompt": [system, user], "chosen": [assistant], "rejected": [assistant], "purpose", ...}`.

*System* is the part of the prompt that all agents share, *user* what is the agent's own and what is now, *assistant* the raw
answer, names in plain. A thought whose answer could not be read is left out. Where a person corrected an answer, or reworded a memory
that was one of its lines, the correction is taught and preferred to what was said; one that a person rated below 0 is left out.
Edits that were undone do not count. The second file is written where there are corrections.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from sandbox_app.errors import Problem
from sandbox_app.lab.exporting.writing import write_lines
from sandbox_app.simulation.description import describe
from sandbox_app.simulation.editing.history import in_force
from sandbox_app.simulation.questions import agent_named, step_named
from sandbox_app.worldfile.reader import CallHead, WorldReader
from sandbox_app.worldfile.rows import CallRow


@dataclass(frozen=True)
class Wanted:
    """Which thoughts: of one agent, of one purpose, by one model, asked between two times (both included); None for all."""

    agent: str | None = None
    purpose: str | None = None
    model: str | None = None
    start: str | None = None
    end: str | None = None


@dataclass
class _Opinions:
    """What people said of answers: by call, the words they put in place of it, and its latest rating."""

    corrected: dict[int, str] = field(default_factory=dict)
    rated: dict[int, float] = field(default_factory=dict)


def export_traces(path: Path, out: Path, wanted: Wanted | None = None) -> dict[str, Any]:
    """Write a world's thoughts to `out`; return what was written where, as `export traces --json` prints it.

    Raises:
        Problem: the world, a time or the agent is not right, the world has forgotten its prompts, no thought is like that,
            or the file cannot be written.
    """
    wanted = wanted or Wanted()
    pairs_path = out.parent / f"{out.stem}.pairs{out.suffix or '.jsonl'}"
    with WorldReader(path) as reader:
        heads = _heads(reader, wanted)
        opinions = _opinions(reader)
        names = {agent.id: agent.name for agent in reader.agents()}
        kept = [head.id for head in heads if opinions.rated.get(head.id, 0) >= 0 or head.id in opinions.corrected]
        pairs = [head.id for head in heads if head.id in opinions.corrected]
        if not kept:
            raise Problem("No thought on this world's record is like that, so there is nothing to write.")
        count = write_lines(out, (_line(_trace(call, names, opinions)) for call in _calls(reader, kept)))
        if pairs:
            write_lines(pairs_path, (_line(_pair(call, names, opinions)) for call in _calls(reader, pairs)))
    return {
        "file": str(out),
        "traces": count,
        "pairs_file": str(pairs_path) if pairs else "",
        "pairs": len(pairs),
        "left_out": len(heads) - len(kept),
    }


def _heads(reader: WorldReader, wanted: Wanted) -> list[CallHead]:
    """Return the calls wanted that worked; an agent's stand together, since their long texts are packed together."""
    world = describe(reader)
    found = reader.calls(
        agent=None if wanted.agent is None else agent_named(reader, wanted.agent),
        purpose=wanted.purpose,
        asked_from=None if wanted.start is None else world.clock.meant(wanted.start, reader.last_step()),
        asked_to=None if wanted.end is None else step_named(world, reader, wanted.end),
        failed=False,
    )
    return sorted((head for head in found if wanted.model in (None, head.model)), key=lambda head: (head.agent_id, head.id))


def _calls(reader: WorldReader, numbers: list[int]) -> Iterator[CallRow]:
    for number in numbers:
        call = reader.call(number)
        assert call is not None, number
        yield call


def _opinions(reader: WorldReader) -> _Opinions:
    found = _Opinions()
    made_by: dict[int, int] = {}
    for event in in_force(reader.events(kinds=["edit"])):
        number = event.data.get("call")
        if isinstance(number, int):
            if isinstance(answer := event.data.get("answer"), str):
                found.corrected[number] = answer
            if isinstance(rating := event.data.get("rating"), int | float):
                found.rated[number] = rating
        for change in event.data.get("changes", ()):
            if change["table"] == "memory" and change.get("retired") and change.get("added"):
                _corrected_memory(reader, int(change["retired"]), int(change["added"]), found, made_by)
    return found


def _corrected_memory(reader: WorldReader, old_id: int, new_id: int, found: _Opinions, made_by: dict[int, int]) -> None:
    """Take a reworded memory as a correction of the answer that had it as one of its lines; `made_by` is the call behind a memory."""
    old, new = reader.memory(old_id), reader.memory(new_id)
    if old is None or new is None:
        return
    origin = reader.event(old.cause) if old.cause else None
    call_id = made_by.get(old_id) or (origin.call_id if origin is not None else 0)
    call = reader.call(call_id) if call_id else None
    if call is None:
        return
    made_by[new_id] = call_id
    said = found.corrected.get(call_id, call.output)
    if old.text and old.text != new.text and said.count(old.text) == 1:
        found.corrected[call_id] = said.replace(old.text, new.text)


def _prompt(call: CallRow) -> list[dict[str, str]]:
    return [{"role": "system", "content": call.shared}, {"role": "user", "content": call.own + call.now}]


def _answer(text: str) -> dict[str, str]:
    return {"role": "assistant", "content": text}


def _about(call: CallRow, names: dict[int, str]) -> dict[str, Any]:
    agent = names.get(call.agent_id, "")
    return {"purpose": call.purpose, "agent": agent, "model": call.model, "call": call.id, "step": call.asked_step}


def _trace(call: CallRow, names: dict[int, str], opinions: _Opinions) -> dict[str, Any]:
    return {"messages": [*_prompt(call), _answer(opinions.corrected.get(call.id, call.output))], **_about(call, names)}


def _pair(call: CallRow, names: dict[int, str], opinions: _Opinions) -> dict[str, Any]:
    chosen, rejected = [_answer(opinions.corrected[call.id])], [_answer(call.output)]
    return {"prompt": _prompt(call), "chosen": chosen, "rejected": rejected, **_about(call, names)}


def _line(row: dict[str, Any]) -> bytes:
    return msgspec.json.encode(row) + b"\n"
