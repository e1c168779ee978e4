"""Checking a plan before it is lived: promises kept, places open, nothing out of reach, no two things at once, all inside the day.

What is wrong is mended by rule, and each mending says so in words; where no rule helps, the fault is left for another thought.
"""

import re

from msgspec import Struct

from sandbox_app.mind.mind import Mind
from sandbox_app.mind.places import home_of, sites_known
from sandbox_app.mind.plan import is_bedtime
from sandbox_app.mind.promises import break_promise
from sandbox_app.town.model import Place
from sandbox_app.worldfile.rows import BeliefRow

DayLine = tuple[int, Place, str]
"""(start step, site, activity)"""

WAIT_MINUTES = 45
"""Who comes too early to a closed place goes there at most so much later instead."""
LEAST_MINUTES = 15
"""A line shorter than this is not worth the way."""
MEETING_MINUTES = 60
"""How long a promise takes."""
BED_MINUTES = 180
"""A plan moves the time for bed by no more than this."""
LATE_HOURS = 3
"""For a promise somebody stays up at most so long after bedtime."""
PUNCTUAL_MINUTES = 15
"""A line that begins within so many minutes of a promise, at its place, is the one that keeps it."""

_MEALS = frozenset({"café", "tavern", "bakery"})


class Checked(Struct):
    """A plan that was checked: its lines in order of time, when bed is, what was mended, and what no rule could mend."""

    lines: list[DayLine]
    bed: int
    mended: list[str]
    faults: list[str]


def checked(mind: Mind, lines: list[DayLine], bed: int) -> Checked:
    """Check lines from now on; see the module."""
    step = mind.world.step
    lines = sorted(lines, key=lambda line: line[0])
    plan = Checked(lines, bed, [], [])
    if lines and is_bedtime(lines[-1][2]) and lines[-1][0] > step:
        planned = lines.pop()[0]
        if abs(planned - bed) <= BED_MINUTES * 60 // mind.world.settings.step_seconds:
            plan.bed = planned
        else:
            plan.mended.append(f"{mind.world.clock.hhmm(planned)} is no time for me to go to bed")
    promises = _settled(mind, plan)
    plan.lines = _with_promises(mind, plan.lines, promises)
    _in_their_rooms(mind, plan)
    _in_reach(mind, plan, promises)
    _open(mind, plan, promises)
    return plan


