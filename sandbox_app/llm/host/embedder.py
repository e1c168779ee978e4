"""An embedding model in a process of its own: started in the background, asked for vectors, started again when it dies."""

import queue
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from sandbox_app.errors import ModelProblem
from sandbox_app.llm.embedding import RowCache, embedding_id
from sandbox_app.llm.gguf_check import about, read_header
from sandbox_app.llm.host import messages as m
from sandbox_app.llm.host.process import HostProcess
from sandbox_app.llm.host.watch import TICK, Patience, patience_for
from sandbox_app.llm.request import EngineError

STARTS = 3
"""A host that dies over the same texts is started again this often in all."""
_MOST_TEXTS = 64
_Answer = m.Loaded | m.Vectors | m.Refused | ModelProblem
_Kind = TypeVar("_Kind", m.Loaded, m.Vectors)


class HostedEmbedder:
    """An `Embedder` whose model lives in another process. May be used from any thread, by one at a time.

    It is there at once: the model is loaded meanwhile, and whoever needs the first vector waits for it.

    Attributes:
        name: id of the embedding model. dimensions: length of its vectors.
    """

    def __init__(self, path: Path, *, threads: int = 0, patience: Patience | None = None) -> None:
        """Look at the file and start to load it.

        Raises:
            ModelProblem: the file cannot be used, or it is no embedding model.
        """
        header = read_header(path)
        model = about(path, header)
        if not model.embedding:
            raise ModelProblem(f"{path} makes text, not vectors; choose an embedding model to find memories with.")
        self.name = embedding_id(path, model.name)
        width = header.fields.get(f"{model.architecture}.embedding_length_out", header.fields[f"{model.architecture}.embedding_length"])
        assert isinstance(width, int)
        self.dimensions = width
        self._path = path
        self._load = m.Load(str(path.absolute()), threads, vectors=True)
        self._patience = patience or patience_for(path.stat().st_size)
        self._cache = RowCache(self.dimensions)
        self._lock = threading.Lock()
        self._closed = False
        self._loaded = False
        self._refused: ModelProblem | None = None
        self._host: HostProcess | None = None
        self._answers: queue.SimpleQueue[_Answer] = queue.SimpleQueue()
        self._wanted: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self._wanted.put(True)
        # A host ends with the thread that started it, so one thread starts them all and listens to them.
        self._reader = threading.Thread(target=self._main, name="embedder-answers", daemon=True)
        self._reader.start()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row per text, shape (len(texts), dimensions); what does not fit into the model is cut off.

        Raises:
            ModelProblem: the model cannot be loaded, or dies over these texts.
            EngineError: llama.cpp could not compute them, or the embedder is closed.
        """
        with self._lock:
            if self._closed:
                raise EngineError("the embedding model is closed")
            return self._cache.rows(texts, self._compute)

    def close(self) -> None:
        """End the process; may be called twice."""
        self._closed = True
        self._wanted.put(False)
        if self._host is not None:
            self._host.kill()  # whoever waits for an answer is told
        if threading.current_thread() is not self._reader:
            self._reader.join()

    def _compute(self, texts: list[str]) -> list[NDArray[np.float32]]:
        rows: list[NDArray[np.float32]] = []
        for first in range(0, len(texts), _MOST_TEXTS):
            rows += self._ask(texts[first : first + _MOST_TEXTS])
        return rows

    def _ask(self, texts: list[str]) -> list[NDArray[np.float32]]:
        for life in range(1, STARTS + 1):
            if self._refused is not None:
                raise self._refused
            try:
                if not self._loaded:
                    self._expect(m.Loaded)
                    self._loaded = True
                assert self._host is not None
                self._host.send(m.Embed(texts))
                answer = self._expect(m.Vectors)
            except ModelProblem:
                self._loaded = False
                self._wanted.put(not self._closed and self._refused is None)
                if life == STARTS or self._closed or self._refused is not None:
                    raise
            else:
                if answer.problem:
                    raise EngineError(answer.problem)
                return list(np.frombuffer(answer.data, np.float32).reshape(len(texts), self.dimensions))
        raise AssertionError("the last life ends in an answer or an error")

    def _expect(self, kind: type[_Kind]) -> _Kind:
        """Wait for what the host says next, and end it when it hangs; raises the problem with which it ended."""
        while True:
            try:
                answer = self._answers.get(timeout=TICK)
            except queue.Empty:
                if self._host is not None and (verdict := self._host.watch.tick(busy=True)):
                    self._host.kill(verdict)
                continue
            if isinstance(answer, m.Refused):
                self._refused = ModelProblem(answer.sentence, answer.details)
                raise self._refused
            if isinstance(answer, ModelProblem):
                raise answer
            assert isinstance(answer, kind)
            return answer

    def _main(self) -> None:
        """Start a host whenever one is wanted, and hand on what it says."""
        while self._wanted.get():
            host = self._host = HostProcess(self._load, self._patience)
            if self._closed:
                host.kill()
            refused = False
            while (message := host.receive()) is not None:
                assert isinstance(message, m.Loaded | m.Vectors | m.Refused)
                refused |= isinstance(message, m.Refused)
                self._answers.put(message)
            death = host.bury()
            if not refused:
                sentence = f"The model {self._path}, with which memories are found, was lost: {death.what}; {death.advice}."
                self._answers.put(ModelProblem(sentence, death.details))
