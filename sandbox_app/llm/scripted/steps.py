"""Breaking an hour of the plan into steps with the things of the place."""

import re
from functools import cache, lru_cache

from msgspec import Struct

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.clock import minutes
from sandbox_app.llm.scripted.banks import bank
from sandbox_app.llm.scripted.dice import Dice
from sandbox_app.llm.scripted.events import GATHERINGS
from sandbox_app.llm.scripted.phrases import job_bank
from sandbox_app.llm.scripted.words import fit, lowered, stems

_LONGEST_TEXT = 58
_UNIT = 5
_GATHERING = re.compile(r"(?:host|give|hold|throw|go to|attend|celebrate)\b")
_WHOLE = 20
"""A gathering of so many minutes or more is not cut into pieces."""
_AROUND = ("look who is there", "talk with those who are there")
"""What one does in the first and the last minutes of a gathering."""
_LEAST, _MOST = 3, 6
_STAFF = stems("serve till bake oven stove cook boil knead dough beer taps fridge pantry kitchen sink dishes money accounts stock")
"""Words of things in a shop or tavern that are not for guests, unless one orders there."""
_OPEN_TO_GUESTS = stems("counter bar shelf")
_FOR_STAFF = frozenset("serve drinks money stock weigh sell bake knead cake cook prepare store coffee sip tea dishes".split())
"""Groups of uses.toml that only those do who live or work at a place."""
_TAKEN = ("eat ", "drink ", "have ")
"""How a use begins that is for guests at their table: no work is done there."""
_SERVED = re.compile(r"\b(?:eat|drink|have|breakfast|lunch|supper|meal)\b")
"""What one does at such a table oneself."""
_FOOD = stems("eat drink coffee bar bread cake order counter table")
"""Words of things at which there is something to taste."""
_LESSONS = stems("teacher blackboard")
"""Words of things in a school that are for those who teach."""
_GENERAL = stems("play look take make do get put good new")
"""Words of an activity that say little of the thing it needs."""
_MOST_THINGS = 3
_UP_FOR = 75
"""After this many minutes one is up and about, whatever the plan still says."""
_MEALS = ((stems("lunch"), "14:15"), (stems("supper"), "20:30"))
"""Meals and when they are over."""
_SPARE = 3
"""With so many steps to spare, the hour may go without the plan's own words."""
"""With how many things an hour is spent at most."""
_RISING = re.compile(r"(?:get up|wake|jump out|get dressed|rise|wash, dress)\b")
_OWN_WORD = 100
"""A thing named by the activity comes before any that only suits its kind."""


class _Kind(Struct, frozen=True):
    """A kind of activity: its words, the rank of each word of a fitting use, and what needs no thing."""

    words: frozenset[str]
    rank: dict[str, int]
    free: tuple[str, ...]


@cache
def _kinds() -> dict[str, _Kind]:
    kinds = {}
    for name, entry in bank("steps").items():
        roots = [root for use in entry["uses"] for root in stems(use)]
        rank = {root: number for number, root in reversed(list(enumerate(roots)))}
        kinds[name] = _Kind(stems(" ".join(entry["words"])), rank, tuple(entry["free"]))
    return kinds


@lru_cache(maxsize=4096)
def kind_of(activity: str) -> str:
    """Return the kind of activity, of those in steps.toml, that shares most words with this one, the first on a tie.

    Its first word counts double.
    """
    if _RISING.match(activity):
        return "rise"
    words, first = stems(activity), stems(activity.split(" ")[0])
    score = {name: len(words & kind.words) + len(first & kind.words) for name, kind in _kinds().items()}
    best = max(score, key=lambda name: score[name])
    return best if score[best] else "any"


@lru_cache(maxsize=4096)
def _done_with(use: str, name: str, guest: bool) -> tuple[str, ...]:
    """Return what one does with a thing: the steps of the group that its use, or else its name, falls into; or its use itself.

    What those do who work at a place is not for guests: they order there.
    """
    groups = bank("uses")
    called = stems(name)
    for text in (use, name):
        words = stems(text)
        known = {group: stems(" ".join(entry["words"])) for group, entry in groups.items()}
        shared = {group: (len(words & known[group]), len(called & known[group])) for group in groups}
        best = max(shared, key=lambda group: shared[group])
        if shared[best][0] > 0:
            return tuple(groups["order" if guest and best in _FOR_STAFF else best]["do"])
    return (use,) if use else ()


