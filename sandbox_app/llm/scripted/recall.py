"""How a memory is told to somebody who asked for it: yes, who, or what was asked first, then what is known of it."""

import re

from sandbox_app.llm.scripted.hear import hear
from sandbox_app.llm.scripted.words import ended, of_other, sentences, stems

ASKING = stems("know tell told hear heard say said remember recall think happen happened true learn learnt see seen anything something new")
"""Words of the question itself, which say nothing of what is asked about."""
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NUMBER = re.compile(r"\d[\d:]*")
_SAID = re.compile(r"^(.{2,60}?):\s+(\S.*)$", re.DOTALL)
_MOST_WORDS = 6
"""A topic is no longer than this."""
_AUXILIARIES = frozenset(
    "am is are was were be been being do does did has have had will would shall should can could may might must".split()
)
"""With none of these begins what somebody asks about: who asks with one asks who or what it is."""
_WHO = re.compile(r"^\W*(?:and |so |but )?(?:do you know )?who\b", re.IGNORECASE)
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
_PUBLIC = re.compile(r"^News\b")


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
    """Return a memory as the answer to a question about something in it.

    "Ada told me: the flea market is on Monday" gives "The flea market is on Monday. Ada told me." to who asks about the flea market, and
    "I saw Ada at the flea market" gives "The flea market? I saw Ada at the flea market."; as it is, when it begins with what was asked.
    Who asks whether it is so, hears "Yes: I saw Ada at the flea market."; who asks who it is, hears who.

    Args:
        idle: roots of words of the question that say nothing of what is asked about.
    """
    if yes := confirmed(memory, question, idle):
        return yes
    wanted, spoken = stems(question) - idle, {word.lower() for word in _WORD.findall(question)}
    said = _SAID.match(memory)
    body = said[2] if said else memory
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
    topic = body[words[first].start() : words[last].end()]
    if first == 0 or words[first][0].lower() in _AUXILIARIES or _WHO.match(_asked(question)):
        return _told(memory)
    return f"{topic[0].upper()}{topic[1:]}? {ended(memory)}"


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
    return f"Yes: {_told(memory)}"


def _asked(question: str) -> str:
    """Return the last sentence of a text that asks, or all of it."""
    return next((sentence for sentence in reversed(sentences(question)) if sentence.endswith("?")), question)


def _told(memory: str) -> str:
    """Return what a memory holds, and then who said it: what people said of themselves with their name."""
    said = _SAID.match(memory)
    if not said:
        return ended(memory)
    head, body = said[1], said[2]
    if _PUBLIC.match(head):
        return f"{ended(body)} That was in the news."
    teller = _TELLER.match(head)
    if teller:
        body = of_other(teller[1] or teller[2], hear(body).news or body)
    return f"{ended(body)} {ended(head)}"
