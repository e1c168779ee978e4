"""Worlds that the window makes: new ones, and copies of the one that ships.

All of it is done behind the window's back (`Living.do`); no widgets.
"""

import lzma
import shutil
from pathlib import Path

from msgspec import Struct

from sandbox_app.errors import Problem
from sandbox_app.llm.engines import Choice
from sandbox_app.resources import worlds

LIVED = "alderwick-two-days.world.xz"
"""The world of two days that ships, packed (`packaging/make_sample.py`)."""


class Wanted(Struct, frozen=True):
    """A new world as a person wants it: `people` None for the town's own; `mind` is what thinks there."""

    name: str
    town: str
    people: int | None
    seed: int
    mind: Choice


def file_name(name: str) -> str:
    """Return a name as a file can bear it on any system."""
    return "".join("-" if sign in '/\\:*?"<>|' else sign for sign in name).strip(" .") or "World"


def create(wanted: Wanted, path: Path) -> None:
    """Make a new world.

    Raises:
        Problem: the town is wrong, the number cannot be, or the file cannot be written.
    """
    from sandbox_app.simulation.create import create_world_file  # late: the first picture does without

    path.parent.mkdir(parents=True, exist_ok=True)
    create_world_file(path, wanted.town, agents=wanted.people, seed=wanted.seed)


def unpack_lived(path: Path) -> None:
    """Put a copy of the lived-in world at `path`.

    Raises:
        Problem: it is not there, is damaged, or cannot be written.
    """
    being_made = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with lzma.open(worlds(LIVED)) as packed, being_made.open("wb") as made:
            shutil.copyfileobj(packed, made)
        being_made.rename(path)
    except (OSError, lzma.LZMAError, EOFError) as error:
        being_made.unlink(missing_ok=True)
        raise Problem(f"The lived-in town could not be put at {path}: {error}. Make room there, or install the program again.") from error
