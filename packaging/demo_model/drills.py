"""Drills: short texts whose answers are nothing but looking up and copying, in the shapes that the forms use.

In a document one token in ten is an answer, and few of those need a number looked up or a line continued; here nearly
half of a text is learnt from. A drill is a beginning and several ends of it, each with its answer, which is all that it sees.
`planning` has those of times and places, `drilling` makes batches of both.
"""

from random import Random

from demo_model.happenings import Scene
from demo_model.words import bank, invented

Drill = tuple[str, list[tuple[str, str]]]
"""A beginning, and its ends with their answers."""

PEOPLE = [f"{{P{number}}}" for number in range(1, 13)]
PLACES = [f"{{L{number}}}" for number in range(1, 25)]


def words(random: Random, least: int, most: int) -> str:
    """Return so many words that hardly ever stood together."""
    kinds = ("deeds", "nouns", "adjectives", "hobbies", "verbs_past")
    count = random.randint(least, most)
    return " ".join(random.choice(bank(random.choice(kinds))) if random.random() < 0.75 else invented(random) for _ in range(count))


def first_words(random: Random) -> Drill:
    """A numbered list; the answer says the first word of each, and so must count and know when to stop."""
    lines = [
        words(random, 1, random.choice((4, 4, 10))) if random.random() < 0.7 else f"{random.choice(PEOPLE)} {words(random, 1, 3)}"
        for _ in range(random.randint(1, random.choice((4, 10, 16))))
    ]
    listed = "".join(f"{number} {line}\n" for number, line in enumerate(lines, 1))
    return listed, [("First words.\n", "".join(f"{number}: {line.split()[0]}\n" for number, line in enumerate(lines, 1)))]


def recall(random: Random) -> Drill:
    """What several people said; each answer is what one of them said, word for word."""
    scene = Scene(random, PEOPLE, PLACES)
    people = random.sample(PEOPLE, random.randint(2, 6))
    said = {who: scene.news() if random.random() < 0.6 else words(random, 2, 5) for who in people}
    listed = "".join(f"{other} told me: {text}\n" for other, text in said.items())
    asked = random.sample(people, min(len(people), 3))
    return listed, [(f"What did {who} say?\n", f"{who} told me: {said[who]}\n") for who in asked]


def numbers(random: Random) -> Drill:
    """A numbered list; the answers give the number of each of its entries, asked in another order. Nothing but looking up."""
    count = random.randint(2, random.choice((4, 4, 8, 16)))
    kind = random.random()
    if kind < 0.55:
        entries = random.sample(PLACES if random.random() < 0.6 else [*PEOPLE, *PLACES], count)
    elif kind < 0.8:
        entries = random.sample(bank(random.choice(("nouns", "foods", "hobbies", "adjectives"))), count)
    else:
        entries = list(dict.fromkeys(words(random, 1, 2) for _ in range(count)))
    tails = ["", "", " is asleep", ": friend, closeness 2", " (kitchen): sleep"]
    listed = "".join(f"{number} {entry}{random.choice(tails)}\n" for number, entry in enumerate(entries, 1))
    asked = random.sample(entries, min(len(entries), 8))
    before, after = random.choice((("", " {}\n"), (":", " {}\n"), (" (", "{})\n")))
    ends = [(entry + before, after.format(entries.index(entry) + 1)) for entry in asked]
    return random.choice(("", "Places:\n", "Things:\n")) + listed + "\n", ends


_WHEN = ("yesterday", "day 1", "day 2", "day 5", "today 09:15", "today 10:00", "today 14:30", "today 18:45")
_CONCLUDED = (
    "From {} I hear what happens in town", "{} wanted me to know this", "{} told me", "{} and I talk often", "I think of {}", "{}",
)  # fmt: skip


def _memories(random: Random, most: int) -> tuple[list[str], list[str]]:
    """Return memories, most of which name one of a few people, and these people."""
    people = random.sample(PEOPLE, random.randint(2, 6))
    texts = []
    for _ in range(random.randint(2, most)):
        scene = Scene(random, [random.choice(people)], PLACES)
        made = scene.memory()[0] if random.random() < 0.75 else f"{scene.people[0]}: {words(random, 1, 4)}"
        texts.append(made.rstrip(". ").replace("(", " ").replace(")", " "))
    return texts, people


def _listed(random: Random, texts: list[str]) -> str:
    return "".join(f"{number} {random.choice(_WHEN)}: {text}\n" for number, text in enumerate(texts, 1))


def _in(texts: list[str], named: str) -> list[int]:
    return [number for number, text in enumerate(texts, 1) if named in text]


def evidence(random: Random) -> Drill:
    """Numbered memories; each answer is the numbers of those that name somebody, or that say what an end repeats."""
    texts, people = _memories(random, 16)
    ends = []
    for who in people:
        if found := _in(texts, who)[:3]:
            other = random.choice(texts)
            before = f"{other} ({texts.index(other) + 1})\n" if random.random() < 0.3 else ""
            ends.append((f"{before}{random.choice(_CONCLUDED).format(who)} (", ", ".join(map(str, found)) + ")\n"))
    for text in random.sample(texts, min(len(texts), 4)):
        ends.append((f"{text} (", f"{texts.index(text) + 1}" + ")\n"))
    return _listed(random, texts) + "\n", ends


def kept(random: Random) -> Drill:
    """Numbered memories; each answer repeats, in order, all that name somebody, with the numbers, and stops."""
    texts, people = _memories(random, 12)
    texts = list(dict.fromkeys(texts))
    ends = []
    for who in random.sample(people, 2):
        if found := _in(texts, who):
            said = "".join(f"{texts[number - 1]} ({number})\n" for number in found[:6])
            ends.append((f"What of {who} is worth keeping?\n", said))
    return (_listed(random, texts) + "\n", ends) if ends else evidence(random)
