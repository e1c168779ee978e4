"""The fourth migration: what stands in another row already is not kept twice, and no more digits are than somebody will look at.

An hour that was thought out is told by its lines in the plan, so its event only keeps where it was; the scores of what was retrieved
are half as long; and the index of memories tells in which of them a word is, but not where.
"""

import sqlite3

import msgspec
import numpy as np

from sandbox_app.worldfile.packing import SCORE
from sandbox_app.worldfile.searchable import index_words

_HOURS = """
UPDATE event SET data = json_set(json_remove(data, '$.hour'), '$.site', json_extract(data, '$.hour.site'))
WHERE kind = 'plan' AND iif(json_valid(data), json_type(data, '$.hour.site') = 'integer', false)
"""

_RETRIEVAL = """CREATE TABLE retrieval (
    -- What was retrieved for a call, best first: packed is msgpack [[memory.id, ...], binary], the binary holding four
    -- little-endian float16 per memory: recency, importance, relevance, score.
    agent_id INTEGER NOT NULL,
    step INTEGER NOT NULL CHECK (step >= 0),  -- the call's asked_step: when these memories were last accessed
    call_id INTEGER NOT NULL CHECK (call_id > 0),
    packed BLOB NOT NULL,
    PRIMARY KEY (agent_id, step, call_id)
) STRICT, WITHOUT ROWID"""

_MEMORY_SEARCH = """CREATE VIRTUAL TABLE memory_search USING fts5 (
    text, content='memory', content_rowid='id', detail=none, tokenize="unicode61 remove_diacritics 2"
)"""


def spare(connection: sqlite3.Connection) -> None:
    """Bring a world of version 3 to version 4, inside a transaction. What cannot be unpacked stays as it is."""
    one = connection.execute
    one(_HOURS)
    one("ALTER TABLE retrieval RENAME TO retrieval_3")
    one(_RETRIEVAL)
    rows = connection.execute("SELECT agent_id, step, call_id, packed FROM retrieval_3")
    connection.executemany("INSERT INTO retrieval VALUES (?, ?, ?, ?)", ((*row[:3], _halved(row[3])) for row in rows))
    one("DROP TABLE retrieval_3")
    one("DROP TABLE memory_search")
    one(_MEMORY_SEARCH)
    index_words(connection, "memory")
    one("PRAGMA user_version = 4")


def _halved(packed: bytes) -> bytes:
    try:
        memories, binary = msgspec.msgpack.decode(packed, type=tuple[list[int], bytes])
        with np.errstate(all="ignore"):
            scores = np.frombuffer(binary, "<f4").astype(SCORE)
    except (msgspec.MsgspecError, ValueError):
        return packed
    return msgspec.msgpack.encode((memories, scores.tobytes()))
