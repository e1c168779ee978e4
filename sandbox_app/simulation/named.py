"""What a person's words for a place or a thing mean in a town, and the names that all its people use."""

import re
from collections.abc import Sequence

from sandbox_app.errors import Problem
from sandbox_app.llm.request import Name
from sandbox_app.mind.meaning import Hearer
from sandbox_app.town.model import CastMember, Place, Thing, Town
from sandbox_app.town.spelling import choices, plain, some

_WHERE = re.compile(r"^(?:the )?(.+?)(?: (?:in|at|of) (?:the )?|, )(.+)$", re.IGNORECASE)


def names_in(town: Town, cast: Sequence[CastMember]) -> tuple[Name, ...]:
    """Return the names of people and places that engines may put handles for."""
    sites = [Name("place", place.name) for place in town.places if place.level == "site"]
    return (*(Name("person", member.short) for member in cast), *sites)


def place_named(town: Town, name: str) -> Place:
    """Return the place of this name: a site, a room as "kitchen, Harbour Café", or a number.

    Raises:
        Problem: there is none, or several.
    """
    wanted = plain(name)
    found = [place for place in town.places if wanted in (str(place.id), plain(place.name), plain(_full(town, place)))]
    sites = [place for place in found if place.level != "room"] or found
    if len(sites) == 1:
        return sites[0]
    if sites:
        raise Problem(f"There are several places called {name!r}: {some([_full(town, place) for place in sites])}.")
    raise Problem(f"There is no place called {name!r}; {choices(name, [one.name for one in town.places if one.level == 'site'])}")


def site_named(town: Town, name: str) -> Place:
    """Return the site of this name.

    Raises:
        Problem: there is none.
    """
    sites = [place for place in town.places if place.level == "site"]
    found = next((site for site in sites if plain(site.name) == plain(name)), None)
    if found is None:
        raise Problem(f"There is no place called {name!r}; {choices(name, [site.name for site in sites])}")
    return found


def thing_named(town: Town, name: str) -> Thing:
    """Return the thing of this name: "stove", where there are several "stove in Harbour Café", or its number.

    Raises:
        Problem: there is none, or several.
    """
    wanted = plain(name)
    found = [thing for thing in town.things if wanted in (str(thing.id), plain(thing.name))]
    if not found and (parts := _WHERE.match(name.strip())):
        place = place_named(town, parts[2])
        inside = [thing for thing in town.things if place.id in (thing.place, town.site_of(thing.place).id)]
        found = [thing for thing in inside if plain(thing.name) == plain(parts[1])]
        if not found:
            names = list(dict.fromkeys(thing.name for thing in inside))
            raise Problem(f"There is no {parts[1]} in {place.name}; {choices(parts[1], names)}")
    if len(found) == 1:
        return found[0]
    if found:
        places = [f"{thing.id} ({_full(town, town.place(thing.place))})" for thing in found]
        raise Problem(f"There are several things called {name!r}; say which by its place or its number: {some(places)}.")
    raise Problem(f"There is no thing called {name!r} in this town; write it like 'stove in {town.site_of(town.things[0].place).name}'.")


def _full(town: Town, place: Place) -> str:
    return f"{place.name}, {town.site_of(place.id).name}" if place.level == "room" else place.name


def taken_names(town: Town, cast: Sequence[CastMember]) -> set[str]:
    """Return the names that people and places of a world have, in lower case."""
    return {name.casefold() for one in cast for name in (one.name, one.short)} | {place.name.casefold() for place in town.places}


def hearer_of(town: Town, cast: Sequence[CastMember], agent: int) -> Hearer:
    """Return who hears a line that somebody from outside says."""
    others = [member for number, member in enumerate(cast, 1) if number != agent]
    people = tuple(dict.fromkeys(name for member in others for name in (member.name, member.short)))
    return Hearer(cast[agent - 1].short, town.title, people, tuple(place.name for place in town.places if place.level == "site"))
