"""Reflection: questions out of what was lived, conclusions that follow from their evidence, and a word about oneself."""

import re
from collections.abc import Callable
from functools import lru_cache

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.scripted.dice import Dice
from sandbox_app.llm.scripted.news import announcement, tale_of
from sandbox_app.llm.scripted.phrases import fill, pool, register
from sandbox_app.llm.scripted.weigh import keyword_score, tone, weight
from sandbox_app.llm.scripted.words import fit, lowered, stems, with_article

_LONGEST = 116
_TOPIC = 70
_NAME = r"[A-ZÀ-Þ][\w\u2019'-]*(?:\. [A-ZÀ-Þ][\w\u2019'-]*| [A-ZÀ-Þ][\w\u2019'-]*)?"
_PEOPLE = (
    re.compile(rf"^({_NAME}) (?:told me|said|invited me|promised|and I|cannot come|is|was|does|wants)\b"),
    re.compile(rf"^I (?:told|promised|met|talked with|saw|asked|invited|greeted|thanked|helped|know|like|trust) ({_NAME})\b"),
    re.compile(rf"\bwith ({_NAME})\b"),
)
_PLACE = re.compile(r"\b(?:at|in) ((?:the )?[A-ZÀ-Þ][\w\u2019'-]*(?: [A-ZÀ-Þ][\w\u2019'-]*){0,3}|the [a-z]+)\b")
_NO_PLACE = re.compile(
    r"(?:the )?(?:morning|evening|afternoon|day|end|moment|night|weekend|middle|right|wrong|same|first|last|next|other|very|best"
    r"|least|most)\b"
)
_REFUSED = re.compile(r"\b(?:cannot|not|no longer|nobody)\b")
_MOST_EVIDENCE = 3


@lru_cache(maxsize=8192)
def person_in(text: str, me: str) -> str:
    """Return whom a memory is about, by the shape of the sentence, or ""."""
    for pattern in _PEOPLE:
        found = pattern.search(text)
        if found and found[1] != me and found[1].split(" ")[0] not in ("I", "The", "A", "My", "It", "There", "This", "We"):
            return found[1]
    return ""


@lru_cache(maxsize=8192)
def place_in(text: str) -> str:
    """Return the first place that a memory names, or ""."""
    return next((found[1] for found in _PLACE.finditer(text) if not _NO_PLACE.match(found[1])), "")


def _groups(memories: tuple[f.Memory, ...], key: Callable[[str], str]) -> dict[str, list[int]]:
    """Return the numbers of the memories for each key, the largest group first."""
    found: dict[str, list[int]] = {}
    for number, memory in enumerate(memories, 1):
        if name := key(memory.text):
            found.setdefault(name, []).append(number)
    return dict(sorted(found.items(), key=lambda pair: -len(pair[1])))


def _topic(text: str, me: str) -> str:
    """Return what a weighty memory says, as it follows "that"; "" when it is too long or no news."""
    tale = tale_of(me, text)
    if tale is None and (re.match(r"(?:I|My|We|It (?:makes me|weighs on me|occupies me))\b", text) or ": " in text):
        return ""
    core = (tale.core if tale else text).rstrip(".!?").translate(str.maketrans("()", "  "))
    if re.match(r"(?:The|A|An|My|There|It)\b", core):
        core = lowered(core)
    return core if len(core) <= _TOPIC else ""


class _Pen:
    """Writes phrases of the reflect bank, none twice in one answer."""

    def __init__(self, facts: f.AnyFacts, dice: Dice) -> None:
        self.dice, self.manner = dice, register(facts.me.traits)
        self.used: set[str] = set()

    def write(self, act: str, **values: str) -> str:
        phrases = [fit(fill(phrase, **values), _LONGEST) for phrase in pool("reflect", act, self.manner)]
        left = [phrase for phrase in phrases if phrase not in self.used]
        if not left:
            return ""
        self.used.add(chosen := self.dice.pick(left))
        return chosen


def questions(facts: f.ReflectQuestions, dice: Dice) -> a.Questions:
    """Ask about the person, the weightiest matter, the aim, the place that stand out, then about oneself."""
    me, pen, memories = facts.me.name, _Pen(facts, dice), facts.memories
    lines: list[str] = []
    people = list(_groups(memories, lambda text: person_in(text, me)))
    if people:
        lines.append(pen.write("ask_person", who=people[0]))
    heavy = sorted(memories, key=lambda memory: -weight(memory.text))
    if heavy and weight(heavy[0].text) >= 5 and (topic := _topic(heavy[0].text, me)) and len(topic) <= 50 and not topic.startswith("I "):
        lines.append(pen.write("ask_topic", topic=topic))
    if facts.me.aim:
        lines.append(pen.write("ask_aim"))
    places = _groups(memories, place_in)
    if len(lines) < 3 and places and len(next(iter(places.values()))) > 1:
        lines.append(pen.write("ask_place", place=next(iter(places))))
    if len(lines) < 3 and len(people) > 1:
        lines.append(pen.write("ask_person", who=people[1]))
    while len(lines) < 3:
        lines.append(pen.write("ask_self"))
    return a.Questions(tuple(lines[:3]))


