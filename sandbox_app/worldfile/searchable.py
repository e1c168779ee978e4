"""The third migration: what people mean to do and hold true is found by its words, too, and what nobody asks the file is left out.

The index of events keeps no lengths, which only an order by relevance needs; prompts that were forgotten stand in no index of
pages, and nothing asks for calls by when they were due.
"""

import sqlite3

SEARCHED = {"event": "text", "memory": "text", "plan": "activity", "belief": "text"}
"""The tables that can be searched, and the column with their words; the index of a table is called TABLE_search."""

_FTS = (
    "CREATE VIRTUAL TABLE {table}_search USING fts5 (\n"
    "    {column}, content='{table}', content_rowid='id', detail=none, columnsize=0,"
    ' tokenize="unicode61 remove_diacritics 2"\n)'
)
BY_TIME = ("event", "plan", "belief")
"""Those whose finds are in order of time; their indexes keep no lengths."""


def add_search(connection: sqlite3.Connection) -> None:
    """Bring a world of version 2 to version 3, inside a transaction."""
    connection.execute("DROP TABLE event_search")
    for table in BY_TIME:
        connection.execute(_FTS.format(table=table, column=SEARCHED[table]))
        index_words(connection, table)
    connection.execute("DROP INDEX call_due")
    connection.execute("DROP INDEX text_page")
    connection.execute("CREATE INDEX text_page ON text (page) WHERE page <> id")
    connection.execute("PRAGMA user_version = 3")


def index_words(connection: sqlite3.Connection, table: str, where: str = "true") -> None:
    """Put the words of a table's rows into its index."""
    column = SEARCHED[table]
    connection.execute(
        f"INSERT INTO {table}_search (rowid, {column}) SELECT id, {column} FROM {table} WHERE {column} <> '' AND {where} ORDER BY id"
    )


def unindex_words(connection: sqlite3.Connection, table: str, gone: str) -> None:
    """Take the words of rows that will go out of an index: one by one, or, where most go, by indexing the others anew."""
    column, search = SEARCHED[table], f"{table}_search"
    of = f"FROM {table} WHERE {column} <> ''"
    going = connection.execute(f"SELECT count(*) {of} AND {gone}").fetchone()[0]
    staying = connection.execute(f"SELECT count(*) {of} AND NOT ({gone})").fetchone()[0]
    if going <= staying:
        connection.execute(f"INSERT INTO {search} ({search}, rowid, {column}) SELECT 'delete', id, {column} {of} AND {gone}")
        return
    connection.execute(f"INSERT INTO {search} ({search}) VALUES ('delete-all')")
    index_words(connection, table, f"NOT ({gone})")
