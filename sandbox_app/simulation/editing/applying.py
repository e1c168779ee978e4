"""How a decided edit happens: its event, with all its changes, and the rows that it retires and adds, in the step's batch."""

from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np
from msgspec.structs import replace

from sandbox_app.mind.words import bounded
from sandbox_app.simulation.bodies import Journey
from sandbox_app.simulation.closures import closure_of, words_of
from sandbox_app.simulation.editing.changes import Change, Decided, Planned, Row, kept
from sandbox_app.simulation.editing.closing import happening
from sandbox_app.simulation.editing.settled import WORDINGS
from sandbox_app.simulation.here import Here
from sandbox_app.simulation.state import WorldState
from sandbox_app.simulation.weather import change as change_weather
from sandbox_app.worldfile.rows import BeliefRow, Event, MemoryRow, PersonaRow, PlanRow

VERBS = {"undo": "Undone: ", "redo": "Done again: "}
"""How the text of an event begins that makes an edit opposite; an edit's own begins with what it does."""


def apply(here: Here, decided: Decided, author: str, what: Any = None) -> Event:
    """Let an edit happen at the present step; the rows and the event are in the batch then, and the state is as it should be.

    Args:
        what: the operation, for the record; None for undo and redo.
    """
    rows = _with_their_parts(decided, [_numbered(here, one) for one in decided.changes])
    changes = [replace(one.change, added=row.id if row is not None else 0) for one, row in zip(decided.changes, rows, strict=True)]
    data: dict[str, Any] = {"op": "edit", "name": decided.name, "author": author, **decided.data}
    if what is not None:
        data["what"] = _bounded(msgspec.to_builtins(what))
    if decided.skipped:
        data["skipped"] = decided.skipped
    data["changes"] = msgspec.to_builtins(kept(changes))
    event = here.happen("edit", decided.agent, _text(decided, changes), data)
    _put(here, changes, rows, event.id)
    for change in changes:
        if change.table == "thing":
            text = f"The {change.name} is {change.after}"
            here.happen("thing", 0, text, {"thing": change.number, "state": change.after}, cause=event.id)
        elif change.table == "closed":
            _close(here, change, event.id)
        elif change.table == "weather":
            change_weather(here, str(change.after), event.id)
        elif change.table == "carried":
            given = change.after is not None
            text = f"{here.short_name(change.agent)} {'now carries' if given else 'no longer carries'} {change.name}"
            here.happen("carry", change.agent, text, {"item": change.name, "to" if given else "from": change.agent}, cause=event.id)
    return event


def _close(here: Here, change: Change, cause: int) -> None:
    closed = change.after is not None
    closure = closure_of(here.town, change.number, change.after if closed else "")
    words = words_of(here.town, closure)
    text = f"{words[:1].upper()}{words[1:]} is {'closed' if closed else 'open again'}{f': {closure.why}' if closure.why else ''}"
    here.happen("place", 0, text, happening(closure, closed=closed), cause=cause, place=closure.place)


def stopped(state: WorldState, walking: Mapping[int, Journey]) -> list[int]:
    """Return whom a closure stops or finds inside, of those who were walking so before it: they look around themselves at once."""
    at = state.closures.at
    inside = np.flatnonzero(at[state.y, state.x] * (state.x >= 0)) + 1 if at is not None else ()
    return sorted({*(agent for agent, journey in walking.items() if state.journeys.get(agent) != journey), *(int(one) for one in inside)})


def concerned(decided: Decided) -> list[int]:
    """Return the agents whose minds an edit concerns, in order."""
    tables = ("memory", "plan", "belief", "persona", "body")
    return sorted({one.change.agent for one in decided.changes if one.change.table in tables})


def _with_their_parts(decided: Decided, rows: list[Row | None]) -> list[Row | None]:
    """Let lines of plans that come back together with the parts of the day they belong to, belong to these."""
    number = {
        one.change.again or one.change.retired: row.id
        for one, row in zip(decided.changes, rows, strict=True)
        if isinstance(row, PlanRow) and (one.change.again or one.change.retired)
    }
    return [replace(row, parent=number.get(row.parent, row.parent)) if isinstance(row, PlanRow) else row for row in rows]


def _numbered(here: Here, planned: Planned) -> Row | None:
    """Return the row that a change adds, with its number."""
    row, ids = planned.row, here.ids
    match row:
        case MemoryRow():
            ids.memory += 1
            return replace(row, id=ids.memory)
        case BeliefRow():
            ids.belief += 1
            return replace(row, id=ids.belief)
        case PersonaRow():
            ids.persona += 1
            return replace(row, id=ids.persona)
        case PlanRow():
            ids.plan += 1
            return replace(row, id=ids.plan)
        case None:
            return None


def _put(here: Here, changes: list[Change], rows: list[Row | None], event: int) -> None:
    batch = here.batch
    retired = {
        "memory": batch.retired_memories,
        "plan": batch.retired_plans,
        "belief": batch.retired_beliefs,
        "persona": batch.retired_personas,
    }
    for change, row in zip(changes, rows, strict=True):
        if change.retired and change.table in retired:
            retired[change.table].append(change.retired)
        cause = row.cause if change.again and row is not None and not isinstance(row, PersonaRow) else event
        match row:
            case MemoryRow():
                batch.memories.append(replace(row, cause=cause))
            case PlanRow():
                batch.plans.append(replace(row, cause=cause))
            case BeliefRow():
                batch.beliefs.append(replace(row, cause=cause))
            case PersonaRow():
                batch.personas.append(row)
            case None:
                pass


def _text(decided: Decided, changes: list[Change]) -> str:
    """Return an edit in words for people."""
    told = VERBS.get(str(decided.data.get("op", "")), "") + decided.name
    if len(changes) == 1 and changes[0].table not in ("body", "closed", "note") and changes[0].name != WORDINGS:
        before, after = (_shown(value) for value in (changes[0].before, changes[0].after))
        told += f": “{before}” is now “{after}”" if before and after else f": “{before or after}”" if before or after else ""
    return told[:1].upper() + told[1:]


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return bounded(value if isinstance(value, str) else msgspec.json.encode(value).decode(), 200)


def _bounded(what: Any) -> Any:
    """Return an operation for the record; of one of very many parts only how many there were: its changes say the rest."""
    operations = what.get("operations")
    if operations is not None and len(operations) > 100:
        return {**what, "operations": len(operations)}
    return what
