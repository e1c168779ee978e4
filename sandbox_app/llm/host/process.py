"""One life of the model host: its process, its pipes, its last words."""

import logging
import subprocess
import threading
from collections import deque
from typing import BinaryIO, cast

from sandbox_app import processes
from sandbox_app.llm.host import messages as m
from sandbox_app.llm.host.death import Death, explain
from sandbox_app.llm.host.watch import Patience, Watch

_logger = logging.getLogger(__name__)

_LAST_WORDS = 30


class HostProcess:
    """A host that was started and told what to load.

    It must be started by a thread that lives as long as it is wanted: the system ends it with that thread.

    Attributes:
        watch: says when it hangs. gpus: the names of the GPUs that it computes on, or "".
    """

    def __init__(self, load: m.Load, patience: Patience) -> None:
        environment = processes.environment()
        environment["GGML_NO_BACKTRACE"] = "1"  # it would start a debugger
        # Threads of llama.cpp wait for each other by turning; beside a busy program that costs each wait a time slice of the system.
        environment.setdefault("GOMP_SPINCOUNT", "5000")
        command = processes.command("sandbox_app.llm.host")
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
        self._commands = cast(BinaryIO, self._process.stdin)
        self._answers = cast(BinaryIO, self._process.stdout)
        self._errors = cast(BinaryIO, self._process.stderr)
        self._words: deque[str] = deque(maxlen=_LAST_WORDS)
        self._verdict = ""
        self.watch = Watch(patience)
        self.gpus = ""
        self._listener = threading.Thread(target=self._listen, name="model-host-words", daemon=True)
        self._listener.start()
        self.send(load)

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

    def receive(self) -> m.FromHost | None:
        """Wait for its next message, pulses and the choice of GPUs taken out; None when it has ended."""
        while (message := m.receive_from_host(self._answers)) is not None:
            self.watch.heard()
            if isinstance(message, m.Pulse):
                self.watch.computed(message.batches)
                continue
            if isinstance(message, m.Chosen):
                self.gpus = message.gpus
                continue
            if isinstance(message, m.Loaded):
                self.watch.loaded()
            return message
        return None

    def kill(self, verdict: str = "") -> None:
        """End it at once, whatever it does, and keep why."""
        self._verdict = self._verdict or verdict
        self._process.kill()

    def bury(self) -> Death:
        """Wait for its end, close its pipes, and say why it ended."""
        status = self._process.wait()
        self._listener.join()
        try:
            self._commands.close()
        except BrokenPipeError:
            _logger.debug("the model host left something unread")
        self._answers.close()
        self._errors.close()
        return explain(status, list(self._words), self._verdict)

    def _listen(self) -> None:
        for line in self._errors:
            self._words.append(line.decode(errors="replace").rstrip())
