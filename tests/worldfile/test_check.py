"""Damaged and foreign files: found out, said in a sentence, never written to."""

import contextlib
import hashlib
import os
import random
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox_app.errors import WorldProblem
from sandbox_app.worldfile.check import Finding, check
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import StepBatch
from sandbox_app.worldfile.writer import WorldWriter
from tests.worldfile import small_world


@pytest.fixture
def lived(world: Path) -> Path:
    """The world after a step in which everything happened, and some more."""
    with WorldWriter(world) as writer:
        writer.write(small_world.full_step())
        for number in range(2, 12):
            writer.write(
                StepBatch(step=number + 2, calls=[small_world.call(number, number + 2, now=f"Now it is {number} o'clock.\n" * 30)])
            )
    return world


def alter(world: Path, *statements: str) -> None:
    database = sqlite3.connect(world)
    for statement in statements:
        database.execute(statement)
    database.commit()
    database.close()


def read_everything(world: Path) -> None:
    with WorldReader(world) as reader:
        reader.meta()
        reader.last_step()
        reader.personas(at=1)
        for agent in reader.agents():
            reader.memories(agent.id, at=3)
            reader.plans(agent.id)
            reader.beliefs(agent.id)
        reader.find_memories("coffee")
        reader.find_plans("coffee")
        reader.find_beliefs("coffee")
        reader.events(search="coffee")
        reader.events(from_step=1, to_step=9)
        reader.event_counts()
        reader.last_access()
        reader.call_totals()
        for call in reader.calls():
            reader.call(call.id)
        reader.snapshot_before(99)
        reader.snapshot_steps()
        reader.all_embeddings("minilm")
        reader.embeddings(["Bo asked for a coffee."], "minilm")


def sentence(error: WorldProblem) -> str:
    assert "\n" not in error.sentence
    assert error.sentence.endswith(".")
    return error.sentence


def test_whole_world_has_nothing_to_find(lived: Path) -> None:
    before = lived.read_bytes()
    assert check(lived) == []
    read_everything(lived)
    assert lived.read_bytes() == before
    assert os.listdir(lived.parent) == ["small.world"]


def test_world_in_use_is_whole_too(lived: Path) -> None:
    with WorldWriter(lived) as writer:
        writer.write(StepBatch(step=50))
        assert check(lived) == []


def test_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(WorldProblem, match="There is no world at"):
        check(tmp_path / "none.world")


@pytest.mark.parametrize(
    ("statement", "what", "where"),
    [
        ("CREATE TRIGGER evil AFTER INSERT ON event BEGIN DELETE FROM memory; END", "that no world has", "trigger evil"),
        ("CREATE VIEW evil AS SELECT load_extension('x')", "that no world has", "view evil"),
        ("CREATE VIRTUAL TABLE evil USING fts5(x)", "that no world has", "table evil"),
        ("CREATE INDEX evil ON event (upper(text))", "that no world has", "index evil"),
        ("DROP INDEX memory_agent", "missing", "index memory_agent"),
        ("ALTER TABLE plan ADD COLUMN more TEXT", "not what it must be", "table plan"),
        ("DROP TABLE belief", "missing", "table belief"),
        ("PRAGMA application_id = 7", "not a world", "application_id"),
        ("PRAGMA user_version = 99", "newer Town Sandbox: its format is 99", "user_version"),
        ("PRAGMA user_version = 0", "none that ever was", "user_version"),
    ],
)
def test_schema_that_is_not_ours_is_found_and_not_opened(lived: Path, statement: str, what: str, where: str) -> None:
    alter(lived, statement)
    before = lived.read_bytes()
    assert any(what in finding.what and finding.where == where for finding in check(lived))
    for opening in (WorldReader, WorldWriter):
        with pytest.raises(WorldProblem) as caught:
            opening(lived)
        sentence(caught.value)
    assert lived.read_bytes() == before
    assert os.listdir(lived.parent) == ["small.world"]


@pytest.mark.parametrize(
    ("statement", "what", "where"),
    [
        ("UPDATE event SET step = 1 WHERE id = 2", "before an event", "event 2"),
        ("UPDATE event SET step = 999 WHERE id = 2", "after the last step", "event 2"),
        ("UPDATE event SET data = 'not JSON' WHERE id = 1", "data is not the JSON", "event 1"),
        ("UPDATE event SET agent_id = 77 WHERE id = 1", "an agent that is not there", "event 1"),
        ("UPDATE event SET call_id = 77 WHERE id = 1", "a call that is not there", "event 1"),
        ("DELETE FROM event WHERE id = 1", "an event that is not there", "event 2"),
        ("UPDATE memory SET agent_id = 5 WHERE id = 3", "an agent that is not there", "memory 3"),
        ("UPDATE memory SET evidence = '{}' WHERE id = 3", "evidence is not the JSON", "memory 3"),
        ("UPDATE memory SET text = '' WHERE id = 3", "search index", "memory 3"),
        ("UPDATE plan SET retired_step = 999", "after the last step", "plan 1"),
        ("UPDATE belief SET data = '[]' WHERE id = 2", "data is not the JSON", "belief 2"),
        ("UPDATE meta SET value = 'soon' WHERE key = 'last_step'", "not a number", "meta last_step"),
        ("DELETE FROM meta WHERE key = 'last_step'", "not a number", "meta last_step"),
        ("UPDATE text SET packed = x'00' WHERE id = 1", "cannot be unpacked", "text 1"),
        ("UPDATE text SET digest = x'0011' WHERE id = 3", "cannot be unpacked", "text 3"),
        ("UPDATE call SET rest_id = 999 WHERE id = 2", "a text that is not there", "call 2"),
        ("UPDATE retrieval SET packed = x'93' WHERE call_id = 3", "cannot be unpacked", "retrieval 3"),
        ("UPDATE snapshot SET state = x'00'", "cannot be unpacked", "snapshot 3"),
        ("UPDATE snapshot SET size = 1000000000000", "cannot be unpacked", "snapshot 3"),
        ("UPDATE embedding SET vector = x'00'", "no vector", "embedding 1"),
        ("UPDATE event SET text = printf('%.9000c', 'x') WHERE id = 1", "longer than can be", "event 1"),
        ("INSERT INTO event_search (event_search) VALUES ('delete-all')", "search index", "event 1"),
        ("INSERT INTO plan_search (plan_search) VALUES ('delete-all')", "search index", "plan 1"),
        ("INSERT INTO belief_search (rowid, text) VALUES (99, 'a stranger')", "search index", "belief 99"),
        ("UPDATE event_search_config SET v = 92", "cannot be read", "event_search"),
        ("UPDATE memory SET text = CAST(x'4142ff43' AS TEXT) WHERE id = 3", "words cannot be read", "memory 3"),
    ],
)
def test_row_that_cannot_be_is_found_where_it_is(lived: Path, statement: str, what: str, where: str) -> None:
    alter(lived, statement)
    findings = check(lived)
    assert any(what in finding.what and finding.where == where for finding in findings), findings
    with contextlib.suppress(WorldProblem):
        read_everything(lived)


