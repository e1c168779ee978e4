"""The camera: what a hand expects of zoom and drag."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox_app.ui.map.camera import MOST, SECONDS, Camera


def looking() -> Camera:
    camera = Camera(world_width=3200, world_height=2560)
    camera.resize(1000, 700)
    camera.jump(zoom=1.0, x=1600, y=1280)
    return camera


def test_fit_shows_the_whole_town() -> None:
    camera = looking()
    camera.jump(zoom=camera.fit)
    left, top, right, bottom = camera.seen()
    assert left <= 0
    assert top <= 0
    assert right >= 3200
    assert bottom >= 2560


@given(st.floats(100, 900), st.floats(100, 600), st.sampled_from([0.7, 1.5, 2.0, 3.0]))
def test_the_point_under_the_pointer_stays(x: float, y: float, zoom: float) -> None:
    camera = looking()
    before = camera.to_world(x, y)
    camera.zoom_to(zoom, 10.0, (x, y))
    assert camera.advance(10.0 + SECONDS / 2)
    assert camera.to_world(x, y) == pytest.approx(before, abs=0.01)
    assert not camera.advance(10.0 + SECONDS)
    assert camera.zoom == zoom
    assert camera.to_world(x, y) == pytest.approx(before, abs=0.01)


def test_zoom_has_a_nearest_and_a_farthest() -> None:
    camera = looking()
    camera.zoom_to(99.0, 0.0)
    camera.advance(1.0)
    assert camera.zoom == MOST
    camera.zoom_to(0.0001, 2.0)
    camera.advance(3.0)
    assert camera.zoom == camera.fit


def test_a_drag_moves_the_town_with_the_hand_and_ends_at_its_rim() -> None:
    camera = looking()
    x, y = camera.to_screen(1500, 1200)
    camera.pan(30, -20)
    assert camera.to_screen(1500, 1200) == pytest.approx((x + 30, y - 20))
    camera.pan(1e6, 1e6)
    left, top, _, _ = camera.seen()
    assert left > -100
    assert top > -100


def test_a_town_seen_wholly_is_seen_wholly_after_a_resize() -> None:
    camera = looking()
    camera.jump(zoom=camera.fit)
    camera.resize(500, 900)
    assert camera.zoom == camera.fit


def test_rungs_go_up_and_down() -> None:
    camera = looking()
    assert camera.rung(1) == 1.5
    assert camera.rung(-1) == 0.7
