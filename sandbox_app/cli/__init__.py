"""The command line: everything the window can do, without it.

One module per family of commands; each has `add(commands)`, which adds its commands to the parser, and imports what a
command needs only when it runs, so that the program starts at once. `output.py` says how commands print and end.
"""

from sandbox_app.cli.program import main, parser

__all__ = ["main", "parser"]
