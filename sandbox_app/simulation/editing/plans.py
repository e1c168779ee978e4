"""Edits of plans: the rest of a day anew, or one line of it. What is over stays as it was lived."""

import re
from itertools import pairwise

from msgspec.structs import replace

from sandbox_app.errors import Problem
from sandbox_app.mind.mind import DAY_TURNS, turn_of_day
from sandbox_app.simulation.editing.changes import Decided, Ground, Planned, add, put, retire, worded
from sandbox_app.simulation.editing.operations import PlanLine, SetPlan, SetPlanLine
from sandbox_app.simulation.named import place_named
from sandbox_app.town.clock import hhmm_minutes
from sandbox_app.town.model import Place, Town
from sandbox_app.worldfile.rows import PlanRow

LONGEST_ACTIVITY = 80
_LINE = re.compile(r"([0-9]{1,2}:[0-9]{2})\s+([^:]+):\s*(.+)")
MOST_LINES = 24


def to_come(ground: Ground, agent: int) -> list[PlanRow]:
    """Return the lines of an agent's plan that hold and are not over, in order of time."""
    return [row for row in ground.reader.plans(agent, from_step=ground.step) if row.end_step > ground.step]


def decide_plan(ground: Ground, what: SetPlan) -> Decided:
    """The rest of a day anew. Raises `Problem`, as all that decide."""
    name = ground.name(what.agent)
    rows = to_come(ground, what.agent)
    parts = [row for row in rows if row.level == "day"]
    if not parts:
        raise Problem(f"{name} has no plan at present; people plan their day when they wake up.")
    if not 1 <= len(what.lines) <= MOST_LINES:
        raise Problem(f"A plan has 1 to {MOST_LINES} lines, not {len(what.lines)}.")
    bed = max(row.end_step for row in parts)
    lines = [(_step(ground, what.agent, line, bed), _site(ground, line.place), _activity(line.activity)) for line in what.lines]
    if any(one >= other for (one, *_), (other, *_) in pairwise(lines)):
        raise Problem("The lines of a plan follow each other in time; two of these do not.")
    first = lines[0][0]
    changes = [_until(ground, row, first) for row in rows if row.end_step > first]
    for (start, site, activity), end in zip(lines, [*(line[0] for line in lines[1:]), bed], strict=True):
        row = PlanRow(
            id=0,
            agent_id=what.agent,
            level="day",
            start_step=start,
            end_step=end,
            place_id=site.id,
            thing_id=0,
            activity=activity,
            created_step=ground.step,
        )
        changes.append(add(ground, row))
    return Decided(name=f"change the plan of {name}", agent=what.agent, changes=tuple(changes))


def decide_line(ground: Ground, what: SetPlanLine) -> Decided:
    """One line of a plan."""
    row = ground.reader.row(PlanRow, what.line)
    if row is None or row.retired_step is not None:
        raise Problem(f"No plan has a line with the number {what.line} now; `plan list` shows their numbers.")
    if row.end_step <= ground.step:
        raise Problem(f"Line {row.id} is over since {ground.clock.words(row.end_step)}; only what is to come can be changed.")
    site = _site(ground, what.place) if what.place else None
    new = replace(
        row,
        activity=_activity(what.activity) if what.activity else row.activity,
        place_id=site.id if site else row.place_id,
        thing_id=0,
    )
    if (new.activity, new.place_id) == (row.activity, row.place_id):
        raise Problem(f"Line {row.id} says so already.")
    details = [
        other
        for other in to_come(ground, row.agent_id)
        if row.level == "day" and other.level == "step" and other.start_step < row.end_step and other.end_step > row.start_step
    ]
    changes = (put(ground, row, new), *(_until(ground, other, ground.step) for other in details))
    return Decided(name=f"change the plan of {ground.name(row.agent_id)}", agent=row.agent_id, changes=changes)


def read_line(town: Town, text: str) -> PlanLine:
    """Return the line of a plan that a person writes: "14:00 Blue Kettle: have tea".

    Raises:
        Problem: it is none, or there is no such place.
    """
    parts = _LINE.fullmatch(text.strip())
    if parts is None:
        raise Problem(f"A line of a plan is a time, a place and what is done, like '14:00 Blue Kettle: have tea', not {text!r}.")
    return PlanLine(parts[1], town.site_of(place_named(town, parts[2].strip()).id).id, parts[3])


def _until(ground: Ground, row: PlanRow, step: int) -> Planned:
    """Return the change that lets a line end at a step: cut where it is under way then, retired where it begins later."""
    return put(ground, row, replace(row, end_step=step)) if row.start_step < step else retire(ground, row)


def _step(ground: Ground, agent: int, line: PlanLine, bed: int) -> int:
    """Return the step of a line's time, in the day that the agent lives: from now until bed."""
    clock, me = ground.clock, ground.cast[agent - 1]
    hhmm_minutes(line.time)  # says so where it is no time
    day, turn = clock.day(ground.step), turn_of_day(me.bed, me.wake) or DAY_TURNS
    if clock.hhmm(ground.step) < turn and day > 1:
        day -= 1
    time = line.time.strip().rjust(5, "0")
    step = clock.day_time(day + 1 if time < turn else day, time)
    now = clock.hhmm(ground.step)
    if step + 60 // clock.step_seconds <= ground.step or step >= bed:
        raise Problem(f"{line.time} is outside what is left of the day of {ground.name(agent)}, {now} to {clock.hhmm(bed)}.")
    return max(step, ground.step)


def _site(ground: Ground, place: int) -> Place:
    if not 1 <= place <= len(ground.town.places) or ground.town.place(place).level != "site":
        raise Problem(f"There is no site with the number {place}; a line of a plan names a building or an open place.")
    return ground.town.place(place)


def _activity(text: str) -> str:
    return worded(text, LONGEST_ACTIVITY, "an activity")
