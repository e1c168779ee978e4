"""What an agent does of its own accord, beside its plan: because a voice or a person suggested it, or because something is amiss."""

import re
from collections.abc import Sequence

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.scripted.dice import Dice
from sandbox_app.llm.scripted.judging import attempt as rule_attempt
from sandbox_app.llm.scripted.judging import judge
from sandbox_app.mind.feelings.needs import WISHES
from sandbox_app.mind.foreseeing import go_ahead
from sandbox_app.mind.mind import Mind
from sandbox_app.mind.places import NOTHING
from sandbox_app.mind.planning import revise
from sandbox_app.mind.suggestions import is_wish
from sandbox_app.mind.surroundings import Deed, Effect, Noticed
from sandbox_app.mind.waiting import REACTION_SECONDS
from sandbox_app.mind.words import bounded
from sandbox_app.town.model import Thing

_LATER = re.compile(r"\d\d:\d\d|\b(?:tomorrow|tonight|later|this (?:evening|afternoon)|on (?:day \d|\w+day)|party)\b")
"""Words that put a wish off to a time of its own: it goes into the plan."""
DEED_MINUTES = 3
"""How long somebody is busy with what it tried."""
_FOR_GOOD = frozenset({"give", "take", "hurt"})
"""Kinds of effects on somebody that cannot be undone."""
_FIRE = re.compile(r"\b(?:burn\w*|on fire|in flames)\b")


async def take_up(mind: Mind, said: Noticed) -> None:
    """Act on what was suggested, if it is a wish: at a time it names, by the plan, else by trying it now; news are only remembered."""
    if not is_wish(said.text):
        return
    now = not _LATER.search(said.text) and said.text not in WISHES.values()
    if mind.world.settings.free_actions and now and await attempt(mind, said.text, said.event):
        return
    await revise(mind, bounded(said.text, 160), said.event)


async def attempt(mind: Mind, wish: str, cause: int) -> bool:
    """Try something that was put in words; return whether it came to something."""
    world = mind.world
    room = world.place_of(mind.id)
    at = world.town.place_at
    seen = [thing for thing in world.town.things if thing.place == room or any(at[y, x] == room for x, y in thing.stands)]
    things = list({thing.name: thing for thing in seen}.values())[: world.budget.choices - 1]
    people = [one for one in world.agents() if one != mind.id and world.place_of(one) == room and not world.asleep(one)]
    people = people[: world.budget.choices - 1]
    tried = f.Attempt(
        town=world.town.title,
        me=mind.persona(),
        now=mind.now(),
        wish=bounded(wish, 120),
        things=(NOTHING, *(f.ThingOption(thing.name, ", ".join(thing.uses), "") for thing in things)),
        people=("", *(world.short_name(one) for one in people)),
    )
    by_model = world.judges(_judged(mind, a.Attempt(1, 1, tried.wish), None, 0, world.effects_of(mind.id, 0, 0)))
    answer, call = await mind.think(tried, a.Attempt, within=REACTION_SECONDS) if by_model else (by_rule(tried), 0)
    if answer is None:
        return False
    thing = things[answer.thing - 2] if answer.thing > 1 else None
    other = people[answer.person - 2] if answer.person > 1 else 0
    effects = world.effects_of(mind.id, thing.id if thing else 0, other)[: world.budget.choices]
    facts = _judged(mind, answer, thing, other, effects)
    verdict, judge_call = await mind.think(facts, a.Judge, within=REACTION_SECONDS) if by_model else (judge(facts), 0)
    if verdict is None:
        return False
    caused = [effects[number - 1] for number in verdict.effects if effects[number - 1].kind != "none"]
    if verdict.possible and other and any(effect.kind in _FOR_GOOD for effect in caused):
        act = bounded(answer.text[:1].lower() + answer.text[1:], 100)
        ahead, judge_call = await go_ahead(mind, other, act, "let it be", cause, judge_call)
        if not ahead:
            return True  # it was thought through: nothing else is to be done about the wish
    world.want(
        mind.id,
        Deed(
            wish=tried.wish,
            text=bounded(answer.text, 100),
            thing_id=thing.id if thing else 0,
            other=other,
            possible=verdict.possible,
            verdict=bounded(verdict.text, 160),
            effects=tuple(caused),
            judge="model" if by_model else "rules",
            attempt_call=call,
            judge_call=judge_call,
            cause=cause,
        ),
    )
    came = "" if verdict.possible else ", but it was not possible"
    mind.remember("did", bounded(f"I tried to {answer.text[:1].lower()}{answer.text[1:]}{came}", 160), cause=cause, call_id=judge_call)
    await mind.pause(world.step + 1, open_to_calls=False)
    if verdict.possible:
        await mind.pause(world.step + DEED_MINUTES * 60 // world.settings.step_seconds)
    return verdict.possible


def _judged(mind: Mind, tried: a.Attempt, thing: Thing | None, other: int, effects: Sequence[Effect]) -> f.Judge:
    world = mind.world
    return f.Judge(
        town=world.town.title,
        me=mind.persona(),
        now=mind.now(),
        attempt=bounded(tried.text, 100),
        thing=f.ThingOption(thing.name if thing else "", "", ""),
        uses=thing.uses if thing else (),
        state=world.thing_state(thing) if thing else "",
        person=world.short_name(other) if other else "",
        carried=tuple(world.carried(mind.id)),
        rules=tuple(bounded(rule, 120) for rule in world.settings.house_rules[:8]),
        effects=tuple(effect.words for effect in effects) or ("nothing else changes",),
    )


def by_rule(facts: f.Attempt) -> a.Attempt:
    """Return what is tried, by rule: for worlds whose model does not know the form."""
    return rule_attempt(facts, Dice(0, "attempt"))


async def see_to(mind: Mind, seen: Noticed) -> None:
    """Weigh whether something amiss, a thing that is not as it should be, calls for doing something."""
    world = mind.world
    options = (f.ReactOption("go_on", ""), f.ReactOption("other", ""))
    memories = mind.recall(seen.text, world.budget.thought)
    facts = f.React(
        town=world.town.title,
        me=mind.persona(),
        now=mind.now(),
        perceived=bounded(seen.text, 120),
        people=(),
        options=options,
        memories=mind.shown(memories),
    )
    answer, _ = await mind.think(facts, a.React, within=REACTION_SECONDS, retrieved=memories)
    if answer is not None and options[answer.option - 1].kind == "other":
        thing, _, state = seen.text.partition(" is ")
        remedy = f"put out {thing.lower()}" if _FIRE.search(state) else f"repair {thing.lower()}"
        if world.settings.free_actions and await attempt(mind, remedy, seen.event):
            return
        await revise(mind, answer.why, seen.event)
