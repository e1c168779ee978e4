"""How much a text matters, whether it is good or bad, and whether it is everyday: by its words alone."""

import re
from functools import cache, lru_cache

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.scripted.banks import bank
from sandbox_app.llm.scripted.words import stems

_EVERYDAY = re.compile(
    r"^(?:I|My|We|You)\b|\b(?:am|is|are|was|were) (?:\w+ly )?\w+ing\b"
    r"|\b(?:is|are) (?:free|busy|in use|closed|open|empty|off|on|here|idle|asleep|awake|away)\b"
    r"|^(?:The )?[\w' ]+: |\band I\b|^(?:Hello|Good (?:morning|day|evening|afternoon))\b"
)
_STATE = re.compile(
    r"^(?:The|A|An|My|Our) [^.:]{2,60}? (?:is|are|was|were) (?:now |still |very |quite )?(?:on|off|in use|free|taken|clean|dirty|dusty|"
    r"cold|hot|warm|cool|lit|unlit|dark|bright|locked|unlocked|open|closed|shut|full|empty|wet|dry|quiet|busy|ready|out|glowing|tidy|untidy|new|old|here|there|"
    r"made|unmade|set|stocked|switched (?:on|off)|turned (?:on|off)|half (?:full|empty))\.?$",
    re.IGNORECASE,
)
"""A thing and its state: everyday whatever the thing is called."""
_ACT = re.compile(r"^I (?!saw|heard|found|lost|won|met|was told|learned|told|promised|want|feel|love|think|believe)\w+ ", re.IGNORECASE)
_NEWS_WORDS = 4
"""What is told in fewer words is hardly news."""
_NEWS = re.compile(r"^(?:.{1,40}? (?:told|invited) me|News(?: at [^:]{1,60})?|It came to my mind): ")
_TELLING_OF = re.compile(
    r"\b(?:chapter|book|stor(?:y|ies)|novel|poem|song|play|film|lecture|picture)s? (?:about|of|on) [^.,;!?]*", re.IGNORECASE
)
"""What is written, sung or painted of a flood is none."""
_PART = re.compile(r"\bparts?\b", re.IGNORECASE)
"""Has the root of "party"."""
_TALK = re.compile(r"\b(?:told me|I told|talked|said|asked|spoke|greeted)\b")


@cache
def _scores() -> tuple[tuple[int, frozenset[str]], ...]:
    table = bank("weigh")["scores"]
    return tuple((int(score), stems(" ".join(table[score]))) for score in sorted(table, key=int, reverse=True))


@cache
def _tones() -> tuple[frozenset[str], frozenset[str]]:
    table = bank("weigh")["tone"]
    return stems(" ".join(table["good"])), stems(" ".join(table["bad"]))


@lru_cache(maxsize=8192)
def tone(text: str) -> int:
    """Return +1 for something good, -1 for something bad, 0 for neither."""
    words = stems(_TELLING_OF.sub("", text))
    good, bad = _tones()
    balance = len(words & good) - len(words & bad)
    return (balance > 0) - (balance < 0)


@lru_cache(maxsize=8192)
def keyword_score(text: str) -> int:
    """Return the score of the weightiest word, or 0."""
    words = stems(_PART.sub("", _TELLING_OF.sub("", text)))
    return next((score for score, signs in _scores() if words & signs), 0)


@lru_cache(maxsize=8192)
def is_everyday(text: str) -> bool:
    """Return whether this is what happens on every day: somebody doing something, a thing's state, a greeting."""
    return bool(_STATE.match(text)) or (bool(_EVERYDAY.search(text)) and keyword_score(text) < 6)


@lru_cache(maxsize=8192)
def weight(text: str) -> int:
    """Return how much the text matters, 1 to 10, to anybody."""
    if _STATE.match(text):
        return 1
    score = keyword_score(text)
    if score:
        return score - 1 if _ACT.search(text) and score > 5 else score
    if found := _NEWS.match(text):
        told = text[found.end() :]
        return 4 if is_everyday(told) or len(told.split()) < _NEWS_WORDS else 6  # somebody thought it worth telling
    if _TALK.search(text):
        return 4 if ": " in text else 3
    if not is_everyday(text) and len(text.split()) >= 4:
        return 6
    return 1 if _ACT.search(text) or len(text) < 20 else 2


def importance(facts: f.Importance) -> a.Importance:
    """Score each new memory; what touches the agent's own aim counts one more."""
    aim = stems(facts.me.aim)
    scores = []
    for text in facts.texts:
        near = 1 if len(aim & stems(text)) >= min(2, len(aim) or 9) else 0
        scores.append(min(weight(text) + near, 10))
    return a.Importance(tuple(scores))
