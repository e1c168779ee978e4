"""Worlds of every older version are read as they are, and brought up to date when they are opened for writing."""

import lzma
import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec
import numpy as np
import pytest

from sandbox_app.mind.repeating import hour_of
from sandbox_app.simulation.replay import replay
from sandbox_app.worldfile import schema
from sandbox_app.worldfile.check import check
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import CallRow, Event
from sandbox_app.worldfile.writer import WorldWriter

VERSIONS = Path(__file__).with_name("versions")
OLDER = range(1, schema.VERSION)
LIVED = {1: (112, 36), 2: (112, 36), 3: (116, 37)}
"""Events and calls of each: the third one was lived by a later program."""


@pytest.fixture(params=OLDER)
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Little Lark after its first fifty minutes, as that version wrote it."""
    path = tmp_path / "older.world"
    path.write_bytes(lzma.decompress((VERSIONS / f"{request.param}.world.xz").read_bytes()))
    return path


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def everything(path: Path) -> tuple[list[Event], list[CallRow | None], dict[int, int], int]:
    with WorldReader(path) as reader:
        calls = [reader.call(head.id) for head in reader.calls()]
        return reader.events(), calls, reader.last_access(), len(reader.events(search="harbour")) + len(reader.find_memories("harbour"))


def test_there_is_a_world_of_each_older_version() -> None:
    assert sorted(path.name for path in VERSIONS.iterdir()) == [f"{number}.world.xz" for number in OLDER]


def test_an_older_world_is_read_without_a_change(older: Path) -> None:
    before = older.read_bytes()
    events, calls, accessed, _ = everything(older)
    assert (len(events), len(calls)) == LIVED[version(older)]
    assert all(call is not None and call.now and call.facts.startswith("{") and call.answer for call in calls)
    assert any(call.retrieved for call in calls if call is not None)
    assert accessed
    assert check(older) == []
    assert replay(older, verify=True).mismatches == 0
    assert older.read_bytes() == before
    assert not list(older.parent.glob("older.world?*"))


def test_an_older_world_goes_on_as_one_of_today(older: Path) -> None:
    before, old = everything(older), version(older)
    WorldWriter(older).close()
    assert (old, version(older)) == (old, schema.VERSION)
    assert everything(older) == before
    assert check(older) == []
    with closing(sqlite3.connect(older)) as connection:
        assert schema.entries(connection) == schema.expected()


def test_the_hours_that_were_thought_out_are_known_again_and_no_score_is_another_one(older: Path) -> None:
    """Their pieces are the lines of the plan; before version 4 they stood in the event, too, and scores had more digits."""
    with closing(sqlite3.connect(older)) as connection:
        kept = "SELECT id, json_extract(data, '$.hour.site') FROM event WHERE json_extract(data, '$.hour') IS NOT NULL"
        sites = dict(connection.execute(kept).fetchall())
        pieces = {number: hour_before(connection, number) for number in sites}
        packed = dict(connection.execute("SELECT call_id, packed FROM retrieval").fetchall())
    assert len(sites) == 5
    WorldWriter(older).close()
    with WorldReader(older) as reader:
        lines = {row.id: row for agent in reader.agents() for row in reader.plans(agent.id, lapsed=True)}
        for event in reader.events(kinds=["plan"]):
            assert event.data.get("site") == sites.get(event.id)
            if "site" in event.data:
                rows = [lines[number] for number in event.data["plans"]]
                hour = hour_of(lines[rows[0].parent], rows, 6, event.call_id, event.id)
                assert [[piece.share, piece.thing, piece.activity] for piece in hour.pieces] == pieces[event.id]
        for number, before in packed.items():
            memories, scores = msgspec.msgpack.decode(before, type=tuple[list[int], bytes])
            call = reader.call(number)
            assert call is not None
            assert [one.memory_id for one in call.retrieved] == memories
            now = [(one.recency, one.importance, one.relevance, one.score) for one in call.retrieved]
            assert np.array(now) == pytest.approx(np.frombuffer(scores, "<f4").reshape(-1, 4), abs=0.001)


def hour_before(connection: sqlite3.Connection, event: int) -> list[list[object]]:
    (pieces,) = connection.execute("SELECT json_extract(data, '$.hour.pieces') FROM event WHERE id = ?", (event,)).fetchone()
    found: list[list[object]] = msgspec.json.decode(pieces)
    return found


def test_who_reads_an_older_world_hears_that_it_was_brought_up_to_date_meanwhile(older: Path) -> None:
    """The reader has a copy of its own then, in which nothing new will ever stand."""
    with WorldReader(older) as reader:
        assert not reader.outdated
        with closing(WorldWriter(older)):
            assert reader.outdated
        assert reader.outdated
    with WorldReader(older) as reader, closing(WorldWriter(older)):
        assert not reader.outdated  # it reads in place
