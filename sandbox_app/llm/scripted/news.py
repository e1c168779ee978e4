"""What an agent has to tell: its aim as an announcement, and news out of its memories, word for word."""

import re
from functools import lru_cache

from msgspec import Struct

from sandbox_app.llm import facts as f
from sandbox_app.llm.clock import find_time, is_past
from sandbox_app.llm.gerund import gerund
from sandbox_app.llm.scripted.events import GATHERINGS, is_event
from sandbox_app.llm.scripted.hear import hear
from sandbox_app.llm.scripted.weigh import is_everyday, keyword_score, weight
from sandbox_app.llm.scripted.words import ended, of_other, plain, stems

_TOLD = re.compile(r"^(.{1,40}?) (?:told me|invited me)(?: that)?: (.+)$")
_KNOWS = ("I told {} about", "I told {} that I", "{} promised", "{} cannot come", "{} does not want", "I promised {}")
"""How memories begin that show that somebody has been told already."""
_NO_NEWS = re.compile(
    r"(?:Papa|Mama|Mum|Mom|Dad|Daddy|Father|Mother|Grandma|Grandpa|Granny|Uncle|Aunt)\b(?! [A-Z])"
    r"|.{1,40}? (?:said|asked|promised|wants|likes|cannot|does not want|and \w+ (?:talk|are|were|end|begin))\b"
)
"""Memories that are no news: of kin whose names only the family uses, and of what was said between people."""
_NEWS = re.compile(r"^(?:News(?: at [^:]{1,60})?|It came to my mind): (.+)$")
"""What was announced, or what an inner voice said: whatever it is, it is news."""
_OVERHEARD = re.compile(r"^I overheard (.{1,40}?): (.+)$")
_BETWEEN_TWO = re.compile(r"\b(?:[Yy]ou|[Yy]our|me|[Mm]y|we|us)\b")
"""What was said between two is not for others."""
_IN_THEIR_WORDS = re.compile(r"\bI\b")
"""What can be told in the words of the one who said it alone is no news for others."""
_I_TOLD = re.compile(r"^I (?:told|invited|asked) (.{1,60}?): (.+)$")
_WANT = re.compile(
    r"^(?:(?:I|he|she|they)\s+)?(?:wants?|hopes?|plans?|wish(?:es)?|intends?|would like|(?:am|is) going|(?:have|has) decided|tr(?:y|ies))"
    r"\s+to\s+|^to\s+",
    re.IGNORECASE,
)
_REST = re.compile(
    r"(?:,| and|,? so that|;|\.)\s+(?:to )?"
    r"(?:invit|tell|ask|let|spread|win|get|need|make|every|bring|convinc|gather|find|I |he |she |they )"
)
_CANDIDACY = re.compile(r"(?:run|stand|campaign|become|be|get|win)\b")
_HOSTING = re.compile(r"(?:give|hold|host|throw|organi[sz]e|put on|arrange|celebrate|have) (?:an?|the|my)\b")
_ENOUGH = 2
"""So often one tells the same piece of news, as far as one remembers having told it."""
_ON_ALL_LIPS = 2
"""What so many have told one, everybody knows by now."""
_STAND = stems("mayor election elected vote council candidate")


class Tale(Struct, frozen=True):
    """Something to tell.

    Attributes:
        core: the sentence, as it is said.
        kind: "invite" (my own event), "along" (another's), "stand" (my candidacy), "wish" (another aim of mine) or "news".
        source: who told it, or "".
    """

    core: str
    kind: str
    source: str = ""


@lru_cache(maxsize=4096)
def announcement(name: str, aim: str) -> Tale | None:
    """Return the aim as its owner would tell it, or None without one."""
    text = aim.strip().rstrip(".!")
    if not text:
        return None
    if text.startswith(name + " "):
        text = text[len(name) + 1 :]
    wish = _WANT.sub("", text, count=1)
    if cut := _REST.search(wish):
        wish = wish[: cut.start()].rstrip(" ,")
    wish = re.sub(r"\b(?:his|her|their)\b", "my", wish)
    kind = "wish"
    if _CANDIDACY.match(wish) and stems(wish) & _STAND:
        kind = "stand"
    elif find_time(wish) or (_HOSTING.match(wish) and stems(wish) & GATHERINGS):
        kind = "invite"
    if wish.startswith(("I ", "My ")):
        return Tale(ended(wish), kind)
    wish = wish[:1].lower() + wish[1:] if wish.split(" ")[0].isalpha() else wish
    return Tale(f"I am {gerund(wish)}." if kind != "wish" else f"I want to {wish}.", kind)


