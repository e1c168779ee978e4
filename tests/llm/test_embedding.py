"""The placeholder embedding: repeatable, unit length, near for shared words."""

import subprocess
import sys

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sandbox_app.llm.embedding import HashedWords

TEXTS = ["Ben walked to the bakery", "Ben is walking to the bakery", "Cleo plays the piano"]


def test_texts_that_share_words_are_nearer_than_others() -> None:
    walked, walking, piano = HashedWords().embed(TEXTS)
    assert walked @ walking > 0.6 > 0.4 > walked @ piano


def test_case_and_punctuation_do_not_matter() -> None:
    first, second = HashedWords().embed(["The mill, is CLOSED!", "the mill is closed"])
    assert np.array_equal(first, second)


def test_the_order_of_words_matters_a_little() -> None:
    first, second = HashedWords().embed(["Ada asked Ben", "Ben asked Ada"])
    assert 0.5 < first @ second < 0.999


@given(st.lists(st.text(), max_size=4))
def test_every_text_gives_a_unit_row_and_always_the_same(texts: list[str]) -> None:
    embedder = HashedWords()
    rows = embedder.embed(texts)
    assert rows.shape == (len(texts), embedder.dimensions)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert np.array_equal(rows, embedder.embed(texts))
    assert np.array_equal(rows, HashedWords().embed(texts))


def test_another_process_gives_the_same_rows() -> None:
    code = (
        f"import sys; from sandbox_app.llm.embedding import HashedWords; sys.stdout.buffer.write(HashedWords().embed({TEXTS!r}).tobytes())"
    )
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60).stdout
    assert other == HashedWords().embed(TEXTS).tobytes()


def test_it_is_named_as_what_it_is() -> None:
    assert "placeholder" in HashedWords.name
