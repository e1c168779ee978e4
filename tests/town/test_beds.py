"""Everybody has their own bed: in the room that bears their name, beside whom they are married to, and never in a bath."""

import msgspec
import pytest

from sandbox_app.town.beds import beds_of_homes, own_beds
from sandbox_app.town.load import load_town
from sandbox_app.town.model import CastMember, Tie, Town


@pytest.fixture(scope="module")
def alderwick() -> Town:
    return load_town("alderwick")


def rooms(town: Town, cast: tuple[CastMember, ...]) -> dict[str, str]:
    beds = own_beds(town, cast)
    return {member.short: town.place(bed.place).name for member, bed in zip(cast, beds, strict=True) if bed is not None}


def test_a_room_named_after_somebody_is_theirs(alderwick: Town) -> None:
    room = rooms(alderwick, alderwick.cast)
    named = [place.name.removesuffix("'s room") for place in alderwick.places if place.name.endswith("'s room")]
    assert len(named) >= 10
    assert {name: room[name] for name in named} == {name: f"{name}'s room" for name in named}
    assert room["Hanna"] == room["Tomas"] == "parents' room"


def test_nobody_sleeps_in_a_bathroom(alderwick: Town) -> None:
    for beds in beds_of_homes(alderwick).values():
        assert beds
        assert {alderwick.place(bed.place).kind for bed in beds} == {"bedroom"}


def test_couples_share_a_bed_and_their_children_do_not(alderwick: Town) -> None:
    cast = tuple(member for member in alderwick.cast if member.home == "Sorrel Cottage")
    bruno, celeste, yvette = own_beds(alderwick, cast)
    assert [member.short for member in cast] == ["Bruno", "Celeste", "Yvette"]
    assert bruno is not None
    assert bruno == yvette
    assert celeste is not None
    assert celeste != bruno


def test_who_is_no_couple_has_rooms_apart_while_there_are_any(alderwick: Town) -> None:
    cast = tuple(msgspec.structs.replace(member, home="Mill House", ties=()) for member in alderwick.cast[:3])
    assert len(set(rooms(alderwick, cast).values())) == 3


def test_a_room_named_after_somebody_who_is_not_there_is_free_to_all(alderwick: Town) -> None:
    ruth = next(member for member in alderwick.cast if member.short == "Ruth")
    assert rooms(alderwick, (msgspec.structs.replace(ruth, home="Roth House"),)) == {"Ruth": "Helene's room"}


def test_a_guest_leaves_their_rooms_to_those_whose_they_are(alderwick: Town) -> None:
    guest = CastMember(name="A B", short="A", age=40, pronouns="she", job="guest", traits=("calm",), identity="A.", home="The Larches")
    here = tuple(member for member in alderwick.cast if member.home == "The Larches")
    before = rooms(alderwick, here)
    assert rooms(alderwick, (guest, *here)) == before | {"A": "Ottilie's room"}


def test_a_couple_without_a_double_bed_takes_two_beds(alderwick: Town) -> None:
    one, other = (
        CastMember(name=f"{name} B", short=name, age=40, pronouns="she", job="cook", traits=("calm",), identity="A.", home="Quince Cottage")
        for name in "AB"
    )
    cast = (
        msgspec.structs.replace(one, ties=(Tie("B", "wife", 8),)),
        msgspec.structs.replace(other, ties=(Tie("A", "wife", 8),)),
    )
    assert set(rooms(alderwick, cast).values()) == {"Ines's room", "Noor's room"}
