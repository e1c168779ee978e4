"""How often people say the same in a world that lived: lines with names masked."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

from sandbox_app.simulation.description import describe
from sandbox_app.worldfile.reader import WorldReader

MOST = 3
"""A line, its names masked, may be said so often in a day."""


def spoken(path: Path) -> dict[str, Any]:
    """Return how varied the lines of a world were, over all its days.

    `oftenest` is how often the most frequent line was said in one day, `over` the share of lines that are said more than `MOST`
    times in their day, `distinct` the number of different lines in all days.
    """
    with WorldReader(path) as reader:
        world = describe(reader)
        names = sorted(
            {part for member in world.cast for part in (member.name, member.short)} | {place.name for place in world.town.places},
            key=lambda name: (-len(name), name),
        )
        mask = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")
        days: dict[int, Counter[str]] = {}
        raw: set[str] = set()
        for event in reader.events(kinds=["speak"]):
            if said := event.data.get("said", ""):
                masked = mask.sub("_", str(said)).casefold()
                days.setdefault(world.clock.day(event.step), Counter())[masked] += 1
                raw.add(str(said))
        models = sorted({head.model for head in reader.calls(purpose="say")})
        agents = len(world.cast)
    total = sum(counts.total() for counts in days.values())
    over = sum(count for counts in days.values() for count in counts.values() if count > MOST)
    often = max((counts.most_common(1)[0] for counts in days.values()), key=lambda row: row[1], default=("", 0))
    return {
        "models": models,
        "agents": agents,
        "days": len(days),
        "lines": total,
        "distinct": len(set().union(*days.values())),
        "distinct_with_names": len(raw),
        "oftenest": often[1],
        "oftenest_line": often[0],
        "over": round(over / total, 4) if total else 0.0,
        "by_day": {str(day): {"lines": counts.total(), "distinct": len(counts)} for day, counts in sorted(days.items())},
    }
