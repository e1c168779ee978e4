"""The command `again`: a thought on record, asked once more with a part of what it was told altered."""

import argparse
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sandbox_app.cli.commands import Commands, asked_engines, engine_options, whole
from sandbox_app.cli.output import DONE, print_json, say
from sandbox_app.errors import Problem

if TYPE_CHECKING:
    from sandbox_app.simulation.again.altered import Altered


def add(commands: Commands) -> None:
    """Add the command."""
    again = commands.on_world(
        "again", _again, "ask a thought on record once more, with a part of what it was told altered; changes nothing"
    )
    again.add_argument("call", type=whole, metavar="CALL", help="the number of a thought, as `why` gives it")
    again.add_argument("--parts", action="store_true", help="ask nothing; list what the thought was told, and how each part is called")
    again.add_argument("--alter", action="append", default=[], metavar="PART=TEXT", help="put a part otherwise")
    again.add_argument("--leave-out", action="append", default=[], metavar="PART", help="tell it nothing of this part")
    again.add_argument("--fork", type=Path, metavar="NEW", help="make a world, too, that goes on like this from before the thought")
    engine_options(again)


def _again(options: argparse.Namespace) -> int:
    from sandbox_app.llm.engines import open_thinkers
    from sandbox_app.simulation.again.asking import ask_again
    from sandbox_app.simulation.again.edits import branch
    from sandbox_app.simulation.thinkers import choose

    if options.parts:
        return _parts(options)
    changes = _changes(options)
    with closing(open_thinkers(choose(options.world, asked_engines(options)).thinkers)) as engine:
        again = ask_again(options.world, options.call, changes, engine)
    made = branch(options.world, options.fork, options.call, changes, "person") if options.fork is not None else None
    if options.json:
        print_json({**msgspec.to_builtins(again), "fork": str(options.fork or ""), "left": list(made.left) if made is not None else []})
        return DONE
    say(f"On record: {again.was.strip()}")
    say(f"Now, by {again.model}: {again.now.strip()}" if again.now else "Now: no answer")
    if again.error:
        say(f"It could not be used: {again.error}")
    if made is not None:
        say(f"{options.fork} goes on like this from step {made.step}.")
        for where in made.left:
            say(f"  not {where}, which was so at that moment alone")
    return DONE


def _parts(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.again.asking import facts_of
    from sandbox_app.simulation.again.parts import parts_of
    from sandbox_app.worldfile.reader import WorldReader

    with WorldReader(options.world) as reader:
        parts = parts_of(facts_of(reader, options.call)[1])
    if options.json:
        print_json(msgspec.to_builtins(parts))
        return DONE
    for part in parts:
        say(f"{part.where:14} {f'({part.note}) ' if part.note else ''}{part.text}")
    return DONE


def _changes(options: argparse.Namespace) -> "list[Altered]":
    from sandbox_app.simulation.again.altered import Altered

    changes = [Altered(where) for where in options.leave_out]
    for given in options.alter:
        where, sign, text = given.partition("=")
        if not sign:
            raise Problem(f"{given!r} puts nothing otherwise; write PART=TEXT, with a part that --parts lists.")
        changes.append(Altered(where, text))
    return changes
