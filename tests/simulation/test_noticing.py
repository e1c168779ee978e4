"""Who notices whom: near, in the same room, the three nearest, nothing twice, and strangers in measure."""

import numpy as np
import pytest

from sandbox_app.mind.settings import Settings
from sandbox_app.simulation.noticing import LOOK_EVERY, STRANGER_EVERY, Noticing
from sandbox_app.simulation.state import WorldState
from sandbox_app.town.load import load_town
from sandbox_app.town.model import Town
from sandbox_app.worldfile.rows import Event

PEOPLE = 6


class Field:
    """Six awake people on the meadow of the tiny town, all in a row and all acquainted unless told otherwise."""

    def __init__(self, town: Town, *, strangers: bool = False, gap: int = 1) -> None:
        self.state = WorldState(town, PEOPLE)
        self.noticing = Noticing(PEOPLE, Settings())
        self.state.step = 100
        for agent in range(1, PEOPLE + 1):
            x, y = self.tile(town, agent * gap)
            self.state.settle(agent, x, y)
            for other in range(1, PEOPLE + 1):
                if not strangers:
                    self.noticing.acquaint(agent, other)

    @staticmethod
    def tile(town: Town, number: int) -> tuple[int, int]:
        """Return a tile in the longest free row of one open place, counted from its left end."""
        best: tuple[int, int, int] = (0, 0, 0)
        for y in range(town.height):
            start = 0
            for x in range(1, town.width):
                if not town.walkable[y, x] or town.place_at[y, x] != town.place_at[y, x - 1]:
                    start = x
                best = max(best, (x - start, start, y))
        assert number < best[0]
        return best[1] + 1 + number, best[2]

    def act(self, agent: int) -> None:
        data = {"thing": 0, "activity": "whistling", "hue": "other", "plan": 0}
        self.state.apply(Event(id=1, step=self.state.step, kind="act", agent_id=agent, data=data))

    def look(self, later: int = 0) -> list[tuple[int, int]]:
        self.state.step += later
        return self.noticing.look(self.state, [])


@pytest.fixture(scope="module")
def town() -> Town:
    return load_town("lane")


def test_what_somebody_begins_to_do_is_noticed_by_those_near(town: Town) -> None:
    field = Field(town)
    field.act(3)
    found = field.look()
    assert {(observer, other) for observer, other in found if observer != 3} == {(one, 3) for one in (1, 2, 4, 5, 6)}


def test_nothing_new_is_nothing_to_notice(town: Town) -> None:
    field = Field(town)
    assert field.look() == []
    field.act(3)
    assert field.look()
    assert field.look(LOOK_EVERY) == []
    field.act(3)
    assert (2, 3) in field.look(LOOK_EVERY)


def test_nobody_looks_again_at_once(town: Town) -> None:
    field = Field(town)
    field.act(1)
    assert (2, 1) in field.look()
    field.act(3)
    assert (2, 3) not in field.look(LOOK_EVERY - 1)
    field.act(3)
    assert (2, 3) in field.look(1)


def test_attention_goes_to_the_three_nearest(town: Town) -> None:
    field = Field(town)
    for agent in range(1, PEOPLE + 1):
        field.act(agent)
    found = field.look()
    assert [other for observer, other in found if observer == 1] == [2, 3, 4]
    assert [other for observer, other in found if observer == 6] == [5, 4, 3]


def test_who_is_further_than_the_radius_is_not_seen(town: Town) -> None:
    field = Field(town)
    x, y = field.tile(town, 0)
    vision = Settings().vision
    for agent, away in ((1, 0), (2, vision), (3, vision + 1)):
        field.state.settle(agent, x + away, y)
    assert len({int(place) for place in field.state.place[:3]}) == 1
    field.act(2)
    field.act(3)
    assert [other for observer, other in field.look() if observer == 1] == [2]


def test_walls_hide(town: Town) -> None:
    field = Field(town)
    ys, xs = np.nonzero(town.walkable[:, 1:] & town.walkable[:, :-1] & (town.place_at[:, 1:] != town.place_at[:, :-1]))
    y, x = int(ys[0]), int(xs[0])
    field.state.settle(1, x, y)
    field.state.settle(2, x + 1, y)
    field.act(2)
    assert (1, 2) not in field.look()


def test_sleepers_see_nothing_but_are_seen(town: Town) -> None:
    field = Field(town)
    field.state.apply(Event(id=1, step=100, kind="sleep", agent_id=2, data={"thing": 0, "wake": 900}))
    field.act(3)
    found = field.look()
    assert not [pair for pair in found if pair[0] == 2]
    assert (1, 2) in found


def test_a_stranger_is_noticed_once_a_day_and_not_in_a_crowd(town: Town) -> None:
    field = Field(town, strangers=True)
    field.act(2)
    assert (1, 2) in field.look()
    field.act(2)
    assert (1, 2) not in field.look(STRANGER_EVERY)
    field.act(3)
    assert (1, 3) in field.look(STRANGER_EVERY)
    field.act(4)
    assert (1, 4) not in field.look(LOOK_EVERY)
    field.noticing.acquaint(1, 2)
    field.act(2)
    assert (1, 2) in field.look(LOOK_EVERY)
    field.state.step = 8640
    field.look()
    field.act(3)
    assert (1, 3) in field.look(STRANGER_EVERY)
