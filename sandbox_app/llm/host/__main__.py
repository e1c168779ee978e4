"""The host's side of the pipe: loads one model and answers until its input ends, so it never outlives the program."""

import os
import signal
import sys
import threading
from pathlib import Path
from typing import BinaryIO

from sandbox_app.errors import ModelProblem
from sandbox_app.llm.host import messages as m
from sandbox_app.llm.llama import LlamaEngine
from sandbox_app.llm.request import Cancelled, Completion, EngineError, Handle

_BROKEN = 70


class Host:
    """One engine and the program it serves."""

    def __init__(self, engine: LlamaEngine, out: BinaryIO, sending: threading.Lock) -> None:
        self._engine = engine
        self._out = out
        self._sending = sending
        self._handles: dict[int, Handle] = {}

    def send(self, message: m.FromHost) -> None:
        """Tell the program; called from the engine's thread and the main one."""
        with self._sending:
            m.send(self._out, message)

    def serve(self, commands: BinaryIO) -> None:
        """Do what the program says until it is gone."""
        self.send(m.Loaded(self._engine.name, self._engine.context, self._engine.trained))
        while (command := m.receive_in_host(commands)) is not None:
            match command:
                case m.Ask():
                    self._ask(command)
                case m.Cancel():
                    handle = self._handles.get(command.number)
                    if handle is not None:
                        handle.cancel()

    def _ask(self, ask: m.Ask) -> None:
        number = ask.number

        def done(result: Completion | EngineError) -> None:
            if self._engine.broken:
                os._exit(_BROKEN)  # the program starts another host, which begins without the fault's traces
            self._handles.pop(number, None)
            status = self._engine.status()
            if isinstance(result, Completion):
                self.send(m.Answered(number, result, status))
            else:
                self.send(m.Failed(number, str(result), isinstance(result, Cancelled), status))

        def token(text: str) -> None:
            self.send(m.Piece(number, text))

        self._handles[number] = self._engine.submit(ask.request, done, token if ask.watched else None)


def main() -> None:
    """Serve the program on standard input and output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the program, which may want a last answer
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints must not end up between two messages
    commands = sys.stdin.buffer
    load = m.receive_in_host(commands)
    if not isinstance(load, m.Load):
        return
    try:
        engine = LlamaEngine(Path(load.path), threads=load.threads or None, context=load.context or None)
    except ModelProblem as problem:
        m.send(out, m.Refused(problem.sentence, problem.details))
        return
    Host(engine, out, threading.Lock()).serve(commands)
    # The program is gone or wants no more. Nothing here needs saving, and a computation under way must not hold it up.
    os._exit(0)


if __name__ == "__main__":
    main()
