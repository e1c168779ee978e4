"""The program's side of the model host: an `Engine` whose model lives in another process and is restarted when it dies."""

import logging
import queue
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec

from sandbox_app.errors import ModelProblem
from sandbox_app.llm.host import messages as m
from sandbox_app.llm.host.death import Death
from sandbox_app.llm.host.process import HostProcess
from sandbox_app.llm.host.watch import TICK, Patience, patience_for
from sandbox_app.llm.model_settings import USUAL, ModelSettings
from sandbox_app.llm.request import Cancelled, Completion, Done, EngineError, EngineStatus, Request, Token, Unavailable
from sandbox_app.llm.trained import knows

_logger = logging.getLogger(__name__)

MOST_CRASHES = 2
"""A request in whose company the host died this often is not tried again."""
MOST_IN_A_ROW = 6
"""A host that died this often without one answer in between is not started again until somebody asks anew."""
STARTS = 3
"""A host that dies while it is started again is tried this often."""


class _Asked:
    """A request under way.

    Attributes:
        sent: the host knows of it. crashes: how often the host died while it knew of it.
    """

    def __init__(self, number: int, request: Request, done: Done, token: Token | None) -> None:
        self.number = number
        self.request = request
        self.done = done
        self.token = token
        self.sent = False
        self.crashes = 0


class _Handle:
    def __init__(self, engine: "HostedEngine", asked: _Asked) -> None:
        self._engine = engine
        self._asked = asked

    def cancel(self) -> None:
        self._engine.cancel(self._asked.number)