def split(minutes: int, dice: Dice) -> list[int]:
    """Return 3 to 6 lengths that sum to `minutes`: all alike, multiples of five where it can be, and the second takes what is over."""
    if minutes < _LEAST * _UNIT:
        third = max(minutes // _LEAST, 1)
        return [third, max(minutes - 2 * third, 1), third]
    units = minutes // _UNIT
    count = min(max(_LEAST, -(-minutes // 20) + dice.below(3)), units, _MOST)
    each = units // count * _UNIT
    return [each, minutes - (count - 1) * each, *[each] * (count - 2)]


def decompose(facts: f.Decompose, dice: Dice) -> a.Decompose:
    """Return steps that fill the minutes: the activity itself, and what one does with the things that fit it."""
    activity = fit(facts.item.activity, _LONGEST_TEXT)
    kind = _kinds()[kind_of(activity)]
    over = _is_over(facts)
    if _GATHERING.match(activity) and stems(activity) & GATHERINGS and facts.minutes >= _WHOLE:
        return _together(facts, activity)
    if over:
        kind = _kinds()["rest" if _is_guest(facts) else "home"]
    nothing = next((number for number, thing in enumerate(facts.things, 1) if not thing.name), 0)
    things = _fitting(facts, kind, over=over)
    best = things[0] if things else nothing or 1
    lengths = split(facts.minutes, dice)
    steps = _with_things(facts, things, activity, len(lengths), dice)
    free = [(nothing or best, text) for text in dice.shuffled(kind.free) if text != activity]
    steps += free[: len(lengths)]
    steps += [(best, text) for text in _kinds()["any"].free]
    chosen = _first(steps, activity, len(lengths))
    if not (over or (len(steps) > len(lengths) + _SPARE and dice.below(3) == 0)):
        chosen = [*chosen[:1], (best, activity), *chosen[1:-1]]
        lengths = _longest_at(lengths, 1)
    return a.Decompose(tuple(a.StepLine(length, number, text) for length, (number, text) in zip(lengths, chosen, strict=True)))


def _together(facts: f.Decompose, activity: str) -> a.Decompose:
    """Return the steps of a gathering: whoever meets others is with them, not at the coffee machine."""
    before, after = _AROUND
    nothing = next((number for number, thing in enumerate(facts.things, 1) if not thing.name), 1)
    lines = ((_UNIT, before), (facts.minutes - 2 * _UNIT, activity), (_UNIT, after))
    return a.Decompose(tuple(a.StepLine(length, nothing, text) for length, text in lines))


def _is_over(facts: f.Decompose) -> bool:
    """Return whether the hour of such an activity has passed, whatever the plan still says: getting up, a meal."""
    activity, time = facts.item.activity, facts.now.time
    if _RISING.match(activity):
        return minutes(time) - minutes(facts.me.wake) >= _UP_FOR
    words = stems(activity)
    return any(words & signs and time >= end for signs, end in _MEALS)


def _fitting(facts: f.Decompose, kind: _Kind, *, over: bool) -> list[int]:
    """Return the numbers of the things that fit, the best first: named by the activity unless it is over, of its kind, or of the job."""
    own = frozenset() if over else stems(facts.item.activity) - _GENERAL
    guest = _is_guest(facts)
    at_work = bool(facts.me.workplace) and facts.item.place == facts.me.workplace
    tools = _tools(facts.me.job, facts.me.workplace) if at_work else frozenset()
    teaches = job_bank(facts.me.job, facts.me.workplace) == bank("jobs")["teacher"]
    ranked = []
    for number, thing in enumerate(facts.things, 1):
        words = stems(f"{thing.use} {thing.name}") if thing.name else frozenset()
        if guest and words & _STAFF and not words & _OPEN_TO_GUESTS:
            continue
        if words & _LESSONS and not teaches:
            continue
        if at_work and f"{thing.use} ".startswith(_TAKEN) and not (own & stems(thing.name) or _SERVED.search(facts.item.activity)):
            continue
        named = own & stems(thing.name) or (kind is _kinds()["any"] and own & words)
        scores = [kind.rank[root] for root in words & kind.rank.keys()]
        if own & words and (scores or named):
            scores.append(-_OWN_WORD * len(own & words))
        if words & tools:
            scores.append(_OWN_WORD - len(words & tools))
        if scores:
            ranked.append((min(scores), number))
    return [number for _, number in sorted(ranked)]


def _is_guest(facts: f.Decompose) -> bool:
    """Return whether the place is neither the agent's home nor where it works."""
    return facts.item.place not in (facts.me.home, facts.me.workplace)


@lru_cache(maxsize=1024)
def _tools(job: str, workplace: str) -> frozenset[str]:
    """Return the words of what somebody with this job works with."""
    entry = job_bank(job, workplace)
    return stems(" ".join([*entry["does"], *entry["tools"]])) | stems(job)


def _with_things(facts: f.Decompose, things: list[int], activity: str, count: int, dice: Dice) -> list[tuple[int, str]]:
    """Return what is done with the best things, kept in order of the things and of their steps; nothing twice."""
    chosen: list[tuple[int, int, str]] = []
    seen = {activity}
    used, guest = things[:_MOST_THINGS], _is_guest(facts)
    most = max(-(-(count - 1) // max(len(used), 1)), 1)
    for place, number in enumerate(used):
        thing = facts.things[number - 1]
        words = stems(f"{thing.use} {thing.name}")
        use = "order" if guest and words & _STAFF else thing.use
        does = [(at, text) for at, text in enumerate(_done_with(use, lowered(thing.name), guest)) if text not in seen]
        if not words & _FOOD:
            does = [(at, text) for at, text in does if not text.startswith("taste")]
        for at, text in sorted(dice.shuffled(does)[: most + (place == 0)]):
            seen.add(text)
            chosen.append((place * 100 + at, number, text))
    return [(number, fit(text, _LONGEST_TEXT)) for _, number, text in sorted(chosen)]


def _first(steps: list[tuple[int, str]], activity: str, count: int) -> list[tuple[int, str]]:
    """Return the first `count` steps, none that says the same as another or as the activity."""
    kept = {text: (number, text) for number, text in reversed(steps) if text != activity}
    order = list(dict.fromkeys(text for _, text in steps if text in kept))
    return [kept[text] for text in order[:count]]


def _longest_at(lengths: list[int], at: int) -> list[int]:
    """Return the lengths with the longest one at this place: most of the hour goes to what was planned."""
    longest = lengths.index(max(lengths))
    lengths[longest], lengths[at] = lengths[at], lengths[longest]
    return lengths
