"""A tiny real model for the tests of this room, made once, and an engine that runs it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox_app.llm.llama import LlamaEngine
from tests.llm.small_model import write_small_gguf


@pytest.fixture(scope="session")
def small_gguf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A GGUF with random weights."""
    return write_small_gguf(tmp_path_factory.mktemp("models") / "small.gguf")


@pytest.fixture
def llama(small_gguf: Path) -> Iterator[LlamaEngine]:
    """An engine that runs it."""
    engine = LlamaEngine(small_gguf, threads=1, context=4096)
    yield engine
    engine.close()
