"""Understanding a line that was said: its acts, what it asks, and the news that it carries, word for word."""

import re
from functools import cache, lru_cache

from msgspec import Struct

from sandbox_app.llm.scripted.banks import bank
from sandbox_app.llm.scripted.events import is_event
from sandbox_app.llm.scripted.weigh import is_everyday, keyword_score, tone
from sandbox_app.llm.scripted.words import of_other, plain, sentences

_TELLING = ("tell", "tell_heard", "invite", "invite_along", "invite_other", "stand")
"""Whatever these announce is news, however everyday it sounds; what the others announce may be a mere remark."""
_CARRIERS = (*_TELLING, "wish", "share", "my_aim", "recall", "think_of", "my_promise")
_HABIT = re.compile(r"(?:At|Around) \d\d:\d\d\b")
_GAP = re.compile(r"\{\w+\}")
_SOLID, _SOLID_AROUND_ANYTHING = 5, 9
"""A phrase with gaps is known again when it has this many letters of its own; more when a gap may hold anything."""
_OPENING = re.compile(r"^(?:Hello|Hi|Hey|Good (?:morning|day|evening|afternoon|night)|Morning|Evening|Oh|Ah|Hm|Yes|No|Well|Thank)\b")


_ASKING = re.compile(r"(?:please )?(?:tell me|describe|introduce)\b", re.IGNORECASE)
"""How a question begins that ends with no question mark."""
_QUOTED = re.compile(r"^(?:Yes: )?(?:I overheard (.{2,40}?):|([A-ZÀ-Þ][^:,.!?]{0,39}?) told me(?::| that)) (\S.+)$", re.DOTALL)
"""A memory of what somebody told, said word for word."""


class Heard(Struct, frozen=True):
    """What a line does: `acts` of hear.toml, the kind of question (`ask`, "" for none, "other" for an unknown one), `news`, `tone`."""

    acts: frozenset[str]
    ask: str
    news: str
    remark: str
    tone: int


def any_of(signs: list[str]) -> re.Pattern[str]:
    """Return the pattern of these signs: whole words, those with ^ only at the beginning."""
    first = [re.escape(sign[1:]) for sign in signs if sign.startswith("^")]
    anywhere = [re.escape(sign) for sign in signs if not sign.startswith("^")]
    begun = [rf"^(?:{'|'.join(first)})"] if first else []
    return re.compile("(?:" + "|".join([*begun, rf"(?<!\w)(?:{'|'.join(anywhere)})"]) + r")(?!\w)")


@cache
def _acts() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((act, any_of(signs)) for act, signs in bank("hear").items() if isinstance(signs, list))


@cache
def _questions() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, any_of(signs)) for kind, signs in bank("hear")["ask"].items())


def _all_phrases() -> list[str]:
    spoken = [phrase for act in bank("talk").values() for phrases in act.values() for phrase in phrases]
    for kind in bank("visits").values():  # those with gaps would fit too much: "I am {me}."
        spoken += [
            phrase for name, phrases in kind.items() if name not in ("like", "mood", "means") for phrase in phrases if "{" not in phrase
        ]
    return spoken + [phrase for name in ("jobs", "remarks") for entry in bank(name).values() for phrase in entry["says"]]


@cache
def _stock() -> tuple[frozenset[str], re.Pattern[str]]:
    """Return the sentences of the phrase banks: whole ones, and a pattern for those with a gap."""
    whole, gapped = set(), set()
    for phrase in _all_phrases():
        for sentence in sentences(phrase.replace("{news}", " ")):
            if "{" not in sentence:
                whole.add(plain(sentence))
            elif sum(map(str.isalpha, _GAP.sub("", sentence))) >= (_SOLID_AROUND_ANYTHING if "{what}" in sentence else _SOLID):
                gapped.add(".{1,60}".join(re.escape(plain(piece)) + r"\W*" for piece in _GAP.split(sentence)))
    return frozenset(whole), re.compile("|".join(sorted(gapped)))


@cache
def _markers(acts: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of what announces news: the words before it in the phrases of these acts."""
    heads = {phrase.partition("{news}")[0].strip() for act in acts for kind in bank("talk")[act].values() for phrase in kind}
    return re.compile(r"(?:^|(?<=[.!?] ))(?:" + "|".join(re.escape(head) for head in sorted(heads - {""}, key=len, reverse=True)) + r")\s+")


def is_stock(sentence: str) -> bool:
    """Return whether the sentence is a turn of phrase that carries nothing."""
    whole, gapped = _stock()
    return plain(sentence) in whole or bool(gapped.fullmatch(plain(sentence)))


def is_spoken_by_us(text: str) -> bool:
    """Return whether something in a line is a turn of the phrase banks, as scripted minds use them among each other."""
    return bool(_markers(_CARRIERS).search(text)) or any(is_stock(sentence) for sentence in sentences(text))


def _carried(text: str) -> tuple[str, str]:
    """Return the news in a line and the first remark that is not news; of a memory that is quoted, what was told."""
    if quoted := _QUOTED.match(text):
        text = of_other(quoted[1] or quoted[2], quoted[3])
    marker = _markers(_CARRIERS).search(text)
    told = _markers(_TELLING).search(text)
    telling = marker is not None and told is not None and told.start() == marker.start()
    news: list[str] = []
    remark = ""
    for place, sentence in enumerate(sentences(text[marker.end() :] if marker else text)):
        if telling and not place:
            news.append(sentence)
            continue
        idle = sentence.endswith("?") or _ASKING.match(sentence) or is_stock(sentence) or _OPENING.match(sentence)
        if idle:
            if news:
                break
            continue
        if (marker and not is_everyday(sentence)) or _is_news(sentence):
            news.append(sentence)
        elif news:
            break
        else:
            remark = remark or sentence
    return " ".join(news), remark


def _is_news(sentence: str) -> bool:
    if _HABIT.match(sentence):
        return False
    if is_event(sentence):
        return True
    if keyword_score(sentence) >= 6:
        return True
    return not is_everyday(sentence) and len(sentence.split()) >= 4 and not re.match(r"(?:It|That|This|What) ", sentence)


@lru_cache(maxsize=8192)
def hear(text: str) -> Heard:
    """Return what this line does."""
    low = text.lower().replace("\u2019", "'").replace("see you there", "")
    acts = {act for act, signs in _acts() if signs.search(low)}
    ask = ""
    for sentence in sentences(low):
        if sentence.endswith("?") or _ASKING.match(sentence):
            kind = next((kind for kind, signs in _questions() if signs.search(sentence)), "")
            ask = kind or ask or ("" if is_stock(sentence) else "other")
    if "decline" in acts:
        acts -= {"accept"}
    if "farewell" in acts:
        acts -= {"greet"}
    if "reminded" in acts:  # what the other told is no news to them
        news, remark = "", ""
    else:
        news, remark = ("", text) if "reminder" in acts else _carried(text)
    return Heard(frozenset(acts), ask, news, remark, tone(text))
