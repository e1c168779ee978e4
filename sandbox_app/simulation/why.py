"""Why something happened: the thought behind it, what was remembered for that, and what caused it, down to what was said.

An event leads to others by its cause, and by its call: to the memories retrieved for it and the promises it was told of. A
memory leads to the event it came from and to its evidence. Following all of these from an act ends at what somebody saw,
heard or said, or what was known from the start; knowledge moves in no other way.
"""

import re
from collections import deque
from pathlib import Path
from typing import Any

import msgspec

from sandbox_app.errors import Problem
from sandbox_app.simulation.description import Description, describe
from sandbox_app.simulation.questions import event_words
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import BeliefRow, CallRow, Event, MemoryRow

MOST_VISITED = 3000
"""Events and memories that are looked at for the utterances behind something."""
MOST_UTTERANCES = 30
_WORD = re.compile(r"[^\W\d_]+")
_TELLING = 4
"""Letters from which on a word says what something is about."""


class _Record:
    """Reads the parts of the answer, each at most once."""

    def __init__(self, reader: WorldReader) -> None:
        self.reader = reader
        self.world: Description = describe(reader)
        self.names = {agent.id: agent.name for agent in reader.agents()}
        self._events: dict[int, Event | None] = {}
        self._memories: dict[int, MemoryRow | None] = {}
        self._calls: dict[int, CallRow | None] = {}
        self._promises: dict[int, list[BeliefRow]] = {}

    def event(self, number: int) -> Event | None:
        if number not in self._events:
            self._events[number] = self.reader.event(number) if number else None
        return self._events[number]

    def memory(self, number: int) -> MemoryRow | None:
        if number not in self._memories:
            self._memories[number] = self.reader.memory(number)
        return self._memories[number]

    def call(self, number: int) -> CallRow | None:
        if number not in self._calls:
            self._calls[number] = self.reader.call(number) if number else None
        return self._calls[number]

    def before(self, event: Event) -> Event | None:
        """Return what caused an event; for what was seen the act that was seen, for waking up the falling asleep."""
        if event.cause:
            return self.event(event.cause)
        if event.kind == "perceive" and event.data.get("of"):
            return self._latest(event, int(event.data["of"]), ["act", "move", "sleep", "talk_start"])
        return self._latest(event, event.agent_id, ["sleep"]) if event.kind == "wake" else None

    def _latest(self, event: Event, agent: int, kinds: list[str]) -> Event | None:
        rows = self.reader.events(to_step=event.step, agent=agent, kinds=kinds, limit=4, latest=True)
        return next((row for row in reversed(rows) if row.id < event.id), None)

    def promises(self, call: CallRow) -> list[BeliefRow]:
        """Return the promises that a call was told of: those that held when it was asked, by their words."""
        if call.id not in self._promises:
            told = {item["what"] for item in msgspec.json.decode(call.facts).get("appointments", [])} if call.facts else set()
            rows = self.reader.beliefs(call.agent_id, call.asked_step) if told else []
            self._promises[call.id] = [row for row in rows if row.kind == "appointment" and row.text in told]
        return self._promises[call.id]


def why(path: Path, event_id: int) -> dict[str, Any]:
    """Return the chain behind an event, as `why --json` prints it.

    `cause` is the same for the event that caused it, and so on, None at the end; `utterances` are the lines that somebody
    said, from which knowledge led to the event, nearest first, each with the way to it.

    Raises:
        Problem: the file is not right or has no such event, or was told to forget its prompts.
    """
    with WorldReader(path) as reader:
        record = _Record(reader)
        event = record.event(event_id)
        if event is None:
            raise Problem(f"There is no event {event_id} in this world.")
        chain = _links(record, event)
        chain["utterances"] = _utterances(record, event)
        return chain


def behind(reader: WorldReader, event: Event, most: int = 12) -> list[Event]:
    """Return an event and what caused it, each caused by the next one; at most so many."""
    record, line = _Record(reader), [event]
    while len(line) < most and (before := record.before(line[-1])) is not None:
        line.append(before)
    return line


