"""How each kind of row is put into its table. Runs inside the writer's transaction."""

import sqlite3
from collections.abc import Iterable, Sequence

from msgspec import json

from sandbox_app.worldfile import packing
from sandbox_app.worldfile.rows import AgentRow, BeliefRow, CallRow, Event, MemoryRow, PersonaRow, PlanRow, Snapshot
from sandbox_app.worldfile.texts import TextKeeper, joined
from sandbox_app.worldfile.valid import MAX_DATA, bounded

_encoder = json.Encoder()


def _json(value: object) -> str:
    return bounded(_encoder.encode(value).decode(), MAX_DATA, "the data of a row") if value else "{}"


def _many(connection: sqlite3.Connection, sql: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Run a statement for each of some rows; for none of them it is not even looked at, since most steps add little."""
    if rows:
        connection.executemany(sql, rows)


def agents(connection: sqlite3.Connection, rows: Sequence[AgentRow]) -> None:
    """Add agents."""
    _many(connection, "INSERT INTO agent (id, name, short) VALUES (?, ?, ?)", [(r.id, r.name, r.short) for r in rows])


def events(connection: sqlite3.Connection, rows: Sequence[Event]) -> None:
    """Add events, and to the search index those that have words."""
    _many(
        connection,
        "INSERT INTO event (id, step, kind, agent_id, place_id, text, data, cause, call_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(r.id, r.step, r.kind, r.agent_id, r.place_id, r.text, _json(r.data), r.cause, r.call_id) for r in rows],
    )
    _many(connection, "INSERT INTO event_search (rowid, text) VALUES (?, ?)", [(r.id, r.text) for r in rows if r.text])


def memories(connection: sqlite3.Connection, rows: Sequence[MemoryRow]) -> None:
    """Add memories and index their words."""
    _many(
        connection,
        "INSERT INTO memory (id, agent_id, kind, text, importance, created_step, retired_step, rated_step, cause, evidence)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                r.id, r.agent_id, r.kind, r.text, r.importance, r.created_step, r.retired_step, r.rated_step, r.cause,
                _encoder.encode(r.evidence).decode(),
            )
            for r in rows
        ],
    )  # fmt: skip
    _many(connection, "INSERT INTO memory_search (rowid, text) VALUES (?, ?)", [(r.id, r.text) for r in rows if r.text])


def plans(connection: sqlite3.Connection, rows: Sequence[PlanRow]) -> None:
    """Add lines of plans and index their words."""
    _many(
        connection,
        "INSERT INTO plan (id, agent_id, level, start_step, end_step, place_id, thing_id, activity, created_step, retired_step,"
        " parent, cause) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                r.id, r.agent_id, r.level, r.start_step, r.end_step, r.place_id, r.thing_id, r.activity, r.created_step,
                r.retired_step, r.parent, r.cause,
            )
            for r in rows
        ],
    )  # fmt: skip
    _many(connection, "INSERT INTO plan_search (rowid, activity) VALUES (?, ?)", [(r.id, r.activity) for r in rows if r.activity])


def beliefs(connection: sqlite3.Connection, rows: Sequence[BeliefRow]) -> None:
    """Add beliefs and index their words."""
    _many(
        connection,
        "INSERT INTO belief (id, agent_id, about_id, kind, text, value, created_step, retired_step, data, cause)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(r.id, r.agent_id, r.about_id, r.kind, r.text, r.value, r.created_step, r.retired_step, _json(r.data), r.cause) for r in rows],
    )
    _many(connection, "INSERT INTO belief_search (rowid, text) VALUES (?, ?)", [(r.id, r.text) for r in rows if r.text])


def personas(connection: sqlite3.Connection, rows: Sequence[PersonaRow]) -> None:
    """Add personas."""
    _many(
        connection,
        "INSERT INTO persona (id, agent_id, data, created_step, retired_step) VALUES (?, ?, ?, ?, ?)",
        [(r.id, r.agent_id, r.data, r.created_step, r.retired_step) for r in rows],
    )


def calls(connection: sqlite3.Connection, rows: Sequence[CallRow], texts: TextKeeper) -> None:
    """Add calls, their texts, and what was retrieved for them."""
    _many(
        connection,
        "INSERT INTO call (id, agent_id, purpose, asked_step, due_step, shared_id, own_id, rest_id, output, error,"
        " model, seed, seconds, submitted, computed, generated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                r.id, r.agent_id, r.purpose, r.asked_step, r.due_step,
                *(texts.keep(text, r.agent_id) for text in (r.shared, r.own, joined(r.now, r.facts, r.answer))),
                r.output, r.error, r.model, r.seed, r.seconds, r.submitted, r.computed, r.generated,
            )
            for r in rows
        ],
    )  # fmt: skip
    _many(
        connection,
        "INSERT INTO retrieval (agent_id, step, call_id, packed) VALUES (?, ?, ?, ?)",
        [(r.agent_id, r.asked_step, r.id, packing.pack_retrieved(r.retrieved)) for r in rows if r.retrieved],
    )


def embeddings(connection: sqlite3.Connection, rows: Iterable[tuple[str, str, bytes]]) -> None:
    """Add the vectors of texts: (text, model, float16 vector). A text that has one already keeps it."""
    _many(connection, "INSERT INTO embedding (text, model, vector) VALUES (?, ?, ?) ON CONFLICT (model, text) DO NOTHING", list(rows))


def snapshot(connection: sqlite3.Connection, given: Snapshot) -> None:
    """Add a snapshot; a second one of the same step takes the place of the first (an edit in the same step)."""
    connection.execute(
        "INSERT OR REPLACE INTO snapshot (step, digest, size, state) VALUES (?, ?, ?, ?)",
        (given.step, given.digest, len(given.state), packing.pack_state(given.state)),
    )


def rated(connection: sqlite3.Connection, rows: Sequence[tuple[int, int]], step: int) -> None:
    """Rate memories: (id, importance 1..10). Each is rated once; another importance is an edit, which retires and adds."""
    if not rows:
        return
    cursor = connection.executemany(
        "UPDATE memory SET importance = ?, rated_step = ? WHERE id = ? AND importance = 0",
        [(importance, step, memory) for memory, importance in rows],
    )
    if cursor.rowcount != len(rows):
        raise ValueError(f"of {len(rows)} memories to rate in step {step} only {cursor.rowcount} exist and are not rated yet")


def retired(connection: sqlite3.Connection, table: str, ids: Sequence[int], step: int) -> None:
    """Retire rows of a temporal table (its name comes from the writer alone)."""
    if not ids:
        return
    cursor = connection.executemany(
        f"UPDATE {table} SET retired_step = ? WHERE id = ? AND retired_step IS NULL", [(step, number) for number in ids]
    )
    if cursor.rowcount != len(ids):
        raise ValueError(f"of {len(ids)} rows of {table} to retire in step {step} only {cursor.rowcount} exist and hold")
