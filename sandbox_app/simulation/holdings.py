"""What people hold besides memories, asked from outside as of any moment: persona, plan and beliefs; and a world's settings."""

from pathlib import Path
from typing import Any

import msgspec

from sandbox_app.errors import Problem
from sandbox_app.simulation.description import describe
from sandbox_app.simulation.editing.settled import listed
from sandbox_app.simulation.questions import KINDS_OF_BELIEFS, agent_named, kinds_named, place_words, step_named
from sandbox_app.worldfile.reader import WorldReader


def personas_of(path: Path, agent: str | None, at: str | None) -> list[dict[str, Any]]:
    """Return who people were, as `persona list --json` prints it; one with `agent`.

    Raises:
        Problem: the file, the time or the agent is not right.
    """
    with WorldReader(path) as reader:
        step = step_named(describe(reader), reader, at)
        chosen = None if agent is None else agent_named(reader, agent)
        cast = describe(reader, step).cast
        return [{"id": number, **msgspec.to_builtins(member)} for number, member in enumerate(cast, 1) if chosen in (None, number)]


def plans_of(path: Path, agent: str, at: str | None) -> list[dict[str, Any]]:
    """Return the plan of an agent's day as it was meant at a time, as `plan list --json` prints it.

    Raises:
        Problem: the file, the time or the agent is not right.
    """
    with WorldReader(path) as reader:
        world = describe(reader)
        step = step_named(world, reader, at)
        rows = reader.plans(agent_named(reader, agent), step, from_step=max(0, step - 24 * 3600 // world.settings.step_seconds))
        last = [row for row in rows if row.level == "day" and row.end_step > step]
        day = world.clock.day(step if not last else last[0].start_step)
        shown = [row for row in rows if row.end_step > step or world.clock.day(row.start_step) == day]
        return [
            {
                "id": row.id,
                "level": row.level,
                "start": world.clock.hhmm(row.start_step),
                "end": world.clock.hhmm(row.end_step),
                "start_step": row.start_step,
                "end_step": row.end_step,
                "place": place_words(world, row.place_id),
                "thing": world.town.thing(row.thing_id).name if row.thing_id else "",
                "activity": row.activity,
                "over": row.end_step <= step,
                "cause": row.cause,
            }
            for row in shown
        ]


def beliefs_of(path: Path, agent: str | None, at: str | None, *, about: str | None = None, kind: str | None = None) -> list[dict[str, Any]]:
    """Return what people held true, oldest first, as `belief list --json` prints it.

    Args:
        about: only of this person. kind: only of this kind, or of several with commas.

    Raises:
        Problem: the file, the time, a person or a kind is not right.
    """
    kinds = None if kind is None else kinds_named(kind, KINDS_OF_BELIEFS, "beliefs")
    with WorldReader(path) as reader:
        world = describe(reader)
        step = step_named(world, reader, at)
        names = {row.id: row.name for row in reader.agents()}
        ids = list(names) if agent is None else [agent_named(reader, agent)]
        other = None if about is None else agent_named(reader, about)
        return [
            {
                "id": row.id,
                "agent": names[row.agent_id],
                "about": names.get(row.about_id, ""),
                "kind": row.kind,
                "text": row.text,
                "value": row.value,
                "step": row.created_step,
                "time": world.clock.words(row.created_step),
                "cause": row.cause,
                "data": row.data,
            }
            for one in ids
            for row in reader.beliefs(one, step)
            if (other is None or row.about_id == other) and (kinds is None or row.kind in kinds)
        ]


def settings_rows(path: Path, name: str | None, at: str | None) -> list[dict[str, Any]]:
    """Return the settings of a world as they were, as `settings list --json` prints them; one with `name`.

    Raises:
        Problem: the file or the time is not right, or there is no such setting.
    """
    with WorldReader(path) as reader:
        step = step_named(describe(reader), reader, at)
        rows = listed(describe(reader, step).settings)
    found = [row for row in rows if name in (None, row.name)]
    if not found:
        raise Problem(f"There is no setting {name!r}; there are {', '.join(row.name for row in rows)}.")
    return [msgspec.to_builtins(row) for row in found]
