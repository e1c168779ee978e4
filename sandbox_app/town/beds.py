"""Who sleeps where: the beds of a town's homes, and which of them is whose."""

import re
from collections.abc import Sequence

from sandbox_app.town.model import CastMember, Thing, Town

_SPOUSES = frozenset({"wife", "husband", "partner", "spouse"})
_GROUPS = {
    "parents": frozenset({"son", "daughter", "child"}),
    "children": frozenset({"mother", "father", "parent"}),
}
"""Rooms named after some of those who live there: what the others are to them."""
_POSSESSIVE = re.compile(r"(\w[\w-]*?)(?:['’]s\b|['’](?!\w))")


def beds_of_homes(town: Town) -> dict[str, list[Thing]]:
    """Return the beds of each home by its name, in the town's order: what one sleeps in, so no bath; any thing to lie on without one."""
    homes = {place.id: place.name for place in town.places if place.level == "site" and place.kind == "home"}
    lying: dict[str, list[Thing]] = {name: [] for name in homes.values()}
    for thing in town.things:
        site = town.site_of(thing.place).id
        if thing.pose == "lie" and thing.stands and site in homes:
            lying[homes[site]].append(thing)
    return {name: [thing for thing in things if "sleep" in thing.uses] or things for name, things in lying.items()}


def own_beds(town: Town, cast: Sequence[CastMember]) -> list[Thing | None]:
    """Return everybody's own bed; None for those whose home has none.

    A room that is named after somebody is theirs ("Helene's room", "parents' room"), couples share a bed where one has room for two, all
    others have a room to themselves as long as there are any, then a bed, then a place in one.
    """
    own: list[Thing | None] = [None] * len(cast)
    for home, beds in beds_of_homes(town).items():
        who = [at for at, member in enumerate(cast) if member.home == home]
        if beds and who:
            house = _House(town, beds, [cast[at] for at in who])
            for at, bed in zip(who, house.shared_out(), strict=True):
                own[at] = bed
    return own


class _House:
    """The beds of a home being given to those who live in it."""

    def __init__(self, town: Town, beds: list[Thing], members: list[CastMember]) -> None:
        self._beds = beds
        self._members = members
        shorts = {member.short for member in members}
        self._relations = [{tie.relation for tie in member.ties if tie.name in shorts} for member in members]
        self._spouses = [{tie.name for tie in member.ties if tie.relation in _SPOUSES} & shorts for member in members]
        self._owners = {bed.place: self._owners_of(town.place(bed.place).name) for bed in beds}
        self._in_bed: dict[int, list[int]] = {bed.id: [] for bed in beds}
        self._in_room: dict[int, list[int]] = {bed.place: [] for bed in beds}

    def shared_out(self) -> list[Thing]:
        """Return each member's bed: owners of rooms choose first, then couples, then the others in their order."""
        owners = frozenset[int]().union(*self._owners.values())
        own: dict[int, Thing] = {}
        for at in sorted(range(len(self._members)), key=lambda at: (at not in owners, not self._spouses[at])):
            bed = own[at] = min(self._beds, key=lambda bed: self._against(bed, at))
            self._in_bed[bed.id].append(at)
            self._in_room[bed.place].append(at)
        return [own[at] for at in range(len(self._members))]

    def _owners_of(self, room: str) -> frozenset[int]:
        """Return the members after whom a room is named."""
        named = {name.casefold() for name in _POSSESSIVE.findall(room)}
        groups = [relations for word, relations in _GROUPS.items() if word in named]
        return frozenset(
            at
            for at, member in enumerate(self._members)
            if member.short.casefold() in named or any(self._relations[at] & relations for relations in groups)
        )

    def _against(self, bed: Thing, at: int) -> tuple[int, int, bool, int, int]:
        """Return what speaks against a bed for a member, what counts most first: how often it is full, whose room it is, who is there."""
        owners, spouses = self._owners[bed.place], self._spouses[at]
        in_bed, in_room = (
            [self._members[other].short not in spouses for other in there] for there in (self._in_bed[bed.id], self._in_room[bed.place])
        )
        whose = 0 if at in owners else 2 if owners else 1
        apart = bool(spouses) and len(bed.stands) < 2
        return len(in_bed) // len(bed.stands), whose, apart, sum(in_bed), sum(in_room) - (len(in_room) - sum(in_room))
