"""What a few words find: people, places and things of the town shown, commands of the window, and what its file holds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from sandbox_app.simulation import searching
from sandbox_app.ui.scene import Scene
from sandbox_app.ui.words import tr
from sandbox_app.worldfile.reader import WorldReader

MOST = 7
"""Of each group so many are shown."""
Kind = searching.Kind | Literal["command"]


@dataclass(frozen=True)
class Command:
    """Something the window can do now: its words, its keys, and what does it."""

    words: str
    keys: str
    run: Callable[[], object]


@dataclass(frozen=True)
class Found:
    """One thing found.

    Attributes:
        number: the id of what was found, or the place of the command in the list given.
        title: its words. detail: what tells it from others of the kind. agent, step: whose and when, for what is in the file.
    """

    kind: Kind
    number: int
    title: str
    detail: str = ""
    agent: int = 0
    step: int = 0


def groups() -> dict[Kind, str]:
    """The groups in the order they are shown."""
    return {
        "agent": tr("People"),
        "place": tr("Places"),
        "thing": tr("Things"),
        "command": tr("Commands"),
        "memory": tr("Memories"),
        "belief": tr("Beliefs"),
        "plan": tr("Plans"),
        "event": tr("What happened"),
    }


def at_hand(scene: Scene, commands: list[Command], words: str) -> list[Found]:
    """Find people, places, things and commands; words after ">" find commands alone, and no words find people and commands."""
    only = words.startswith(">")
    words = words.removeprefix(">").strip()
    found: list[Found] = []
    if not only and scene.world is not None:
        found += _people(scene, words)
        if words:
            found += _places(scene, words) + _things(scene, words)
    named = [Found("command", number, command.words, command.keys) for number, command in enumerate(commands)]
    return found + _best(named, words, len(named) if only else MOST)


def read(reader: WorldReader, words: str, at: int) -> list[searching.Found]:
    """Find what is in the file as of a step: memories, best first, and beliefs, plans and events, the latest first."""
    return [one for one in searching.find(reader, words, at, most=MOST) if one.text]


def told(scene: Scene, found: Iterable[searching.Found]) -> list[Found]:
    """Say in words what was found in the file."""
    calendar = scene.calendar
    rows = []
    for one in found:
        whose = scene.short(one.agent) if one.agent and one.kind != "event" else ""
        detail = " · ".join(part for part in (whose, calendar.said(one.step)) if part)
        rows.append(Found(one.kind, one.number, one.text, detail, one.agent, one.step))
    return rows


def _people(scene: Scene, words: str) -> list[Found]:
    now = scene.agents
    doing = {agent: now[agent].activity for agent in now}
    return _best([Found("agent", who.id, who.name, doing.get(who.id, "")) for who in scene.residents], words)


def _places(scene: Scene, words: str) -> list[Found]:
    places = [place for place in scene.town.places if place.level != "town"]
    return _best([Found("place", place.id, scene.where(place.id), place.kind) for place in places], words)


def _things(scene: Scene, words: str) -> list[Found]:
    return _best([Found("thing", thing.id, thing.name, scene.where(thing.place)) for thing in scene.town.things], words)


def _best(found: list[Found], words: str, most: int = MOST) -> list[Found]:
    """Keep those that have all the words, first those whose title begins with them."""
    wanted = words.casefold().split()
    kept = [(one, f"{one.title} {one.detail}".casefold()) for one in found]
    kept = [(one, text) for one, text in kept if all(word in text for word in wanted)]
    kept.sort(key=lambda pair: _rank(pair[0].title.casefold(), wanted))
    return [one for one, _ in kept[:most]]


def _rank(title: str, wanted: list[str]) -> int:
    if not wanted or title.startswith(wanted[0]):
        return 0
    return 1 if any(part.startswith(wanted[0]) for part in title.split()) else 2