@lru_cache(maxsize=8192)
def tale_of(name: str, text: str) -> Tale | None:
    """Return what the agent of this name can tell others out of a memory, or None when it holds no news."""
    if found := _NEWS.match(text):
        return Tale(ended(found[1]), "along" if is_event(found[1]) else "news")
    if (found := _TOLD.match(text)) or (found := _OVERHEARD.match(text)):
        told = found[2] if text.startswith(found[1]) else hear(found[2]).news
        source, core = found[1], of_other(found[1], told)
        if (
            not core
            or _BETWEEN_TWO.search(core)
            or _IN_THEIR_WORDS.search(core)
            or name in core.split(" is ")[0]
            or (text.startswith("I overheard") and keyword_score(core) < 5 and is_everyday(core) and not find_time(core))
        ):
            return None
        return Tale(ended(core), "along" if is_event(core) else "news", source)
    if re.match(r"(?:I|My|We|You)\b", text) or re.search(r"\b(?:I|me|my|we|us|our)\b", text) or is_everyday(text):
        return None
    if weight(text) < 5 or len(text.split()) < 3 or _NO_NEWS.match(text):
        return None
    return Tale(ended(text), "along" if is_event(text) else "news")


def _resolved(name: str, text: str) -> Tale | None:
    """Return what the agent has come to want beside its aim, where it is something that others are told of."""
    if not text.startswith("I ") or not _WANT.match(text):
        return None
    tale = announcement(name, text)
    return tale if tale is not None and tale.kind in ("invite", "stand") else None


def told_to(partner: str, core: str, memories: tuple[f.Memory, ...]) -> bool:
    """Return whether the memories say that the partner knows this already."""
    sentence = plain(core)
    about = stems(core)
    for memory in memories:
        text = memory.text
        if found := _I_TOLD.match(text):
            if partner in found[1] and same(found[2], core):
                return True
        elif found := _TOLD.match(text):
            if found[1] == partner and sentence in plain(of_other(partner, found[2])):
                return True
        elif text.startswith(tuple(begin.format(partner) for begin in _KNOWS)) and len(about & (stems(text) - stems(partner))) >= 1:
            return True
    return False


def listeners(facts: f.Say | f.React, partner: str) -> frozenset[str]:
    """Return who would hear it: the partner and, in a talk, all who take part."""
    if isinstance(facts, f.React):
        return frozenset((partner,))
    return frozenset((partner, *(person.name for person in facts.people), *(line.speaker for line in facts.lines))) - {facts.me.name}


def is_about(name: str, core: str) -> bool:
    """Return whether a piece of news is about somebody: it names them other than as whom somebody stands against."""
    return bool(re.search(rf"(?<!against )\b{re.escape(name)}\b", core))


def _is_new(when: str) -> bool:
    """Return whether something heard then can still be told: gossip is over after a day."""
    return when.startswith(("today", "yesterday"))


def _sources(tale: Tale, heard: list[Tale]) -> set[str]:
    """Return who told the same."""
    return {other.source for other in heard if other.source and same(tale.core, other.core)}


def same(one: str, other: str) -> bool:
    """Return whether two sentences tell the same, though one may be in the first person."""
    one, other = plain(one), plain(other)
    if one in other or other in one:
        return True
    left, right = stems(one), stems(other)
    return len(left & right) >= 3 and 4 * len(left & right) >= 3 * min(len(left), len(right))


def tales(facts: f.Say | f.React, partner: str) -> list[Tale]:
    """Return what the agent could tell this partner: what it wants, where one can go, then the latest; nothing they know or just heard."""
    me, memories = facts.me, facts.memories
    listening = listeners(facts, partner)
    said = [line.text for line in facts.lines] if isinstance(facts, f.Say) else []
    known = [belief.text for belief in facts.beliefs if belief.who in listening and belief.kind == "knows"]
    found: list[Tale] = []
    own = announcement(me.name, me.aim)
    if own and own.kind != "wish" and not is_past(own.core, facts.now):
        found.append(own)
    found += [tale for memory in memories if (tale := _resolved(me.name, memory.text)) and not is_past(tale.core, facts.now)]
    told = [memory.text.partition(": ")[2] for memory in memories if _I_TOLD.match(memory.text)]
    heard = [(tale, memory.when) for memory in reversed(memories) if (tale := tale_of(me.name, memory.text))]
    everybody = [tale for tale, _ in heard]
    often = {tale.core: sum(same(tale.core, text) for text in told) for tale in everybody}
    fresh = [
        tale
        for tale, when in heard
        if tale.kind == "along" or (_is_new(when) and often[tale.core] < _ENOUGH and len(_sources(tale, everybody)) < _ON_ALL_LIPS)
    ]
    found += sorted(fresh, key=lambda tale: (tale.kind != "along", often[tale.core]))
    kept: list[Tale] = []
    for tale in found:
        late = tale.kind in ("along", "invite") and is_past(tale.core, facts.now)
        theirs = any(tale.source == name or is_about(name, tale.core) for name in listening)
        if late or theirs or told_to(partner, tale.core, memories) or any(same(tale.core, text) for text in (*said, *known)):
            continue
        if not any(same(tale.core, other.core) for other in kept):
            kept.append(tale)
    return kept
