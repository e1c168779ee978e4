"""How long it takes until a request is cancelled whose long prompt is being computed."""

import threading
import time
from contextlib import closing
from pathlib import Path

from sandbox_app.llm.bench_sides import make_request
from sandbox_app.llm.llama import LlamaEngine
from sandbox_app.llm.request import Cancelled, Completion, EngineError

_TIMES = 7
_PATIENCE = 60.0


def cancel_ms(path: Path, threads: int) -> float:
    """Return the longest of several cancellations, in milliseconds, each some way into a prompt as long as the model reads."""
    with closing(LlamaEngine(path, threads=threads)) as engine:
        text = "The mill is closed and nobody knows why. "
        longest = engine.context - 128
        return max(_cancel(engine, f"{turn} {text * (longest // len(text))}") for turn in range(_TIMES)) * 1000


def _cancel(engine: LlamaEngine, text: str) -> float:
    ended: list[float] = []
    over = threading.Event()
    results: list[Completion | EngineError] = []

    def done(result: Completion | EngineError) -> None:
        ended.append(time.perf_counter())
        results.append(result)
        over.set()

    handle = engine.submit(make_request(text, 100), done)
    while not engine.status().running and not over.is_set():
        time.sleep(0.001)
    time.sleep(0.02)  # into the computation
    cancelled = time.perf_counter()
    handle.cancel()
    if not over.wait(_PATIENCE):
        raise EngineError("a request could not be cancelled")
    return ended[0] - cancelled if isinstance(results[0], Cancelled) else 0.0
