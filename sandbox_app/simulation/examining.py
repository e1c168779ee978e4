"""Whether a world makes sense, beyond being a whole file; and whether its file is to blame where something went wrong unexpectedly."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from sandbox_app.errors import Problem, WorldProblem
from sandbox_app.simulation.replay import events_by_step, replay
from sandbox_app.simulation.session import Description, believing, describe
from sandbox_app.worldfile.check import Finding, check
from sandbox_app.worldfile.connection import WorldDamaged
from sandbox_app.worldfile.fork import ancestors
from sandbox_app.worldfile.reader import WorldReader

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
    """Yield what names something that the town does not have, or names it in a way that cannot be."""
    places, things, agents = range(len(world.town.places) + 1), range(len(world.town.things) + 1), range(1, len(world.cast) + 1)
    for event in events_by_step(reader, world, 0, reader.last_step()):
        members, thing, talk = event.data.get("members", []), event.data.get("thing", 0), event.data.get("talk", 0)
        named = event.place_id in places and type(thing) is int and thing in things and type(talk) is int
        if not (named and isinstance(members, list) and all(type(one) is int and one in agents for one in members)):
            yield Finding("it names a place, a thing or people that are not there", f"event {event.id}", fixable=False)
    for agent in agents:
        for plan in reader.plans(agent):
            if plan.place_id not in places or plan.thing_id not in things:
                yield Finding("it names a place or a thing that is not there", f"plan {plan.id}", fixable=False)


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
