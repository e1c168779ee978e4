"""What an agent does without a thought: its routine, from its persona alone.

Used where a thought failed (the failure is on the record), and in worlds whose minds do not think.
"""

from sandbox_app.mind.mind import Mind
from sandbox_app.mind.places import home_of, suiting, things_fitting
from sandbox_app.town.model import Place, Thing

LATEST_MINUTES = 13


def wake_time(mind: Mind) -> str:
    """Return when the agent usually gets up."""
    return mind.me.wake


def day_lines(mind: Mind) -> list[tuple[str, Place, str]]:
    """Return the agent's usual day as (time, site, activity), in order of time."""
    me = mind.me
    home = home_of(mind)
    lines = {me.wake: (home, "get ready for the day")}
    work = mind.world.site_named(me.workplace)
    free = mind.free_on(mind.world.step)
    if work is not None and me.work_from and not free:
        lines[me.work_from] = (work, f"work as {me.job}")
        lines[me.work_to] = (home, "take a break at home")
    for habit in me.habits:
        if (site := mind.world.site_named(habit.place)) is not None and not (free and habit.place == me.workplace):
            lines[habit.time] = (site, habit.activity)
    lines[me.bed] = (home, "sleep")
    order = sorted(lines, key=lambda time: (time < me.wake, time))
    return [(time, *lines[time]) for time in order]


def lateness(mind: Mind) -> int:
    """Return how many steps late somebody is who goes by routine: nobody is on the minute, and each in their own way."""
    return mind.id * 37 % (LATEST_MINUTES * 60 // mind.world.settings.step_seconds)


def thing_for(mind: Mind, site: Place, activity: str) -> Thing | None:
    """Return the thing at a site that fits an activity best, if any."""
    things = things_fitting(mind, site, activity, 1)
    return suiting(mind, site.id, activity, things[0] if things else None)
