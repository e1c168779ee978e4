"""What a world file holds: its tables, how they came to be, and how to tell that a file has exactly them.

A world is an ordinary SQLite database; `sqlite-utils tables x.world` or Datasette show it. The comments inside the SQL below
are kept in the file, so `sqlite-utils schema x.world` explains it. Conventions everywhere:

- Steps count from 0 (the world as it was made), ids from 1; a reference of 0 means none.
- Temporal rows (`memory`, `plan`, `belief`, `persona`) hold at step s when
  `created_step <= s AND (retired_step IS NULL OR retired_step > s)`.
- Event ids grow with their steps, so "until step s" is also "until an id"; there is no index of steps.
- JSON is stored as text, so SQLite's JSON functions work on it.

`event(id, step, kind, agent_id, place_id, text, data, cause)`, `memory(id, agent_id, kind, text, importance, created_step,
retired_step)`, `agent(id, name)` and `meta(key, value)` are promised to other programs and do not change.
"""

import re
import sqlite3
from functools import cache
from typing import TYPE_CHECKING

from sandbox_app.worldfile.searchable import add_search
from sandbox_app.worldfile.sparing import spare
from sandbox_app.worldfile.tightening import tighten

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x546F776E
"""`PRAGMA application_id` of every world: "Town" in ASCII."""

PAGE_SIZE = 2048
"""Bytes of a page of a new world. A step touches some twenty pages, most of them by a few bytes, and each goes into the log whole:
so pages are small. Worlds of before have larger ones, and live on with them."""

_RECORD = (
    "CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set TEXT, name TEXT, applied_at TEXT)",
    "CREATE UNIQUE INDEX idx__sqlite_migrations_migration_set_name ON _sqlite_migrations (migration_set, name)",
)
"""Made by us, as the migrations themselves would make it, so that its words do not depend on a library's version."""

