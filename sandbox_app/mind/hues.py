"""Which of the eight kinds of activity something is, as the map and the timeline colour it."""

import re

from sandbox_app.mind.plan import is_bedtime
from sandbox_app.town.model import CastMember, Town

_FOOD = re.compile(r"\b(breakfast|lunch|dinner|supper|eat|cook|bake|coffee|tea|meal|snack|soup|drink)", re.IGNORECASE)
_LEISURE = frozenset("park café cafe tavern library square garden chapel church river pier museum theatre".split())


def hue_of_line(town: Town, me: CastMember, place_id: int, activity: str) -> str:
    """Return which of the eight kinds of activity something is for a person, at a place (a room or a site)."""
    if is_bedtime(activity):
        return "sleep"
    site = town.site_of(place_id)
    if _FOOD.search(activity) and site.name != me.workplace:
        return "food"
    if site.name == me.workplace:
        return "work"
    if site.name == me.home:
        return "home"
    return "leisure" if site.kind in _LEISURE else "other"
