"""The light of the hour."""

from sandbox_app.ui.map.light import glow_at, light_at


def test_noon_is_white_and_lamps_are_off() -> None:
    assert light_at(12 * 60) >= (250, 250, 240)
    assert glow_at(12 * 60) == 0


def test_night_is_blue_and_lamps_burn() -> None:
    red, green, blue = light_at(1 * 60)
    assert blue > green > red
    assert blue < 180
    assert glow_at(1 * 60) == 1


def test_evening_is_warm() -> None:
    red, green, blue = light_at(18.5 * 60)
    assert red > green > blue


def test_the_day_joins_itself_at_midnight() -> None:
    before, after = light_at(23 * 60 + 59), light_at(0)
    assert all(abs(one - other) <= 1 for one, other in zip(before, after, strict=True))
