"""The course of an agent's life: asleep, in a talk, weighing what it noticed, or following its plan."""

import re

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.mind import routine
from sandbox_app.mind.attempting import take_up
from sandbox_app.mind.mind import Mind
from sandbox_app.mind.places import home_of
from sandbox_app.mind.plan import is_bedtime
from sandbox_app.mind.planning import lay_out_hour, plan_day
from sandbox_app.mind.reacting import react
from sandbox_app.mind.reflecting import renew_summary
from sandbox_app.mind.surroundings import Act, Go, Sleep, Wake
from sandbox_app.mind.talking import keep_talk, take_part
from sandbox_app.mind.words import gerund
from sandbox_app.town.model import CastMember, Thing, Town
from sandbox_app.worldfile.rows import PlanRow

_FOOD = re.compile(r"\b(breakfast|lunch|dinner|supper|eat|cook|bake|coffee|tea|meal|snack|soup|drink)", re.IGNORECASE)
_LEISURE = frozenset("park café cafe tavern library square garden chapel church river pier museum theatre".split())


PATIENCE_MINUTES = 6
"""How long somebody waits for a thing that is taken before doing without it."""


async def live(mind: Mind) -> None:
    """Live for ever. Every turn looks at the state of the world anew."""
    world = mind.world
    while True:
        if world.asleep(mind.id):
            await _sleep_on(mind)
        elif (talk := world.talk_of(mind.id)) is not None:
            if talk.over_for(mind.id):
                await keep_talk(mind, talk)
            else:
                await take_part(mind, talk)
        elif mind.plan.day != mind.life_day():
            await plan_day(mind)
        elif mind.suggested:
            await take_up(mind, mind.suggested.popleft())
        elif mind.noticed:
            await react(mind, mind.noticed.popleft())
        elif world.step >= mind.plan.bed_step:
            await _go_to_bed(mind)
        else:
            await _follow_plan(mind)


async def _sleep_on(mind: Mind) -> None:
    world = mind.world
    if world.step < world.wake_step(mind.id):
        await mind.pause(world.wake_step(mind.id), open_to_calls=False)
        return
    mind.noticed.clear()
    world.want(mind.id, Wake())
    await mind.pause(world.step + 1, open_to_calls=False)
    if world.clock.day(world.step) > 1:
        world.spawn(mind.id, renew_summary(mind))


async def _go_to_bed(mind: Mind) -> None:
    """Walk to the bed, think of when to get up, and fall asleep."""
    world = mind.world
    bed = world.bed_of(mind.id)
    place = world.town.place(bed.place) if bed else home_of(mind)
    tile = world.free_stand(bed, mind.id) if bed else None
    x, y = tile or world.open_tile(place, mind.id)
    if world.walk_steps(mind.id, x, y):
        used = bed.id if tile and bed else 0
        cause = mind.plan.parts[-1].cause if mind.plan.parts else 0
        if not world.on_the_way(mind.id, x, y, used):
            world.want(mind.id, Go(x=x, y=y, place_id=place.id, thing_id=used, activity="going to bed", cause=cause))
        if await mind.pause(world.step + world.walk_steps(mind.id, x, y)) and world.talk_of(mind.id) is not None:
            return
    if world.walk_steps(mind.id, x, y):
        return
    tomorrow = mind.life_day() + 1
    facts = f.WakeHour(
        town=world.town.title,
        me=mind.persona(),
        now=mind.now(world.clock.day_time(tomorrow, "00:00"), home_of(mind), "sleeping"),
        appointments=mind.appointments(world.clock.day_time(tomorrow, "00:00")),
    )
    answer, call = await mind.think(facts, a.WakeHour)
    time = answer.time if answer is not None and mind.turn <= answer.time <= "12:00" else routine.wake_time(mind)
    wake = max(world.clock.day_time(tomorrow, time), mind.dawn(tomorrow), world.step + 1)
    world.want(mind.id, Sleep(bed.id if tile and bed else 0, wake, call))
    await mind.pause(world.step + 1, open_to_calls=False)


