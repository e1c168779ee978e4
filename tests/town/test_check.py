"""The towns that ship can be lived in, and a town that cannot is told why."""

from collections.abc import Callable

import msgspec
import numpy as np
import pytest

from sandbox_app.town.check import check
from sandbox_app.town.load import load_town, towns
from sandbox_app.town.model import Habit, Tie, Town
from sandbox_app.town.paths import Paths


@pytest.fixture(scope="module", params=towns())
def town(request: pytest.FixtureRequest) -> Town:
    return load_town(str(request.param))


def test_towns_that_ship_are_in_order(town: Town) -> None:
    assert check(town) == []


def test_everybody_gets_to_work_to_their_habits_and_to_bed(town: Town) -> None:
    paths = Paths(town)
    sites = {place.name: place for place in town.places if place.level == "site"}
    for person in town.cast:
        home = sites[person.home]
        beds = [thing for thing in town.things if town.site_of(thing.place).id == home.id and thing.pose == "lie" and "sleep" in thing.uses]
        sharers = sum(other.home == person.home for other in town.cast)
        assert sum(len(bed.stands) for bed in beds) >= sharers, f"{person.home} has too few beds"
        for goal in {person.workplace or person.home, *(habit.place for habit in person.habits)}:
            assert paths.reaches(home.door, sites[goal].door)
            assert paths.reaches(beds[0].stands[0], sites[goal].door)


def test_every_site_has_something_to_do(town: Town) -> None:
    for place in town.places:
        if place.level == "site" and place.kind not in ("street", "meadow", "wood", "riverbank"):
            assert any(town.site_of(thing.place).id == place.id for thing in town.things), place.name


def _cast(town: Town, **changes: object) -> Town:
    first = msgspec.structs.replace(town.cast[0], **changes)
    return msgspec.structs.replace(town, cast=(first, *town.cast[1:]))


def _walled(town: Town) -> Town:
    walkable = town.walkable.copy()
    room = next(place for place in town.places if place.kind == "bathroom")
    walkable[town.place_at != room.id] &= True
    ys, xs = np.nonzero(town.place_at == room.id)
    walkable[ys.min() - 1 : ys.max() + 3, xs.min() - 1 : xs.max() + 2] &= (town.place_at == room.id)[
        ys.min() - 1 : ys.max() + 3, xs.min() - 1 : xs.max() + 2
    ]
    for y, x in zip(ys, xs, strict=True):
        if y == ys.max():
            walkable[y, x] = False
    return msgspec.structs.replace(town, walkable=walkable)


WRONG: dict[str, tuple[Callable[[Town], Town], str]] = {
    "room shut off": (_walled, "cannot be reached"),
    "nobody walks": (lambda t: msgspec.structs.replace(t, walkable=np.zeros_like(t.walkable)), "Nobody can walk"),
    "thing without use": (
        lambda t: msgspec.structs.replace(t, things=(msgspec.structs.replace(t.things[0], uses=()), *t.things[1:])),
        "Nothing can be done",
    ),
    "thing without stand": (
        lambda t: msgspec.structs.replace(t, things=(msgspec.structs.replace(t.things[0], stands=()), *t.things[1:])),
        "Nobody can stand",
    ),
    "things on each other": (
        lambda t: msgspec.structs.replace(t, things=(*t.things, msgspec.structs.replace(t.things[0], id=len(t.things) + 1))),
        "Two things",
    ),
    "half open": (
        lambda t: msgspec.structs.replace(t, places=(*t.places[:-1], msgspec.structs.replace(t.places[-1], opens="08:00"))),
        "only one",
    ),
    "hours": (
        lambda t: msgspec.structs.replace(t, places=(*t.places[:-1], msgspec.structs.replace(t.places[-1], opens="8", closes="9"))),
        "opening hours",
    ),
    "home": (lambda t: _cast(t, home="Atlantis"), "home"),
    "workplace": (lambda t: _cast(t, workplace="Atlantis"), "workplace"),
    "hours without work": (lambda t: _cast(t, workplace="", work_from="08:00"), "no workplace"),
    "name of a place": (lambda t: _cast(t, short=t.places[2].name), "of a place"),
    "no type": (lambda t: _cast(t, mbti="LOUD"), "sixteen types"),
    "no factor": (lambda t: _cast(t, big_five={"luck": 0.5}), "the five are"),
    "factor too strong": (lambda t: _cast(t, big_five={"openness": 7.0}), "from 0 to 1"),
    "speech of two lines": (lambda t: _cast(t, speech="in short\nsentences"), "not one line"),
    "two of a name": (lambda t: _cast(t, name=t.cast[1].name), "told apart"),
    "bed time": (lambda t: _cast(t, bed="late"), "time of day"),
    "habit": (lambda t: _cast(t, habits=(Habit("10:00", "Atlantis", "swim"),)), "Atlantis"),
    "pronouns": (lambda t: _cast(t, pronouns="it"), "pronouns"),
    "identity": (lambda t: _cast(t, identity="x" * 500), "identity"),
    "long line": (lambda t: _cast(t, aim="x" * 500), "too long"),
    "tie to nobody": (lambda t: _cast(t, ties=(Tie("Nobody", "friend", 1),)), "does not live here"),
    "one-sided tie": (lambda t: _cast(t, ties=()), "does not know"),
    "close tie": (lambda t: _cast(t, ties=(Tie(t.cast[0].ties[0].name, "friend", 99),)), "closeness"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said(case: str) -> None:
    change, words = WRONG[case]
    said = check(change(load_town("lane")))
    assert any(words in sentence for sentence in said), said
