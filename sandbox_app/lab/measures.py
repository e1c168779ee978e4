"""The measures by name, as `measure` and the experiments take them: each a plain value and what it rests on."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from statistics import correlation, fmean
from typing import Any

import msgspec

from sandbox_app.errors import Problem
from sandbox_app.lab.acquaintance import centrality, density, friendship_paradox, invented
from sandbox_app.lab.attendance import attendance
from sandbox_app.lab.knowledge import Topic, diffusion
from sandbox_app.lab.past import Past, past
from sandbox_app.llm.facts import MOODS
from sandbox_app.simulation.description import state_at
from sandbox_app.town.model import CastMember
from sandbox_app.town.population.temper import compatibility

BRIGHT, DARK = frozenset({"happy", "excited", "curious"}), frozenset({"worried", "sad", "annoyed"})
"""Moods that count for and against how people feel."""


@dataclass(frozen=True)
class Asked:
    """What a person wants measured: the topic of `diffusion` and `attendance`, place and times of `attendance`."""

    topic: str | None = None
    place: str | None = None
    start: str | None = None
    end: str | None = None


def _topic(asked: Asked) -> Topic:
    try:
        return Topic(asked.topic or "")
    except ValueError as error:
        raise Problem('Say what it is about, with --topic "the party".') from error


def _diffusion(world: Past, asked: Asked) -> dict[str, Any]:
    return diffusion(world, _topic(asked))


def _attendance(world: Past, asked: Asked) -> dict[str, Any]:
    if asked.place is None or asked.start is None:
        raise Problem('Say where and when, with --place NAME --from "day 2 17:00" --to "day 2 19:00".')
    clock = world.world.clock
    start = clock.meant(asked.start, world.step)
    end = clock.meant(asked.end, world.step) if asked.end else world.step
    return attendance(world, asked.place, start, max(start, end), None if asked.topic is None else _topic(asked))


def mood(world: Past) -> dict[str, Any]:
    """Return how people feel: `value` is the share in a bright mood less the share in a dark one, -1 to 1."""
    state = state_at(world.reader, world.world, world.step)
    counts = Counter(MOODS[int(number)] for number in state.mood)
    weight = sum(counts[one] for one in BRIGHT) - sum(counts[one] for one in DARK)
    return {"value": weight / len(world.agents) if world.agents else 0.0, "counts": {one: counts[one] for one in MOODS if counts[one]}}


def compatible(world: Past) -> dict[str, Any]:
    """Return how well those fit who know one another, and whether who fits is closer.

    `value` is the mean compatibility (`town/population/temper.py`, 0 to 1) over pairs in which both know the other, `strangers`
    the mean over the other pairs, `correlation` Pearson's r between compatibility and closeness (None below three pairs).
    """
    people = {row.agent_id: msgspec.json.decode(row.data, type=CastMember) for row in world.reader.personas(world.step)}
    relations = {agent: world.relations(agent) for agent in world.agents}
    fits: list[float] = []
    closeness: list[float] = []
    strangers: list[float] = []
    for one, other in combinations(world.agents, 2):
        fit = compatibility(people[one], people[other])
        if other in relations[one] and one in relations[other]:
            fits.append(fit)
            closeness.append((relations[one][other].value + relations[other][one].value) / 2)
        else:
            strangers.append(fit)
    varied = len(fits) > 2 and len(set(fits)) > 1 and len(set(closeness)) > 1
    return {
        "value": fmean(fits) if fits else None,
        "strangers": fmean(strangers) if strangers else None,
        "correlation": correlation(fits, closeness) if varied else None,
        "pairs": len(fits),
    }


MEASURES: dict[str, Callable[[Past, Asked], dict[str, Any]]] = {
    "density": lambda world, _: density(world),
    "diffusion": _diffusion,
    "attendance": _attendance,
    "invented": lambda world, _: invented(world),
    "centrality": lambda world, _: centrality(world),
    "friendship_paradox": lambda world, _: friendship_paradox(world),
    "mood": lambda world, _: mood(world),
    "compatibility": lambda world, _: compatible(world),
}


def measure(path: Path, names: list[str], *, at: str | None = None, asked: Asked | None = None) -> dict[str, dict[str, Any]]:
    """Take measures of a world as it was, as `measure --json` prints them.

    Raises:
        Problem: there is no such measure, one needs to be told more, or the world is not right.
    """
    unknown = [name for name in names if name not in MEASURES]
    if unknown:
        raise Problem(f"There is no measure {unknown[0]!r}; there are {', '.join(MEASURES)}.")
    with past(path, at) as world:
        return {name: MEASURES[name](world, asked or Asked()) for name in names}
