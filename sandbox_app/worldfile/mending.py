"""Makes rows that were saved one by one from a damaged file hold together again, and keeps a list of what that took."""

import sqlite3
import zlib
from collections.abc import Callable, Collection
from typing import Any

import msgspec
from msgspec import Struct

from sandbox_app.errors import WorldProblem
from sandbox_app.worldfile import packing, texts
from sandbox_app.worldfile.invariants import COMING, INVARIANTS, Invariant
from sandbox_app.worldfile.pages import longest_growing
from sandbox_app.worldfile.salvage import Salvage, tables
from sandbox_app.worldfile.searchable import SEARCHED, index_words

MOST_LOSSES = 40
"""Losses of one sort that are listed; the last one says how many more there are."""

_TEMPORAL = ("memory", "plan", "belief", "persona")
_NUMBERED = ("agent", "event", "persona", "memory", "plan", "belief", "text", "call")
_FEW = 3
"""So many events behind the noted last step are taken for damage; when there are more, the note is."""


class Loss(Struct, frozen=True):
    """Something that could not be brought over as it was: what became of it, and where it was."""

    what: str
    where: str


def few(losses: Collection[Loss]) -> list[Loss]:
    """Return some losses of one sort, and how many more there are."""
    told = list(losses)[:MOST_LOSSES]
    more = len(losses) - len(told)
    return [*told, Loss(f"and {more} more like these", told[0].where.split(" ")[0])] if more else told


