"""Commands that change what happens: `whisper`, `tell`, `announce`, `set`."""

import argparse
from typing import TYPE_CHECKING

from sandbox_app.cli.commands import Commands, agent_of, author
from sandbox_app.cli.output import DONE, print_json, say

if TYPE_CHECKING:
    from sandbox_app.simulation.interventions import Intervention


def add(commands: Commands) -> None:
    """Add the commands of this family."""
    whisper = commands.on_world("whisper", _whisper, "put a thought into somebody's mind, as an inner voice")
    whisper.agent(required=True)
    whisper.add_argument("text", metavar="TEXT", help="'You want to ...' becomes 'I want to ...'")

    tell = commands.on_world("tell", _tell, "say something to somebody, heard by who is near, too")
    tell.agent(required=True)
    tell.add_argument("--as", dest="speaker", metavar="NAME", default="", help="who says it; by default a visitor")
    tell.add_argument("text", metavar="TEXT")

    announce = commands.on_world("announce", _announce, "announce news to everybody, or to who is at a place")
    announce.add_argument("--place", metavar="P")
    announce.add_argument("text", metavar="TEXT")

    state = commands.on_world("set", _set, "set the state of a thing")
    state.add_argument("--thing", metavar="NAME", required=True, help="its name, with its place where there are several, or its number")
    state.add_argument("--state", metavar="STATE", required=True, help="one of its own like 'lit', or any other like 'burning'")


def _whisper(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.interventions import Whisper

    return _happen(options, Whisper(agent_of(options.world, options.agent), options.text))


def _tell(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.interventions import Tell

    return _happen(options, Tell(agent_of(options.world, options.agent), options.text, options.speaker))


def _announce(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.description import describe
    from sandbox_app.simulation.interventions import Announce
    from sandbox_app.simulation.named import place_named
    from sandbox_app.worldfile.reader import WorldReader

    with WorldReader(options.world) as reader:
        town = describe(reader).town
    return _happen(options, Announce(options.text, place_named(town, options.place).id if options.place else 0))


def _set(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.description import describe
    from sandbox_app.simulation.interventions import SetThing
    from sandbox_app.simulation.named import thing_named
    from sandbox_app.worldfile.reader import WorldReader

    with WorldReader(options.world) as reader:
        town = describe(reader).town
    return _happen(options, SetThing(thing_named(town, options.thing).id, options.state))


def _happen(options: argparse.Namespace, what: "Intervention") -> int:
    """Let it happen in the closed world file; the next run goes on from it."""
    from sandbox_app.simulation.closed import at_rest
    from sandbox_app.simulation.questions import event_words

    with at_rest(options.world) as session:
        batch = session.intervene(what, author())
        names = {agent: member.name for agent, member in enumerate(session.world.cast, 1)}
        rows = [event_words(session.world, names, event) for event in batch.events]
    if options.json:
        print_json({"world": str(options.world), "step": rows[0]["step"], "time": rows[0]["time"], "events": rows})
        return DONE
    heard = [row["agent"] for row in rows if row["kind"] == "hear"]
    say(f"{rows[0]['time']}  {rows[0]['text']}")
    if heard or options.command in ("tell", "announce"):
        say(f"Heard by {', '.join(heard[:12])}{' and others' if len(heard) > 12 else ''}." if heard else "Nobody is there to hear it.")
    return DONE
