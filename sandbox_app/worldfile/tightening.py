"""The second migration: what takes the same again and again is stored tighter.

Prompt, facts and parsed answer of a call say the same things in three ways, so they are one text, packed together; what was
retrieved lies together by agent and time; and nothing is kept in an index that the order of the ids says already.
"""

import sqlite3
import zlib

import msgspec

from sandbox_app.worldfile.texts import TextForgotten, TextKeeper, TextSource, joined

_ASIDE = (
    "DROP INDEX event_step",
    "DROP INDEX event_kind",
    "DROP INDEX call_agent",
    "DROP INDEX call_due",
    "DROP INDEX text_page",
    "DROP INDEX retrieval_agent",
    "DROP TABLE event_search",
    "ALTER TABLE call RENAME TO call_1",
    "ALTER TABLE text RENAME TO text_1",
    "ALTER TABLE retrieval RENAME TO retrieval_1",
)

FREQUENT = frozenset("act believe feel hear move perceive plan react reflect remember speak talk_end talk_start thing".split())
"""Kinds of events of which there are many everywhere; the others are few among many, so that finding them needs an index."""
RARE = "kind NOT IN ({})".format(", ".join(f"'{kind}'" for kind in sorted(FREQUENT)))
"""The condition of that index; a query that has it, word for word, may use it."""

_NEW = (
    f"CREATE INDEX event_rare ON event (kind) WHERE {RARE}",
    """CREATE VIRTUAL TABLE event_search USING fts5 (
    text, content='event', content_rowid='id', detail=none, tokenize="unicode61 remove_diacritics 2"
)""",
    """CREATE TABLE text (
    -- Long texts, each distinct one once. packed is raw deflate; its dictionary is the last 32 KiB of the texts of
    -- the same page before it, in order of id. See worldfile/texts.py. packed is NULL when the text was forgotten.
    id INTEGER PRIMARY KEY CHECK (id > 0),
    digest BLOB NOT NULL UNIQUE,  -- BLAKE2b of the UTF-8 text, 16 bytes
    page INTEGER NOT NULL CHECK (page > 0 AND page <= id),  -- text.id of the first of the page
    size INTEGER NOT NULL CHECK (size >= 0),                -- of the UTF-8 text in bytes
    packed BLOB
) STRICT""",
    "CREATE INDEX text_page ON text (page)",
    """CREATE TABLE call (
    -- Every call to a model. error is "" when it worked. The texts of a call are packed, see text.
    id INTEGER PRIMARY KEY CHECK (id > 0),
    agent_id INTEGER NOT NULL,  -- agent.id, 0: nobody's
    purpose TEXT NOT NULL,
    asked_step INTEGER NOT NULL CHECK (asked_step >= 0),
    due_step INTEGER NOT NULL CHECK (due_step >= asked_step),
    shared_id INTEGER NOT NULL, -- text.id of the prompt's first part, 0: empty
    own_id INTEGER NOT NULL,    -- ... second
    rest_id INTEGER NOT NULL,   -- ... of one text that holds the third part, the facts (JSON) and the parsed answer (JSON):
                                -- the lengths of the first two in characters, a line feed, and the three of them
    output TEXT NOT NULL,       -- what the model answered
    error TEXT NOT NULL,
    model TEXT NOT NULL,
    seed INTEGER NOT NULL,
    seconds REAL NOT NULL,
    submitted INTEGER NOT NULL, -- tokens
    computed INTEGER NOT NULL,
    generated INTEGER NOT NULL
) STRICT""",
    "CREATE INDEX call_agent ON call (agent_id, asked_step)",
    "CREATE INDEX call_due ON call (due_step)",
    """CREATE TABLE retrieval (
    -- What was retrieved for a call, best first: packed is msgpack [[memory.id, ...], binary], the binary holding four
    -- little-endian float32 per memory: recency, importance, relevance, score.
    agent_id INTEGER NOT NULL,
    step INTEGER NOT NULL CHECK (step >= 0),  -- the call's asked_step: when these memories were last accessed
    call_id INTEGER NOT NULL CHECK (call_id > 0),
    packed BLOB NOT NULL,
    PRIMARY KEY (agent_id, step, call_id)
) STRICT, WITHOUT ROWID""",
)

_FILL = (
    "INSERT INTO event_search (rowid, text) SELECT id, text FROM event WHERE text <> '' ORDER BY id",
    "INSERT INTO retrieval (agent_id, step, call_id, packed) SELECT agent_id, step, call_id, packed FROM retrieval_1",
    "DROP TABLE retrieval_1",
    "DROP TABLE call_1",
    "DROP TABLE text_1",
    "PRAGMA user_version = 2",
)

_CALL = "id, agent_id, purpose, asked_step, due_step, {}, output, error, model, seed, seconds, submitted, computed, generated"


def tighten(connection: sqlite3.Connection) -> None:
    """Bring a world of version 1 to version 2, inside a transaction. A call's texts that cannot be unpacked or kept are left out."""
    for statement in (*_ASIDE, *_NEW):
        connection.execute(statement)
    source, keeper = TextSource(connection, "text_1"), TextKeeper(connection)
    old = _CALL.format("shared_id, own_id, now_id, facts_id, answer")
    for row in connection.execute(f"SELECT {old} FROM call_1 ORDER BY id"):
        agent, (shared, own, now, facts, answer) = row[1], row[5:10]
        try:
            parts = source.text(shared), source.text(own), joined(source.text(now), source.text(facts), answer)
            kept = [keeper.keep(part, agent) for part in parts]
        except (
            TextForgotten,
            zlib.error,
            LookupError,
            ValueError,
            msgspec.MsgspecError,
        ):  # undecodable, no message, or together over a text's limit
            kept = [keeper.keep("", agent)] * 3
        new = _CALL.format("shared_id, own_id, rest_id")
        connection.execute(f"INSERT INTO call ({new}) VALUES ({', '.join('?' * 16)})", (*row[:5], *kept, *row[10:]))
    for statement in _FILL:
        connection.execute(statement)
