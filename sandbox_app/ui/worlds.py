"""Worlds that the window makes.

All of it is done behind the window's back (`Living.do`); no widgets.
"""

from pathlib import Path

from msgspec import Struct

from sandbox_app.errors import Problem
from sandbox_app.llm.engines import Choice

AUTHOR = "person"
"""Who does what is done in the window, as the record names them."""


class Somebody(Struct, frozen=True):
    """A person as somebody describes them: name, work, and who they are."""

    name: str
    job: str
    about: str


class Wanted(Struct, frozen=True, kw_only=True):
    """A new world as a person wants it.

    Attributes:
        people: how many, None for the town's own. described: made-up people in words, "" for none.
        mind: what thinks there. cards: files of people who move in, too. somebody: one of the person's own.
    """

    name: str
    town: str
    people: int | None = None
    described: str = ""
    seed: int = 1
    mind: Choice = Choice()
    cards: tuple[Path, ...] = ()
    somebody: Somebody | None = None


def file_name(name: str) -> str:
    """Return a name as a file can bear it on any system."""
    return "".join("-" if sign in '/\\:*?"<>|' else sign for sign in name).strip(" .") or "World"


def create(wanted: Wanted, path: Path) -> None:
    """Make a new world.

    Raises:
        Problem: the town is wrong, the number cannot be, somebody cannot move in, or the file cannot be written.
    """
    from sandbox_app.simulation.create import BY_HAND, create_world_file  # late: the first picture does without
    from sandbox_app.simulation.importing.described import described
    from sandbox_app.simulation.importing.moving_in import import_people, move_in

    path.parent.mkdir(parents=True, exist_ok=True)
    create_world_file(path, wanted.town, agents=wanted.people, people=wanted.described or None, seed=wanted.seed, settings=BY_HAND)
    try:
        if wanted.cards:
            import_people(path, wanted.cards, AUTHOR)
        if wanted.somebody is not None:
            one = wanted.somebody
            move_in(path, [described(one.name, one.job, one.about)], AUTHOR)
    except Problem:
        path.unlink(missing_ok=True)
        raise
