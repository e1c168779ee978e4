"""Commands that write what a world holds for other programs: `export traces`."""

import argparse
from pathlib import Path

from sandbox_app.cli.commands import Commands
from sandbox_app.cli.output import DONE, print_json, say


def add(commands: Commands) -> None:
    """Add the commands of this family."""
    export = commands.family("export", "write what a world holds as files for other programs")

    traces = export.add("traces", _traces, "every thought with its prompt and answer as chat-format JSONL, to tune a model on this town")
    traces.add_argument("world", type=Path)
    traces.add_argument("-o", "--out", type=Path, required=True, metavar="FILE", help="a .jsonl file; corrections go beside it as .pairs")
    traces.add_argument("--agent", metavar="A")
    traces.add_argument("--purpose", metavar="P", help="one kind of thought, like say or day_plan")
    traces.add_argument("--by", metavar="MODEL", help="only what this model answered")
    traces.add_argument("--from", dest="start", metavar="T")
    traces.add_argument("--to", dest="end", metavar="T")


def _traces(options: argparse.Namespace) -> int:
    from sandbox_app.lab.exporting.traces import Wanted, export_traces

    wanted = Wanted(options.agent, options.purpose, options.by, options.start, options.end)
    written = export_traces(options.world, options.out, wanted)
    if options.json:
        print_json(written)
        return DONE
    say(f"{written['traces']} thoughts are in {written['file']}.")
    if written["pairs"]:
        say(f"{written['pairs']} answers that you changed are in {written['pairs_file']}, each with what was said before.")
    return DONE
