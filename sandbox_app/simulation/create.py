"""Making a new world file from a town and its cast."""

from contextlib import suppress
from pathlib import Path

import msgspec

from sandbox_app.errors import Problem
from sandbox_app.mind.settings import Settings
from sandbox_app.resources import worlds
from sandbox_app.simulation.beginning import OWN_BEDS
from sandbox_app.town.folders import choose_town, town_of_world
from sandbox_app.town.load import load_town
from sandbox_app.town.model import CastMember, Town
from sandbox_app.town.population import Wanted, populate, read_description
from sandbox_app.worldfile.create import create_world
from sandbox_app.worldfile.fork import ID, new_id
from sandbox_app.worldfile.rows import AgentRow, BeliefRow, MemoryRow, PersonaRow

MOST_AGENTS = 2000
BY_HAND = Settings(weather=True)
"""What a world begins with that a person makes; experiments and measurements do without a sky that changes."""


def create_world_file(
    path: Path,
    town: str,
    *,
    agents: int | None = None,
    people: str | None = None,
    seed: int = 1,
    start: str = "",
    settings: Settings | None = None,
) -> Wanted | None:
    """Make a world of this town (a name of one that ships, or a folder) at `path`.

    Args:
        agents: how many of the cast live in it; more than the cast has are made up. None: all of the cast.
        people: a description of the people in words; they are then made up, as many as it says or as `agents` does.
        seed: of everything that is drawn by lot.
        start: ISO date and time, by default the town's own.

    Returns:
        What was understood of the description of the people; None without one.

    Raises:
        Problem: the town is wrong, the number cannot be, the description says nothing, or the file cannot be written.
    """
    place = load_town(town)
    wanted = read_description(people) if people is not None else None
    cast = choose_cast(place, agents, seed, wanted)
    names = {name: agent for agent, member in enumerate(cast, 1) for name in (member.name, member.short)}
    chosen = settings or Settings()
    meta = {
        ID: new_id(),
        "town": place.name if place.source.parent == worlds().resolve() else str(choose_town(place.source)),
        "title": place.title,
        "start": start or place.start,
        "step_seconds": str(chosen.step_seconds),
        "seed": str(seed),
        "settings": msgspec.json.encode(chosen).decode(),
        OWN_BEDS: "own",
    }
    beliefs = [
        (agent, names[tie.name], tie.relation, float(tie.closeness))
        for agent, member in enumerate(cast, 1)
        for tie in member.ties
        if tie.name in names
    ]
    known = [(agent, text) for agent, member in enumerate(cast, 1) for text in member.knows]
    create_world(
        path,
        meta,
        [AgentRow(agent, member.name, member.short) for agent, member in enumerate(cast, 1)],
        [
            PersonaRow(id=agent, agent_id=agent, data=msgspec.json.encode(member).decode(), created_step=0)
            for agent, member in enumerate(cast, 1)
        ],
        [
            MemoryRow(id=number, agent_id=agent, kind="known", text=text, importance=0, created_step=0)
            for number, (agent, text) in enumerate(known, 1)
        ],
        [
            BeliefRow(id=number, agent_id=agent, about_id=other, kind="relation", text=relation, value=close, created_step=0)
            for number, (agent, other, relation, close) in enumerate(beliefs, 1)
        ],
    )
    return wanted


def choose_cast(town: Town, agents: int | None, seed: int, wanted: Wanted | None = None) -> tuple[CastMember, ...]:
    """Return who lives in a new world: the town's own cast, or made-up people where more or others are wanted.

    Raises:
        Problem: fewer than one or more than MOST_AGENTS.
    """
    if wanted is not None:
        agents = agents or wanted.people or len(town.cast)
    if agents is None:
        return town.cast
    if not 1 <= agents <= MOST_AGENTS:
        raise Problem(f"A world can have 1 to {MOST_AGENTS} agents; {agents} were asked for.")
    if wanted is None and agents <= len(town.cast):
        return town.cast[:agents]
    return populate(town, agents, seed, wanted)


def first_persona(town: str, name: str) -> str:
    """Return the persona (JSON) with which somebody of this name begins in a town, or "" when the town or they are not known."""
    with suppress(Problem):
        for member in town_of_world(town, people=True).cast:
            if member.name == name:
                return msgspec.json.encode(member).decode()
    return ""
