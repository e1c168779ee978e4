"""Reading what a person writes about the people of a town: "a dozen old fishers, two families in a quarrel"."""

import re
from collections.abc import Iterator
from functools import cache

import msgspec
from msgspec import Struct

from sandbox_app.errors import TownProblem
from sandbox_app.town.population.bank import bank, leanings

LONGEST = 2000
"""Characters of a description that are read at most."""

_NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "dozen": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100,
}  # fmt: skip
_PEOPLE = ("people", "person", "inhabitant", "villager", "resident", "neighbour", "soul", "men", "women", "of them")
_MOSTLY = ("most", "mainly", "all", "only", "many", "full of", "nothing but")


class Wanted(Struct, frozen=True, kw_only=True):
    """What a population should be like.

    Attributes:
        people: how many were named, 0 for none.
        old, young: shares of the adults of 65 and more, and of 16 to 25, 0 to 1.
        families: share of the households with children, 0 to 1. alone: share of households of one.
        ties: how many friends each has outside of home and work.
        feuds: pairs of households in a quarrel.
        traits: words for how many of them are. jobs: lines of work some of them have.
        understood: what was read out of the description, a few words each.
    """

    people: int = 0
    old: float = 0.2
    young: float = 0.2
    families: float = 0.35
    alone: float = 0.3
    ties: int = 2
    feuds: int = 0
    traits: tuple[str, ...] = ()
    jobs: tuple[str, ...] = ()
    understood: tuple[str, ...] = ()


def read_description(text: str) -> Wanted:
    """Return what a description asks for; words that are not known are passed over, `understood` says which were.

    Raises:
        TownProblem: it is empty, too long, or nothing in it was understood.
    """
    if len(text) > LONGEST:
        raise TownProblem(f"The description of the people has {len(text)} characters; {LONGEST} are read at most.")
    said = " ".join(re.sub(r"[^\w\s'-]", " ", text.casefold()).split())
    wanted: dict[str, object] = {}
    understood = [*_count(said, wanted), *_ages(said, wanted), *_homes(said, wanted), *_bonds(said, wanted)]
    wanted["traits"] = traits = tuple(word for word in leanings("traits") if _stem(word, said))
    wanted["jobs"] = jobs = tuple(job for job in _jobs() if _stem(job, said))
    understood += [*traits, *jobs]
    if not understood:
        raise TownProblem(
            "Nothing in this description of the people was understood; say how many, how old, what they do and how they are: "
            "'twelve mostly old people, two families in a quarrel, a baker, proud and quiet'."
        )
    return msgspec.convert(wanted | {"understood": understood}, Wanted)


def _count(said: str, wanted: dict[str, object]) -> Iterator[str]:
    number = _number_before(said, _PEOPLE)
    if number:
        wanted["people"] = number
        yield f"{number} people"


def _ages(said: str, wanted: dict[str, object]) -> Iterator[str]:
    for key in ("old", "young"):
        if hit := _mentions(said, key):
            mostly = _much(said, hit)
            wanted[key] = 0.85 if mostly else 0.6
            yield f"{'mostly' if mostly else 'many'} {key} people"
    if "old" in wanted and "young" in wanted:
        wanted["old"] = wanted["young"] = 0.45


def _homes(said: str, wanted: dict[str, object]) -> Iterator[str]:
    if _mentions(said, "families"):
        wanted |= {"families": 0.7, "alone": 0.1}
        yield "families"
    elif "old" in wanted:
        wanted["families"] = 0.1
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
        pairs = max(1, _number_before(said, ("quarrels", "feuds", "rivalries", "disputes")))
        wanted["feuds"] = pairs
        yield "a quarrel between households" if pairs == 1 else f"{pairs} quarrels between households"


@cache
def _jobs() -> tuple[str, ...]:
    return tuple(dict.fromkeys(job for jobs in bank("jobs").values() for job in jobs if job not in bank("jobs")["any"]))


def _mentions(said: str, key: str) -> str:
    return next((word for word in bank("says")[key]["words"] if re.search(rf"\b{re.escape(word)}", said)), "")


def _much(said: str, word: str) -> bool:
    before = said[: said.find(word)][-24:]
    return any(much in before for much in _MOSTLY)


def _stem(word: str, said: str) -> bool:
    return re.search(rf"\b{re.escape(word.casefold())}(?:s|es)?\b", said) is not None


def _number_before(said: str, words: tuple[str, ...]) -> int:
    """Return the number that stands up to three words before one of these; 0 for none."""
    for word in words:
        for found in re.finditer(rf"([\w'-]+ )?([\w'-]+ )?([\w'-]+ )?\b{re.escape(word)}", said):
            for part in reversed([part.strip() for part in found.groups() if part]):
                if part.isdecimal() and 1 <= len(part) <= 4:
                    return int(part)
                if part in _NUMBERS:
                    return _NUMBERS[part]
    return 0
