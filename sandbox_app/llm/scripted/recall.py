"""How a memory is told to somebody who asked for it: word for word, after a yes where that was the question."""

import re

from sandbox_app.llm.scripted.words import ended, sentences, stems

ASKING = stems("know tell told hear heard say said remember recall think happen happened true learn learnt see seen anything something new")
"""Words of the question itself, which say nothing of what is asked about."""
_NUMBER = re.compile(r"\d[\d:]*")
_SAID = re.compile(r"^(.{2,60}?):\s+(\S.*)$", re.DOTALL)
_YES_OR_NO = re.compile(r"^\W*(?:and |so |but |[A-Z]\w+, )?(?:did|do|does|is|are|was|were|has|have|had)\b", re.IGNORECASE)
_OPEN = re.compile(r"\b(?:who|whom|whose|what|when|where|why|how|which|or)\b", re.IGNORECASE)
_OF_ME = re.compile(r"\b(?:you|your)\b", re.IGNORECASE)
_OF_KNOWING = re.compile(r"\b(?:know|heard?|told|remember|recall)\b", re.IGNORECASE)
_OF_SEEING = re.compile(r"\b(?:see|seen|saw)\b", re.IGNORECASE)
_MINE = re.compile(r"^(?:I (?!overheard\b|was told\b)|My )")
_SEEN = re.compile(r"^I (?:\w+ly )?(?:saw|met|found|noticed|watched)\b")
_DENIED = re.compile(r"\b(?:not|never|no|nobody|nothing|cannot|\w+n['’]t)\b", re.IGNORECASE)
_TELLER = re.compile(r"^(?:I overheard (.+)|(.+?) (?:told me|invited me|said)(?: that)?)$")
_THOUGHT = re.compile(
    r"(?:I (?:think|believe|find|feel|conclude|wonder|hope|told|asked|am (?:glad|sorry|afraid))|It (?:is|makes|matters|occupies)|Even I)\b"
)


def firmness(memory: str) -> int:
    """Return how firm the ground of a memory is: 2 for what one saw or what somebody told of themselves, 1 for hearsay, 0 for thoughts.

    What one has passed on oneself counts no more than what one thinks of it.
    """
    if _THOUGHT.match(memory):
        return 0
    found = _SAID.match(memory)
    if found and _TELLER.match(found[1]):
        return 2 if re.match(r"(?:I|My|We)\b", found[2]) else 1
    return 2


def retold(memory: str, question: str, idle: frozenset[str] = frozenset()) -> str:
    """Return a memory as the answer to a question about something in it: word for word, after a yes where that is what was asked.

    Args:
        idle: roots of words of the question that say nothing of what is asked about.
    """
    return confirmed(memory, question, idle) or ended(memory)


def confirmed(memory: str, question: str, idle: frozenset[str] = frozenset()) -> str:
    """Return the memory as a yes to a question whether something is so, or "" where it does not say that it is."""
    asked = _asked(question)
    wanted = stems(asked) - idle
    if not _YES_OR_NO.match(asked) or _OPEN.search(asked) or not wanted or wanted - stems(memory):
        return ""
    if set(_NUMBER.findall(asked)) - set(_NUMBER.findall(memory)) or _DENIED.search(memory):
        return ""
    if _OF_ME.search(asked) and not _OF_KNOWING.search(asked):
        mine = _SEEN if _OF_SEEING.search(asked) else _MINE
        if not mine.match(memory):
            return ""
    return f"Yes: {ended(memory)}"


def _asked(question: str) -> str:
    """Return the last sentence of a text that asks, or all of it."""
    return next((sentence for sentence in reversed(sentences(question)) if sentence.endswith("?")), question)
