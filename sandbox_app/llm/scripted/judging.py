"""Free actions by rule: what of a wish is tried with what, and whether it is possible here and now.

A thing can do what its uses say and be in the states the effects offer; a body can do what bodies do; what nobody can do, what
lacks its thing or its person, what is too heavy or is so already, and what the world's rules forbid is impossible. These are
also the rules by which a world judges whose model does not know the form.
"""

import re
from functools import cache
from typing import Any

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.scripted.banks import bank
from sandbox_app.llm.scripted.dice import Dice
from sandbox_app.llm.scripted.words import ended, fit, stems

_LONGEST = 98
_LONGEST_VERDICT = 138
_WISH = re.compile(
    r"^(?:please |I |you |really |want to |must |should |have to |need to |ought to |will |would like to |am going to |try to |let us |"
    r"go and |and )+",
    re.IGNORECASE,
)
_NOBODY_MAY = re.compile(
    r"^(?:nobody|no one|no-one|you) (?:may|can|must not|may not|is allowed to|should)\b(?: not| ever)? (.+?)\.?$", re.IGNORECASE
)
_OBJECT = re.compile(r"\b(?:the|a|an|some|my|that|this) ([a-z][a-z' -]*)", re.IGNORECASE)


@cache
def _verbs(part: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"\b{re.escape(verb)}(?:s|es|ing|ed)?\b", re.IGNORECASE) for verb in bank("judge")[part]["verbs"])


def _does(text: str, part: str) -> bool:
    """Return whether a verb of this part of the bank is among the first words."""
    head = " ".join(text.split()[:4])
    return any(verb.search(head) for verb in _verbs(part))


def _bare(wish: str) -> str:
    return _WISH.sub("", wish.strip()).strip().rstrip(".!") or wish


def attempt(facts: f.Attempt, dice: Dice) -> a.Attempt:
    """Return what is tried: the wish, with the thing and the person that its words name; a use fits where no thing is named."""
    wish = _bare(facts.wish)
    low = wish.lower()
    named = [(len(thing.name), number) for number, thing in enumerate(facts.things, 1) if thing.name and _names(low, thing.name)]
    thing = max(named, key=lambda pair: (pair[0], -pair[1]))[1] if named else 1
    if thing == 1:
        words = stems(low)
        uses = [(number, stems(use)) for number, one in enumerate(facts.things, 1) for use in one.use.split(", ")]
        thing = next((number for number, use in uses if use and use <= words), 1)
    person = next((number for number, name in enumerate(facts.people, 1) if name and re.search(rf"\b{re.escape(name)}\b", wish)), 1)
    return a.Attempt(thing, person, fit(wish, _LONGEST))


def _names(low: str, thing: str) -> bool:
    return bool(re.search(rf"\b{re.escape(thing.lower())}\b", low)) or bool(stems(thing) and stems(thing) <= stems(low))


def judge(facts: f.Judge) -> a.Judge:
    """Return the verdict; effect 1 is that nothing changes."""
    why = _against(facts)
    if why:
        return a.Judge(False, fit(why, _LONGEST_VERDICT), (1,))
    effects = _effects(facts)
    if effects is None:
        return a.Judge(False, fit(f"{facts.me.name} tries, but nothing comes of it.", _LONGEST_VERDICT), (1,))
    changes = ", ".join(facts.effects[number - 1] for number in effects if number > 1)
    did = ended(f"{facts.me.name} does it: {facts.attempt}")
    return a.Judge(True, fit(f"{did} {ended(changes)}" if changes else did, _LONGEST_VERDICT), effects)


def _against(facts: f.Judge) -> str:
    """Return why it is impossible, or ""."""
    text, name = facts.attempt.lower(), facts.me.name
    never = bank("judge")["never"]
    if stems(text) & stems(" ".join(never["words"])) or any(phrase in text for phrase in never["phrases"]):
        return "Nobody can do that."
    for rule in facts.rules:
        forbidden = _NOBODY_MAY.match(rule)
        if forbidden and len(stems(forbidden[1]) & stems(text)) >= min(2, len(stems(forbidden[1]))):
            return f"That is against the rules: {rule}"
    if (_does(text, "please") or _does(text, "hurt")) and not facts.person:
        return f"There is nobody here whom {name} could do that to."
    if _does(text, "give"):
        return _against_giving(facts)
    heavy = bank("judge")["heavy"]
    things = set(re.findall(r"[a-z]+", facts.thing.name.lower() or text))
    if any(verb in text.split()[:2] for verb in heavy["verbs"]) and things & set(heavy["things"]):
        return f"The {facts.thing.name or 'thing'} is too large and heavy for that."
    return _against_thing(facts)


