"""What is altered in a thought, as an edit of the world: with it a fork goes on from the moment before the thought was thought."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from sandbox_app.errors import Problem
from sandbox_app.llm import facts as f
from sandbox_app.mind.words import bounded
from sandbox_app.simulation.again.altered import Altered
from sandbox_app.simulation.again.asking import facts_of
from sandbox_app.simulation.again.parts import altered
from sandbox_app.simulation.description import describe
from sandbox_app.simulation.edited import edit_past
from sandbox_app.simulation.editing import operations as o
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import BeliefRow, CallRow, MemoryRow


class Branch(Struct, frozen=True):
    """How a world goes on otherwise.

    Attributes:
        step: the moment from which it does, before the thought. what: the edit that is made there.
        left: parts that are of that thought alone, so that no edit makes them so.
    """

    step: int
    what: o.Several
    left: tuple[str, ...]


def branch_of(reader: WorldReader, number: int, changes: Sequence[Altered]) -> Branch:
    """Return where and with which edit a fork goes on in which a thought is told this.

    Raises:
        Problem: there is no such thought or part, or none of the changes is of what the agent knows or is.
    """
    call, facts = facts_of(reader, number)
    altered(facts, changes)
    step = max(call.asked_step - 1, 0)
    found = _Sources(reader, call, step)
    operations: list[o.Single] = []
    left = []
    for change in changes:
        operation = found.operation(facts, change)
        if operation is None:
            left.append(change.where)
        else:
            operations.append(operation)
    if not operations:
        raise Problem("None of this is something they know or are: it was so at that moment alone, so no world can begin with it.")
    return Branch(step, o.Several("what a thought is told", tuple(operations)), tuple(left))


def branch(path: Path, new: Path, number: int, changes: Sequence[Altered], author: str) -> Branch:
    """Make a fork that goes on from the moment before a thought, with what is altered in it.

    Raises:
        Problem: as `branch_of`; or the fork cannot be made, and then none is left behind.
    """
    with WorldReader(path) as reader:
        found = branch_of(reader, number, changes)
    edit_past(path, found.what, author, str(found.step), fork=new, note=False)
    return found


class _Sources:
    """Finds what an agent knew, and is, by the words in which a thought was told of it."""

    def __init__(self, reader: WorldReader, call: CallRow, step: int) -> None:
        self._agent = call.agent_id
        self._memories: dict[str, MemoryRow] = {}
        self._self: MemoryRow | None = None
        for row in reader.memories(call.agent_id, step):
            self._memories[row.text] = self._memories[bounded(row.text, 200)] = row
            if row.kind == "self":
                self._self = row
        self._beliefs = reader.beliefs(call.agent_id, step)
        self._numbers = {member.short: agent for agent, member in enumerate(describe(reader, step).cast, 1)}

    def operation(self, facts: f.AnyFacts, change: Altered) -> o.Single | None:
        """Return the edit by which a change holds in a world; None where there is none."""
        name, _, rest = change.where.partition(".")
        value = getattr(facts, name)
        if name == "me":
            return self._persona(rest, change.text or "")
        row = value[int(rest)] if rest else value
        match row:
            case f.Memory():
                return self._memory(self._memories.get(row.text), change.text)
            case f.Belief() if row.who or isinstance(getattr(facts, "person", None), f.Person):
                return self._belief(row, row.who or facts.person.name, change.text)  # type: ignore[union-attr]
            case f.Person():
                return self._relation(row, change.text or "")
            case f.Appointment():
                held = next((one for one in self._beliefs if one.kind == "appointment" and one.text == row.what), None)
                return o.RetireBelief(held.id) if held is not None and change.text is None else None
        return None

    def _persona(self, field: str, text: str) -> o.Single | None:
        if field == "summary":
            return self._memory(self._self, text or None)
        return o.SetPersona(self._agent, field, text)

    @staticmethod
    def _memory(row: MemoryRow | None, text: str | None) -> o.Single | None:
        if row is None:
            return None
        return o.RetireMemory(row.id) if text is None else o.RewordMemory(row.id, text)

    def _belief(self, told: f.Belief, who: str, text: str | None) -> o.Single | None:
        about = self._numbers.get(who, 0)
        held = next((row for row in self._about(about) if row.kind == told.kind and bounded(row.text, 100) == told.text), None)
        if held is None:  # a thought about somebody is told first what they are
            tie = next((row for row in self._about(about) if row.kind == "relation" and row.text == told.text), None)
            return o.SetRelation(self._agent, about, tie.value, text) if tie is not None and text is not None else None
        return o.RetireBelief(held.id) if text is None else o.SetBelief(self._agent, about, text, held.kind, held.value, held.id)

    def _relation(self, told: f.Person, text: str) -> o.Single | None:
        about = self._numbers.get(told.name, 0)
        held = next((row for row in self._about(about) if row.kind == "relation"), None)
        return o.SetRelation(self._agent, about, held.value if held is not None else 0.0, text) if about else None

    def _about(self, about: int) -> list[BeliefRow]:
        return [row for row in self._beliefs if about and row.about_id == about]