def with_rest(mind: Mind, lines: list[DayLine], old: list[DayLine]) -> list[DayLine]:
    """Return the lines of a changed plan with what was planned before in the hours of which it says nothing."""
    world = mind.world
    hour = 3600 // world.settings.step_seconds
    starts = [*(line[0] for line in lines[1:]), mind.plan.bed_step]
    kept = []
    for start, site, activity in old:
        inside = any(line[0] + hour <= start <= end - hour // 2 for line, end in zip(lines, starts, strict=True))
        told = any(activity == line[2] and site.id == line[1].id for line in lines)
        if inside and not told and not is_bedtime(activity):
            kept.append((start, site, activity))
    return sorted([*lines, *kept], key=lambda line: line[0])


def _in_their_rooms(mind: Mind, plan: Checked) -> None:
    """Do at home what names a room that only the home has: nobody tidies the kitchen in a meadow."""
    town = mind.world.town
    rooms: dict[int, set[str]] = {}
    for place in town.places:
        if place.level == "room":
            rooms.setdefault(place.parent, set()).update((place.name, place.kind))
    home = home_of(mind)
    lines = []
    for start, site, activity in plan.lines:
        named = set(re.findall(r"[^\W\d_]+", activity.lower()))
        if site.id != home.id and named & rooms.get(home.id, set()) and not named & (rooms.get(site.id, set()) | {site.kind}):
            plan.mended.append(f"{activity}: at home, not at {site.name}")
            lines.append((start, home, activity))
        else:
            lines.append((start, site, activity))
    plan.lines = lines


def _settled(mind: Mind, plan: Checked) -> list[BeliefRow]:
    """Return the promises of the day that are to be kept; those that cannot be are broken knowingly."""
    world = mind.world
    minute = 60 // world.settings.step_seconds
    today = [
        row
        for row in mind.promises.values()
        if int(row.data["step"]) >= world.step and mind.life_day_of(int(row.data["step"])) == mind.life_day()
    ]
    today.sort(key=lambda row: (-_closeness(mind, row), row.created_step, row.id))
    kept: list[BeliefRow] = []
    for row in today:
        due, place = int(row.data["step"]), int(row.data["place"])
        against = next((other for other in kept if _clash(mind, row, other)), None)
        if against is not None:
            break_promise(mind, row, f"at that time I meet {world.short_name(against.about_id)}")
        elif due >= plan.bed + LATE_HOURS * 60 * minute:
            break_promise(mind, row, "that is too late in the night for me")
        else:
            if due + MEETING_MINUTES * minute > plan.bed and due >= plan.bed:
                plan.bed = due + MEETING_MINUTES * minute
                plan.mended.append(f"{row.text} at {world.clock.hhmm(due)} at {world.town.place(place).name}: I stay up for it")
            kept.append(row)
    return kept


def _closeness(mind: Mind, row: BeliefRow) -> float:
    relation = mind.relations.get(row.about_id)
    return relation.value if relation is not None else 0


def _clash(mind: Mind, one: BeliefRow, other: BeliefRow) -> bool:
    """Say whether two promises cannot both be kept: less than half an hour apart at different places."""
    if one.data["place"] == other.data["place"]:
        return False
    minute = 60 // mind.world.settings.step_seconds
    return abs(int(one.data["step"]) - int(other.data["step"])) < MEETING_MINUTES * minute // 2


def _with_promises(mind: Mind, lines: list[DayLine], promises: list[BeliefRow]) -> list[DayLine]:
    """Return the lines with every promise that they forgot put in at its time."""
    world = mind.world
    minute = 60 // world.settings.step_seconds
    forgotten: list[DayLine] = []
    kept: list[DayLine] = []
    for row in sorted(promises, key=lambda row: row.id):
        due, place = int(row.data["step"]), int(row.data["place"])
        keeping = [line for line in lines if line[1].id == place and abs(line[0] - due) <= PUNCTUAL_MINUTES * minute]
        kept += keeping
        if not keeping and all(start != due for start, _, _ in forgotten):
            what = row.text if re.search(r"\bwith\b", row.text) else f"{row.text} with {world.short_name(row.about_id)}"
            forgotten.append((due, world.town.place(place), what))

    def stays(line: DayLine) -> bool:
        return line in kept or not any(due <= line[0] < due + MEETING_MINUTES * minute for due, _, _ in forgotten)

    return sorted([*filter(stays, lines), *forgotten], key=lambda line: line[0])


def _is_promised(mind: Mind, line: DayLine, promises: list[BeliefRow]) -> bool:
    minute = 60 // mind.world.settings.step_seconds
    return any(
        int(row.data["place"]) == line[1].id and abs(int(row.data["step"]) - line[0]) <= PUNCTUAL_MINUTES * minute for row in promises
    )


def _in_reach(mind: Mind, plan: Checked, promises: list[BeliefRow]) -> None:
    """Set out in time for promises; leave out what could not be reached before the next thing begins."""
    world = mind.world
    minute = 60 // world.settings.step_seconds
    at = world.town.site_of(world.place_of(mind.id))
    kept: list[DayLine] = []
    for number, line in enumerate(plan.lines):
        start, site, activity = line
        way = world.way(at, site) if at.id != site.id else 0
        if _is_promised(mind, line, promises):
            earliest = max(world.step, kept[-1][0] + 5 * minute if kept else world.step)
            start = min(start, max(earliest, start - way))
        elif number + 1 < len(plan.lines) and 0 < plan.lines[number + 1][0] - start < way:
            plan.mended.append(f"no time for {site.name} at {world.clock.hhmm(start)}: it is too far")
            if not kept:  # what comes next begins now
                plan.lines[number + 1] = (start, *plan.lines[number + 1][1:])
            continue
        kept.append((start, site, activity))
        at = site
    plan.lines = kept


def _open(mind: Mind, plan: Checked, promises: list[BeliefRow]) -> None:
    """Go to places when they are open, as far as the agent knows: later, elsewhere, or not at all."""
    if not plan.lines:
        return
    world, knows = mind.world, mind.knowing
    minute = 60 // world.settings.step_seconds
    lines: list[DayLine] = []
    ends = [*(line[0] for line in plan.lines[1:]), plan.bed]
    for (start, site, activity), end in zip(plan.lines, ends, strict=True):
        begin = max(start, world.step)
        avoided = knows.avoids("place", site.id)
        if not avoided and knows.open_at(site, begin):
            lines.append((start, site, activity))
            closing = knows.closing(site, begin)
            if closing is not None and end - closing > LEAST_MINUTES * minute and not _is_promised(mind, (start, site, ""), promises):
                lines.append((closing, home_of(mind), "rest at home"))
                plan.mended.append(f"{site.name} closes at {world.clock.hhmm(closing)}")
            continue
        opening = knows.opening(site, begin)
        when = world.clock.hhmm(begin)
        if not avoided and opening - begin <= WAIT_MINUTES * minute and end - opening >= LEAST_MINUTES * minute:
            if start <= world.step:
                lines.append((start, world.town.site_of(world.place_of(mind.id)), "get ready"))
            lines.append((opening, site, activity))
            plan.mended.append(f"{site.name} is closed at {when}: I go there at {world.clock.hhmm(opening)}")
        elif (other := _like(mind, site, begin)) is not None and site.name not in activity:
            lines.append((start, other, activity))
            plan.mended.append(f"{site.name} is closed at {when}: I go to {other.name}")
        else:
            lines.append((start, home_of(mind), "do at home what can be done there"))
            plan.faults.append(f"{site.name} is closed at {when}")
    plan.lines = lines


def _like(mind: Mind, site: Place, step: int) -> Place | None:
    """Return another place that the agent knows, of the same use, open at a step: the nearest."""
    kinds = _MEALS if site.kind in _MEALS else {site.kind}
    choices = [
        place
        for place in sites_known(mind, len(mind.world.town.places), mind.world.step)
        if place.kind in kinds and place.id != site.id and place.kind != "home" and mind.knowing.open_at(place, step)
    ]
    return min(choices, key=lambda place: (mind.world.way(site, place), place.id), default=None)
