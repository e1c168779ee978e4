"""A damaged world is copied as far as it can be read: what comes out is whole, what was lost is listed, the original stays as it was."""

import hashlib
import lzma
import os
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from sandbox_app.errors import WorldProblem
from sandbox_app.worldfile import schema
from sandbox_app.worldfile.check import check
from sandbox_app.worldfile.pages import longest_growing
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.repair import Repaired, repair
from sandbox_app.worldfile.rows import Event, MemoryRow, StepBatch
from sandbox_app.worldfile.writer import WorldWriter
from tests.worldfile import small_world
from tests.worldfile.test_check import KILLED, alter, read_everything, sentence
from tests.worldfile.test_full_disk import fill

PAGE = schema.PAGE_SIZE
VERSIONS = Path(__file__).parent / "versions"
RECORD = ("meta", "agent", "event", "persona", "memory", "plan", "belief", "text", "call", "retrieval", "embedding", "snapshot")


@pytest.fixture
def lived(world: Path) -> Path:
    """The world after a step in which everything happened, and so much more that its tables have many pages."""
    with WorldWriter(world) as writer:
        writer.write(small_world.full_step())
        for number in range(2, 12):
            step = number + 2
            first = number * 100 - 197
            writer.write(
                StepBatch(
                    step=step,
                    events=[
                        Event(id=n, step=step, kind="act", agent_id=1 + n % 2, text=f"Event {n}. " * 9) for n in range(first, first + 100)
                    ],
                    memories=[
                        MemoryRow(id=n + 1, agent_id=1 + n % 2, kind="seen", text=f"I saw {n}.", importance=1, created_step=step)
                        for n in range(first, first + 100)
                    ],
                    calls=[small_world.call(number, step, now=f"Now it is {number} o'clock.\n" * 30)],
                )
            )
    return world


def rows(world: Path, table: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(world)) as database:
        return database.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()


