"""Choosing and opening an engine, and what to say about a model that was not trained for what it is asked."""

from pathlib import Path
from typing import Literal

from sandbox_app.errors import ModelProblem
from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.gguf_check import ModelAbout, describe
from sandbox_app.llm.library.memory import check_memory
from sandbox_app.llm.request import Embedder, Engine
from sandbox_app.llm.trained import strange
from sandbox_app.posix import available_memory
from sandbox_app.resources import assets

Kind = Literal["llama", "scripted"]
Host = Literal["process", "thread"]


def default_model() -> Path:
    """Return where the demo model lies that ships with the program."""
    return assets("models", "town-demo.gguf")


def open_engine(kind: Kind, model: Path | None = None, host: Host = "process", gpu_layers: int | None = None) -> Engine:
    """Open an engine; the caller closes it.

    Args:
        kind: which engine.
        model: a GGUF file for the llama engine; the demo model when left out.
        host: where the llama engine lives: in a process of its own, or in a thread of this one.
        gpu_layers: how many layers of its model a GPU computes, -1 for all; as many as fit, when left out.

    Raises:
        ModelProblem: the model cannot be used.
    """
    if kind == "scripted":
        from sandbox_app.llm.scripted import ScriptedEngine

        return ScriptedEngine()
    path = model or default_model()
    if describe(path).embedding:
        raise ModelProblem(f"{path} makes vectors, not text; choose a language model for the town to think with.")
    check_memory(path, available_memory())
    if host == "process":
        from sandbox_app.llm.host import HostedEngine

        return HostedEngine(path, gpu_layers=gpu_layers)
    from sandbox_app.llm.llama import LlamaEngine

    return LlamaEngine(path, gpu_layers=gpu_layers)


def open_embedder() -> Embedder:
    """Return what memories are found with: a placeholder, until an embedding model ships with the program."""
    return HashedWords()


def warning(about: ModelAbout) -> str:
    """Return what a person should know before a town thinks with this model, or "".

    A model that names the forms it was trained on knows only these, as they were written then.
    """
    unknown = strange(about.forms)
    if not unknown:
        return ""
    return f"The model {about.name} was not trained on these forms as they are now: {', '.join(unknown)}; expect poor answers to them."
