"""How somebody is: five factors, the words that tell of them, and how well two people fit."""

from collections.abc import Iterable, Mapping, Sequence
from random import Random

from sandbox_app.town.model import BIG_FIVE, CastMember
from sandbox_app.town.population.bank import Leaning, leanings

_MIDDLE, _SPREAD = 0.5, 0.18
"""Each factor is drawn from a normal distribution, as scores of such tests are spread, and cut to 0.02..0.98."""

_LETTERS = (("extraversion", "E", "I"), ("openness", "N", "S"), ("agreeableness", "F", "T"), ("conscientiousness", "J", "P"))
"""The four letters of a type follow four of the factors: the correlations found by McCrae and Costa (1989)."""


def draw_factors(random: Random, lean_to: Sequence[str] = ()) -> dict[str, float]:
    """Return how strong each of the five factors is; words of temper in `lean_to` pull theirs that way."""
    factors = {factor: random.gauss(_MIDDLE, _SPREAD) for factor in BIG_FIVE}
    known = leanings("traits")
    for word in lean_to:
        factors[known[word].factor] += 0.3 * known[word].direction
    return {factor: round(min(0.98, max(0.02, strength)), 2) for factor, strength in factors.items()}


def type_of(factors: Mapping[str, float]) -> str:
    """Return the four letters that go with these factors."""
    return "".join(high if factors[factor] >= _MIDDLE else low for factor, high, low in _LETTERS)


def fitting(words: Mapping[str, Leaning], factors: Mapping[str, float], random: Random, count: int) -> tuple[str, ...]:
    """Return `count` of the words that tell most of these factors, no two of the same factor if it can be helped."""
    ranked = sorted(words, key=lambda word: -words[word].direction * (factors[words[word].factor] - _MIDDLE) + random.gauss(0, 0.05))
    chosen: list[str] = []
    for word in ranked:
        if all(words[word].factor != words[other].factor for other in chosen):
            chosen.append(word)
        if len(chosen) == count:
            break
    return tuple(chosen)


def factors_of(member: CastMember) -> dict[str, float]:
    """Return somebody's factors: the tags, and for those without one what the words for the person's temper tell."""
    told = {factor: [member.big_five[factor]] for factor in BIG_FIVE if factor in member.big_five}
    known = leanings("traits")
    guessed: dict[str, list[float]] = {}
    for word in member.traits:
        if word in known:
            guessed.setdefault(known[word].factor, []).append(_MIDDLE + 0.25 * known[word].direction)
    return {factor: _mean(told.get(factor) or guessed.get(factor) or [_MIDDLE]) for factor in BIG_FIVE}


def compatibility(one: CastMember, other: CastMember) -> float:
    """Return how well two people fit, 0 to 1.

    Likeness attracts (Byrne, 1971; the meta-analysis of Montoya, Horton and Kirchner, 2008): the mean likeness of the five
    factors counts six tenths, values in common three tenths, and places where both like to be one tenth.
    """
    first, second = factors_of(one), factors_of(other)
    alike = 1.0 - _mean(abs(first[factor] - second[factor]) for factor in BIG_FIVE)
    values = _common(one.values, other.values)
    places = _common((habit.place for habit in one.habits), (habit.place for habit in other.habits))
    return 0.6 * alike + 0.3 * values + 0.1 * places


def _common(first: Iterable[str], second: Iterable[str]) -> float:
    one, other = set(first), set(second)
    return len(one & other) / len(one | other) if one | other else 0.0


def _mean(values: Iterable[float]) -> float:
    given = list(values)
    return sum(given) / len(given)
