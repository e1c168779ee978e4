"""Ablations: a faculty of the minds switched off by a setting of the world, as in the paper's evaluation.

"Generative Agents" (Park et al., 2023, section 6.2) compares its agents with ones that have no observation, no reflection
or no planning. Here a faculty is the thoughts it asks and the memories it makes; switched off, it asks and keeps nothing,
and the agent lives on by what is left: routine in place of plans, the persona in place of memories.
"""

from collections.abc import Iterable

from sandbox_app.mind.settings import Settings

FACULTIES = ("observation", "reflection", "planning", "beliefs", "feelings")
"""What can be switched off; each is a field of `Settings`."""

_THOUGHTS = {
    "after_talk": "observation",
    "reflect_questions": "reflection",
    "reflect_insights": "reflection",
    "self_summary": "reflection",
    "belief_update": "beliefs",
    "foresee": "beliefs",
    "summarise_period": "reflection",
    "wake_hour": "planning",
    "day_plan": "planning",
    "decompose": "planning",
    "revise_plan": "planning",
}
"""The faculty that a purpose belongs to; one that is not here belongs to none and is always asked."""

_MEMORIES = {
    "seen": "observation",
    "heard": "observation",
    "told": "observation",
    "talk": "observation",
    "promise": "observation",
    "did": "observation",
    "thought": "reflection",
    "self": "reflection",
    "day": "reflection",
    "week": "reflection",
    "life": "reflection",
    "plan": "planning",
}
"""The faculty that a kind of memory belongs to; what is known from the start belongs to none."""


def _on(settings: Settings, faculty: str | None) -> bool:
    return faculty is None or bool(getattr(settings, faculty))


def thinks(settings: Settings, purpose: str) -> bool:
    """Say whether minds of a world with these settings have thoughts of this purpose."""
    return settings.thinking and _on(settings, _THOUGHTS.get(purpose))


def keeps(settings: Settings, kind: str) -> bool:
    """Say whether minds of a world with these settings keep memories of this kind."""
    return _on(settings, _MEMORIES.get(kind))


def kinds_of(faculties: Iterable[str]) -> tuple[str, ...]:
    """Return the kinds of memories that belong to these faculties."""
    wanted = frozenset(faculties)
    return tuple(kind for kind, faculty in _MEMORIES.items() if faculty in wanted)