def pages_of(world: Path, table: str) -> tuple[int, list[int]]:
    """Where a table begins, and its leaves."""
    with closing(sqlite3.connect(world)) as database:
        (root,) = database.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
    content = world.read_bytes()
    leaves = [
        n for n in range(2, len(content) // PAGE + 1) if content[(n - 1) * PAGE] == 13 and b"Event " in content[(n - 1) * PAGE : n * PAGE]
    ]
    return int(root), leaves


def wipe(world: Path, page: int) -> None:
    content = bytearray(world.read_bytes())
    content[(page - 1) * PAGE : page * PAGE] = bytes(PAGE)
    world.write_bytes(content)


def repaired(world: Path, **more: object) -> Repaired:
    """Repair, and see that the original is as it was and that the new world is whole and can be read and written."""
    before = {name: (world.parent / name).read_bytes() for name in os.listdir(world.parent)}
    new = world.parent.parent / "new.world"
    done = repair(world, new, **more)  # type: ignore[arg-type]
    assert {name: (world.parent / name).read_bytes() for name in os.listdir(world.parent)} == before
    assert check(new) == []
    read_but_for_prompts(new)
    with WorldWriter(new) as writer:
        writer.write(StepBatch(step=writer.last_step()))
    assert [name for name in os.listdir(new.parent) if "new.world" in name] == ["new.world"]
    return done


def test_whole_world_is_copied_whole(lived: Path) -> None:
    done = repaired(lived)
    assert done.lost == []
    read_everything(done.path)
    for table in RECORD:
        assert rows(done.path, table) == rows(lived, table)
        assert done.kept[table] == len(rows(lived, table))
    with WorldReader(done.path) as reader:
        assert [event.id for event in reader.events(search="777")] == [777]
        assert reader.call(5) is not None


def test_page_that_cannot_be_read_costs_its_rows_alone(lived: Path) -> None:
    _, leaves = pages_of(lived, "event")
    wipe(lived, leaves[3])
    done = repaired(lived)
    missing = sorted({row[0] for row in rows_before(1003)} - {row[0] for row in rows(done.path, "event")})
    assert 5 <= len(missing) <= 40
    assert missing == list(range(missing[0], missing[-1] + 1))
    assert (f"event {missing[0]} to {missing[-1]}", "it is not to be found") in {(loss.where, loss.what) for loss in done.lost}
    assert len(rows(done.path, "memory")) == len(rows(lived, "memory"))


def rows_before(end: int) -> list[tuple[int]]:
    return [(number,) for number in range(1, end)]


def test_rows_to_which_nothing_leads_any_more_are_found(lived: Path) -> None:
    root, _ = pages_of(lived, "event")
    before = rows(lived, "event")
    wipe(lived, root)
    done = repaired(lived)
    assert rows(done.path, "event") == before


@pytest.mark.parametrize("page", [PAGE, 4096])
def test_file_that_has_lost_its_first_page_is_told_to_be_none(lived: Path, page: int) -> None:
    """All tables are still found by their shape, also in a world of before, of which the pages are larger."""
    with closing(sqlite3.connect(lived, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA page_size = {page}")
        connection.execute("VACUUM")
    before = {table: rows(lived, table) for table in RECORD}
    content = bytearray(lived.read_bytes())
    assert int.from_bytes(content[16:18], "big") == page
    content[:page] = bytes(page)
    lived.write_bytes(content)
    done = repaired(lived)
    for table in RECORD:
        assert {row[0] for row in rows(done.path, table)} == {row[0] for row in before[table]}, table


def test_words_and_numbers_that_cannot_be_are_left_out_or_mended(lived: Path) -> None:
    alter(
        lived,
        "UPDATE memory SET text = CAST(x'4142ff43' AS TEXT) WHERE id = 7",
        "UPDATE event SET step = 999999 WHERE id = 400",
        "UPDATE event SET data = 'not JSON' WHERE id = 401",
        "UPDATE event SET call_id = 77 WHERE id = 2",
        "UPDATE text SET packed = x'00' WHERE id = 1",
        "UPDATE snapshot SET state = x'00'",
        "UPDATE meta SET value = 'soon' WHERE key = 'last_step'",
    )
    done = repaired(lived)
    places = {loss.where for loss in done.lost}
    assert {"memory 7", "event 400", "event 401", "event 2", "text 1", "snapshot 3", "meta last_step"} <= places
    assert rows(done.path, "event")[399][1] == rows(done.path, "event")[398][1]
    with WorldReader(done.path) as reader:
        assert reader.last_step() == 13
        assert reader.memory(7) is None
        with pytest.raises(WorldProblem, match="lost"):
            reader.call(1)


def test_what_no_world_has_stays_behind(lived: Path) -> None:
    alter(
        lived,
        "CREATE TRIGGER evil AFTER INSERT ON event BEGIN DELETE FROM memory; END",
        "CREATE VIEW evil_too AS SELECT load_extension('x')",
        "CREATE TABLE more (id INTEGER PRIMARY KEY, a TEXT, b TEXT)",
        "INSERT INTO more VALUES (3, 'Eve', 'Eve')",
    )
    done = repaired(lived)
    assert done.kept["agent"] == 2
    assert done.lost == []


def test_somebody_whose_name_or_persona_is_lost_is_made_anew(lived: Path) -> None:
    alter(lived, "DELETE FROM agent WHERE id = 1", "DELETE FROM persona WHERE agent_id = 2")
    asked: list[tuple[str, str]] = []

    def who(town: str, name: str) -> str:
        asked.append((town, name))
        return '{"name": "Bo Quist", "short": "Bo"}'

    done = repaired(lived, who=who)
    assert asked == [("tiny", "Bo Quist")]
    assert {loss.where for loss in done.lost} >= {"agent 1", "agent 2"}
    with WorldReader(done.path) as reader:
        assert [agent.name for agent in reader.agents()] == ["Agent 1", "Bo Quist"]
        assert len(reader.personas()) == 2
    with pytest.raises(WorldProblem, match="who Bo Quist is was lost"):
        repair(lived, lived.with_name("b.world"))


def test_log_of_a_killed_run_is_brought_in(world: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED, str(world)], check=False)
    done = repaired(world)
    assert done.lost == []
    assert len(rows(done.path, "event")) == 2


@pytest.mark.parametrize(
    "content", [b"", b"not a database, but text that is long enough to look at" * 99, b"SQLite format 3\0" + b"\xff" * 8176]
)
def test_file_in_which_nothing_of_a_world_is_left(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.world"
    path.write_bytes(content)
    with pytest.raises(WorldProblem, match="nothing of a world is left in it"):
        repair(path, tmp_path / "new.world")
    assert path.read_bytes() == content
    assert os.path.exists(tmp_path / "new.world") is False


def test_world_of_an_older_version_is_repaired_into_one_of_this(tmp_path: Path) -> None:
    old = tmp_path / "old.world"
    old.write_bytes(lzma.decompress((VERSIONS / "1.world.xz").read_bytes()))
    alter(old, "UPDATE event SET agent_id = 77 WHERE id = 3", "UPDATE text SET packed = x'00' WHERE id = 2")
    done = repair(old, tmp_path / "new.world")
    assert "event 3" in {loss.where for loss in done.lost}
    assert check(done.path) == []
    assert len(rows(done.path, "event")) == len(rows(old, "event"))


def test_newer_world_and_names_that_cannot_be(lived: Path, tmp_path: Path) -> None:
    for new, said in ((lived, "exists already"), (tmp_path / "no" / "x.world", "There is no folder")):
        with pytest.raises(WorldProblem, match=said):
            repair(lived, new)
    with pytest.raises(WorldProblem, match="There is no world at"):
        repair(tmp_path / "none.world", tmp_path / "x.world")
    alter(lived, "PRAGMA user_version = 99")
    with pytest.raises(WorldProblem, match=r"newer Town Sandbox \(its format is 99\)"):
        repair(lived, tmp_path / "x.world")


def test_repair_that_takes_too_long_or_has_no_room_leaves_nothing(lived: Path, small_disk: Path) -> None:
    with pytest.raises(WorldProblem, match="ended after 0 seconds"):
        repair(lived, lived.with_name("new.world"), seconds=0.0)
    fill(small_disk)
    with pytest.raises(WorldProblem) as caught:
        repair(lived, small_disk / "new.world")
    sentence(caught.value)
    assert os.listdir(small_disk) == ["ballast"]
    assert os.listdir(lived.parent) == ["small.world"]


def test_longest_run_that_never_falls() -> None:
    assert longest_growing([]) == []
    assert longest_growing([3, 3, 9, 4, 5]) == [0, 1, 3, 4]
    assert longest_growing([9, 1, 2]) == [1, 2]


@pytest.mark.parametrize("seed", range(4))
def test_changed_worlds_are_repaired_or_refused_in_a_sentence(lived: Path, seed: int) -> None:
    repair_changed(lived, random.Random(seed), rounds=10)


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_a_thousand_changed_worlds_are_repaired_or_refused(lived: Path) -> None:
    assert repair_changed(lived, random.Random(99), rounds=1000) >= 950


def repair_changed(world: Path, chance: random.Random, rounds: int) -> int:
    """Repair a world in which bytes were changed, pages wiped or the end cut off; return how often something came of it."""
    whole = world.read_bytes()
    events = len(rows(world, "event"))
    new = world.parent.parent / "new.world"
    came = 0
    for _ in range(rounds):
        changed = bytearray(whole)
        start = chance.choice([0, chance.randrange(len(whole)), chance.randrange(len(whole))])
        for _ in range(chance.choice([1, 10, 100])):
            changed[min(start + chance.randrange(4096), len(whole) - 1)] = chance.randrange(256)
        if chance.random() < 0.3:
            page = chance.randrange(len(whole) // PAGE) * PAGE
            changed[page : page + PAGE] = chance.randbytes(PAGE)
        if chance.random() < 0.1:
            del changed[chance.randrange(len(changed) // 2, len(changed)) :]
        world.write_bytes(changed)
        new.unlink(missing_ok=True)
        try:
            done = repair(world, new, who=lambda _town, name: f'{{"name": "{name}"}}')
        except WorldProblem as error:
            sentence(error)
            assert not new.exists()
        else:
            came += 1
            assert check(new) == []
            read_but_for_prompts(new)
            assert done.lost or done.kept["event"] == events
        assert hashlib.sha256(world.read_bytes()).digest() == hashlib.sha256(changed).digest()
        assert os.listdir(world.parent) == ["small.world"]
    return came


def read_but_for_prompts(world: Path) -> None:
    with WorldReader(world) as reader:
        for agent in reader.agents():
            reader.memories(agent.id, at=3)
            reader.plans(agent.id)
            reader.beliefs(agent.id)
        reader.events()
        reader.last_access()
        reader.snapshot_before(99)
