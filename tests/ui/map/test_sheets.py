"""The sheets of sprites: whatever a town names has a picture."""

import numpy as np
import pytest
from PySide6.QtGui import QImage

from sandbox_app.resources import assets
from sandbox_app.simulation.messages import HUES
from sandbox_app.town.load import load_town, towns
from sandbox_app.ui.map.sheets import atlas, scaled, tileset


def test_every_tile_has_a_name_and_a_picture(qapp: object) -> None:
    tiles = tileset(assets("sprites", "tiles.tsj"))
    assert len(tiles.by_name) == len(tiles.names) - 1
    for gid, name in enumerate(tiles.names[1:], 1):
        image = tiles.image(gid)
        assert image is not None
        plain = image.convertToFormat(QImage.Format.Format_ARGB32)
        assert np.frombuffer(plain.constBits(), np.uint8)[3::4].any(), f"{name} is empty"


@pytest.mark.parametrize("name", towns())
def test_every_thing_of_a_town_has_its_picture(qapp: object, name: str) -> None:
    town = load_town(name)
    missing = {thing.kind for thing in town.things if thing.kind not in atlas("things")}
    assert not missing
    for thing in town.things:
        for state in thing.states[1:]:
            assert f"{thing.kind}/{state}" in atlas("things"), f"{thing.kind} has no picture when it is {state}"


@pytest.mark.parametrize("name", towns())
def test_all_scenery_of_a_town_stands_tall(qapp: object, name: str) -> None:
    town = load_town(name)
    tiles = tileset(town.tileset)
    for gid in np.unique(town.layers["scenery"]):
        if gid:
            assert tiles.name(int(gid)) in atlas("scenery")


def test_every_activity_has_an_icon(qapp: object) -> None:
    assert all(hue in atlas("marks") for hue in HUES)


def test_enlarged_pixels_stay_sharp(qapp: object) -> None:
    image = QImage(2, 1, QImage.Format.Format_RGB32)
    image.setPixelColor(0, 0, "#000000")
    image.setPixelColor(1, 0, "#ffffff")
    large = scaled(image, 8, 4)
    assert [large.pixelColor(x, 2).red() for x in range(8)] == [0, 0, 0, 0, 255, 255, 255, 255]
