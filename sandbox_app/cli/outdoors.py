"""The commands `close`, `reopen` and `weather`: a place or a stretch of road is closed, and open again; the sky is another one."""

import argparse

from sandbox_app.cli.commands import Commands
from sandbox_app.cli.editing import edit, editable
from sandbox_app.errors import Problem


def add(commands: Commands) -> None:
    """Add the commands of this family."""
    close = commands.on_world("close", _close, "close a place or a stretch of road: paths lead around it, and people find out")
    reopen = commands.on_world("reopen", _reopen, "open again what was closed")
    for one in (close, reopen):
        one.add_argument("--place", metavar="P", required=True, help="a building, an open area or a road")
        one.add_argument("--tile", metavar="X,Y", help="only the stretch of it around this tile of the map")
        editable(one)
    close.add_argument("--why", metavar="TEXT", default="", help="what people learn who come there, like 'the roof leaks'")

    weather = commands.on_world("weather", _weather, "change the weather, until it changes by itself")
    weather.add_argument("kind", metavar="KIND", help="clear, cloudy, rain or snow")
    editable(weather)


def _close(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.editing.operations import Close

    return edit(options, Close(*_place_and_tile(options), options.why))


def _reopen(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.editing.operations import Reopen

    return edit(options, Reopen(*_place_and_tile(options)))


def _weather(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.editing.operations import SetWeather

    return edit(options, SetWeather(options.kind))


def _place_and_tile(options: argparse.Namespace) -> tuple[int, int, int]:
    from sandbox_app.simulation.description import describe
    from sandbox_app.simulation.named import place_named
    from sandbox_app.worldfile.reader import WorldReader

    with WorldReader(options.world) as reader:
        place = place_named(describe(reader).town, options.place).id
    if options.tile is None:
        return place, -1, -1
    x, _, y = options.tile.partition(",")
    if not (x.strip().isdecimal() and y.strip().isdecimal()):
        raise Problem(f"A tile is named by two numbers, like 30,15, counted from the upper left; {options.tile!r} is none.")
    return place, int(x), int(y)
