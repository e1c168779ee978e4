"""Reacting to others and talking with them.

A reaction is weighed when somebody is noticed (paper, section 4.3.1); a talk goes turn by turn in simulated time, and
afterwards each keeps its own version of it: notes, promises, and what the other is to it now.
"""

import re
from collections import Counter

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.mind.mind import CLOSE_ENOUGH, Mind
from sandbox_app.mind.places import sites_known
from sandbox_app.mind.planning import revise
from sandbox_app.mind.surroundings import Go, Noticed, Speak, StartTalk, Talk
from sandbox_app.mind.words import bounded, listed
from sandbox_app.town.model import Place
from sandbox_app.worldfile.rows import BeliefRow

_SENTENCE = re.compile(r"(?<=[.!?…]) +")
FURTHEST_PROMISE_DAYS = 14


async def react(mind: Mind, seen: Noticed) -> None:
    """Weigh whether to go on, talk to whom was noticed, or do something else."""
    world = mind.world
    minute = 60 // world.settings.step_seconds
    if not _can_talk(mind, seen.other) or world.step - mind.last_reaction < world.settings.react_pause_minutes * minute:
        return
    mind.last_reaction = world.step
    name = world.short_name(seen.other)
    options = [f.ReactOption("go_on", ""), f.ReactOption("talk", name)]
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
    )
    answer, call = await mind.think(facts, a.React, retrieved=memories)
    if answer is None:
        return
    match options[answer.option - 1].kind:
        case "talk":
            await _approach(mind, seen.other, answer.why, call, seen.event)
        case "wait":
            await mind.pause(world.step + 180 // world.settings.step_seconds)
        case "other":
            await revise(mind, answer.why, seen.event)


def _can_talk(mind: Mind, other: int) -> bool:
    world = mind.world
    if world.asleep(other) or world.talk_of(other) is not None or world.talk_of(mind.id) is not None:
        return False
    return _distance(mind, other) <= world.settings.vision and world.place_of(other) == world.place_of(mind.id)


def _distance(mind: Mind, other: int) -> int:
    (x, y), (other_x, other_y) = mind.world.position(mind.id), mind.world.position(other)
    return max(abs(x - other_x), abs(y - other_y))


async def _approach(mind: Mind, other: int, why: str, call: int, cause: int) -> None:
    """Walk up to somebody and speak to them, if they are still there."""
    world = mind.world
    for _ in range(3):
        if not _can_talk(mind, other):
            return
        if _distance(mind, other) <= CLOSE_ENOUGH:
            world.want(mind.id, StartTalk(other, bounded(why, 120), call, cause))
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


async def take_part(mind: Mind, talk: Talk) -> None:
    """Say the next line when it is one's turn, else listen."""
    world = mind.world
    mind.noticed.clear()
    if talk.members[talk.turn] != mind.id or world.step < talk.next_step:
        await mind.pause(max(talk.next_step, world.step + 1))
        return
    others = [member for member in talk.members if member != mind.id]
    said = Counter(line.agent for line in talk.lines)
    left = world.settings.talk_exchanges - said[mind.id]
    if talk.lines and all(other in talk.done for other in others):
        left = 1  # nobody goes on talking to those who have taken their leave
    lines = tuple(f.Line(world.short_name(line.agent), line.text) for line in talk.lines[-world.budget.lines :])
    names = listed([world.short_name(other) for other in others])
    goal = talk.why if talk.members[0] == mind.id else f"answer {names}"
    query = f"{goal}. {lines[-1].text}" if lines else goal
    memories = mind.recall(f"{names}. {query}", world.budget.talk)
    facts = f.Say(
        town=world.town.title,
        me=mind.persona(),
        now=mind.now(doing="talking"),
        people=tuple(mind.person(other) for other in others),
        goal=goal,
        lines=lines,
        left=max(left, 1),
        memories=mind.shown(memories),
    )
    answer, call = await mind.think(facts, a.Say, retrieved=memories)
    said_before = [line.text for line in talk.lines if line.agent == mind.id]
    text = unsaid(bounded(answer.text, 240), said_before) if answer is not None else ""
    if answer is None or not text:
        world.want(mind.id, Speak(talk.id, "", mind.mood, True, call))
    else:
        mind.mood = answer.mood - 1
        world.want(mind.id, Speak(talk.id, text, mind.mood, answer.end or left <= 1, call))
    await mind.pause(world.step + 1, open_to_calls=False)


def unsaid(text: str, said: list[str]) -> str:
    """Return a line without the sentences that the speaker has said in this talk already; nobody says the same thing twice."""
    before = {sentence.casefold() for line in said for sentence in _SENTENCE.split(line)}
    fresh = dict.fromkeys(sentence for sentence in _SENTENCE.split(text) if sentence.casefold() not in before)
    return " ".join(fresh)


async def keep_talk(mind: Mind, talk: Talk) -> None:
    """Make up one's mind about a talk that is over: what to remember, what was promised, what the others are now."""
    world = mind.world
    others = [member for member in talk.members if member != mind.id]
    for other in others:
        mind.last_talk[other] = world.step
    mind.last_reaction = world.step
    names = listed([world.short_name(other) for other in others])
    here = world.town.site_of(world.place_of(mind.id))
    places = _places_for(mind, talk)
    answer, call = None, 0
    if talk.lines:
        facts = f.AfterTalk(
            town=world.town.title,
            me=mind.persona(),
            now=mind.now(doing="talking"),
            people=tuple(mind.person(other) for other in others),
            lines=tuple(f.Line(world.short_name(line.agent), line.text) for line in talk.lines[-world.budget.lines :]),
            places=tuple(place.name for place in places),
        )
        answer, call = await mind.think(facts, a.AfterTalk)
    cause = talk.lines[-1].event if talk.lines else talk.event
    notes = answer.lines if answer is not None else (f"I talked with {names} in {here.name}",)
    for note in notes:
        mind.remember("talk", bounded(note, 200), cause=cause, call_id=call, talk=talk.id)
    if answer is None:
        return
    for other in others:
        _update_relation(mind, other, answer.relation, cause)
    if answer.appointment is not None:
        promised = _promise(mind, others[answer.appointment.who - 1], answer.appointment, places, cause, call)
        if promised is not None and mind.life_day_of(promised) == mind.life_day():
            await revise(mind, bounded(f"I promised {names}: {answer.appointment.what} at {answer.appointment.time}", 160), cause)


def _places_for(mind: Mind, talk: Talk) -> list[Place]:
    """Return the places a promise may name: those that were spoken of first, then those the agent knows."""
    world = mind.world
    said = " ".join(line.text for line in talk.lines)
    spoken = [place for place in world.town.places if place.level == "site" and place.name in said]
    known = sites_known(mind, world.budget.choices)
    order = dict.fromkeys(place.id for place in [*spoken, *known])
    return [world.town.place(place_id) for place_id in list(order)[: world.budget.choices]]


def _update_relation(mind: Mind, other: int, change: int, cause: int) -> None:
    """Keep what the other is now; a stranger one has talked with is an acquaintance."""
    old = mind.relations.get(other)
    if old is not None and not change:
        return
    value = max(-10.0, min(10.0, (old.value if old else 0) + change))
    text = old.text if old else "acquaintance"
    row = BeliefRow(
        id=0, agent_id=mind.id, about_id=other, kind="relation", text=text, value=value, created_step=mind.world.step, cause=cause
    )
    mind.relations[other] = mind.world.believe(mind.id, row, old.id if old else 0, "")


def _promise(mind: Mind, other: int, line: a.AppointmentLine, places: list[Place], cause: int, call: int) -> int | None:
    """Keep an appointment; return its step, or None where it cannot be one (in the past, too far off, or known already)."""
    world = mind.world
    step = world.clock.day_time(line.day, line.time)
    if step <= world.step or line.day > mind.life_day() + FURTHEST_PROMISE_DAYS:
        return None
    place = places[line.place - 1]
    for row in mind.promises.values():
        if int(row.data["step"]) == step and int(row.data["place"]) == place.id:
            return None
    what = bounded(line.what, 60)
    row = BeliefRow(
        id=0,
        agent_id=mind.id,
        about_id=other,
        kind="appointment",
        text=what,
        value=0,
        created_step=world.step,
        data={"step": step, "place": place.id},
        cause=cause,
    )
    kept = world.believe(mind.id, row, 0, f"{world.short_name(mind.id)} and {world.short_name(other)}: {what}")
    mind.promises[kept.id] = kept
    text = f"I promised {world.short_name(other)}: {what} at {place.name} on day {line.day} at {line.time}"
    mind.remember("promise", text, cause=cause, call_id=call)
    return step