_FIRST = (
    """CREATE TABLE meta (
    -- What concerns the whole world: its settings, where it came from, `last_step` (the last step written).
    key TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE agent (
    -- Who lives here. What may change about somebody is in persona.
    id INTEGER PRIMARY KEY CHECK (id > 0),
    name TEXT NOT NULL,
    short TEXT NOT NULL
) STRICT""",
    """CREATE TABLE event (
    -- Everything that happened, only ever added to. data is what the state is rebuilt from.
    id INTEGER PRIMARY KEY CHECK (id > 0),
    step INTEGER NOT NULL CHECK (step >= 0),
    kind TEXT NOT NULL,
    agent_id INTEGER NOT NULL,  -- agent.id, 0: nobody
    place_id INTEGER NOT NULL,  -- a place of the town, 0: nowhere
    text TEXT NOT NULL,         -- a sentence for people
    data TEXT NOT NULL,         -- JSON object
    cause INTEGER NOT NULL CHECK (cause >= 0 AND cause < id),  -- event.id
    call_id INTEGER NOT NULL    -- call.id of the thought behind it
) STRICT""",
    "CREATE INDEX event_step ON event (step)",
    "CREATE INDEX event_agent ON event (agent_id)",
    "CREATE INDEX event_kind ON event (kind)",
    """CREATE TABLE persona (
    -- Who an agent is, temporal. data is JSON.
    id INTEGER PRIMARY KEY CHECK (id > 0),
    agent_id INTEGER NOT NULL CHECK (agent_id > 0),
    data TEXT NOT NULL,
    created_step INTEGER NOT NULL CHECK (created_step >= 0),
    retired_step INTEGER CHECK (retired_step >= created_step)
) STRICT""",
    "CREATE INDEX persona_agent ON persona (agent_id)",
    """CREATE TABLE memory (
    -- What agents remember, temporal. importance counts from rated_step on, before it is 0 (not rated yet).
    id INTEGER PRIMARY KEY CHECK (id > 0),
    agent_id INTEGER NOT NULL CHECK (agent_id > 0),
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    importance INTEGER NOT NULL CHECK (importance BETWEEN 0 AND 10),
    created_step INTEGER NOT NULL CHECK (created_step >= 0),
    retired_step INTEGER CHECK (retired_step >= created_step),
    rated_step INTEGER CHECK (rated_step >= created_step),
    cause INTEGER NOT NULL CHECK (cause >= 0),  -- event.id
    evidence TEXT NOT NULL      -- JSON list of memory.id
) STRICT""",
    "CREATE INDEX memory_agent ON memory (agent_id, created_step)",
    """CREATE TABLE plan (
    -- What agents mean to do, temporal. level is day or step; parent is the plan.id of the part of the day.
    id INTEGER PRIMARY KEY CHECK (id > 0),
    agent_id INTEGER NOT NULL CHECK (agent_id > 0),
    level TEXT NOT NULL,
    start_step INTEGER NOT NULL,
    end_step INTEGER NOT NULL CHECK (end_step >= start_step),
    place_id INTEGER NOT NULL,
    thing_id INTEGER NOT NULL,
    activity TEXT NOT NULL,
    created_step INTEGER NOT NULL CHECK (created_step >= 0),
    retired_step INTEGER CHECK (retired_step >= created_step),
    parent INTEGER NOT NULL CHECK (parent >= 0),
    cause INTEGER NOT NULL CHECK (cause >= 0)   -- event.id
) STRICT""",
    "CREATE INDEX plan_agent ON plan (agent_id, end_step)",
    """CREATE TABLE belief (
    -- What agents hold true about each other, temporal. data is a JSON object.
    id INTEGER PRIMARY KEY CHECK (id > 0),
    agent_id INTEGER NOT NULL CHECK (agent_id > 0),
    about_id INTEGER NOT NULL,  -- agent.id, 0: not about one person
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    value REAL NOT NULL,
    created_step INTEGER NOT NULL CHECK (created_step >= 0),
    retired_step INTEGER CHECK (retired_step >= created_step),
    data TEXT NOT NULL,
    cause INTEGER NOT NULL CHECK (cause >= 0)   -- event.id
) STRICT""",
    "CREATE INDEX belief_agent ON belief (agent_id, created_step)",
    """CREATE TABLE text (
    -- Prompts and facts, each distinct one once. packed is raw deflate; its dictionary is the last 32 KiB of the texts of
    -- the same page before it, in order of id. See worldfile/texts.py. packed is NULL when the text was forgotten.
    id INTEGER PRIMARY KEY CHECK (id > 0),
    digest BLOB NOT NULL UNIQUE,  -- BLAKE2b of the UTF-8 text, 16 bytes
    page INTEGER NOT NULL CHECK (page > 0 AND page <= id),  -- text.id of the first of the page
    size INTEGER NOT NULL CHECK (size >= 0),                -- of the UTF-8 text in bytes
    packed BLOB
) STRICT""",
    "CREATE INDEX text_page ON text (page)",
    """CREATE TABLE call (
    -- Every call to a model. answer is JSON, "" when it failed; error is "" when it worked.
    id INTEGER PRIMARY KEY CHECK (id > 0),
    agent_id INTEGER NOT NULL,  -- agent.id, 0: nobody's
    purpose TEXT NOT NULL,
    asked_step INTEGER NOT NULL CHECK (asked_step >= 0),
    due_step INTEGER NOT NULL CHECK (due_step >= asked_step),
    shared_id INTEGER NOT NULL, -- text.id of the prompt's first part, 0: empty
    own_id INTEGER NOT NULL,    -- ... second
    now_id INTEGER NOT NULL,    -- ... third
    facts_id INTEGER NOT NULL,  -- text.id of the JSON the prompt was made from
    output TEXT NOT NULL,
    answer TEXT NOT NULL,
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
    call_id INTEGER PRIMARY KEY CHECK (call_id > 0),
    agent_id INTEGER NOT NULL,
    step INTEGER NOT NULL CHECK (step >= 0),  -- the call's asked_step: when these memories were last accessed
    packed BLOB NOT NULL
) STRICT""",
    "CREATE INDEX retrieval_agent ON retrieval (agent_id, step)",
    """CREATE TABLE embedding (
    -- A unit vector per distinct text and embedding model, little-endian float16.
    id INTEGER PRIMARY KEY,
    model TEXT NOT NULL,
    text TEXT NOT NULL,
    vector BLOB NOT NULL,
    UNIQUE (model, text)
) STRICT""",
    """CREATE TABLE snapshot (
    -- The whole state at the end of a step: state is zlib; digest is of the state before packing, as the simulation counts it.
    step INTEGER PRIMARY KEY CHECK (step >= 0),
    digest TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size >= 0),  -- of the state in bytes
    state BLOB NOT NULL
) STRICT""",
    """CREATE VIRTUAL TABLE event_search USING fts5 (
    text, content='event', content_rowid='id', tokenize="unicode61 remove_diacritics 2"
)""",
    """CREATE VIRTUAL TABLE memory_search USING fts5 (
    text, content='memory', content_rowid='id', tokenize="unicode61 remove_diacritics 2"
)""",
    f"PRAGMA application_id = {APPLICATION_ID}",
)


