"""What a mind takes back from the record when a world is opened: its routines, and what it has seen and heard of late."""

from sandbox_app.mind.mind import Mind
from sandbox_app.mind.repeating import conditions
from sandbox_app.simulation.here import Here
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import PlanRow

ROUTINE_DAYS = 14
"""How far back hours are looked up for routines."""


def recollect_routines(mind: Mind, reader: WorldReader, here: Here) -> None:
    """Give a mind back the hours it has thought out of late, and what was repeated of them."""
    clock, since = here.clock, max(0, here.step - ROUTINE_DAYS * 24 * 3600 // here.settings.step_seconds)
    hours: dict[int, list[PlanRow]] = {}
    activities: dict[int, str] = {}
    for row in reader.plans(mind.id, at=None, from_step=since):
        if row.level == "step":
            hours.setdefault(row.cause, []).append(row)
        else:
            activities[row.id] = row.activity
    for event in reader.events(since, agent=mind.id, kinds=["plan", "setback"]):
        rows = hours.get(event.id)
        if event.kind == "setback":
            mind.routines.fail(event.cause)
        elif "routine" in event.data and rows:
            mind.routines.repeated(int(event.data["routine"]), event.id, rows[0].start_step)
        elif rows and event.call_id and rows[0].parent in activities:
            start = rows[0].start_step
            at = conditions(here.town.site_of(rows[0].place_id).id, clock.minute(start), clock.weekday(start))
            mind.routines.learn(at, activities[rows[0].parent], rows, event.call_id, event.id, 60 // here.settings.step_seconds)


def recollect_attention(mind: Mind, reader: WorldReader, here: Here) -> None:
    """Give a mind back whom it saw today, and the words it kept of what it overheard."""
    for event in reader.events(mind.dawn(mind.life_day()), agent=mind.id, kinds=["perceive"]):
        if "of" in event.data:
            site = here.town.site_of(event.place_id)
            seen = event.text.partition(": ")[2].removesuffix(f" in {site.name}")
            activity = seen.removeprefix(f"{here.short_name(int(event.data['of']))} is ")
            mind.attention.saw(int(event.data["of"]), site.id, activity, event.step)
    for row in mind.stream.latest(100, kinds=("heard",)):
        mind.attention.heard(row.text.partition(": ")[2])
