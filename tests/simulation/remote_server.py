"""llama-cpp-python's own server on loopback, with the demo model."""

import queue
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sandbox_app.llm.engines import default_model

PATIENCE = 90.0
"""Seconds after which a server that is not there is held to have failed."""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RemoteServer:
    """A server process.

    Attributes:
        url: where it is.
    """

    def __init__(self, port: int = 0) -> None:
        """Start it, at a port of its own or at this one, and wait until it answers."""
        self.port = port or _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        command = [sys.executable, "-m", "llama_cpp.server", "--model", str(default_model()), "--host", "127.0.0.1"]
        self._process = subprocess.Popen(
            [*command, "--port", str(self.port), "--n_ctx", "2048", "--n_threads", "2", "--verbose", "False"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._listener = threading.Thread(target=self._listen, args=(lines,), name="server-words", daemon=True)
        self._listener.start()
        said = []
        while "running on" not in (line := lines.get(timeout=PATIENCE)):
            said.append(line)
            assert line, "\n".join(said)

    def _listen(self, lines: "queue.SimpleQueue[str]") -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            lines.put(line)
        lines.put("")

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.wait()
        self._listener.join()
        assert self._process.stderr is not None
        self._process.stderr.close()


@contextmanager
def remote_server() -> Iterator[RemoteServer]:
    """A server for some tests."""
    server = RemoteServer()
    try:
        yield server
    finally:
        server.kill()
