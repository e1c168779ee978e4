"""Doing what the plan says for now: go there, use the thing, wait in line for it, and find out what does not work.

What fails is on the record (events "closed" and "setback"), is remembered, avoided for a while, and leads elsewhere instead of
being tried again.
"""

from sandbox_app.llm.gerund import gerund
from sandbox_app.mind.concerns import LOOKING_MINUTES, look_for
from sandbox_app.mind.hues import hue_of_line
from sandbox_app.mind.mind import Mind
from sandbox_app.mind.places import things_fitting
from sandbox_app.mind.planning import lay_out_hour, revise_surely
from sandbox_app.mind.promises import break_promise, next_check, settle_promises
from sandbox_app.mind.sense import stands_in
from sandbox_app.mind.surroundings import Act, Barred, Go, Queue
from sandbox_app.mind.waiting import SETTLING_SECONDS
from sandbox_app.town.hours import closes_in, opens_in
from sandbox_app.town.model import Place, Thing
from sandbox_app.worldfile.rows import PlanRow

PATIENCE_MINUTES = 8
"""How long somebody waits for a thing that is taken before doing without it."""
DOOR_MINUTES = 20
"""How long somebody waits at a door that will open."""
AVOID_MINUTES = 60
"""How long a thing is avoided at which there was no room."""
BARRED_MINUTES = 240
"""How long somebody keeps away from what a person closed, before looking again."""
LOOK_MINUTES = 10
"""Who waits before something that is closed looks again so often."""
CHOICES = 6
"""Things that somebody thinks of when the one meant is not to be had."""


async def follow_plan(mind: Mind) -> None:
    """Do what the plan says for now, until its time is over or something calls."""
    world = mind.world
    changed, cause = settle_promises(mind)
    if changed:
        await revise_surely(mind, changed, cause)
        return
    line = mind.plan.step_at(world.step)
    part = line or mind.plan.part_at(world.step)
    if part is not None and (bar := world.barred(mind.id, site := world.town.site_of(part.place_id))) is not None:
        await _turned_away(mind, part, site, bar)
    elif part is not None and not world.may_enter(mind.id, site := world.town.site_of(part.place_id)):
        await _at_a_closed_place(mind, part, site)
    elif line is None:
        await _begin_part(mind)
    else:
        await _follow_line(mind, line)


