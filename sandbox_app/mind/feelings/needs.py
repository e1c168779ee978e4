"""Needs: hunger, energy and company, from 1 (satisfied) to 0, and when they press.

Linear decay per hour and thresholds as in AgentSociety (Piao et al., 2025; EXPERIMENTS.md, section 8).
"""

from msgspec import Struct

PER_HOUR = {"hunger": 0.15, "energy": 0.08, "company": 0.1}
PRESSING = {"hunger": 0.2, "energy": 0.2, "company": 0.3}
"""A need below this wants to be seen to."""
REFILLED_IN_HOURS = {"hunger": 0.5, "energy": 8.0, "company": 0.5}
"""How long a meal, a night or a talk takes from 0 to 1 (ours)."""
WISHES = {"hunger": "I need to eat something", "energy": "I need to rest a while", "company": "I want to talk to somebody"}


class Needs(Struct, frozen=True, array_like=True):
    """How far each need is satisfied, 0..1."""

    hunger: float = 1.0
    energy: float = 1.0
    company: float = 1.0


def after(needs: Needs, hours: float, *, eating: bool, sleeping: bool, talking: bool) -> Needs:
    """Return the needs after some hours of the same life. Who sleeps grows hungry, but not lonely."""

    def level(name: str, held: float, filling: bool, *, rests: bool = False) -> float:
        change = hours / REFILLED_IN_HOURS[name] if filling else 0.0 if rests else -PER_HOUR[name] * hours
        return max(0.0, min(1.0, held + change))

    return Needs(
        level("hunger", needs.hunger, eating),
        level("energy", needs.energy, sleeping),
        level("company", needs.company, talking, rests=sleeping),
    )


def pressing(needs: Needs) -> list[str]:
    """Return the needs that press, the one farthest below its threshold first."""
    below = {name: getattr(needs, name) - least for name, least in PRESSING.items()}
    return sorted((name for name, gap in below.items() if gap < 0), key=lambda name: (below[name], name))
