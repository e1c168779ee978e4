"""Names become handles and come back whole."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox_app.llm import forms
from sandbox_app.llm.handles import (
    MOST,
    HandleError,
    StreamDecoder,
    all_handles,
    decode,
    encode,
    grammar_with_handles,
)
from sandbox_app.llm.request import Name

TOWN = (
    Name("person", "Ada"),
    Name("person", "Ada Lund"),
    Name("person", "Jo"),
    Name("place", "Elm Bakery"),
    Name("place", "Elm"),
)
PIECES = st.sampled_from(
    ["Ada", "Ada Lund", "Adam", "Jo", "jo", "Elm Bakery", "Elm", " ", "'s", "\n", "{P1}", "{L2}", "{P", "1}", "{", "}", "{P25}", "x", "ä"]
)
NAMES = st.lists(st.builds(Name, st.sampled_from(["person", "place"]), st.text("AB{} 1Pé.(", max_size=4)), max_size=40).map(tuple)


def test_names_are_numbered_by_first_occurrence_longest_first() -> None:
    encoded = encode("You: Jo. Ada Lund met Ada at Elm Bakery under the Elm; Joan and Adam's Elms stay. Jo's.", TOWN)
    assert encoded.text == "You: {P1}. {P2} met {P3} at {L1} under the {L2}; Joan and Adam's Elms stay. {P1}'s."
    assert encoded.names == {"{P1}": "Jo", "{P2}": "Ada Lund", "{P3}": "Ada", "{L1}": "Elm Bakery", "{L2}": "Elm"}
    assert (encoded.people, encoded.places) == (3, 2)


def test_the_beginning_of_a_prompt_reads_the_same_whatever_follows() -> None:
    own = "You: Ada.\nHome: Elm.\n"
    for rest in ("Jo is here.", "At Elm Bakery with Jo and Ada Lund."):
        assert encode(own + rest, TOWN).text.startswith("You: {P1}.\nHome: {L1}.\n")


def test_names_beyond_the_last_handle_stay() -> None:
    names = tuple(Name("person", f"N{i}") for i in range(MOST + 2))
    encoded = encode(" ".join(name.text for name in names), names)
    assert encoded.text.split()[-3:] == ["{P24}", "N24", "N25"]


def test_a_handle_in_the_text_keeps_standing_for_itself() -> None:
    encoded = encode("Ada wrote {P1}", TOWN)
    assert encoded.text == "{P2} wrote {P1}"
    assert decode(encoded.text, encoded.names) == "Ada wrote {P1}"


def test_an_unknown_handle_is_an_error() -> None:
    with pytest.raises(HandleError, match=r"\{P2\}"):
        decode("{P1} and {P2}", {"{P1}": "Ada"})


@given(st.lists(PIECES, max_size=30).map("".join))
def test_decoding_gives_the_text_back(text: str) -> None:
    encoded = encode(text, TOWN)
    assert decode(encoded.text, encoded.names) == text


@given(st.text("AB{} 1P2}Lé.(", max_size=40), NAMES)
def test_decoding_gives_the_text_back_whatever_the_names(text: str, names: tuple[Name, ...]) -> None:
    encoded = encode(text, names)
    assert decode(encoded.text, encoded.names) == text


@given(st.lists(PIECES, max_size=30).map("".join), st.lists(st.integers(0, 60), max_size=8))
def test_a_stream_cut_anywhere_says_the_same(text: str, cuts: list[int]) -> None:
    encoded = encode(text, TOWN)
    edges = [0, *sorted(min(cut, len(encoded.text)) for cut in cuts), len(encoded.text)]
    decoder = StreamDecoder(encoded.names)
    shown = [decoder.feed(encoded.text[a:b]) for a, b in pairwise(edges)]
    assert "".join(shown) + decoder.flush() == text


def test_there_are_48_handles() -> None:
    assert len(set(all_handles())) == 2 * MOST


@pytest.mark.parametrize("purpose", forms.purposes())
def test_grammars_allow_handles_in_free_text_alone(purpose: str) -> None:
    grammar = forms.load(purpose).grammar
    aware = grammar_with_handles(grammar, 3, 12)
    free = [line for line in grammar.splitlines() if "{}" in line]
    assert aware.count("| handle )") == sum(line.count("[^") for line in free)
    assert ('handle ::= "{" ( "P" [1-3] | "L" ([1-9] | "1" [0-2]) ) "}"' in aware) == bool(free)
    assert grammar_with_handles(grammar, 0, 0) == grammar
