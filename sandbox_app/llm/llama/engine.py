"""The llama.cpp engine: its thread, its queue, and the handles by which requests are cancelled."""

import logging
import threading
from pathlib import Path

from sandbox_app.errors import ModelProblem
from sandbox_app.llm.llama.batcher import Batcher
from sandbox_app.llm.llama.context import AbortFlag, Context
from sandbox_app.llm.llama.gpu import layers_for
from sandbox_app.llm.llama.model import LlamaModel
from sandbox_app.llm.llama.suited import SEQUENCES, WIDTH, suited
from sandbox_app.llm.llama.tracks import Answer
from sandbox_app.llm.model_settings import USUAL, ModelSettings
from sandbox_app.llm.request import Cancelled, Done, EngineError, EngineStatus, Request, Token
from sandbox_app.llm.trained import knows

_logger = logging.getLogger(__name__)

MOST_WAITING = 4096
"""Requests beyond this many are refused at once."""


class _Handle:
    def __init__(self, engine: "LlamaEngine", answer: Answer) -> None:
        self._engine = engine
        self._answer = answer

    def cancel(self) -> None:
        self._answer.cancelled = True
        self._engine.interrupt()


class LlamaEngine:
    """An `Engine` that runs a GGUF model through llama.cpp.

    A thread of its own loads the model and is the only one that touches llama.cpp; it calls `done` and `token`.
    `submit`, `status` and `close` may be called from any thread.

    Attributes:
        name: the model's name.
        context: tokens that a prompt and its answer may have together.
        batches: how many have been computed; while something is asked and this stands still, llama.cpp hangs.
        remark: what a person should know of how it is spoken to, a sentence, or "".
        trained: the forms that the model's file says it was trained on, purpose to digest.
    """

    def __init__(
        self,
        path: Path,
        *,
        threads: int | None = None,
        context: int | None = None,
        gpu_layers: int | None = None,
        settings: ModelSettings = USUAL,
        unfit: frozenset[str] = frozenset(),
    ) -> None:
        """Load the model and wait until it is ready.

        Args:
            path: the GGUF file.
            threads: processors to use; fitting the model's size, when left out.
            context: tokens that can be remembered for all requests together; fitting the model's size, when left out.
            gpu_layers: layers to compute on a GPU, -1 for all; as many as fit, when left out.
            settings: what a person says for this model; what stands in the other arguments comes first.
            unfit: forms at which the model is known to fail (its fitness card says so).

        Raises:
            ModelProblem: the file is missing, damaged or no language model, or does not fit into memory.
        """
        self.name = path.stem
        self.context = 0
        self.batches = 0
        self.trained: dict[str, str] = {}
        self.remark = ""
        self._path = path
        self._threads = threads or settings.threads
        self._cells = context or settings.context
        self._gpu_layers = settings.gpu_layers if gpu_layers is None else gpu_layers
        self._settings = settings
        self._unfit = unfit
        self._changed = threading.Condition()
        self._inbox: list[Answer] = []
        self._taken = 0
        self._closed = False
        self._stopped: EngineError | None = None
        self._problem: ModelProblem | None = None
        self._abort: AbortFlag | None = None
        self._status = EngineStatus(model=path.stem)
        ready = threading.Event()
        self._thread = threading.Thread(target=self._main, args=(ready,), name="llama", daemon=True)
        self._thread.start()
        ready.wait()
        if self._problem is not None:
            self._thread.join()
            raise self._problem
        self.name = self._status.model

    def submit(self, request: Request, done: Done, token: Token | None = None) -> _Handle:
        """Take a request; see `Engine`."""
        with self._changed:
            self._taken += 1
            answer = Answer(request, self._taken, done, token)
            refusal = self._stopped or (
                EngineError(f"{MOST_WAITING} requests wait already") if len(self._inbox) + self._status.waiting >= MOST_WAITING else None
            )
            if refusal is None:
                self._inbox.append(answer)
                self._changed.notify()
        if refusal is not None:
            answer.finish(refusal)
        return _Handle(self, answer)

    def knows(self, purpose: str) -> bool:
        """Say whether the model was trained on this form as it is now, and is not known to fail at it; see `Engine`."""
        return knows(self.trained, purpose) and purpose not in self._unfit

    def status(self) -> EngineStatus:
        """Say what the engine is doing."""
        status = self._status
        return EngineStatus(
            model=status.model,
            waiting=status.waiting + len(self._inbox),
            running=status.running,
            tokens_per_second=status.tokens_per_second,
            submitted=status.submitted,
            found=status.found,
        )

    @property
    def broken(self) -> bool:
        """Whether a fault of ours stopped the engine: it will never answer again."""
        return self._stopped is not None and not self._closed

    def interrupt(self) -> None:
        """Stop the batch that is computed now, so that what was cancelled is noticed; the rest of it is repeated."""
        with self._changed:
            if self._abort is not None:
                self._abort.set()
            self._changed.notify()

    def close(self) -> None:
        """Cancel everything, stop the thread and give the memory back."""
        with self._changed:
            self._closed = True
        self.interrupt()
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _main(self, ready: threading.Event) -> None:
        try:
            model = LlamaModel(self._path, layers_for(self._gpu_layers, self._path))
        except ModelProblem as problem:
            self._problem = problem
            ready.set()
            return
        try:
            self._with_model(model, ready)
        finally:
            model.close()

    def _with_model(self, model: LlamaModel, ready: threading.Event) -> None:
        suits = suited(model.about)
        cells = self._cells or suits.cells
        try:
            context = Context(
                model,
                cells=cells,
                sequences=SEQUENCES,
                width=min(WIDTH, cells),
                threads=self._threads or suits.threads,
                settings=self._settings,
            )
        except ModelProblem as problem:
            self._problem = problem
            ready.set()
            return
        batcher = Batcher(model, context, suits.places, self._settings)
        self._abort = context.abort
        self._status = EngineStatus(model=model.about.name)
        self.context = batcher.longest
        self.trained = model.about.forms
        self.remark = batcher.remark
        ready.set()
        try:
            self._serve(batcher)
        finally:
            with self._changed:
                self._abort = None
            batcher.close()
            context.close()

    def _serve(self, batcher: Batcher) -> None:
        end = EngineError("the engine is closed")
        reason: EngineError = Cancelled("the engine was closed")
        try:
            while self._take(batcher):
                batcher.step()
                self.batches += 1
                self._report(batcher)
        except Exception as fault:
            _logger.exception("the engine's thread failed")
            end = reason = EngineError(f"the engine failed and has stopped: {fault}")
        finally:
            with self._changed:
                self._stopped = end
                left, self._inbox = self._inbox, []
            batcher.fail_all(reason)
            for answer in left:
                answer.finish(reason)
            self._report(batcher)

    def _take(self, batcher: Batcher) -> bool:
        """Wait for something to do and hand it to the batcher; False when the engine is to close."""
        with self._changed:
            while not (self._closed or self._inbox or batcher.busy):
                self._changed.wait()
            if self._closed:
                return False
            arrived, self._inbox = self._inbox, []
            if self._abort is not None:
                self._abort.clear()
        for answer in arrived:
            batcher.add(answer)
        return True

    def _report(self, batcher: Batcher) -> None:
        self._status = EngineStatus(
            model=self._status.model,
            waiting=len(batcher.waiting),
            running=len(batcher.running),
            tokens_per_second=batcher.pace,
            submitted=batcher.submitted,
            found=batcher.found,
        )
