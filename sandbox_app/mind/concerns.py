"""What comes up by the way and touches an agent's own purposes: news that concerns its aim, and people who are not there."""

import re

from sandbox_app.mind.aims import timely
from sandbox_app.mind.mind import Mind
from sandbox_app.mind.planning import revise, revise_surely
from sandbox_app.mind.words import bounded
from sandbox_app.town.model import Place
from sandbox_app.worldfile.rows import PlanRow

CONCERN_HOURS = 4
"""News changes the plans of an agent at most this often."""
LOOKING_MINUTES = 10
"""How long somebody looks for a person who is not there."""

LATEST = 30
"""Among so many latest memories news is looked for."""

AGAIN_HOURS = 3
"""Who was not to be found is not looked for again for so long."""
SERVED = frozenset(("café", "tavern", "shop", "bakery"))
"""Kinds of sites where guests need somebody who works there."""
UNSERVED = ", nobody serves there"
UNSERVED_MINUTES = 60
"""How long a place is avoided where nobody served."""

_WORD = re.compile(r"[^\W\d_]{4,}")
_OWN = re.compile(r"\bI (?:told|promised|said|asked|invited)\b")
_COMMON = frozenset(
    """
    about with from that this want what when where will have they their them then than been before after make people give take find
    tell told talk whole town right somebody something keep show look being ready time
    """.split()
)
"""Words that concern nobody in particular."""


async def take_to_heart(mind: Mind) -> bool:
    """Change the plan where news concerns the agent's aim; say whether there was such news."""
    news, cause = _concerning(mind)
    if not news:
        return False
    world = mind.world
    mind.stirred_step = world.step
    event = world.record(mind.id, "react", f"{mind.me.short} takes to heart: {news}", {"option": "news"}, cause=cause)
    aim = re.sub(r"^(?:I (?:want|wish|hope) )?to ", "", mind.me.aim).rstrip(".")
    await revise(mind, bounded(f"{news.rstrip('.')}. I want to {aim}", 200), event)
    return True


def _concerning(mind: Mind) -> tuple[str, int]:
    """Return the latest news of today that concerns the agent's aim, and its event; ("", 0) for none or too soon after the last."""
    world = mind.world
    if not mind.me.aim or world.step - mind.stirred_step < CONCERN_HOURS * 3600 // world.settings.step_seconds:
        return "", 0
    hour = 3600 // world.settings.step_seconds
    if any(-hour < int(row.data["step"]) - world.step < hour for row in mind.promises.values()):
        return "", 0  # a promise comes first
    if not (wanted := timely(mind.me.aim, mind.now())):
        return "", 0
    places = _words(" ".join(name.text for name in world.names if name.kind == "place"))
    aim = _words(wanted) - places - _words(mind.me.short)
    since = max(mind.dawn(mind.life_day()), mind.stirred_step)
    for row in reversed(mind.stream.latest(LATEST)):
        if row.created_step < since:
            break
        if row.kind not in ("heard", "talk") or _OWN.search(row.text) or mind.me.short in row.text:
            continue
        news = row.text.partition(": ")[2]
        if aim & _words(news) and news not in mind.stirred:
            mind.stirred.add(news)
            return bounded(row.text, 120), row.cause
    return "", 0


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)} - _COMMON


async def look_for(mind: Mind, part: PlanRow) -> bool:
    """Look for those whom a part of the plan needs; say whether the plan was changed because somebody is not to be met."""
    world = mind.world
    if not world.settings.thinking:
        return False
    minute = 60 // world.settings.step_seconds
    missing = _missing(mind, part)
    if missing is None:
        mind.looked_for = (0, 0)
        return False
    other, how = missing
    if mind.looked_for[0] != other:
        mind.looked_for = (other, world.step)
    if world.step - mind.looked_for[1] < LOOKING_MINUTES * minute:
        return False
    mind.looked_for = (0, 0)
    mind.missed[other] = world.step
    text = f"{world.short_name(other)} {how}"
    event = world.record(mind.id, "setback", f"{mind.me.short} looks for somebody: {text}", {"of": other}, cause=part.cause)
    mind.routines.fail(part.cause)
    mind.remember("seen", f"I looked for {world.short_name(other)} in vain: {how}", cause=event)
    if how.endswith(UNSERVED):
        mind.knowing.avoid("place", part.place_id, text, UNSERVED_MINUTES, event)
    await revise_surely(mind, text, event)
    return True


def _missing(mind: Mind, part: PlanRow) -> tuple[int, str] | None:
    """Return who of those that a part of the plan needs cannot be met at its place, and how that is; None when all can.

    Those whom it names are needed; so is one who works there where guests are served. Who was missed already is not
    looked for again for a while.
    """
    world = mind.world
    site = world.town.site_of(part.place_id)
    if any(int(row.data["place"]) == site.id for row in mind.promises.values()):
        return None  # a promise has its own patience
    again = AGAIN_HOURS * 3600 // world.settings.step_seconds
    others = [other for other in world.agents() if other != mind.id and world.step - mind.missed.get(other, -again) >= again]
    for other in others:
        name = world.short_name(other)
        if name not in part.activity or not re.search(rf"\b{re.escape(name)}\b(?!['\u2019]s)", part.activity):
            continue
        if world.town.site_of(world.place_of(other)).id != site.id:
            return other, f"is not at {site.name}"
        if world.asleep(other):
            return other, "is asleep"
    staff = world.staff(site)
    if site.kind in SERVED and staff and mind.id not in staff and not any(_is_here(mind, one, site) for one in staff):
        first = next((one for one in staff if one in others), 0)
        return (first, f"is not at {site.name}{UNSERVED}") if first else None
    return None


def _is_here(mind: Mind, other: int, site: Place) -> bool:
    return mind.world.town.site_of(mind.world.place_of(other)).id == site.id
