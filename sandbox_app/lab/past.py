"""A world as it was at a moment, as measures look at it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sandbox_app.simulation.description import Description, describe
from sandbox_app.simulation.questions import step_named
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import BeliefRow, MemoryRow


@dataclass(frozen=True)
class Past:
    """A world up to a step; nothing later is looked at.

    Attributes:
        short: what all call an agent, by id.
    """

    reader: WorldReader
    world: Description
    step: int
    short: dict[int, str]

    @property
    def agents(self) -> list[int]:
        """The ids of all who live there, in order; visitors are no part of what is measured."""
        return [agent for agent, member in enumerate(self.world.cast, 1) if not member.visitor]

    def memories(self, agent: int, at: int | None = None) -> list[MemoryRow]:
        """Return what an agent remembered, oldest first; at the moment, or at an earlier step."""
        return self.reader.memories(agent, self.step if at is None else at)

    def relations(self, agent: int, at: int | None = None) -> dict[int, BeliefRow]:
        """Return what others were to an agent, by their ids."""
        rows = self.reader.beliefs(agent, self.step if at is None else at)
        return {row.about_id: row for row in rows if row.kind == "relation"}


@contextmanager
def past(path: Path, at: str | None = None) -> Iterator[Past]:
    """Open a world as it was at a time; by default as it is now.

    Raises:
        Problem: the file is not right, or the time is none that this world has reached.
    """
    with WorldReader(path) as reader:
        world = describe(reader)
        yield Past(reader, world, step_named(world, reader, at), {agent.id: agent.short for agent in reader.agents()})
