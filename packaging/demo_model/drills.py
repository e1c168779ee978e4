"""Drills: short texts whose answers are nothing but looking up and copying, in the shapes that the forms use.

In a document one token in ten is an answer, and few of those need a number looked up or a line continued; here nearly
half of a text is learnt from. Batches of them go between those of documents.
"""

from collections.abc import Callable
from random import Random

import numpy as np
import torch
from torch import Tensor

from demo_model.happenings import Scene
from demo_model.tokens import Tokens
from demo_model.words import bank, invented

_PEOPLE = [f"{{P{number}}}" for number in range(1, 13)]
_PLACES = [f"{{L{number}}}" for number in range(1, 25)]


def _words(random: Random, least: int, most: int) -> str:
    kinds = ("deeds", "nouns", "adjectives", "hobbies", "verbs_past")
    count = random.randint(least, most)
    return " ".join(random.choice(bank(random.choice(kinds))) if random.random() < 0.75 else invented(random) for _ in range(count))


def _times(random: Random, count: int) -> list[str]:
    minutes = sorted(random.sample(range(5 * 60, 24 * 60), count))
    return [f"{minute // 60:02d}:{minute % 60 // 5 * 5 if random.random() < 0.7 else minute % 60:02d}" for minute in minutes]


def _numbered(places: list[str]) -> str:
    return "Places:\n" + "".join(f"{number} {place}\n" for number, place in enumerate(places, 1))


def plan(random: Random) -> tuple[str, str]:
    """A plan with places by name; the answer has their numbers. Sometimes a promise must be put in at its time."""
    places = random.sample(_PLACES, random.randint(2, 16))
    times = _times(random, random.randint(2, 7))
    items = [(time, random.choice(places), _words(random, 1, 2)) for time in times]
    promised = items.pop(random.randrange(len(items))) if random.random() < 0.6 else None
    head = f"Promised: {promised[0]} {promised[1]}, {promised[2]}.\n" if promised else ""
    listed = "".join(f"{time} {place}, {activity}\n" for time, place, activity in items)
    blocks = [f"{head}Plan so far:\n{listed}", _numbered(places)]
    if random.random() < 0.25:
        blocks.reverse()
    whole = sorted([*items, promised]) if promised else items
    answer = "".join(f"{time} {places.index(place) + 1} {activity}\n" for time, place, activity in whole)
    return "".join(blocks) + "Same plan, numbers.\n", answer


def habits(random: Random) -> tuple[str, str]:
    """Habits with places by name; the answer plans them with numbers."""
    places = random.sample(_PLACES, random.randint(2, 16))
    rows = [(time, random.choice(places), _words(random, 1, 2)) for time in _times(random, random.randint(2, 6))]
    listed = "".join(f"Likes: {time} {place}, {activity}.\n" for time, place, activity in rows)
    answer = "".join(f"{time} {places.index(place) + 1} {activity}\n" for time, place, activity in rows)
    return listed + _numbered(places) + "Plan what you like.\n", answer


def first_words(random: Random) -> tuple[str, str]:
    """A numbered list; the answer says the first word of each, and so must count."""
    lines = [
        _words(random, 1, 4) if random.random() < 0.7 else f"{random.choice(_PEOPLE)} {_words(random, 1, 3)}"
        for _ in range(random.randint(1, 10))
    ]
    listed = "".join(f"{number} {line}\n" for number, line in enumerate(lines, 1))
    return listed + "First words.\n", "".join(f"{number}: {line.split()[0]}\n" for number, line in enumerate(lines, 1))


def recall(random: Random) -> tuple[str, str]:
    """What several people said; the answer is what one of them said, word for word."""
    scene = Scene(random, _PEOPLE, _PLACES)
    people = random.sample(_PEOPLE, random.randint(2, 6))
    said = {who: scene.news() if random.random() < 0.6 else _words(random, 2, 5) for who in people}
    who = random.choice(people)
    listed = "".join(f"{other} told me: {text}\n" for other, text in said.items())
    return listed + f"What did {who} say?\n", f"{who} told me: {said[who]}\n"


def numbers(random: Random) -> tuple[str, str]:
    """A numbered list; the answer gives the number of each of its entries, asked in another order. Nothing but looking up."""
    count = random.randint(2, random.choice((4, 4, 8, 16)))
    kind = random.random()
    if kind < 0.55:
        entries = random.sample(_PLACES if random.random() < 0.6 else [*_PEOPLE, *_PLACES], count)
    elif kind < 0.8:
        entries = random.sample(bank(random.choice(("nouns", "foods", "hobbies", "adjectives"))), count)
    else:
        entries = list(dict.fromkeys(_words(random, 1, 2) for _ in range(count)))
    ends = ["", "", " is asleep", ": friend, closeness 2", " (kitchen): sleep"]
    listed = "".join(f"{number} {entry}{random.choice(ends)}\n" for number, entry in enumerate(entries, 1))
    asked = random.sample(entries, min(len(entries), 8))
    shape = random.choice(("{entry} {number}\n", "{entry} ({number})\n", "{entry}: {number}\n"))
    answer = "".join(shape.format(entry=entry, number=entries.index(entry) + 1) for entry in asked)
    return random.choice(("", "Places:\n", "Things:\n")) + listed + "Numbers of " + ", ".join(asked) + "?\n", answer


def where_said(random: Random) -> tuple[str, str]:
    """Numbered memories; the answer names one and the number where it stands."""
    scene = Scene(random, _PEOPLE, _PLACES)
    people = random.sample(_PEOPLE, random.randint(3, 8))
    listed = "".join(
        f"{number} {who}: {_words(random, 1, 3) if random.random() < 0.5 else scene.text('did')}\n" for number, who in enumerate(people, 1)
    )
    asked = random.sample(people, random.randint(1, 3))
    return listed + "Where are " + ", ".join(asked) + "?\n", "".join(f"{who} ({people.index(who) + 1})\n" for who in asked)


DRILLS: tuple[Callable[[Random], tuple[str, str]], ...] = (
    numbers, numbers, numbers, plan, plan, plan, habits, habits, first_words, recall, recall, where_said,
)  # fmt: skip


LOOKUP: tuple[Callable[[Random], tuple[str, str]], ...] = (
    numbers, numbers, numbers, numbers, numbers, where_said, where_said, plan, recall, first_words,
)  # fmt: skip
"""What comes first: finding the number before a thing appears at once, after some hundred steps of little else, or not at all."""


def drill_batch(
    random: Random, tokens: Tokens, size: int = 6000, drills: tuple[Callable[[Random], tuple[str, str]], ...] = DRILLS
) -> tuple[Tensor, Tensor]:
    """Return token ids and weights (rows x length) of one drill, about `size` tokens in all; weights are 1 on answers."""
    drill = random.choice(drills)
    rows: list[tuple[list[int], list[int]]] = []
    width = 0
    while not rows or width * len(rows) < size:
        prompt, answer = drill(random)
        rows.append((tokens.encode(prompt), [*tokens.encode(answer), tokens.end]))
        width = max(width, len(rows[-1][0]) + len(rows[-1][1]))
    ids = np.zeros((len(rows), width), dtype=np.int64)
    weights = np.zeros((len(rows), width), dtype=np.float32)
    for row, (prompt_ids, answer_ids) in enumerate(rows):
        bound, end = len(prompt_ids), len(prompt_ids) + len(answer_ids)
        ids[row, :end] = prompt_ids + answer_ids
        weights[row, bound:end] = 1.0
    return torch.from_numpy(ids), torch.from_numpy(weights)
