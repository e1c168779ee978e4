"""What suits a model when nobody says otherwise: threads, places for answers, and room in the context."""

from msgspec import Struct

from sandbox_app.llm.gguf_check import ModelAbout
from sandbox_app.posix import processors

_TINY = 50_000_000
_LARGE = 1_000_000_000
SEQUENCES = 128
"""Sequence numbers of a context: answers under way and kept parts of prompts."""
WIDTH = 512
"""Tokens of a batch."""


class Suited(Struct, frozen=True):
    """Numbers for an engine.

    Attributes:
        threads: processors to compute on, at most; for each batch, `crew` chooses how many of them do.
        places: answers under way at once. Batching pays where reading the weights is what takes time; the weights of a
            tiny model stay in the processor's cache, and every further answer only makes attention slower.
        cells: tokens that the context remembers, for all answers and kept parts of prompts together.
    """

    threads: int
    places: int
    cells: int


def tiny(about: ModelAbout) -> bool:
    """Say whether a model's weights stay in a processor's cache."""
    return about.parameters < _TINY


def suited(about: ModelAbout) -> Suited:
    """Return what suits a model on this computer."""
    if tiny(about):
        return Suited(threads=processors(), places=4, cells=4_096)
    return Suited(threads=processors(), places=32, cells=16_384 if about.parameters < _LARGE else 8_192)
