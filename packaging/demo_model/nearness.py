"""What comes to mind when something is said: the memories nearest to it, the nearest last, as the program offers them.

For training, nearness is told by words in common, with some noise, since what a real embedding finds nearest is not always what was
meant; a model is judged with the embeddings that ship with the program.
"""

from collections.abc import Callable, Sequence
from random import Random

from sandbox_app.llm import facts as f
from sandbox_app.llm.request import Embedder
from sandbox_app.llm.scripted.words import stems

Nearness = Callable[[str, Sequence[str]], Sequence[float]]
"""How near each of some texts is to what was said."""

RECALLED = 2
"""So many memories does a line of a talk bring to mind, as in the prompts for a small context."""
_ASTRAY = 0.06
"""So often the memories come in any order."""


def by_words(random: Random) -> Nearness:
    """Return nearness by words in common."""

    def near(said: str, texts: Sequence[str]) -> list[float]:
        asked, weight = stems(said), 0.0 if random.random() < _ASTRAY else 1.0
        return [weight * len(asked & stems(text)) + 0.9 * random.random() for text in texts]

    return near


def by_embedding(embedder: Embedder) -> Nearness:
    """Return nearness by the cosine of embeddings."""

    def near(said: str, texts: Sequence[str]) -> list[float]:
        if not texts:
            return []
        vectors = embedder.embed([said, *texts]).astype(float)
        vectors /= (vectors**2).sum(axis=1, keepdims=True) ** 0.5
        found: list[float] = (vectors[1:] @ vectors[0]).tolist()
        return found

    return near


def nearest(memories: Sequence[f.Memory], said: str, near: Nearness, count: int = 64) -> tuple[f.Memory, ...]:
    """Return at most `count` memories, those nearest to what was said, the nearest last."""
    ranks = near(said, [memory.text for memory in memories])
    order = sorted(range(len(memories)), key=ranks.__getitem__)
    return tuple(memories[at] for at in order[max(0, len(order) - count) :])