def m001_first(db: "Database") -> None:
    """Make the tables of the first version."""
    for statement in _FIRST:
        db.execute(statement)
    db.execute("PRAGMA user_version = 1")


def m002_tighter(db: "Database") -> None:
    """Store calls, what was retrieved, and the search index of events tighter."""
    tighten(db.conn)


def m003_search(db: "Database") -> None:
    """Index the words of plans and beliefs, and leave out what no question needs."""
    add_search(db.conn)


def m004_sparing(db: "Database") -> None:
    """Keep nothing twice of an hour that was thought out, and what was retrieved, and where words are, more briefly."""
    spare(db.conn)


MIGRATIONS = (m001_first, m002_tighter, m003_search, m004_sparing)
"""Every change of the schema, oldest first; `PRAGMA user_version` counts them. Each is one transaction with its record."""

NAMES = tuple(migration.__name__ for migration in MIGRATIONS)
"""The names of all migrations, in order."""

VERSION = len(NAMES)
"""`PRAGMA user_version` of the worlds this program writes."""


def migrate(connection: sqlite3.Connection, version: int = VERSION) -> None:
    """Bring a new or older world to a version: every migration that is missing, each in a transaction of its own."""
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = '_sqlite_migrations'").fetchone():
        for statement in _RECORD:
            connection.execute(statement)
    _apply(connection, version)


def _apply(connection: sqlite3.Connection, version: int) -> None:
    from sqlite_utils import Database  # late: the window's first picture does without
    from sqlite_utils.migrations import Migrations

    migrations = Migrations("world")
    for migration in MIGRATIONS:
        migrations()(migration)
    migrations.apply(Database(connection, execute_plugins=False), stop_before=NAMES[version:])


SchemaEntry = tuple[str, str, str]
"""Type, name and SQL of an entry of `sqlite_schema`, the SQL without needless space."""


def entries(connection: sqlite3.Connection) -> frozenset[SchemaEntry]:
    """Return the whole schema of a database, so that two can be compared."""
    rows = connection.execute("SELECT type, name, sql FROM sqlite_schema").fetchall()
    return frozenset((str(kind), str(name), _plain(str(name), str(sql or ""))) for kind, name, sql in rows)


@cache
def expected(version: int = VERSION) -> frozenset[SchemaEntry]:
    """Return the schema that a world of a version has: what its migrations make in an empty database."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        for statement in _RECORD:
            connection.execute(statement)
        _apply(connection, version)
        return entries(connection)
    finally:
        connection.close()


def _plain(name: str, sql: str) -> str:
    """Leave out what SQLite's versions write differently: the quotes in the tables that a full-text index keeps for itself."""
    if "_search_" in name:
        sql = sql.replace("'", "").replace('"', "")
    return re.sub(r"\s+", " ", sql).strip()
