"""The phrase banks (`assets/phrases/*.toml`) and how a phrase is chosen: by temper, never one that was just said."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from sandbox_app.llm import facts as f
from sandbox_app.llm.scripted.banks import bank
from sandbox_app.llm.scripted.dice import Dice
from sandbox_app.llm.scripted.words import stems


@cache
def register(traits: tuple[str, ...]) -> str:
    """Return how somebody with these traits speaks: the register that most of them ask for, the earlier on a tie, or "plain"."""
    votes: dict[str, int] = {}
    for trait in traits:
        words = stems(trait)
        for name, signs in _signs().items():
            if words & signs:
                votes[name] = votes.get(name, 0) + 1
    return max(votes, key=lambda name: votes[name]) if votes else "plain"


@cache
def _signs() -> dict[str, frozenset[str]]:
    return {name: stems(" ".join(words)) for name, words in bank("temper").items()}


@cache
def pool(name: str, act: str, manner: str) -> tuple[str, ...]:
    """Return the phrases of an act in this manner: its own ones twice as likely as those for all."""
    section = bank(name).get(act, {})
    own = tuple(section.get(manner, ()))
    return own + own + tuple(section.get("any", ())) if own else tuple(section.get("any", ()))


@cache
def job_bank(job: str, workplace: str = "") -> dict[str, Any]:
    """Return the bank of the line of work that the job's name, or else the workplace's, asks for most."""
    banks: dict[str, dict[str, Any]] = bank("jobs")
    for words in (stems(job), stems(workplace)):
        shared = {name: len(words & stems(" ".join(entry["words"]))) for name, entry in banks.items()}
        best = max(shared, key=lambda name: shared[name])
        if shared[best]:
            return banks[best]
    return banks["other"]


def fill(phrase: str, **values: str) -> str:
    """Return the phrase with its {names} filled in; values may hold any text."""
    for name, value in values.items():
        phrase = phrase.replace("{" + name + "}", value)
    return phrase


def choose(dice: Dice, phrases: Sequence[str], fresh: Callable[[str], bool]) -> str:
    """Return one of the phrases that are fresh, or ""; at most one draw."""
    left = [phrase for phrase in phrases if fresh(phrase)]
    return dice.pick(left) if left else ""


def at_work(me: f.Persona, time: str) -> bool:
    """Return whether this is within the agent's work hours (which may pass midnight)."""
    if not me.work_from or not me.work_to:
        return False
    if me.work_from <= me.work_to:
        return me.work_from <= time < me.work_to
    return time >= me.work_from or time < me.work_to
