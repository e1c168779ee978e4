"""Reading what a person writes about the people of a town: "a dozen old fishers, two families in a quarrel"."""

import re
from collections.abc import Iterator
from functools import cache

import msgspec
from msgspec import Struct

from sandbox_app.errors import TownProblem
from sandbox_app.town.population.bank import bank, leanings
from sandbox_app.town.population.numbers import in_digits

LONGEST = 2000
"""Characters of a description that are read at most."""

_PEOPLE = r"(?:people|persons?|inhabitants?|villagers?|residents?|neighbours?|souls?|men|women)"
_FAMILIES = r"(?:famil(?:y|ies)|households?)"
_QUARRELS = r"(?:quarrels|feuds|rivalries|disputes)"
_ALL = ("all", "only", "both", "nothing but", "everybody")
_MOSTLY = ("most", "mainly", "many", "full of")
_A_FAMILY = 4
_LITTLE = frozenset(
    "a about an and another anybody are around as at be between both but by each everybody few for from full full-time has have "
    "here houses in is it its life like live lives living lot lots mainly many most mostly no not nothing of on one only or other "
    "others quite rather really some that the their them there these they this those to town very village want well where which "
    "who whole with all house me i my make up please".split()
)
"""Words that say nothing by themselves."""


class Wanted(Struct, frozen=True, kw_only=True):
    """What a population should be like.

    Attributes:
        people: how many were named, 0 for none. households: in how many they live, 0 for as many as it takes.
        old, young: shares of the adults of 65 and more, and of 16 to 25, 0 to 1.
        families: share of the households with children, 0 to 1. alone: share of households of one. couples: share of couples among
            households of two.
        ties: how many friends each has outside of home and work.
        feuds: pairs of households in a quarrel.
        traits: words for how many of them are. jobs: lines of work some of them have, each as often as it is wanted.
        understood: what was read out of the description, a few words each. passed_over: its words that were not understood.
    """

    people: int = 0
    households: int = 0
    old: float = 0.2
    young: float = 0.2
    families: float = 0.35
    alone: float = 0.3
    couples: float = 0.7
    ties: int = 2
    feuds: int = 0
    traits: tuple[str, ...] = ()
    jobs: tuple[str, ...] = ()
    understood: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()


def read_description(text: str) -> Wanted:
    """Return what a description asks for; `understood` says what was read, `passed_over` the words that were not.

    Raises:
        TownProblem: it is empty, too long, or nothing in it was understood.
    """
    if len(text) > LONGEST:
        raise TownProblem(f"The description of the people has {len(text)} characters; {LONGEST} are read at most.")
    plain = re.sub(r"(?<=\d)[,'’](?=\d{3}\b)", "", text.casefold().replace("’", "'"))
    said = in_digits(" ".join(re.sub(r"[^\w\s'-]", " ", plain).split()))
    wanted: dict[str, object] = {}
    understood = [*_ages(said, wanted), *_homes(said, wanted), *_bonds(said, wanted)]
    wanted["traits"] = traits = tuple(word for word in leanings("traits") if any(_named(one, said) for one in _alike(word)))
    trades = {job: max(1, _number_before(said, rf"{re.escape(job)}(?:s|es)?\b(?!')")) for job in _jobs() if _named(job, said)}
    understood = [*_count(said, wanted, trades), *understood, *traits]
    understood += [job if number == 1 else f"{number} times {job}" for job, number in trades.items()]
    if not understood:
        raise TownProblem(
            "Nothing in this description of the people was understood; say how many, how old, what they do and how they are: "
            "'twelve mostly old people, two families in a quarrel, a baker, proud and quiet'."
        )
    jobs = [job for job, number in trades.items() for _ in range(min(number, LONGEST))]
    return msgspec.convert(wanted | {"jobs": jobs, "understood": understood, "passed_over": list(_passed_over(said))}, Wanted)


