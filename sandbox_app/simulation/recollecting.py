"""What a mind takes back from the record when a world is opened: its routines, and what it has seen and heard of late."""

from sandbox_app.mind.mind import Mind
from sandbox_app.mind.repeating import conditions, hour_of
from sandbox_app.simulation.here import Here
from sandbox_app.worldfile.reader import WorldReader

ROUTINE_DAYS = 14
"""How far back hours are looked up for routines."""


def recollect_routines(mind: Mind, reader: WorldReader, here: Here) -> None:
    """Give a mind back the hours it has thought out of late, and what was repeated of them."""
    clock, since = here.clock, max(0, here.step - ROUTINE_DAYS * 24 * 3600 // here.settings.step_seconds)
    for event in reader.events(since, agent=mind.id, kinds=["plan", "setback"]):
        if event.kind == "setback":
            mind.routines.fail(event.cause)
        elif "routine" in event.data:
            mind.routines.repeated(int(event.data["routine"]), event.id, int(event.data["start"]))
        elif (kept := event.data.get("hour")) is not None:
            start, site = int(kept["start"]), int(kept["site"])
            at = conditions(site, clock.minute(start), clock.weekday(start))
            mind.routines.learn(at, hour_of(kept, event.call_id, event.id))


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
