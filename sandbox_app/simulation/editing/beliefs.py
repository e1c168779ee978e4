"""Edits of what agents hold true of each other, and of what they are to each other."""

from msgspec.structs import replace

from sandbox_app.errors import Problem
from sandbox_app.simulation.editing.changes import Decided, Ground, add, put, retire, worded
from sandbox_app.simulation.editing.operations import RetireBelief, SetBelief, SetRelation
from sandbox_app.worldfile.rows import BeliefRow

KINDS = ("is", "wants", "knows")
LONGEST_BELIEF, LONGEST_RELATION = 100, 60
CLOSEST = 10


def decide_belief(ground: Ground, what: SetBelief) -> Decided:
    """A belief more, or another in the place of one. Raises `Problem`, as all that decide."""
    name, other = _two(ground, what.agent, what.about)
    if what.kind not in KINDS:
        raise Problem(f"A belief is of one of the kinds {', '.join(KINDS)}, not {what.kind!r}.")
    if not 0 <= what.value <= 1:
        raise Problem(f"How sure a belief is goes from 0 to 1; {what.value:g} does not.")
    row = BeliefRow(
        id=0,
        agent_id=what.agent,
        about_id=what.about,
        kind=what.kind,
        text=worded(what.text, LONGEST_BELIEF, "a belief"),
        value=what.value,
        created_step=ground.step,
        data={"evidence": [], "teller": 0, "matter": ""},
    )
    told = f"what {name} believes of {other}"
    if not what.belief:
        return Decided(name=f"add to {told}", agent=what.agent, changes=(add(ground, row),))
    old = ground.belief(what.belief)
    if (old.agent_id, old.about_id) != (what.agent, what.about) or old.kind not in KINDS:
        raise Problem(f"Belief {old.id} is not what {name} believes of {other}.")
    if (old.kind, old.text, old.value) == (row.kind, row.text, row.value):
        raise Problem(f"{name} believes that already.")
    return Decided(name=f"change {told}", agent=what.agent, changes=(put(ground, old, replace(row, data=old.data, cause=old.cause)),))


def decide_retire(ground: Ground, what: RetireBelief) -> Decided:
    """A belief less."""
    row = ground.belief(what.belief)
    if row.kind == "relation":
        raise Problem("What somebody is to another can be changed but not removed; make them a stranger with closeness 0.")
    return Decided(name=f"retire a belief of {ground.name(row.agent_id)}", agent=row.agent_id, changes=(retire(ground, row),))


def decide_relation(ground: Ground, what: SetRelation) -> Decided:
    """What somebody is to an agent."""
    name, other = _two(ground, what.agent, what.about)
    if not -CLOSEST <= what.closeness <= CLOSEST:
        raise Problem(f"Closeness goes from -{CLOSEST} to {CLOSEST}; {what.closeness:g} does not.")
    held = [row for row in ground.reader.beliefs(what.agent) if row.kind == "relation" and row.about_id == what.about]
    old = held[-1] if held else None
    if old is None and not what.text:
        raise Problem(f"{name} does not know {other} yet; say in words what they are to each other, too.")
    text = worded(what.text, LONGEST_RELATION, "a relation") if what.text else old.text if old else ""
    if old is not None and (old.text, old.value) == (text, what.closeness):
        raise Problem(f"{other} is that to {name} already.")
    row = BeliefRow(
        id=0, agent_id=what.agent, about_id=what.about, kind="relation", text=text, value=what.closeness, created_step=ground.step
    )
    change = put(ground, old, replace(row, data=old.data, cause=old.cause)) if old is not None else add(ground, row)
    return Decided(name=f"change what {other} is to {name}", agent=what.agent, changes=(change,))


def _two(ground: Ground, agent: int, about: int) -> tuple[str, str]:
    if agent == about:
        raise Problem("This is between two people; name two different ones.")
    return ground.name(agent), ground.name(about)
