"""The course of an agent's life: asleep, in a talk, weighing what it noticed, or following its plan."""

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.mind import routine
from sandbox_app.mind.attempting import take_up
from sandbox_app.mind.concerns import take_to_heart
from sandbox_app.mind.doing import follow_plan
from sandbox_app.mind.mind import Mind
from sandbox_app.mind.places import home_of
from sandbox_app.mind.planning import adopt_day, plan_day, think_of_day
from sandbox_app.mind.reacting import react
from sandbox_app.mind.reflecting import renew_summary
from sandbox_app.mind.surroundings import Go, Sleep, Wake
from sandbox_app.mind.talking import keep_talk, take_part
from sandbox_app.mind.waiting import REACTION_SECONDS

SETTLED_SECONDS = 7200
"""After so long a sleep yesterday is over: what mattered has been rated and summed up, and tomorrow can be thought of."""


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
        elif await take_to_heart(mind):
            continue
        else:
            await follow_plan(mind)


async def _sleep_on(mind: Mind) -> None:
    """Sleep until it is time to get up; think of the day ahead when the day before has settled."""
    world = mind.world
    wake = world.wake_step(mind.id)
    settled = world.step + SETTLED_SECONDS // world.settings.step_seconds if mind.plan.day else world.step
    if world.step < wake:
        await mind.pause(min(settled, wake) if world.settings.ahead else wake, open_to_calls=False)
    ahead = await think_of_day(mind, wake)
    if world.step < wake:
        await mind.pause(wake, open_to_calls=False)
    mind.noticed.clear()
    world.want(mind.id, Wake())
    await mind.pause(world.step + 1, open_to_calls=False)
    if world.clock.day(world.step) > 1:
        world.spawn(mind.id, renew_summary(mind))
    await adopt_day(mind, ahead)


async def _go_to_bed(mind: Mind) -> None:
    """Walk to the bed, think of when to get up, and fall asleep."""
    world = mind.world
    bed = world.bed_of(mind.id)
    place = world.town.place(bed.place) if bed else home_of(mind)
    tile = world.free_stand(bed, mind.id) if bed else None
    x, y = tile or world.open_tile(place, mind.id)
    if (bar := world.barred(mind.id, home_of(mind))) is not None:  # the night is spent where the way home ends
        tile, (x, y) = None, (bar.x, bar.y)
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
        me=mind.persona_on(world.clock.day_time(tomorrow, "12:00")),
        now=mind.now(world.clock.day_time(tomorrow, "00:00"), home_of(mind), "sleeping"),
        appointments=mind.appointments(world.clock.day_time(tomorrow, "00:00")),
    )
    answer, call = await mind.think(facts, a.WakeHour, within=REACTION_SECONDS)
    time = answer.time if answer is not None and mind.turn <= answer.time <= "12:00" else routine.wake_time(mind)
    wake = max(world.clock.day_time(tomorrow, time), mind.dawn(tomorrow), world.step + 1)
    world.want(mind.id, Sleep(bed.id if tile and bed else 0, wake, call))
    await mind.pause(world.step + 1, open_to_calls=False)
