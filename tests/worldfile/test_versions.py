"""Worlds of every older version are read as they are, and brought up to date when they are opened for writing."""

import lzma
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from sandbox_app.simulation.replay import replay
from sandbox_app.worldfile import schema
from sandbox_app.worldfile.check import check
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import CallRow, Event
from sandbox_app.worldfile.writer import WorldWriter

VERSIONS = Path(__file__).with_name("versions")
OLDER = range(1, schema.VERSION)


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
    assert (len(events), len(calls)) == (112, 36)
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


def test_who_reads_an_older_world_hears_that_it_was_brought_up_to_date_meanwhile(older: Path) -> None:
    """The reader has a copy of its own then, in which nothing new will ever stand."""
    with WorldReader(older) as reader:
        assert not reader.outdated
        with closing(WorldWriter(older)):
            assert reader.outdated
        assert reader.outdated
    with WorldReader(older) as reader, closing(WorldWriter(older)):
        assert not reader.outdated  # it reads in place
