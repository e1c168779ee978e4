"""Reads a world as of any step, while a writer lives or after it is gone. Never changes the file."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import msgspec
from msgspec import Struct

from sandbox_app.worldfile import packing, schema
from sandbox_app.worldfile.asking import Asking, as_ints, as_object
from sandbox_app.worldfile.connection import explained, identify, open_to_read, upgraded
from sandbox_app.worldfile.query import Query, all_words
from sandbox_app.worldfile.rows import (
    AgentRow,
    BeliefRow,
    CallRow,
    Event,
    MemoryRow,
    PersonaRow,
    PlanRow,
    Retrieved,
    Snapshot,
)
from sandbox_app.worldfile.texts import TextSource, parted
from sandbox_app.worldfile.tightening import FREQUENT, RARE

Temporal = TypeVar("Temporal", MemoryRow, PlanRow, BeliefRow, PersonaRow, MemoryRow | PlanRow | BeliefRow | PersonaRow)

_EVENT = "id, step, kind, agent_id, place_id, text, data, cause, call_id"
_CALL = "id, agent_id, purpose, asked_step, due_step, output, error, model, seed, seconds, submitted, computed, generated"
_RETIRED = "iif(retired_step > :at, NULL, retired_step)"
_PERSONA = f"id, agent_id, data, created_step, {_RETIRED}"
_PLAN = f"id, agent_id, level, start_step, end_step, place_id, thing_id, activity, created_step, {_RETIRED}, parent, cause"
_BELIEF = f"id, agent_id, about_id, kind, text, value, created_step, {_RETIRED}, data, cause"
_MEMORY = (
    f"id, agent_id, kind, text, iif(rated_step > :at, 0, importance), created_step, {_RETIRED},"
    " iif(rated_step > :at, NULL, rated_step), cause, evidence"
)
_HOLDS = "created_step <= ifnull(:at, 9223372036854775807) AND (retired_step IS NULL OR retired_step > :at)"
"""When a temporal row holds: at a step, or now where `:at` is NULL (a comparison with NULL is never true)."""
_MADE = "(:at IS NULL OR created_step <= :at)"
"""When it held then, or before."""


_LAST_ID = """
WITH RECURSIVE looking (id, bit) AS (  -- bit by bit the greatest id up to which all events are early enough
    SELECT 0, 1 << 40
    UNION ALL
    SELECT
        id + iif(ifnull((SELECT step FROM event WHERE event.id <= looking.id + bit ORDER BY event.id DESC LIMIT 1), -1) <= :step, bit, 0),
        bit >> 1
    FROM looking WHERE bit > 0
)
SELECT max(id) FROM looking
"""
"""An id up to which (and no further) events are of a step or earlier: ids grow with steps, so no index of steps is needed."""


class CallHead(Struct, frozen=True, kw_only=True):
    """A call without its prompt, its facts and what was retrieved."""

    id: int
    agent_id: int
    purpose: str
    asked_step: int
    due_step: int
    output: str
    error: str
    model: str
    seed: int
    seconds: float
    submitted: int
    computed: int
    generated: int


class PurposeTotals(Struct, frozen=True, kw_only=True):
    """What the calls of one purpose came to; `failed` of `count` have an error."""

    purpose: str
    count: int
    failed: int
    submitted: int
    computed: int
    generated: int
    seconds: float


def _state_of(path: Path) -> tuple[tuple[int, int], ...]:
    """Return what is another one as soon as something is written to a world, be it only to the log beside it."""
    states = []
    for part in (path, path.with_name(path.name + "-wal")):
        with suppress(OSError):
            state = part.stat()
            states.append((state.st_mtime_ns, state.st_size))
    return tuple(states)


class WorldReader:
    """A world, read-only. Lives on the thread that made it; make as many as there are threads.

    Every `at` is a step; the answer is what held at its end, in the words of that time (a memory rated later is not rated
    yet). None means now. Steps given as a range include both ends.
    Every method raises `WorldProblem` where the file turns out to be damaged or its disk fails.

    Attributes:
        path: the world's file.
        version: the version of its format.
    """

    def __init__(self, path: Path) -> None:
        """Open a world.

        Raises:
            WorldProblem: it is missing, no world, damaged, too new, or somebody changed its tables.
        """
        self.path = path
        self._copied: tuple[tuple[int, int], ...] | None = None
        self._opened = open_to_read(path)
        try:
            with explained(path):
                self.version = identify(self._opened.connection, path)
                if self.version < schema.VERSION:
                    self._copied = _state_of(path)
                    older, self._opened = self._opened, upgraded(self._opened.connection)
                    older.close()
        except BaseException:
            self._opened.close()
            raise
        self._ask = Asking(path, self._opened.connection)
        self._texts = TextSource(self._opened.connection)

    @property
    def outdated(self) -> bool:
        """Whether it reads a copy, made because the file's format was an older one, and the file has changed since."""
        return self._copied is not None and self._copied != _state_of(self.path)

    def meta(self) -> dict[str, str]:
        """Return what concerns the whole world."""
        return dict(self._ask.typed(tuple[str, str], "SELECT key, value FROM meta"))

    def last_step(self) -> int:
        """Return the last step written, 0 in a world just made."""
        with self._ask.reading("the last step"):
            return int(self.meta()["last_step"])

    def agents(self) -> list[AgentRow]:
        """Return all agents in order of id."""
        return self._ask.structs(AgentRow, "SELECT id, name, short FROM agent ORDER BY id")

    def personas(self, at: int | None = None) -> list[PersonaRow]:
        """Return who everybody was, in order of agents."""
        return self._ask.structs(PersonaRow, f"SELECT {_PERSONA} FROM persona WHERE {_HOLDS} ORDER BY agent_id, id", {"at": at})

    def first_personas(self) -> list[PersonaRow]:
        """Return who everybody was when the world was made, before any edit, in order of agents."""
        first = "id IN (SELECT min(id) FROM persona GROUP BY agent_id)"
        return self._ask.structs(PersonaRow, f"SELECT {_PERSONA} FROM persona WHERE {first} ORDER BY agent_id", {"at": None})

    def memories(self, agent_id: int, at: int | None = None, kinds: Collection[str] | None = None) -> list[MemoryRow]:
        """Return what an agent remembered, oldest first."""
        query = Query(at=at, agent=agent_id).where(_HOLDS).where("agent_id = :agent").among("kind", kinds)
        return self._ask.structs(MemoryRow, f"SELECT {_MEMORY} FROM memory {query.clause} ORDER BY id", query.values, evidence=as_ints)

    def find_memories(self, words: str, agent_id: int | None = None, at: int | None = None, limit: int = 100) -> list[MemoryRow]:
        """Return memories that have all the words (or words that begin so), best first."""
        query = Query(at=at, words=all_words(words), limit=limit).where(_HOLDS).equals("agent_id", agent_id)
        return self._ask.structs(
            MemoryRow,
            f"SELECT {_MEMORY} FROM (SELECT rowid AS found, rank AS place FROM memory_search WHERE memory_search MATCH :words)"
            f" JOIN memory ON id = found {query.clause} ORDER BY place, id LIMIT :limit",
            query.values,
            evidence=as_ints,
        )

    def find_plans(self, words: str, agent_id: int | None = None, at: int | None = None, limit: int = 100) -> list[PlanRow]:
        """Return lines of plans that have all the words (or words that begin so), those that start last first."""
        query = Query(at=at, words=all_words(words), limit=limit).where(_HOLDS).equals("agent_id", agent_id)
        query.where("id IN (SELECT rowid FROM plan_search WHERE plan_search MATCH :words)")
        sql = f"SELECT {_PLAN} FROM plan {query.clause} ORDER BY start_step DESC, id DESC LIMIT :limit"
        return self._ask.structs(PlanRow, sql, query.values)

    def find_beliefs(self, words: str, agent_id: int | None = None, at: int | None = None, limit: int = 100) -> list[BeliefRow]:
        """Return beliefs that have all the words (or words that begin so), the latest first."""
        query = Query(at=at, words=all_words(words), limit=limit).where(_HOLDS).equals("agent_id", agent_id)
        query.where("id IN (SELECT rowid FROM belief_search WHERE belief_search MATCH :words)")
        sql = f"SELECT {_BELIEF} FROM belief {query.clause} ORDER BY id DESC LIMIT :limit"
        return self._ask.structs(BeliefRow, sql, query.values, data=as_object)

    def memory(self, memory_id: int, at: int | None = None) -> MemoryRow | None:
        """Return one memory in the words of the time, even one that was retired by then; None when it was not there yet."""
        sql = f"SELECT {_MEMORY} FROM memory WHERE id = :id AND {_MADE}"
        rows = self._ask.structs(MemoryRow, sql, {"id": memory_id, "at": at}, evidence=as_ints)
        return rows[0] if rows else None

    def row(self, kind: type[Temporal], number: int) -> Temporal | None:
        """Return a row of a temporal table by its number, even one that was retired; None when there is none."""
        table, columns, parse = _TEMPORAL[kind]
        found = self._ask.structs(kind, f"SELECT {columns} FROM {table} WHERE id = :id", {"id": number, "at": None}, **parse)
        return found[0] if found else None

    def plans(
        self, agent_id: int, at: int | None = None, from_step: int | None = None, to_step: int | None = None, *, lapsed: bool = False
    ) -> list[PlanRow]:
        """Return the lines of an agent's plan, by when they start; those that lie at least partly within the steps given.

        A line ends before its `end_step`. With `lapsed`, also what was given up by then.
        """
        query = Query(at=at, agent=agent_id).where(_MADE if lapsed else _HOLDS).where("agent_id = :agent")
        query.compares("end_step >", from_step).compares("start_step <=", to_step)
        return self._ask.structs(PlanRow, f"SELECT {_PLAN} FROM plan {query.clause} ORDER BY start_step, id", query.values)

    def beliefs(self, agent_id: int, at: int | None = None, *, lapsed: bool = False) -> list[BeliefRow]:
        """Return what an agent held true, oldest first; with `lapsed`, also what it had ceased to hold by then."""
        held = _MADE if lapsed else _HOLDS
        sql = f"SELECT {_BELIEF} FROM belief WHERE agent_id = :agent AND {held} ORDER BY id"
        return self._ask.structs(BeliefRow, sql, {"agent": agent_id, "at": at}, data=as_object)

    def events(
        self,
        from_step: int | None = None,
        to_step: int | None = None,
        *,
        agent: int | None = None,
        kinds: Collection[str] | None = None,
        places: Collection[int] | None = None,
        search: str | None = None,
        after_id: int = 0,
        limit: int | None = None,
        latest: bool = False,
    ) -> list[Event]:
        """Return events, oldest first.

        Args:
            from_step, to_step: both included.
            agent, kinds, places: whose, which, where; None for all.
            search: words that the text has, all of them (or words that begin so).
            after_id: only events with a greater id, to go on from the last one known.
            limit: at most so many, the first of them, or with `latest` the last.
        """
        query = Query(
            after=max(after_id, self._id_until(None if from_step is None else from_step - 1) or 0), limit=-1 if limit is None else limit
        )
        query.where("id > :after").compares("id <=", self._id_until(to_step)).equals("agent_id", agent)
        query.among("kind", kinds).among("place_id", places)
        if kinds is not None and FREQUENT.isdisjoint(kinds):
            query.where(RARE)  # so that the index of these alone is used
        if search is not None:
            query.where("id IN (SELECT rowid FROM event_search WHERE event_search MATCH :words)").values["words"] = all_words(search)
        sql = f"SELECT {_EVENT} FROM event {query.clause} ORDER BY id {'DESC' if latest else 'ASC'} LIMIT :limit"
        rows = self._ask.structs(Event, sql, query.values, data=as_object)
        return rows[::-1] if latest else rows

    def event(self, event_id: int) -> Event | None:
        """Return one event."""
        rows = self._ask.structs(Event, f"SELECT {_EVENT} FROM event WHERE id = :id", {"id": event_id}, data=as_object)
        return rows[0] if rows else None

    def event_counts(self, from_step: int | None = None, to_step: int | None = None) -> dict[str, int]:
        """Return how many events there are of each kind."""
        query = (
            Query(after=self._id_until(None if from_step is None else from_step - 1) or 0)
            .where("id > :after")
            .compares("id <=", self._id_until(to_step))
        )
        sql = f"SELECT kind, count(*) FROM event {query.clause} GROUP BY kind ORDER BY kind"
        return dict(self._ask.typed(tuple[str, int], sql, query.values))

    def call(self, call_id: int) -> CallRow | None:
        """Return one call with its prompt, its facts and what was retrieved for it.

        Raises:
            TextForgotten: the world was told to forget its prompts.
        """
        rows = self._ask.rows(f"SELECT {_CALL}, shared_id, own_id, rest_id FROM call WHERE id = ?", (call_id,))
        if not rows:
            return None
        head = dict(zip(CallHead.__struct_fields__, rows[0], strict=False))
        with self._ask.reading(f"call {call_id}"):
            shared, own, rest = (self._texts.text(number) for number in rows[0][-3:])
            now, facts, answer = parted(rest)
            retrieved = self._retrieved(head["agent_id"], head["asked_step"], call_id)
            parts = {"shared": shared, "own": own, "now": now, "facts": facts, "answer": answer, "retrieved": retrieved}
            return msgspec.convert({**head, **parts}, CallRow)

    def call_head(self, call_id: int) -> CallHead | None:
        """Return one call without its long texts."""
        rows = self._ask.structs(CallHead, f"SELECT {_CALL} FROM call WHERE id = ?", (call_id,))
        return rows[0] if rows else None

    def _retrieved(self, agent: int, step: int, call_id: int) -> tuple[Retrieved, ...]:
        rows = self._ask.typed(
            tuple[bytes], "SELECT packed FROM retrieval WHERE agent_id = ? AND step = ? AND call_id = ?", (agent, step, call_id)
        )
        return packing.unpack_retrieved(rows[0][0]) if rows else ()

    def calls(
        self,
        *,
        agent: int | None = None,
        purpose: str | None = None,
        asked_from: int | None = None,
        asked_to: int | None = None,
        due_from: int | None = None,
        failed: bool | None = None,
        after_id: int = 0,
        limit: int | None = None,
        latest: bool = False,
    ) -> list[CallHead]:
        """Return calls in order of id, without their long texts; arguments as in `events`."""
        query = Query(after=after_id, limit=-1 if limit is None else limit).where("id > :after")
        query.equals("agent_id", agent).equals("purpose", purpose)
        query.compares("asked_step >=", asked_from).compares("asked_step <=", asked_to).compares("due_step >=", due_from)
        if failed is not None:
            query.where("error <> ''" if failed else "error = ''")
        sql = f"SELECT {_CALL} FROM call {query.clause} ORDER BY id {'DESC' if latest else 'ASC'} LIMIT :limit"
        rows = self._ask.structs(CallHead, sql, query.values)
        return rows[::-1] if latest else rows

    def call_totals(self, from_step: int | None = None, to_step: int | None = None) -> list[PurposeTotals]:
        """Return what the calls asked in these steps came to, one row per purpose."""
        query = Query().compares("asked_step >=", from_step).compares("asked_step <=", to_step)
        return self._ask.structs(
            PurposeTotals,
            "SELECT purpose, count(*), sum(error <> ''), sum(submitted), sum(computed), sum(generated), sum(seconds)"
            f" FROM call {query.clause} GROUP BY purpose ORDER BY purpose",
            query.values,
        )

    def last_access(self, agent_id: int | None = None, at: int | None = None) -> dict[int, int]:
        """Return for each memory that was ever retrieved the step of its latest retrieval; of one agent or of all."""
        query = Query().compares("step <=", at).equals("agent_id", agent_id)
        rows = self._ask.typed(tuple[int, bytes], f"SELECT step, packed FROM retrieval {query.clause} ORDER BY step", query.values)
        latest: dict[int, int] = {}
        with self._ask.reading("what was retrieved"):
            for step, packed in rows:
                latest.update(dict.fromkeys(packing.unpack_retrieved_ids(packed), step))
        return latest

    def snapshot_before(self, step: int) -> Snapshot | None:
        """Return the latest snapshot of this step or an earlier one."""
        sql = "SELECT step, state, size, digest FROM snapshot WHERE step <= ? ORDER BY step DESC LIMIT 1"
        rows = self._ask.typed(tuple[int, bytes, int, str], sql, (step,))
        if not rows:
            return None
        found, packed, size, digest = rows[0]
        with self._ask.reading(f"the snapshot of step {found}"):
            return Snapshot(found, packing.unpack_state(packed, size), digest)

    def snapshot_steps(self) -> list[int]:
        """Return the steps that have a snapshot, in order."""
        return [step for (step,) in self._ask.typed(tuple[int], "SELECT step FROM snapshot ORDER BY step")]

    def embeddings(self, texts: Sequence[str], model: str) -> dict[str, bytes]:
        """Return the float16 vectors of those texts that have one."""
        found: dict[str, bytes] = {}
        for text in texts:
            rows = self._ask.typed(tuple[bytes], "SELECT vector FROM embedding WHERE model = ? AND text = ?", (model, text))
            if rows:
                (found[text],) = rows[0]
        return found

    def all_embeddings(self, model: str) -> dict[str, bytes]:
        """Return all float16 vectors of an embedding model, by text."""
        return dict(self._ask.typed(tuple[str, bytes], "SELECT text, vector FROM embedding WHERE model = ?", (model,)))

    def close(self) -> None:
        """Close the file; may be called twice."""
        self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _id_until(self, step: int | None) -> int | None:
        """Return an id up to which (and no further) events are of a step or earlier; ids grow with steps."""
        if step is None:
            return None
        return self._ask.typed(tuple[int], _LAST_ID, {"step": step})[0][0]


_TEMPORAL: dict[type[Struct], tuple[str, str, dict[str, Any]]] = {
    MemoryRow: ("memory", _MEMORY, {"evidence": as_ints}),
    PlanRow: ("plan", _PLAN, {}),
    BeliefRow: ("belief", _BELIEF, {"data": as_object}),
    PersonaRow: ("persona", _PERSONA, {}),
}
"""Table, columns, and the columns that are JSON."""
