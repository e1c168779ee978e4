"""Editing a world that nobody lets live at the moment, and what an edit came to, as plain data."""

from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from sandbox_app.errors import Problem
from sandbox_app.simulation.closed import at_rest
from sandbox_app.simulation.description import describe, state_at
from sandbox_app.simulation.editing.changes import Change, Ground
from sandbox_app.simulation.editing.deciding import decide
from sandbox_app.simulation.editing.history import history
from sandbox_app.simulation.editing.lineage import lineage
from sandbox_app.simulation.editing.operations import Annotate, Operation
from sandbox_app.simulation.forking import fork_world
from sandbox_app.simulation.interventions import Edit, Redo, Undo
from sandbox_app.simulation.questions import step_named
from sandbox_app.worldfile.reader import WorldReader


class Edited(Struct, frozen=True):
    """What an edit changed, or, with `event` 0, would change; the fields of `--json` of every command that edits.

    Attributes:
        name: what it did ("reword a memory of Ines"). text: the same with what was before and after, for one change.
        skipped: changes of an undo that were left out because things have changed since.
        memories: the numbers by which the memories are known that it added, reworded or brought back.
        undo, redo: the names of what could be undone and redone next, "" for nothing.
    """

    world: str
    step: int
    time: str
    event: int
    name: str
    text: str
    changes: list[Change]
    skipped: int = 0
    memories: list[int] = []
    undo: str = ""
    redo: str = ""


def edit_world(path: Path, what: Edit | Undo | Redo, author: str) -> Edited:
    """Let an edit happen in a world at rest.

    Raises:
        Problem: it cannot be done, or another program has the world open.
    """
    with at_rest(path) as session:
        event = session.intervene(what, author).events[0]
        time = session.world.clock.words(event.step)
        with WorldReader(path) as reader:
            past, lines = history(reader), lineage(reader)
    changes = msgspec.convert(event.data["changes"], list[Change])
    return Edited(
        world=str(path),
        step=event.step,
        time=time,
        event=event.id,
        name=str(event.data["name"]),
        text=event.text,
        changes=changes,
        skipped=int(event.data.get("skipped", 0)),
        memories=[lines.known("memory", change.added) for change in changes if change.table == "memory" and change.added],
        undo=past.undo[-1].name if past.undo else "",
        redo=past.redo[-1].name if past.redo else "",
    )


def edit_past(path: Path, what: Operation, author: str, at: str, *, fork: Path | None, note: bool) -> Edited:
    """Change something as of a time: in a fork that goes on from there, or, with `note`, as a note about that moment.

    A time that is the present is no past: the world itself is changed.

    Raises:
        Problem: the past was to be changed as it is, or the edit cannot be done; no fork is left behind then.
    """
    with WorldReader(path) as reader:
        world = describe(reader)
        step, last = step_named(world, reader, at), reader.last_step()
        name = world.clock.words(step)
    if fork is not None:
        fork_world(path, fork, at)
        try:
            return edit_world(fork, Edit(what), author)
        except BaseException:
            fork.unlink()
            raise
    if note:
        return edit_world(path, Edit(Annotate(step, f"Would {preview(path, what).name}")), author)
    if step < last:
        raise Problem(f"{name} is past, and what was lived stays; change it in a world of its own (--fork NEW), or note it there (--note).")
    return edit_world(path, Edit(what), author)


def preview(path: Path, what: Operation) -> Edited:
    """Return what an edit would change; changes nothing, and works while another program lets the world live.

    Raises:
        Problem: it could not be done.
    """
    with WorldReader(path) as reader:
        ground = ground_of(reader)
        decided = decide(ground, what)
        time = ground.clock.words(ground.step)
        changes = [one.change for one in decided.changes]
        return Edited(str(path), ground.step, time, 0, decided.name, decided.name[:1].upper() + decided.name[1:], changes)


def ground_of(reader: WorldReader) -> Ground:
    """Return what edits of a world are decided on, from its file alone."""
    world = describe(reader)
    return Ground(reader, world.town, world.clock, world.settings, world.cast, state_at(reader, world, reader.last_step()))


def history_words(path: Path) -> dict[str, Any]:
    """Return what can be undone and redone, the next one first, as `undo --list --json` prints it."""
    with WorldReader(path) as reader:
        clock, past = describe(reader).clock, history(reader)
        rows = {
            what: [
                {"event": entry.of, "name": entry.name, "author": entry.author, "step": entry.step, "time": clock.words(entry.step)}
                for entry in reversed(entries)
            ]
            for what, entries in (("undo", past.undo), ("redo", past.redo))
        }
    return {"world": str(path), **rows}