class Mending:
    """Makes rows that were brought over for themselves hold together again."""

    def __init__(self, connection: sqlite3.Connection, salvage: Salvage, who: Callable[[str, str], str]) -> None:
        self._connection = connection
        self._salvage = salvage
        self._who = who
        self._lost: dict[str, list[Loss]] = {}

    def run(self) -> None:
        """Mend everything, inside the caller's transaction.

        Raises:
            WorldProblem: somebody's persona is nowhere to be found.
        """
        self._missing()
        self._agents()
        self._order()
        self._ends()
        self._packed("retrieval", "call_id", "packed", packing.unpack_retrieved)
        self._packed("snapshot", "step", "state, size", packing.unpack_state)
        self._texts()
        self._rules()
        self._personas()
        for table in SEARCHED:
            self._connection.execute(f"INSERT INTO {table}_search ({table}_search) VALUES ('delete-all')")  # a migration may have filled it
            index_words(self._connection, table)

    def losses(self) -> list[Loss]:
        """Return what was lost, at most `MOST_LOSSES` of each sort."""
        return [loss for losses in self._lost.values() for loss in few(losses)]

    def _lose(self, sort: str, what: str, where: str) -> None:
        self._lost.setdefault(sort, []).append(Loss(what, where))

    def _rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql, values).fetchall()

    def _missing(self) -> None:
        """List what could not be read: rows by their numbers where these leave gaps, else how many."""
        for table in tables(self._connection):
            refused = self._salvage.refused.get(table.name, 0)
            if refused:
                self._lose(
                    table.name, f"{refused} found that {'is' if refused == 1 else 'are'} not what a row of this table must be", table.name
                )
            if table.name not in self._salvage.broken and not refused:
                continue
            if table.name in self._salvage.broken:
                self._lose(table.name, "a page of it cannot be read", table.name)
            if table.name not in _NUMBERED:
                continue
            numbers = f"SELECT id, lag(id, 1, 0) OVER (ORDER BY id) AS before FROM {table.name}"
            sql = f"SELECT before + 1, id - 1 FROM ({numbers}) WHERE id > before + 1"
            for first, last in self._rows(sql):
                self._lose(
                    table.name, "it is not to be found", f"{table.name} {first}" if first == last else f"{table.name} {first} to {last}"
                )

    def _agents(self) -> None:
        """Make those anew of whom there is a persona, or so much else that they must have been there."""
        told = {agent: data for agent, data in self._rows("SELECT agent_id, data FROM persona ORDER BY id")}
        sql = "SELECT agent_id FROM memory UNION ALL SELECT agent_id FROM event UNION ALL SELECT agent_id FROM plan"
        much = self._rows(f"SELECT agent_id FROM ({sql}) WHERE agent_id > 0 GROUP BY agent_id HAVING count(*) >= 5")
        known = {row[0] for row in self._rows("SELECT id FROM agent")}
        last = _last_of(known, {*told}, {row[0] for row in much})
        for agent in sorted(number for number in known if number > last):
            self._connection.execute("DELETE FROM agent WHERE id = ?", (agent,))
            self._lose("agent", "its number cannot be; it is left out", f"agent {agent}")
        for agent in sorted({*range(1, last + 1)} - known):
            name, short = _named(told.get(agent, ""), agent)
            self._connection.execute("INSERT INTO agent (id, name, short) VALUES (?, ?, ?)", (agent, name, short))
            self._lose("agent", f"the name was lost; it is now {name}", f"agent {agent}")

    def _personas(self) -> None:
        """Give everybody a persona that holds: the last one that is left, else the one of the town's cast."""
        town = str(self._rows("SELECT value FROM meta WHERE key = 'town'")[0][0])
        for agent, name in self._rows("SELECT id, name FROM agent ORDER BY id"):
            lives = self._rows("SELECT id, created_step, retired_step FROM persona WHERE agent_id = ? ORDER BY id", agent)
            if lives:
                self._in_turn(agent, lives)
                continue
            data = self._who(town, str(name))
            if not data:
                raise WorldProblem(f"The world cannot be repaired: who {name} is was lost, and the town {town} knows nobody of that name.")
            self._connection.execute(
                "INSERT INTO persona (id, agent_id, data, created_step) SELECT coalesce(max(id), 0) + 1, ?, ?, 0 FROM persona",
                (agent, data),
            )
            self._lose("persona", "the persona was lost; it is the one the town began with", f"agent {agent}")

    def _in_turn(self, agent: int, lives: list[tuple[Any, ...]]) -> None:
        """Let the personas of somebody hold one after the other, from the beginning (a visitor's: from when it came) until now."""
        came = int(self._rows("SELECT " + COMING.format("?"), agent)[0][0])
        begins = [came, *(created for _, created, _ in lives[1:])]
        begins = [max(begins[: place + 1]) for place in range(len(begins))]
        for (number, created, retired), begin, end in zip(lives, begins, [*begins[1:], None], strict=True):
            if (created, retired) == (begin, end):
                continue
            self._connection.execute("UPDATE persona SET created_step = ?, retired_step = ? WHERE id = ?", (begin, end, number))
            what = "a persona beside it was lost, or when it held; it holds longer or shorter now"
            if end is None:
                what = "the latest persona was lost; the one before it holds again"
            self._lose("persona", what, f"agent {agent}")

    def _order(self) -> None:
        """Put events whose step does not fit between its neighbours' where the one before them is."""
        rows = [(key, step) for key, step in self._rows("SELECT id, step FROM event ORDER BY id")]
        kept = longest_growing([step for _, step in rows])
        before, at = 0, 0
        for index, (key, step) in enumerate(rows):
            if at < len(kept) and kept[at] == index:
                before, at = step, at + 1
                continue
            self._connection.execute("UPDATE event SET step = ? WHERE id = ?", (before, key))
            self._lose("event order", f"its step cannot have been {step}; it is now {before}", f"event {key}")

    def _ends(self) -> None:
        """Find the last step, and what lies behind it."""
        noted = self._rows("SELECT value FROM meta WHERE key = 'last_step'")
        last = int(str(noted[0][0])) if noted and str(noted[0][0]).isdecimal() and len(str(noted[0][0])) < 15 else -1
        behind = self._rows("SELECT id, step FROM event WHERE step > ? ORDER BY id", last)
        if last < 0 or len(behind) > _FEW:
            (greatest,) = self._rows("SELECT coalesce(max(step), 0) FROM event")[0]
            self._lose("meta", f"the last step was lost; it is now {greatest}", "meta last_step")
            last = greatest
            self._connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('last_step', ?)", (str(last),))
        for key, step in self._rows("SELECT id, step FROM event WHERE step > ?", last):
            self._connection.execute("UPDATE event SET step = ? WHERE id = ?", (last, key))
            self._lose("event order", f"its step cannot have been {step}; it is now {last}", f"event {key}")
        for table in _TEMPORAL:
            for (key,) in self._rows(f"SELECT id FROM {table} WHERE retired_step > ?", last):
                self._connection.execute(f"UPDATE {table} SET retired_step = NULL WHERE id = ?", (key,))
                self._lose(table, "when it was retired cannot be; it holds again", f"{table} {key}")

    def _packed(self, table: str, key: str, columns: str, unpack: Callable[..., object]) -> None:
        broken = []
        for number, *values in self._connection.execute(f"SELECT {key}, {columns} FROM {table}"):
            try:
                unpack(*values)
            except (zlib.error, msgspec.MsgspecError, ValueError):
                broken.append(number)
        for number in broken:
            self._connection.execute(f"DELETE FROM {table} WHERE {key} = ?", (number,))
            self._lose(table, "it cannot be unpacked", f"{table} {number}")

    def _texts(self) -> None:
        """Keep each page of texts as far as it can be unpacked; of what follows there only that it was."""
        page, before, ended = 0, b"", 0
        broken = []
        for number, digest, of, size, packed in self._connection.execute(
            "SELECT id, digest, page, size, packed FROM text WHERE packed IS NOT NULL ORDER BY page, id"
        ):
            page, before = of, (before if of == page else b"")
            try:
                data = b"" if of == ended else texts.unpack(packed, size, before)
            except zlib.error:
                data = b""
            if data and texts.digest(data) == digest:
                before = texts.window(before + data)
            else:
                ended = page
                broken.append(number)
        for number in broken:
            self._connection.execute("UPDATE text SET packed = NULL, page = id WHERE id = ?", (number,))
            self._lose("text", "a prompt, or what belongs to it, cannot be unpacked", f"text {number}")
        columns = " UNION ".join(f"SELECT {column} AS id FROM call" for column in ("shared_id", "own_id", "rest_id"))
        for (number,) in self._rows(f"SELECT id FROM ({columns}) WHERE id BETWEEN 1 AND 1000000000 AND id NOT IN (SELECT id FROM text)"):
            nothing = texts.digest(f"lost {number}".encode())
            self._connection.execute("INSERT INTO text (id, digest, page, size) VALUES (?, ?, ?, 0)", (number, nothing, number))
            self._lose("text", "a prompt, or what belongs to it, is not to be found", f"text {number}")

    def _rules(self) -> None:
        """Have every rule hold that `check` knows; leaving a row out may break another one, so until none is broken."""
        while any([self._rule(rule, rule.mend) for rule in INVARIANTS if rule.mend is not None]):
            pass

    def _rule(self, rule: Invariant, mend: str) -> bool:
        key = {"retrieval": "call_id", "snapshot": "step", "meta": "key"}.get(rule.table, "id")
        broken = self._rows(rule.sql)
        for (row,) in broken:
            self._connection.execute(mend or f"DELETE FROM {rule.table} WHERE {key} = ?", (row,))
            self._lose(rule.table, f"{rule.what}; {'that is left out' if mend else 'it is left out'}", f"{rule.table} {row}")
        return bool(broken)


def _last_of(*tellers: set[int]) -> int:
    """Return the greatest number of an agent: the last that two of these know, and those that follow it without a gap.

    A number that only one knows, far off from the others, is damage and not somebody.
    """
    everybody = set().union(*tellers)
    last = max((agent for agent in everybody if sum(agent in told for told in tellers) > 1), default=0)
    while last + 1 in everybody:
        last += 1
    return last


def _named(persona: str, agent: int) -> tuple[str, str]:
    """Return the names that a persona gives."""

    class Names(Struct):
        name: str
        short: str

    try:
        names = msgspec.json.decode(persona, type=Names)
    except msgspec.MsgspecError:
        return f"Agent {agent}", f"Agent {agent}"
    return names.name[:100], names.short[:100]
