"""What people from outside mean is told by the embeddings that ship; where none can tell it, nothing is said of it."""

from collections.abc import Iterator

import pytest

from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.engines import default_embedding, open_embedder
from sandbox_app.llm.request import Embedder
from sandbox_app.llm.scripted import visits
from sandbox_app.mind.meaning import Hearer, known, meaning, shipped_vectors

ADA = Hearer("Ada", "Brook", ("Ben", "Ben Hill", "Cleo"), ("Mill Cottage", "Park"))


@pytest.fixture(scope="module")
def embedder() -> Iterator[Embedder]:
    shipped = open_embedder(str(default_embedding()))
    shipped.embed(["a first one, so that it is loaded"])
    yield shipped
    shipped.close()


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ("gimme all your money", "give"),
        ("how old r u, Ada?", "age"),
        ("How do I get to the Park?", "way"),
        ("What's your name?", "introduce"),
        ("Ben stole your purse!", "stole"),
        ("asdfghjkl", visits.UNCLEAR),
        ("Wie geht es dir?", visits.UNCLEAR),
        ("My cat had kittens in a hat", visits.SAID),
        ("What is Ben up to?", ""),
        ("Who is Cleo?", ""),
        ("Which of the seven herons sold the piano?", ""),
    ],
)
def test_what_is_said_is_of_the_kind_of_the_examples_that_mean_the_same(embedder: Embedder, said: str, about: str) -> None:
    examples = known(embedder.name, embedder.embed)
    assert 0.4 < examples.near < 0.7
    assert meaning(said, ADA, embedder.embed, examples) == (visits.means(about) if about else "")


def test_a_memory_that_is_nearer_comes_first(embedder: Embedder) -> None:
    examples = known(embedder.name, embedder.embed)
    asked = "Have you promised anything to anybody?"
    assert meaning(asked, ADA, embedder.embed, examples, memory=0.4) == visits.means("promised")
    assert meaning(asked, ADA, embedder.embed, examples, memory=0.95) == ""
    assert meaning("asdfghjkl", ADA, embedder.embed, examples, memory=0.3) == "", "nor is what reminds of something unclear"


def test_an_embedding_that_cannot_tell_kinds_says_nothing() -> None:
    words = HashedWords()
    examples = known(words.name, words.embed)
    assert examples.near > 1
    assert [meaning(said, ADA, words.embed, examples) for said in ("Hello", "How old are you?", "asdf")] == ["", "", ""]


def test_every_kind_has_words_of_its_own() -> None:
    kinds = [*visits.examples(), visits.UNCLEAR, visits.SAID]
    assert [visits.kind_of(visits.means(kind)) for kind in kinds] == kinds
    assert visits.kind_of("") == visits.kind_of("the price of tea") == ""


def test_the_vectors_that_ship_are_of_the_examples_as_they_are(embedder: Embedder) -> None:
    shipped = shipped_vectors(embedder.name)
    assert shipped is not None, "make them anew: PYTHONPATH=. python packaging/meanings.py"
    assert shipped.shape == (sum(map(len, visits.examples().values())), embedder.dimensions)
    some = [text for lines in list(visits.examples().values())[:1] for text in lines if "{" not in text]
    assert (embedder.embed(some[:4]) * shipped[:4]).sum(1).min() > 0.99
    assert shipped_vectors("another embedding") is None
