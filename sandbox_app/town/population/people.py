"""Making up people: who they are, where they live and work, what they like, want and hide."""

from collections.abc import Iterator
from random import Random

from msgspec import Struct

from sandbox_app.errors import TownProblem
from sandbox_app.town.beds import beds_of_homes
from sandbox_app.town.clock import hhmm_minutes
from sandbox_app.town.model import CastMember, Habit, Place, Town
from sandbox_app.town.population.bank import bank, leanings
from sandbox_app.town.population.description import Wanted
from sandbox_app.town.population.names import NameBook
from sandbox_app.town.population.temper import draw_factors, fitting, type_of
from sandbox_app.town.population.ties import Household, bind

_CHILD, _GROWN, _OLD = 16, 26, 65
_ALL_WEEK = frozenset(("café", "tavern", "bakery", "chapel", "church", "farm", "inn", "restaurant", "park", "pier"))
_FIVE_DAYS = frozenset(("school", "town hall", "office"))
_QUIET_KINDS = frozenset({"home", "street"})


class _Draft(Struct):
    """A person before anything but household, age and name is settled."""

    short: str
    last: str
    age: int
    pronouns: str
    home: str


def populate(town: Town, people: int, seed: int, wanted: Wanted | None = None) -> tuple[CastMember, ...]:
    """Return this many made-up people who live and work in a town; the same ones for the same arguments.

    They come in households (couples, families, people who share rooms, people alone) that fill the homes' beds before they
    share them; children go to school, grown people to work where there is work; who ties whom is known to both sides.

    Raises:
        TownProblem: the town has no homes.
    """
    asked = wanted or Wanted()
    random = Random(f"{town.name} {people} {seed}")
    homes = [place for place in town.places if place.level == "site" and place.kind == "home"]
    if not homes:
        raise TownProblem(f"{town.title} has no homes, so nobody can live in it.")
    names = NameBook(random)
    households: list[Household] = []
    drafts: list[_Draft] = []
    for home, size in _sizes(town, homes, people, random, asked):
        household, members = _household(home.name, size, names, random, asked)
        households.append(household.shifted(len(drafts)))
        drafts += members
    work = _Work(town, random, asked.jobs)
    cast = [_person(draft, town, work, random, asked) for draft in drafts]
    return bind(cast, households, town, random, friends=asked.ties, feuds=asked.feuds)


