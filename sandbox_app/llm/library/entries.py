"""What a model file is, for a list of models and for a closer look."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec import Struct

from sandbox_app.errors import ModelProblem
from sandbox_app.llm.gguf_check import Header, read_header
from sandbox_app.llm.library.find import Found
from sandbox_app.llm.library.fitness import card_at
from sandbox_app.llm.library.memory import needed
from sandbox_app.llm.library.speed import speed

MOST_ENTRIES = 1000
"""Longer lists of a file's metadata are cut."""
_CHUNK = 1 << 22
_TEMPLATES = (
    ("<|im_start|>", "chatml"),
    ("<|start_header_id|>", "llama3"),
    ("<start_of_turn>", "gemma"),
    ("[INST]", "mistral"),
    ("<|assistant|>", "phi"),
)


class Entry(Struct, frozen=True, kw_only=True):
    """A model file in a list.

    Attributes:
        path, source, label: see `Found`.
        template: the family of its chat template, "other" for one we have no name for, "" without one.
        memory: bytes that it will need when it thinks for a town.
        speed: "quick", "fair", "slow" or "very slow" on this computer: as measured where it was tried, else as expected.
        fitness: of the questions with which it was tried, the share that was right; None when it was not.
        embedding: it finds memories and cannot speak.
        problem: why it cannot be used, or ""; then the rest is empty.
    """

    path: str
    source: str = ""
    label: str = ""
    name: str = ""
    architecture: str = ""
    parameters: int = 0
    quantization: str = ""
    context: int = 0
    template: str = ""
    size: int = 0
    memory: int = 0
    speed: str = ""
    fitness: float | None = None
    embedding: bool = False
    problem: str = ""


class Details(Struct, frozen=True, kw_only=True):
    """A closer look: the entry, the file's digest, and all it says of itself; `cut` says how long the lists are that were cut."""

    entry: Entry
    sha256: str
    metadata: dict[str, Any]
    cut: dict[str, int]


def entry_of(found: Found) -> Entry:
    """Read a file's header and say what it is; a file that cannot be used says why."""
    try:
        return _entry(found, read_header(found.path))
    except ModelProblem as problem:
        return Entry(path=str(found.path), source=found.source, label=found.label, size=_size(found.path), problem=problem.sentence)


def details_of(path: Path, progress: Callable[[int], None] = lambda count: None) -> Details:
    """Look closely at a file; `progress` is told how many bytes of it have been read.

    Raises:
        ModelProblem: it is missing, no GGUF, or damaged.
    """
    header = read_header(path)
    cut = {key: len(value) for key, value in header.fields.items() if isinstance(value, tuple) and len(value) > MOST_ENTRIES}
    metadata = {key: value[:MOST_ENTRIES] if isinstance(value, tuple) else value for key, value in header.fields.items()}
    try:
        entry = _entry(Found(path, ""), header)
    except ModelProblem as problem:
        entry = Entry(path=str(path), size=header.size, problem=problem.sentence)
    return Details(entry=entry, sha256=digest(path, progress), metadata=metadata, cut=cut)


def digest(path: Path, progress: Callable[[int], None] = lambda count: None) -> str:
    """Return the sha256 of a file."""
    made = hashlib.sha256()
    done = 0
    with path.open("rb") as file:
        while part := file.read(_CHUNK):
            made.update(part)
            done += len(part)
            progress(done)
    return made.hexdigest()


def _entry(found: Found, header: Header) -> Entry:
    model, memory = needed(found.path, header)
    card = card_at(found.path)
    return Entry(
        path=str(found.path),
        source=found.source,
        label=found.label,
        name=model.name,
        architecture=model.architecture,
        parameters=model.parameters,
        quantization=model.quantization,
        context=model.context,
        template=_template(header),
        size=header.size,
        memory=memory.total,
        speed=speed(header, model.architecture, card),
        fitness=None if card is None else card.share,
        embedding=model.embedding,
    )


def _template(header: Header) -> str:
    text = header.fields.get("tokenizer.chat_template")
    if not isinstance(text, str) or not text:
        return ""
    return next((name for mark, name in _TEMPLATES if mark in text), "other")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
