"""The host's side of the pipe: loads one model and answers until its input ends, so it never outlives the program."""

import os
import queue
import signal
import sys
import threading
import time
from pathlib import Path
from typing import BinaryIO

from sandbox_app.errors import ModelProblem
from sandbox_app.llm.host import messages as m
from sandbox_app.llm.host.death import BROKEN
from sandbox_app.llm.host.watch import PULSE
from sandbox_app.llm.llama import LlamaEngine
from sandbox_app.llm.llama.embedder import LlamaEmbedder
from sandbox_app.llm.llama.gpu import gpus, layers_for
from sandbox_app.llm.request import Cancelled, Completion, EngineError, Handle
from sandbox_app.posix import end_with_parent, give_way


class Host:
    """The program's messages, the pulse, and the engine once it is loaded."""

    def __init__(self, commands: BinaryIO, out: BinaryIO) -> None:
        self._commands = commands
        self._out = out
        self._sending = threading.Lock()
        self._heard: queue.SimpleQueue[m.ToHost] = queue.SimpleQueue()
        self._handles: dict[int, Handle] = {}
        self._engine: LlamaEngine | LlamaEmbedder | None = None

    def send(self, message: m.FromHost) -> None:
        """Tell the program; called from any thread. A program that does not hear it is gone, and so is this process then."""
        try:
            with self._sending:
                m.send(self._out, message)
        except BrokenPipeError:
            os._exit(0)

    def live(self) -> None:
        """Load what the program says and serve it until it is gone."""
        # Whatever this process does, and even while llama.cpp hangs: once the program is gone, it ends.
        threading.Thread(target=self._listen, name="listener", daemon=True).start()
        threading.Thread(target=self._beat, name="pulse", daemon=True).start()
        load = self._heard.get()
        assert isinstance(load, m.Load)
        try:
            if load.vectors:
                self._live_embedding(LlamaEmbedder(Path(load.path), threads=load.threads or None))
            else:
                path = Path(load.path)
                layers = layers_for(load.settings.gpu_layers if load.gpu_layers is None else load.gpu_layers, path)
                self.send(m.Chosen(gpus() if layers else ""))
                threads, context = load.threads or None, load.context or None
                self._live_thinking(LlamaEngine(path, threads=threads, context=context, gpu_layers=layers, settings=load.settings))
        except ModelProblem as problem:
            self.send(m.Refused(problem.sentence, problem.details))
            os._exit(0)  # at its usual end Python would wait for the threads that listen and beat

    def _live_embedding(self, embedder: LlamaEmbedder) -> None:
        self._engine = embedder
        self.send(m.Loaded(embedder.name, 0))
        while True:
            match self._heard.get():
                case m.Embed() as embed:
                    try:
                        self.send(m.Vectors(embedder.embed(embed.texts).tobytes()))
                    except EngineError as error:
                        self.send(m.Vectors(problem=str(error)))

    def _live_thinking(self, engine: LlamaEngine) -> None:
        self._engine = engine
        self.send(m.Loaded(engine.name, engine.context, engine.trained, engine.remark))
        while True:
            match self._heard.get():
                case m.Ask() as ask:
                    self._ask(engine, ask)
                case m.Cancel() as cancel:
                    handle = self._handles.get(cancel.number)
                    if handle is not None:
                        handle.cancel()

    def _listen(self) -> None:
        while (command := m.receive_in_host(self._commands)) is not None:
            self._heard.put(command)
        os._exit(0)  # nothing here needs saving, and a computation under way must not hold it up

    def _beat(self) -> None:
        while True:
            self.send(m.Pulse(self._engine.batches if self._engine else 0))
            time.sleep(PULSE)

    def _ask(self, engine: LlamaEngine, ask: m.Ask) -> None:
        number = ask.number

        def done(result: Completion | EngineError) -> None:
            if engine.broken:
                os._exit(BROKEN)  # the program starts another host, which begins without the fault's traces
            self._handles.pop(number, None)
            status = engine.status()
            if isinstance(result, Completion):
                self.send(m.Answered(number, result, status))
            else:
                self.send(m.Failed(number, str(result), isinstance(result, Cancelled), status))

        def token(text: str) -> None:
            self.send(m.Piece(number, text))

        self._handles[number] = engine.submit(ask.request, done, token if ask.watched else None)


def main() -> None:
    """Serve the program on standard input and output."""
    end_with_parent()
    give_way(10)  # a model keeps every processor busy, and the window must not wait for it
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the program, which may want a last answer
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints must not end up between two messages
    # Unbuffered: a thread that waits in a buffer of Python's, which has a lock, would abort the process at its end.
    Host(open(sys.stdin.fileno(), "rb", buffering=0, closefd=False), out).live()  # noqa: SIM115 - for as long as the process lives


if __name__ == "__main__":
    main()
