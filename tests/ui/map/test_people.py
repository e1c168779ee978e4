"""People from parts: told apart at a glance, the same every time."""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from sandbox_app.town.load import load_town
from sandbox_app.town.model import CastMember
from sandbox_app.ui.map.people import LIE, SIT, STAND, STEP_LEFT, complete_look, figure_of, portrait


def pixels(image: QImage) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    plain = image.convertToFormat(QImage.Format.Format_ARGB32)
    return np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.width(), 4).copy()


def somebody(name: str = "Ada Berg", age: int = 30, pronouns: str = "she", **look: str) -> CastMember:
    return CastMember(name=name, short=name.split()[0], age=age, pronouns=pronouns, job="", traits=(), identity="", home="", look=look)


@pytest.mark.usefixtures("qapp")
def test_the_cast_of_the_sample_town_is_told_apart() -> None:
    cast = load_town("alderwick").cast
    standing = {member.name: pixels(figure_of(member).image(0, STAND)) for member in cast}
    assert len(standing) >= 25
    for one, other in combinations(standing, 2):
        different = (standing[one] != standing[other]).any(axis=2).sum()
        assert different > 60, f"{one} and {other} look alike"


@pytest.mark.usefixtures("qapp")
def test_every_pose_has_a_picture() -> None:
    figure = figure_of(somebody())
    for facing in range(4):
        for stance in (STAND, STEP_LEFT, SIT, LIE):
            assert (pixels(figure.image(facing, stance))[..., 3] > 0).sum() > 200


@pytest.mark.usefixtures("qapp")
def test_left_is_right_in_the_mirror() -> None:
    figure = figure_of(somebody(extra="satchel", style="ponytail"))
    left, right = pixels(figure.image(1, SIT)), pixels(figure.image(2, SIT))
    assert np.array_equal(left, right[:, ::-1])


def test_a_look_is_what_the_persona_says_and_else_comes_from_the_name() -> None:
    look = complete_look(somebody(hair="red", top="violet"))
    assert look["hair"] == "red"
    assert look["top"] == "violet"
    assert look == complete_look(somebody(hair="red", top="violet"))
    assert complete_look(somebody("Ada Berg")) != complete_look(somebody("Bea Cole"))
    assert complete_look(somebody(hair="no such colour"))["hair"] in ("black", "brown", "auburn", "red", "blond")


@pytest.mark.usefixtures("qapp")
def test_children_are_smaller_than_adults() -> None:
    adult, child = (pixels(figure_of(somebody(age=age, style="short", extra="none")).image(0, STAND)) for age in (30, 9))
    assert np.argwhere(child[..., 3] == 255)[:, 0].min() > np.argwhere(adult[..., 3] == 255)[:, 0].min() + 4


def test_a_portrait_has_the_size_asked_for(qtbot: QtBot) -> None:
    picture = portrait(somebody(age=70), 96, 2.0)
    assert picture.width() == 192
    assert picture.devicePixelRatio() == 2.0
    own_colour = pixels(portrait(somebody(top="violet"), 48).toImage())
    other_colour = pixels(portrait(somebody(top="yellow"), 48).toImage())
    assert not np.array_equal(own_colour, other_colour)
