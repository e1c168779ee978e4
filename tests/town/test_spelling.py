"""Names as people type them: capitals and accents do not matter, and who errs is told the nearest name."""

import pytest

from sandbox_app.town.spelling import choices, plain

NAMES = [
    "Clover Café",
    "The Grey Heron",
    "Linden Park",
    "Town Hall",
    "Roth House",
    "Mill House",
    "Rope House",
    "Finch House",
    "Alder Clinic",
]


@pytest.mark.parametrize("typed", ["clover cafe", "CLOVER CAFÉ", " Clover  Cafe\u0301 "])
def test_capitals_accents_and_blanks_do_not_matter(typed: str) -> None:
    assert plain(typed) == plain("Clover Café")


@pytest.mark.parametrize(("typed", "meant"), [("clovr caffe", "Clover Café"), ("heron", "The Grey Heron"), ("Lindenpark", "Linden Park")])
def test_the_nearest_name_is_offered(typed: str, meant: str) -> None:
    assert choices(typed, NAMES) == f"did you mean {meant}?"


def test_without_any_near_one_some_are_named() -> None:
    assert choices("xyzzy", NAMES).startswith("there are Clover Café, The Grey Heron, ")
    assert choices("xyzzy", NAMES).endswith(" and 1 more.")
    assert choices("", NAMES).startswith("there are ")
    assert choices("xyzzy", []) == "there are none."