async def _follow_plan(mind: Mind) -> None:
    """Do what the plan says for now: go there, do it, until its time is over or something calls."""
    world = mind.world
    line = mind.plan.step_at(world.step)
    if line is None:
        await _begin_part(mind)
        return
    thing, stand = _thing_for(mind, line)
    x, y = stand or _somewhere(mind, line)
    steps = world.walk_steps(mind.id, x, y)
    if steps:
        used = thing.id if thing and stand else 0
        if not world.on_the_way(mind.id, x, y, used):
            place = thing.place if thing else line.place_id
            aside = "" if used or not _in_place(mind, line) else "stepping aside"
            world.want(mind.id, Go(x=x, y=y, place_id=place, thing_id=used, activity=aside, plan_id=line.id, cause=line.cause))
        await mind.pause(world.step + steps)
        return
    minute = 60 // world.settings.step_seconds
    queued = thing is not None and stand is None and thing.pose == "stand"  # for want of a seat one stands
    if thing is not None and queued and mind.patient(line.id, PATIENCE_MINUTES * minute):
        waiting = f"waiting for the {thing.name}"
        if world.activity(mind.id) != waiting:
            world.want(mind.id, Act(thing_id=0, activity=waiting, hue="other", plan_id=line.id, cause=line.cause))
        await mind.pause(min(line.end_step, world.step + 2 * minute))
        return
    _begin_act(mind, line, thing if stand else None)
    await mind.pause(line.end_step)


def _thing_for(mind: Mind, line: PlanRow) -> tuple[Thing | None, tuple[int, int] | None]:
    """Return the thing of a plan line and a free tile at it; where it is taken, one like it in the same place; (thing, None) to wait."""
    world = mind.world
    if not line.thing_id:
        return None, None
    wanted = world.town.thing(line.thing_id)
    alike = [one for one in world.things_at(world.town.site_of(wanted.place)) if (one.name, one.place) == (wanted.name, wanted.place)]
    number = mind.instead[1] if mind.instead[0] == line.id else wanted.id
    for thing in sorted(alike, key=lambda one: one.id != number):
        if (stand := world.free_stand(thing, mind.id)) is not None:
            mind.instead = (line.id, thing.id)
            return thing, stand
    return wanted, None


def _somewhere(mind: Mind, line: PlanRow) -> tuple[int, int]:
    """Return where to do something without a thing: where one is, if that is the right place and no bed or seat, else a free spot."""
    world = mind.world
    if not _in_place(mind, line):
        return world.open_tile(world.town.place(line.place_id), mind.id)
    if world.on_a_seat(mind.id):
        return world.open_tile(world.town.place(world.place_of(mind.id)), mind.id)
    return world.position(mind.id)


def _in_place(mind: Mind, line: PlanRow) -> bool:
    here = mind.world.town.place(mind.world.place_of(mind.id))
    return line.place_id in (here.id, here.parent)


def _begin_act(mind: Mind, line: PlanRow, thing: Thing | None) -> None:
    """Begin what a plan line says, unless it is being done already."""
    world = mind.world
    used = thing.id if thing else 0
    going_on = gerund(line.activity)
    if world.doing(mind.id)[1] == used and world.activity(mind.id) == going_on:
        return
    world.want(mind.id, Act(thing_id=used, activity=going_on, hue=hue_of(mind, line), plan_id=line.id, cause=line.cause))
    at = f" at the {thing.name}" if thing and thing.name not in line.activity else ""
    mind.remember("did", f"I am {going_on}{at} in {world.town.site_of(line.place_id).name}")


async def _begin_part(mind: Mind) -> None:
    """Set out for the place of the part of the day that begins, and think on the way what to do there."""
    world = mind.world
    part = mind.plan.part_at(world.step)
    if part is None:
        await mind.pause(max(mind.plan.bed_step, world.step + 1))
        return
    here = world.town.site_of(world.place_of(mind.id))
    if here.id != part.place_id and world.settings.thinking:  # a routine knows at once where exactly to go
        x, y = world.open_tile(world.town.place(part.place_id), mind.id)
        if world.walk_steps(mind.id, x, y):
            world.want(mind.id, Go(x=x, y=y, place_id=part.place_id, thing_id=0, activity="", plan_id=part.id, cause=part.cause))
    version = mind.plan.version
    await lay_out_hour(mind, world.step)
    if mind.plan.version == version and mind.plan.step_at(world.step) is None:
        await mind.pause(world.step + 1)


def hue_of(mind: Mind, line: PlanRow) -> str:
    """Return which of the eight kinds of activity a plan line is."""
    return hue_of_line(mind.world.town, mind.me, line.place_id, line.activity)


def hue_of_line(town: Town, me: CastMember, place_id: int, activity: str) -> str:
    """Return which of the eight kinds of activity something is for a person, at a place (a room or a site)."""
    if is_bedtime(activity):
        return "sleep"
    site = town.site_of(place_id)
    if _FOOD.search(activity) and site.name != me.workplace:
        return "food"
    if site.name == me.workplace:
        return "work"
    if site.name == me.home:
        return "home"
    return "leisure" if site.kind in _LEISURE else "other"
