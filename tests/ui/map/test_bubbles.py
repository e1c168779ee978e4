"""Bubbles: at most three lines, none upon another."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox_app.ui.map.bubbles import LINES, Box, broken, placed


@given(st.text(min_size=1, max_size=400), st.integers(5, 60))
def test_words_take_at_most_three_lines_of_the_width(text: str, width: int) -> None:
    lines = broken(text, width, len)
    assert len(lines) <= LINES
    assert all(len(line) <= width for line in lines)


def test_short_words_are_kept_whole() -> None:
    assert broken("Good morning, Ines!", 30, len) == ["Good morning, Ines!"]
    assert broken("one two three four", 9, len) == ["one two", "three", "four"]


def test_what_is_too_long_ends_in_an_ellipsis() -> None:
    lines = broken("word " * 40, 20, len)
    assert lines[-1].endswith("…")
    assert not lines[0].endswith("…")


boxes = st.builds(Box, st.floats(-100, 1200), st.floats(-100, 800), st.floats(60, 220), st.floats(26, 64))


@settings(deadline=None)
@given(st.lists(boxes, max_size=8))
def test_bubbles_do_not_pile_up_and_stay_on_the_screen(wanted: list[Box]) -> None:
    done = placed(wanted, 1200, 800)
    assert not any(one.meets(other) for one, other in combinations(done, 2))
    assert all(box.x >= 0 and box.x + box.width <= 1200 and box.y >= 0 and box.y + box.height <= 800 for box in done)


def test_the_first_keeps_its_place_and_the_second_goes_up() -> None:
    first, second = placed([Box(100, 100, 100, 40), Box(120, 110, 100, 40)], 600, 400)
    assert (first.x, first.y) == (100, 100)
    assert second.y + second.height <= first.y
