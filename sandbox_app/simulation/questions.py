"""What is asked of a world from outside: its state and its record as of a time, as plain data for JSON."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from sandbox_app.errors import Problem
from sandbox_app.llm.facts import MOODS
from sandbox_app.mind.feelings.affect import Affect, emotions_at, mood_at
from sandbox_app.simulation.closures import words_of
from sandbox_app.simulation.description import Description, describe, state_at
from sandbox_app.simulation.ruling import rules_on_record
from sandbox_app.simulation.state import WorldState
from sandbox_app.town.spelling import choices, plain
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import Event

KINDS_OF_MEMORIES = (
    "known", "seen", "heard", "said", "told", "talk", "promise", "did", "thought", "plan", "self", "day", "week", "life",
)  # fmt: skip
KINDS_OF_BELIEFS = ("is", "wants", "knows", "relation", "appointment")
KINDS = (
    "wake", "sleep", "move", "act", "perceive", "remember", "plan", "replan", "reflect", "speak", "hear", "talk_start", "talk_end",
    "feel", "believe", "thing", "intervene", "edit", "thought_failed", "rule", "system",
    "react", "promise", "queue", "closed", "setback", "loop", "attempt", "judge", "carry", "enter", "lead", "leave", "place", "weather",
)  # fmt: skip
"""The kinds of events (CLI.md)."""


def agent_named(reader: WorldReader, name: str) -> int:
    """Return the id of an agent by its full name, its short name or its id, in any case.

    Raises:
        Problem: there is none, with the names there are.
    """
    agents = reader.agents()
    wanted = plain(name)
    for agent in agents:
        if wanted in (plain(agent.name), plain(agent.short), str(agent.id)):
            return agent.id
    raise Problem(f"Nobody called {name!r} lives in this world; {choices(name, [agent.short for agent in agents])}")


def kinds_named(text: str, there: Sequence[str] = KINDS, of: str = "events") -> list[str]:
    """Return the kinds that a person names, one or several with commas.

    Args:
        there: the kinds there are. of: of what, for the sentence.

    Raises:
        Problem: one of them is none, with the kinds there are.
    """
    kinds = [kind.strip().casefold() for kind in text.split(",")]
    for kind in kinds:
        if kind not in there:
            raise Problem(f"There is no kind {kind!r} of {of}; there are {', '.join(there)}.")
    return kinds


def step_named(world: Description, reader: WorldReader, text: str | None) -> int:
    """Return the step that a time names, the last one for None.

    Raises:
        Problem: it is no time, or one that this world has not reached.
    """
    last = reader.last_step()
    if text is None:
        return last
    step = world.clock.meant(text, last)
    if step > last:
        raise Problem(f"This world has reached {world.clock.words(last)}; {world.clock.words(step)} is still to come.")
    return step


def state_of(path: Path, at: str | None, agent: str | None) -> dict[str, Any]:
    """Return the world as it was, as `state --json` prints it.

    Raises:
        Problem: the file, the time or the agent is not right.
    """
    with WorldReader(path) as reader:
        world = describe(reader)
        step = step_named(world, reader, at)
        chosen = None if agent is None else agent_named(reader, agent)
        state = state_at(reader, world, step)
        agents = []
        for number, member in enumerate(world.cast, 1):
            if chosen not in (None, number) or state.away(number):
                continue
            place = int(state.place[number - 1])
            plans = reader.plans(number, step, step, step)
            lines = sorted((row for row in plans if row.start_step <= step < row.end_step), key=lambda row: row.level == "day")
            agents.append(
                {
                    "name": member.name,
                    "place": place_words(world, place),
                    "x": int(state.x[number - 1]),
                    "y": int(state.y[number - 1]),
                    "activity": state.activity[number - 1],
                    "plan_item": lines[0].activity if lines else "",
                    "mood": MOODS[state.mood[number - 1]],
                    **_feelings(state, number, world),
                }
            )
        things = [
            {"id": thing, "name": world.town.thing(thing).name, "place": place_words(world, world.town.thing(thing).place), "state": value}
            for thing, value in sorted(state.things.items())
        ]
        closed = [
            {"place": closure.place, "name": words_of(world.town, closure), "x": closure.x, "y": closure.y, "why": closure.why}
            for closure in state.closures.in_order()
        ]
        time = world.clock.words(step)
        return {"time": time, "step": step, "weather": state.weather, "agents": agents, "things": things, "closed": closed}


def _feelings(state: WorldState, agent: int, world: Description) -> dict[str, Any]:
    """Return what an agent feels and needs, as JSON shows it; intensities as they are at the state's step."""
    affect, seconds = state.affects.get(agent, Affect()), world.settings.step_seconds
    felt = [
        {
            "emotion": one.name,
            "intensity": one.intensity,
            "toward": world.cast[one.toward - 1].name if one.toward else "",
            "event": one.cause,
        }
        for one in emotions_at(affect, state.step, seconds)
    ]
    shown: dict[str, Any] = {"mood_level": mood_at(affect, state.step, seconds), "feelings": felt}
    if agent in state.needs:
        shown["needs"] = msgspec.structs.asdict(state.needs[agent])
    return shown


def place_words(world: Description, place_id: int) -> str:
    """Return a place in words: "kitchen, Harbour Café"; "" for none."""
    if not place_id:
        return ""
    place = world.town.place(place_id)
    site = world.town.site_of(place_id)
    return place.name if site.id == place.id else f"{place.name}, {site.name}"


def events_of(
    path: Path,
    *,
    start: str | None = None,
    end: str | None = None,
    agent: str | None = None,
    kind: str | None = None,
    search: str | None = None,
) -> list[dict[str, Any]]:
    """Return the record, oldest first, as `events --json` prints it.

    Raises:
        Problem: the file, a time, the agent or a kind is not right.
    """
    with WorldReader(path) as reader:
        world = describe(reader)
        names, last = {row.id: row.name for row in reader.agents()}, reader.last_step()
        found = reader.events(
            None if start is None else world.clock.meant(start, last),
            None if end is None else world.clock.meant(end, last),
            agent=None if agent is None else agent_named(reader, agent),
            kinds=None if kind is None else kinds_named(kind),
            search=search,
        )
        return [event_words(world, names, event) for event in found]


def said_to_visitors(path: Path, since: int) -> list[str]:
    """Return the lines that were said after a step in talks to visitors, oldest first, each with its time.

    Raises:
        Problem: the file is not right.
    """
    with WorldReader(path) as reader:
        world = describe(reader)
        visitors = {number for number, one in enumerate(world.cast, 1) if one.visitor}
        if not visitors:
            return []
        heard = reader.events(since + 1, kinds=["hear"])
        lines = [event for event in heard if event.agent_id in visitors and event.data.get("member")]
        return [f"{world.clock.words(event.step)}  {event.text}" for event in lines]


def rules_of(path: Path, at: str | None) -> list[dict[str, Any]]:
    """Return the rules that held at a time, as `rule list --json` prints them.

    Raises:
        Problem: the file or the time is not right.
    """
    with WorldReader(path) as reader:
        world = describe(reader)
        return rules_on_record(world, reader, step_named(world, reader, at)).listed()


def event_words(world: Description, names: dict[int, str], event: Event) -> dict[str, Any]:
    """Return an event as JSON shows it."""
    return {
        "id": event.id,
        "step": event.step,
        "time": world.clock.words(event.step),
        "kind": event.kind,
        "agent": names.get(event.agent_id, ""),
        "place": place_words(world, event.place_id),
        "text": event.text,
        "data": event.data,
        "cause": event.cause,
    }
