"""Generated towns and their casts: none of them is shipped with the program."""

from random import Random
from typing import Any

from msgspec import Struct

from demo_model import happenings
from demo_model.words import bank, invented, name, surname
from sandbox_app.llm import facts as f
from sandbox_app.llm.request import Name


class Site(Struct, frozen=True):
    """A building or open area: `things` as the prompts list them."""

    name: str
    kind: str
    things: tuple[f.ThingOption, ...]


class Tie(Struct, frozen=True):
    """What somebody is to an agent."""

    name: str
    relation: str
    closeness: int


class Agent(Struct, frozen=True):
    """Somebody of the cast, with the ties to others."""

    me: f.Persona
    ties: tuple[Tie, ...]


class Town(Struct, frozen=True):
    """A whole town; `weekday` of day 1 is `first_weekday` (0: Monday)."""

    name: str
    sites: tuple[Site, ...]
    cast: tuple[Agent, ...]
    names: tuple[Name, ...]
    first_weekday: int
    first_date: int


def site_kinds() -> list[tuple[str, list[str], list[str], list[tuple[str, str]]]]:
    """Return kind, last words of names, rooms and (thing, use) pairs of every kind of site."""
    kinds = []
    for line in bank("sites"):
        kind, ends, rooms, things = line.split("|")
        pairs = [tuple(thing.split(":")) for thing in things.split(",")]
        kinds.append((kind, ends.split("/"), rooms.split(","), pairs))
    return kinds  # type: ignore[return-value]


def _clock(minutes: int) -> str:
    minutes %= 24 * 60
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _fronts(random: Random) -> str:
    draw = random.random()
    if draw < 0.25:
        return random.choice(bank("trees"))
    if draw < 0.5:
        return random.choice(bank("epithets"))
    if draw < 0.7:
        return surname(random) + random.choice(("", "'s"))
    if draw < 0.85:
        return invented(random, 1, 2).capitalize()
    return random.choice(bank("epithets")) + " " + random.choice(bank("trees"))


def _site(random: Random, taken: set[str], kind: str, ends: list[str], rooms: list[str], pairs: list[tuple[str, str]]) -> Site:
    while True:
        title = _fronts(random) + " " + random.choice(ends)
        if random.random() < 0.15:
            title = "The " + title
        if title not in taken:
            taken.add(title)
            break
    chosen = random.sample(pairs, random.randint(min(3, len(pairs)), len(pairs)))
    things = tuple(f.ThingOption(thing, use, random.choice(rooms)) for thing, use in chosen)
    return Site(title, kind, things)


def _home(random: Random, taken: set[str], owner: str) -> Site:
    ends = list(bank("homes")) if random.random() < 0.85 else list(bank("streets"))
    pairs = [tuple(thing.split(":")) for thing in bank("home_things")]
    pairs += [tuple(thing.split(":")) for thing in random.sample(bank("furniture"), 8)]
    beds = [pairs[0], *random.sample(pairs[1:], random.randint(3, 14))]
    rooms = random.sample(bank("home_rooms"), random.randint(1, 4))
    things = tuple(f.ThingOption(thing, use, random.choice(rooms)) for thing, use in beds)
    while True:
        front = owner + "'s" if random.random() < 0.2 else _fronts(random)
        title = f"{front} {random.choice(ends)}"
        if title not in taken:
            taken.add(title)
            return Site(title, "home", things)


def _hours(random: Random) -> tuple[str, str, str, str]:
    wake = random.choice((300, 330, 360, 375, 390, 405, 420, 420, 435, 450, 465, 480, 480, 510, 540, 600))
    bed = random.choice((1260, 1290, 1320, 1320, 1335, 1350, 1365, 1380, 1380, 1410, 1425, 10, 30))
    start = max(
        wake + random.choice((30, 45, 60, 60, 90)), random.choice((360, 420, 480, 480, 510, 540, 540, 570, 600, 660, 720, 840, 960))
    )
    start -= start % 15
    end = min(start + random.choice((180, 240, 300, 360, 420, 480, 480, 510, 540)), 1380)
    return _clock(wake), _clock(bed), _clock(start), _clock(end)


def _persona(random: Random, who: str, home: Site, others: list[str], sites: list[Site], town: str) -> f.Persona:
    wake, bed, start, end = _hours(random)
    public = [site for site in sites if site.kind != "home"]
    age = random.randint(17, 84)
    idle = random.random() < 0.2
    workplace = random.choice(public)
    if idle:
        job = random.choice(
            ("retired", "pensioner", "unemployed", "retired teacher", "retired nurse", "widow", random.choice(bank("jobs_extra")))
        )
    elif random.random() < 0.15:
        job = random.choice(bank("jobs_extra"))
        workplace = random.choice(sites) if random.random() < 0.5 else home
    else:
        job = random.choice(happenings.jobs_of()[workplace.kind])
    scene = happenings.Scene(random, others, [site.name for site in sites])
    scene.fixed = {"me": who, "home": home.name, "work": workplace.name, "town": town}
    habits = tuple(
        f.Habit(time, random.choice(sites).name if random.random() < 0.8 else home.name, activity) for time, activity in scene.habits()
    )
    return f.Persona(
        name=who,
        age=age,
        job=job,
        traits=tuple(random.sample(bank("traits"), random.randint(2, 4))),
        identity=scene.identity(job),
        home=home.name,
        workplace="" if idle else workplace.name,
        work_from="" if idle else start,
        work_to="" if idle else end,
        wake=wake,
        bed=bed,
        habits=habits,
        aim=scene.aim(who) if random.random() < 0.5 else "",
        summary=scene.summary() if random.random() < 0.2 else "",
        **_more(random, scene),
    )


def _more(random: Random, scene: happenings.Scene) -> dict[str, Any]:
    """Return what only some people have: a way of speaking, values, a secret."""
    return {
        "speech": scene.text("speech") if random.random() < 0.3 else "",
        "values": tuple(dict.fromkeys(scene.text("value") for _ in range(random.randint(1, 3)))) if random.random() < 0.25 else (),
        "secret": scene.text("secret") if random.random() < 0.2 else "",
    }


def _ties(random: Random, others: list[str]) -> tuple[Tie, ...]:
    known = random.sample(others, random.randint(min(3, len(others)), len(others)))
    return tuple(
        Tie(other, random.choice(bank("relations")), random.choice((-7, -4, -2, -1, 0, 0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 10)))
        for other in known
    )


def make_town(seed: int) -> Town:
    """Return the town of this seed."""
    random = Random(seed)
    people: list[str] = []
    for _ in range(random.choice((3, 5, 5, 8, 12, 18, 25))):
        while (who := name(random)) in people:
            pass
        people.append(who)
    taken: set[str] = set(people)
    kinds = site_kinds()
    chosen = random.sample(kinds, min(len(kinds), random.randint(3, 14)))
    sites = [_site(random, taken, *kind) for kind in chosen]
    homes = [_home(random, taken, random.choice(people)) for _ in range(random.randint(2, max(2, min(10, len(people)))))]
    every = sites + homes
    title = (invented(random, 1, 2) + random.choice(bank("town_ends"))).capitalize() if random.random() < 0.7 else _fronts(random)
    cast = []
    for who in people:
        others = [other for other in people if other != who]
        cast.append(Agent(_persona(random, who, random.choice(homes), others, every, title), _ties(random, others)))
    names = (*(Name("person", who) for who in people), *(Name("place", site.name) for site in every))
    return Town(title, tuple(every), tuple(cast), names, random.randrange(7), random.randrange(365))
