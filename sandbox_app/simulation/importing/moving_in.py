"""Newcomers get a home and move into a world that has not begun."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from sandbox_app.errors import Problem
from sandbox_app.simulation.create import MOST_AGENTS
from sandbox_app.simulation.description import Description, describe
from sandbox_app.simulation.forking import fork_world
from sandbox_app.simulation.importing.cards import read_card
from sandbox_app.simulation.importing.newcomer import Newcomer
from sandbox_app.simulation.importing.stanford import agent_folders, read_agent
from sandbox_app.simulation.named import taken_names
from sandbox_app.town.beds import beds_of_homes
from sandbox_app.town.check import check_person
from sandbox_app.town.model import CastMember, Town
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import AgentRow, Event, MemoryRow, PersonaRow, StepBatch
from sandbox_app.worldfile.valid import LastIds
from sandbox_app.worldfile.writer import WorldWriter


def import_people(path: Path, files: Sequence[Path], author: str, *, preview: bool = False, fork: Path | None = None) -> dict[str, Any]:
    """Let people from files move into a world; return who came, as `import --json` prints it.

    Args:
        files: character cards, and folders of the Stanford town.
        author: who does this. preview: only say who would come.
        fork: a new world for them, which begins as this one did; for a world that lives already.

    Raises:
        Problem: a file is none of these, the world has begun to live, or somebody of that name lives there; then nobody came, and no
            fork is left behind.
    """
    newcomers = [one for file in files for one in _read(file)]
    if fork is None:
        return move_in(path, newcomers, author, preview=preview)
    fork_world(path, fork, "0")
    try:
        came = move_in(fork, newcomers, author, preview=preview)
    except BaseException:
        fork.unlink()
        raise
    if preview:
        fork.unlink()
    return came


def move_in(path: Path, newcomers: Sequence[Newcomer], author: str, *, preview: bool = False) -> dict[str, Any]:
    """Let people move into a world that has not begun; arguments, answer and problems as `import_people`."""
    with WorldReader(path) as reader:
        world = describe(reader)
        if reader.last_step() or reader.snapshot_steps():
            raise Problem(
                f"{path.name} lives already, and people can only move in before a world begins; let them move into a new one that begins"
                " as this one did: `import … --fork NEW.world`."
            )
        members = settle(world, newcomers)
    if not preview:
        with WorldWriter(path) as writer:
            writer.write(*_rows(world, newcomers, members, writer.last_ids(), author))
    people = [
        {
            "name": member.name,
            "agent": agent,
            "home": member.home,
            "age": member.age,
            "job": member.job,
            "traits": member.traits,
            "identity": member.identity,
            "memories": len(one.memories),
            "assumed": one.assumed,
            "file": one.source,
        }
        for agent, (one, member) in enumerate(zip(newcomers, members, strict=True), len(world.cast) + 1)
    ]
    return {"world": str(path), "preview": preview, "people": people}


def _read(file: Path) -> list[Newcomer]:
    if not file.is_dir():
        return [read_card(file)]
    folders = agent_folders(file)
    if not folders:
        raise Problem(f"{file} is no agent's folder: there is no scratch.json in it.")
    return [read_agent(folder) for folder in folders]


def settle(world: Description, newcomers: Sequence[Newcomer]) -> list[CastMember]:
    """Give newcomers a home: the one of the name they know, else the one with most free beds.

    Raises:
        Problem: a name is taken, or there are too many.
    """
    if len(world.cast) + len(newcomers) > MOST_AGENTS:
        raise Problem(f"A world can have {MOST_AGENTS} agents; {len(world.cast) + len(newcomers)} would be too many.")
    free = _free_beds(world)
    if not free:
        raise Problem(f"{world.town.title} has no homes, so nobody can move in.")
    members: list[CastMember] = []
    for one in newcomers:
        home = one.home if one.home in free else max(free, key=lambda name: free[name])
        free[home] -= 1
        member = CastMember(
            name=one.name,
            short=one.short,
            age=one.age,
            pronouns=one.pronouns,
            job=one.job,
            traits=one.traits,
            identity=one.identity,
            home=home,
            wake=one.wake,
            bed=one.bed,
            aim=one.aim,
        )
        _named_like_nobody(world.town, [*world.cast, *members], member)
        wrong = list(check_person(world.town, member))
        if wrong:
            raise Problem(f"{one.source} cannot be imported: {wrong[0]}")
        members.append(member)
    return members


def _free_beds(world: Description) -> dict[str, int]:
    """Return how many places to sleep are free in each home; below 0 where they are shared already."""
    free = Counter({home: sum(len(bed.stands) for bed in beds) for home, beds in beds_of_homes(world.town).items()})
    free.subtract(member.home for member in world.cast if member.home in free)
    return dict(free)


def _named_like_nobody(town: Town, cast: Sequence[CastMember], member: CastMember) -> None:
    taken = taken_names(town, cast)
    for name in (member.name, member.short):
        if name.casefold() in taken:
            raise Problem(f"{name} is the name of somebody or of a place in this world already; change it in the file, then import it.")


def _rows(
    world: Description, newcomers: Sequence[Newcomer], members: Sequence[CastMember], last: LastIds, author: str
) -> tuple[StepBatch, list[AgentRow]]:
    batch = StepBatch(step=0)
    agents = []
    memory = last.memory
    for number, (one, member) in enumerate(zip(newcomers, members, strict=True), 1):
        agent = len(world.cast) + number
        agents.append(AgentRow(agent, member.name, member.short))
        batch.personas.append(
            PersonaRow(id=last.persona + number, agent_id=agent, data=msgspec.json.encode(member).decode(), created_step=0)
        )
        for memory, kept in enumerate(one.memories, memory + 1):  # noqa: B020 - the number goes on from one person to the next
            batch.memories.append(
                MemoryRow(id=memory, agent_id=agent, kind=kept.kind, text=kept.text, importance=kept.importance, created_step=0)
            )
        text = f"{member.name} moved into {member.home}."
        data = {"what": "import", "file": one.source, "author": author}
        batch.events.append(Event(id=last.event + number, step=0, kind="system", agent_id=agent, text=text, data=data))
    return batch, agents
