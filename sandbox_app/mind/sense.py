"""What an activity needs to be done at all: one eats at a table, washes at a basin, sleeps in a bed. No names, no places.

Whoever thought of an hour, rules or a model, names a thing for each of its parts; this says which things make sense for it.
"""

import re
from functools import lru_cache

from sandbox_app.town.model import Thing

_WORD = re.compile(r"[^\W\d_]+")
_MEAL = r"(?:breakfast|lunch|supper|dinner)"
_RULES = tuple(
    (re.compile(pattern), frozenset(uses.split()))
    for pattern, uses in (
        (
            rf"\b(?:cook|fry|boil|stir the pot|heat a pan|put water on|make (?:\w+ ){{0,2}}{_MEAL}|make something .*{_MEAL})\b",
            "cook boil",
        ),
        (r"\b(?:serve|pour|prepare|chop|buy|bring|order|brew|plan|invite|sell)\b", ""),
        (
            rf"\b(?:{_MEAL}|eat|second helping|the meal|have soup|drink (?:something|strong|tea|coffee)|over coffee|cup of tea)\b",
            "eat drink",
        ),
        (r"\b(?:wash (?:and dry )?(?:the|my) hands)\b", "teeth hands"),
        (
            r"\b(?:teeth|wash (?:the|my) face|cold water on the face|shave)\b|^(?:get up,? |wake up,? )?(?:and )?wash(?:,| and|$)",
            "teeth shave shower",
        ),
        (r"\b(?:a bath|a shower|run warm water|soak for a while|scrub and rinse|dry off)\b", "bath shower"),
        (r"\b(?:dishes|rinse the cups|scrub the pan|dry the plates)\b", "dishes"),
        (r"\b(?:sleep|asleep|nap|doze|lie down|turn over once|pull up the blanket)\b", "sleep lie doze"),
        (r"\b(?:get dressed|what to wear|other sock|hang the clothes up)\b", "dressed"),
        (r"^(?:get up|wake up)\b|\b(?:the windows|air the rooms?|sweep|carry out the)\b", "nothing"),
    )
)
"""Activities, and the words of a thing's uses that suit them; "nothing": no thing at all; no word: whatever was chosen. The first holds."""


@lru_cache(maxsize=4096)
def needed(activity: str) -> frozenset[str]:
    """Return words of the uses of things that an activity needs, none where any thing will do."""
    text = activity.lower()
    return next((uses for pattern, uses in _RULES if pattern.search(text)), frozenset())


@lru_cache(maxsize=4096)
def used_for(thing: Thing) -> frozenset[str]:
    """Return the words of what one does with a thing."""
    return frozenset(_WORD.findall(" ".join(thing.uses).lower()))


def stands_in(other: Thing, thing: Thing, activity: str) -> bool:
    """Return whether one can do with another thing what was to be done with a thing."""
    return bool((needed(activity) or used_for(thing)) & used_for(other))
