"""Embedding through llama.cpp, on a real tiny model that pools by the mean."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from sandbox_app.errors import ModelProblem
from sandbox_app.llm.llama.embedder import LlamaEmbedder
from sandbox_app.llm.request import EngineError
from tests.llm.small_model import write_small_gguf

MEAN = 1


@pytest.fixture
def embedder(tmp_path: Path) -> Iterator[LlamaEmbedder]:
    """An embedder on the tiny model."""
    embedder = LlamaEmbedder(write_small_gguf(tmp_path / "vectors.gguf", name="vectors", pooling=MEAN), threads=1)
    yield embedder
    embedder.close()


def test_every_text_gets_a_unit_row(embedder: LlamaEmbedder) -> None:
    rows = embedder.embed(["Ada bakes bread", "Ben walks", "", "é" * 10])
    assert rows.shape == (4, embedder.dimensions)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert embedder.name.startswith("vectors ")


def test_a_row_does_not_depend_on_what_else_is_embedded(tmp_path: Path, embedder: LlamaEmbedder) -> None:
    texts = [f"{number} sheep went to the mill and {'on ' * (number % 40)}" for number in range(150)]
    together = embedder.embed(texts)
    other = LlamaEmbedder(write_small_gguf(tmp_path / "again.gguf", pooling=MEAN), threads=1)
    alone = np.concatenate([other.embed([text]) for text in texts[::15]])
    other.close()
    assert np.allclose(together[::15], alone, atol=1e-2)
    assert not np.allclose(together[0], together[1], atol=1e-2)


def test_a_text_longer_than_the_model_reads_is_cut(embedder: LlamaEmbedder) -> None:
    long, longer = embedder.embed(["x" * 3000, "x" * 4000])
    assert np.allclose(long, longer, atol=1e-2)


def test_a_language_model_is_refused(small_gguf: Path) -> None:
    with pytest.raises(ModelProblem, match="makes text, not vectors"):
        LlamaEmbedder(small_gguf)


def test_a_closed_embedder_says_so(embedder: LlamaEmbedder) -> None:
    embedder.close()
    embedder.close()
    with pytest.raises(EngineError, match="closed"):
        embedder.embed(["late"])