class HostedEngine:
    """A llama.cpp engine in a process of its own.

    When the host dies or hangs, it is started again and what it knew of is asked again, one request at a time, until the
    one that kills it is found; that one fails, with its cause. When it cannot be started again, what is asked is answered with
    `Unavailable`, and each further request tries to start it. `done` and `token` are called on a thread of this engine;
    the pieces of a request that is asked again begin anew. When it dies, or cannot load the model, while GPUs compute that nobody
    asked for, the next one computes on the processor alone.

    Attributes:
        name: the model's name. context: tokens of a prompt and its answer together. remark: see `LlamaEngine`.
        deaths: how often the host died.
    """

    def __init__(
        self,
        path: Path,
        *,
        threads: int = 0,
        context: int = 0,
        gpu_layers: int | None = None,
        settings: ModelSettings = USUAL,
        unfit: frozenset[str] = frozenset(),
        patience: Patience | None = None,
        tell: Callable[[str], None] = _logger.warning,
    ) -> None:
        """Start the host and wait until the model is loaded.

        Args:
            path: the GGUF file.
            threads, context, gpu_layers, settings, unfit: see `LlamaEngine`; 0, and None for the last, leave them to it.
            patience: after how long it is held to hang; what suits the file's size, when left out.
            tell: is told in a sentence, on a thread of this engine, when the host died and is started again.

        Raises:
            ModelProblem: the model cannot be used, or the host died while loading it.
        """
        self._path = path
        self._unfit = unfit
        self._load = m.Load(str(path.absolute()), threads, context, gpu_layers, settings=settings)
        self._patience = patience or patience_for(path.stat().st_size if path.is_file() else 0)
        self._tell = tell
        self._lock = threading.RLock()
        self._asked: dict[int, _Asked] = {}
        self._count = 0
        self._in_a_row = 0
        self._delivering = False
        self._closing = threading.Event()
        self._wanted = threading.Event()
        self._stopped: Unavailable | None = None
        self._host: HostProcess | None = None
        self.deaths = 0
        started: queue.SimpleQueue[m.Loaded | ModelProblem] = queue.SimpleQueue()
        # The host ends with the thread that started it, so that is the one that listens to it, for as long as it lives.
        self._reader = threading.Thread(target=self._main, args=(started,), name="model-host-answers", daemon=True)
        self._watcher = threading.Thread(target=self._watch, name="model-host-watch", daemon=True)
        self._reader.start()
        self._watcher.start()
        loaded = started.get()
        if isinstance(loaded, ModelProblem):
            self._closing.set()
            self._reader.join()
            self._watcher.join()
            raise loaded

    @property
    def pid(self) -> int:
        """The number of the host's process."""
        assert self._host is not None
        return self._host.pid

    def submit(self, request: Request, done: Done, token: Token | None = None) -> _Handle:
        """Take a request; see `Engine`."""
        with self._lock:
            self._count += 1
            asked = _Asked(self._count, request, done, token)
            closed = self._closing.is_set()
            if not closed:
                self._asked[asked.number] = asked
                self._send_what_is_due()
                self._wanted.set()
        if closed:
            done(EngineError("the engine is closed"))
        return _Handle(self, asked)

    def cancel(self, number: int) -> None:
        """Stop working on a request."""
        with self._lock:
            asked = self._asked.get(number)
            if asked is not None and asked.sent and self._host is not None:
                self._host.send(m.Cancel(number))
                return
        if asked is not None:
            self._finish(number, Cancelled("cancelled"))

    def knows(self, purpose: str) -> bool:
        """Say whether the model was trained on this form as it is now, and is not known to fail at it; see `Engine`."""
        return knows(self._trained, purpose) and purpose not in self._unfit

    def status(self) -> EngineStatus:
        """Say what the engine is doing."""
        with self._lock:
            running = min(self._status.running, len(self._asked))
            return EngineStatus(
                model=self.name,
                waiting=len(self._asked) - running,
                running=running,
                tokens_per_second=self._status.tokens_per_second if self._asked else 0.0,
                submitted=self._status.submitted,
                found=self._status.found,
            )

    def close(self) -> None:
        """Cancel everything and end the host."""
        self._closing.set()
        self._wanted.set()
        if self._host is not None:
            self._host.kill()  # before the lock, which may be held by somebody who waits for a host that does not listen
        with self._lock:
            if self._host is not None:
                self._host.kill()
        for thread in (self._reader, self._watcher):
            if threading.current_thread() is not thread:
                thread.join()

    def _main(self, started: "queue.SimpleQueue[m.Loaded | ModelProblem]") -> None:
        """Start the host, hand on what it answers, and start it again when it dies."""
        try:
            loaded = self._start()
        except ModelProblem as problem:
            started.put(problem)
            return
        self.name = loaded.name
        self.context = loaded.context
        self._trained = loaded.trained
        self.remark = loaded.remark
        self._status = EngineStatus(model=loaded.name)
        started.put(loaded)
        reason: EngineError = Cancelled("the engine was closed")
        try:
            while not self._closing.is_set():
                if self._stopped is None:
                    self._listen()
                else:
                    self._fail_all(self._stopped)
                    self._wanted.wait()
                    self._try_again()
        except BaseException as fault:
            reason = EngineError(f"the program failed while it listened to the model {self.name}: {fault}")
            raise
        finally:
            self._closing.set()
            if self._host is not None:
                self._host.kill()
            self._fail_all(reason)

    def _fail_all(self, reason: EngineError) -> None:
        self._wanted.clear()
        for number in list(self._asked):
            self._finish(number, reason)

    def _try_again(self) -> None:
        """Somebody asks again although there was no host: perhaps there is memory now, or the file is back."""
        try:
            self._start()
        except ModelProblem as problem:
            self._stopped = Unavailable(f"The model {self.name} cannot be started again. {problem.sentence}")
            return
        with self._lock:
            self._in_a_row = 0
            self._stopped = None
            self._send_what_is_due()

    def _start(self) -> m.Loaded:
        with self._lock:
            if self._closing.is_set():
                raise ModelProblem(f"The model {self._path} is no longer wanted.")
            for asked in self._asked.values():
                asked.sent = False
            host = self._host = HostProcess(self._load, self._patience)
        message = host.receive()
        if isinstance(message, m.Loaded):
            return message
        death = host.bury()
        if self._leave_gpus(host):
            self._tell(f"The model {self._path.stem} could not be loaded on {host.gpus}; it computes on the processor.")
            return self._start()
        if isinstance(message, m.Refused):
            raise ModelProblem(message.sentence, message.details)
        self.deaths += 1
        raise ModelProblem(f"The model {self._path} cannot be loaded: {death.what}; {death.advice}.", death.details)

    def _listen(self) -> None:
        """Hand on what the host answers until it dies, and start another one."""
        host = self._host
        assert host is not None
        while (message := host.receive()) is not None:
            self._take(message)
        death = host.bury()
        if self._closing.is_set():
            return
        guilty = self._after(death)
        for asked in guilty:
            reason = f"the model {self.name} died twice over this thought ({asked.request.purpose}): {death.what}; {death.advice}"
            self._call(asked.done, EngineError(reason))
        stopped = self._start_again(host, death)
        with self._lock:
            self._stopped = stopped
            self._send_what_is_due()

    def _after(self, death: Death) -> list[_Asked]:
        """Note who was there when the host died; return, and forget, those who were there too often."""
        with self._lock:
            self.deaths += 1
            self._in_a_row += 1
            known = [asked for asked in self._asked.values() if asked.sent]
            for asked in known:
                asked.sent = False
                asked.crashes += 1
            guilty = [asked for asked in known if asked.crashes >= MOST_CRASHES]
            for asked in guilty:
                del self._asked[asked.number]
        _logger.info("the process of the model %s ended: %s", self.name, death.details)
        return guilty

    def _leave_gpus(self, host: HostProcess) -> bool:
        """Compute on the processor from now on, if this host computed on GPUs that nobody asked for; say whether that was so."""
        if not host.gpus or self._load.gpu_layers is not None or self._load.settings.gpu_layers is not None or self._closing.is_set():
            return False
        self._load = msgspec.structs.replace(self._load, gpu_layers=0)
        return True

    def _start_again(self, host: HostProcess, death: Death) -> Unavailable | None:
        """Start another host; return why there is none, if so."""
        what = f"The model {self.name} was lost: {death.what}"
        if self._in_a_row >= MOST_IN_A_ROW:
            return Unavailable(f"{what}. That was the {self._in_a_row}th time without an answer; {death.advice}.")
        if self._leave_gpus(host):
            self._tell(f"{what}, while it computed on {host.gpus}. It is started again and computes on the processor.")
        else:
            self._tell(f"{what}. It is started again and goes on with the same thoughts; {death.advice}.")
        sentence = ""
        for _ in range(STARTS):
            try:
                self._start()
            except ModelProblem as problem:
                sentence = problem.sentence
            else:
                return None
        return Unavailable(f"{what}. It cannot be started again. {sentence}")

    def _watch(self) -> None:
        """Kill a host that hangs; its reader notices the death. Takes no lock: whoever has it may be waiting for that host."""
        while not self._closing.wait(TICK):
            host = self._host
            if host is not None and not self._delivering and (verdict := host.watch.tick(busy=bool(self._asked))):
                host.kill(verdict)

    def _take(self, message: m.FromHost) -> None:
        match message:
            case m.Piece():
                asked = self._asked.get(message.number)
                if asked is not None and asked.token is not None:
                    self._call(asked.token, message.text)
            case m.Answered():
                self._status = message.status
                self._in_a_row = 0
                self._finish(message.number, message.completion)
            case m.Failed():
                self._status = message.status
                reason = Cancelled(message.reason) if message.cancelled else EngineError(message.reason)
                self._finish(message.number, reason)

    def _finish(self, number: int, result: Completion | EngineError) -> None:
        with self._lock:
            asked = self._asked.pop(number, None)
            if asked is not None:
                self._send_what_is_due()
        if asked is not None:
            self._call(asked.done, result)

    def _call(self, receiver: "Done | Token", value: "Completion | EngineError | str") -> None:
        self._delivering = True  # meanwhile nobody reads what the host says, which is not its fault
        try:
            receiver(value)  # type: ignore[arg-type]  # each receiver with its own kind of value
        except Exception:
            # The engine serves others too: a fault in one receiver is reported, not shared.
            _logger.exception("a receiver of the engine failed")
        finally:
            self._delivering = False

    def _send_what_is_due(self) -> None:
        """Send everything; after a death, one suspect after the other, and the rest when none of them is left."""
        if self._host is None or self._stopped is not None or self._closing.is_set():
            return
        suspects = [asked for asked in self._asked.values() if asked.crashes]
        for asked in suspects[:1] or list(self._asked.values()):
            if not asked.sent:
                asked.sent = True
                self._host.send(m.Ask(asked.number, asked.request, asked.token is not None))
