"""Thoughts out of the calls that a world recorded: as the simulation really asks them."""

from collections.abc import Callable
from pathlib import Path

import msgspec

from demo_model.asking import Question
from sandbox_app.llm import facts as f
from sandbox_app.llm.request import Name
from sandbox_app.simulation.description import describe
from sandbox_app.worldfile.reader import CallHead, WorldReader


def questions(path: Path, choose: Callable[[list[CallHead]], list[CallHead]]) -> list[Question]:
    """Return those of a world's thoughts that `choose` takes from all of them, in its order."""
    with WorldReader(path) as reader:
        world = describe(reader)
        sites = (Name("place", place.name) for place in world.town.places if place.level == "site")
        names = (*(Name("person", member.short) for member in world.cast), *sites)
        found = [call for head in choose(reader.calls()) if (call := reader.call(head.id)) is not None]
    return [Question(msgspec.json.decode(call.facts, type=f.AnyFacts), names, call.id) for call in found]


def recorded(path: Path, count: int) -> list[Question]:
    """Return `count` of a world's thoughts, evenly spread over its life; all, when it had fewer."""

    def spread(heads: list[CallHead]) -> list[CallHead]:
        every = max(1, len(heads) / count)
        chosen = [heads[int(at * every)] for at in range(min(count, len(heads)))]
        return sorted(chosen, key=lambda head: (head.agent_id, head.id))

    return questions(path, spread)
