"""Whether a world makes sense, beyond being a whole file; and whether its file is to blame where something went wrong unexpectedly."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from sandbox_app.errors import Problem, WorldProblem
from sandbox_app.simulation.closures import Closure, can_be
from sandbox_app.simulation.description import Description, believing, describe
from sandbox_app.simulation.replay import events_by_step, replay
from sandbox_app.town.model import Town
from sandbox_app.town.paths import decode
from sandbox_app.worldfile.check import Finding, check
from sandbox_app.worldfile.connection import WorldDamaged
from sandbox_app.worldfile.fork import ancestors
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import Event, PlanRow

_AT_MOST = 20
"""Findings of one sort."""
_SECONDS = 60.0
"""So long a file is looked into after an unexpected error."""


def examine(path: Path, seconds: float | None = None) -> list[Finding]:
    """Return what is wrong with a world: with its file, and, where that is whole, with what it says of the world as a whole.

    Raises:
        WorldProblem: there is no such file, or it may not be read.
    """
    return (check(path) if seconds is None else check(path, seconds)) or _senseless(path)


def _senseless(path: Path) -> list[Finding]:
    with WorldReader(path) as reader:
        try:
            world = describe(reader)
            describe(reader, 0)
            with believing(reader):
                ancestors(reader.meta())
        except WorldDamaged as error:
            said = error.details.removeprefix(f"{path}: ")
            return [Finding(f"its settings, its times, its people or its origin make no sense ({said[:200]})", "the world", fixable=False)]
        except Problem:  # of its town, which is no part of the file
            return []
        return list(islice(_unknown(reader, world), _AT_MOST))


def _unknown(reader: WorldReader, world: Description) -> Iterator[Finding]:
    for event in events_by_step(reader, world, 0, reader.last_step()):
        if not event_can_be(event, world):
            yield Finding("it names a place, a way, a thing or people that are not there", f"event {event.id}", fixable=False)
    for agent in range(1, len(world.cast) + 1):
        for plan in reader.plans(agent):
            if not plan_can_be(plan, world):
                yield Finding("it names a place or a thing that is not there", f"plan {plan.id}", fixable=False)


def event_can_be(event: Event, world: Description) -> bool:
    """Say whether what an event names is there: its place, the thing and the people in it, and the way somebody goes."""
    town, data = world.town, event.data
    members, thing = data.get("members", []), data.get("thing", 0)
    there = 0 <= event.place_id <= len(town.places) and type(thing) is int and 0 <= thing <= len(town.things)
    known = isinstance(members, list) and all(type(one) is int and 1 <= one <= len(world.cast) for one in members)
    done = _way_can_be(data.get("path"), town) if event.kind == "move" else event.kind != "place" or _closure_can_be(data, town)
    return there and known and type(data.get("talk", 0)) is int and done


def _closure_can_be(data: dict[str, Any], town: Town) -> bool:
    try:
        return can_be(town, msgspec.convert({name: data.get(name) for name in Closure.__struct_fields__}, Closure))
    except msgspec.ValidationError:
        return False


def _way_can_be(path: object, town: Town) -> bool:
    try:
        way = decode(msgspec.convert(path, list[int]))
    except (Problem, msgspec.ValidationError):
        return False
    return len(way) > 0 and bool(np.all((way >= 0) & (way < (town.width, town.height))))


def plan_can_be(plan: PlanRow, world: Description) -> bool:
    """Say whether the place and the thing of a line of a plan are there."""
    return 0 <= plan.place_id <= len(world.town.places) and 0 <= plan.thing_id <= len(world.town.things)


def to_blame(path: Path) -> WorldProblem | None:
    """Say what is wrong with a world with which something failed that must not; None where its file is right, so that the program is not.

    Nobody may have the world open.
    """
    try:
        findings = examine(path, _SECONDS)
        if findings:
            first = findings[0]
            return WorldDamaged(f"{path.name} is damaged ({first.where}: {first.what}); `sandbox-app check {path.name}` says more.")
        if replay(path, verify=True).mismatches:
            return WorldDamaged(f"{path.name} holds what cannot have happened; `sandbox-app replay {path.name} --verify` says where.")
    except WorldProblem as problem:
        return problem
    except Problem:
        return None
    return None
