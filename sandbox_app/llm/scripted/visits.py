"""What one answers somebody one has just met: the bank `visits.toml`, and how a line is found in it.

A line is taken for the kind of the example that it shares most words with, rare words counting more than common ones; names and
things may stand where an example has a slot. What is near to no example is none of these kinds.
"""

import re
from functools import cache, lru_cache
from math import log
from typing import Any

from sandbox_app.llm import facts as f
from sandbox_app.llm.scripted.banks import bank
from sandbox_app.llm.scripted.dice import Dice
from sandbox_app.llm.scripted.doing import doing_here
from sandbox_app.llm.scripted.phrases import fill
from sandbox_app.llm.scripted.words import ended, sentences, stem, with_article

UNCLEAR, SAID = "unclear", "said"
"""The kinds without examples: what is no English, and a remark that nothing else fits."""
NEAR, FAIRLY_NEAR, VAGUELY_NEAR = 0.64, 0.52, 0.4
"""From how much on a line is taken for its nearest example: before all else; when nothing else is known to say to it;
and where it is a remark, to which nothing needs to be known."""
_BANK = "visits"
_STRANGE, _A_NAME = 5.0, 40.0
"""What a word counts that stands in no example, and a name where the example has none: "Do you know Ben?" is not "Do you know me?"."""
_MOST_PARTS = 3
"""Lines of so many sentences are also looked at sentence by sentence."""
_A_PART = 0.8
"""What being near to one sentence of a line is worth."""
_LEAST_KNOWN = 0.34
"""A line of which less is known words is no English."""
_SLOT = re.compile(r"\{\w+\}")
_OPEN = re.compile(r"\{(?:who|where|thing|weekday)\}")
_WORD = re.compile(r"[^\W_]+(?:'[^\W\d_]+)?|[:;]-?[()D]|<3|\0")
_NAME = re.compile(r"(?<![.!?] )(?<!^)\b[A-ZÀ-Þ]\w+(?:['’]s)?(?: [A-ZÀ-Þ]\w+(?:['’]s)?)*")
_TELLER = re.compile(r"^(.{2,40}?) (?:told|invited|promised) me\b")
_PROMISE = re.compile(r"^I promised ")
_ASKED = re.compile(r"\?|^(?:please )?(?:tell|describe|introduce)\b", re.IGNORECASE)
_SHORT = (
    ("’", "'"), ("can't", "can not"), ("won't", "will not"), ("n't", " not"), ("let's", "let us"), ("'m", " am"), ("'re", " are"),
    ("'ve", " have"), ("'ll", " will"), ("'d", " would"), ("'s", " is"), ("favorite", "favourite"), ("color", "colour"),
)  # fmt: skip


def _words(text: str) -> list[str]:
    """Return the roots of all words of a text, the small ones too; names are one sign."""
    low = text.lower()
    for short, long in _SHORT:
        low = low.replace(short, long)
    return [stem(word) if len(word) > 3 else word for word in _WORD.findall(low)]


@cache
def _examples() -> tuple[tuple[str, frozenset[str], int], ...]:
    """Return kind, words and number of slots of every example."""
    rows = []
    for kind, lines in examples().items():
        for line in lines:
            rows.append((kind, frozenset(_words(_SLOT.sub(" ", line))), len(_OPEN.findall(line))))
    return tuple(rows)


@cache
def _weights() -> dict[str, float]:
    """Return how much each word counts: the rarer it is among the examples, the more."""
    rows = _examples()
    counts: dict[str, int] = {}
    for _, words, _ in rows:
        for word in words:
            counts[word] = counts.get(word, 0) + 1
    return {word: log(len(rows) / count) for word, count in counts.items()}


@cache
def _index() -> dict[str, tuple[int, ...]]:
    """Return in which examples each word stands."""
    found: dict[str, list[int]] = {}
    for number, (_, words, _) in enumerate(_examples()):
        for word in words:
            found.setdefault(word, []).append(number)
    return {word: tuple(numbers) for word, numbers in found.items()}


@cache
def _english() -> frozenset[str]:
    """Return every word that the phrase banks know."""
    texts: list[str] = []
    waiting: list[Any] = [
        bank(name) for name in (_BANK, "talk", "interview", "jobs", "remarks", "steps", "weigh", "english", "hear", "asked")
    ]
    while waiting:
        one = waiting.pop()
        waiting += one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        texts += [one] if isinstance(one, str) else []
    return frozenset(word for text in texts for word in _words(_SLOT.sub(" ", text)))


