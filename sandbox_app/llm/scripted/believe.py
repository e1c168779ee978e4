"""What to believe of somebody after something was seen or heard, and what would come of an option."""

import re

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.scripted.dice import Dice
from sandbox_app.llm.scripted.news import same
from sandbox_app.llm.scripted.phrases import fill, pool, register
from sandbox_app.llm.scripted.words import fit, of_other, plain, stems

_LONGEST = 98
_MOST_NEW = 3
_MOST_SIGNS = 190
"""All that is new together; the form allows no longer answer."""
_MOST_CHANGES = 3
_WANTS = re.compile(r"(?:I|\w+) (?:wants?|hopes?|plans?|would like) to (.+)")
_HARM = re.compile(r"\b(?:hit|push|hurt|beat|kick|slap|insult|steal|rob|grab|snatch|take .+ from)\b", re.IGNORECASE)
_COLD = -2
_COMMON = 2
"""Words that mean something and that a refusal must share with a wish to cancel it."""


def belief_update(facts: f.BeliefUpdate, dice: Dice) -> a.BeliefUpdate:
    """Return what changes: confirmed beliefs become sure, contradicted ones are dropped, and what is new is added."""
    who, manner = facts.person.name, register(facts.me.traits)
    found: list[a.NewBelief] = []
    dropped: list[str] = []
    for text in facts.seen:
        found += _from(text, who, facts.me.name, manner, dice)
        if refused := re.match(rf"{re.escape(who)} (?:cannot come to|does not want to) (.+)", text):
            dropped.append(refused[1])
    changes: dict[int, str] = {}
    for number, belief in enumerate(facts.beliefs, 1):
        if belief.kind == "wants" and any(len(stems(belief.text) & stems(gone)) >= _COMMON for gone in dropped):
            changes[number] = "drop"
        elif any(one.kind == belief.kind and one.sure and same(one.text, belief.text) for one in found):
            changes[number] = "keep" if belief.sure else "sure"
    new: list[a.NewBelief] = []
    for one in found:
        held = [belief.text for belief in facts.beliefs if belief.kind == one.kind]
        held += [other.text for other in new if other.kind == one.kind]
        room = sum(len(other.text) for other in new) + len(one.text) <= _MOST_SIGNS
        if room and not any(same(one.text, text) for text in held):
            new.append(one)
    told = list(changes.items())[:_MOST_CHANGES] or [(1, "keep")]
    return a.BeliefUpdate(tuple(a.BeliefChange(number, verdict) for number, verdict in told), tuple(new[:_MOST_NEW]))


def _from(text: str, who: str, me: str, manner: str, dice: Dice) -> list[a.NewBelief]:
    """Return what one memory says about a person: of what they told, they know it; of what I told them, too."""
    name = re.escape(who)
    if told := re.match(rf"{name} (?:told me|invited me)(?: that)?: (.+)", text):
        if wish := _WANTS.match(told[1]):
            return [_belief("wants", wish[1], sure=True)]
        return [_belief("knows", of_other(who, told[1]), sure=True)]
    if mine := re.match(r"I (?:told|invited|asked) (.{1,60}?): (.+)", text):
        return [_belief("knows", of_other(me, mine[2]), sure=True)] if re.search(rf"\b{name}\b", mine[1]) else []
    if promised := re.match(rf"{name} promised me to (.+)", text):
        return [_belief("wants", promised[1], sure=True)]
    if hearsay := re.match(rf"(.{{1,40}}?) (?:told me|said)(?: that)?: {name} (is|wants to|knows) (.+)", text):
        if hearsay[1] != who:
            return [_belief(hearsay[2].removesuffix(" to"), hearsay[3], sure=False)]
        return []
    if re.search(rf"\b{name}\b", text) and re.search(r"\bquarrel", text):
        return [a.NewBelief("is", dice.pick(pool("believe", "quarrel", manner)), False)]
    if re.match(rf"{name} promised to support me", text):
        return [a.NewBelief("is", dice.pick(pool("believe", "kind", manner)), True)]
    return []


def _belief(kind: str, text: str, *, sure: bool) -> a.NewBelief:
    return a.NewBelief(kind, fit(text.rstrip(".!? "), _LONGEST), sure)


def foresee(facts: f.Foresee, dice: Dice) -> a.Foresee:
    """Return what would come of each option, and the first that would not end badly or be for nothing."""
    manner = register(facts.me.traits)
    outcomes, good = [], []
    for number, option in enumerate(facts.options, 1):
        act = _prospect(facts, option)
        outcomes.append(fit(fill(dice.pick(pool("believe", act, manner)), who=facts.person.name), _LONGEST))
        if act not in ("cold", "stale"):
            good.append(number)
    return a.Foresee(tuple(outcomes), good[0] if good else len(facts.options))


def _prospect(facts: f.Foresee, option: str) -> str:
    who = facts.person.name
    if who not in option:
        return "go_on"
    if facts.person.closeness < _COLD or any(belief.kind == "is" and "angry" in belief.text for belief in facts.beliefs):
        return "cold"
    if _HARM.search(option):
        return "cold"
    topic = plain(option).partition(plain(who))[2]
    knows = [belief.text for belief in facts.beliefs if belief.kind == "knows"]
    if topic and any(len(stems(topic) & stems(text)) > _COMMON for text in knows):
        return "stale"
    return "new" if ":" in option else "glad"
