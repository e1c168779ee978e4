"""Backups are made on their own, thinned as they age, listed, and restored into a new file."""

import lzma
import os
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sandbox_app.errors import WorldProblem
from sandbox_app.worldfile import backups, schema
from sandbox_app.worldfile.check import check
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import StepBatch
from sandbox_app.worldfile.writer import WorldWriter
from tests.worldfile import small_world

NOW = datetime(2026, 11, 21, 12, 30, tzinfo=UTC)
VERSIONS = Path(__file__).with_name("versions")


@pytest.fixture
def lived(world: Path) -> Path:
    with WorldWriter(world) as writer:
        writer.write(small_world.full_step())
    return world


def copies(world: Path, *ages: timedelta, now: datetime = NOW) -> None:
    with closing(sqlite3.connect(world)) as connection:
        for age in ages:
            backups.back_up(connection, world, "hour", now - age)


def test_new_world_needs_none_and_one_that_has_lived_gets_one_an_hour(lived: Path) -> None:
    assert backups.backups(lived) == []
    for _ in range(2):
        with WorldWriter(lived) as writer:
            writer.write(StepBatch(step=writer.last_step() + 1))
            writer.write(StepBatch(step=writer.last_step() + 1))
    (made,) = backups.backups(lived)
    assert made.why == "hour"
    assert check(made.path) == []
    with WorldReader(made.path) as reader:
        assert reader.last_step() == 3
    assert os.listdir(lived.parent) == ["small.world"]


def test_backups_are_thinned_to_one_an_hour_a_day_a_week(lived: Path) -> None:
    hours = [timedelta(minutes=20 * n) for n in range(75)]
    days = [timedelta(days=n) for n in range(90)]
    copies(lived, *sorted({*hours, *days}, reverse=True))
    ages = [(NOW - backup.time) for backup in backups.backups(lived)]
    assert ages[0] == timedelta()
    assert Counter("day" if age < timedelta(days=1) else "fortnight" if age < timedelta(days=14) else "more" for age in ages) == {
        "day": 25,
        "fortnight": 13,
        "more": 11,
    }
    assert max(ages) < timedelta(weeks=12)


def test_backups_of_all_worlds_together_stay_within_a_bound(lived: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = small_world.make(lived.with_name("other.world"))
    copies(other, timedelta(days=40))
    size = backups.backups(other)[0].bytes
    monkeypatch.setattr(backups, "MOST_BYTES", 4 * size)
    copies(lived, *(timedelta(hours=n) for n in range(12, 0, -1)))
    assert len(backups.backups(other)) == 1
    left = backups.backups(lived)
    assert sum(backup.bytes for backup in left) <= 4 * size
    assert left[0].time == NOW - timedelta(hours=1)


def test_clock_that_was_set_back_or_forward_harms_nothing(lived: Path) -> None:
    copies(lived, timedelta(days=-400))
    assert backups.due(lived, NOW)
    copies(lived, timedelta())
    assert not backups.due(lived, NOW)
    assert backups.due(lived, NOW + timedelta(days=9999))
    assert [backup.time > NOW for backup in backups.backups(lived)] == [True, False]


def test_backup_is_restored_into_a_new_world_even_when_the_world_is_gone(lived: Path) -> None:
    copies(lived, timedelta())
    (kept,) = backups.backups(lived)
    new = lived.with_name("again.world")
    with pytest.raises(WorldProblem, match="exists already"):
        backups.restore(kept, lived)
    lived.unlink()
    assert backups.backups(lived) == [kept]
    backups.restore(kept, new)
    assert check(new) == []
    assert os.listdir(new.parent) == ["again.world"]
    kept.path.write_bytes(b"no world")
    with pytest.raises(WorldProblem, match="not a world"):
        backups.restore(kept, new.with_name("b.world"))
    assert os.listdir(new.parent) == ["again.world"]


def test_older_world_is_copied_before_it_is_migrated(tmp_path: Path) -> None:
    world = tmp_path / "old.world"
    world.write_bytes(lzma.decompress((VERSIONS / "1.world.xz").read_bytes()))
    WorldWriter(world).close()
    (kept,) = backups.backups(world)
    assert kept.why == "migration"
    with closing(sqlite3.connect(kept.path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    assert check(kept.path) == []


def test_older_world_stays_as_it_is_where_no_backup_can_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = tmp_path / "old.world"
    world.write_bytes(lzma.decompress((VERSIONS / "1.world.xz").read_bytes()))
    before = world.read_bytes()
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file"))
    with pytest.raises(WorldProblem, match=r"There is no backup of old\.world: .* cannot be written"):
        WorldWriter(world)
    assert world.read_bytes() == before
    assert not list(tmp_path.glob("old.world?*"))


def test_migration_that_fails_leaves_the_world_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = tmp_path / "old.world"
    world.write_bytes(lzma.decompress((VERSIONS / "1.world.xz").read_bytes()))
    with WorldReader(world) as reader:
        events = reader.events()

    def fails(_connection: sqlite3.Connection) -> None:
        _connection.execute("DROP TABLE event")
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as patch:
        patch.setattr(schema, "tighten", fails)
        with pytest.raises(sqlite3.OperationalError):
            WorldWriter(world)
    with closing(sqlite3.connect(world)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    with WorldReader(world) as reader:
        assert reader.events() == events


@pytest.mark.parametrize("what", ["moved", "deleted", "replaced"])
def test_world_that_goes_away_under_the_program_is_noticed_and_its_content_kept(lived: Path, what: str) -> None:
    elsewhere = lived.with_name("elsewhere.world")
    with WorldWriter(lived) as writer:
        writer.write(StepBatch(step=4))
        if what == "deleted":
            lived.unlink()
        else:
            lived.rename(elsewhere)
        if what == "replaced":
            lived.write_bytes(b"mine")
        with pytest.raises(WorldProblem, match=r"small\.world was moved, renamed, replaced or deleted .* What it held is safe") as caught:
            writer.write(StepBatch(step=5))
        assert "\n" not in caught.value.sentence
        if what == "moved":
            elsewhere.rename(lived)
            writer.write(StepBatch(step=5))
    kept = next(backup for backup in backups.backups(lived) if backup.why == "lost")
    assert check(kept.path) == []
    with WorldReader(kept.path) as reader:
        assert reader.last_step() == 4
    if what == "moved":
        with WorldReader(lived) as reader:
            assert reader.last_step() == 5
    if what == "replaced":
        assert lived.read_bytes() == b"mine"
        assert check(elsewhere) == []
