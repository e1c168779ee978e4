"""Whether a memory is about what was said: from which cosine on, told for whatever embedding is in use by what it says of known pairs.

Every embedding has its own scale: with one, texts that have nothing in common are at 0.1, with another at 0.6. So questions, each with
a memory that answers it, are compared with one another, and the border lies between those that belong together and those that do not.
"""

from collections.abc import Callable, Sequence

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from sandbox_app.llm import facts as f
from sandbox_app.mind.memory import Recalled
from sandbox_app.worldfile.rows import MemoryRow

_PAIRS = (
    ("When does the choir sing?", "Hanna told me: the choir sings on Friday at 19:00 in the old chapel"),
    ("What did you promise Edgar?", "I promised Edgar to carry the ladder at 09:30"),
    ("Where did you see the goat?", "I saw the goat behind the dairy"),
    ("Who repaired the clock with you?", "I repaired the clock with Malin at the town hall"),
    ("Do you know what Sune wants?", "Sune told me: I want to open a bookshop"),
    ("Where is the autumn fair?", "Berit told me: There will be an autumn fair at the harbour on Sunday, 14:00"),
    ("Have you heard of the stolen bicycle?", "I heard that a bicycle was stolen at the station"),
    ("From whom do you know of the flood?", "Greta said that a flood is coming down the river"),
    ("What about the piano lesson?", "I have a piano lesson with Ines tomorrow at 16:00"),
    ("What is Rolf doing?", "Rolf is painting the fence at the orchard"),
    ("Tell me about the new doctor.", "A new doctor moves into the house at the corner"),
    ("Is it true about the bridge?", "The bridge will be closed next week"),
    ("When do you meet Paula?", "I promised Paula to come to her supper on day 3 at 20:00"),
    ("Why is Viktor angry?", "Viktor and I quarrelled about the rent"),
    ("What did you eat at the tavern?", "I ate fish soup at the tavern and liked it"),
    ("Who won the chess tournament?", "Karl won the chess tournament at the library"),
)
_APART, _TOGETHER, _BETWEEN = 0.98, 0.15, 0.2
"""Between these quantiles of the pairs that do not belong together, and of those that do, the border lies after so much of the way."""


def near_from(embed: Callable[[Sequence[str]], NDArray[np.floating]]) -> float:
    """Return the cosine from which a memory is held to be about what was said; `embed` gives a unit row for each text."""
    rows = embed([text for pair in _PAIRS for text in pair]).astype(np.float64)
    cosines = rows[0::2] @ rows[1::2].T
    own = np.eye(len(_PAIRS), dtype=bool)
    apart, together = np.quantile(cosines[~own], _APART), np.quantile(cosines[own], _TOGETHER)
    return float(apart + _BETWEEN * (together - apart))


def marked(found: Sequence[Recalled], memories: tuple[f.Memory, ...]) -> float:
    """Return the cosine of the memory that is marked as what was said is about, 0 where none is."""
    return max(one.raw_relevance for one in found) if memories and memories[-1].near else 0.0


def unmarked(memories: tuple[f.Memory, ...]) -> tuple[f.Memory, ...]:
    """Return memories of which none is about what was said."""
    return tuple(replace(memory, near=False) for memory in memories)


def reminders(found: Sequence[Recalled], least: float, told: Callable[[MemoryRow], f.Memory]) -> tuple[f.Memory, ...]:
    """Return what somebody's words bring to mind as a prompt shows it: the nearest last, and marked when it is about them.

    Args:
        least: the cosine from which it is. told: a memory in words.
    """
    ordered = sorted(found, key=lambda one: (one.raw_relevance, one.row.id))
    memories = [told(one.row) for one in ordered]
    if ordered and ordered[-1].raw_relevance >= least:
        memories[-1] = replace(memories[-1], near=True)
    return tuple(memories)