async def _follow_line(mind: Mind, line: PlanRow) -> None:
    world = mind.world
    thing, stand = _thing_for(mind, line)
    if thing is not None and stand is None and thing.pose == "stand":  # for want of a seat one stands
        await _wait_in_line(mind, line, thing)
        return
    x, y = stand or _somewhere(mind, line)
    steps = world.walk_steps(mind.id, x, y)
    if steps:
        used = thing.id if thing and stand else 0
        if not world.on_the_way(mind.id, x, y, used):
            place = thing.place if thing else line.place_id
            if mind.looping.pacing(world.step, (x, y), 60 // world.settings.step_seconds):
                text = f"{mind.me.short} walks to and fro and stops"
                world.record(mind.id, "loop", text, {"thing": line.thing_id}, cause=line.cause)
                mind.instead = (line.id, 0)
                _begin_act(mind, line, None)
                await mind.pause(_until(mind, line))
                return
            aside = "" if used or not _in_place(mind, line) else "stepping aside"
            world.want(mind.id, Go(x=x, y=y, place_id=place, thing_id=used, activity=aside, plan_id=line.id, cause=line.cause))
        await mind.pause(world.step + steps)
        return
    part = mind.plan.part_at(world.step)
    if part is not None and await look_for(mind, part):
        return
    _begin_act(mind, line, thing if stand else None)
    until = _until(mind, line)
    if mind.looked_for[0]:
        until = min(until, max(mind.looked_for[1] + LOOKING_MINUTES * 60 // world.settings.step_seconds, world.step + 1))
    await mind.pause(until)


def _until(mind: Mind, line: PlanRow) -> int:
    """Return when to look up from a plan line: at its end, when the place closes, or when a promise is due."""
    world = mind.world
    site = world.town.site_of(line.place_id)
    left = None if site.name in (mind.me.home, mind.me.workplace) else closes_in(site, world.clock.minute(world.step))
    moments = [line.end_step, next_check(mind)]
    if left:
        moments.append(world.step + left * 60 // world.settings.step_seconds)
    return min(moment for moment in moments if moment is not None)


def _thing_for(mind: Mind, line: PlanRow) -> tuple[Thing | None, tuple[int, int] | None]:
    """Return the thing of a plan line and a free tile at it; where it is taken, one like it in the same place; (thing, None) to wait."""
    world = mind.world
    number = mind.instead[1] if mind.instead[0] == line.id else line.thing_id
    if not number:
        return None, None
    wanted = world.town.thing(number)
    if not mind.knowing.usable(wanted):
        mind.instead = (line.id, 0)
        return None, None
    alike = [one for one in world.things_at(world.town.site_of(wanted.place)) if (one.name, one.place) == (wanted.name, wanted.place)]
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
    hue = hue_of_line(world.town, mind.me, line.place_id, line.activity)
    world.want(mind.id, Act(thing_id=used, activity=going_on, hue=hue, plan_id=line.id, cause=line.cause))
    at = f" at the {thing.name}" if thing and thing.name not in line.activity else ""
    did = f"I am {going_on}{at} in {world.town.site_of(line.place_id).name}"
    if mind.done.get(did, 0) != mind.life_day():  # once a day is enough to remember
        mind.done[did] = mind.life_day()
        mind.remember("did", did, cause=line.cause)
    else:
        mind.weight += mind.ratings.get(did, 0)


async def _begin_part(mind: Mind) -> None:
    """Set out for the place of the part of the day that begins, and think on the way what to do there."""
    world = mind.world
    part = mind.plan.part_at(world.step)
    if part is None:
        await mind.pause(max(mind.plan.bed_step, world.step + 1))
        return
    here = world.town.site_of(world.place_of(mind.id))
    due = world.step + SETTLING_SECONDS // world.settings.step_seconds
    if here.id != part.place_id and world.settings.thinking:  # a routine knows at once where exactly to go
        x, y = world.open_tile(world.town.place(part.place_id), mind.id)
        if steps := world.walk_steps(mind.id, x, y):
            due = min(due, world.step + steps)
            world.want(mind.id, Go(x=x, y=y, place_id=part.place_id, thing_id=0, activity="", plan_id=part.id, cause=part.cause))
    version = mind.plan.version
    await lay_out_hour(mind, world.step, due)
    if mind.plan.version == version and mind.plan.step_at(world.step) is None:
        await mind.pause(world.step + 1)


# -- what does not work -----------------------------------------------------------------------------------------------


async def _wait_in_line(mind: Mind, line: PlanRow, thing: Thing) -> None:
    """Stand in line for a thing that is taken; give up after a while and do without it."""
    world = mind.world
    minute = 60 // world.settings.step_seconds
    if not mind.patient(line.id, PATIENCE_MINUTES * minute):
        await _give_up(mind, line, thing)
        return
    x, y = world.queue_tile(thing, mind.id)
    steps = world.walk_steps(mind.id, x, y)
    if steps:
        if not world.on_the_way(mind.id, x, y, 0):
            going = f"going to wait for the {thing.name}"
            world.want(mind.id, Go(x=x, y=y, place_id=thing.place, thing_id=0, activity=going, plan_id=line.id, cause=line.cause))
        await mind.pause(world.step + steps)
        return
    if not world.in_line(thing, mind.id):
        world.want(mind.id, Queue(thing_id=thing.id, plan_id=line.id, cause=line.cause))
    await mind.pause(min(line.end_step, world.step + 2 * minute))


async def _give_up(mind: Mind, line: PlanRow, thing: Thing) -> None:
    """Give up waiting for a thing: use another one that fits, or go elsewhere; keep away from it for a while."""
    world = mind.world
    why = f"there was no room at the {thing.name}"
    text = f"{mind.me.short} gives up waiting for the {thing.name}"
    event = world.record(mind.id, "setback", text, {"thing": thing.id}, cause=line.cause)
    mind.routines.fail(line.cause)
    mind.knowing.avoid("thing", thing.id, why, AVOID_MINUTES, event)
    mind.remember("seen", f"I found no room at the {thing.name} in {world.town.site_of(thing.place).name}", cause=event)
    others = things_fitting(mind, world.town.site_of(line.place_id), line.activity, CHOICES)
    others = [other for other in others if other.pose == thing.pose and stands_in(other, thing, line.activity)]
    free = next((other for other in others if world.free_stand(other, mind.id) is not None), None)
    mind.instead = (line.id, free.id if free is not None else 0)
    site = world.town.site_of(thing.place)
    if free is None and site.name not in (mind.me.home, mind.me.workplace):
        await revise_surely(mind, f"There is no room at the {thing.name} in {site.name}", event)


async def _at_a_closed_place(mind: Mind, part: PlanRow, site: Place) -> None:
    """Find out that a place is closed: on the way at its door, or inside when it closes; wait for it to open, or change the plan."""
    world = mind.world
    minute = 60 // world.settings.step_seconds
    inside = world.town.site_of(world.place_of(mind.id)).id == site.id
    if not inside:
        x, y = world.outside(site, mind.id)
        if await _walk_up(mind, part, site, x, y):
            return
    wait = opens_in(site, world.clock.minute(world.step))
    waiting = f"waiting for {site.name} to open"
    if not inside and world.activity(mind.id) == waiting:
        await mind.pause(world.step + wait * minute)
        return
    opens = f"it opens at {site.opens}"
    found = f"{mind.me.short} has to leave {site.name}, which closes" if inside else f"{mind.me.short} finds {site.name} closed; {opens}"
    event = world.record(mind.id, "closed", found, {"place": site.id}, cause=part.cause)
    mind.knowing.read_hours(site, event)
    if inside:
        mind.remember("seen", f"I had to leave {site.name}; it closes at {site.closes}", cause=event)
    else:
        mind.remember("seen", f"I found {site.name} closed; it is open from {site.opens} to {site.closes}", cause=event)
        if wait <= DOOR_MINUTES and world.step + wait * minute < part.end_step:
            world.want(mind.id, Act(thing_id=0, activity=waiting, hue="other", plan_id=part.id, cause=event))
            await mind.pause(world.step + wait * minute)
            return
    _break_promises_there(mind, site, f"{site.name} is closed")
    await revise_surely(mind, f"{site.name} is closed until {site.opens}", event)


async def _walk_up(mind: Mind, part: PlanRow, site: Place, x: int, y: int) -> bool:
    """Walk on towards the last tile before a place where one cannot come in; say whether one is not there yet."""
    world = mind.world
    steps = world.walk_steps(mind.id, x, y)
    if steps:
        if not world.on_the_way(mind.id, x, y, 0):
            world.want(mind.id, Go(x=x, y=y, place_id=site.id, thing_id=0, activity="", plan_id=part.id, cause=part.cause))
        await mind.pause(world.step + steps)
    return steps > 0


def _break_promises_there(mind: Mind, site: Place, why: str) -> None:
    """Break the promises of about this hour to be at a place."""
    for row in list(mind.promises.values()):
        if int(row.data["place"]) == site.id and abs(int(row.data["step"]) - mind.world.step) < 3600 // mind.world.settings.step_seconds:
            break_promise(mind, row, why)


async def _turned_away(mind: Mind, part: PlanRow, site: Place, bar: Barred) -> None:
    """Find out that somebody closed a place, or the way there: change the plan, or wait where there is nowhere else to go."""
    world = mind.world
    inside = world.town.site_of(world.place_of(mind.id)).id == site.id
    if not inside and await _walk_up(mind, part, site, bar.x, bar.y):
        return
    closed = f"{bar.what} is closed: {bar.why}" if bar.why else f"{bar.what} is closed"
    if not mind.knowing.avoids("place", site.id):
        found = f"has to leave {site.name}, which is closed now" if inside else f"finds that {closed}"
        event = world.record(mind.id, "closed", f"{mind.me.short} {found}", {"place": site.id}, cause=part.cause)
        mind.routines.fail(part.cause)
        mind.knowing.avoid("place", site.id, closed, BARRED_MINUTES, event)
        mind.remember("seen", f"I had to leave {site.name}; {closed}" if inside else f"I saw that {closed}", cause=event)
        _break_promises_there(mind, site, closed)
        await revise_surely(mind, closed[:1].upper() + closed[1:], event)
        return
    waiting = f"waiting for {bar.what} to open"
    if world.activity(mind.id) != waiting:
        world.want(mind.id, Act(thing_id=0, activity=waiting, hue="other", plan_id=part.id, cause=part.cause))
    await mind.pause(min(part.end_step, world.step + LOOK_MINUTES * 60 // world.settings.step_seconds))
