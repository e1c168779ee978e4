"""Commands of the laboratory: `measure`."""

import argparse
from pathlib import Path

from sandbox_app.cli.commands import Commands
from sandbox_app.cli.output import DONE, print_json, say


def add(commands: Commands) -> None:
    """Add the commands of this family."""
    measure = commands.add("measure", _measure, "measure a world: who knows whom, who knows what, who came, how people feel")
    measure.add_argument("world", type=Path)
    names = "density, diffusion, attendance, invented, centrality, friendship_paradox, mood, compatibility"
    measure.add_argument("names", metavar="NAME", nargs="+", help=names)
    measure.add_argument("--at", metavar="T", help="when; by default now")
    measure.add_argument("--topic", metavar="TEXT", help='what diffusion is about; other words for it after "|"')
    measure.add_argument("--place", metavar="NAME", help="where attendance is counted")
    measure.add_argument("--from", dest="start", metavar="T", help="from when attendance is counted")
    measure.add_argument("--to", dest="end", metavar="T", help="until when")


def _measure(options: argparse.Namespace) -> int:
    from sandbox_app.lab.measures import Asked, measure

    asked = Asked(options.topic, options.place, options.start, options.end)
    results = measure(options.world, options.names, at=options.at, asked=asked)
    if options.json:
        print_json(results)
        return DONE
    for name, result in results.items():
        value = result["value"]
        say(f"{name:20} {value:.3f}" if isinstance(value, float) else f"{name:20} {value}")
        for key, other in result.items():
            if key != "value" and isinstance(other, int | float | str):
                say(f"  {key:18} {other:.3f}" if isinstance(other, float) else f"  {key:18} {other}")
            elif isinstance(other, list) and other and isinstance(other[0], str):
                say(f"  {key:18} {', '.join(other)}")
    return DONE
