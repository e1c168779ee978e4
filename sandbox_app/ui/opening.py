"""What is read of a world file before it can be shown. No widgets."""

from sandbox_app.simulation.session import Description, describe
from sandbox_app.ui.moments import Calendar
from sandbox_app.ui.scene import OpenWorld, Resident
from sandbox_app.worldfile.reader import WorldReader


def read_world(reader: WorldReader, at: int | None = None) -> OpenWorld:
    """Read what a world is made of, its people as they were at a step (None: now).

    Raises:
        WorldProblem: the file is damaged. TownProblem: its town cannot be read.
    """
    description: Description = describe(reader, at)
    residents = tuple(Resident(row.id, row.name, row.short, member) for row, member in zip(reader.agents(), description.cast, strict=True))
    return OpenWorld(
        path=reader.path,
        description=description,
        calendar=Calendar(description.clock.start, description.clock.step_seconds),
        residents=residents,
        last_step=reader.last_step(),
    )
