"""What thinks in a world: what the person asks for, else what the world's file notes, else the demo model.

A world notes, under `models` in its `meta`, the model of each role by name and SHA-256, never a path and never a server's
address: where a model lies this computer knows by itself, and which server to ask the person says.
"""

from pathlib import Path

import msgspec
from msgspec import Struct

from sandbox_app.errors import Problem
from sandbox_app.llm import known_models
from sandbox_app.llm.engines import Choice, Host, Kind, Thinkers, default_embedding, default_model
from sandbox_app.llm.roles import ROLES
from sandbox_app.worldfile.reader import WorldReader

KEY = "models"
"""Where the choice stands in `meta`."""
USED = "models_used"
"""Where in `meta` all models stand that the world ever thought with; a call's `model` names one of them."""
EVERYTHING = "everything"
"""The engine of all roles that have none of their own."""
EMBEDDING = "embedding"
"""The role of what memories are found with. It is chosen when a world is opened for the first time and stays until a person says otherwise,
whatever thinks there later: vectors of two models cannot be compared, and making all of them anew takes its time."""
WORDS = "words"
"""In place of an embedding model's file: memories are found by the words they share with what is looked for."""


class Asked(Struct, frozen=True, kw_only=True):
    """What a person asks for when opening a world; None or "" where nothing is said.

    Attributes:
        model: a GGUF file, or a model's name on the server.
        roles: role to a GGUF file, to "scripted", "remote", or "remote:NAME".
        server: its address. host: where llama engines live. gpu_layers: see `Thinkers`.
    """

    engine: Kind | None = None
    model: str = ""
    roles: dict[str, str] = {}
    server: str = ""
    host: Host = "process"
    gpu_layers: int | None = None

    @property
    def says_which(self) -> bool:
        """Whether the person chose a model, and not only a kind of engine for this time: then the world notes it."""
        return bool(self.model or self.roles or self.server)


class Noted(Struct, frozen=True, omit_defaults=True):
    """One engine as a world notes it: the model's name, and the SHA-256 of its file if it is one."""

    kind: Kind
    name: str = ""
    sha256: str = ""


class Elsewhere(Problem):
    """A world thinks with something that is not to be had here, or not without the person's word."""


class Chosen(Struct, frozen=True):
    """What is to be opened: the engines, and the embedding model: its file, `WORDS` where a person wants none, or "" for none."""

    thinkers: Thinkers
    embedding: str = ""

    @property
    def embedding_file(self) -> str:
        """The embedding model's file, "" for none."""
        return "" if self.embedding == WORDS else self.embedding


def read_roles(given: list[str]) -> dict[str, str]:
    """Read ROLE=FILE as the command line has it.

    Raises:
        Problem: it has another form, or there is no such role.
    """
    roles = {}
    for text in given:
        role, sign, what = text.partition("=")
        if not sign or not what or role not in (*ROLES, EMBEDDING):
            raise Problem(f"{text!r} gives no role a model; write ROLE=FILE, with one of {', '.join(ROLES)}, {EMBEDDING}.")
        roles[role] = what
    return roles


def choose(world: Path, asked: Asked) -> Chosen:
    """Return what thinks in a world.

    Raises:
        WorldProblem: the world cannot be read.
        Elsewhere: it thinks with a model that is not on this computer, or on a server and none is named.
        ModelProblem: a model's file cannot be read.
    """
    with WorldReader(world) as reader:
        text = reader.meta().get(KEY, "{}")
    try:
        noted = msgspec.json.decode(text, type=dict[str, Noted])
    except msgspec.DecodeError as error:
        raise Problem(f"{world} notes in an unknown way what it thinks with; say it with --engine or --model.") from error
    if asked.engine is None and not asked.model and not asked.server:
        everything = _of_note(world, noted.get(EVERYTHING, Noted("llama")))
        single = {role: _of_note(world, noted[role]) for role in ROLES if role in noted and role not in asked.roles}
    else:
        everything, single = _of_words(asked, noted.get(EVERYTHING)), {}
    single |= {role: _of_role(asked.roles[role]) for role in ROLES if role in asked.roles}
    thinkers = Thinkers(everything=everything, roles=single, server=asked.server, host=asked.host, gpu_layers=asked.gpu_layers)
    if not asked.server and any(thinkers.of(role).kind == "remote" for role in ROLES):
        raise Elsewhere(f"{world} is to think on a server; say which (--server http://127.0.0.1:8080), or choose another engine.")
    return Chosen(thinkers, _embedding(world, asked, noted, thinkers))


