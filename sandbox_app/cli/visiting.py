"""Commands of a visitor to a town: `visit enter`, `visit walk`, `visit say`, `visit leave`."""

import argparse
import shlex
from collections.abc import Callable
from typing import TYPE_CHECKING

from sandbox_app.cli.commands import Commands, agent_of, author
from sandbox_app.cli.output import DONE, print_json, say

if TYPE_CHECKING:
    from sandbox_app.simulation.interventions import Lead
    from sandbox_app.simulation.session import Session


def add(commands: Commands) -> None:
    """Add the commands of this family."""
    visit = commands.family("visit", "enter the town as a person: walk, talk, be remembered")
    enter = visit.on_world("enter", _enter, "come to town under a name; under one used before, as that visitor again")
    enter.add_argument("name", metavar="NAME")
    enter.add_argument("--place", metavar="P", help="where; by default in the open")
    enter.add_argument("--about", metavar="TEXT", default="", help="who you are, in a sentence, for those who look at the world")

    walk = visit.on_world("walk", _walk, "walk to a place, or over to somebody")
    where = walk.add_mutually_exclusive_group(required=True)
    where.add_argument("--place", metavar="P")
    where.add_argument("--to", metavar="A", help="to whom")

    saying = visit.on_world("say", _say, "say something in the talk you are in, or to somebody near")
    saying.add_argument("text", metavar="TEXT", help="'' to say nothing")
    saying.add_argument("--to", metavar="A", help="to whom, where you are in no talk yet")
    saying.add_argument("--end", action="store_true", help="take leave with that")

    visit.on_world("leave", _leave, "leave the town")


def _enter(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.interventions import Enter
    from sandbox_app.simulation.named import place_named

    def what(session: "Session") -> "Lead":
        place = place_named(session.world.town, options.place).id if options.place else 0
        return Enter(options.name, place, options.about)

    return _do(options, what)


def _walk(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.interventions import Walk
    from sandbox_app.simulation.named import place_named

    def what(session: "Session") -> "Lead":
        here, me = session.simulation.here, _me(session)
        if options.to:
            x, y = here.position(_somebody(session, options.to))
        else:
            x, y = here.open_tile(place_named(session.world.town, options.place), me)
        return Walk(me, x, y)

    return _do(options, what)


def _say(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.interventions import Say

    return _do(options, lambda session: Say(_me(session), options.text, _somebody(session, options.to) if options.to else 0, options.end))


def _leave(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.interventions import Leave

    return _do(options, lambda session: Leave(_me(session)))


def _me(session: "Session") -> int:
    from sandbox_app.errors import Problem

    if not session.visitor:
        raise Problem("Nobody is visiting this world now; `visit enter` comes first.")
    return session.visitor


def _somebody(session: "Session", name: str) -> int:
    from sandbox_app.errors import Problem

    agent = agent_of(session.path, name)
    if session.simulation.here.state.away(agent):
        raise Problem(f"{name} is not in town now.")
    return agent


def _do(options: argparse.Namespace, what: "Callable[[Session], Lead]") -> int:
    """Do it in the closed world file; `run` lets the others answer."""
    from sandbox_app.simulation.closed import at_rest
    from sandbox_app.simulation.questions import event_words

    with at_rest(options.world) as session:
        batch = session.intervene(what(session), author())
        names = {agent: member.name for agent, member in enumerate(session.world.cast, 1)}
        rows = [event_words(session.world, names, event) for event in batch.events]
    if options.json:
        print_json({"world": str(options.world), "step": rows[0]["step"], "time": rows[0]["time"], "events": rows})
        return DONE
    for row in rows:
        if row["kind"] in ("enter", "leave", "move", "speak", "talk_start", "talk_end"):
            say(f"{row['time']}  {row['text']}")
    if any(row["kind"] == "speak" for row in rows):
        say(f"now: sandbox-app run {shlex.quote(str(options.world))} --for 1m")
    return DONE
