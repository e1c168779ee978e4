"""Commands that change what people remember: `memory add|edit|retire|restore`."""

import argparse
from typing import TYPE_CHECKING, Any

from sandbox_app.cli.commands import Commands, agent_of, whole
from sandbox_app.cli.editing import edit, editable

if TYPE_CHECKING:
    from sandbox_app.simulation.editing.operations import Operation, Single


def add(memory: Commands) -> None:
    """Add the commands that change memories to their family."""
    adding = memory.on_world("add", _memory_add, "give somebody a memory more")
    adding.agent(required=True)
    adding.add_argument("--kind", metavar="K", default="known", help="known, seen, said, heard, talk, plan or thought; by default known")
    adding.add_argument("--importance", type=whole, default=0, metavar="N", help="1 to 10; by default they weigh it themselves")
    adding.add_argument("text", metavar="TEXT")

    edit = memory.on_world("edit", _memory_edit, "give a memory other words or another importance")
    edit.add_argument("memory", type=whole, metavar="MEMORY", help="the number of a memory")
    edit.add_argument("--text", metavar="TEXT")
    edit.add_argument("--importance", type=whole, metavar="N", help="1 to 10")
    edit.set_defaults(wrong=edit.error)

    retire = memory.on_world("retire", _memory_retire, "let memories be forgotten; the record keeps them")
    retire.add_argument("memories", type=whole, nargs="*", metavar="MEMORY", help="the numbers of memories")
    retire.add_argument("--matching", metavar="TEXT", help="all memories that have all these words")
    retire.add_argument("--agent", metavar="A", action="append", default=[], help="with --matching: only theirs; may be given again")
    retire.set_defaults(wrong=retire.error)

    restore = memory.on_world("restore", _memory_restore, "let memories that were retired be remembered again")
    restore.add_argument("memories", type=whole, nargs="+", metavar="MEMORY", help="the numbers of memories")
    for one in (adding, edit, retire, restore):
        editable(one)


def _memory_add(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.editing.operations import AddMemory

    return edit(options, AddMemory(agent_of(options.world, options.agent), options.text, options.kind, options.importance))


def _memory_edit(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.editing.operations import RewordMemory, SetImportance

    if options.text is None and options.importance is None:
        options.wrong("say what is to be changed: --text, --importance, or both")
    if options.text is None:
        return edit(options, SetImportance(options.memory, options.importance))
    return edit(options, RewordMemory(options.memory, options.text, options.importance or 0))


def _memory_retire(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.editing.memories import matching, retire_all
    from sandbox_app.simulation.editing.operations import RetireMemory
    from sandbox_app.worldfile.reader import WorldReader

    if bool(options.memories) == (options.matching is not None):
        options.wrong("name memories by their numbers, or say which with --matching")
    if options.matching is None:
        return edit(options, _together("retire", [RetireMemory(number) for number in options.memories]))
    with WorldReader(options.world) as reader:
        agents = [agent_of(options.world, name) for name in options.agent]
        rows = matching(reader, options.matching, agents)
    return edit(options, retire_all(rows, options.matching))


def _memory_restore(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.editing.operations import RestoreMemory

    return edit(options, _together("restore", [RestoreMemory(number) for number in options.memories]))


def _together(verb: str, operations: "list[Any]") -> "Operation":
    from sandbox_app.simulation.editing.operations import Several

    single: Single = operations[0]
    return single if len(operations) == 1 else Several(f"{verb} {len(operations)} memories", tuple(operations))
