"""Planning: the day in parts when the agent gets up, the hour in minutes just in time, and what changes on the way.

Follows "Generative Agents" (Park et al., 2023, section 4.3): broad strokes first, decomposed as the time comes.
"""

from typing import Any

import msgspec
from msgspec import Struct

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.mind import routine
from sandbox_app.mind.checking import Checked, DayLine, checked, with_rest
from sandbox_app.mind.mind import Mind
from sandbox_app.mind.places import NOTHING, home_of, option, sites_known, suiting, things_fitting
from sandbox_app.mind.repeating import Hour, conditions, hour_of
from sandbox_app.mind.waiting import CHANGE_SECONDS
from sandbox_app.mind.words import bounded
from sandbox_app.town.model import Place, Thing
from sandbox_app.worldfile.rows import PlanRow

LONGEST_PIECE_MINUTES = 60
SHORTEST_PIECE_MINUTES = 3
SPARE_MINUTES = 20
"""What is left of a part after an hour of it belongs to that hour when it is no longer than this."""
SETTLED_MINUTES = 30
"""For so long after a change of plan an hour is thought out: what is new is no routine."""


class DayAhead(Struct, frozen=True):
    """What was thought of a day before it began: the answer (None when the thought failed), the places it counts, the call."""

    answer: a.DayPlan | None
    places: list[Place]
    call: int


async def think_of_day(mind: Mind, start: int) -> DayAhead:
    """Think of how to spend the day that begins at `start`, now or later; the answer is there then."""
    world = mind.world
    places = sites_known(mind, world.budget.choices, start)
    memories = mind.recall(f"plans and promises for {world.clock.weekday(start)}", world.budget.thought)
    begun = start <= world.step
    facts = f.DayPlan(
        town=world.town.title,
        me=mind.persona_on(start),
        now=mind.now() if begun else mind.now(start, doing="waking up"),
        places=tuple(place.name for place in places),
        appointments=mind.appointments(start),
        yesterday=_day_before(mind, start),
        memories=mind.shown(memories, start),
    )
    answer, call = await mind.think(facts, a.DayPlan, due=start, retrieved=memories)
    return DayAhead(answer, places, call)


async def adopt_day(mind: Mind, ahead: DayAhead) -> None:
    """Make what was thought of the day the plan, from now until bed."""
    _forget_past_promises(mind)
    plan = checked(mind, _lines(mind, ahead.answer, ahead.places), _step_of(mind, mind.me.bed))
    _adopt(mind, plan, "plan", ahead.call)
    if plan.faults and ahead.answer is not None:
        await revise(mind, "; ".join(plan.faults), mind.plan.parts[-1].cause)


async def plan_day(mind: Mind) -> None:
    """Plan the day that has begun."""
    await adopt_day(mind, await think_of_day(mind, mind.world.step))


def _forget_past_promises(mind: Mind) -> None:
    """Let go of the promises of days that are over; what came of them is in the memories."""
    today = mind.life_day()
    over = [number for number, row in mind.promises.items() if mind.life_day_of(int(row.data["step"])) < today]
    for number in over:
        del mind.promises[number]
    mind.world.lapse(over)


async def revise(mind: Mind, change: str, cause: int = 0) -> None:
    """Plan the rest of the day anew because something changed; `cause` is the event that changed it."""
    world = mind.world
    step = world.step
    if mind.plan.day != mind.life_day():
        return
    places = sites_known(mind, world.budget.choices, step)
    rest = [row for row in mind.plan.parts if row.end_step > step]
    if not rest:
        return
    clock, town = world.clock, world.town
    facts = f.RevisePlan(
        town=town.title,
        me=mind.persona_on(step),
        now=mind.now(),
        change=bounded(change, 200),
        rest=tuple(f.PlanItem(clock.hhmm(max(row.start_step, step)), town.site_of(row.place_id).name, row.activity) for row in rest[:8]),
        places=tuple(place.name for place in places),
        appointments=mind.appointments(step),
    )
    answer, call = await mind.think(facts, a.DayPlan, within=CHANGE_SECONDS)
    if answer is None or mind.plan.day != mind.life_day():
        return
    minute = 60 // world.settings.step_seconds  # a line of the very minute when it was asked is for now
    asked, step = step, world.step
    rest = [row for row in rest if row.end_step > step]
    if not rest:
        return
    lines = [(max(at, step), place, text) for at, place, text in _lines(mind, answer, places) if at > asked - minute]
    if not lines:  # all of the answer lies in the past: what was to come still is
        lines = [(max(row.start_step, step), town.site_of(row.place_id), row.activity) for row in rest]
    elif lines[0][0] > step:
        now = rest[0]
        lines.insert(0, (step, town.site_of(now.place_id), now.activity))
    old = [(row.start_step, town.site_of(row.place_id), row.activity) for row in rest]
    _adopt(mind, checked(mind, with_rest(mind, lines, old), mind.plan.bed_step), "replan", call, cause)


