"""Commands that show what is on the record: `state`, `events`, `search`, `replay`."""

import argparse
from typing import Any

from sandbox_app.cli.commands import Commands, whole
from sandbox_app.cli.output import DONE, PROBLEM, print_json, say


def add(commands: Commands) -> None:
    """Add the commands of this family."""
    state = commands.on_world("state", _state, "show a world as it was")
    state.at()
    state.agent()

    events = commands.on_world("events", _events, "show what happened, oldest first")
    events.span()
    events.agent()
    events.add_argument("--kind", metavar="K", help="one kind, or several with commas")
    events.add_argument("--search", metavar="TEXT")

    search = commands.on_world("search", _search, "find people, places, things, memories, beliefs, plans and events by their words")
    search.add_argument("words", metavar="WORDS", help="all of them, or words that begin so")
    search.at()
    search.add_argument("--kind", metavar="K", help="only agent, place, thing, memory, belief, plan or event; several with commas")
    search.agent("only what is somebody's own")
    search.add_argument("--most", type=whole, default=50, metavar="N", help="of each kind; by default 50")

    replay = commands.on_world("replay", _replay, "rebuild every state from the record, without a model")
    replay.add_argument("--verify", action="store_true", help="compare with what was kept when the world was lived")
    replay.add_argument(
        "--rerun", action="store_true", help="live it again from its recorded answers, and say where it parts from the record"
    )
    replay.add_argument("--until", metavar="T", help="up to this time; by default to the end")


def _state(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.questions import state_of

    state = state_of(options.world, options.at, options.agent)
    if options.json:
        print_json(state)
        return DONE
    say(f"{state['time']} · {state['weather']}")
    for agent in state["agents"]:
        say(f"{agent['name']:24} {agent['place']:32} {agent['activity']} ({agent['mood']})")
    for thing in state["things"]:
        say(f"the {thing['name']} ({thing['place']}) is {thing['state']}")
    for closed in state["closed"]:
        say(f"{closed['name']} is closed{': ' if closed['why'] else ''}{closed['why']}")
    return DONE


def _events(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.questions import events_of

    events = events_of(options.world, start=options.start, end=options.end, agent=options.agent, kind=options.kind, search=options.search)
    if options.json:
        print_json(events)
        return DONE
    for event in events:
        say(f"{event['id']:7} {event['time']}  {event['kind']:13} {event['text']}")
    return DONE


def _search(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.searching import search

    found = search(options.world, options.words, options.at, kinds=options.kind, agent=options.agent, most=options.most)
    if options.json:
        print_json(found)
        return DONE
    for one in found:
        where = " · ".join(part for part in _where(one) if part)
        say(f"{one['kind']:7} {one['id']:7}  {one['text']}{f'  ({where})' if where else ''}")
    if not found:
        say("Nothing has these words.")
    return DONE


def _where(found: dict[str, Any]) -> tuple[str, ...]:
    """Return whose, where and when something found is, as far as its text does not say it."""
    if found["kind"] in ("agent", "place"):
        return ()
    return found["agent"], found["place"], found["time"] if found["step"] else ""


def _replay(options: argparse.Namespace) -> int:
    import msgspec

    from sandbox_app.simulation.replay import replay

    if options.rerun:
        return _rerun(options)
    found = replay(options.world, verify=options.verify, until=options.until)
    status = PROBLEM if found.mismatches else DONE
    if options.json:
        print_json(msgspec.to_builtins(found))
        return status
    say(f"{found.world}: {found.steps} steps rebuilt from {found.events} events in {found.seconds:.1f} s.")
    if options.verify:
        say(f"{found.snapshots} states compared with those kept: {found.mismatches or 'no'} mismatches.")
    for one in found.differences:
        since = f", after step {one.after}" if one.after >= 0 else ""
        say(f"step {one.step} ({one.time}){since}:")
        for what in one.what:
            say(f"  {what}")
    return status


def _rerun(options: argparse.Namespace) -> int:
    import msgspec

    from sandbox_app.simulation.tape import rerun

    found = rerun(options.world, options.until)
    if options.json:
        print_json(msgspec.to_builtins(found))
        return DONE
    say(f"{found.world}: {found.steps} steps lived again, {found.events} events and {found.thoughts} thoughts as recorded.")
    say(found.parting.sentence if found.parting else "Nothing differs.")
    return DONE
