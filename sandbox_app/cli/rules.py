"""Commands about the rules that hold in a world: `rule list`, `rule set`, `rule remove`."""

import argparse

from sandbox_app.cli.commands import Commands, agent_of, author
from sandbox_app.cli.output import DONE, print_json, say


def add(commands: Commands) -> None:
    """Add the commands of this family."""
    rule = commands.family("rule", "see and set the rules that must hold in a world")
    listing = rule.on_world("list", _list, "show the rules and how they stand")
    listing.at()

    setting = rule.on_world("set", _set, "let a rule hold from now on")
    setting.add_argument("name", metavar="NAME")
    setting.add_argument("rule", metavar="RULE", help='like: never at "Blue Kettle" later than 21:00')
    setting.agent("whose doings it is about; by default everybody's")

    removal = rule.on_world("remove", _remove, "let a rule hold no longer")
    removal.add_argument("name", metavar="NAME")


def _list(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.questions import rules_of

    rules = rules_of(options.world, options.at)
    if options.json:
        print_json(rules)
        return DONE
    for rule in rules:
        whose = f" ({rule['agent']})" if rule["agent"] else ""
        say(f"{rule['name']}{whose}: {rule['rule']}  [{rule['standing']}, broken {rule['broken']} times]")
    if not rules:
        say("There are no rules.")
    return DONE


def _set(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.closed import at_rest
    from sandbox_app.simulation.interventions import SetRule

    agent = agent_of(options.world, options.agent) if options.agent else 0
    with at_rest(options.world) as session:
        batch = session.intervene(SetRule(options.name, options.rule, agent), author())
    return _told(options, batch.events[0].text)


def _remove(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.closed import at_rest
    from sandbox_app.simulation.interventions import RemoveRule

    with at_rest(options.world) as session:
        batch = session.intervene(RemoveRule(options.name), author())
    return _told(options, batch.events[0].text)


def _told(options: argparse.Namespace, text: str) -> int:
    if options.json:
        print_json({"world": str(options.world), "name": options.name, "text": text})
    else:
        say(text)
    return DONE
