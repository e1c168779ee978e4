"""Edits of what people carry: somebody is given an object or money, or has it no longer."""

from sandbox_app.errors import Problem
from sandbox_app.mind.words import bounded
from sandbox_app.simulation.editing.changes import Change, Decided, Ground, Planned, add, worded
from sandbox_app.simulation.editing.operations import Give, TakeAway
from sandbox_app.simulation.gamemaster import MOST_CARRIED
from sandbox_app.simulation.interventions import SOMEBODY
from sandbox_app.worldfile.rows import MemoryRow

LONGEST_ITEM, LONGEST_GIVER = 60, 40
GIVEN = 6
"""Importance of the memory of having been given something, and of having lost it."""


def decide_give(ground: Ground, what: Give) -> Decided:
    """Somebody carries something more, and remembers from whom. Raises `Problem`, as all that decide."""
    name, item = _who(ground, what.agent), worded(what.item, LONGEST_ITEM, "an object or money, like 'a basket of apples' or '12 coins'")
    carried = ground.state.carried.get(what.agent, ())
    if item in carried:
        raise Problem(f"{name} carries {item} already.")
    if len(carried) >= MOST_CARRIED:
        raise Problem(f"{name} carries {MOST_CARRIED} things already, as many as anybody can; take something away first.")
    giver = bounded(what.giver, LONGEST_GIVER) or SOMEBODY
    change = Change("carried", agent=what.agent, name=item, after=item)
    memory = _memory(ground, what.agent, f"{giver[:1].upper()}{giver[1:]} gave me {item}")
    return Decided(name=f"give {name} {item}", agent=what.agent, changes=(Planned(change), memory))


def decide_take(ground: Ground, what: TakeAway) -> Decided:
    """Somebody carries something no longer, and notices."""
    name = _who(ground, what.agent)
    carried = ground.state.carried.get(what.agent, ())
    if what.item not in carried:
        raise Problem(f"{name} does not carry {what.item}; what is carried is {', '.join(carried) or 'nothing'}.")
    change = Change("carried", agent=what.agent, name=what.item, before=what.item)
    memory = _memory(ground, what.agent, f"I no longer have {what.item}; it is gone")
    return Decided(name=f"take {what.item} from {name}", agent=what.agent, changes=(Planned(change), memory))


def _who(ground: Ground, agent: int) -> str:
    name = ground.name(agent)
    if ground.state.away(agent):
        raise Problem(f"{name} is not in town now.")
    return name


def _memory(ground: Ground, agent: int, text: str) -> Planned:
    row = MemoryRow(id=0, agent_id=agent, kind="seen", text=text, importance=GIVEN, created_step=ground.step)
    return add(ground, row)
