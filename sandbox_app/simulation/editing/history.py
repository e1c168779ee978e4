"""Undo and redo: what can be undone follows from the record alone, and undoing is an event more, never one less.

An undo makes the opposite change of each change of an edit: the row that was added is retired, the one that was retired comes
back as a new row. Where something has changed since (a plan that was lived or thought anew), that part is left as it is.
"""

from collections.abc import Iterable

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from sandbox_app.errors import Problem
from sandbox_app.simulation.bodies import Body
from sandbox_app.simulation.editing.changes import Change, Decided, Ground, Planned, Row, Table, add
from sandbox_app.simulation.editing.closing import cut_short, walking_on, why_closed
from sandbox_app.simulation.editing.settled import settings_of
from sandbox_app.simulation.editing.surroundings import thing_state
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import BeliefRow, Event, MemoryRow, PersonaRow, PlanRow

_ROWS: dict[str, type[Row]] = {"memory": MemoryRow, "plan": PlanRow, "belief": BeliefRow, "persona": PersonaRow}


class Entry(Struct, frozen=True):
    """An edit as undo and redo know it.

    Attributes:
        event: the event whose changes would be made opposite. of: the edit's own event.
        name: what it did ("reword a memory of Ines"). author: who did it. step: when it was done.
    """

    event: int
    of: int
    name: str
    author: str
    step: int


class History(Struct, frozen=True):
    """What can be undone and redone, the next one last."""

    undo: tuple[Entry, ...] = ()
    redo: tuple[Entry, ...] = ()


def history(reader: WorldReader) -> History:
    """Return what can be undone and redone in a world; edits that cannot be undone (time that passed) are in neither list."""
    return history_of(reader.events(kinds=["edit"]))


def history_of(events: Iterable[Event]) -> History:
    """Return what can be undone and redone after these `edit` events, in order."""
    done: list[Entry] = []
    undone: list[Entry] = []
    for event in events:
        data = event.data
        operation = data.get("op")
        if operation == "undo" and done:
            undone.append(replace(done.pop(), event=event.id))
        elif operation == "redo" and undone:
            done.append(replace(undone.pop(), event=event.id))
        elif operation is not None and not data.get("lasting"):
            done.append(Entry(event.id, event.id, str(data["name"]), str(data["author"]), event.step))
            undone.clear()
    return History(tuple(done), tuple(undone))


def in_force(events: Iterable[Event]) -> list[Event]:
    """Return those of these `edit` events, given in order, that are not undone."""
    events = list(events)
    standing = {entry.of for entry in history_of(events).undo}
    return [event for event in events if event.id in standing or "op" not in event.data or event.data.get("lasting")]


def opposite(ground: Ground, entry: Entry, redo: bool) -> Decided:
    """Decide what makes the changes of an entry's event opposite.

    Raises:
        Problem: the event is gone (a damaged file).
    """
    event = ground.reader.event(entry.event)
    if event is None:
        raise Problem(f"The edit {entry.event} is no longer in the record; `check` says what is wrong with the file.")
    changes = msgspec.convert(event.data["changes"], list[Change])
    planned = [_opposite(ground, change) for change in changes if not _follows(change)]
    made = [one for one in planned if one is not None]
    turned = [one.change for one in made if one.change.table == "closed"]
    for change in turned:
        if change.after is not None:
            made += cut_short(ground, change.number, change.after)
    made += walking_on(ground, changes, [change.number for change in turned if change.after is None])
    data = {"op": "redo" if redo else "undo", "of": entry.of}
    return Decided(name=entry.name, agent=event.agent_id, changes=tuple(made), data=data, skipped=planned.count(None))


def _follows(change: Change) -> bool:
    """Say whether a change follows from that of a closure, so that its opposite follows from this one's."""
    return change.table == "journey" or (change.table == "body" and change.number != 0)


def _opposite(ground: Ground, change: Change) -> Planned | None:
    """Return the opposite of a change; None where what it made has changed since."""
    turned = replace(change, before=change.after, after=change.before)
    match change.table:
        case "thing":
            return Planned(turned) if thing_state(ground, change.number) == change.after else None
        case "closed":
            return Planned(turned) if why_closed(ground, change.number) == change.after else None
        case "weather":
            return Planned(turned) if ground.state.weather == change.after else None
        case "body":
            return _body(ground, change)
        case "carried":
            has = change.name in ground.state.carried.get(change.agent, ())
            return Planned(turned) if has == (change.after is not None) else None
        case "setting":
            now = msgspec.to_builtins(getattr(settings_of(ground.reader), change.name))
            return Planned(turned) if now == change.after else None
        case "note" | "answer":
            return Planned(turned)
        case _:
            return _row(ground, change, turned)


def _body(ground: Ground, change: Change) -> Planned | None:
    """Put somebody back: as it was, when nothing has happened since, else on the same tile."""
    now = ground.state.body(change.agent)
    talk = ground.state.talk_of(change.agent)
    if talk is not None and not talk.over_for(change.agent):
        return None
    before, after = msgspec.convert(change.before, Body), msgspec.convert(change.after, Body)
    back = before
    if now != after:
        back = replace(now, x=before.x, y=before.y, thing=0, plan=0, spot=None, journey=None, line=None)
    return Planned(Change("body", agent=change.agent, before=msgspec.to_builtins(now), after=msgspec.to_builtins(back)))


def _row(ground: Ground, change: Change, turned: Change) -> Planned | None:
    table: Table = change.table
    added = _standing(ground, table, change.added)
    if change.added and added is None:
        return None
    old = _kept(ground, table, change.retired)
    if old is not None and _over(ground, old):
        old = None
    if old is not None and not change.added and _standing(ground, table, change.retired) is not None:
        return None
    if added is None and old is None:
        return None
    back = add(ground, old, again=old.id) if old is not None else None
    return Planned(
        replace(turned, retired=added.id if added is not None else 0, added=0, again=back.change.again if back is not None else 0),
        back.row if back is not None else None,
    )


def _kept(ground: Ground, table: str, number: int) -> Row | None:
    """Return the row that an edit retired, whatever became of it."""
    return ground.reader.row(_ROWS[table], number) if number else None


def _standing(ground: Ground, table: str, number: int) -> Row | None:
    """Return the row that stands for this one now, where it holds."""
    row = _kept(ground, table, ground.lineage.now(table, number)) if number else None
    return row if row is not None and row.retired_step is None else None


def _over(ground: Ground, row: Row) -> bool:
    """Say whether a line of a plan is over, so that it need not come back."""
    return isinstance(row, PlanRow) and row.end_step <= ground.step
