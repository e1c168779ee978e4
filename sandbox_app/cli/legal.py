"""What the program consists of, and under which licences: `licences`."""

import argparse
from pathlib import Path

from sandbox_app.cli.commands import Commands
from sandbox_app.cli.output import DONE, print_json, say


def add(commands: Commands) -> None:
    """Add the commands of this family."""
    command = commands.add("licences", _licences, "list what the program consists of, and each part's licence")
    command.add_argument("-o", "--output", type=Path, metavar="FILE.html", help="write a page with the licences' whole texts")


def _licences(options: argparse.Namespace) -> int:
    from sandbox_app import licences
    from sandbox_app.lab.exporting.writing import write_lines

    if options.output:
        write_lines(options.output, [licences.page().encode()])
    parts = licences.shipped()
    if options.json:
        print_json(parts)
    elif options.output:
        say(f"{options.output} has the licences of {len(parts)} parts.")
    else:
        for part in parts:
            say(f"{f'{part.name} {part.version}'.strip():34} {part.licence}")
    return DONE
