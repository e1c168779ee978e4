"""What holds between the rows of every world, as statements that name the rows for which it does not."""

from msgspec import Struct

from sandbox_app.worldfile.valid import MAX_DATA, MAX_NAME, MAX_OUTPUT, MAX_SENTENCE


class Invariant(Struct, frozen=True):
    """A rule. `sql` returns the key of each row of `table` that breaks it; `what` says so; `fixable` as in `Finding`.

    `mend` is how a repair makes such a row (`?` is its key) keep the rule; "" where only leaving the row out does, None where a step
    of the repair of its own does.
    """

    what: str
    table: str
    sql: str
    fixable: bool = False
    mend: str | None = ""


_LAST_STEP = "(SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'last_step')"
_FAR = 3_000_000
"""Steps: as many days as no plan lies ahead."""
_TEMPORAL = ("memory", "plan", "belief", "persona")


def _refers(table: str, column: str, target: str, what: str, key: str = "id", none: bool = True) -> Invariant:
    allowed = f"{column} <> 0 AND " if none else ""
    sql = f"SELECT {key} FROM {table} WHERE {allowed}NOT EXISTS (SELECT 1 FROM {target} AS t WHERE t.id = {table}.{column})"
    return Invariant(
        f"it refers to {what} that is not there", table, sql, mend=f"UPDATE {table} SET {column} = 0 WHERE {key} = ?" if none else ""
    )


def _bounds(table: str, column: str, limit: int) -> Invariant:
    mend = f"UPDATE agent SET {column} = substr({column}, 1, 50) WHERE id = ?" if table == "agent" else ""
    return Invariant(f"its {column} is longer than can be", table, f"SELECT id FROM {table} WHERE length({column}) > {limit}", mend=mend)


def _json(table: str, column: str, kind: str) -> Invariant:
    sql = f"SELECT id FROM {table} WHERE NOT json_valid({column}) OR json_type(iif(json_valid({column}), {column}, 'null')) <> '{kind}'"
    mend = "" if table == "persona" else f"UPDATE {table} SET {column} = '{'{}' if kind == 'object' else '[]'}' WHERE id = ?"
    return Invariant(f"its {column} is not the JSON it must be", table, sql, mend=mend)


def _indexed(table: str) -> Invariant:
    """Return what holds of an index that keeps lengths; in the others the check looks for the words themselves."""
    index = f"{table}_search_docsize"
    return Invariant(
        "its words are not in the search index as they must be",
        table,
        f"SELECT id FROM {table} WHERE text <> '' AND id NOT IN (SELECT id FROM {index})"
        f" UNION ALL SELECT id FROM {index} WHERE id NOT IN (SELECT id FROM {table} WHERE text <> '')",
        fixable=True,
        mend=None,
    )


COMING = "ifnull((SELECT min(step) FROM event WHERE kind = 'enter' AND event.agent_id = {}), 0)"
"""When an agent came: at the beginning, a visitor later; to be filled with its number."""
_LIVES = (
    "SELECT id, agent_id, created_step, lag(id) OVER life AS earlier, lag(retired_step) OVER life AS until,"
    " retired_step, lead(id) OVER life AS later FROM persona WINDOW life AS (PARTITION BY agent_id ORDER BY id)"
)
_CAME = COMING.format("lives.agent_id")

INVARIANTS = (
    Invariant(
        "the last step is not a number",
        "meta",
        f"SELECT 'last_step' WHERE {_LAST_STEP} IS NULL OR {_LAST_STEP} < 0"
        f" OR CAST({_LAST_STEP} AS TEXT) <> (SELECT value FROM meta WHERE key = 'last_step')",
        fixable=True,
    ),
    Invariant(
        "it comes before an event with a smaller number",
        "event",
        "SELECT id FROM (SELECT id, step, lag(step) OVER (ORDER BY id) AS earlier FROM event) WHERE step < earlier",
    ),
    Invariant("it lies after the last step", "event", f"SELECT id FROM event WHERE step > {_LAST_STEP}"),
    Invariant(
        "its number is not one of those from 1 to the number of agents",
        "agent",
        "SELECT id FROM agent WHERE id NOT BETWEEN 1 AND (SELECT count(*) FROM agent)",
        mend=None,
    ),
    Invariant("there is no persona of it", "agent", "SELECT id FROM agent WHERE id NOT IN (SELECT agent_id FROM persona)", mend=None),
    Invariant(
        "it does not hold from when the one before it ends (the first from when it came, the last until now)",
        "persona",
        f"SELECT id FROM ({_LIVES}) AS lives WHERE created_step IS NOT iif(earlier IS NULL, {_CAME}, until)"
        " OR later IS NULL AND retired_step IS NOT NULL",
        mend=None,
    ),
    _bounds("agent", "name", MAX_NAME),
    _bounds("agent", "short", MAX_NAME),
    _refers("event", "agent_id", "agent", "an agent"),
    _refers("event", "cause", "event", "an event"),
    _refers("event", "call_id", "call", "a call"),
    _json("event", "data", "object"),
    _bounds("event", "kind", MAX_NAME),
    _bounds("event", "text", MAX_SENTENCE),
    _bounds("event", "data", MAX_DATA),
    *(
        Invariant(
            "it lies after the last step", table, f"SELECT id FROM {table} WHERE max(created_step, ifnull(retired_step, 0)) > {_LAST_STEP}"
        )
        for table in _TEMPORAL
    ),
    *(_refers(table, "agent_id", "agent", "an agent", none=False) for table in _TEMPORAL),
    *(_refers(table, "cause", "event", "an event") for table in ("memory", "plan", "belief")),
    _refers("plan", "parent", "plan", "a part of the day"),
    _refers("belief", "about_id", "agent", "an agent"),
    Invariant(
        "it lies in no time that a world can have",
        "plan",
        f"SELECT id FROM plan WHERE start_step < -{_FAR} OR end_step > {_LAST_STEP} + {_FAR}",
    ),
    _json("memory", "evidence", "array"),
    Invariant(
        "it rests on what is no memory's number",
        "memory",
        "SELECT id FROM memory WHERE evidence <> '[]' AND EXISTS"
        " (SELECT 1 FROM json_each(iif(json_valid(evidence), evidence, '[]')) WHERE json_each.type <> 'integer')",
        mend="UPDATE memory SET evidence = '[]' WHERE id = ?",
    ),
    _json("belief", "data", "object"),
    _json("persona", "data", "object"),
    _bounds("memory", "text", MAX_SENTENCE),
    _bounds("plan", "activity", MAX_SENTENCE),
    _bounds("belief", "text", MAX_SENTENCE),
    _bounds("persona", "data", MAX_DATA),
    _refers("call", "agent_id", "agent", "an agent"),
    *(_refers("call", column, "text", "a text") for column in ("shared_id", "own_id", "rest_id")),
    _bounds("call", "output", MAX_OUTPUT),
    _refers("retrieval", "call_id", "call", "a call", key="call_id", none=False),
    Invariant("it lies after the last step", "snapshot", f"SELECT step FROM snapshot WHERE step > {_LAST_STEP}", fixable=True),
    Invariant("it is no vector of float16", "embedding", "SELECT id FROM embedding WHERE length(vector) % 2 <> 0", fixable=True),
    _indexed("memory"),
)
"""Every rule, the record itself first."""
