"""A crowd: any number of made-up people over a town, for measuring how many it carries. They share homes where there are many."""

from random import Random

from sandbox_app.errors import TownProblem
from sandbox_app.town.model import CastMember, Habit, Tie, Town

_FIRST = (
    "Ada", "Aldo", "Amir", "Anouk", "Arne", "Basia", "Bela", "Bruno", "Carla", "Cato", "Dara", "Dunya", "Edda", "Elio", "Emre", "Enid",
    "Fenna", "Finn", "Frida", "Gita", "Greta", "Hugo", "Ida", "Imre", "Irma", "Ivo", "Jala", "Joris", "Juno", "Kamil", "Kira", "Lars",
    "Leda", "Lino", "Lotte", "Malin", "Marek", "Mina", "Nadia", "Nils", "Noor", "Odile", "Olaf", "Oona", "Petra", "Pia", "Quinn", "Rafi",
    "Rhea", "Rolf", "Saba", "Selma", "Silas", "Sunna", "Tarek", "Thea", "Tilo", "Uma", "Vera", "Viggo", "Willa", "Xenia", "Yara", "Zeno",
)  # fmt: skip
_LAST = (
    "Abbot", "Barley", "Birch", "Brook", "Carver", "Dale", "Elder", "Fallow", "Finch", "Garland", "Hale", "Heath", "Ivers", "Kestrel",
    "Lark", "Linden", "Marsh", "Moss", "Nettle", "Oakes", "Penn", "Quill", "Reed", "Rowan", "Sedge", "Tarn", "Thorne", "Vale",
    "Wick", "Yarrow",
)  # fmt: skip
_TRAITS = ("patient", "curious", "stubborn", "kind", "restless", "careful", "cheerful", "quiet", "frank", "proud", "generous", "shy")
_HABITS = ("take a walk", "sit and watch people", "talk with neighbours", "drink tea", "read a little", "buy something small")
_CLOSED_KINDS = frozenset({"home", "street"})


def crowd(town: Town, people: int, seed: int) -> tuple[CastMember, ...]:
    """Return this many made-up people who live and work in a town; the same ones for the same town, number and seed.

    Raises:
        TownProblem: the town has no homes.
    """
    random = Random(f"{town.name} {people} {seed}")
    homes = [place.name for place in town.places if place.level == "site" and place.kind == "home"]
    works = [place for place in town.places if place.level == "site" and place.opens]
    open_to_all = [place.name for place in town.places if place.level == "site" and place.kind not in _CLOSED_KINDS]
    if not homes:
        raise TownProblem(f"{town.title} has no homes, so nobody can live in it.")
    shorts = [_short_name(number) for number in range(people)]
    random.shuffle(shorts)
    ties = _ties(shorts, random)
    members = []
    for number, short in enumerate(shorts):
        work = random.choice(works) if works and random.random() < 0.7 else None
        wake = random.randrange(5 * 60, 8 * 60 + 30, 5)
        member = CastMember(
            name=f"{short} {random.choice(_LAST)}",
            short=short,
            age=random.randint(16, 80),
            pronouns=random.choice(("she", "he", "they")),
            job=f"{work.kind} hand" if work else "at leisure",
            traits=tuple(random.sample(_TRAITS, 2)),
            identity=f"{short} came to {town.title} some years ago and knows its streets and most of its faces.",
            home=homes[number % len(homes)],
            workplace=work.name if work else "",
            work_from=work.opens if work else "",
            work_to=work.closes if work else "",
            wake=_hhmm(wake),
            bed=_hhmm(wake + random.randrange(14 * 60, 16 * 60, 5)),
            habits=tuple(_habit(hour, open_to_all, random) for hour in (12, 18) if open_to_all),
            ties=tuple(ties[short]),
        )
        members.append(member)
    return tuple(members)


def _habit(hour: int, places: list[str], random: Random) -> Habit:
    return Habit(_hhmm(hour * 60 + random.randrange(0, 60, 10)), random.choice(places), random.choice(_HABITS))


def _short_name(number: int) -> str:
    again, first = divmod(number, len(_FIRST))
    return _FIRST[first] + ("" if again == 0 else f" {again + 1}")


def _hhmm(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def _ties(shorts: list[str], random: Random) -> dict[str, list[Tie]]:
    """Tie everybody to about four others, on both sides."""
    ties: dict[str, list[Tie]] = {short: [] for short in shorts}
    for number, short in enumerate(shorts):
        for other in {shorts[(number + step) % len(shorts)] for step in (1, random.randint(2, 9))} - {short}:
            if other not in {tie.name for tie in ties[short]}:
                closeness = random.randint(-2, 7)
                ties[short].append(Tie(other, "neighbour", closeness))
                ties[other].append(Tie(short, "neighbour", max(-10, closeness + random.randint(-1, 1))))
    return ties
