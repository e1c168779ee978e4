"""Choosing and opening engines, and what to say about a model that was not trained for what it is asked."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from msgspec import Struct

from sandbox_app.errors import ModelProblem
from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.gguf_check import ModelAbout, describe
from sandbox_app.llm.library.memory import check_memory
from sandbox_app.llm.model_settings import settings_of
from sandbox_app.llm.request import Embedder, Engine
from sandbox_app.llm.roles import ROLES, Role, RoleEngine
from sandbox_app.llm.trained import strange
from sandbox_app.posix import available_memory
from sandbox_app.resources import assets

Kind = Literal["llama", "scripted", "remote"]
Host = Literal["process", "thread"]


class Choice(Struct, frozen=True):
    """One engine: its kind, and which model: a GGUF file's path, or a model's name on the server; "" for the usual one."""

    kind: Kind = "llama"
    model: str = ""


class Thinkers(Struct, frozen=True, kw_only=True):
    """What thinks in a world.

    Attributes:
        everything: the engine of all roles that have none of their own.
        roles: the engines of single roles.
        server: the address of the remote engines' server, as the person named it; never from a world's file.
        host: where llama engines live: each in a process of its own, or in a thread of this one.
        gpu_layers: how many layers of each llama engine's model a GPU computes, -1 for all, None for as many as fit.
    """

    everything: Choice = Choice()
    roles: dict[Role, Choice] = {}
    server: str = ""
    host: Host = "process"
    gpu_layers: int | None = None

    def of(self, role: Role) -> Choice:
        """Return the engine of a role."""
        return self.roles.get(role, self.everything)


def default_model() -> Path:
    """Return where the demo model lies that ships with the program."""
    return assets("models", "town-demo.gguf")


def open_engine(
    kind: Kind, model: Path | str | None = None, host: Host = "process", gpu_layers: int | None = None, server: str = ""
) -> Engine:
    """Open an engine; the caller closes it.

    Args:
        kind: which engine.
        model: a GGUF file for the llama engine, by default the demo model; a model's name for the remote one.
        host: where the llama engine lives: in a process of its own, or in a thread of this one.
        gpu_layers: how many layers of its model a GPU computes, -1 for all; as many as fit, when left out.
        server: the address of the remote engine's server.

    Raises:
        ModelProblem: the model or the server cannot be used.
    """
    if kind == "scripted":
        from sandbox_app.llm.scripted import ScriptedEngine

        return ScriptedEngine()
    if kind == "remote":
        if not server:
            raise ModelProblem("Say which server thinks: --server http://127.0.0.1:8080.")
        from sandbox_app.llm.remote import RemoteEngine

        return RemoteEngine(server, str(model or ""))
    path = Path(model) if model else default_model()
    if describe(path).embedding:
        raise ModelProblem(f"{path} makes vectors, not text; choose a language model for the town to think with.")
    check_memory(path, available_memory())
    from sandbox_app.llm.library.fitness import unfit_for

    settings, unfit = settings_of(path), unfit_for(path)
    if host == "process":
        from sandbox_app.llm.host import HostedEngine

        return HostedEngine(path, gpu_layers=gpu_layers, settings=settings, unfit=unfit)
    from sandbox_app.llm.llama import LlamaEngine

    return LlamaEngine(path, gpu_layers=gpu_layers, settings=settings, unfit=unfit)


def open_thinkers(thinkers: Thinkers) -> Engine:
    """Open all engines that a world thinks with, as one; the caller closes it.

    Raises:
        ModelProblem: one of them cannot be used; none is left open.
    """
    opened: dict[Choice, Engine] = {}
    try:
        for choice in dict.fromkeys(thinkers.of(role) for role in ROLES):
            opened[choice] = open_engine(choice.kind, choice.model, thinkers.host, thinkers.gpu_layers, thinkers.server)
    except BaseException:
        for engine in opened.values():
            engine.close()
        raise
    by_role: Mapping[Role, Engine] = {role: opened[thinkers.of(role)] for role in ROLES}
    return RoleEngine(by_role) if len(opened) > 1 else by_role["routine"]


def fewest_parameters(thinkers: Thinkers) -> int:
    """Return how many weights the smallest of the local models has that think, 0 when there is none.

    Raises:
        ModelProblem: a model's file cannot be used.
    """
    files = {Path(choice.model) if choice.model else default_model() for choice in map(thinkers.of, ROLES) if choice.kind == "llama"}
    return min((describe(path).parameters for path in files), default=0)


def default_embedding() -> Path:
    """Return where the embedding model lies that ships with the program."""
    return assets("models", "all-MiniLM-L6-v2.gguf")


def open_embedder(model: str = "", host: Host = "process") -> Embedder:
    """Return what memories are found with: an embedding model, or, without one, the words that texts share.

    Args:
        model: a GGUF file, or "".
        host: where it lives; in a process of its own it is loaded in the background.

    Raises:
        ModelProblem: the model cannot be used.
    """
    if not model:
        return HashedWords()
    if host == "process":
        from sandbox_app.llm.host.embedder import HostedEmbedder

        return HostedEmbedder(Path(model))
    from sandbox_app.llm.llama.embedder import LlamaEmbedder

    return LlamaEmbedder(Path(model))


def warning(about: ModelAbout) -> str:
    """Return what a person should know before a town thinks with this model, or "".

    A model that names the forms it was trained on knows only these, as they were written then.
    """
    unknown = strange(about.forms)
    if not unknown:
        return ""
    return f"The model {about.name} was not trained on these forms as they are now: {', '.join(unknown)}; expect poor answers to them."
