"""What is read of a world file before it can be shown, and how the window starts what it needs. No widgets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from sandbox_app.errors import WorldProblem
from sandbox_app.simulation.messages import Frame
from sandbox_app.town.load import load_town
from sandbox_app.town.model import CastMember, Town
from sandbox_app.ui.moments import Calendar
from sandbox_app.ui.scene import OpenWorld, Resident
from sandbox_app.worldfile.reader import WorldReader


@dataclass(frozen=True)
class Launch:
    """What the window is given to work with.

    Attributes:
        runner: the command that starts a runner for a world.
        make_sample: makes a new world of the sample town at a path.
        frame_at: the town as it was at a step, from the file alone.
    """

    runner: Callable[[Path], Sequence[str]]
    make_sample: Callable[[Path], None]
    frame_at: Callable[[WorldReader, Town, int], Frame]


def read_world(reader: WorldReader, at: int | None = None) -> OpenWorld:
    """Read what a world is made of, its people as they were at a step (None: now).

    Raises:
        WorldProblem: the file lacks something. TownProblem: its town cannot be read.
    """
    meta = reader.meta()
    missing = [key for key in ("town", "start", "step_seconds") if key not in meta]
    if missing:
        raise WorldProblem(
            f"{reader.path.name} does not say what the window needs to know; open another world.",
            f"missing in meta: {', '.join(missing)}",
        )
    town = load_town(meta["town"])
    personas = {row.agent_id: row for row in reader.personas(at)}
    residents = tuple(
        Resident(row.id, row.name, row.short, msgspec.json.decode(personas[row.id].data, type=CastMember)) for row in reader.agents()
    )
    calendar = Calendar(datetime.fromisoformat(meta["start"]), int(meta["step_seconds"]))
    return OpenWorld(
        path=reader.path,
        title=meta.get("title") or town.title,
        town=town,
        calendar=calendar,
        residents=residents,
        last_step=int(meta.get("last_step", "0")),
    )
