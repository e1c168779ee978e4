"""The window's end of the runner: a child process that owns the world, spoken to in `messages`.

Knows nothing of Qt: callbacks are called on the client's own reader thread, and whoever draws must hand them over.
"""

import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import BinaryIO, cast

from sandbox_app.simulation import messages
from sandbox_app.simulation.messages import Closed, Quit, ToRunner, ToWindow

LEAVING = 0.1
"""Seconds that a runner which has closed its world has at least to leave by itself."""
LAST_WORDS = 200
"""How many lines of the runner's error output are kept."""


class RunnerClient:
    """A runner and the two threads that listen to it.

    Args:
        command: what starts the runner.
        on_message: called with each message, in order, on the reader thread.
        on_end: called once with the exit status and the last lines of error output when the runner ends by itself,
            on the reader thread; never after `close`.
    """

    def __init__(self, command: Sequence[str], on_message: Callable[[ToWindow], None], on_end: Callable[[int, str], None]) -> None:
        self._on_message = on_message
        self._on_end = on_end
        self._closing = threading.Event()
        self._closed = threading.Event()
        self._sending = threading.Lock()
        self._words: deque[str] = deque(maxlen=LAST_WORDS)
        self._process = subprocess.Popen(list(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=-1)
        self._to_runner = cast(BinaryIO, self._process.stdin)
        self._from_runner = cast(BinaryIO, self._process.stdout)
        self._errors = cast(BinaryIO, self._process.stderr)
        self._listener = threading.Thread(target=self._listen, name="runner-words", daemon=True)
        self._reader = threading.Thread(target=self._read, name="runner-messages", daemon=True)
        self._listener.start()
        self._reader.start()

    @property
    def running(self) -> bool:
        """Whether the runner lives."""
        return self._process.poll() is None

    def send(self, message: ToRunner) -> bool:
        """Send a message; False when the runner can no longer hear it (`on_end` tells why)."""
        with self._sending:
            try:
                messages.send(self._to_runner, message)
            except (BrokenPipeError, ValueError):
                return False
        return True

    def close(self, timeout: float = 0.8) -> None:
        """Ask the runner to end, wait at most `timeout` seconds, and then end it surely. May be called twice.

        Once it has said that the world is closed nothing can be lost any more; it may use up the time to leave.
        """
        self._closing.set()
        if self.running:
            deadline = time.monotonic() + timeout
            self.send(Quit())
            self._closed.wait(timeout)
            try:
                self._process.wait(max(LEAVING, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._reader.join()
        self._listener.join(timeout=1.0)
        self._let_go()

    def _read(self) -> None:
        try:
            while (message := messages.receive_in_window(self._from_runner)) is not None:
                if isinstance(message, Closed):
                    self._closed.set()
                if not self._closing.is_set():
                    self._on_message(message)
        except BaseException:
            self._process.kill()
            raise
        finally:
            self._closed.set()
            status = self._process.wait()
            self._listener.join(timeout=1.0)
            if not self._closing.is_set():
                self._on_end(status, "\n".join(self._words))

    def _listen(self) -> None:
        for line in self._errors:
            self._words.append(line.decode(errors="replace").rstrip())

    def _let_go(self) -> None:
        with self._sending, suppress(BrokenPipeError):  # what was still buffered has no reader any more
            self._to_runner.close()
        self._from_runner.close()
        if not self._listener.is_alive():
            self._errors.close()
