"""Promises: whether they are kept, and what is said of it when they are not.

A promise is settled once, with an event of kind "promise": kept (both were there), missed (the other did not come), or broken,
with the reason. Its row is retired then.
"""

from sandbox_app.mind.mind import Mind
from sandbox_app.worldfile.rows import BeliefRow

EARLY_MINUTES = 15
"""Who meets the other so much before the time has kept the promise."""
WAIT_MINUTES = 20
"""So long one waits for somebody who does not come."""
LATE_MINUTES = 40
"""Who is not there after so long has broken the promise."""


def settle_promises(mind: Mind) -> tuple[str, int]:
    """Settle what promises are due. Return what changed for the plan ("Anna did not come …") and its event; ("", 0) for nothing."""
    world = mind.world
    minute = 60 // world.settings.step_seconds
    here = world.town.site_of(world.place_of(mind.id))
    missed: list[BeliefRow] = []
    met = False
    for row in sorted(mind.promises.values(), key=lambda row: row.id):
        late = world.step - int(row.data["step"])
        if late < -EARLY_MINUTES * minute:
            continue
        there = int(row.data["place"]) == here.id
        if there and world.town.site_of(world.place_of(row.about_id)).id == here.id:
            _settle(mind, row, "kept", f"{world.short_name(mind.id)} keeps a promise: {_what(mind, row)}")
            met = True
        elif there and late >= WAIT_MINUTES * minute:
            missed.append(row)
        elif not there and late >= LATE_MINUTES * minute:
            break_promise(mind, row, f"I was at {here.name}, {world.activity(mind.id)}")
    event = 0
    for row in missed:
        other = world.short_name(row.about_id)
        event = _settle(mind, row, "missed", f"{world.short_name(mind.id)} waits in vain for {other}: {row.text}")
        mind.remember("seen", f"I waited in vain for {other} in {here.name}: {row.text}", cause=event)
    if not missed or met:
        return "", 0
    return f"{world.short_name(missed[0].about_id)} did not come to {here.name}", event


def next_check(mind: Mind) -> int | None:
    """Return the step at which a promise may have to be settled next, None without any."""
    minute = 60 // mind.world.settings.step_seconds
    moments = []
    for row in mind.promises.values():
        due = int(row.data["step"])
        moments += [due, due + WAIT_MINUTES * minute, due + LATE_MINUTES * minute]
    return min((moment for moment in moments if moment > mind.world.step), default=None)


def break_promise(mind: Mind, row: BeliefRow, why: str) -> None:
    """Break a promise, knowingly: it is on the record with the reason, and in memory."""
    world = mind.world
    text = f"{world.short_name(mind.id)} breaks a promise: {_what(mind, row)}, because {why}"
    event = _settle(mind, row, "broken", text, why)
    mind.remember("promise", f"I did not keep my promise to {world.short_name(row.about_id)}: {row.text}, because {why}", cause=event)


def _what(mind: Mind, row: BeliefRow) -> str:
    world = mind.world
    return f"{row.text} with {world.short_name(row.about_id)} at {world.town.place(int(row.data['place'])).name}"


def _settle(mind: Mind, row: BeliefRow, how: str, text: str, why: str = "") -> int:
    data = {"belief": row.id, "how": how, "with": row.about_id}
    event = mind.world.record(mind.id, "promise", text, {**data, "why": why} if why else data, cause=row.cause)
    del mind.promises[row.id]
    mind.world.lapse([row.id])
    return event
