"""What is read of a world file before it can be shown, and done in one at rest. Imported late and behind the window's back; no widgets."""

from pathlib import Path

from msgspec.structs import replace

from sandbox_app.errors import Problem
from sandbox_app.simulation.description import describe
from sandbox_app.simulation.interventions import Intervention
from sandbox_app.simulation.messages import Frame
from sandbox_app.simulation.view import frame_at
from sandbox_app.ui.moments import Calendar
from sandbox_app.ui.scene import OpenWorld, Resident
from sandbox_app.worldfile.reader import WorldReader


def read_world(reader: WorldReader, at: int | None = None) -> OpenWorld:
    """Read what a world is made of, its people as they were at a step (None: now).

    Raises:
        WorldProblem: the file is damaged. TownProblem: its town cannot be read.
    """
    description = describe(reader, at)
    # Visitors who came later are no part of an earlier moment.
    residents = tuple(Resident(row.id, row.name, row.short, member) for row, member in zip(reader.agents(), description.cast, strict=False))
    return OpenWorld(
        path=reader.path,
        description=description,
        calendar=Calendar(description.clock.start, description.clock.step_seconds),
        residents=residents,
        last_step=reader.last_step(),
    )


def done_at_rest(path: Path, what: Intervention) -> Frame:
    """Let something happen in a world that nobody lets live; return how it is then, with what happened.

    Raises:
        Problem: it cannot be, or another program has the world open.
    """
    from sandbox_app.simulation.closed import at_rest  # late: seeing a world needs no minds

    with at_rest(path) as session:
        events = session.intervene(what, "person").events
    with WorldReader(path) as reader:
        return replace(frame_at(reader, describe(reader), reader.last_step()), events=events)


def read_moment(reader: WorldReader, at: str | None) -> tuple[OpenWorld, Frame]:
    """Read a world and how it was at a moment, as `Clock.meant` understands it (None: its last step).

    Raises:
        Problem: it is no time, or the world has not been lived so far.
    """
    world = read_world(reader)
    if at is None:
        return world, frame_at(reader, world.description, world.last_step)
    step = world.calendar.meant(at, world.last_step)
    if step > world.last_step:
        end = world.calendar.words(world.last_step)
        raise Problem(f"{reader.path.name} has been lived until {end}; choose a moment before that.")
    world = read_world(reader, step)
    return world, frame_at(reader, world.description, step)