def _count(said: str, wanted: dict[str, object], trades: dict[str, int]) -> Iterator[str]:
    """Read how many people there are: as many as are named, else those with whom the description begins ("ten bakers")."""
    number = _number_before(said, rf"{_PEOPLE}\b")
    first = re.match(r"(?:about |around )?(\d+)(?: |$)", said)
    if not number and first:
        after = re.split(r"\d", said[first.end() :])[0].split()[:4]
        if any(re.fullmatch(_FAMILIES, word) for word in after[:2]):
            wanted |= {"people": _A_FAMILY * int(first[1]), "households": int(first[1]), "families": 1.0, "alone": 0.0}
            yield f"{first[1]} households, {_A_FAMILY * int(first[1])} people"
            return
        those = " ".join(after)
        if (
            those in ("", "of them")
            or any(_named(job, those) for job in trades)
            or any(_mentions(those, key) for key in ("old", "young", "alone"))
        ):
            number = max(int(first[1]), sum(trades.values()))
    if not number and re.search(r"\bboth\b", said):
        number = 2
        wanted |= {"households": 1} if wanted.get("couples") else {}
    if number:
        wanted["people"] = number
        yield f"{number} people"


def _ages(said: str, wanted: dict[str, object]) -> Iterator[str]:
    for key in ("old", "young"):
        if hit := _mentions(said, key):
            wanted[key], much = _much(said, hit)
            yield f"{much} {key} people"
    if "old" in wanted and "young" in wanted:
        wanted["old"] = wanted["young"] = 0.45


def _homes(said: str, wanted: dict[str, object]) -> Iterator[str]:
    if _mentions(said, "families"):
        wanted |= {"families": 0.7, "alone": 0.1}
        yield "families"
    elif "old" in wanted:
        wanted["families"] = 0.1
    if _mentions(said, "couples"):
        wanted |= {"couples": 1.0, "alone": 0.1}
        yield "couples"
    if _mentions(said, "alone"):
        wanted |= {"families": 0.05, "alone": 0.85}
        yield "many who live alone"


def _bonds(said: str, wanted: dict[str, object]) -> Iterator[str]:
    if _mentions(said, "strangers"):
        wanted["ties"] = 0
        yield "few know one another"
    elif _mentions(said, "close"):
        wanted["ties"] = 4
        yield "they know one another well"
    if _mentions(said, "feud"):
        pairs = max(1, _number_before(said, rf"{_QUARRELS}\b"))
        wanted["feuds"] = pairs
        yield "a quarrel between households" if pairs == 1 else f"{pairs} quarrels between households"


def _passed_over(said: str) -> Iterator[str]:
    """Yield what nobody read, words that stand together as one."""
    rest = re.sub(rf"\b\d+\b|\b{_PEOPLE}\b|\b{_FAMILIES}\b|\b{_QUARRELS}\b", " | ", said)
    for name in (*_jobs(), *leanings("traits"), *bank("alike")):
        rest = re.sub(rf"\b{re.escape(name.casefold())}(?:s|es)?\b(?:'s?)?", " | ", rest)
    for key in bank("says"):
        for word in bank("says")[key]["words"]:
            rest = re.sub(_beginning(word), " | ", rest)
    runs = " ".join("|" if word in _LITTLE else word for word in rest.split()).split("|")
    yield from dict.fromkeys(run.strip() for run in runs if run.strip())


@cache
def _jobs() -> tuple[str, ...]:
    return tuple(dict.fromkeys(job for jobs in bank("jobs").values() for job in jobs if job not in bank("jobs")["any"]))


def _alike(trait: str) -> tuple[str, ...]:
    """Return a word for a temper and others that mean the same."""
    return (trait, *(word for word, same in bank("alike").items() if same == trait))


def _beginning(word: str) -> str:
    """Return the pattern of the words that begin so; after "=" it is the word itself."""
    return rf"\b{re.escape(word[1:])}\b" if word.startswith("=") else rf"\b{re.escape(word)}[\w'-]*"


def _mentions(said: str, key: str) -> str:
    found = (re.search(_beginning(word), said) for word in bank("says")[key]["words"])
    return next((hit[0] for hit in found if hit), "")


def _much(said: str, word: str) -> tuple[float, str]:
    before = said[: said.find(word)][-24:]
    if any(re.search(rf"\b{much}\b", before) for much in _ALL):
        return 1.0, "only"
    return (0.85, "mostly") if any(much in before for much in _MOSTLY) else (0.6, "many")


def _named(word: str, said: str) -> bool:
    return re.search(rf"\b{re.escape(word.casefold())}(?:s|es)?\b", said) is not None


def _number_before(said: str, what: str) -> int:
    """Return the number that stands up to three words before something (a pattern); 0 for none."""
    for found in re.finditer(rf"([\w'-]+ )?([\w'-]+ )?([\w'-]+ )?\b{what}", said):
        for part in reversed([part.strip() for part in found.groups() if part]):
            if part.isdecimal():
                return int(part)
    return 0
