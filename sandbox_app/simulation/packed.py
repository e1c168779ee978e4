"""A state of a world as it is stored in a snapshot, and what of it can be in a town: a file may be anybody's."""

import hashlib

from msgspec import Struct

from sandbox_app.llm.facts import MOODS
from sandbox_app.mind.feelings.affect import Affect
from sandbox_app.mind.feelings.needs import Needs
from sandbox_app.mind.surroundings import Talk
from sandbox_app.simulation.bodies import AWAY, Journey
from sandbox_app.simulation.closures import Closure, can_be
from sandbox_app.simulation.messages import FACINGS, HUES, POSES, WEATHERS
from sandbox_app.town.model import Town


class Packed(Struct, frozen=True):
    """A state as it is stored in a snapshot."""

    step: int
    x: list[int]
    y: list[int]
    facing: bytes
    pose: bytes
    asleep: bytes
    thing: list[int]
    plan: list[int]
    wake: list[int]
    hue: bytes
    mood: bytes
    activity: list[str]
    spots: list[tuple[int, int, int]]
    journeys: dict[int, Journey]
    talks: dict[int, Talk]
    things: dict[int, str]
    lines: dict[int, list[int]] = {}
    affects: dict[int, Affect] = {}
    needs: dict[int, Needs] = {}
    carried: dict[int, tuple[str, ...]] = {}


class PackedOutdoors(Packed, frozen=True):
    """A state in which something is closed or the sky is not clear; others are stored as they always were: old worlds keep digests."""

    closed: list[Closure] = []
    weather: str = WEATHERS[0]


def be_possible(packed: PackedOutdoors, town: Town) -> None:
    """Raise `ValueError` where a packed state holds numbers that name nothing: a file may be anybody's."""
    everybody = range(1, len(packed.x) + 1)
    tiles = [tile for tile in zip(packed.x, packed.y, strict=True) if tile != (AWAY, AWAY)]
    inside = all(0 <= x < town.width and 0 <= y < town.height for x, y in tiles)
    known = all(
        max(given, default=0) < most
        for given, most in ((packed.facing, len(FACINGS)), (packed.pose, len(POSES)), (packed.hue, len(HUES)), (packed.mood, len(MOODS)))
    )
    whole = len(packed.activity) == len(packed.x) and all(0 <= thing <= len(town.things) for thing in packed.thing)
    members = [member for talk in packed.talks.values() for member in (*talk.members, *talk.keeping)]
    named = [*packed.journeys, *packed.affects, *packed.needs, *packed.carried, *(spot[0] for spot in packed.spots), *members]
    closed = packed.weather in WEATHERS and all(can_be(town, closure) for closure in packed.closed)
    if not (inside and known and whole and closed and all(agent in everybody for agent in named)):
        raise ValueError("the state of a snapshot names what is not there")


def digest_of(packed: bytes) -> str:
    """Return the digest of a packed state."""
    return hashlib.blake2b(packed, digest_size=16).hexdigest()
