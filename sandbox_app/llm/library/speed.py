"""How fast a model will be on this computer, before it is tried."""

from typing import Literal

from sandbox_app.llm.gguf_check import Header
from sandbox_app.llm.library.fitness import Card

Speed = Literal["quick", "fair", "slow", "very slow"]

_READ_PER_SECOND = 10e9
"""Bytes of weights that an ordinary computer's memory gives in a second; each token reads all that its layers use."""
_OVERHEAD = 0.0005
"""Seconds a token takes whatever the size, so that tiny models are not held to be infinitely fast."""
_CLASSES: tuple[tuple[float, Speed], ...] = ((40, "quick"), (10, "fair"), (2.5, "slow"))
"""Tokens a second from which on a model belongs to the class; a town of 25 generates some 30,000 a day."""


def expected(header: Header, architecture: str) -> float:
    """Return tokens per second of one answer, as memory allows; of a mixture of experts only those that are used are read."""
    weights = header.size - header.data
    experts, used = (header.fields.get(f"{architecture}.expert_{name}", 0) for name in ("count", "used_count"))
    if isinstance(experts, int) and isinstance(used, int) and 0 < used < experts:
        weights = int(weights * used / experts)
    return 1 / (weights / _READ_PER_SECOND + _OVERHEAD)


def class_of(tokens_per_second: float) -> Speed:
    """Return the class of a model that writes so fast."""
    return next((name for least, name in _CLASSES if tokens_per_second >= least), "very slow")


def speed(header: Header, architecture: str, card: Card | None) -> Speed:
    """Return a model's class: as measured where it was tried, else as expected."""
    return class_of(card.tokens_per_second if card is not None else expected(header, architecture))