def nearest(text: str, own: tuple[str, ...] = (), names: tuple[str, ...] = ()) -> tuple[str, float]:
    """Return the kind of visits.toml that a line is nearest to, and how near it is, 0 to 1; ("", 0) when it has nothing of any.

    Args:
        own: names that mean nothing in it: who is spoken to, who speaks, the town.
        names: people and places that are known by name; other words with a capital inside a sentence are names, too.
    """
    best = _nearest(text, own, names)
    parts = sentences(text)
    if best[1] < 1.0 and 1 < len(parts) <= _MOST_PARTS:
        for part in parts:
            kind, alike = _nearest(part, own, names)
            best = max(best, (kind, alike * _A_PART), key=lambda found: found[1]) if kind != UNCLEAR else best
    return best


@lru_cache(maxsize=4096)
def _nearest(text: str, own: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, float]:
    for group, sign in ((own, " "), (names, " \0 ")):
        for name in sorted(filter(None, group), key=len, reverse=True):
            text = re.sub(rf"(?<!\w){re.escape(name)}(?:['’]s)?(?!\w)", sign, text)
    text = _NAME.sub(lambda found: found[0] if set(_words(found[0])) <= _english() else " \0 ", text)
    asked = _words(text)
    named, asked = asked.count("\0"), [word for word in asked if word != "\0"]
    if (not named or len(asked) > 1) and sum(word in _english() for word in asked) <= _LEAST_KNOWN * len(asked):
        return UNCLEAR, 1.0
    weights, words = _weights(), frozenset(asked)
    strange = sum(word not in weights for word in words)
    mine = sum(weights.get(word, 0.0) for word in words)
    near: dict[int, float] = {}
    for word in words:
        for number in _index().get(word, ()):
            near[number] = near.get(number, 0.0) + weights[word]
    best, kind = 0.0, ""
    for number, shared in near.items():
        of, theirs, slots = _examples()[number]
        odd = _STRANGE * strange + _A_NAME * named
        if slots:
            odd = _STRANGE * max(0, strange + named - 2 * slots, 0 if named or strange else slots)
        alike = 2 * shared / (mine + sum(weights[word] for word in theirs) + odd)
        if alike > best:
            best, kind = alike, of
    return kind, best


def values(town: str, me: f.Persona, now: f.Now, memories: tuple[f.Memory, ...]) -> dict[str, str]:
    """Return what the slots of an answer stand for; "" where nothing is known."""
    tellers = [(found[1], memory) for memory in memories if (found := _TELLER.match(memory.text))]
    promises = [memory.text for memory in memories if _PROMISE.match(memory.text)]
    latest = [memory.text for memory in memories if not memory.text.startswith("My plan for ")]
    habit = me.habits[0] if me.habits else f.Habit("", "", "")
    going_on = doing_here(me, now, memories)
    return {
        "me": me.name, "age": str(me.age), "job": with_article(me.job), "home": me.home, "work": me.workplace,
        "hours": f"{me.work_from} to {me.work_to}" if me.work_from else "", "town": town, "time": now.time, "weekday": now.weekday,
        "date": now.date, "place": now.place, "doing": "" if going_on == "talking" else going_on, "wake": me.wake,
        "bed": me.bed, "what": habit.activity, "where": habit.place, "when": habit.time, "traits": " and ".join(me.traits[:2]),
        "trait": me.traits[0] if me.traits else "", "aim": ended(me.aim), "latest": ended(latest[-1]) if latest else "",
        "friend": tellers[-1][0] if tellers else "", "told": ended(tellers[-1][1].text) if tellers else "",
        "promise": ended(promises[-1]) if promises else "",
    }  # fmt: skip


@cache
def _pool(kind: str, manner: str) -> tuple[str, ...]:
    entry = bank(_BANK)[kind]
    own = tuple(entry.get(manner, ()))
    return own + own + tuple(entry["any"])


def answer(kind: str, manner: str, dice: Dice, known: dict[str, str]) -> str:
    """Return an answer of this kind in this manner, or "" when nothing is known of what all of them would tell."""
    phrases = [phrase for phrase in _pool(kind, manner) if all(known[slot[1:-1]] for slot in _SLOT.findall(phrase))]
    return fill(dice.pick(phrases), **known) if phrases else ""


def mood_of(kind: str) -> str:
    """Return the mood that such a line leaves, a word of MOODS, or ""."""
    return str(bank(_BANK)[kind].get("mood", ""))


def means(kind: str) -> str:
    """Return in a few words what lines of a kind are about, as prompts say it."""
    return str(bank(_BANK)[kind]["means"])


@cache
def _kinds() -> dict[str, str]:
    return {means(kind): kind for kind in bank(_BANK)}


def kind_of(meant: str) -> str:
    """Return the kind that is described so, "" for none."""
    return _kinds().get(meant, "")


def is_question(text: str) -> bool:
    """Return whether a line asks something, with a question mark or without."""
    return bool(_ASKED.search(text))


def examples() -> dict[str, list[str]]:
    """Return the examples of every kind that has some, with their slots."""
    return {kind: list(entry["like"]) for kind, entry in bank(_BANK).items() if "like" in entry}
