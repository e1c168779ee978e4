"""Plain English, as far as the rules need it: stems, sentences, first person into third."""

import re
from collections.abc import Sequence
from functools import lru_cache

from sandbox_app.llm.scripted.banks import bank

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=\S)")
_ABBREVIATION = re.compile(r"(?:^|\s)(?:[A-Z][a-z]{0,2}|[A-Z])\.$")
_STOP = frozenset(bank("english")["stop"])
_FIRST = (
    (re.compile(r"^I(?: am|['\u2019]m)\b"), "{} is"),
    (re.compile(r"^I was\b"), "{} was"),
    (re.compile(r"^I(?: will|['\u2019]ll)\b"), "{} will"),
    (re.compile(r"^I(?: have|['\u2019]ve)\b"), "{} has"),
    (re.compile(r"^I want\b"), "{} wants"),
    (re.compile(r"^I hope\b"), "{} hopes"),
    (re.compile(r"^I plan\b"), "{} plans"),
    (re.compile(r"^I (think|believe|find|know|like|love|need)\b"), "{} \\1s"),
    (re.compile(r"^I (saw|found|lost|won|heard|met|bought|sold|made|broke|began|got|gave|went|\w+ed)\b"), "{} \\1"),
)
_OWN = ((re.compile(r"\b[Mm]y\b"), "their"), (re.compile(r"\bme\b"), "them"), (re.compile(r"\bmyself\b"), "themselves"))
_NAME = re.compile(r"(?<![.!?] )(?<!^)\b([A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ][\w’'-]+)?)")
_MINE = re.compile(r"\bmy\b")
_AGAINST_ME = re.compile(r"\bagainst me\b")
_SHORTEST = 2
"""The forms take no shorter text."""
_BAD = str.maketrans({"|": "/", "{": "(", "}": ")", "\n": " ", "\r": " ", "\t": " "})


def stem(word: str) -> str:
    """Return the root of a word in small letters: "baking" and "bakes" give "bak"."""
    word = word.split("'")[0].split("\u2019")[0]
    for ending in ("ing", "ies", "ed", "es", "s", "er"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word[-1] in "eyi" else word


@lru_cache(maxsize=8192)
def stems(text: str) -> frozenset[str]:
    """Return the roots of the words that mean something: "baking" and "bakes" give the same."""
    return frozenset(stem(word) for word in _WORD.findall(text.lower()) if word not in _STOP)


@lru_cache(maxsize=8192)
def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text, each with its end mark; "Dr. X" does not end one."""
    parts: list[str] = []
    for part in _SENTENCE.split(text.strip()):
        if parts and _ABBREVIATION.search(parts[-1]):
            parts[-1] += " " + part
        elif part:
            parts.append(part)
    return tuple(parts)


def plain(text: str) -> str:
    """Return the text as it is compared: lower case, one space, no end mark."""
    return " ".join(text.lower().split()).strip(" .!?")


def of_other(speaker: str, sentence: str) -> str:
    """Return what somebody said of themselves as another would say it: "I am running" → "Ada is running"."""
    for pattern, instead in _FIRST:
        if pattern.search(sentence):
            told = pattern.sub(lambda found, to=instead: found.expand(to.format("\0")), sentence, count=1)  # type: ignore[misc]
            for own, theirs in _OWN:
                told = own.sub(theirs, told)
            return told.replace("\0", speaker)
    if sentence.startswith("My "):
        return f"{speaker}'s {sentence[3:]}"
    if re.match(r"I\b", sentence):
        return f"{speaker} says: {sentence}"
    return _MINE.sub(f"{speaker}'s", _AGAINST_ME.sub(f"against {speaker}", sentence))


def face_to_face(text: str, speaker: str, listener: str = "") -> str:
    """Return a text as one of those named in it says it to the other: "against Walter" is "against me" or "against you".

    `of_other` gives it back with the speaker's name; who is told "against you" knows whom that means.
    """
    for name, whom, whose in ((speaker, "me", "my"), (listener, "you", "your")):
        if name[:1].isupper():
            text = re.sub(rf"(?<=[a-z] ){re.escape(name)}['\u2019]s (?![A-Z])", f"{whose} ", text)
            text = re.sub(rf"\bagainst {re.escape(name)}\b(?!['\u2019]| [A-Z])", f"against {whom}", text)
    return text


def named(question: str, own: Sequence[str]) -> str:
    """Return the name that a question asks about, or ""; what stands in one of `own` is none."""
    return next((name for name in _NAME.findall(question) if not any(name in one for one in own)), "")


def ended(text: str) -> str:
    """Return the text as a sentence: a capital first, an end mark last."""
    text = text.strip()
    if not text:
        return text
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?…" else ".")


def lowered(text: str) -> str:
    """Return the text with a small first letter, for use inside a sentence, unless it begins with "I"."""
    return text if text[:2] in ("I ", "I'") else text[:1].lower() + text[1:]


def with_article(noun: str) -> str:
    """Return "a baker", "an innkeeper"; a noun in the plural or with an article stays as it is."""
    if re.match(r"(?:an?|the|retired|former) ", noun) or not noun:
        return noun
    return ("an " if noun[0].lower() in "aeiou" else "a ") + noun


def fit(text: str, most: int) -> str:
    """Return the text in one line without the signs the forms use, never too short for them, cut at a word after `most` signs."""
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in text.translate(_BAD)).split())
    if len(text) < _SHORTEST:
        return text + "..."
    if len(text) <= most:
        return text
    cut = text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:.-")
    return (cut or text[: most - 1]) + "…"
