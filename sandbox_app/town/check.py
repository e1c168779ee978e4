"""Whether a town can be lived in: what `town check` and the tests ask of a town that could be read."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from sandbox_app.errors import Problem
from sandbox_app.town.clock import WEEKDAYS, hhmm_minutes
from sandbox_app.town.model import BIG_FIVE, CastMember, Town

LONGEST_IDENTITY = 320
LONGEST_LINE = 160
MOST_THINGS_A_ROOM = 60


def check(town: Town) -> list[str]:
    """Return what is wrong with a town, one sentence each; an empty list when all is well."""
    return [*_ground(town), *_things(town), *_hours(town), *_cast(town)]


def check_person(town: Town, person: CastMember) -> Iterator[str]:
    """Yield what is wrong with somebody who is to live in a town, apart from names and ties."""
    return _person(person, {place.name for place in town.places if place.level == "site"})


def _ground(town: Town) -> Iterator[str]:
    from scipy import ndimage

    joined, _ = ndimage.label(town.walkable)
    sizes = np.bincount(joined.ravel())
    sizes[0] = 0
    main = int(sizes.argmax())
    if not town.walkable.any():
        yield f"Nobody can walk anywhere in {town.title}."
        return
    for place in town.places:
        x, y = place.door
        if not town.walkable[y, x] or joined[y, x] != main:
            yield f"{_where(town, place.id)} cannot be reached from the rest of the town."
    for thing in town.things:
        if not thing.stands:
            yield f"Nobody can stand at the {thing.name} in {_where(town, thing.place)} ({thing.x},{thing.y})."
        for x, y in thing.stands:
            if not town.walkable[y, x] or joined[y, x] != main:
                yield f"The {thing.name} in {_where(town, thing.place)} ({thing.x},{thing.y}) cannot be reached at {x},{y}."


def _where(town: Town, place_id: int) -> str:
    place = town.place(place_id)
    site = town.site_of(place_id)
    return place.name if site.id == place.id else f"{place.name} of {site.name}"


def _things(town: Town) -> Iterator[str]:
    taken: dict[tuple[int, int], int] = {}
    for thing in town.things:
        if not thing.uses:
            yield f"Nothing can be done with the {thing.name} in {_where(town, thing.place)}."
        for y in range(thing.y, thing.y + thing.height):
            for x in range(thing.x, thing.x + thing.width):
                if (x, y) in taken:
                    yield f"Two things stand on {x},{y}: the {town.thing(taken[x, y]).name} and the {thing.name}."
                taken[x, y] = thing.id
    for place_id, count in Counter(thing.place for thing in town.things).items():
        if count > MOST_THINGS_A_ROOM:
            yield f"{_where(town, place_id)} has {count} things; {MOST_THINGS_A_ROOM} is the most that can be told apart."


def _is_time(text: str) -> bool:
    try:
        hhmm_minutes(text)
    except Problem:
        return False
    return True


def _hours(town: Town) -> Iterator[str]:
    for place in town.places:
        if bool(place.opens) != bool(place.closes):
            yield f"{place.name} has only one of opens and closes."
        for text in (place.opens, place.closes):
            if text and not _is_time(text):
                yield f"{place.name} has opening hours that are no time of day: {text!r}."


def _cast(town: Town) -> Iterator[str]:
    sites = {place.name for place in town.places if place.level == "site"}
    shorts = Counter(person.short for person in town.cast)
    names = Counter(person.name for person in town.cast)
    for name, count in (*shorts.items(), *names.items()):
        if count > 1:
            yield f"{count} people are called {name!r}; people must be told apart."
    places = {place.name.casefold() for place in town.places}
    for person in town.cast:
        for name in {person.name, person.short}:
            if name.casefold() in places:
                yield f"{name!r} is the name of a person and of a place."
        yield from _person(person, sites)
        yield from _ties(person, town.cast)


def _person(person: CastMember, sites: set[str]) -> Iterator[str]:
    who = person.name
    for role, site in (("home", person.home), *([("workplace", person.workplace)] if person.workplace else [])):
        if site not in sites:
            yield f"The {role} of {who} is {site!r}, which is no place of the town."
    times = [person.wake, person.bed, *(habit.time for habit in person.habits)]
    if person.workplace:
        times += [person.work_from, person.work_to]
    elif person.work_from or person.work_to:
        yield f"{who} has working hours, but no workplace."
    yield from (f"{who} has a time that is no time of day: {text!r}." for text in times if not _is_time(text))
    for habit in person.habits:
        if habit.place not in sites:
            yield f"{who} likes to {habit.activity!r} at {habit.place!r}, which is no place of the town."
    yield from (f"{who} is free on {day!r}, which is no day of the week." for day in person.free_days if day not in WEEKDAYS)
    yield from _words(person)


def _words(person: CastMember) -> Iterator[str]:
    who = person.name
    if not 1 <= person.age <= 120 or person.pronouns not in ("she", "he", "they"):
        yield f"{who} needs an age of 1 to 120 and the pronouns she, he or they."
    if not person.identity or len(person.identity) > LONGEST_IDENTITY:
        yield f"{who} needs an identity of 1 to {LONGEST_IDENTITY} characters, not {len(person.identity)}."
    habits = (habit.activity for habit in person.habits)
    for line in (person.aim, person.job, person.speech, person.secret, *person.knows, *person.traits, *person.values, *habits):
        if len(line) > LONGEST_LINE or re.search(r"[\x00-\x1f]", line):
            yield f"{who} has a line that is too long or not one line: {line[:40]!r}."
    if person.mbti and re.fullmatch("[EI][NS][FT][JP]", person.mbti) is None:
        yield f"{who} has the type {person.mbti[:20]!r}; the sixteen types are written like INFP."
    for factor, strength in person.big_five.items():
        if factor not in BIG_FIVE or not 0 <= strength <= 1:
            yield f"{who} has {factor[:40]!r} at {strength}; the five are {', '.join(BIG_FIVE)}, each from 0 to 1."


def _ties(person: CastMember, cast: tuple[CastMember, ...]) -> Iterator[str]:
    by_short = {other.short: other for other in cast}
    for first, second in pairwise(sorted(tie.name for tie in person.ties)):
        if first == second:
            yield f"{person.name} names the tie to {first} twice."
    for tie in person.ties:
        other = by_short.get(tie.name)
        if other is None or other.short == person.short:
            yield f"{person.name} is tied to {tie.name!r}, who does not live here."
        elif person.short not in {back.name for back in other.ties}:
            yield f"{person.name} knows {tie.name}, but {tie.name} does not know {person.short}."
        if not -10 <= tie.closeness <= 10 or not tie.relation:
            yield f"{person.name} is tied to {tie.name} by a closeness outside of -10 to 10, or without a relation."
