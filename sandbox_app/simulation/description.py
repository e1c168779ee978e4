"""What a world is, and the state it was in at any step, read from its file: all that looking at a world needs, and nobody who lives."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import msgspec

from sandbox_app.mind.settings import Settings
from sandbox_app.simulation.beginning import OWN_BEDS, first_state
from sandbox_app.simulation.editing.settled import settings_of
from sandbox_app.simulation.state import WorldState
from sandbox_app.town.clock import Clock
from sandbox_app.town.folders import town_of_world
from sandbox_app.town.model import CastMember, Town
from sandbox_app.worldfile.connection import damaged
from sandbox_app.worldfile.reader import WorldReader

LATER_SECONDS = 10 * 366 * 24 * 3600
"""Seconds that must still fit into the calendar after the last step lived."""


class Description(msgspec.Struct, frozen=True):
    """What a world file says of the world as a whole, with its town and those who live there."""

    title: str
    town: Town
    clock: Clock
    settings: Settings
    seed: int
    cast: tuple[CastMember, ...]


def describe(reader: WorldReader, at: int | None = None) -> Description:
    """Read what a world is.

    Raises:
        Problem: the file is damaged, or its town is not to be found or wrong.
    """
    meta = reader.meta()
    with believing(reader):
        source = meta["town"]
        settings = settings_of(reader, at)
        clock = Clock(datetime.fromisoformat(meta["start"]), settings.step_seconds)
        agents = reader.agents()
        personas = reader.personas(at)
        # Visitors who come later are agents already, and nobody yet at an earlier step.
        who, everybody = [row.agent_id for row in personas], list(range(1, len(agents) + 1))
        if [row.id for row in agents] != everybody or who != everybody[: len(who)] or (at is None and who != everybody):
            raise ValueError("agents are not numbered from 1, or one has no persona, or several")
        cast = tuple(_member(row.data) for row in personas)
        seed = int(meta.get("seed", "1"))
        clock.time(reader.last_step() + LATER_SECONDS // settings.step_seconds)
    town = town_of_world(source)
    return Description(meta.get("title", town.title), town, clock, settings, seed, cast)


def beginning(reader: WorldReader, world: Description) -> WorldState:
    """Return the state in which a world began, whatever was edited since.

    Raises:
        WorldProblem: the file is damaged.
    """
    with believing(reader):
        cast = tuple(msgspec.json.decode(row.data, type=CastMember) for row in reader.first_personas())
        return first_state(world.town, cast, world.clock, world.seed, own=OWN_BEDS in reader.meta())


def _member(data: str) -> CastMember:
    """Read a persona; what would not be one line in a prompt becomes one."""
    member = msgspec.json.decode(data, type=CastMember)
    if "\\" not in data:
        return member
    return msgspec.convert(_in_lines(msgspec.to_builtins(member)), CastMember)


def _in_lines(value: Any) -> Any:
    match value:
        case str():
            return value if value.isprintable() else " ".join("".join(sign if sign.isprintable() else " " for sign in value).split())
        case list() | tuple():
            return [_in_lines(one) for one in value]
        case dict():
            return {_in_lines(key): _in_lines(one) for key, one in value.items()}
    return value


@contextmanager
def believing(reader: WorldReader) -> Iterator[None]:
    """Say that a file is damaged where its rows are well-formed but make no sense."""
    try:
        yield
    except (LookupError, TypeError, ValueError, OverflowError, RecursionError, msgspec.MsgspecError) as error:
        raise damaged(reader.path, f"{reader.path}: {type(error).__name__}: {error}") from error


def state_at(reader: WorldReader, world: Description, step: int) -> WorldState:
    """Return the state at the end of a step: the nearest snapshot before it, and the events since.

    Raises:
        WorldProblem: the file is damaged.
    """
    snapshot = reader.snapshot_before(step)
    with believing(reader):
        state = beginning(reader, world) if snapshot is None else WorldState.unpack(world.town, snapshot.state)
        residents, everybody = sum(not member.visitor for member in world.cast), len(reader.agents())
        if not residents <= state.count <= everybody:
            raise ValueError(f"a snapshot of {state.count} agents in a world of {everybody}")
        for event in reader.events(state.step + 1, step):
            if event.step > state.step:
                state.advance(event.step)
            state.apply(event)
        if state.step < step:
            state.advance(step)
    return state
