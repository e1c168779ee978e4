"""Commands about who people are, what they mean to do, hold true and carry: `persona`, `plan`, `belief`, `give`, `take`."""

import argparse

from sandbox_app.cli.commands import Commands, agent_of, whole
from sandbox_app.cli.editing import edit, editable
from sandbox_app.cli.output import DONE, print_json, say


def add(commands: Commands) -> None:
    """Add the commands of this family."""
    _persona(commands)
    _plan(commands)
    _belief(commands)
    _belongings(commands)


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
        one.add_argument("--kind", metavar="K", help="is, wants, knows, relation or appointment, or several with commas")
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


def _belongings(commands: Commands) -> None:
    giving = commands.on_world("give", _give, "give somebody an object or money, which they carry and remember")
    taking = commands.on_world("take", _take, "take away something that somebody carries")
    for one in (giving, taking):
        one.agent(required=True)
        one.add_argument("item", metavar="ITEM", help="in words, like 'a basket of apples' or '12 coins'")
    giving.add_argument("--as", dest="giver", metavar="NAME", default="", help="who gives it; by default a visitor")
    editable(giving)
    editable(taking)


# -- what they change --------------------------------------------------------------------------------------------------


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


def _give(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.editing.operations import Give

    return edit(options, Give(agent_of(options.world, options.agent), options.item, options.giver))


def _take(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.editing.operations import TakeAway

    return edit(options, TakeAway(agent_of(options.world, options.agent), options.item))


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