def insights(facts: f.ReflectInsights, dice: Dice) -> a.Insights:
    """Conclude what the question asks for first, then what else the memories bear out; every number supports its line."""
    pen, found = _Pen(facts, dice), _conclusions(facts)
    asked = facts.question
    found.sort(key=lambda item: -_fits(asked, item))
    lines: list[a.Insight] = []
    for act, values, numbers in found:
        text = pen.write(act, **values).translate(str.maketrans("()", "  ")).strip()
        if text:
            lines.append(a.Insight(text, tuple(numbers[:_MOST_EVIDENCE])))
        if len(lines) == 3:
            break
    return a.Insights(tuple(lines))


def _fits(question: str, item: tuple[str, dict[str, str], list[int]]) -> int:
    act, values, numbers = item
    named = any(value and value in question for value in values.values())
    return 10 * named + 5 * (act == "aim" and "aim" in question) + min(len(numbers), 4) + (act not in ("everyday", "place"))


def _conclusions(facts: f.ReflectInsights) -> list[tuple[str, dict[str, str], list[int]]]:
    """Return what the memories bear out: (act of reflect.toml, its words, the numbers of the evidence)."""
    me, memories = facts.me, facts.memories
    found: list[tuple[str, dict[str, str], list[int]]] = []
    for who, numbers in list(_groups(memories, lambda text: person_in(text, me.name)).items())[:3]:
        sour = [n for n in numbers if "quarrel" in memories[n - 1].text or "insult" in memories[n - 1].text]
        told = [n for n in numbers if memories[n - 1].text.startswith(f"{who} told me")]
        talks = [n for n in numbers if re.search(r"\btold\b|\bsaid\b|talked|and I\b|promised|met\b", memories[n - 1].text)]
        if sour:
            found.append(("quarrel", {"who": who}, sour))
        elif len(talks) >= 2:
            found.append(("person", {"who": who}, talks))
        elif told:
            found.append(("told", {"who": who}, told))
    for place, numbers in list(_groups(memories, place_in).items())[:1]:
        if len(numbers) >= 2:
            found.append(("place", {"place": place}, numbers))
    found += _by_content(me, memories)
    if not found:
        found.append(("everyday", {}, list(range(1, len(memories) + 1))))
    return found


def _by_content(me: f.Persona, memories: tuple[f.Memory, ...]) -> list[tuple[str, dict[str, str], list[int]]]:
    found: list[tuple[str, dict[str, str], list[int]]] = []
    tests: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("promise", lambda text: text.startswith("I promised")),
        ("aim", lambda text: len(stems(me.aim) & stems(text)) >= 2),
        ("good", lambda text: keyword_score(text) >= 6 and tone(text) > 0 and not _REFUSED.search(text)),
        ("bad", lambda text: keyword_score(text) >= 6 and tone(text) < 0),
        ("work", lambda text: text.startswith("I ") and bool((stems(me.job) | stems(me.workplace)) & stems(text))),
    )
    for act, test in tests:
        if numbers := [number for number, memory in enumerate(memories, 1) if test(memory.text)]:
            topic = max((_topic(memories[n - 1].text, me.name) for n in numbers), key=len) if act in ("good", "bad") else ""
            found.append((f"{act}_that", {"topic": topic}, numbers) if topic else (act, {}, numbers))
    cores = [(number, _topic(memory.text, me.name)) for number, memory in enumerate(memories, 1) if tale_of(me.name, memory.text)]
    found += [("news", {"topic": topic}, [number]) for number, topic in cores[:1] if topic]
    return found


def self_summary(facts: f.SelfSummary, dice: Dice) -> a.SelfSummary:
    """Say who I am, what occupies me, how I feel."""
    me, pen = facts.me, _Pen(facts, dice)
    trait = dice.pick(me.traits) if me.traits else "one of many"
    who = pen.write("who", me=me.name, job=with_article(me.job), trait=trait, age=str(me.age), town=facts.town)
    own = announcement(me.name, me.aim)
    heavy = max(facts.memories, key=lambda memory: weight(memory.text), default=None)
    topic = _topic(heavy.text, me.name) if heavy and weight(heavy.text) >= 6 else ""
    people = list(_groups(facts.memories, lambda text: person_in(text, me.name)))
    if topic and (own is None or dice.below(2)):
        busy = pen.write("occupied_topic", topic=topic)
    elif own:
        busy = own.core
    elif people:
        busy = pen.write("occupied_person", who=people[0])
    else:
        busy = pen.write("occupied_work")
    moods = sum(tone(memory.text) for memory in facts.memories)
    feel = pen.write("feel_good" if moods > 1 else "feel_bad" if moods < -1 else "feel_calm")
    return a.SelfSummary((fit(who, _LONGEST), fit(busy, _LONGEST), fit(feel, _LONGEST)))
