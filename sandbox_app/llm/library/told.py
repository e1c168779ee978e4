"""What the library tells the window from a process of its own: one of these a line, as JSON."""

import msgspec
from msgspec import Struct

from sandbox_app.llm.library.entries import Entry
from sandbox_app.llm.library.fitness import Card
from sandbox_app.llm.model_settings import ModelSettings


class Listed(Struct, frozen=True, tag="listed"):
    """A model that was found, its card if it was tried, and what is said of how to run it."""

    entry: Entry
    card: Card | None
    settings: ModelSettings


class Progress(Struct, frozen=True, tag="progress"):
    """So many questions of so many have been answered."""

    done: int
    of: int


class Tried(Struct, frozen=True, tag="tried"):
    """A model was tried."""

    card: Card


class Failed(Struct, frozen=True, tag="failed"):
    """It could not be done."""

    sentence: str
    details: str = ""


Told = Listed | Progress | Tried | Failed
_DECODER = msgspec.json.Decoder(Told)


def read(line: bytes) -> Told:
    """Read one line."""
    told: Told = _DECODER.decode(line)
    return told


def write(told: Told) -> bytes:
    """Return one line."""
    return msgspec.json.encode(told) + b"\n"
