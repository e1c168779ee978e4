"""Forks: a world's history until a moment as a world of its own, which then goes its own way."""

from pathlib import Path
from typing import Any

from msgspec import Struct

from sandbox_app.simulation.description import believing, describe
from sandbox_app.simulation.openings import OPENED, openings_until
from sandbox_app.simulation.questions import step_named
from sandbox_app.worldfile import fork as files
from sandbox_app.worldfile.reader import WorldReader


class Forked(Struct, frozen=True):
    """A fork that was made; the fields of `fork --json`."""

    world: str
    parent: str
    step: int
    time: str
    mb: float


def fork_world(path: Path, new: Path, at: str | None = None) -> Forked:
    """Make a world with the history of `path` until a time (default: until now); `path` may be open elsewhere and is only read.

    Raises:
        Problem: the time is not right, `new` exists or cannot be written, or `path` cannot be read.
    """
    with WorldReader(path) as reader:
        world = describe(reader)
        step = step_named(world, reader, at)
        time = world.clock.words(step)
        fork_at(reader, new, step)
    return Forked(str(new), str(path), step, time, round(new.stat().st_size / 1e6, 3))


def fork_at(reader: WorldReader, new: Path, step: int) -> None:
    """Make a world with the history of a reader's world until a step; raises as `fork_world`."""
    files.fork(reader.path, new, step, {OPENED: openings_until(reader.meta().get(OPENED, "[]"), step)})


def lineage_of(reader: WorldReader) -> list[files.Ancestor]:
    """Return the worlds that a world comes from, the first one first, its parent last.

    Raises:
        Problem: the file is damaged.
    """
    with believing(reader):
        return files.ancestors(reader.meta())


def lineage_words(path: Path) -> list[dict[str, Any]]:
    """Return the worlds that a world comes from, the first one first, its parent last.

    Raises:
        Problem: the file cannot be read.
    """
    with WorldReader(path) as reader:
        clock = describe(reader).clock
        return [{"id": one.id, "name": one.name, "step": one.step, "time": clock.words(one.step)} for one in lineage_of(reader)]
