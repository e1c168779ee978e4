"""Repair of a world so that it can be lived on: what rows say that are well-formed, but cannot be, is put right or taken out of the way."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec

from sandbox_app.errors import Problem
from sandbox_app.mind.settings import Settings
from sandbox_app.simulation.create import first_persona
from sandbox_app.simulation.description import LATER_SECONDS, Description, beginning, describe
from sandbox_app.simulation.editing.settled import possible, settings_of
from sandbox_app.simulation.examining import event_can_be, plan_can_be
from sandbox_app.simulation.openings import OPENED, Opening
from sandbox_app.simulation.replay import play
from sandbox_app.simulation.state import WorldState
from sandbox_app.simulation.thinkers import KEY, USED, Noted
from sandbox_app.town.clock import Clock
from sandbox_app.town.folders import chosen_towns, town_of_world
from sandbox_app.town.load import towns
from sandbox_app.town.model import CastMember, Town
from sandbox_app.worldfile.fork import LINEAGE, Ancestor
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.repair import Nonsense, Repaired, repair
from sandbox_app.worldfile.rows import Event

_WRONG = (LookupError, TypeError, ValueError, OverflowError, RecursionError, msgspec.MsgspecError, Problem)
_ONE_BY_ONE = 20
"""So many events of a stretch are taken out singly, each followed by another look; then all that still cannot be."""


def repair_world(path: Path, new: Path) -> Repaired:
    """Copy all that is valid in a world into a new file that can be looked at and lived on; raises as `repair`."""
    return repair(path, new, who=first_persona, about=world_of, nonsense=nonsense)


def world_of(personas: list[str]) -> dict[str, str]:
    """Return what a world says of itself in which these people live, told by their homes; {} where no town known here has these."""
    homes = set()
    for data in personas:
        try:
            homes.add(msgspec.json.decode(data, type=CastMember).home)
        except msgspec.MsgspecError:
            continue
    for source in (*towns(), *map(str, chosen_towns())):
        try:
            town = town_of_world(source)
        except Problem:
            continue
        if homes and homes <= _sites(town):
            return {"town": source, "title": town.title, **_usual(town)}
    return {}


def _sites(town: Town) -> set[str]:
    return {place.name for place in town.places if place.level == "site"}


def _usual(town: Town) -> dict[str, str]:
    """Return what stands in `meta` unless somebody says otherwise."""
    return {"start": town.start, "seed": "1", "settings": msgspec.json.encode(Settings()).decode()}


def nonsense(path: Path) -> list[Nonsense]:
    """Return what in a whole file cannot be; when that is put right more may come to light."""
    with WorldReader(path) as reader:
        try:
            town = town_of_world(reader.meta().get("town", ""))
        except Problem:
            return []  # without its town nobody can tell
        found = list(_of_meta(reader, town)) or list(_of_people(reader, town)) or list(_of_edits(reader))
        if found:
            return found
        try:
            world = describe(reader)
        except Problem:
            return []
        return list(_of_record(reader, world))


def _of_meta(reader: WorldReader, town: Town) -> Iterator[Nonsense]:
    kinds: dict[str, tuple[Any, str]] = {
        LINEAGE: (list[Ancestor], "[]"),
        KEY: (dict[str, Noted], "{}"),
        USED: (list[Noted], "[]"),
        OPENED: (list[Opening], "[]"),
    }
    said = reader.meta()
    for key, (kind, usual) in kinds.items():
        if key in said and not _works(lambda key=key, kind=kind: msgspec.json.decode(said[key], type=kind)):
            yield Nonsense("meta", key, usual)
    if not _works(lambda: possible(msgspec.json.decode(said["settings"], type=Settings))):
        yield Nonsense("meta", "settings", _usual(town)["settings"])
        return
    seconds = msgspec.json.decode(said["settings"], type=Settings).step_seconds
    if not _works(lambda: Clock(datetime.fromisoformat(said["start"]), seconds).time(reader.last_step() + LATER_SECONDS // seconds)):
        yield Nonsense("meta", "start", town.start)
    if not _works(lambda: int(said.get("seed", "1"))):
        yield Nonsense("meta", "seed", "1")


def _of_people(reader: WorldReader, town: Town) -> Iterator[Nonsense]:
    names, sites = {agent.id: agent.name for agent in reader.agents()}, _sites(town)
    for row in {row.id: row for row in (*reader.first_personas(), *reader.personas())}.values():
        try:
            known = msgspec.json.decode(row.data, type=CastMember).home in sites
        except msgspec.MsgspecError:
            known = False
        at_first = "" if known else first_persona(reader.meta()["town"], names[row.agent_id])
        if at_first:
            yield Nonsense("persona", row.id, at_first)


def _works(look: Any) -> bool:
    try:
        look()
    except _WRONG:
        return False
    return True


def _of_edits(reader: WorldReader) -> Iterator[Nonsense]:
    """Yield all edits where they do not lead to settings."""
    if not _works(lambda: settings_of(reader)):
        yield from (Nonsense("event", event.id) for event in reader.events(kinds=["edit"]))


def _of_record(reader: WorldReader, world: Description) -> Iterator[Nonsense]:
    """Yield the snapshots, plans and events that cannot be: each stretch between two snapshots is played from the first of them."""
    starts = [-1]
    for step in reader.snapshot_steps():
        if _works(lambda step=step: _state(reader, world, step)):
            starts.append(step)
        else:
            yield Nonsense("snapshot", step)
    for agent in range(1, len(world.cast) + 1):
        yield from (Nonsense("plan", plan.id) for plan in reader.plans(agent) if not plan_can_be(plan, world))
    for first, last in pairwise([*starts, reader.last_step()]):
        yield from (Nonsense("event", number) for number in sorted(_faults(reader, world, first, last)))


def _state(reader: WorldReader, world: Description, step: int) -> WorldState:
    """Return the state that a snapshot holds, or for step -1 that in which the world begins."""
    snapshot = reader.snapshot_before(step) if step >= 0 else None
    state = beginning(reader, world) if snapshot is None else WorldState.unpack(world.town, snapshot.state)
    if state.count != len(world.cast):
        raise ValueError("a snapshot of other people")
    return state


def _faults(reader: WorldReader, world: Description, first: int, last: int) -> set[int]:
    """Return the events of a stretch that cannot have happened in it."""
    events = reader.events(first + 1, last)
    wrong = {event.id for event in events if not event_can_be(event, world)}
    while True:
        found = _first_faults(_state(reader, world, first), [event for event in events if event.id not in wrong], last)
        if not found:
            return wrong
        wrong |= {*found} if len(wrong) > _ONE_BY_ONE else {found[0]}


def _first_faults(state: WorldState, events: Iterable[Event], last: int) -> list[int]:
    return [event.id for event, fault in play(state, events, last) if fault]
