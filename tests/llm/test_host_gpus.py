"""A host that dies while GPUs compute that nobody asked for: the next one computes on the processor. The GPU here is pretended."""

import os
import signal
import sys
from contextlib import closing
from pathlib import Path

import pytest

from sandbox_app import processes
from sandbox_app.errors import ModelProblem
from sandbox_app.llm.host import HostedEngine
from tests.llm.asking import Asked
from tests.llm.small_model import write_small_gguf
from tests.llm.test_llama_engine import free_text

PRETENDING = """
import os, sys
from sandbox_app.llm.host import __main__ as host

engine = host.LlamaEngine

def start(*args, gpu_layers, **others):
    if gpu_layers and sys.argv[1] == "loading":
        os.abort()
    return engine(*args, gpu_layers=0, **others)

host.layers_for = lambda asked, path: 5 if asked is None else asked
host.gpus = lambda: "a pretended GPU"
host.LlamaEngine = start
host.main()
"""


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return write_small_gguf(tmp_path / "small.gguf", endless=True)


def pretend(monkeypatch: pytest.MonkeyPatch, folder: Path, dies: str) -> None:
    """Let hosts pretend a GPU, of which the driver fails while it is "loading" or "computing"."""
    (folder / "host.py").write_text(PRETENDING)
    monkeypatch.setattr(processes, "command", lambda _module: [sys.executable, str(folder / "host.py"), dies])


def test_a_driver_that_fails_while_it_computes_is_left(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, tmp_path, "computing")
    told: list[str] = []
    with closing(HostedEngine(model, threads=1, context=4096, tell=told.append)) as engine:
        asked = Asked(engine, free_text("Hello", 300, seed=1))
        assert asked.first_piece.wait(60)
        os.kill(engine.pid, signal.SIGSEGV)
        assert asked.completion().generated
        assert told == [
            f"The model {engine.name} was lost: llama.cpp crashed (SIGSEGV), while it computed on a pretended GPU. "
            "It is started again and computes on the processor."
        ]
        again = Asked(engine, free_text("Hello", 300, seed=2))
        assert again.first_piece.wait(60)
        os.kill(engine.pid, signal.SIGSEGV)
        assert again.completion().generated
        assert "goes on with the same thoughts" in told[1]


def test_a_driver_that_fails_while_it_loads_is_left(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, tmp_path, "loading")
    told: list[str] = []
    with closing(HostedEngine(model, threads=1, context=4096, tell=told.append)) as engine:
        assert Asked(engine, free_text("Hello", 20, seed=1)).completion().generated
    assert told == ["The model small could not be loaded on a pretended GPU; it computes on the processor."]


def test_a_gpu_that_somebody_asked_for_is_not_left(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, tmp_path, "loading")
    with pytest.raises(ModelProblem, match=r"cannot be loaded: llama\.cpp crashed \(SIGABRT"):
        HostedEngine(model, threads=1, context=4096, gpu_layers=5)
