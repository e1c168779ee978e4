"""Texts cut to fit, names in a list, sentences with an end."""

from hypothesis import given
from hypothesis import strategies as st

from sandbox_app.mind.words import bounded, listed, sentence


@given(st.text(max_size=400), st.integers(20, 200))
def test_bounded_text_fits_one_line_and_no_form_is_broken_by_it(text: str, most: int) -> None:
    short = bounded(text, most)
    assert len(short) <= most
    assert not set(short) & set("\n\r\t|{}")


def test_names_are_listed_as_people_say_them() -> None:
    assert [listed([]), listed(["Ada"]), listed(["Ada", "Bo"]), listed(["Ada", "Bo", "Cy"])] == ["", "Ada", "Ada and Bo", "Ada, Bo and Cy"]
    assert sentence("done") == "done."
    assert sentence("Done?") == "Done?"
