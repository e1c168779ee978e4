"""Who came: to a place, between two times."""

from typing import Any

from sandbox_app.errors import Problem
from sandbox_app.lab.knowledge import Diffusion, Topic
from sandbox_app.lab.past import Past
from sandbox_app.simulation.description import state_at
from sandbox_app.simulation.named import site_named

LOOK_MINUTES = 5
"""How often it is looked who is there."""
EARLY_MINUTES = 60
"""A promise to come so long before the first of these times is one to be there then."""


def attendance(past: Past, place: str, start: int, end: int, topic: Topic | None) -> dict[str, Any]:
    """Return who was at a place in these steps; with a topic, also who of them knew of it beforehand.

    `present` are all who were awake there at any time, guests or not; `invited` those who had promised to be there then (whoever
    gives the party with them, once somebody has promised it); `came` those of the invited who were present, as in the reference
    table. `value` counts `came`, or, where nobody was invited, `present`.

    Raises:
        Problem: there is no such place, or the world has not lived so long.
    """
    town = past.world.town
    site = site_named(town, place)
    if end > past.step:
        raise Problem(f"This world has only lived until {past.world.clock.words(past.step)}; let it run on first.")
    present: set[int] = set()
    every = LOOK_MINUTES * 60 // past.world.settings.step_seconds
    for step in range(start, end + 1, every):
        state = state_at(past.reader, past.world, step)
        for agent in past.agents:
            if not state.asleep[agent - 1] and town.site_of(int(state.place[agent - 1])).id == site.id:
                present.add(agent)
    invited = [agent for agent in past.agents if _promised(past, agent, site.id, start, end)]
    answer: dict[str, Any] = {
        "value": len(present.intersection(invited)) if invited else len(present),
        "invited": [past.short[agent] for agent in invited],
        "came": [past.short[agent] for agent in invited if agent in present],
        "present": [past.short[agent] for agent in sorted(present)],
    }
    if topic is not None:
        knew = Diffusion(past, topic).knowers(start)
        answer["knew"] = [past.short[agent] for agent in sorted(present) if agent in knew]
    return answer


def _promised(past: Past, agent: int, place: int, start: int, end: int) -> bool:
    """Say whether somebody meant to be at a place then, as of the time the meeting began."""
    rows = past.reader.beliefs(agent, start)
    early = EARLY_MINUTES * 60 // past.world.settings.step_seconds
    return any(
        row.kind == "appointment" and int(row.data["place"]) == place and start - early <= int(row.data["step"]) <= end for row in rows
    )
