"""Commands about the settings of a world: `settings list`, `settings show`, `settings set`."""

import argparse

from sandbox_app.cli.commands import Commands
from sandbox_app.cli.editing import edit, editable
from sandbox_app.cli.output import DONE, print_json, say


def add(commands: Commands) -> None:
    """Add the commands of this family."""
    settings = commands.family("settings", "see and change the settings of a world")
    listing = settings.on_world("list", _settings, "all settings, with what they may be")
    showing = settings.on_world("show", _settings, "one setting")
    setting = settings.on_world("set", _set_setting, "change a setting")
    for one in (showing, setting):
        one.add_argument("name", metavar="NAME")
    for one in (listing, showing):
        one.at()
    setting.add_argument("value", metavar="VALUE", help="a number, true or false, or sentences with semicolons")
    editable(setting)


def _settings(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.holdings import settings_rows

    alone = options.what == "show"
    rows = settings_rows(options.world, options.name if alone else None, options.at)
    if options.json:
        print_json(rows[0] if alone else rows)
        return DONE
    for row in rows:
        span = f", {row['least']:g} to {row['most']:g}" if row["least"] is not None else ""
        fixed = "" if row["editable"] else ", fixed"
        say(f"{row['name']:22} {row['value']!s:10} ({row['kind']}{span}, by default {row['default']}{fixed}): {row['about']}")
    return DONE


def _set_setting(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.editing.operations import SetSetting

    return edit(options, SetSetting(options.name, options.value))
