"""Edits of memories, one or many: which rows are retired and added."""

from collections.abc import Sequence

from msgspec.structs import replace

from sandbox_app.errors import Problem
from sandbox_app.mind.words import bounded
from sandbox_app.simulation.editing.changes import Decided, Ground, add, put, retire, worded
from sandbox_app.simulation.editing.operations import (
    MEMORY_KINDS,
    AddMemory,
    RestoreMemory,
    RetireMemory,
    RewordMemory,
    SetImportance,
    Several,
)
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import MemoryRow

LONGEST_MEMORY = 400
"""Characters of a memory that a person writes; prompts show at most 200 of them."""
LEAST, MOST = 1, 10


def decide_add(ground: Ground, what: AddMemory) -> Decided:
    """A memory more. Raises `Problem`, as all that decide."""
    name = ground.name(what.agent)
    if what.kind not in MEMORY_KINDS:
        raise Problem(f"A memory that is added is of one of the kinds {', '.join(MEMORY_KINDS)}, not {what.kind!r}.")
    importance = _important(what.importance) if what.importance else 0
    text = worded(what.text, LONGEST_MEMORY, "a memory")
    row = MemoryRow(
        id=0,
        agent_id=what.agent,
        kind=what.kind,
        text=text,
        importance=importance,
        created_step=ground.step,
    )
    return Decided(name=f"add a memory to {name}", agent=what.agent, changes=(add(ground, row),))


def decide_reword(ground: Ground, what: RewordMemory) -> Decided:
    """Other words for a memory."""
    row = ground.memory(what.memory)
    text = worded(what.text, LONGEST_MEMORY, "a memory")
    importance = _important(what.importance) if what.importance else row.importance
    if (text, importance) == (row.text, row.importance):
        raise Problem(f"Memory {what.memory} has these words already.")
    return _instead(ground, row, replace(row, text=text, importance=importance), "reword")


def decide_importance(ground: Ground, what: SetImportance) -> Decided:
    """Another importance of a memory."""
    row = ground.memory(what.memory)
    if _important(what.importance) == row.importance:
        raise Problem(f"Memory {what.memory} has the importance {row.importance} already.")
    made = _instead(ground, row, replace(row, importance=what.importance), "weigh")
    (one,) = made.changes
    change = replace(one.change, before=row.importance or None, after=what.importance)
    return replace(made, changes=(replace(one, change=change),), data=made.data | {"text": row.text})


def decide_retire(ground: Ground, what: RetireMemory) -> Decided:
    """A memory less."""
    row = ground.memory(what.memory)
    name = f"retire a memory of {ground.name(row.agent_id)}"
    return Decided(name=name, agent=row.agent_id, changes=(retire(ground, row),), data={"memory": row.id})


def decide_restore(ground: Ground, what: RestoreMemory) -> Decided:
    """A retired memory once more."""
    row = ground.memory(what.memory, holds=False)
    if row.retired_step is None:
        raise Problem(f"Memory {what.memory} is remembered; there is nothing to restore.")
    name = f"restore a memory of {ground.name(row.agent_id)}"
    return Decided(name=name, agent=row.agent_id, changes=(add(ground, row, again=row.id),))


def _instead(ground: Ground, row: MemoryRow, new: MemoryRow, verb: str) -> Decided:
    return Decided(
        name=f"{verb} a memory of {ground.name(row.agent_id)}",
        agent=row.agent_id,
        changes=(put(ground, row, new),),
        data={"memory": row.id},
    )


def _important(value: int) -> int:
    if not LEAST <= value <= MOST:
        raise Problem(f"Importance goes from {LEAST} to {MOST}; {value} does not.")
    return value


def matching(reader: WorldReader, words: str, agents: Sequence[int] = (), kinds: Sequence[str] = ()) -> list[MemoryRow]:
    """Return the memories that hold now and have all these words, also inside other words, in order of their numbers.

    Args:
        words: in any case. agents: only theirs; none for everybody's. kinds: only these; none for all.
    """
    wanted = words.casefold().split()
    ids = agents or [agent.id for agent in reader.agents()]
    rows = [row for agent in ids for row in reader.memories(agent, kinds=kinds or None)]
    found = [row for row in rows if all(word in row.text.casefold() for word in wanted)]
    return sorted(found, key=lambda row: row.id)


def retire_all(rows: Sequence[MemoryRow], about: str) -> Several:
    """Return the operation that retires all these memories at once.

    Raises:
        Problem: there are none.
    """
    if not rows:
        raise Problem(f"No memory has the words {about!r}; nothing is changed.")
    memories = "a memory" if len(rows) == 1 else f"{len(rows)} memories"
    return Several(f"retire {memories} about “{bounded(about, 60)}”", tuple(RetireMemory(row.id) for row in rows))
