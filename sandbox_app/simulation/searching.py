"""Search over all of a world as of a step: people, places, things, memories, beliefs, plans, and what happened.

What is in the file is found through its full-text indexes, the few people, places and things by the same rule: all the words have to be
there, or words that begin so, whatever their case and marks. The command line and the window's search box both look here.
"""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Literal, get_args

from msgspec import Struct

from sandbox_app.errors import Problem
from sandbox_app.simulation.description import Description, describe, state_at
from sandbox_app.simulation.questions import agent_named, place_words, step_named
from sandbox_app.town.model import CastMember
from sandbox_app.worldfile.query import has_words
from sandbox_app.worldfile.reader import WorldReader

Kind = Literal["agent", "place", "thing", "memory", "belief", "plan", "event"]
KINDS: tuple[Kind, ...] = get_args(Kind)
WRITTEN: frozenset[Kind] = frozenset({"memory", "belief", "plan", "event"})
"""The kinds that lie in the file's tables."""


class Found(Struct, frozen=True):
    """Something that has the words.

    Attributes:
        number: the id of the agent, place, thing, memory, belief, plan line or event.
        text: its words. agent: whose it is, 0 for nobody's. place: where, 0 for nowhere.
        step: when it came to be, for a line of a plan when it begins; 0 for what has always been there.
    """

    kind: Kind
    number: int
    text: str
    agent: int = 0
    place: int = 0
    step: int = 0


def find(
    reader: WorldReader, words: str, at: int, kinds: Collection[Kind] = WRITTEN, agent: int | None = None, most: int = 50
) -> list[Found]:
    """Find what the file holds as of a step: of each kind at most so many, memories best first, the others latest first.

    Args:
        agent: only what is this agent's.
    """
    found: list[Found] = []
    if "memory" in kinds:
        found += [
            Found("memory", row.id, row.text, row.agent_id, step=row.created_step) for row in reader.find_memories(words, agent, at, most)
        ]
    if "belief" in kinds:
        found += [
            Found("belief", row.id, row.text, row.agent_id, step=row.created_step) for row in reader.find_beliefs(words, agent, at, most)
        ]
    if "plan" in kinds:
        found += [
            Found("plan", row.id, row.activity, row.agent_id, row.place_id, row.start_step)
            for row in reader.find_plans(words, agent, at, most)
        ]
    if "event" in kinds:
        events = reader.events(to_step=at, agent=agent, search=words, limit=most, latest=True)
        found += [Found("event", row.id, row.text, row.agent_id, row.place_id, row.step) for row in reversed(events)]
    return found


def people(cast: Collection[CastMember], words: str) -> Iterator[Found]:
    """Find people by their names, and by who they are; those whose name has the words come first."""
    for by_name in (True, False):
        for number, member in enumerate(cast, 1):
            named = has_words(f"{member.name} {member.short}", words)
            if named is by_name and (named or has_words(_who(member), words)):
                yield Found("agent", number, f"{member.name}, {member.age}, {member.job}", number)


def _who(member: CastMember) -> str:
    habits = " ".join(f"{habit.activity} {habit.place}" for habit in member.habits)
    return " ".join(
        (member.name, member.job, *member.traits, member.identity, member.home, member.workplace, member.aim, *member.values, habits)
    )


def _places(world: Description, words: str) -> Iterator[Found]:
    for place in world.town.places:
        if place.level != "town" and has_words(f"{place_words(world, place.id)} {place.kind}", words):
            yield Found("place", place.id, f"{place_words(world, place.id)} ({place.kind})", place=place.id)


def _things(reader: WorldReader, world: Description, words: str, at: int) -> Iterator[Found]:
    states = state_at(reader, world, at).things
    for thing in world.town.things:
        state = states.get(thing.id, "")
        if has_words(f"{thing.name} {place_words(world, thing.place)} {state} {' '.join(thing.uses)}", words):
            yield Found("thing", thing.id, f"{thing.name} ({state})" if state else thing.name, place=thing.place)


def search(
    path: Path, words: str, at: str | None = None, *, kinds: str | None = None, agent: str | None = None, most: int = 50
) -> list[dict[str, Any]]:
    """Find everything that has these words as of a time, as `search --json` prints it.

    Args:
        kinds: only these, with commas. agent: only what is this person's. most: of each kind.

    Raises:
        Problem: the file, the time, the person or a kind is not right, or there are no words.
    """
    if not has_words(words, words) or most < 1:
        raise Problem("Say what to look for, with at least one letter or number, and how much of each kind (at least one).")
    wanted = _kinds(kinds)
    with WorldReader(path) as reader:
        step = step_named(describe(reader), reader, at)
        world = describe(reader, step)
        whose = None if agent is None else agent_named(reader, agent)
        found: list[Found] = []
        if "agent" in wanted:
            found += [one for one in people(world.cast, words) if whose in (None, one.agent)][:most]
        if whose is None and "place" in wanted:
            found += list(_places(world, words))[:most]
        if whose is None and "thing" in wanted:
            found += list(_things(reader, world, words, step))[:most]
        found += find(reader, words, step, wanted, whose, most)
        names = {row.id: row.name for row in reader.agents()}
        return [
            {
                "kind": one.kind,
                "id": one.number,
                "text": one.text,
                "agent": names.get(one.agent, ""),
                "place": place_words(world, one.place),
                "step": one.step,
                "time": world.clock.words(one.step),
            }
            for one in found
        ]


def _kinds(text: str | None) -> list[Kind]:
    wanted = None if text is None else {part.strip().casefold() for part in text.split(",")}
    if wanted is not None and not wanted <= set(KINDS):
        strange = ", ".join(sorted(wanted - set(KINDS)))
        raise Problem(f"There is nothing of the kind {strange} to find; there are {', '.join(KINDS)}.")
    return [kind for kind in KINDS if wanted is None or kind in wanted]
