"""What of all that happens is worth telling first: talks, decisions and meetings, then small deeds, then ways; the rest when asked for."""

from typing import Literal

from sandbox_app.worldfile.rows import Event

Told = Literal["main", "deed", "way", "asked"]
MAIN: Told = "main"
"""Talks, decisions, meetings, what changes for somebody or in the town."""
DEED: Told = "deed"
"""What somebody does next: every few minutes something else."""
WAY: Told = "way"
"""Walking and waiting."""
ASKED: Told = "asked"
"""What would flood a log and stays out of it until its kind is asked for."""
_DEEDS = frozenset({"act", "thing"})
_WAYS = frozenset({"move", "queue"})
_ASKED = frozenset({"perceive", "remember", "hear", "feel", "believe", "lead", "talk_end"})
_OF_AN_HOUR = frozenset({"site", "hour", "routine"})
"""What is noted with the minutes of an hour, and not with a plan of the day ("hour" before format 4)."""
_GOES_ON = frozenset({"go_on", "talk"})
"""Decisions that change nothing, or that are told by the talk that begins."""


def told(event: Event) -> Told:
    """Return when an event is told."""
    if event.kind in _WAYS:
        return WAY
    if event.kind in _DEEDS:
        return DEED
    if event.kind in _ASKED or _is_known(event):
        return ASKED
    return MAIN


def _is_known(event: Event) -> bool:
    """Whether it only lays out what was decided before: the minutes of an hour, or to go on."""
    if event.kind == "plan":
        return not _OF_AN_HOUR.isdisjoint(event.data)
    return event.kind == "react" and event.data.get("option") in _GOES_ON
