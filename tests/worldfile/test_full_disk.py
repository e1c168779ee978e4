"""A disk that is really full: one sentence, nothing half-written, and the same batch goes in once there is room."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox_app.errors import WorldProblem
from sandbox_app.worldfile.check import check
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import Event, StepBatch
from sandbox_app.worldfile.writer import WorldWriter
from tests.worldfile import small_world


def big_step(step: int) -> StepBatch:
    noise = os.urandom(2000).hex()
    events = [Event(id=step * 4 - 3 + n, step=step, kind="act", text=f"{noise[n * 1000 : n * 1000 + 900]}") for n in range(4)]
    return StepBatch(step=step, events=events, calls=[small_world.call(step, step, now=noise)])


def fill(disk: Path) -> Path:
    """Leave no room on a disk, and return the file to remove for having some again."""
    ballast = disk / "ballast"
    room = os.statvfs(disk)
    ballast.write_bytes(b"x" * room.f_bavail * room.f_frsize)
    return ballast


def write_until_it_fails(writer: WorldWriter, step: int) -> None:
    while True:
        writer.write(big_step(step))
        step += 1


def test_run_pauses_on_a_full_disk_and_goes_on_when_there_is_room(small_disk: Path) -> None:
    world = small_world.make(small_disk / "a.world")
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * 500_000)
    with WorldWriter(world) as writer:
        with pytest.raises(WorldProblem, match=r"a\.world.*room") as caught:
            write_until_it_fails(writer, 1)
        assert "\n" not in caught.value.sentence
        step = writer.last_step() + 1
        with WorldReader(world) as reader:
            assert reader.last_step() == step - 1
            assert len(reader.events()) == 4 * (step - 1)
        ballast.unlink()
        writer.write(big_step(step))
        writer.write(big_step(step + 1))
    assert check(world) == []
    with WorldReader(world) as reader:
        assert [reader.call(number) is not None for number in range(1, step + 3)] == [True] * (step + 1) + [False]


def test_closing_on_a_full_disk_loses_nothing(small_disk: Path) -> None:
    world = small_world.make(small_disk / "a.world")
    writer = WorldWriter(world)
    for step in range(1, 6):
        writer.write(big_step(step))
    ballast = fill(small_disk)
    with pytest.raises(WorldProblem, match="room"):
        writer.close()
    ballast.unlink()
    with WorldReader(world) as reader:
        assert reader.last_step() == 5
    with WorldWriter(world):
        pass
    assert check(world) == []
    assert os.listdir(small_disk) == ["a.world"]


def test_world_on_a_full_disk_is_not_opened_for_writing_and_stays_readable(small_disk: Path) -> None:
    world = small_world.make(small_disk / "a.world")
    fill(small_disk)
    with pytest.raises(WorldProblem, match="There is no room left on the disk"):
        WorldWriter(world)
    with WorldReader(world) as reader:
        assert reader.agents()
    assert sorted(os.listdir(small_disk)) == ["a.world", "ballast"]


def test_new_world_on_a_full_disk_leaves_nothing_behind(small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(b"x" * 990_000)
    with pytest.raises(WorldProblem, match=r"There is no room left on the disk for a\.world"):
        small_world.make(small_disk / "a.world")
    assert os.listdir(small_disk) == ["ballast"]


LIMITED = """
import resource, sys
from pathlib import Path
from sandbox_app.errors import WorldProblem
from sandbox_app.worldfile.writer import WorldWriter
from tests.worldfile.test_full_disk import big_step
writer = WorldWriter(Path(sys.argv[1]))
hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, hard))
step = 1
try:
    while True:
        batch = big_step(step)
        writer.write(batch)
        step += 1
except WorldProblem as problem:
    print(problem.sentence)
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
writer.write(batch)
writer.close()
print(step)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="has no limits of this kind")
def test_file_that_may_not_grow_further(world: Path) -> None:
    done = subprocess.run([sys.executable, "-c", LIMITED, str(world)], capture_output=True, text=True, check=True)
    sentence, step = done.stdout.splitlines()
    assert sentence.startswith(("The disk failed to read or write small.world", "There is no room left on the disk for small.world"))
    assert check(world) == []
    with WorldReader(world) as reader:
        assert reader.last_step() == int(step)
        assert len(reader.events()) == 4 * int(step)
