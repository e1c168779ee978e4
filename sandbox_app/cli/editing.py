"""Commands that change what a world holds: `memory add|edit|retire|restore`, `persona`, `plan`, `belief`, `settings`, `annotate`,
`undo`, `redo`.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sandbox_app.cli.commands import Commands, Parser, agent_of, author, whole
from sandbox_app.cli.output import DONE, print_json, say

if TYPE_CHECKING:
    from sandbox_app.simulation.edited import Edited
    from sandbox_app.simulation.editing.operations import Operation, Single

MOST_SHOWN = 12
"""Changes of one edit that are told one by one."""


def add(commands: Commands) -> None:
    """Add the commands of this family."""
    _persona(commands)
    _plan(commands)
    _belief(commands)
    settings = commands.family("settings", "see and change the settings of a world")
    listing = settings.on_world("list", _settings, "all settings, with what they may be")
    showing = settings.on_world("show", _settings, "one setting")
    setting = settings.on_world("set", _set_setting, "change a setting")
    for one in (showing, setting):
        one.add_argument("name", metavar="NAME")
    for one in (listing, showing):
        one.at()
    setting.add_argument("value", metavar="VALUE", help="a number, true or false, or sentences with semicolons")
    editable(setting)

    giving = commands.on_world("give", _give, "give somebody an object or money, which they carry and remember")
    taking = commands.on_world("take", _take, "take away something that somebody carries")
    for one in (giving, taking):
        one.agent(required=True)
        one.add_argument("item", metavar="ITEM", help="in words, like 'a basket of apples' or '12 coins'")
    giving.add_argument("--as", dest="giver", metavar="NAME", default="", help="who gives it; by default a visitor")
    editable(giving)
    editable(taking)

    note = commands.on_world("annotate", _annotate, "write a note about a moment that is past; it changes nothing")
    note.add_argument("--at", metavar="T", required=True, help="the moment")
    note.add_argument("--event", type=whole, default=0, metavar="EVENT", help="the event that it is about")
    note.add_argument("text", metavar="TEXT")

    for name, does, text in (("undo", _undo, "undo the last edit of a world"), ("redo", _redo, "do again what was undone last")):
        one = commands.on_world(name, does, text)
        one.add_argument("--list", action="store_true", help="show what can be undone and redone, the next one first")


def add_to_memory(memory: Commands) -> None:
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


def editable(command: Parser) -> None:
    """Give a command the options of all that change what a world holds."""
    command.add_argument("--preview", action="store_true", help="only show what would be changed")
    command.at("change it in the past: in a world of its own (--fork), or as a note (--note)")
    instead = command.add_mutually_exclusive_group()
    instead.add_argument("--fork", type=Path, metavar="NEW", help="with --at: the new world that goes on from then with the change")
    instead.add_argument("--note", action="store_true", help="with --at: only note at that moment what one would change")


def _persona(commands: Commands) -> None:
    persona = commands.family("persona", "see and change who people are")
    listing = persona.on_world("list", _personas, "everybody, with age, work and aim")
    showing = persona.on_world("show", _personas, "all that makes somebody who they are")
    setting = persona.on_world("set", _set_persona, "change a part of who somebody is")
    for one in (showing, setting):
        one.agent(required=True)
    for one in (listing, showing):
        one.at()
    setting.add_argument("field", metavar="FIELD", help="like traits, aim, job, home, wake; `persona show` has them all")
    setting.add_argument("value", metavar="VALUE", help="lists with commas, habits like '16:00 Duck Green: feed the ducks' with semicolons")
    editable(setting)


def _plan(commands: Commands) -> None:
    plan = commands.family("plan", "see and change what people mean to do")
    listing = plan.on_world("list", _plans, "the plan of somebody's day")
    showing = plan.on_world("show", _plans, "the same with the minutes of the hour at hand")
    setting = plan.on_world("set", _set_plan, "change the rest of somebody's day, or one line of it")
    for one in (listing, showing):
        one.agent(required=True)
        one.at()
    setting.add_argument("lines", nargs="*", metavar="LINE", help="the rest of the day, like '14:00 Blue Kettle: have tea'")
    setting.agent("whose day; with lines")
    setting.add_argument("--line", type=whole, metavar="N", help="the number of one line, to change only that")
    setting.add_argument("--activity", metavar="TEXT", default="", help="with --line: what is done")
    setting.add_argument("--place", metavar="P", help="with --line: where")
    setting.set_defaults(wrong=setting.error)
    setting.intermixed = True
    editable(setting)


def _belief(commands: Commands) -> None:
    belief = commands.family("belief", "see and change what people hold true of each other")
    listing = belief.on_world("list", _beliefs, "beliefs and relations, oldest first")
    showing = belief.on_world("show", _beliefs, "what somebody holds true of another")
    setting = belief.on_world("set", _set_belief, "let somebody believe something of another, or change what they are to each other")
    retire = belief.on_world("retire", _retire_belief, "let somebody hold something true no longer")
    listing.agent()
    showing.agent(required=True)
    for one in (listing, showing):
        one.add_argument("--kind", metavar="K", help="is, wants, knows, relation, appointment and others, with commas")
        one.at()
    listing.add_argument("--about", metavar="B")
    showing.add_argument("--about", metavar="B", required=True)
    setting.agent("who believes it", required=True)
    setting.add_argument("--about", metavar="B", required=True, help="of whom")
    setting.add_argument("--kind", choices=("is", "wants", "knows", "relation"), default="is", help="by default is")
    setting.add_argument("--sure", type=float, default=0.9, metavar="X", help="how sure, 0 to 1; by default 0.9")
    setting.add_argument("--closeness", type=float, metavar="N", help="with --kind relation: -10 to 10")
    setting.add_argument("--belief", type=whole, default=0, metavar="N", help="the number of the belief that it takes the place of")
    setting.add_argument("text", nargs="?", default="", metavar="TEXT")
    setting.set_defaults(wrong=setting.error)
    setting.intermixed = True
    retire.add_argument("belief", type=whole, metavar="N", help="the number of a belief")
    for one in (setting, retire):
        editable(one)


# -- what they do ------------------------------------------------------------------------------------------------------


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


def _set_persona(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.editing.operations import SetPersona

    return edit(options, SetPersona(agent_of(options.world, options.agent), options.field, options.value))


def _set_plan(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.description import describe
    from sandbox_app.simulation.editing.operations import SetPlan, SetPlanLine
    from sandbox_app.simulation.editing.plans import read_line
    from sandbox_app.simulation.named import place_named
    from sandbox_app.worldfile.reader import WorldReader

    if (options.line is None) == (not options.lines):
        options.wrong("write the rest of the day (--agent A '14:00 Blue Kettle: have tea' ...), or name one line with --line")
    if options.lines and options.agent is None:
        options.wrong("say whose day it is: --agent A")
    with WorldReader(options.world) as reader:
        town = describe(reader).town
    if options.line is not None:
        place = place_named(town, options.place).id if options.place else 0
        return edit(options, SetPlanLine(options.line, options.activity, place))
    lines = tuple(read_line(town, line) for line in options.lines)
    return edit(options, SetPlan(agent_of(options.world, options.agent), lines))


def _set_belief(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.editing.operations import SetBelief, SetRelation

    agent, about = agent_of(options.world, options.agent), agent_of(options.world, options.about)
    if options.kind == "relation":
        if options.closeness is None:
            options.wrong("say how close they are: --closeness N, -10 to 10")
        return edit(options, SetRelation(agent, about, options.closeness, options.text))
    return edit(options, SetBelief(agent, about, options.text, options.kind, options.sure, options.belief))


def _retire_belief(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.editing.operations import RetireBelief

    return edit(options, RetireBelief(options.belief))


def _set_setting(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.editing.operations import SetSetting

    return edit(options, SetSetting(options.name, options.value))


def _annotate(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.description import describe
    from sandbox_app.simulation.editing.operations import Annotate
    from sandbox_app.simulation.questions import step_named
    from sandbox_app.worldfile.reader import WorldReader

    with WorldReader(options.world) as reader:
        step = step_named(describe(reader), reader, options.at)
    options.preview, options.at = False, None
    return edit(options, Annotate(step, options.text, options.event))


def _give(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.editing.operations import Give

    return edit(options, Give(agent_of(options.world, options.agent), options.item, options.giver))


def _take(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.editing.operations import TakeAway

    return edit(options, TakeAway(agent_of(options.world, options.agent), options.item))


def edit(options: argparse.Namespace, what: "Operation") -> int:
    """Make an edit as the options of its command say, and tell what it changed."""
    from sandbox_app.simulation.edited import edit_past, edit_world, preview
    from sandbox_app.simulation.interventions import Edit

    if options.at is not None and not options.preview:
        return _tell(options, edit_past(options.world, what, author(), options.at, fork=options.fork, note=options.note))
    return _tell(options, preview(options.world, what) if options.preview else edit_world(options.world, Edit(what), author()))


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


# -- what they show ----------------------------------------------------------------------------------------------------


def _personas(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.editing.personas import told
    from sandbox_app.simulation.holdings import personas_of

    alone = options.what == "show"
    rows = personas_of(options.world, options.agent if alone else None, options.at)
    if options.json:
        print_json(rows[0] if alone else rows)
        return DONE
    for row in rows:
        if not alone:
            say(f"{row['id']:4} {row['name']:24} {row['age']:3}  {row['job']:28} {row['aim']}")
            continue
        for field, value in row.items():
            for at, line in enumerate(told(field, value)):
                say(f"{'' if at else field:10} {line}".rstrip())
    return DONE


def _plans(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.holdings import plans_of

    rows = plans_of(options.world, options.agent, options.at)
    if options.what == "list":
        rows = [row for row in rows if row["level"] == "day"]
    if options.json:
        print_json(rows)
        return DONE
    for row in rows:
        indent = "    " if row["level"] == "step" else ""
        say(f"{row['id']:6} {indent}{row['start']}–{row['end']}  {row['place']}: {row['activity']}{' (over)' if row['over'] else ''}")
    if not rows:
        say("There is no plan.")
    return DONE


def _beliefs(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.holdings import beliefs_of

    rows = beliefs_of(options.world, options.agent, options.at, about=options.about, kind=options.kind)
    if options.json:
        print_json(rows)
        return DONE
    for row in rows:
        about = f" about {row['about']}" if row["about"] else ""
        say(f"{row['id']:6} {row['time']}  {row['agent']}{about} ({row['kind']}, {row['value']:g}): {row['text']}")
    return DONE


def _settings(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.holdings import settings_rows

    alone = options.what == "show"
    rows = settings_rows(options.world, options.name if alone else None, options.at)
    if options.json:
        print_json(rows[0] if alone else rows)
        return DONE
    for row in rows:
        span = f", {row['least']:g} to {row['most']:g}" if row["least"] is not None else ""
        fixed = "" if row["editable"] else ", fixed"
        say(f"{row['name']:22} {row['value']!s:10} ({row['kind']}{span}, by default {row['default']}{fixed}): {row['about']}")
    return DONE
