"""A world's thoughts as examples for tuning a larger model: JSONL in the chat format that the usual tools read.

A line of the file is `{"messages": [system, user, assistant], "purpose", "agent", "model", "call", "step"}`; one of the second
file, which has `.pairs` before its ending, `{"prompt": [system, user], "chosen": [assistant], "rejected": [assistant], "purpose", ...}`.

*System* is the part of the prompt that all agents share, *user* what is the agent's own and what is now, *assistant* the raw
answer, names in plain. A thought whose answer could not be read is left out. Where a person corrected an answer (an `edit` event
whose data has the `call` and the new `answer`), or a memory that an answer had made (data: `memory`, the old one; the new one has
the event as its cause), the correction is taught and preferred to what was said; where a person rated one below 0
(data: `call`, `rating`), it is left out. The second file is written where there are corrections.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from sandbox_app.errors import Problem
from sandbox_app.lab.exporting.writing import write_lines
from sandbox_app.simulation.questions import agent_named, step_named
from sandbox_app.simulation.session import describe
from sandbox_app.worldfile.reader import CallHead, WorldReader
from sandbox_app.worldfile.rows import CallRow, Event


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
    pairs_path = out.with_name(f"{out.stem}.pairs{out.suffix or '.jsonl'}")
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
        asked_from=None if wanted.start is None else world.clock.parse(wanted.start),
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
    for event in reader.events(kinds=["edit"]):
        number = event.data.get("call")
        if isinstance(number, int):
            if isinstance(answer := event.data.get("answer"), str):
                found.corrected[number] = answer
            if isinstance(rating := event.data.get("rating"), int | float):
                found.rated[number] = rating
        elif isinstance(event.data.get("memory"), int):
            _corrected_memory(reader, event, found)
    return found


def _corrected_memory(reader: WorldReader, event: Event, found: _Opinions) -> None:
    """Take a changed memory as a correction of the answer that had it as one of its lines."""
    old = reader.memory(int(event.data["memory"]))
    origin = reader.event(old.cause) if old is not None and old.cause else None
    call = reader.call(origin.call_id) if origin is not None and origin.call_id else None
    if old is None or call is None or not old.text:
        return
    said = found.corrected.get(call.id, call.output)
    new = [row for row in reader.memories(old.agent_id, event.step) if row.cause == event.id]
    if len(new) == 1 and said.count(old.text) == 1:
        found.corrected[call.id] = said.replace(old.text, new[0].text)


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
