"""Reacting to what is noticed: go on, talk, wait, or do something else ("Generative Agents", Park et al., 2023, section 4.3.1)."""

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.mind.attempting import attempt, see_to
from sandbox_app.mind.beliefs import about_those
from sandbox_app.mind.foreseeing import go_ahead
from sandbox_app.mind.mind import CLOSE_ENOUGH, Mind
from sandbox_app.mind.planning import revise
from sandbox_app.mind.rules.happening import Happening
from sandbox_app.mind.suggestions import is_wish
from sandbox_app.mind.surroundings import Act, Go, JoinTalk, Noticed, StartTalk
from sandbox_app.mind.waiting import REACTION_SECONDS
from sandbox_app.mind.words import bounded

WAIT_MINUTES = 5
"""How long somebody waits for another to be done."""


async def react(mind: Mind, seen: Noticed) -> None:
    """Weigh whether to go on, talk to whom was noticed, or do something else."""
    world = mind.world
    minute = 60 // world.settings.step_seconds
    if not seen.other:
        await see_to(mind, seen)
        return
    if not _can_talk(mind, seen.other) or world.step - mind.last_reaction < world.settings.react_pause_minutes * minute:
        return
    mind.last_reaction = world.step
    name = world.short_name(seen.other)
    options = [f.ReactOption("go_on", "")]
    minute_of_day = world.clock.minute(world.step)
    if world.allows(mind.id, Happening(who=mind.me.short, what="talk", people=(name,), minute=minute_of_day)):
        options.append(f.ReactOption("talk", name))
    line = mind.plan.step_at(world.step)
    if line is not None and line.thing_id and world.doing(seen.other)[1] == line.thing_id:
        options.append(f.ReactOption("wait", name))
    options.append(f.ReactOption("other", ""))
    memories = mind.recall(f"{name}. {seen.text}", world.budget.thought)
    facts = f.React(
        town=world.town.title,
        me=mind.persona(),
        now=mind.now(),
        perceived=bounded(seen.text, 120),
        people=(mind.person(seen.other),),
        options=tuple(options),
        memories=mind.shown(memories),
        beliefs=about_those(mind, [seen.other]),
    )
    answer, call = await mind.think(facts, a.React, within=REACTION_SECONDS, retrieved=memories)
    if answer is None:
        return
    chosen = options[answer.option - 1]
    text = f"{mind.me.short} decides to {chosen.text.replace('what I am doing', world.activity(mind.id))}: {answer.why}"
    event = world.record(mind.id, "react", text, {"option": chosen.kind, "of": seen.other}, cause=seen.event, call_id=call)
    match chosen.kind:
        case "talk":
            await _address(mind, seen, answer.why, call, event)
        case "wait":
            await _wait_for(mind, seen.other, event)
        case "other":
            if not (is_wish(answer.why) and world.settings.free_actions and await attempt(mind, answer.why, event)):
                await revise(mind, answer.why, event)


async def _wait_for(mind: Mind, other: int, cause: int) -> None:
    """Wait until somebody is done with the thing they use, or for a few minutes."""
    world = mind.world
    minute = 60 // world.settings.step_seconds
    used = world.doing(other)[1]
    waiting = f"waiting for {world.short_name(other)}"
    for _ in range(WAIT_MINUTES):
        if world.talk_of(mind.id) is not None or world.asleep(mind.id) or world.doing(other)[1] != used:
            return
        if world.activity(mind.id) != waiting:
            world.want(mind.id, Act(thing_id=0, activity=waiting, hue="other", cause=cause))
        await mind.pause(world.step + minute)


async def _address(mind: Mind, seen: Noticed, why: str, call: int, cause: int) -> None:
    """Go and talk to somebody, unless one foresees that nothing good would come of it."""
    act = f"talk to {mind.world.short_name(seen.other)}: {bounded(why, 100)}"
    ahead, call = await go_ahead(mind, seen.other, act, "go on with what I am doing", cause, call)
    if ahead:
        await _approach(mind, seen.other, why, call, cause)


def _can_talk(mind: Mind, other: int) -> bool:
    world = mind.world
    if not world.settings.talk or world.asleep(other) or world.talk_of(mind.id) is not None:
        return False
    talk = world.talk_of(other)
    if talk is not None and (talk.over_for(other) or not talk.open_to_more(world.settings.talk_most)):
        return False
    return _distance(mind, other) <= world.settings.vision and world.place_of(other) == world.place_of(mind.id)


def _distance(mind: Mind, other: int) -> int:
    (x, y), (other_x, other_y) = mind.world.position(mind.id), mind.world.position(other)
    return max(abs(x - other_x), abs(y - other_y))


async def _approach(mind: Mind, other: int, why: str, call: int, cause: int) -> None:
    """Walk up to somebody and speak to them, or join the talk they are in, if they are still there."""
    world = mind.world
    for _ in range(3):
        if not _can_talk(mind, other):
            return
        if _distance(mind, other) <= CLOSE_ENOUGH:
            talk = world.talk_of(other)
            reason = bounded(why, 120)
            world.want(mind.id, JoinTalk(talk.id, reason, call, cause) if talk else StartTalk(other, reason, call, cause))
            await mind.pause(world.step + 1, open_to_calls=False)
            return
        x, y = world.tile_beside(other, mind.id)
        if not world.walk_steps(mind.id, x, y):
            return
        going = f"going over to {world.short_name(other)}"
        go = Go(x=x, y=y, place_id=world.place_of(other), thing_id=0, activity=going, call_id=call, cause=cause)
        if not world.on_the_way(mind.id, x, y, 0):
            world.want(mind.id, go)
        await mind.pause(min(world.step + world.walk_steps(mind.id, x, y), world.step + 4), open_to_calls=False)
