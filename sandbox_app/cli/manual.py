"""The help pages for a browser or a printer: `manual`."""

import argparse
import os
from pathlib import Path

from sandbox_app import __version__, resources
from sandbox_app.cli.commands import Commands, every_command, usage
from sandbox_app.cli.output import DONE, print_json, say


def add(commands: Commands) -> None:
    """Add the commands of this family."""
    command = commands.add("manual", _manual, "write the help pages, all keys, commands and settings as one page of HTML")
    command.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.html")


def _manual(options: argparse.Namespace) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from sandbox_app.cli.program import parser
    from sandbox_app.lab.exporting.writing import write_lines
    from sandbox_app.mind.settings import Settings
    from sandbox_app.simulation.editing.settled import listed
    from sandbox_app.ui.help.manual import manual
    from sandbox_app.ui.help.topics import topics
    from sandbox_app.ui.shot import keys_at_first

    top, pages = parser(), topics()
    settings = [(row.name.replace("_", " ").capitalize(), row.about) for row in listed(Settings())]
    commands = [(usage(command), command.description or "") for command in every_command(top).values()]
    tables = [
        ("All keys", "Every one can be another: Settings, Keys.", keys_at_first()),
        ("All settings of a world", "They are changed in Settings, World; each change can be undone.", settings),
        ("All commands", f"{top.description} {top.epilog}", commands),
    ]
    write_lines(options.output, [manual(pages, tables, f"Version {__version__}, {resources.build()}.").encode()])
    if options.json:
        print_json({"file": str(options.output), "pages": [page.title for page in pages]})
    else:
        say(f"{options.output} has all help pages; a browser shows and prints it.")
    return DONE
