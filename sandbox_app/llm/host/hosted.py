"""The program's side of the model host: an `Engine` whose model lives in another process and is restarted when it dies."""

import logging
import os
import subprocess
import sys
import threading
from collections import deque
from pathlib import Path
from typing import BinaryIO, cast

from sandbox_app.errors import ModelProblem
from sandbox_app.llm.host import messages as m
from sandbox_app.llm.request import Cancelled, Completion, Done, EngineError, EngineStatus, Request, Token
from sandbox_app.llm.trained import knows

_logger = logging.getLogger(__name__)

MOST_CRASHES = 2
"""A request in whose company the host died this often is not tried again."""
_LAST_WORDS = 30
_PACKAGE_PARENT = str(Path(__file__).resolve().parents[3])


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


class _Process:
    """One life of the host."""

    def __init__(self, path: Path, threads: int, context: int) -> None:
        environment = dict(os.environ)
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, (_PACKAGE_PARENT, environment.get("PYTHONPATH"))))
        environment["GGML_NO_BACKTRACE"] = "1"  # it would start a debugger
        command = [sys.executable, "-m", "sandbox_app.llm.host"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
        self._commands = cast(BinaryIO, self._process.stdin)
        self.answers = cast(BinaryIO, self._process.stdout)
        self._errors = cast(BinaryIO, self._process.stderr)
        self._words: deque[str] = deque(maxlen=_LAST_WORDS)
        self._listener = threading.Thread(target=self._listen, name="model-host-words", daemon=True)
        self._listener.start()
        self.send(m.Load(str(path.absolute()), threads, context))

    @property
    def pid(self) -> int:
        """Its number in the system."""
        return self._process.pid

    def send(self, message: m.ToHost) -> None:
        """Tell the host; when it is dead, whoever reads its answers notices."""
        try:
            m.send(self._commands, message)
        except (BrokenPipeError, ValueError):
            _logger.debug("the model host did not hear %s", type(message).__name__)

    def last_words(self) -> str:
        """Wait for its end and return why it ended: its exit status and the last it said."""
        status = self._process.wait()
        self._listener.join()
        said = "\n".join(self._words)
        cause = next((line for line in self._words if "GGML_ASSERT" in line or "terminate called" in line), "")
        how = f"signal {-status}" if status < 0 else f"exit status {status}"
        return f"{how}{': ' + cause if cause else ''}\n{said}".strip()

    def end(self) -> None:
        """End it and wait for that."""
        self._process.kill()
        self._process.wait()
        self._listener.join()

    def let_go(self) -> None:
        """Close the pipes of a dead host."""
        try:
            self._commands.close()
        except BrokenPipeError:
            _logger.debug("the model host left something unread")
        self.answers.close()
        self._errors.close()

    def _listen(self) -> None:
        for line in self._errors:
            self._words.append(line.decode(errors="replace").rstrip())


class HostedEngine:
    """A llama.cpp engine in a process of its own.

    When the host dies, it is started again and what it knew of is asked again, one request at a time, until the one
    that kills it is found; that one fails, with its cause. `done` and `token` are called on a thread of this engine;
    the pieces of a request that is asked again begin anew.

    Attributes:
        name: the model's name. context: tokens of a prompt and its answer together.
    """

    def __init__(self, path: Path, *, threads: int = 0, context: int = 0) -> None:
        """Start the host and wait until the model is loaded.

        Raises:
            ModelProblem: the model cannot be used, or the host died while loading it.
        """
        self._path = path
        self._size = (threads, context)
        self._lock = threading.RLock()
        self._asked: dict[int, _Asked] = {}
        self._count = 0
        self._closed = False
        self._stopped: EngineError | None = None
        self._host, loaded = self._start()
        self.name = loaded.name
        self.context = loaded.context
        self._trained = loaded.trained
        self._status = EngineStatus(model=loaded.name)
        self._reader = threading.Thread(target=self._read, name="model-host-answers", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """The number of the host's process."""
        return self._host.pid

    def submit(self, request: Request, done: Done, token: Token | None = None) -> _Handle:
        """Take a request; see `Engine`."""
        with self._lock:
            self._count += 1
            asked = _Asked(self._count, request, done, token)
            refusal = self._stopped
            if refusal is None:
                self._asked[asked.number] = asked
                self._send_what_is_due()
        if refusal is not None:
            done(refusal)
        return _Handle(self, asked)

    def cancel(self, number: int) -> None:
        """Stop working on a request."""
        with self._lock:
            asked = self._asked.get(number)
            if asked is not None and asked.sent:
                self._host.send(m.Cancel(number))
                return
        if asked is not None:
            self._finish(number, Cancelled("cancelled"))

    def knows(self, purpose: str) -> bool:
        """Say whether the model was trained on this form as it is now; see `Engine`."""
        return knows(self._trained, purpose)

    def status(self) -> EngineStatus:
        """Say what the engine is doing."""
        with self._lock:
            running = min(self._status.running, len(self._asked))
            return EngineStatus(
                model=self.name,
                waiting=len(self._asked) - running,
                running=running,
                tokens_per_second=self._status.tokens_per_second if self._asked else 0.0,
            )

    def close(self) -> None:
        """Cancel everything and end the host."""
        with self._lock:
            self._closed = True
            self._stopped = self._stopped or EngineError("the engine is closed")
            self._host.end()
        if threading.current_thread() is not self._reader:
            self._reader.join()

    def _start(self) -> tuple[_Process, m.Loaded]:
        host = _Process(self._path, *self._size)
        message = m.receive_from_host(host.answers)
        if isinstance(message, m.Loaded):
            return host, message
        words = host.last_words()
        host.let_go()
        if isinstance(message, m.Refused):
            raise ModelProblem(message.sentence, message.details)
        raise ModelProblem(f"llama.cpp cannot load the model {self._path} and died trying; use another file.", words)

    def _read(self) -> None:
        """Hand on what the host answers; start it again when it dies."""
        while True:
            while (message := m.receive_from_host(self._host.answers)) is not None:
                self._take(message)
            words = self._host.last_words()
            self._host.let_go()
            with self._lock:
                if not self._closed:
                    self._after_a_death(words)
                over = self._stopped
            if over is not None:
                reason = Cancelled("the engine was closed") if self._closed else over
                for number in list(self._asked):
                    self._finish(number, reason)
                return

    def _take(self, message: m.FromHost) -> None:
        match message:
            case m.Piece():
                asked = self._asked.get(message.number)
                if asked is not None and asked.token is not None:
                    self._call(asked.token, message.text)
            case m.Answered():
                self._status = message.status
                self._finish(message.number, message.completion)
            case m.Failed():
                self._status = message.status
                reason = Cancelled(message.reason) if message.cancelled else EngineError(message.reason)
                self._finish(message.number, reason)

    def _finish(self, number: int, result: Completion | EngineError) -> None:
        with self._lock:
            asked = self._asked.pop(number, None)
            if asked is not None and self._stopped is None:
                self._send_what_is_due()
        if asked is not None:
            self._call(asked.done, result)

    def _call(self, receiver: "Done | Token", value: "Completion | EngineError | str") -> None:
        try:
            receiver(value)  # type: ignore[arg-type]  # each receiver with its own kind of value
        except Exception:
            # The engine serves others too: a fault in one receiver is reported, not shared.
            _logger.exception("a receiver of the engine failed")

    def _send_what_is_due(self) -> None:
        """Send everything; after a death, one suspect after the other, and the rest when none of them is left."""
        suspects = [asked for asked in self._asked.values() if asked.crashes]
        for asked in suspects[:1] or list(self._asked.values()):
            if not asked.sent:
                asked.sent = True
                self._host.send(m.Ask(asked.number, asked.request, asked.token is not None))

    def _after_a_death(self, words: str) -> None:
        known = [asked for asked in self._asked.values() if asked.sent]
        for asked in known:
            asked.sent = False
            asked.crashes += 1
        first = words.split("\n", 1)[0]
        guilty = [asked for asked in known if asked.crashes >= MOST_CRASHES]
        for asked in guilty:
            del self._asked[asked.number]
            self._call(
                asked.done,
                EngineError(f"the model {self.name} died twice over this thought ({asked.request.purpose}; {first})"),
            )
        _logger.warning("the process of the model %s ended (%s) and is started again", self.name, first)
        try:
            self._host, _ = self._start()
        except ModelProblem as problem:
            self._stopped = EngineError(f"the model {self.name} ended ({first}) and cannot be started again: {problem.sentence}")
            return
        self._send_what_is_due()
