"""How varied a stretch of life was: different activities per agent and day, and how evenly the acts are spread over them.

The evenness is Shannon's entropy (Shannon, 1948): the sum of -p log2 p over the shares p of the different activities, in bits.
"""

import math
from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from sandbox_app.worldfile.rows import Event


class Diversity(Struct, frozen=True):
    """Means over agents and days: `activities` different ones, `entropy` in bits; `days` is how many agent-days were counted."""

    activities: float
    entropy: float
    days: int


class Lived:
    """Counts what everybody did on each day."""

    def __init__(self) -> None:
        self._did: dict[tuple[int, int], Counter[str]] = {}

    def add(self, day: int, events: Iterable[Event]) -> None:
        """Count the acts among the events of a day."""
        for event in events:
            if event.kind == "act":
                self._did.setdefault((event.agent_id, day), Counter())[str(event.data["activity"])] += 1

    def measure(self) -> Diversity:
        """Return how varied it was so far; all 0 when nobody did anything."""
        counted = list(self._did.values())
        if not counted:
            return Diversity(0.0, 0.0, 0)
        different = sum(len(acts) for acts in counted) / len(counted)
        return Diversity(different, sum(map(entropy, counted)) / len(counted), len(counted))


def entropy(counts: Counter[str]) -> float:
    """Return Shannon's entropy of counts, in bits."""
    total = counts.total()
    return -sum(count / total * math.log2(count / total) for count in counts.values()) + 0.0
