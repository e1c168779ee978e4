"""What one says that one is doing: as it follows "I am", with "my" for parts of the body, and only where one can be doing it."""

import re
from functools import cache

from sandbox_app.llm import facts as f
from sandbox_app.llm.gerund import gerund
from sandbox_app.llm.scripted.banks import bank
from sandbox_app.llm.scripted.steps import kind_of
from sandbox_app.llm.scripted.words import plain, stems

_BODY = re.compile(r"\b(?:the|one's) (face|hands?|teeth|hair|eyes|feet|legs|fingers|nose|head|thoughts|own words)\b")
_ONLY_AT_HOME = frozenset({"sleep", "rise", "home"})
_NEVER_AT_HOME = frozenset({"serve", "heal", "walk"})
"""Kinds of steps.toml that nobody does at home who does not work there."""
_IN_PUBLIC = frozenset({"game", "outside", "walk", "people", "rest"})
_INDOORS = stems(
    "window bed table sink stove oven washbasin armchair sofa kitchen room house desk bookshelf blanket fire newspaper counter till"
)
"""Things that no street and no square has."""
_COMPANY = re.compile(r"(?:talking|chatting) (?:with|to)\b")


def doing(activity: str) -> str:
    """Return what somebody does as it follows "I am": verbs as they go on, "my" for parts of the body."""
    activity = activity.strip().rstrip(".")
    return of_my_body(gerund(activity[:1].lower() + activity[1:])) if activity else ""


def of_my_body(text: str) -> str:
    """Return the text with "my" for what belongs to the one who speaks: "wash my face"."""
    return _BODY.sub(r"my \1", text)


def doing_here(me: f.Persona, now: f.Now, memories: tuple[f.Memory, ...]) -> str:
    """Return what the agent is doing as it follows "I am", or "" where that is not known to be done at this place.

    What somebody does in a talk is what their plan has for this time; on the way there they do not do it yet. A memory of doing it here or
    a habit of this place shows that they do; else what is done at home, at work, or among people is told by its kind.
    """
    going_on, place = now.doing.strip().rstrip("."), now.place
    if not going_on or _COMPANY.match(going_on):
        return ""
    for memory in memories:
        if memory.text.startswith(f"I am {going_on} ") and memory.when.startswith("today"):
            return doing(going_on) if place in memory.text else ""
    for habit in me.habits:
        if plain(gerund(habit.activity)) == plain(gerund(going_on)):
            return doing(going_on) if habit.place in place or place in habit.place else ""
    return doing(going_on) if _fits(going_on, me, place) else ""


def _fits(activity: str, me: f.Persona, place: str) -> bool:
    kind = kind_of(activity)
    if place == me.workplace:
        return place == me.home or kind not in _ONLY_AT_HOME
    if place == me.home:
        return kind not in _NEVER_AT_HOME
    if kind == "eat":
        return bool(stems(place) & _tables())
    return kind in _IN_PUBLIC and not stems(activity) & _INDOORS


@cache
def _tables() -> frozenset[str]:
    """Return the roots of words for places where one eats and drinks."""
    return stems(" ".join(bank("plan")["words"]["lunch_places"]))
