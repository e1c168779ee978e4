"""The embedding model that ships: its vectors are the published ones, in this process and in one of its own."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from sandbox_app.errors import ModelProblem
from sandbox_app.llm.engines import default_embedding, open_embedder
from sandbox_app.llm.host.embedder import HostedEmbedder
from sandbox_app.llm.request import Embedder, EngineError
from tests.llm.small_model import write_small_gguf

PUBLISHED = json.loads((Path(__file__).parent / "published_vectors.json").read_text(encoding="utf-8"))
MEAN = 1


@pytest.fixture(scope="module")
def hosted() -> Iterator[Embedder]:
    """The model in a process of its own, once for all tests here."""
    embedder = open_embedder(str(default_embedding()))
    embedder.embed(["a first one, so that it is loaded"])
    yield embedder
    embedder.close()


def published() -> np.ndarray:
    return np.stack([np.frombuffer(base64.b64decode(vector), "<f2") for vector in PUBLISHED.values()]).astype(np.float32)


def test_the_vectors_are_the_published_ones(hosted: Embedder) -> None:
    rows = hosted.embed(list(PUBLISHED))
    assert hosted.name.startswith("all-MiniLM-L6-v2 ")
    assert rows.shape == (len(PUBLISHED), hosted.dimensions) == (4, 384)
    assert (rows * published()).sum(axis=1).min() > 0.998


def test_meaning_counts_and_not_words(hosted: Embedder) -> None:
    query, party, tap = hosted.embed(
        ["Who has invited guests for a celebration?", "There is a party at the café on Saturday.", "The tap drips."]
    )
    assert query @ party > 0.3 > query @ tap


def test_many_texts_are_computed_in_batches_like_single_ones(hosted: Embedder) -> None:
    texts = [f"Number {number} knows {'very ' * (number % 9)}much about sheep." for number in range(70)]
    together = hosted.embed(texts)
    assert together.shape == (70, 384)
    embedder = open_embedder(str(default_embedding()), "thread")
    alone = np.concatenate([embedder.embed([text]) for text in texts[::35]])
    assert embedder.name == hosted.name
    embedder.close()
    assert (together[::35] * alone).sum(axis=1).min() > 0.999


def test_a_host_that_dies_is_started_again(tmp_path: Path) -> None:
    embedder = HostedEmbedder(write_small_gguf(tmp_path / "vectors.gguf", pooling=MEAN), threads=1)
    first = embedder.embed(["a sheep"])
    assert embedder._host is not None
    embedder._host.kill()
    assert np.allclose(embedder.embed(["a goat", "a sheep"])[1], first[0])
    embedder.close()
    embedder.close()
    with pytest.raises(EngineError, match="closed"):
        embedder.embed(["late"])


def test_a_file_that_cannot_be_loaded_is_told_once_it_is_needed(tmp_path: Path) -> None:
    whole = write_small_gguf(tmp_path / "vectors.gguf", pooling=MEAN)
    embedder = HostedEmbedder(whole)
    with pytest.raises(ModelProblem, match="makes text, not vectors"):
        HostedEmbedder(write_small_gguf(tmp_path / "speaks.gguf"))
    embedder.close()
    with pytest.raises(ModelProblem, match="There is no model file"):
        HostedEmbedder(tmp_path / "missing.gguf")