async def revise_surely(mind: Mind, change: str, cause: int) -> None:
    """Plan the rest of the day anew; where the thought fails, what no longer holds is mended by rule alone."""
    version = mind.plan.version
    await revise(mind, change, cause)
    if mind.plan.version != version or mind.world.talk_of(mind.id) is not None:
        return
    step, town = mind.world.step, mind.world.town
    rest = [(max(row.start_step, step), town.site_of(row.place_id), row.activity) for row in mind.plan.parts if row.end_step > step]
    plan = checked(mind, rest, mind.plan.bed_step)
    plan.mended.append(change)
    _adopt(mind, plan, "replan", 0, cause)


async def lay_out_hour(mind: Mind, start: int, due: int = 0) -> None:
    """Break the part of the day at `start` into steps of minutes, at most an hour of it.

    May be asked ahead of time; it is known at `start`, or at `due` where that is later.
    """
    world = mind.world
    part = mind.plan.part_at(start)
    if part is None:
        return
    version = mind.plan.version
    minute = 60 // world.settings.step_seconds
    end = min(part.end_step, start + LONGEST_PIECE_MINUTES * minute) if world.settings.thinking else part.end_step
    if 0 < part.end_step - end < SPARE_MINUTES * minute:
        end = part.end_step  # a little more is done slower rather than thought about once more
    minutes = min((end - start) // minute, LONGEST_PIECE_MINUTES) if world.settings.thinking else (end - start) // minute
    hour = _routine(mind, part, start, minutes)
    if hour is not None and start > world.step:  # what is known needs no thinking ahead
        await mind.pause(start, open_to_calls=False)
        if mind.plan.version != version:
            return
        hour = _routine(mind, part, start, minutes)
    site = world.town.site_of(part.place_id)
    things: list[Thing] = []
    answer, call = None, 0
    if hour is None and minutes >= SHORTEST_PIECE_MINUTES and world.settings.thinking:
        things = await _fresh_things(mind, part, site)
        if mind.plan.version != version:
            return
        following = mind.plan.next_part(part)
        facts = f.Decompose(
            town=world.town.title,
            me=mind.persona_on(start),
            now=mind.now(start, site, part.activity),
            item=f.PlanItem(world.clock.hhmm(part.start_step), site.name, part.activity),
            minutes=minutes,
            next=_item(mind, following) if following else None,
            things=(NOTHING, *(option(mind, thing) for thing in things)),
        )
        answer, call = await mind.think(facts, a.Decompose, due=max(start, due))
    if mind.plan.version != version or mind.plan.steps_until(start) > start:
        return  # the plan changed while this was thought about
    pieces = _again(hour, start, end) if hour is not None else _pieces(mind, answer, part, things, start, end)
    _take_up_hour(mind, part, pieces, hour, call if answer is not None else 0)
    if world.settings.thinking and world.settings.ahead and mind.plan.part_at(end) is not None and end < mind.plan.bed_step:
        world.spawn(mind.id, lay_out_hour(mind, end))


async def _fresh_things(mind: Mind, part: PlanRow, site: Place) -> list[Thing]:
    """Return the things to choose from for an hour; where the last hours were all the same, those that were not used in them.

    Who has the same for hours in free time goes on to something else: the plan is changed then.
    """
    world = mind.world
    most = world.budget.choices - 1
    things = things_fitting(mind, site, part.activity, most)
    worn = mind.looping.worn(site.id)
    if worn is None:
        return things
    same, used = worn
    text = f"{mind.me.short} does the same hour after hour and wants something else: {'; '.join(sorted(same))}"
    event = world.record(mind.id, "loop", bounded(text, 200), {"things": sorted(used)}, cause=part.cause)
    if site.name != mind.me.workplace and part is mind.plan.part_at(world.step):
        await revise(mind, "I have done the same for hours and want to do something else", event)
    return [thing for thing in things_fitting(mind, site, part.activity, most + len(used)) if thing.id not in used][:most]


def _routine(mind: Mind, part: PlanRow, start: int, minutes: int) -> Hour | None:
    """Return the hour to live again at `start`, if there is one for the conditions and nothing is new."""
    world = mind.world
    settings = world.settings
    just_changed = world.step - mind.plan.revised_step < SETTLED_MINUTES * 60 // settings.step_seconds
    if not settings.routines or not settings.thinking or just_changed:
        return None
    at = conditions(world.town.site_of(part.place_id).id, world.clock.minute(start), world.clock.weekday(start))
    town, knows = world.town, mind.knowing
    fitting = mind.routines.fitting(at, part.activity, minutes, mind.dawn(mind.life_day_of(start)))
    return next((hour for hour in fitting if all(not p.thing or knows.usable(town.thing(p.thing)) for p in hour.pieces)), None)


def _again(hour: Hour, start: int, end: int) -> list[tuple[int, int, int, str]]:
    """Return the pieces of an hour that is lived again, as `_pieces` does."""
    pieces, share, at = [], 0.0, start
    for piece in hour.pieces:
        share += piece.share
        finish = start + round((end - start) * min(share, 1.0))
        if finish > at:
            pieces.append((at, finish, piece.thing, piece.activity))
        at = finish
    return pieces


def _take_up_hour(mind: Mind, part: PlanRow, pieces: list[tuple[int, int, int, str]], hour: Hour | None, call: int) -> None:
    """Put the pieces of an hour into the plan; keep one that was thought out as a routine to come."""
    world = mind.world
    rows = [
        PlanRow(
            id=world.new_plan_id(),
            agent_id=mind.id,
            level="step",
            start_step=begin,
            end_step=finish,
            place_id=world.town.thing(thing_id).place if thing_id else part.place_id,
            thing_id=thing_id,
            activity=activity,
            created_step=world.step,
            parent=part.id,
        )
        for begin, finish, thing_id, activity in pieces
    ]
    start, site = rows[0].start_step, world.town.site_of(part.place_id).id
    at = conditions(site, world.clock.minute(start), world.clock.weekday(start))
    data: dict[str, Any] = {}
    if hour is not None:
        data = {"routine": hour.event, "call": hour.call, "start": start}
    elif call:
        data = {"site": site}
    said = "; ".join(f"{world.clock.hhmm(row.start_step)} {row.activity}" for row in rows)
    text = f"By routine: {said}" if hour is not None else said
    event = world.set_plan(mind.id, [], rows, text, "plan", call, cause=part.cause, data=data)
    minutes = (rows[-1].end_step - start) * world.settings.step_seconds // 60
    mind.looping.lived(site, (row.activity for row in rows), (row.thing_id for row in rows), minutes)
    if hour is not None:
        mind.routines.repeated(hour.event, event, start)
    elif call:
        mind.routines.learn(at, hour_of(part, rows, 60 // world.settings.step_seconds, call, event))
    mind.plan.add_steps([msgspec.structs.replace(row, cause=event) for row in rows], min(start, world.step))


def _pieces(
    mind: Mind, answer: a.Decompose | None, part: PlanRow, things: list[Thing], start: int, end: int
) -> list[tuple[int, int, int, str]]:
    """Return (start, end, thing id, activity) of each piece; the minutes of the answer are stretched to fill the time."""
    if answer is None:
        site = mind.world.town.site_of(part.place_id)
        thing = routine.thing_for(mind, site, part.activity)
        return [(start, end, thing.id if thing else 0, part.activity)]
    total = sum(line.minutes for line in answer.lines)
    used = [mind.world.town.thing(row.thing_id) for row in reversed(mind.plan.steps) if row.thing_id and row.end_step >= mind.world.step]
    same: dict[tuple[str, int], int] = {}
    for thing in used:
        same.setdefault((thing.name, thing.place), thing.id)
    pieces = []
    at, done = start, 0
    for line in answer.lines:
        done += line.minutes
        finish = start + round((end - start) * done / total)
        if finish > at:
            thing = suiting(mind, part.place_id, line.activity, things[line.thing - 2] if line.thing >= 2 else None)
            # Of several alike, the one that is in use already: nobody changes benches from one line to the next.
            thing_id = same.setdefault((thing.name, thing.place), thing.id) if thing else 0
            pieces.append((at, finish, thing_id, bounded(line.activity, 80)))
        at = finish
    return pieces


def _item(mind: Mind, row: PlanRow) -> f.PlanItem:
    world = mind.world
    return f.PlanItem(world.clock.hhmm(row.start_step), world.town.site_of(row.place_id).name, row.activity)


def _lines(mind: Mind, answer: a.DayPlan | None, places: list[Place]) -> list[DayLine]:
    """Return a plan's lines with their steps: of the answer, or of the routine where the thought failed."""
    if answer is None:
        late = routine.lateness(mind)
        return [(_step_of(mind, time) + late, site, activity) for time, site, activity in routine.day_lines(mind)]
    return [(_step_of(mind, line.time), places[line.place - 1], bounded(line.activity, 80)) for line in answer.lines]


def _step_of(mind: Mind, time: str) -> int:
    """Return the step of a time of the agent's day, which ends when it sleeps, not at midnight."""
    clock = mind.world.clock
    day = mind.life_day()
    return clock.day_time(day + 1 if time < mind.turn else day, time)


def _adopt(mind: Mind, plan: Checked, kind: str, call: int, cause: int = 0) -> None:
    """Make a checked plan the one that holds from now on."""
    world = mind.world
    step = world.step
    bed = max(plan.bed, step + 1)
    lines = list({line[0]: line for line in plan.lines if line[0] < bed}.values())
    first = [line for line in lines if line[0] <= step]
    lines = [line for line in lines if line[0] > step]
    if first:
        lines.insert(0, (step, *first[-1][1:]))
    elif not lines or lines[0][0] > step:
        lines.insert(0, (step, home_of(mind), "get ready for the day"))
    cut = mind.plan.cut_at(mind.life_day(), step)
    lived = [] if cut is None else [msgspec.structs.replace(cut, id=world.new_plan_id(), created_step=step)]
    rows = []
    for (start, site, activity), end in zip(lines, [*(line[0] for line in lines[1:]), bed], strict=True):
        rows.append(
            PlanRow(
                id=world.new_plan_id(),
                agent_id=mind.id,
                level="day",
                start_step=start,
                end_step=end,
                place_id=site.id,
                thing_id=0,
                activity=activity,
                created_step=step,
            )
        )
    mind.plan.bed_step = bed
    if kind == "replan":
        mind.plan.revised_step = step
    clock = world.clock
    said = "; ".join(f"{clock.hhmm(row.start_step)} {world.town.place(row.place_id).name}: {row.activity}" for row in rows)
    short = "; ".join(f"{clock.hhmm(row.start_step)} {row.activity}" for row in rows[:4])
    retired = mind.plan.retired_by(mind.life_day(), step)
    data = {"mended": plan.mended} if plan.mended else {}
    event = world.set_plan(mind.id, retired, [*lived, *rows], said, kind, call, cause=cause, data=data)
    mind.plan.set_parts(mind.life_day(), [msgspec.structs.replace(row, cause=event) for row in [*lived, *rows]], step)
    mind.remember("plan", bounded(f"My plan for {clock.weekday(step)}: {short}", 200), cause=event, call_id=call)


def _day_before(mind: Mind, step: int) -> tuple[str, ...]:
    """Return what stood out on the day before that of `step`: its most important memories."""
    clock = mind.world.clock
    today = clock.day(step)
    rows = [row for row in mind.stream.latest(400) if clock.day(row.created_step) == today - 1 and row.kind in ("talk", "thought")]
    rows.sort(key=lambda row: (-row.importance, -row.id))
    return tuple(bounded(row.text, 120) for row in rows[:2])