def _links(record: _Record, event: Event) -> dict[str, Any]:
    """Return an event with its call, and its causes one inside the other."""
    line = [event]
    while (before := record.before(line[-1])) is not None:
        line.append(before)
    inner: dict[str, Any] | None = None
    for one in reversed(line):
        call = record.call(one.call_id)
        inner = {
            "event": event_words(record.world, record.names, one),
            "call": None if call is None else _call(call),
            "retrieved": [] if call is None else _retrieved(record, call),
            "promises": [] if call is None else [{"text": row.text, "cause": row.cause} for row in record.promises(call)],
            "cause": inner,
        }
    return inner or {}


def _call(call: CallRow) -> dict[str, Any]:
    return {
        "id": call.id,
        "purpose": call.purpose,
        "prompt": call.shared + call.own + call.now,
        "output": call.output,
        "seconds": call.seconds,
        "tokens": {"submitted": call.submitted, "computed": call.computed, "generated": call.generated},
        "offered": offered(call.facts),
        "model": call.model,
        "error": call.error,
        "asked_step": call.asked_step,
        "due_step": call.due_step,
    }


def offered(facts: str) -> dict[str, int]:
    """Return how much the prompt of a call held: for each list among its facts (JSON) the number of entries."""
    told = msgspec.json.decode(facts) if facts else {}
    return {name: len(rows) for name, rows in told.items() if isinstance(rows, list)}


def _retrieved(record: _Record, call: CallRow) -> list[dict[str, Any]]:
    rows = []
    for one in call.retrieved:
        memory = record.memory(one.memory_id)
        rows.append(
            {
                "memory": one.memory_id,
                "text": memory.text if memory is not None else "",
                "recency": one.recency,
                "importance": one.importance,
                "relevance": one.relevance,
                "score": one.score,
                "cause": memory.cause if memory is not None else 0,
            }
        )
    return rows


_Node = tuple[str, int]


def _utterances(record: _Record, event: Event) -> list[dict[str, Any]]:
    """Return the lines said that lie behind an event: first those that caused it or a promise it keeps, then those only remembered."""
    start: _Node = ("event", event.id)
    came_from: dict[_Node, _Node | None] = {start: None}
    waiting = deque([start])
    found: list[dict[str, Any]] = []
    while waiting and len(found) < MOST_UTTERANCES and len(came_from) < MOST_VISITED:
        node = waiting.popleft()
        kind, number = node
        here = record.event(number) if kind == "event" else None
        if here is not None and here.kind == "speak" and node != start and here.data.get("said"):
            found.append(event_words(record.world, record.names, here) | {"way": _way(record, came_from, node)})
        for following in reversed(_behind(record, node)):
            if following not in came_from:
                came_from[following] = node
                waiting.append(following) if following[0] == "memory" else waiting.appendleft(following)
    return found


def _behind(record: _Record, node: _Node) -> list[_Node]:
    """Return what directly lies behind an event or a memory."""
    kind, number = node
    if kind == "memory":
        memory = record.memory(number)
        return [] if memory is None else [("event", memory.cause), *(("memory", one) for one in memory.evidence)]
    event = record.event(number)
    if event is None:
        return []
    before = record.before(event)
    behind: list[_Node] = [("event", row.cause) for row in _kept_promises(record, event)]
    behind += [("event", before.id)] if before is not None else []
    call = record.call(event.call_id)
    if call is not None:
        behind += [("event", row.cause) for row in record.promises(call)]
        behind += [("memory", one.memory_id) for one in call.retrieved]
    return [node for node in behind if node[1]]


def _kept_promises(record: _Record, event: Event) -> list[BeliefRow]:
    """Return the promises that a plan keeps: those made by then, whose place and what is to be done there it names."""
    if event.kind not in ("plan", "replan"):
        return []
    words = set(_WORD.findall(event.text.casefold()))
    kept = []
    for row in record.reader.beliefs(event.agent_id, event.step, lapsed=True):
        if row.kind == "appointment" and record.world.town.place(int(row.data["place"])).name in event.text:
            what = {word for word in _WORD.findall(row.text.casefold()) if len(word) >= _TELLING}
            if what & words:
                kept.append(row)
    return kept


def _way(record: _Record, came_from: dict[_Node, _Node | None], node: _Node) -> list[dict[str, Any]]:
    """Return the steps from the event asked about to what lies behind it."""
    way: list[dict[str, Any]] = []
    at: _Node | None = node
    while at is not None:
        kind, number = at
        what = record.event(number) if kind == "event" else record.memory(number)
        if what is not None:
            way.append({kind: number, "kind": what.kind, "text": what.text})
        at = came_from[at]
    return way[::-1]
