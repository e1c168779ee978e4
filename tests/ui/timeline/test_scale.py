"""Where steps stand on the line."""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from sandbox_app.ui.moments import Calendar
from sandbox_app.ui.timeline.scale import Scale, hours, whole

CALENDAR = Calendar(datetime(2026, 2, 13, 6), 10)
A_DAY = 8640


def test_from_near_hours_are_named_and_from_afar_days() -> None:
    near = dict(hours(Scale(0, 1, 1000), CALENDAR))
    assert sorted(CALENDAR.hhmm(step) for step in near) == ["06:00", "07:00", "08:00"]
    assert not any(near.values())
    month = dict(hours(whole(30 * A_DAY, 1000), CALENDAR))
    assert all(month.values())
    assert {CALENDAR.hhmm(step) for step in month} == {"00:00"}
    assert 6 <= len(month) <= 9


@given(
    end=st.integers(360, 60 * A_DAY), width=st.floats(200, 3000), x=st.floats(0, 1),
    factors=st.lists(st.floats(0.3, 3), max_size=6), pixels=st.floats(-5000, 5000),
)  # fmt: skip
def test_zooming_keeps_what_is_under_the_pointer_and_nothing_leaves_the_life(
    end: int, width: float, x: float, factors: list[float], pixels: float
) -> None:
    scale = whole(end, width)
    for factor in factors:
        before, zoomed = scale.step(x * width), scale.zoomed(x * width, factor, end)
        free = zoomed.left > 0 and zoomed.right < end - 1e-6
        if free:
            assert abs(zoomed.step(x * width) - before) < 1e-3 * max(1, end)
        assert zoomed.left >= 0
        assert zoomed.right <= max(end, width / 8) * (1 + 1e-9)
        scale = zoomed.moved(pixels, end)
        assert scale.left >= 0
        assert scale.per_pixel == zoomed.per_pixel
