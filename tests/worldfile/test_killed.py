"""A writer killed at any moment leaves a whole world: every step it had reported, and of the one in flight all or nothing."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox_app.worldfile.check import check
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import StepBatch
from sandbox_app.worldfile.writer import WorldWriter

WRITE = """
import sys
from pathlib import Path
from sandbox_app.worldfile.rows import Event, MemoryRow, Snapshot, StepBatch
from sandbox_app.worldfile.writer import WorldWriter
from tests.worldfile.small_world import call
with WorldWriter(Path(sys.argv[1])) as writer:
    writer._connection.execute("PRAGMA wal_autocheckpoint = 20")  # so that many are killed while the log goes into the file
    while True:
        step = writer.last_step() + 1
        ids = writer.last_ids()
        writer.write(StepBatch(
            step=step,
            events=[Event(id=ids.event + 1 + n, step=step, kind="act", agent_id=1, text=f"step {step}, {n}") for n in range(7)],
            memories=[MemoryRow(id=ids.memory + 1, agent_id=1, kind="seen", text=f"saw {step}", importance=1, created_step=step)],
            calls=[call(ids.call + 1, step, now=f"now {step} " * 40)],
            snapshot=Snapshot(step, bytes(5000), str(step)) if step % 5 == 0 else None,
        ))
        print(step, flush=True)
"""


def kill_while_it_writes(world: Path, steps: int, more: float) -> int:
    """Let another program write some steps, kill it a moment later, and return the last step it reported."""
    with subprocess.Popen([sys.executable, "-c", WRITE, str(world)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        reported = [other.stdout.readline() for _ in range(steps)]
        try:
            other.wait(more)  # the moment of the kill lies anywhere within some steps
        except subprocess.TimeoutExpired:
            other.kill()
        reported += other.stdout.read().splitlines(keepends=True)
    return int([line for line in reported if line.endswith("\n")][-1])


def whole(world: Path, at_least: int) -> int:
    assert check(world) == []
    with WorldReader(world) as reader:
        last = reader.last_step()
        assert at_least <= last <= at_least + 1
        assert [event.step for event in reader.events()] == [step for step in range(1, last + 1) for _ in range(7)]
        assert [row.created_step for row in reader.memories(1)] == list(range(last + 1))
        assert reader.calls(latest=True, limit=1)[0].asked_step == last
        assert reader.snapshot_steps() == list(range(5, last + 1, 5))
    return last


@pytest.mark.parametrize("seed", range(8))
def test_world_of_a_killed_writer_is_whole_and_goes_on(world: Path, seed: int) -> None:
    chance = random.Random(seed)
    reported = kill_while_it_writes(world, chance.randint(1, 30), chance.random() * 0.05)
    last = whole(world, reported)
    with WorldWriter(world) as writer:
        assert writer.last_step() == last
        writer.write(StepBatch(step=last + 1))
    assert [path.name for path in world.parent.iterdir()] == ["small.world"]


@pytest.mark.soak
@pytest.mark.timeout(1200)
def test_two_hundred_kills_one_after_the_other(world: Path) -> None:
    chance = random.Random(1)
    for _ in range(200):
        whole(world, kill_while_it_writes(world, chance.randint(1, 10), chance.random() * 0.05))
