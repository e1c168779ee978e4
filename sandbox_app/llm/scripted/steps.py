"""Breaking an hour of the plan into steps with the things of the place."""

from functools import cache, lru_cache

from msgspec import Struct

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.scripted.banks import bank
from sandbox_app.llm.scripted.dice import Dice
from sandbox_app.llm.scripted.words import fit, lowered, stems

_LONGEST_TEXT = 58
_LONGEST, _UNIT = 30, 5
_LEAST, _MOST = 3, 9


class _Step(Struct, frozen=True):
    """What one does, and the words of the uses it needs (none: it needs no thing)."""

    uses: frozenset[str]
    text: str


class _Kind(Struct, frozen=True):
    words: frozenset[str]
    uses: tuple[str, ...]
    steps: tuple[_Step, ...]


@cache
def _kinds() -> dict[str, _Kind]:
    kinds = {}
    for name, entry in bank("steps").items():
        steps = []
        for line in entry["do"]:
            uses, colon, text = line.partition(": ")
            steps.append(_Step(stems(uses) if colon else frozenset(), text if colon else line))
        kinds[name] = _Kind(stems(" ".join(entry["words"])), tuple(root for use in entry["uses"] for root in stems(use)), tuple(steps))
    return kinds


@lru_cache(maxsize=4096)
def _kind_of(activity: str) -> _Kind:
    """Return the kind of activity that shares most words with this one, the first on a tie; its first verb counts double."""
    words = stems(activity)
    first = stems(activity.split(" ")[0])
    kinds = _kinds()
    score = {name: len(words & kind.words) + len(first & kind.words) for name, kind in kinds.items()}
    best = max(score, key=lambda name: score[name])
    return kinds[best if score[best] else "any"]


def split(minutes: int, dice: Dice) -> list[int]:
    """Return 3 to 9 lengths of 5 to 30 minutes, multiples of five where it can be, that sum to `minutes`."""
    if minutes < _LEAST * _UNIT:
        third = max(minutes // _LEAST, 1)
        return [third, third, max(minutes - 2 * third, 1)]
    units, odd = divmod(minutes, _UNIT)
    count = min(max(_LEAST, -(-minutes // 20) + dice.below(3), -(-units // 6) + (odd > 0)), units, 6)
    parts = [units // count + (number < units % count) for number in range(count)]
    for _ in range(2):
        give, take = dice.below(count), dice.below(count)
        if parts[give] > 1 and parts[take] * _UNIT + odd < _LONGEST:
            parts[give], parts[take] = parts[give] - 1, parts[take] + 1
    lengths = [part * _UNIT for part in parts]
    lengths[lengths.index(min(lengths))] += odd
    return lengths


def decompose(facts: f.Decompose, dice: Dice) -> a.Decompose:
    """Return steps that fill the minutes: those of the kind of activity for which there are things, in their order."""
    kind, activity = _kind_of(facts.item.activity), fit(facts.item.activity, _LONGEST_TEXT)
    lengths = split(facts.minutes, dice)
    things = [(number, stems(f"{thing.use} {thing.name}")) for number, thing in enumerate(facts.things, 1) if thing.name]
    nothing = next((number for number, thing in enumerate(facts.things, 1) if not thing.name), 0)
    own = stems(activity)
    rank = {root: number for number, root in reversed(list(enumerate(kind.uses)))}
    fitting = sorted(
        (min([-len(own & words), *(rank[root] for root in words & rank.keys())]), number)
        for number, words in things
        if words & own or words & rank.keys()
    )
    favourite = fitting[0][1] if fitting else nothing or 1
    able: list[tuple[int, str]] = []
    turn = dice.below(64)
    for step in kind.steps:
        number = _thing_for(step, things, favourite, turn) if step.uses else nothing or favourite
        if number:
            name = facts.things[number - 1].name
            able.append((number, fit(step.text.replace("{thing}", lowered(name) if name else "place"), _LONGEST_TEXT)))
    chosen = _spread(able, (favourite, activity), len(lengths), dice)
    lengths = _longest_at(lengths, [text for _, text in chosen].index(activity))
    return a.Decompose(tuple(a.StepLine(length, number, text) for length, (number, text) in zip(lengths, chosen, strict=True)))


def _thing_for(step: _Step, things: list[tuple[int, frozenset[str]]], favourite: int, turn: int) -> int:
    """Return a thing for this step, the one that suits the whole activity if it can be; 0 for none."""
    found = [number for number, words in things if words & step.uses]
    if not found:
        return 0
    return favourite if favourite in found else found[turn % len(found)]


def _longest_at(lengths: list[int], at: int) -> list[int]:
    """Return the lengths with the longest one at this place: most of the hour goes to what was planned."""
    longest = lengths.index(max(lengths))
    lengths[longest], lengths[at] = lengths[at], lengths[longest]
    return lengths


def _spread(able: list[tuple[int, str]], own: tuple[int, str], count: int, dice: Dice) -> list[tuple[int, str]]:
    """Return `count` steps in their order, what was planned second; when there are too few, more of the same kind."""
    able = [step for step in able if step[1] != own[1]]
    while len(able) >= count:
        del able[dice.below(len(able))]
    steps = [*able[:1], own, *able[1:]]
    return [*steps, *((own[0], text) for text in bank("steps")["any"]["more"])][:count]
