"""A repaired world is one that can be looked at and lived on, whatever of its record was lost."""

import random
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest

from sandbox_app.cli import main
from sandbox_app.errors import Problem, WorldProblem
from sandbox_app.simulation.closed import at_rest
from sandbox_app.simulation.examining import examine
from sandbox_app.simulation.questions import state_of
from sandbox_app.simulation.repairing import repair_world
from sandbox_app.worldfile import schema
from tests.simulation.test_strangers import lived, put, world

__all__ = ["lived", "world"]

PAGE = schema.PAGE_SIZE


def repaired(world: Path) -> list[str]:
    """Repair a world into new.world beside it, see that it lives and can be seen at any time, and return where something was lost."""
    before = world.read_bytes()
    new = world.with_name("new.world")
    new.unlink(missing_ok=True)
    done = repair_world(world, new)
    assert world.read_bytes() == before
    assert examine(new) == []
    for at in ("0", "100", "300", "500", "710"):
        assert len(state_of(new, at, None)["agents"]) == 5
    with at_rest(new) as session:
        for _ in range(20):
            session.live()
    return [loss.where for loss in done.lost]


def rows(world: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(world)) as database:
        return database.execute(sql).fetchall()


def test_a_whole_world_loses_nothing(world: Path) -> None:
    assert repaired(world) == []


def test_what_the_world_says_of_itself_is_told_by_its_people(world: Path) -> None:
    put(world, "DELETE FROM meta")
    assert {"meta town", "meta start", "meta settings", "meta last_step"} <= {*repaired(world)}
    assert rows(world.with_name("new.world"), "SELECT value FROM meta WHERE key = 'town'") == [("lane",)]


def test_talks_whose_beginning_is_lost_leave_their_words(world: Path) -> None:
    """What people said stays on the record; only the state does not follow from it any more."""
    put(
        world,
        "DELETE FROM snapshot WHERE step < (SELECT max(step) FROM event WHERE kind = 'speak')",
        "DELETE FROM event WHERE kind = 'talk_start'",
    )
    said = rows(world, "SELECT id, text FROM event WHERE kind = 'speak' ORDER BY id")
    lost = repaired(world)
    assert said
    assert f"event {said[-1][0]}" in lost
    kept = rows(world.with_name("new.world"), "SELECT id, text FROM event WHERE json_extract(data, '$.was') = 'speak' ORDER BY id")
    assert kept
    assert {*kept} <= {*said}


def test_a_snapshot_of_another_world_is_counted_anew(world: Path) -> None:
    put(world, "UPDATE snapshot SET state = (SELECT state FROM snapshot ORDER BY step DESC LIMIT 1), size = size + 1 WHERE step = 180")
    assert "snapshot 180" in repaired(world)


def test_somebody_who_cannot_be_is_who_they_were_at_first(world: Path) -> None:
    put(world, "UPDATE persona SET data = json_set(data, '$.home', 'The Moon') WHERE id = 2")
    assert repaired(world) == ["persona 2"]
    assert "Moon" not in str(rows(world.with_name("new.world"), "SELECT data FROM persona WHERE id = 2"))


def test_an_hour_of_which_the_lines_are_lost_is_no_routine(world: Path) -> None:
    """A byte that changed in the name of a field leaves an event that reads well."""
    put(world, """UPDATE event SET data = replace(data, '"plans"', '"plbns"') WHERE json_extract(data, '$.site') IS NOT NULL""")
    assert rows(world, "SELECT id FROM event WHERE data LIKE '%plbns%'")
    assert repaired(world) == []


def test_a_town_that_nobody_knows_is_said(world: Path) -> None:
    put(world, "DELETE FROM meta", "UPDATE persona SET data = json_set(data, '$.home', 'The Moon')")
    with pytest.raises(Problem, match="nothing of a world is left in it"):
        repair_world(world, world.with_name("new.world"))


@pytest.mark.parametrize("seed", range(3))
def test_damaged_worlds_live_on_once_they_are_repaired(world: Path, seed: int) -> None:
    assert repaired_changed(world, random.Random(seed), 2) == 2


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_hundreds_of_damaged_worlds_live_on(world: Path) -> None:
    assert repaired_changed(world, random.Random(7), 300) >= 290


def repaired_changed(world: Path, chance: random.Random, rounds: int) -> int:
    """Repair a world in which bytes were changed and pages wiped; return how often something came of it."""
    whole = world.read_bytes()
    came = 0
    for _ in range(rounds):
        changed = bytearray(whole)
        start = chance.choice([0, chance.randrange(len(whole))])
        for _ in range(chance.choice([1, 10, 100])):
            changed[min(start + chance.randrange(PAGE), len(whole) - 1)] = chance.randrange(256)
        if chance.random() < 0.5:
            page = chance.randrange(len(whole) // PAGE) * PAGE
            changed[page : page + PAGE] = chance.randbytes(PAGE)
        world.write_bytes(changed)
        with suppress(WorldProblem):
            repaired(world)
            came += 1
    return came


def test_the_command_repairs_so_that_the_world_lives(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(world, "DELETE FROM meta WHERE key = 'settings'")
    copy = shutil.copyfile(world, world.with_name("copy.world"))
    assert main(["check", str(copy), "--repair", str(world.with_name("new.world"))]) == 0
    assert "meta settings: it was lost" in capsys.readouterr().out