def _against_giving(facts: f.Judge) -> str:
    if not facts.person:
        return "There is nobody here to give it to."
    if not facts.carried:
        return f"{facts.me.name} carries nothing to give."
    objects = stems(facts.attempt) - stems(facts.person) - stems(" ".join(bank("judge")["give"]["verbs"]))
    if objects and not any(objects & stems(item) for item in facts.carried) and not objects <= stems("something it thing"):
        return f"{facts.me.name} does not carry that."
    return ""


def _against_thing(facts: f.Judge) -> str:
    """Return what speaks against doing this with the thing, or against doing it without one."""
    text = facts.attempt.lower()
    if not facts.thing.name:
        switching = any(_does(text, part) for part in ("on", "off", "broken", "mended", "take"))
        named = _OBJECT.search(text)
        if switching or (named and not facts.person and not _does(text, "body") and not _carried(facts)):
            return (
                f"Nothing like that is here: {named[1].split(' in ')[0].split(' at ')[0]}."
                if named
                else "There is nothing here to do that with."
            )
        return ""
    for part in ("off", "on", "broken"):
        if _does(text, part) and not _fits_use(facts):
            states = set(bank("judge")[part]["states"])
            if facts.state in states:
                return f"The {facts.thing.name} is {facts.state} already."
            if _effect(facts, part) is None:
                return f"The {facts.thing.name} is not made for that."
            return ""
    if _does(text, "mended") and facts.state != "broken":
        return f"The {facts.thing.name} is not broken."
    if facts.state == "broken" and _fits_use(facts) and not _does(text, "mended"):
        return f"The {facts.thing.name} is broken."
    return ""


def _carried(facts: f.Judge) -> bool:
    return any(stems(item) & stems(facts.attempt) for item in facts.carried)


def _fits_use(facts: f.Judge) -> bool:
    """Return whether a use of the thing is what is tried: its verb, and its object where it has one."""
    words = stems(facts.attempt)
    return any(stems(use) and stems(use) <= words | stems(facts.thing.name) and stems(use) & words for use in facts.uses)


def _effect(facts: f.Judge, part: str) -> int | None:
    """Return the number of the effect that makes the thing be in a state of this part of the bank."""
    states: list[str] = bank("judge")[part]["states"]
    ends = tuple(f"becomes {state}" for state in states)
    return next((number for number, words in enumerate(facts.effects, 1) if words.endswith(ends)), None)


def _number(facts: f.Judge, sign: str) -> int | None:
    return next((number for number, words in enumerate(facts.effects, 1) if sign in words), None)


_SIGNS = (
    ("give", " gives "),
    ("hurt", " is hurt"),
    ("please", " is pleased"),
    ("take", " takes "),
    ("leave", " puts down"),
    ("go", " steps up"),
)
"""Parts of the bank and the sign of the effect that follows from them."""


def _effects(facts: f.Judge) -> tuple[int, ...] | None:
    """Return what follows, None when it comes to nothing."""
    text = facts.attempt.lower()
    if facts.thing.name:
        if _does(text, "mended"):
            number = next((n for n, words in enumerate(facts.effects, 1) if " becomes " in words and not words.endswith("broken")), None)
            return (number,) if number else None
        for part in ("off", "broken", "on"):
            number = _effect(facts, part) if _does(text, part) else None
            if number is not None:
                return (number,)
    for part, sign in _SIGNS:
        if _does(text, part) and (number := _number(facts, sign)) is not None:
            if part == "give":
                return _given(facts) or (number,)
            return (number,)
    if (facts.thing.name and _fits_use(facts)) or _does(text, "body") or _carried(facts):
        return (1,)
    return None


def _given(facts: f.Judge) -> tuple[int, ...]:
    """Return the effect of giving what the attempt names, of several things carried."""
    words = stems(facts.attempt)
    return tuple(n for n, effect in enumerate(facts.effects, 1) if " gives " in effect and stems(effect.split(" gives ")[1]) & words)[:1]


def item_of(thing: str) -> str:
    """Return what can be taken from a thing of this name, or ""."""
    table: dict[str, Any] = bank("judge")["yields"]
    named = [kind for kind in table if re.search(rf"\b{re.escape(kind)}\b", thing.lower())]
    return str(table[max(named, key=len)]) if named else ""
