"""What people say of themselves, and to what others say of themselves: habits, the day so far, plans, thoughts, remarks."""

import re
from functools import cache

from sandbox_app.llm import facts as f
from sandbox_app.llm.clock import find_time
from sandbox_app.llm.scripted.banks import bank
from sandbox_app.llm.scripted.doing import of_my_body
from sandbox_app.llm.scripted.news import listeners
from sandbox_app.llm.scripted.scene import Scene
from sandbox_app.llm.scripted.words import ended, plain, sentences, stems

_DID = re.compile(r"^I am (\w+ing\b.{3,60}?)(?: (?:at|in) [^.]*)?\.?$")
_TRIVIAL = stems("sleep wake get up wash toilet dress lie wait go bed second plates hands teeth face water quiet sit")
_PLANNED = re.compile(r"(\d\d:\d\d) ([^;]{3,60})")
_OWN_THOUGHT = re.compile(r"^(?:I|My)\b(?! (?:am \w+ing|told|overheard|promised|plan for|talked|met|saw|will not support)\b)")
_TRUSTED = 2
"""Closeness from which one says how one feels."""
_OF_HABIT = re.compile(r"\b(?:I like to|you find me|I always|then I|it is quiet then|Come by at)\b")
_PLACE_AND_TIME = re.compile(r"\bat ((?:the )?[A-ZÀ-Þ][\w\u2019' -]*?)(?=[,.;:!?]| at | then\b|$)")


def my_day(scene: Scene) -> str:
    """Return what the agent did earlier today that is worth a word, or ""."""
    for memory in scene.facts.memories:
        found = _DID.match(memory.text)
        if found and memory.when.startswith("today") and not stems(found[1]) & _TRIVIAL and not scene.told(found[1]):
            return scene.phrase("my_day", what=of_my_body(found[1]))
    return ""


def my_feeling(scene: Scene) -> str:
    """Return how one feels, to somebody one trusts, once in a talk; "" when there is nothing to say of it."""
    mood, _, whom = scene.facts.now.feeling.partition(" with ")
    if scene.closeness < _TRUSTED or scene.mine > 2 or whom in listeners(scene.facts, scene.partner):
        return ""
    said = scene.phrase(f"feel_{mood}_with", who=whom) if whom else scene.phrase(f"feel_{mood}")
    return said if said and plain(said) not in scene.spoken else ""


def my_habit(scene: Scene) -> str:
    """Return one of the agent's habits not yet spoken of, the next one today first, or ""."""
    now = scene.facts.now.time
    for habit in sorted(scene.facts.me.habits, key=lambda habit: (habit.time <= now, habit.time)):
        if not scene.told(habit.activity):
            return scene.phrase("my_habit", time=habit.time, what=habit.activity, place=habit.place)
    return ""


def next_plan(scene: Scene) -> str:
    """Return what the remembered plan of today has next, or ""."""
    for memory in scene.facts.memories:
        if memory.text.startswith("My plan for ") and memory.when.startswith("today"):
            for time, activity in _PLANNED.findall(memory.text):
                activity = activity.strip().rstrip(".…")
                if time > scene.facts.now.time and not stems(activity) & _TRIVIAL and not scene.told(activity):
                    return scene.phrase("my_plan", time=time, what=of_my_body(activity))
    return ""


def own_thought(scene: Scene) -> str:
    """Return a thought or piece of knowledge of the agent's own from memory, said to the partner, or ""."""
    for memory in scene.facts.memories:
        if said := _thought_said(memory, scene):
            return scene.phrase("share", news=said)
    return ""


def _thought_said(memory: f.Memory, scene: Scene) -> str:
    """Return the thought with the partner's name turned into "you", or "" when it is no thought to share."""
    text = memory.text
    if not _OWN_THOUGHT.match(text) or len(text) > 110 or plain(text) in scene.spoken or re.search(r"\btold\b|\bsaid\b", text):
        return ""
    name = scene.partner
    if name in text:
        text = text.replace(f"{name}'s", "your").replace(f"with {name}", "with you").replace(f" {name} and me", " the two of us")
        if re.search(rf"\b{re.escape(name)}\b", text):
            return ""
    return "" if plain(text) in scene.spoken else ended(text)


def my_promise(scene: Scene) -> str:
    """Return what the agent promised the partner, apart from meetings, said to the partner, or ""."""
    begin = f"I promised {scene.partner} "
    for memory in scene.facts.memories:
        rest = memory.text.removeprefix(begin)
        if rest != memory.text and not find_time(rest) and plain(rest) not in scene.spoken and len(rest) <= 90:
            return scene.phrase("my_promise", news=ended(f"I promised you {rest}"))
    return ""


@cache
def _topics() -> tuple[tuple[frozenset[str], tuple[str, ...]], ...]:
    return tuple((stems(" ".join(topic["words"])), tuple(topic["says"])) for topic in bank("remarks").values())


@cache
def _mere_answers() -> frozenset[str]:
    """Return the sentences that answer a remark; they need no answer themselves."""
    asides = [phrase for phrases in bank("talk")["aside"].values() for phrase in phrases]
    return frozenset(plain(phrase) for phrase in [*asides, *(phrase for _, says in _topics() for phrase in says)])


def remark_on(scene: Scene) -> str:
    """Answer a remark: its time and place if it names them, else its topic, else with a word that always fits."""
    if _OF_HABIT.search(scene.last) and (time := find_time(scene.last)) and (place := _PLACE_AND_TIME.search(scene.last)):
        return scene.phrase("look_in", time=time, place=place[1])
    content = [sentence for sentence in sentences(scene.last) if plain(sentence) not in _mere_answers()]
    if not content:
        return ""
    words = stems(" ".join(content))
    shared, says = max(((len(words & signs), says) for signs, says in _topics()), key=lambda pair: pair[0])
    fresh = [line for line in says if scene.fresh(line)]
    if shared and fresh and scene.dice.below(4):
        return scene.dice.pick(fresh)
    return scene.phrase("aside")
