"""The commands about towns: `town folders`."""

import argparse
from pathlib import Path

from sandbox_app.cli.commands import Commands
from sandbox_app.cli.output import DONE, print_json, say


def add(commands: Commands) -> None:
    """Add the commands of this family."""
    towns = commands.family("town", "see which folders of your own may be the town of a world")
    folders = towns.add("folders", _folders, "the folders with towns of your own that worlds may name")
    folders.add_argument("--add", type=Path, metavar="DIR", help="let worlds name the town in this folder")
    folders.add_argument("--remove", type=Path, metavar="DIR", help="no longer let worlds name this one")


def _folders(options: argparse.Namespace) -> int:
    from sandbox_app.town.folders import choose_town, chosen_towns

    if options.add is not None:
        choose_town(options.add)
    if options.remove is not None:
        choose_town(options.remove, wanted=False)
    found = chosen_towns()
    if options.json:
        print_json([str(path) for path in found])
        return DONE
    for path in found:
        say(str(path))
    if not found:
        say("No folder yet; a world that is made of one (`sandbox-app new WORLD --town DIR`) names it.")
    return DONE
