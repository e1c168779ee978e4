"""The town of twenty-five people is as large and as full as it is said to be, and its map is what its script draws."""

from pathlib import Path

import pytest
from towns import alderwick, lane

from sandbox_app.resources import assets, worlds
from sandbox_app.town.load import load_town


def test_alderwick_is_a_town() -> None:
    town = load_town("alderwick")
    assert town.width >= 100
    assert town.height >= 80
    assert sum(place.level == "site" and place.indoors for place in town.places) >= 15
    assert sum(place.level == "room" for place in town.places) >= 60
    assert len(town.things) >= 180
    assert len(town.cast) == 25
    kinds = {place.kind for place in town.places}
    assert {"street", "park", "café", "tavern", "bakery", "school", "library", "town hall", "clinic", "chapel", "home"} <= kinds


def test_two_people_carry_the_seeds() -> None:
    town = load_town("alderwick")
    aims = {person.short: person.aim for person in town.cast}
    assert "party at the Clover Café on day 2 at 17:00" in aims["Ines"]
    assert "run for mayor" in aims["Rosalind"]
    café = next(place for place in town.places if place.name == "Clover Café")
    assert café.opens < "17:00" < café.closes


@pytest.mark.parametrize("name", ["alderwick", "lane"])
def test_the_map_is_what_its_script_draws(name: str, tmp_path: Path) -> None:
    canvas = {"alderwick": alderwick, "lane": lane}[name].draw()
    canvas.finish()
    canvas.save(tmp_path / "town.tmj", assets("sprites", "tiles.tsj"))
    assert (tmp_path / "town.tmj").read_bytes() == worlds(name, "town.tmj").read_bytes()