def _embedding(world: Path, asked: Asked, noted: dict[str, Noted], thinkers: Thinkers) -> str:
    """Return the embedding model's file: what is asked for, else what is noted, else the one that ships where models think."""
    if EMBEDDING in asked.roles:
        return asked.roles[EMBEDDING]
    if EMBEDDING not in noted:
        scripted = all(thinkers.of(role).kind == "scripted" for role in ROLES)
        return "" if scripted else str(default_embedding())
    note = noted[EMBEDDING]
    if note.kind != "llama":
        return WORDS
    if note.sha256 == known_models.digest(default_embedding()):
        return str(default_embedding())
    path = known_models.find(note.sha256)
    if path is None:
        raise Elsewhere(
            f"{world} finds its memories with the model {note.name} ({note.sha256[:12]}…), which has not been used on this computer;"
            " name its file with --role embedding=FILE, or let all memories be read anew with --role embedding="
            f"{default_embedding()}."
        )
    return str(path)


def _of_words(asked: Asked, noted: Noted | None) -> Choice:
    kind: Kind = asked.engine or ("remote" if asked.server else "llama")
    if kind == "llama" and not asked.model and noted is not None and noted.kind == "llama" and noted.sha256:
        path = known_models.find(noted.sha256)
        return Choice("llama", str(path) if path else "")
    return Choice(kind, asked.model)


def _of_role(text: str) -> Choice:
    kind, _, name = text.partition(":")
    if kind == "remote":
        return Choice("remote", name)
    return Choice("scripted") if text == "scripted" else Choice("llama", text)


def _of_note(world: Path, noted: Noted) -> Choice:
    if noted.kind != "llama" or not noted.sha256:
        return Choice(noted.kind, noted.name if noted.kind == "remote" else "")
    if noted.sha256 == known_models.digest(default_model()):
        return Choice("llama")
    path = known_models.find(noted.sha256)
    if path is None:
        raise Elsewhere(
            f"{world} thinks with the model {noted.name} ({noted.sha256[:12]}…), which has not been used on this computer;"
            " name its file with --model, or choose another one."
        )
    return Choice("llama", str(path))


def note(chosen: Chosen) -> dict[str, Noted]:
    """Return the choice as a world notes it.

    Raises:
        ModelProblem: a model's file cannot be read.
    """
    noted: dict[str, Noted] = {EVERYTHING: _noted(chosen.thinkers.everything)}
    noted |= {role: _noted(choice) for role, choice in chosen.thinkers.roles.items()}
    if chosen.embedding:
        noted[EMBEDDING] = Noted("scripted") if chosen.embedding == WORDS else _noted(Choice("llama", chosen.embedding))
    return noted


def with_embedding(text: str, noted: dict[str, Noted]) -> str:
    """Return what a world notes (`KEY` in `meta`), with the embedding of `noted` if there is one and none is noted yet.

    Vectors are made from the first day on, so this is kept even where nobody chose anything.
    """
    kept = msgspec.json.decode(text, type=dict[str, Noted])
    if EMBEDDING in kept or EMBEDDING not in noted:
        return text
    return msgspec.json.encode(kept | {EMBEDDING: noted[EMBEDDING]}).decode()


def add_used(text: str, noted: dict[str, Noted]) -> str:
    """Return the list of all models a world ever thought with (`USED` in `meta`), with these; what finds memories is none of them."""
    thinking = [one for role, one in noted.items() if role != EMBEDDING]
    try:
        used = msgspec.json.decode(text, type=list[Noted])
    except msgspec.DecodeError:
        used = []
    return msgspec.json.encode([*used, *(one for one in dict.fromkeys(thinking) if one not in used)]).decode()


def _noted(choice: Choice) -> Noted:
    if choice.kind != "llama":
        return Noted(choice.kind, choice.model)
    path = Path(choice.model) if choice.model else default_model()
    return Noted("llama", path.stem, known_models.digest(path))
