"""What of all that is seen and overheard is worth a memory: the new and the surprising ("Generative Agents", Park et al., 2023, 4.3.1).

People see the same neighbours do the same things a hundred times a day. A sighting is kept when it tells something new about
somebody: that they are here at all today, that they do something else than before after a while, or what nobody would expect.
Of what is overheard, the sentences are kept that were not heard before and that say more than a greeting.
"""

import re
from collections import Counter

SAME_MINUTES = 60
"""Somebody seen at a place is worth no second memory there for so long, unless it is a surprise."""
WORTH_A_MEMORY = 0.5
"""Novelty from which a sighting is kept."""
CALLING = 0.55
"""Salience from which a sighting calls for a reaction: novelty and closeness together (see `salience`)."""
MOST_OF_A_TALK = 3
"""Lines of one talk that who overhears it keeps at most."""
LEAST_WORDS = 5
"""A shorter sentence is a greeting or a sigh."""
COMMON = 4
"""A word heard so often says nothing new."""

_SENTENCE = re.compile(r"(?<=[.!?…]) +")
_WORD = re.compile(r"[a-zà-öø-ÿ']{4,}|\d[\d:.]+")


COMPANY = 0.5
"""Salience that is enough for somebody who has not reacted to anybody for `ALONE_MINUTES`: who was alone is open to strangers."""
ALONE_MINUTES = 25


def salience(novelty: float, closeness: float) -> float:
    """Return how much a sighting of somebody calls for a reaction: what is new, of those who are close (-10..10)."""
    return 0.5 * novelty + closeness / 10


class Attention:
    """What one agent has taken in so far: whom it saw where doing what, and which words it has heard. Owned by its mind."""

    def __init__(self, steps_an_hour: int) -> None:
        self._pause = SAME_MINUTES * steps_an_hour // 60
        self._last: dict[tuple[int, int], int] = {}
        self._doing: dict[tuple[int, str], int] = {}
        self._sites: dict[int, Counter[int]] = {}
        self._words: Counter[str] = Counter()
        self._sentences: set[str] = set()
        self._kept: Counter[int] = Counter()

    def novelty(self, other: int, site: int, activity: str, step: int, day_begins: int) -> float:
        """Return how new it is, 0..1, to see somebody at a site doing something: 1 for the first time today, and for a surprise."""
        last = self._last.get((other, site), -1)
        if last < day_begins:
            return 1.0
        if self.surprise(other, site, activity) >= 1:
            return 1.0
        if self._doing.get((other, activity), -1) >= day_begins or step - last < self._pause:
            return 0.0
        return WORTH_A_MEMORY

    def surprise(self, other: int, site: int, activity: str) -> float:
        """Return how unexpected a sighting is, 0..1: somebody at a place where they never were, of those seen often elsewhere."""
        if (other, activity) in self._doing:
            return 0.0
        sites = self._sites.get(other)
        total = sites.total() if sites is not None else 0
        return 0.0 if sites is None or total < 3 else 1 - min(1.0, 3 * sites[site] / total)

    def saw(self, other: int, site: int, activity: str, step: int) -> None:
        """Take note of a sighting that was kept."""
        self._last[other, site] = step
        self._doing[other, activity] = step
        self._sites.setdefault(other, Counter())[site] += 1

    def worth_keeping(self, talk: int, said: str) -> str:
        """Return what of an overheard line is kept: its sentences that are new and say something; "" for none."""
        kept = []
        for sentence in _SENTENCE.split(said):
            words = set(_WORD.findall(sentence.lower()))
            known = sentence.casefold() in self._sentences
            fresh = sum(self._words[word] < COMMON for word in words)
            self._sentences.add(sentence.casefold())
            self._words.update(words)
            if not known and not sentence.endswith("?") and len(sentence.split()) >= LEAST_WORDS and 2 * fresh >= len(words) > 1:
                kept.append(sentence)
        if not kept or self._kept[talk] >= MOST_OF_A_TALK:
            return ""
        self._kept[talk] += 1
        return " ".join(kept)

    def heard(self, said: str) -> None:
        """Take note of words that were heard in a talk of one's own."""
        self._sentences.update(sentence.casefold() for sentence in _SENTENCE.split(said))
        self._words.update(set(_WORD.findall(said.lower())))
