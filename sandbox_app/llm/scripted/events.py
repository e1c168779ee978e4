"""Events that people speak of: whether one can go there, and what they are."""

import re
from functools import lru_cache

from sandbox_app.llm.clock import find_time
from sandbox_app.llm.scripted.words import stems

GATHERINGS = stems(
    "party concert festival celebration birthday feast ball exhibition meeting dance picnic reading lecture show wedding race market"
)
"""Roots of words for what people come together for."""
_WHAT = re.compile(
    r"\b(?:am|is|are|will be) \w+ing ((?:an?|the|my|our|their|[\w'\u2019]+['\u2019]s)\b.+?)"
    r"(?= at\b| on\b| in\b| from\b| today\b| tomorrow\b| tonight\b|[,.]|$)"
)
_PLACE = re.compile(r"\b(?:at|in) ((?:the )?[A-ZÀ-Þ][^,.;!?]*?)(?= on | at | from | today| tomorrow| tonight| this |[,.;!?]|$)")


@lru_cache(maxsize=8192)
def is_event(core: str) -> bool:
    """Return whether one can go there: it has a time and is a gathering or names a place."""
    return bool(find_time(core)) and bool(stems(core) & GATHERINGS or _PLACE.search(core))


@lru_cache(maxsize=4096)
def what_of(core: str) -> str:
    """Return what an event is, in few words: "a Valentine's party"."""
    if found := _WHAT.search(core):
        return found[1]
    head = re.split(r" (?:at|on|in|today|tomorrow|tonight)\b", core.rstrip(".!?"), maxsplit=1)[0]
    head = re.sub(r"^(?:There (?:is|will be)|We have|Come to|Shall we|Let us|Will you come to|Would you come to|I am|We are) ", "", head)
    return head if len(head) <= 40 else "what was arranged"
