"""One program writes a world; all others are told, and can look."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox_app.errors import WorldProblem
from sandbox_app.worldfile.locking import WriterLock
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import StepBatch
from sandbox_app.worldfile.writer import WorldWriter
from tests.worldfile import small_world
from tests.worldfile.conftest import ReadOnly

HOLD = """
import sys
from pathlib import Path
from sandbox_app.worldfile.writer import WorldWriter
writer = WorldWriter(Path(sys.argv[1]), "the other window")
print("open", flush=True)
sys.stdin.read()
"""


def test_second_program_is_told_who_writes_and_can_read(world: Path) -> None:
    other = subprocess.Popen([sys.executable, "-c", HOLD, str(world)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        said = rf"small\.world is open for writing already \(the other window, process {other.pid}\)"
        with pytest.raises(WorldProblem, match=said):
            WorldWriter(world)
        with WorldReader(world) as reader:
            assert reader.agents()
        other.kill()
    with WorldWriter(world) as writer:
        writer.write(StepBatch(step=1))
    assert os.listdir(world.parent) == ["small.world"]


def test_second_writer_in_the_same_program_is_refused_even_by_another_name_of_the_file(world: Path) -> None:
    link = world.parent.parent / "link.world"
    link.symlink_to(world)
    with WorldWriter(world) as writer:
        for path in (world, link):
            with pytest.raises(WorldProblem, match=r"open for writing already \(Town Sandbox, process \d+\)"):
                WorldWriter(path)
        writer.write(StepBatch(step=1))
        writer.close()
        with WorldWriter(link) as again:
            assert again.last_step() == 1


def test_world_with_two_names_on_its_disk_is_read_and_not_written(world: Path) -> None:
    twin = world.with_name("twin.world")
    os.link(world, twin)
    for path in (world, twin):
        with pytest.raises(WorldProblem, match="has a second name on its disk"):
            WorldWriter(path)
        with WorldReader(path) as reader:
            assert reader.agents()
    twin.unlink()
    WorldWriter(world).close()


def test_name_that_a_killed_program_left_while_it_made_the_world_is_no_second_one(world: Path) -> None:
    os.link(world, world.with_name(f".{world.name}.4711.new"))
    WorldWriter(world).close()
    assert os.listdir(world.parent) == [world.name]


def test_lock_that_was_removed_while_another_program_waited_for_it_is_not_mistaken_for_held(world: Path) -> None:
    first, second, third = (WriterLock(world) for _ in range(3))
    assert first.take("first")
    assert not second.take("second")
    first.release()
    assert second.take("second")
    assert not third.take("third")
    assert third.holder() == "second"
    second.release()
    second.release()
    assert not second.path.exists()


def test_folder_that_is_read_only_can_be_read_and_not_written(world: Path, read_only: ReadOnly) -> None:
    with WorldWriter(world) as writer:
        writer.write(StepBatch(step=4))
    with read_only(world.parent), WorldReader(world) as reader:
        assert reader.last_step() == 4
        with pytest.raises(WorldProblem, match=r"small\.world cannot be written"):
            WorldWriter(world)


def test_new_world_in_a_read_only_folder_is_refused(world: Path, read_only: ReadOnly) -> None:
    with read_only(world.parent), pytest.raises(WorldProblem, match=r"b\.world cannot be made in .*: you may not write there\."):
        small_world.make(world.with_name("b.world"))
    assert os.listdir(world.parent) == ["small.world"]


def test_log_of_a_killed_run_is_read_in_a_read_only_folder(world: Path, read_only: ReadOnly) -> None:
    leave_log(world)
    world.with_name("small.world-shm").unlink()
    with read_only(world.parent), WorldReader(world) as reader:
        assert reader.last_step() == 9


def test_world_whose_log_is_empty_is_read_in_a_read_only_folder(world: Path, read_only: ReadOnly) -> None:
    with WorldReader(world) as reader, WorldWriter(world) as writer:
        reader.meta()
        writer.write(StepBatch(step=4))
    for left in world.parent.glob("small.world-*"):
        left.unlink()  # as when only the .world was copied; all of it is there
    with read_only(world.parent), WorldReader(world) as reader:
        assert reader.last_step() == 4


LEAVE = """
import os, signal, sys
from pathlib import Path
from sandbox_app.worldfile.rows import StepBatch
from sandbox_app.worldfile.writer import WorldWriter
writer = WorldWriter(Path(sys.argv[1]))
writer.write(StepBatch(step=9))
os.kill(os.getpid(), signal.SIGKILL)
"""


def leave_log(world: Path) -> None:
    subprocess.run([sys.executable, "-c", LEAVE, str(world)], check=False)
    assert world.with_name(world.name + "-wal").stat().st_size > 0
