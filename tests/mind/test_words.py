"""Turning plan lines into what goes on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox_app.mind.words import bounded, gerund, listed, sentence


@pytest.mark.parametrize(
    ("phrase", "going_on"),
    [
        ("knead the dough", "kneading the dough"),
        ("wash, dress and eat some bread", "washing, dressing and eating some bread"),
        ("cook and eat lunch", "cooking and eating lunch"),
        ("quietly read a book", "quietly reading a book"),
        ("sit down", "sitting down"),
        ("lie in the sun", "lying in the sun"),
        ("buy bread and butter", "buying bread and butter"),
        ("kneading dough", "kneading dough"),
        ("Take a walk.", "taking a walk"),
    ],
)
def test_a_phrase_goes_on(phrase: str, going_on: str) -> None:
    assert gerund(phrase) == going_on


@given(st.text(max_size=400), st.integers(20, 200))
def test_bounded_text_fits_one_line_and_no_form_is_broken_by_it(text: str, most: int) -> None:
    short = bounded(text, most)
    assert len(short) <= most
    assert not set(short) & set("\n\r\t|{}")


def test_names_are_listed_as_people_say_them() -> None:
    assert [listed([]), listed(["Ada"]), listed(["Ada", "Bo"]), listed(["Ada", "Bo", "Cy"])] == ["", "Ada", "Ada and Bo", "Ada, Bo and Cy"]
    assert sentence("done") == "done."
    assert sentence("Done?") == "Done?"
