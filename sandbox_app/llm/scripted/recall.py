"""How a memory is told to somebody who asked for it: what was asked first, then what is known of it."""

import re

from sandbox_app.llm.scripted.words import ended, stems

ASKING = stems("know tell told hear heard say said remember recall think happen happened true learn learnt see seen anything something new")
"""Words of the question itself, which say nothing of what is asked about."""
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SAID = re.compile(r"^(.{2,60}?):\s+(\S.*)$", re.DOTALL)
_MOST_WORDS = 6
"""A topic is no longer than this."""


def retold(memory: str, question: str, idle: frozenset[str] = frozenset()) -> str:
    """Return a memory as the answer to a question about something in it.

    "Ada told me: the flea market is on Monday" gives "The flea market is on Monday. Ada told me." to who asks about the flea market, and
    "I saw Ada at the flea market" gives "The flea market? I saw Ada at the flea market."; as it is, when it begins with what was asked.

    Args:
        idle: roots of words of the question that say nothing of what is asked about.
    """
    wanted, spoken = stems(question) - idle, {word.lower() for word in _WORD.findall(question)}
    said = _SAID.match(memory)
    head, body = (said[1], said[2]) if said else ("", memory)
    words = list(_WORD.finditer(body))
    first = next((at for at, word in enumerate(words) if stems(word[0]) & wanted), None)
    if first is None:
        return ended(memory)
    last = first
    while last + 1 < len(words) and last - first < _MOST_WORDS and words[last + 1][0].lower() in spoken:
        last += 1
    while last > first and not stems(words[last][0]):
        last -= 1
    while first and words[first - 1][0].lower() in spoken:
        first -= 1
    topic, rest = body[words[first].start() : words[last].end()], body[words[first].start() :]
    if head and first == 0:
        return f"{ended(rest)} {ended(head)}"
    if first == 0:
        return ended(memory)
    return f"{topic[0].upper()}{topic[1:]}? {ended(memory)}"