def test_damage_that_loses_nothing_is_told_apart(lived: Path) -> None:
    alter(lived, "DELETE FROM memory_search_docsize WHERE id = 3", "UPDATE snapshot SET state = x'00'", "CREATE VIEW more AS SELECT 1")
    assert {finding.where: finding.fixable for finding in check(lived)} == {"memory 3": True, "snapshot 3": True, "view more": True}
    alter(lived, "UPDATE text SET packed = x'00' WHERE id = 1")
    assert [finding.where for finding in check(lived) if not finding.fixable] == ["text 1"]


@pytest.mark.parametrize(
    "content", [b"", b"not a database, but text that is long enough to look at" * 9, b"SQLite format 3\0" + b"\xff" * 4080]
)
def test_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.world"
    path.write_bytes(content)
    assert [finding.fixable for finding in check(path)] == [False]
    for opening in (WorldReader, WorldWriter):
        with pytest.raises(WorldProblem) as caught:
            opening(path)
        assert "x.world" in sentence(caught.value)
    assert path.read_bytes() == content


def test_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "x.world"
    alter(path, "CREATE TABLE moz_places (id INTEGER)")
    assert check(path) == [Finding("it is not a world of Town Sandbox", "application_id", fixable=False)]
    with pytest.raises(WorldProblem, match=r"x\.world is not a world of Town Sandbox; it is a database of another program\."):
        WorldWriter(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_file_that_was_cut_off(lived: Path, share: float) -> None:
    whole = lived.read_bytes()
    lived.write_bytes(whole[: int(len(whole) * share)])
    assert check(lived)
    with pytest.raises(WorldProblem) as caught:
        read_everything(lived)
    sentence(caught.value)


@pytest.mark.parametrize("seed", range(4))
def test_bytes_that_changed_are_read_or_refused_in_a_sentence(lived: Path, seed: int) -> None:
    mutate_and_look(lived, random.Random(seed), rounds=10)


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_a_thousand_worlds_with_changed_bytes(lived: Path) -> None:
    mutate_and_look(lived, random.Random(99), rounds=1000)


def why_not_read(world: Path) -> str:
    try:
        read_everything(world)
    except WorldProblem as error:
        return f"{sentence(error)} {error.details}"
    return ""


def mutate_and_look(world: Path, chance: random.Random, rounds: int) -> None:
    whole = world.read_bytes()
    for _ in range(rounds):
        changed = bytearray(whole)
        start = chance.choice([0, 0, chance.randrange(len(whole))])  # the first page, with the schema, is the most sensitive
        for _ in range(chance.choice([1, 3, 30])):
            changed[min(start + chance.randrange(4096), len(whole) - 1)] = chance.randrange(256)
        world.write_bytes(changed)
        findings = check(world)
        assert all(finding.what and finding.where for finding in findings)
        assert hashlib.sha256(world.read_bytes()).digest() == hashlib.sha256(changed).digest()
        complaint = why_not_read(world)
        assert findings or not complaint, "it cannot be read, but the check finds nothing"
        with contextlib.suppress(WorldProblem), WorldWriter(world) as writer:
            writer.write(StepBatch(step=writer.last_step() + 1))
        for left in world.parent.glob("small.world-*"):
            left.unlink()


KILLED = """
import os, signal, sys
from pathlib import Path
from sandbox_app.worldfile.writer import WorldWriter
from tests.worldfile.small_world import full_step
writer = WorldWriter(Path(sys.argv[1]))
writer.write(full_step())
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_log_of_a_killed_run_is_no_damage_and_stays_as_it_is(world: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED, str(world)], check=False)
    log = world.with_name("small.world-wal")
    before = world.read_bytes(), log.read_bytes()
    assert check(world) == []
    with WorldReader(world) as reader:
        assert len(reader.events()) == 2
    assert (world.read_bytes(), log.read_bytes()) == before


def test_check_that_takes_too_long_is_ended(lived: Path) -> None:
    with WorldWriter(lived) as writer:
        writer.write(StepBatch(step=99, embeddings=[(f"text {n}", "minilm", bytes(768)) for n in range(5000)]))
    (finding,) = check(lived, seconds=0.0)
    assert "ended after 0 seconds" in finding.what
