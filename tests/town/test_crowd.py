"""Crowds: any number of people over a town, the same each time."""

import msgspec

from sandbox_app.town.check import check
from sandbox_app.town.crowd import crowd
from sandbox_app.town.load import load_town


def test_a_crowd_fits_its_town_and_is_the_same_each_time() -> None:
    town = load_town("lane")
    people = crowd(town, 200, seed=7)
    assert people == crowd(town, 200, seed=7) != crowd(town, 200, seed=8)
    assert len(people) == 200
    assert check(msgspec.structs.replace(town, cast=people)) == []
    homes = {person.home for person in people}
    assert homes == {place.name for place in town.places if place.kind == "home"}


def test_a_crowd_of_one_or_none() -> None:
    town = load_town("lane")
    assert crowd(town, 0, seed=1) == ()
    assert crowd(town, 1, seed=1)[0].ties == ()
