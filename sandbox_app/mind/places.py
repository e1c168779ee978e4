"""Which places and things an agent offers itself when it chooses: what it knows, the most fitting first."""

import re
from collections.abc import Iterable

import numpy as np

from sandbox_app.llm import facts as f
from sandbox_app.mind.mind import Mind
from sandbox_app.mind.rules.happening import Happening
from sandbox_app.mind.sense import needed, used_for
from sandbox_app.town.model import Place, Thing

_WORD = re.compile(r"[^\W\d_]+")
_REST = frozenset("sleep asleep rest nap doze lie dream blanket eyes thoughts wander feet read quiet sit".split())

NOTHING = f.ThingOption("", "", "")
"""The first option wherever things are offered: to use none."""


def sites_known(mind: Mind, most: int, step: int) -> list[Place]:
    """Return the sites that an agent may plan to go to on the day of a step, of those it knows: its own, those of its habits, the rest.

    Streets and other people's homes are in it only where a promise or a habit leads there, or when the agent is there. What
    comes and goes stands last, so that the list begins the same from day to day.
    """
    town, knows = mind.world.town, mind.knowing
    sites = {place.name: place for place in town.places if place.level == "site"}
    promised = [town.place(int(row.data["place"])) for row in mind.promises.values()]
    passing = [*(place.name for place in promised), town.site_of(mind.world.place_of(mind.id)).name]
    me = mind.persona_on(step)
    own = [me.home, *([me.workplace] if me.work_from else []), *(habit.place for habit in me.habits)]
    public = [name for name, place in sites.items() if place.kind not in ("home", "street") and place.id in knows.sites]

    def open_to(names: Iterable[str]) -> list[str]:
        found = dict.fromkeys(name for name in names if name in sites and not knows.avoids("place", sites[name].id))
        return [name for name in found if may_go(mind, sites[name])]

    last = open_to(passing)[:most]
    usual = open_to([*own, *public])
    order = dict.fromkeys([*usual[: most - len(set(last) - set(usual[:most]))], *last])
    return [sites[name] for name in list(order)] or [home_of(mind)]


def may_go(mind: Mind, site: Place) -> bool:
    """Say whether rules let the agent go to a site at all."""
    return mind.world.allows(mind.id, Happening(who=mind.me.short, what="go", places=(site.name,)))


def _may_use(mind: Mind, thing: Thing) -> bool:
    """Say whether rules let the agent use a thing now."""
    world = mind.world
    places = (world.town.place(thing.place).name, world.town.site_of(thing.place).name)
    minute = world.clock.minute(world.step)
    return world.allows(mind.id, Happening(who=mind.me.short, what="act", places=places, things=(thing.name,), minute=minute))


def home_of(mind: Mind) -> Place:
    """Return the agent's home (the towns that ship are checked to have one for all)."""
    home = mind.world.site_named(mind.me.home)
    return home if home is not None else mind.world.town.places[0]


def things_fitting(mind: Mind, site: Place, activity: str, most: int) -> list[Thing]:
    """Return the things of a site that the agent knows and would use, those that fit best, at most `most`, one of each kind first."""
    things = [thing for thing in mind.world.things_at(site) if mind.knowing.usable(thing) and _may_use(mind, thing)]
    if len(things) <= most:
        return things
    wish = mind.world.embed([activity])[0]
    vectors = mind.world.embed([f"{thing.name} {' '.join(thing.uses)}" for thing in things])
    fit = vectors @ wish
    seen: set[tuple[str, int]] = set()
    doubles = np.zeros(len(things))
    for at in np.argsort(-fit, kind="stable"):
        key = (things[at].name, things[at].place)
        doubles[at] = key in seen
        seen.add(key)
    order = np.lexsort((np.arange(len(things)), -fit, doubles))[:most]
    return [things[at] for at in sorted(order)]


def suiting(mind: Mind, place_id: int, activity: str, chosen: Thing | None) -> Thing | None:
    """Return the thing for an activity: one that it needs or names ("lay the table"), else the chosen one, but for beds nobody rests in."""
    words = set(_WORD.findall(activity.lower()))
    if needs := needed(activity):
        return _serving(mind, place_id, needs, chosen)
    if chosen is not None and words & _words_of(chosen):
        return chosen
    named = [
        thing
        for thing in mind.world.things_at(mind.world.town.site_of(place_id))
        if words >= set(_WORD.findall(thing.name.lower())) and mind.knowing.usable(thing) and _may_use(mind, thing)
    ]
    if named:
        return named[0]
    return None if chosen is not None and chosen.pose == "lie" and not words & _REST else chosen


def _serving(mind: Mind, place_id: int, needs: frozenset[str], chosen: Thing | None) -> Thing | None:
    """Return a thing with one of the uses needed: the chosen one, else one of the site; where it has none, one sits or does without."""
    if chosen is not None and needs & used_for(chosen):
        return chosen
    things = mind.world.things_at(mind.world.town.site_of(place_id))
    fitting = next((thing for thing in things if needs & used_for(thing) and mind.knowing.usable(thing) and _may_use(mind, thing)), None)
    return fitting or (chosen if chosen is not None and chosen.pose == "sit" else None)


def _words_of(thing: Thing) -> set[str]:
    return set(_WORD.findall(f"{thing.name} {' '.join(thing.uses)}".lower()))


def option(mind: Mind, thing: Thing) -> f.ThingOption:
    """Return a thing as a prompt lists it."""
    return f.ThingOption(thing.name, thing.uses[0], mind.world.town.place(thing.place).name)