def _sizes(town: Town, homes: list[Place], people: int, random: Random, wanted: Wanted) -> Iterator[tuple[Place, int]]:
    """Yield homes with the size of a household that moves in, until all people live somewhere.

    A household takes the home that fits it best of those where nobody lives yet, then of those with beds left for it; when all beds
    are taken they are shared, one more in each.
    """
    beds = {home: max(1, sum(len(bed.stands) for bed in found)) for home, found in beds_of_homes(town).items()}
    order = random.sample(homes, len(homes))
    left, moved_in, free, lived = people, 0, dict(beds), set[str]()
    while left:
        if not any(free.values()):
            free = dict(beds)
        empty = [free[home.name] for home in homes if home.name not in lived]
        drawn = -(-left // (wanted.households - moved_in)) if moved_in < wanted.households else _drawn(random, wanted)
        size = min(drawn, left, max(empty or free.values()))
        fitting = (home for home in order if free[home.name] >= size)
        home = min(fitting, key=lambda home: (home.name in lived, free[home.name] - size))
        free[home.name] -= size
        lived.add(home.name)
        left, moved_in = left - size, moved_in + 1
        yield home, size


def _drawn(random: Random, wanted: Wanted) -> int:
    """Return how many live together: alone, with children, or as couples and sharers do."""
    if random.random() < wanted.alone:
        return 1
    return random.choice((3, 4, 4, 5) if random.random() < wanted.families else (2, 2, 2, 3))


def _household(home: str, size: int, names: NameBook, random: Random, wanted: Wanted) -> tuple[Household, list[_Draft]]:
    """Return who lives together, and how: the first one or two are grown up, the rest are children or share the rooms."""
    ages = [_grown_age(random, wanted) for _ in range(size)]
    genders = [random.choices(("she", "he", "they"), (48, 48, 4))[0] for _ in range(size)]
    if size == 1:
        kind = "alone"
    elif size == 2:
        kind = "couple" if random.random() < wanted.couples else "parent" if random.random() < wanted.families else "shared"
    else:
        kind = "family" if random.random() < 2.4 * wanted.families else "shared"
    grown = {"alone": 1, "couple": 2, "parent": 1, "family": 2, "shared": size}[kind]
    if kind in ("couple", "family"):
        ages[1] = max(18, min(95, ages[0] + random.randint(-6, 6)))
        if random.random() < 0.9 and genders[0] == genders[1] != "they":
            genders[1] = "he" if genders[0] == "she" else "she"
    if kind in ("family", "parent"):
        ages[:grown] = [28 + age % 23 for age in ages[:grown]]
        eldest = min(ages[:grown]) - 20
        ages[grown:] = [random.randint(max(5, eldest - 16), eldest) for _ in range(size - grown)]
    last = names.last()
    one_name = kind != "shared"
    drafts = [
        _Draft(names.first(gender), last if one_name else names.last(), age, gender, home)
        for age, gender in zip(ages, genders, strict=True)
    ]
    return Household(kind, grown, tuple(range(size))), drafts


def _grown_age(random: Random, wanted: Wanted) -> int:
    draw = random.random()
    if draw < wanted.old:
        return random.randint(_OLD, 88)
    if draw < wanted.old + wanted.young:
        return random.randint(18, _GROWN - 1)
    return random.randint(_GROWN, _OLD - 1)


class _Work:
    """The town's places of work, given out in turn so that each has somebody; lines of work that were asked for come first."""

    def __init__(self, town: Town, random: Random, jobs: tuple[str, ...]) -> None:
        places = [place for place in town.places if place.level == "site" and place.opens]
        random.shuffle(places)
        self._random = random
        self._schools = [place for place in places if place.kind == "school"]
        by_job = {job: place for place in places for job in _jobs_of(place)}
        self._posts = [(by_job[job], job) for job in jobs if job in by_job]
        self._home_jobs = [job for job in jobs if job not in by_job]
        self._asked = len(self._posts)
        most = max((len(_jobs_of(place)) for place in places), default=0)
        self._posts += [(place, _jobs_of(place)[turn]) for turn in range(most) for place in places if turn < len(_jobs_of(place))]
        self._given = 0

    def of(self, age: int) -> tuple[str, Place | None]:
        """Return a person's line of work and where it is done; at home or not at all: None."""
        if age < _CHILD:
            return ("pupil", self._schools[0]) if self._schools else ("pupil", None)
        asked = self._given < self._asked
        if age >= _OLD + 3 and not asked and not self._home_jobs and self._random.random() < 0.8:
            return f"retired {self._random.choice(bank('jobs')['home'])}", None
        if self._home_jobs:
            return self._home_jobs.pop(0), None
        if not self._posts or (not asked and self._random.random() < 0.15):
            return self._random.choice(bank("jobs")["home"]), None
        place, job = self._posts[self._given % len(self._posts)]
        self._given += 1
        return job, place


def _jobs_of(place: Place) -> list[str]:
    jobs: list[str] = bank("jobs").get(place.kind) or bank("jobs")["any"]
    return jobs


def _person(draft: _Draft, town: Town, work: _Work, random: Random, wanted: Wanted) -> CastMember:
    job, place = work.of(draft.age)
    lean_to = tuple(random.sample(wanted.traits, min(2, len(wanted.traits)))) if random.random() < 0.55 else ()
    factors = draw_factors(random, lean_to)
    traits = tuple(dict.fromkeys((*lean_to, *fitting(leanings("traits"), factors, random, 3))))[:3]
    wake = random.randrange(5 * 60 + 30, 8 * 60, 5)
    if place is not None:
        wake = min(wake, hhmm_minutes(place.opens) - 30)
    stage = "child" if draft.age < _CHILD else "young" if draft.age < _GROWN else "grown" if draft.age < _OLD else "old"
    speech = fitting(leanings("speech"), factors, random, 1)[0]
    return CastMember(
        name=f"{draft.short} {draft.last}",
        short=draft.short,
        age=draft.age,
        pronouns=draft.pronouns,
        job=job,
        traits=traits,
        identity="",
        home=draft.home,
        workplace=place.name if place else "",
        work_from=place.opens if place else "",
        work_to=place.closes if place else "",
        free_days=_free_days(place.kind) if place else (),
        wake=_hhmm(wake),
        bed=_hhmm(wake + random.randrange(14 * 60, 16 * 60, 5)),
        habits=tuple(_habits(town, random)),
        aim=random.choice(bank("aims")[stage]),
        speech=speech,
        values=fitting(leanings("values"), factors, random, 2),
        secret=random.choice(bank("secrets")["any"]) if draft.age >= _CHILD and random.random() < 0.3 else "",
        big_five=factors,
        mbti=type_of(factors),
    )


def _free_days(kind: str) -> tuple[str, ...]:
    """Return the days on which nobody works at a place of this kind."""
    if kind in _ALL_WEEK:
        return ()
    return ("Saturday", "Sunday") if kind in _FIVE_DAYS else ("Sunday",)


def _habits(town: Town, random: Random) -> Iterator[Habit]:
    """Yield one or two things somebody likes to do, at places of the town where one does them."""
    open_to_all = [place for place in town.places if place.level == "site" and place.kind not in _QUIET_KINDS]
    for part, hours in (("noon", (12, 14)), ("evening", (18, 20))):
        wishes = [(place, what) for kind, what in bank("habits")[part] for place in open_to_all if place.kind == kind]
        if wishes and random.random() < 0.85:
            place, what = random.choice(wishes)
            yield Habit(_hhmm(random.randrange(hours[0] * 60, hours[1] * 60, 10)), place.name, what)


def _hhmm(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
