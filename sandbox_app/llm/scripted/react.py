"""Whether to go on, talk, wait or do something else when something is noticed."""

import re

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.clock import part_of_day
from sandbox_app.llm.scripted.dice import Dice
from sandbox_app.llm.scripted.doing import doing
from sandbox_app.llm.scripted.events import what_of
from sandbox_app.llm.scripted.news import tales
from sandbox_app.llm.scripted.phrases import fill, pool, register
from sandbox_app.llm.scripted.scene import feeling
from sandbox_app.llm.scripted.weigh import keyword_score, tone
from sandbox_app.llm.scripted.words import fit, stems

_LONGEST = 118
_IN_USE = re.compile(r"\b(?:us(?:es|ing)|in use|occup\w+|taken|busy (?:at|with)|sits? (?:at|on)|is at the|stands? at)\b", re.IGNORECASE)
_CLOSED = re.compile(r"\b(?:closed|locked|shut|out of order|broken|empty)\b", re.IGNORECASE)
_ALARM = re.compile(
    r"\b(?:fire|burn\w*|smoke|flood\w*|accident|fainted|collaps\w+|screams?|(?:cries|calls?) for help|explosion|bleed\w*)\b", re.IGNORECASE
)
_ASLEEP = re.compile(r"\b(?:asleep|sleeps?|sleeping|in bed|nap|napping|doz(?:es?|ing)|lying down|dreaming)\b", re.IGNORECASE)
_OPEN_TO = {"shy": 5, "gruff": 4, "formal": 3, "dry": 3, "plain": 3, "warm": 2, "cheerful": 1}
"""How close somebody must be for a talk without a reason."""

_CLOSED_BY = {"annoyed": 3, "sad": 2, "tired": 2, "worried": -1, "happy": -1, "excited": -2}
"""How much closer than that, by how one feels: the worried and the glad look for company."""


def react(facts: f.React, dice: Dice) -> a.React:
    """Return the option chosen and why, in the first person."""
    options = {(option.kind, option.target): number for number, option in reversed(list(enumerate(facts.options, 1)))}
    act, target, what = _choose(facts, frozenset(kind for kind, _ in options))
    kind = {"wait": "wait", "other": "other", "closed": "other", "go_on": "go_on", "talked": "go_on"}.get(act, "talk")
    number = options.get((kind, target)) or next((n for (k, _), n in options.items() if k == kind), 1)
    phrases = pool("react", act, register(facts.me.traits))
    now = doing(facts.now.doing) or "my work"
    why = fill(dice.pick([p for p in phrases if "{what}" not in p or len(what or now) <= 85]), who=target, what=what or now)
    return a.React(number, fit(why, _LONGEST))


def _choose(facts: f.React, kinds: frozenset[str]) -> tuple[str, str, str]:
    """Return the act of react.toml, the person it is about and what to say of it."""
    seen = facts.perceived
    waits = [option.target for option in facts.options if option.kind == "wait"]
    if "other" in kinds and _ALARM.search(seen):
        return "other", "", ""
    for target in waits:
        if _IN_USE.search(seen) and (target in seen or len(waits) == 1) and _is_needed(facts, target):
            return "wait", target, ""
    if "other" in kinds and _CLOSED.search(seen) and stems(seen) & (stems(facts.now.place) | stems(facts.now.doing)):
        return "closed", "", ""
    known = {person.name: person for person in facts.people}
    passed = ""
    targets = [option.target for option in facts.options if option.kind == "talk"]
    for target in sorted(targets, key=lambda name: -known[name].closeness if name in known else 0):
        reason, what = _reason(facts, target, known.get(target))
        if reason == "talked":
            passed = target
        elif reason:
            return reason, target, what
    return ("talked", passed, "") if passed else ("go_on", "", "")


def _is_needed(facts: f.React, target: str) -> bool:
    """Return whether what is perceived in use is what I am about to use: a word in common, or said outright."""
    if re.search(r"\b(?:you|I) (?:need|want)\b", facts.perceived):
        return True
    return bool((stems(facts.perceived) - stems(target)) & stems(facts.now.doing))


def _talked_today(facts: f.React, target: str) -> bool:
    name = re.escape(target)
    theirs = rf"\b{name} (?:told me|said|promised|and I|cannot come)\b"
    pattern = re.compile(rf"{theirs}|\bI (?:told|talked with|met|promised|asked|greeted) {name}\b")
    return any(memory.when.startswith("today") and pattern.search(memory.text) for memory in facts.memories)


def _reason(facts: f.React, target: str, person: f.Person | None) -> tuple[str, str]:
    """Return why to talk to this person (an act of react.toml), or ("", "") or ("talked", "")."""
    closeness = person.closeness if person else 0
    if (_ASLEEP.search(facts.perceived) and target in facts.perceived) or _ASLEEP.search(facts.now.doing):
        return "", ""
    if closeness < -2 and not keyword_score(facts.perceived) >= 7:
        return "", ""
    waiting = tales(facts, target)
    for tale in waiting:
        if tale.kind == "invite":
            return "invite", what_of(tale.core)
        if tale.kind == "stand":
            return "stand", ""
    talked = _talked_today(facts, target)
    if not talked and target in facts.perceived and keyword_score(facts.perceived) >= 7 and tone(facts.perceived) < 0:
        return "struck", ""
    if waiting and closeness >= 0 and not talked:
        return "tell", waiting[0].core
    if talked:
        return "talked", ""
    late = part_of_day(facts.now.time) == "night"
    least = _OPEN_TO[register(facts.me.traits)] + _CLOSED_BY.get(feeling(facts.now), 0)
    return ("close", "") if closeness >= least and not late else ("", "")
