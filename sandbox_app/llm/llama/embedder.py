"""Embedding models through llama.cpp: texts in, unit vectors out, many texts in a batch."""

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sandbox_app.errors import ModelProblem
from sandbox_app.llm.embedding import RowCache, embedding_id
from sandbox_app.llm.llama.context import COMPUTED, Context
from sandbox_app.llm.llama.model import LlamaModel
from sandbox_app.llm.request import EngineError
from sandbox_app.posix import processors

_WIDTH = 512
_SEQUENCES = 64
# Half of the processors: a second thread makes texts 1.5 times as fast on a machine that does nothing else, and where another
# model keeps all processors busy, as it does while a town thinks, threads that wait for each other are the slower way.


class LlamaEmbedder:
    """An `Embedder` that runs an embedding GGUF, pooled as the model says. May be used from any thread, by one at a time.

    Attributes:
        name: id of the embedding model, its name and the beginning of its digest: vectors of two files are never mixed.
        dimensions: length of its vectors.
        batches: how many have been computed; while something is asked and this stands still, llama.cpp hangs.
    """

    def __init__(self, path: Path, *, threads: int | None = None) -> None:
        """Load the model.

        Raises:
            ModelProblem: the file cannot be used, or it is no embedding model.
        """
        self._lock = threading.Lock()
        self.batches = 0
        self._model = LlamaModel(path, 0)  # what finds memories is small, and the GPU is busy thinking
        self._context: Context | None = None
        if not self._model.about.embedding:
            self._model.close()
            raise ModelProblem(f"{path} makes text, not vectors; choose an embedding model to find memories with.")
        self._width = min(_WIDTH, self._model.trained_context)
        try:
            self._context = Context(
                self._model,
                cells=self._width,
                sequences=_SEQUENCES,
                width=self._width,
                threads=threads or max(1, processors() // 2),
                vectors=True,
            )
        except ModelProblem:
            self._model.close()
            raise
        self.name = embedding_id(path, self._model.about.name)
        self.dimensions = self._model.vector_size
        self._cache = RowCache(self.dimensions)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row per text, shape (len(texts), dimensions); what does not fit into the model is cut off.

        Raises:
            EngineError: llama.cpp could not compute them, or the embedder is closed.
        """
        with self._lock:
            return self._cache.rows(texts, self._compute)

    def close(self) -> None:
        """Give the memory back; may be called twice."""
        with self._lock:
            if self._context is not None:
                self._context.close()
                self._model.close()
                self._context = None

    def _compute(self, texts: list[str]) -> list[NDArray[np.float32]]:
        if self._context is None:
            raise EngineError("the embedding model is closed")
        tokens = [self._cut(self._model.tokenize(text, marks=True)) for text in texts]
        rows: list[NDArray[np.float32]] = []
        batch: list[list[int]] = []
        for one in tokens:
            if batch and (len(batch) == _SEQUENCES or sum(map(len, batch)) + len(one) > self._width):
                rows += self._batch(self._context, batch)
                batch = []
            batch.append(one)
        return rows + self._batch(self._context, batch)

    def _cut(self, tokens: list[int]) -> list[int]:
        """Cut a text that is too long, but keep its last mark; a text without tokens becomes a space."""
        if len(tokens) > self._width:
            return [*tokens[: self._width - 1], tokens[-1]]
        return tokens or self._model.tokenize(" ")

    def _batch(self, context: Context, batch: list[list[int]]) -> list[NDArray[np.float32]]:
        used = 0
        for sequence, tokens in enumerate(batch):
            here = slice(used, used + len(tokens))
            context.token[here] = tokens
            context.position[here] = range(len(tokens))
            context.sequence[here] = sequence
            context.wanted[here] = 1
            used += len(tokens)
        context.forget_all()
        code = context.decode(used)
        self.batches += 1
        if code != COMPUTED:
            raise EngineError(f"llama.cpp could not embed {len(batch)} texts (code {code})")
        return [self._unit(context.vector(sequence, self.dimensions)) for sequence in range(len(batch))]

    def _unit(self, vector: NDArray[np.float32] | None) -> NDArray[np.float32]:
        if vector is None:
            raise EngineError(f"the model {self.name} does not say how to make one vector of a text")
        return vector / max(float(np.linalg.norm(vector)), 1e-12)
