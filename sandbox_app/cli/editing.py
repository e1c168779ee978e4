"""How a command edits a world: what it may be told, the edit, and how that is told; and `annotate`, `undo`, `redo`."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sandbox_app.cli.commands import Commands, Parser, author, whole
from sandbox_app.cli.output import DONE, print_json, say

if TYPE_CHECKING:
    from sandbox_app.simulation.edited import Edited
    from sandbox_app.simulation.editing.operations import Operation

MOST_SHOWN = 12
"""Changes of one edit that are told one by one."""


def add(commands: Commands) -> None:
    """Add the commands of this family."""
    note = commands.on_world("annotate", _annotate, "write a note about a moment that is past; it changes nothing")
    note.add_argument("--at", metavar="T", required=True, help="the moment")
    note.add_argument("--event", type=whole, default=0, metavar="EVENT", help="the event that it is about")
    note.add_argument("text", metavar="TEXT")

    for name, does, text in (("undo", _undo, "undo the last edit of a world"), ("redo", _redo, "do again what was undone last")):
        one = commands.on_world(name, does, text)
        one.add_argument("--list", action="store_true", help="show what can be undone and redone, the next one first")


def editable(command: Parser) -> None:
    """Give a command the options of all that change what a world holds."""
    command.add_argument("--preview", action="store_true", help="only show what would be changed")
    command.at("change it in the past: in a world of its own (--fork), or as a note (--note)")
    instead = command.add_mutually_exclusive_group()
    instead.add_argument("--fork", type=Path, metavar="NEW", help="with --at: the new world that goes on from then with the change")
    instead.add_argument("--note", action="store_true", help="with --at: only note at that moment what one would change")


def edit(options: argparse.Namespace, what: "Operation") -> int:
    """Make an edit as the options of its command say, and tell what it changed."""
    from sandbox_app.simulation.edited import edit_past, edit_world, preview
    from sandbox_app.simulation.interventions import Edit

    if options.at is not None and not options.preview:
        return _tell(options, edit_past(options.world, what, author(), options.at, fork=options.fork, note=options.note))
    return _tell(options, preview(options.world, what) if options.preview else edit_world(options.world, Edit(what), author()))


def _annotate(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.description import describe
    from sandbox_app.simulation.editing.operations import Annotate
    from sandbox_app.simulation.questions import step_named
    from sandbox_app.worldfile.reader import WorldReader

    with WorldReader(options.world) as reader:
        step = step_named(describe(reader), reader, options.at)
    options.preview, options.at = False, None
    return edit(options, Annotate(step, options.text, options.event))


def _undo(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.edited import edit_world
    from sandbox_app.simulation.interventions import Undo

    return _history(options) if options.list else _tell(options, edit_world(options.world, Undo(), author()))


def _redo(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.edited import edit_world
    from sandbox_app.simulation.interventions import Redo

    return _history(options) if options.list else _tell(options, edit_world(options.world, Redo(), author()))


def _history(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.edited import history_words

    rows = history_words(options.world)
    if options.json:
        print_json(rows)
        return DONE
    for what in ("undo", "redo"):
        say(f"{what}:" if rows[what] else f"{what}: nothing")
        for row in rows[what]:
            say(f"  {row['time']}  {row['name']} ({row['author']})")
    return DONE


def _tell(options: argparse.Namespace, edited: "Edited") -> int:
    if options.json:
        print_json(edited)
        return DONE
    say(f"{edited.time}  {'Would ' + edited.name if not edited.event else edited.text}")
    if len(edited.changes) > 1 or not edited.event:
        for change in edited.changes[:MOST_SHOWN]:
            before, after = (_shown(value) for value in (change.before, change.after))
            say(f"  {change.table:8} {before}{' -> ' if before and after else '' if before else '+ '}{after}")
        if len(edited.changes) > MOST_SHOWN:
            say(f"  and {len(edited.changes) - MOST_SHOWN} more")
    if edited.memories:
        numbers = [str(number) for number in edited.memories[:MOST_SHOWN]]
        left = len(edited.memories) - len(numbers)
        say(f"  memory {', '.join(numbers)}{f' and {left} more' if left else ''}")
    if edited.skipped:
        say(f"  {edited.skipped} left as they are: they have changed since")
    return DONE


def _shown(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case {"x": x, "y": y, "activity": activity, "journey": {"path": path}}:
            from sandbox_app.town.paths import decode

            to_x, to_y = decode(path)[-1]
            return f"{activity} at {x}, {y}, as far as {to_x}, {to_y}"
        case {"x": x, "y": y, "activity": activity}:
            return f"{activity} at {x}, {y}"
    return str(value)
