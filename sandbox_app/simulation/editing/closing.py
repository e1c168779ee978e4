"""Edits of what is open: a place or a stretch of road is closed by a person, and opened again."""

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
from msgspec.structs import replace

from sandbox_app.errors import Problem
from sandbox_app.mind.words import bounded
from sandbox_app.simulation.bodies import Body
from sandbox_app.simulation.closures import Closure, can_be, closure_of, number_of, tiles_of, words_of
from sandbox_app.simulation.editing.changes import Change, Decided, Ground, Planned
from sandbox_app.simulation.editing.operations import Close, Reopen
from sandbox_app.simulation.state import WorldState
from sandbox_app.worldfile.rows import Event

LONGEST_WHY = 80


def why_closed(ground: Ground, number: int) -> str | None:
    """Return why something is closed, None while it is open."""
    closure = ground.state.closures.by_number.get(number)
    return None if closure is None else closure.why


def decide_close(ground: Ground, what: Close) -> Decided:
    """Close a place or a stretch of road. Raises `Problem`, as all that decide."""
    closure = _meant(ground, what)
    words = words_of(ground.town, closure)
    tiles = tiles_of(ground.town, closure)
    if not (tiles[closure.y, closure.x] if closure.stretch else np.any(tiles)):
        raise Problem("Only where one walks in the open is a stretch to close; choose a tile of a road, or close the whole place.")
    why = bounded(what.why, LONGEST_WHY + 1).rstrip(".")
    if len(why) > LONGEST_WHY:
        raise Problem(f"That is too long for a reason: {LONGEST_WHY} characters is the most.")
    number = number_of(ground.town, closure.place, closure.x, closure.y)
    before = why_closed(ground, number)
    if before == why:
        raise Problem(f"{words[:1].upper()}{words[1:]} is closed already.")
    change = Change("closed", number=number, name=words, before=before, after=why)
    return Decided(name=f"close {words}{f': {why}' if why else ''}", changes=(Planned(change), *cut_short(ground, number, why)))


def decide_reopen(ground: Ground, what: Reopen) -> Decided:
    """Open again what was closed."""
    closure = _meant(ground, what)
    words = words_of(ground.town, closure)
    number = number_of(ground.town, closure.place, closure.x, closure.y)
    before = why_closed(ground, number)
    if before is None:
        raise Problem(f"{words[:1].upper()}{words[1:]} is not closed.")
    return Decided(name=f"open {words} again", changes=(Planned(Change("closed", number=number, name=words, before=before)),))


def cut_short(ground: Ground, number: int, why: str) -> list[Planned]:
    """Return whose walks end before it once this is closed: the `place` event does it, and what they were is known when it is undone."""
    state, closed = ground.state, WorldState.unpack(ground.town, ground.state.pack())
    closed.apply(Event(id=0, step=ground.step, kind="place", data=happening(closure_of(ground.town, number, why), closed=True)))
    walks = [(agent, state.body(agent), closed.body(agent)) for agent in sorted(state.journeys)]
    return [
        Planned(Change("journey", agent=agent, number=number, before=msgspec.to_builtins(before), after=msgspec.to_builtins(after)))
        for agent, before, after in walks
        if before != after
    ]


def walking_on(ground: Ground, changes: Sequence[Change], opened: Sequence[int]) -> list[Planned]:
    """Return who walks on as before where closures, by number, are open again: those who have not set out for anywhere else since.

    Args:
        changes: what closing them cut short.
    """
    bodies: dict[int, tuple[int, Body, Body]] = {}
    for change in changes:
        if change.table != "journey" or change.number not in opened:
            continue
        now, before, left = ground.state.body(change.agent), msgspec.convert(change.before, Body), msgspec.convert(change.after, Body)
        still = now == left or (left.journey is not None and now.journey == left.journey)
        if still and before.journey is not None and before.journey.tile(ground.step) == (now.x, now.y):
            bodies[change.agent] = change.number, now, replace(now, pose=before.pose, spot=before.spot, journey=before.journey)
    return [
        Planned(Change("body", agent=agent, number=number, before=msgspec.to_builtins(now), after=msgspec.to_builtins(back)))
        for agent, (number, now, back) in sorted(bodies.items())
    ]


def happening(closure: Closure, *, closed: bool) -> dict[str, Any]:
    """Return the data of the `place` event that closes something or opens it again."""
    return {**msgspec.to_builtins(closure), "closed": closed}


def _meant(ground: Ground, what: Close | Reopen) -> Closure:
    town = ground.town
    closure = Closure(what.place, what.x, what.y)
    if not can_be(town, closure):
        raise Problem("There is no such place or tile; name a place, and a tile on the map of it.")
    if closure.stretch:
        return closure_of(town, number_of(town, what.place, what.x, what.y), "")
    if town.place(what.place).level != "site":
        raise Problem(f"{town.place(what.place).name} is no place that can be closed; name a building, a road or an open area.")
    return closure
