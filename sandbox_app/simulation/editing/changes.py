"""What an edit changes, before and after, and the ground on which it is decided."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from sandbox_app.errors import Problem
from sandbox_app.mind.settings import Settings
from sandbox_app.mind.words import bounded, listed
from sandbox_app.simulation.editing.lineage import Lineage, lineage
from sandbox_app.simulation.state import WorldState
from sandbox_app.town.clock import Clock
from sandbox_app.town.model import CastMember, Town
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import BeliefRow, MemoryRow, PersonaRow, PlanRow

Row = MemoryRow | PlanRow | BeliefRow | PersonaRow
Table = Literal[
    "memory", "plan", "belief", "persona", "thing", "closed", "journey", "weather", "body", "carried", "setting", "note", "answer"
]  # fmt: skip

TEMPORAL: dict[type[Row], Table] = {MemoryRow: "memory", PlanRow: "plan", BeliefRow: "belief", PersonaRow: "persona"}
MOST_CHANGES = 5000
"""Rows that one edit may change."""
_ALL_WORDS = 600_000
"""Characters that the values before and after of one edit may take together in its event."""


class Change(Struct, frozen=True, omit_defaults=True):
    """One thing that an edit changes; a list of them stands in the edit's event, under `changes`.

    Attributes:
        table: what is changed: a temporal table, a thing's state, something that is closed, a journey that this cuts short, the weather,
            an agent's body (where it is and what it does), something it carries, a setting, a note (nothing), or an answer (nothing but
            what is taught).
        agent: whose. number: the thing, the closure (also of a journey, and of a body that walks on as it was opened again), the call, or
            the step that it is about. name: the setting, the part of a persona, or what is carried.
        retired, added: ids of rows, 0 for none. again: the row that the added one brings back.
        before, after: in words or as values; None where there was or is nothing.
    """

    table: Table
    agent: int = 0
    number: int = 0
    name: str = ""
    retired: int = 0
    added: int = 0
    again: int = 0
    before: Any = None
    after: Any = None


class Planned(Struct, frozen=True):
    """A change that is to be made, with the row that it adds (its id is given when it is)."""

    change: Change
    row: Row | None = None


class Decided(Struct, frozen=True, kw_only=True):
    """An edit that can be made.

    Attributes:
        name: what it does, as a person says it: "reword a memory of Ines".
        agent: whom it concerns, 0 for nobody or several.
        jump: the step until which time passes first, 0 for none.
        data: what its event keeps besides.
        skipped: changes of an undo that are left out because what they would bring back has changed since.
    """

    name: str
    changes: tuple[Planned, ...]
    agent: int = 0
    jump: int = 0
    data: dict[str, Any] = {}
    skipped: int = 0


class Ground:
    """A world at its present step, as edits are decided on. Reads only; lives as long as its reader.

    Attributes:
        reader: of the whole record until now. town, clock, settings, cast, state: as they are now.
    """

    def __init__(
        self, reader: WorldReader, town: Town, clock: Clock, settings: Settings, cast: Sequence[CastMember], state: WorldState
    ) -> None:
        self.reader = reader
        self.town = town
        self.clock = clock
        self.settings = settings
        self.cast = cast
        self.state = state

    @property
    def step(self) -> int:
        """The present step."""
        return self.state.step

    @cached_property
    def lineage(self) -> Lineage:
        """Which rows came from which by edits."""
        return lineage(self.reader)

    def name(self, agent: int) -> str:
        """Return the short name of an agent.

        Raises:
            Problem: nobody has this number.
        """
        if not 1 <= agent <= len(self.cast):
            raise Problem(f"Nobody in this world has the number {agent}.")
        return self.cast[agent - 1].short

    def memory(self, number: int, *, holds: bool = True) -> MemoryRow:
        """Return the row of a memory that holds, or, with `holds` False, of any; one that came back has the number it always had.

        Raises:
            Problem: there is none.
        """
        lines = self.lineage
        row = self.reader.memory(lines.now("memory", number))
        if row is None:
            raise Problem(f"There is no memory {number} in this world; `memory list` shows their numbers.")
        if holds and row.retired_step is not None:
            when = self.clock.words(row.retired_step)
            if instead := lines.instead.get("memory", {}).get(row.id):
                now = lines.known("memory", instead)
                raise Problem(f"Memory {number} was retired at {when}, and memory {now} took its place; change that, or restore it first.")
            raise Problem(f"Memory {number} was retired at {when}; restore it first.")
        return row

    def belief(self, number: int) -> BeliefRow:
        """Return a belief that holds.

        Raises:
            Problem: there is none.
        """
        row = self.reader.row(BeliefRow, number)
        if row is None or row.retired_step is not None:
            raise Problem(f"Nobody holds a belief with the number {number} now; `belief list` shows their numbers.")
        return row

    def words_of(self, row: Row) -> str:
        """Return a row in words, for its change."""
        match row:
            case MemoryRow():
                return row.text
            case PlanRow():
                clock, site = self.clock, self.town.place(row.place_id).name
                return f"{clock.hhmm(row.start_step)}–{clock.hhmm(row.end_step)} {row.activity} ({site})"
            case BeliefRow():
                about = f"{self.name(row.about_id)}: " if row.about_id else ""
                return f"{about}{row.text} ({row.kind}, {row.value:g})"
            case PersonaRow():
                return row.data


def retire(ground: Ground, row: Row) -> Planned:
    """Return the change that retires a row."""
    return Planned(Change(TEMPORAL[type(row)], agent=row.agent_id, retired=row.id, before=ground.words_of(row)))


def _made(ground: Ground, row: Row) -> Row:
    """Return a row as it is added now."""
    made = replace(row, id=0, created_step=ground.step, retired_step=None)
    return replace(made, rated_step=ground.step if made.importance else None) if isinstance(made, MemoryRow) else made


def add(ground: Ground, row: Row, *, again: int = 0) -> Planned:
    """Return the change that adds a row (`again`: one that brings an older one back)."""
    made = _made(ground, row)
    return Planned(Change(TEMPORAL[type(row)], agent=row.agent_id, again=again, after=ground.words_of(made)), made)


def put(ground: Ground, old: Row, new: Row) -> Planned:
    """Return the change that puts a row in another's place."""
    made = _made(ground, new)
    words = ground.words_of(old), ground.words_of(made)
    return Planned(Change(TEMPORAL[type(old)], agent=old.agent_id, retired=old.id, before=words[0], after=words[1]), made)


def worded(text: str, most: int, what: str) -> str:
    """Return what a person wrote, on one line and without signs that prompts use.

    Raises:
        Problem: there are no words, or too many.
    """
    made = bounded(text, most + 1)
    if not made:
        raise Problem(f"There are no words for {what}; write at least one.")
    if len(made) > most:
        raise Problem(f"That is too long for {what}: {most} characters is the most.")
    return made


def kept(changes: Sequence[Change]) -> list[Change]:
    """Return changes as their event keeps them: where there are very many, their words are cut."""
    most = max(60, _ALL_WORDS // (2 * max(len(changes), 1)))
    return [
        replace(
            one,
            before=bounded(one.before, most) if isinstance(one.before, str) and len(one.before) > most else one.before,
            after=bounded(one.after, most) if isinstance(one.after, str) and len(one.after) > most else one.after,
        )
        for one in changes
    ]


def names_of(ground: Ground, agents: Sequence[int]) -> str:
    """Return some agents by name: "Ines", "Ines and Tom", "Ines, Tom and 3 others"."""
    names = [ground.name(agent) for agent in dict.fromkeys(agents)]
    return listed(names) if len(names) <= 3 else f"{names[0]}, {names[1]} and {len(names) - 2} others"
