"""From an operation to what it changes. Changes nothing itself: it is what an edit does first, and the preview as well."""

from typing import Any

from sandbox_app.errors import Problem
from sandbox_app.mind.words import bounded
from sandbox_app.simulation.editing import beliefs, belongings, closing, memories, personas, plans, surroundings, wordings
from sandbox_app.simulation.editing import operations as o
from sandbox_app.simulation.editing.changes import MOST_CHANGES, Decided, Ground, Planned


def decide(ground: Ground, what: o.Operation) -> Decided:
    """Return what an operation changes.

    Raises:
        Problem: it cannot be done, or would change nothing.
    """
    return _several(ground, what) if isinstance(what, o.Several) else _one(ground, what)


_DECIDE: dict[type, Any] = {
    o.AddMemory: memories.decide_add,
    o.RewordMemory: memories.decide_reword,
    o.SetImportance: memories.decide_importance,
    o.RetireMemory: memories.decide_retire,
    o.RestoreMemory: memories.decide_restore,
    o.SetPlan: plans.decide_plan,
    o.SetPlanLine: plans.decide_line,
    o.SetBelief: beliefs.decide_belief,
    o.RetireBelief: beliefs.decide_retire,
    o.SetRelation: beliefs.decide_relation,
    o.SetPersona: personas.decide_persona,
    o.SetThingState: surroundings.decide_thing,
    o.Close: closing.decide_close,
    o.Reopen: closing.decide_reopen,
    o.SetWeather: surroundings.decide_weather,
    o.MoveAgent: surroundings.decide_move,
    o.Give: belongings.decide_give,
    o.TakeAway: belongings.decide_take,
    o.SetTimeOfDay: surroundings.decide_time,
    o.SetSetting: surroundings.decide_setting,
    o.SetWording: wordings.decide_wording,
    o.Annotate: surroundings.decide_note,
    o.CorrectAnswer: surroundings.decide_answer,
    o.RateAnswer: surroundings.decide_answer,
}


def _one(ground: Ground, what: o.Single) -> Decided:
    decided: Decided = _DECIDE[type(what)](ground, what)
    return decided


def _several(ground: Ground, what: o.Several) -> Decided:
    if not what.operations:
        raise Problem("There is nothing to change.")
    if any(isinstance(one, o.SetTimeOfDay) for one in what.operations) and len(what.operations) > 1:
        raise Problem("The time of day is changed by itself, not together with other things.")
    decided = [_one(ground, one) for one in what.operations]
    changes = tuple(change for one in decided for change in one.changes)
    if len(changes) > MOST_CHANGES:
        raise Problem(f"That would change {len(changes)} things at once; {MOST_CHANGES} is the most.")
    if _twice(changes):
        raise Problem("The same thing is changed twice in one edit; do it once.")
    agents = {one.agent for one in decided}
    return Decided(
        name=bounded(what.name, 120) or decided[0].name,
        changes=changes,
        agent=agents.pop() if len(agents) == 1 else 0,
        jump=max(one.jump for one in decided),
        data=decided[0].data if len(decided) == 1 else {},
    )


def _twice(changes: tuple[Planned, ...]) -> bool:
    keys = [
        (one.change.table, one.change.agent, one.change.retired or one.change.again or one.change.number or one.change.name)
        for one in changes
        if one.change.table not in ("note", "answer") and (one.change.retired or one.change.again or one.row is None)
    ]
    return len(set(keys)) < len(keys)
