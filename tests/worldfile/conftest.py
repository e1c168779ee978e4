"""What the tests of this room share: a world of two people in a folder of its own, and real folders that cannot be written."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests.worldfile import small_world

ReadOnly = Callable[[Path], AbstractContextManager[None]]


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """A new world, alone in its folder."""
    folder = tmp_path / "worlds"
    folder.mkdir()
    return small_world.make(folder / "small.world")


def _mount(*arguments: str | Path) -> None:
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"this machine does not let the test mount: {done.stderr.strip()}")


@contextmanager
def _read_only(folder: Path) -> Iterator[None]:
    if os.geteuid() != 0:
        folder.chmod(0o555)
        try:
            yield
        finally:
            folder.chmod(0o755)
        return
    _mount("--bind", folder, folder)  # root may write whatever the mode says
    try:
        _mount("-o", "remount,bind,ro", folder)
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


@pytest.fixture
def read_only() -> ReadOnly:
    """Makes a folder read-only for the time of a `with`."""
    return _read_only


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of its own of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    _mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", folder)
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)
