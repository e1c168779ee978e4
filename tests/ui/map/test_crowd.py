"""People between two frames: they walk, they do not jump, and they arrive."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sandbox_app.ui.map.crowd import JUMP, Crowd
from sandbox_app.ui.map.sheets import TILE


def tiles(*values: int) -> bytes:
    return np.array(values, "<i2").tobytes()


def test_walking_is_between_the_frames() -> None:
    crowd = Crowd()
    crowd.take(tiles(10), tiles(5), bytes([0]), 0.0)
    start = crowd.x[0]
    crowd.take(tiles(11), tiles(5), bytes([2]), 0.25)
    assert crowd.x[0] == start
    assert crowd.moving[0]
    crowd.advance(0.25 + 0.14)
    assert start + TILE * 0.3 < crowd.x[0] < start + TILE * 0.7
    crowd.advance(1.0)
    assert crowd.x[0] == start + TILE
    assert not crowd.moving[0]


def test_whoever_is_far_away_at_once_is_simply_there() -> None:
    crowd = Crowd()
    crowd.take(tiles(10), tiles(5), bytes([0]), 0.0)
    crowd.take(tiles(10 + int(JUMP) + 2), tiles(5), bytes([0]), 0.25)
    assert not crowd.moving[0]
    assert crowd.x[0] == (10 + int(JUMP) + 2) * TILE + TILE / 2


def test_legs_move_only_while_walking() -> None:
    crowd = Crowd()
    crowd.take(tiles(1, 4), tiles(1, 4), bytes([0, 0]), 0.0)
    seen = set()
    for step in range(2, 8):
        crowd.take(tiles(step, 4), tiles(1, 4), bytes([6, 0]), step * 0.25)
        for part in range(5):
            crowd.advance(step * 0.25 + part * 0.05)
            seen.add(int(crowd.stride()[0]))
            assert crowd.stride()[1] == 0
    assert seen == {0, 1, 2}


@given(st.lists(st.tuples(st.integers(-1, 1), st.integers(-1, 1), st.floats(0.02, 1.2)), min_size=1, max_size=12))
def test_nobody_leaves_the_way_between_two_tiles(steps: list[tuple[int, int, float]]) -> None:
    crowd = Crowd()
    x, y, now = 20, 20, 0.0
    crowd.take(tiles(x), tiles(y), bytes([0]), now)
    for dx, dy, gap in steps:
        before, heading = (crowd.x[0], crowd.y[0]), x * TILE + TILE / 2
        now += gap
        crowd.advance(now)
        at = (crowd.x[0], crowd.y[0])
        x, y = x + dx, y + dy
        crowd.take(tiles(x), tiles(y), bytes([0]), now)
        assert (crowd.x[0], crowd.y[0]) == at, "a new frame moves nobody by itself"
        assert abs(at[0] - before[0]) <= abs(heading - before[0]) + 1e-6, "nobody overshoots"
        goal = x * TILE + TILE / 2
        crowd.advance(now + 0.01)
        assert min(at[0], goal) - 1e-6 <= crowd.x[0] <= max(at[0], goal) + 1e-6


def test_a_different_number_of_agents_begins_anew() -> None:
    crowd = Crowd()
    crowd.take(tiles(1), tiles(1), bytes([0]), 0.0)
    crowd.take(tiles(1, 2, 3), tiles(1, 2, 3), bytes([0, 1, 2]), 0.3)
    assert crowd.count == 3
    assert crowd.facing.tolist() == [0, 1, 2]
    assert not crowd.moving.any()
