"""How a world begins: everybody in their own bed, about to wake."""

import hashlib
from collections.abc import Sequence

from sandbox_app.simulation.state import WorldState
from sandbox_app.town.beds import own_beds
from sandbox_app.town.clock import Clock
from sandbox_app.town.model import CastMember, Thing, Town
from sandbox_app.worldfile.rows import Event

LATEST_WAKE_MINUTES = 40
"""On the first day nobody sleeps longer than this after the beginning: a world begins with life, not with sleepers."""


OWN_BEDS = "beds"
"""Key in `meta` of worlds that begin with everybody in their own bed; older ones began with people in the order of their names."""


def beds_in_order(town: Town, cast: Sequence[CastMember]) -> list[Thing | None]:
    """Return where worlds without `OWN_BEDS` began: those who share a home took whatever one lies on there in their order."""
    places: dict[str, list[Thing]] = {}
    for thing in town.things:
        if thing.pose == "lie":
            places.setdefault(town.site_of(thing.place).name, []).extend(thing for _ in thing.stands)
    taken: dict[str, int] = {}
    beds: list[Thing | None] = []
    for member in cast:
        here = places.get(member.home, [])
        number = taken[member.home] = taken.get(member.home, -1) + 1
        beds.append(here[number % len(here)] if here else None)
    return beds


def first_state(town: Town, cast: Sequence[CastMember], clock: Clock, seed: int, *, own: bool = True) -> WorldState:
    """Return the state of a world at step 0; the same for the same town, cast and seed. Visitors come later, by events.

    Args:
        town, cast: where it is, and who is in it.
        clock, seed: of the world.
        own: whether they wake in their own beds, as `OWN_BEDS` says, or where people did before that.

    Raises:
        KeyError: somebody lives at a place that the town does not have.
    """
    cast = [member for member in cast if not member.visitor]
    state = WorldState(town, len(cast))
    used: dict[int, int] = {}
    homes = {place.name: place for place in town.places if place.level == "site"}
    minute = 60 // clock.step_seconds
    beds = own_beds(town, cast) if own else beds_in_order(town, cast)
    for agent, (member, bed) in enumerate(zip(cast, beds, strict=True), 1):
        home = homes[member.home]
        x, y = home.door
        if bed is not None:
            number = used[bed.id] = used.get(bed.id, -1) + 1
            x, y = bed.stands[number % len(bed.stands)]
        state.settle(agent, x, y)
        drawn = hashlib.blake2b(f"{seed}/{agent}/wake".encode(), digest_size=2).digest()
        natural = clock.day_time(1, member.wake) + (drawn[0] % 21 - 10) * minute
        first, last = 1 + drawn[1] % (8 * minute), (LATEST_WAKE_MINUTES - drawn[0] % 20) * minute + drawn[1] % minute
        wake = min(max(natural, first), last, LATEST_WAKE_MINUTES * minute)
        data = {"thing": bed.id if bed else 0, "wake": wake}
        state.apply(Event(id=0, step=0, kind="sleep", agent_id=agent, data=data))
    return state
