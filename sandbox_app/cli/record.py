"""Commands that show what is on the record: `state`, `events`."""

import argparse
from pathlib import Path

from sandbox_app.cli.commands import Commands
from sandbox_app.cli.output import DONE, print_json, say


def add(commands: Commands) -> None:
    """Add the commands of this family."""
    state = commands.add("state", _state, "show a world as it was")
    state.add_argument("world", type=Path)
    state.add_argument("--at", metavar="T", help="when; by default now")
    state.add_argument("--agent", metavar="A")

    events = commands.add("events", _events, "show what happened, oldest first")
    events.add_argument("world", type=Path)
    events.add_argument("--from", dest="start", metavar="T")
    events.add_argument("--to", dest="end", metavar="T")
    events.add_argument("--agent", metavar="A")
    events.add_argument("--kind", metavar="K", help="one kind, or several with commas")
    events.add_argument("--search", metavar="TEXT")


def _state(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.questions import state_of

    state = state_of(options.world, options.at, options.agent)
    if options.json:
        print_json(state)
        return DONE
    say(state["time"])
    for agent in state["agents"]:
        say(f"{agent['name']:24} {agent['place']:32} {agent['activity']} ({agent['mood']})")
    for thing in state["things"]:
        say(f"the {thing['name']} ({thing['place']}) is {thing['state']}")
    return DONE


def _events(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.questions import events_of

    events = events_of(options.world, start=options.start, end=options.end, agent=options.agent, kind=options.kind, search=options.search)
    if options.json:
        print_json(events)
        return DONE
    for event in events:
        say(f"{event['time']}  {event['kind']:13} {event['text']}")
    return DONE
