"""What happens, as somebody sees it: events of the town turned into appraisals by goals, standards and tastes of a persona.

The weights are ours; the variables and their scale (-10..10) are FAtiMA's (see `occ.py`). Goals are the aim, habits and
promises; standards are how one speaks to each other; tastes are whom one likes and what one likes to do.
"""

import re
import tomllib
from functools import cache, lru_cache
from typing import Any

from sandbox_app.mind.feelings.occ import BAD, Appraisal
from sandbox_app.resources import assets

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
FORTUNE, GRAVE_FORTUNE = 3.0, 6.0
"""Desirability of what is told, ordinary and grave."""
FRIEND, FOE = 1, -2
"""Closeness from which one is glad for somebody, and under which one is not."""
STRONG_TIE = 5
"""Closeness from which the mere sight of somebody is felt."""
NOTHING = Appraisal()


@cache
def _bank() -> dict[str, Any]:
    with assets("phrases", "feel.toml").open("rb") as file:
        return tomllib.load(file)


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))


def _says(text: str, act: str) -> bool:
    low = " ".join(_WORD.findall(text.lower()))
    return any(re.search(rf"\b{re.escape(phrase)}\b", low) for phrase in _bank()["praiseworthy"][act])


@lru_cache(maxsize=4096)
def fortune(text: str) -> float:
    """Return how good (above 0) or bad what a text tells is for those it is about, -6..6."""
    table, words = _bank()["desirable"], _words(text)
    balance = len(words & set(table["good"])) - len(words & set(table["bad"]))
    if not balance:
        return 0.0
    return (GRAVE_FORTUNE if words & set(table["grave"]) else FORTUNE) * (1 if balance > 0 else -1)


@lru_cache(maxsize=1024)
def temper(traits: tuple[str, ...]) -> tuple[float, float]:
    """Return how much stronger or weaker than others somebody with these traits feels (bad, good) things."""
    bad = good = 1.0
    for trait in traits:
        words = set(re.findall(r"[a-z-]+", trait.lower()))
        for gains in _bank()["temper"].values():
            if words & set(gains["words"]):
                bad, good = bad * gains["bad"], good * gains["good"]
    return max(0.5, min(1.6, bad)), max(0.5, min(1.6, good))


def tempered(name: str, intensity: float, traits: tuple[str, ...]) -> float:
    """Return the intensity of an emotion in somebody with these traits."""
    return min(10.0, intensity * temper(traits)[0 if name in BAD else 1])


def said_to_me(text: str, closeness: float) -> Appraisal:
    """Return what a line means to the one it is said to: by its kindness, a yes or no, or the news in it."""
    if _says(text, "unkind"):
        return Appraisal(desirability=-5.0, praiseworthiness=-6.0)
    if _says(text, "refusal"):
        return Appraisal(desirability=-2.0)
    if _says(text, "agreement"):
        return Appraisal(desirability=2.5)
    if _says(text, "kind"):
        return Appraisal(desirability=2.0 + max(0.0, closeness) / 5, praiseworthiness=4.0)
    return told(text)


def said_by_me(text: str) -> Appraisal:
    """Return what one's own words mean to oneself."""
    return Appraisal(praiseworthiness=-3.0, by_self=True) if _says(text, "unkind") else NOTHING


def told(text: str, others: tuple[float, ...] = ()) -> Appraisal:
    """Return what news mean to the hearer.

    Args:
        text: the news.
        others: the hearer's closeness to those the news name; without any they concern the hearer's own world.
    """
    weight = fortune(text)
    if not weight:
        return NOTHING
    if not others:
        return Appraisal(desirability=weight / 2)
    closest = max(others, key=abs)
    if FOE <= closest < FRIEND:
        return NOTHING
    glad = closest >= FRIEND
    return Appraisal(desirability=weight * min(1.0, abs(closest) / 5) * (1 if glad else -1), for_other=weight)


def saw_amiss() -> Appraisal:
    """Return what it means to see a thing that is not as it should be: nothing is lost yet, but it may be."""
    return Appraisal(probability=0.3, importance=6.0)


def met(closeness: float) -> Appraisal:
    """Return what the sight of somebody means, by one's liking."""
    return Appraisal(like=closeness * 0.3) if abs(closeness) >= STRONG_TIE else NOTHING


def promised(closeness: float) -> Appraisal:
    """Return what it means to have arranged something with somebody: a prospect that is likely to come true."""
    return Appraisal(probability=0.8, importance=3.0 + max(0.0, closeness) / 5)


def began(activity: str, habits: tuple[str, ...], aim: str) -> Appraisal:
    """Return what it means to begin something: to do what one likes, to get on with one's aim, or to have to wait."""
    words = {word for word in _words(activity) if len(word) > 3}
    if activity.startswith("waiting for"):
        return Appraisal(desirability=-2.0)
    if len(words & _words(aim)) >= 2:
        return Appraisal(desirability=2.0, praiseworthiness=3.0, by_self=True)
    if any(len(words & _words(habit)) >= 2 or activity.split(" ", 1)[-1] == habit.split(" ", 1)[-1] for habit in habits):
        return Appraisal(desirability=2.0)
    return NOTHING
