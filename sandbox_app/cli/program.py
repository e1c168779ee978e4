"""The whole command line: its parser, and what a command's end means for the exit status."""

import argparse
import errno
import io
import os
import sys
from pathlib import Path

from sandbox_app import __version__, resources
from sandbox_app.cli import (
    again,
    bench,
    editing,
    exports,
    interventions,
    lab,
    legal,
    living,
    manual,
    minds,
    models,
    outdoors,
    people,
    record,
    rules,
    settings,
    towns,
    visiting,
    window,
    wording,
    worlds,
)
from sandbox_app.cli.commands import Commands
from sandbox_app.cli.output import BUG, DONE, PROBLEM, warn
from sandbox_app.errors import Problem
from sandbox_app.log import log_bug
from sandbox_app.town.spelling import choices

ACTIONABLE = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.ENAMETOOLONG)
"""What the system refuses and a person can do something about."""
_WORLDS = ("world", "a", "b")
"""What worlds are called among the arguments of commands."""
FAMILIES = (
    window,
    worlds,
    towns,
    living,
    interventions,
    visiting,
    outdoors,
    rules,
    people,
    settings,
    editing,
    wording,
    record,
    minds,
    again,
    lab,
    exports,
    models,
    bench,
    manual,
    legal,
)
"""The families of commands, in the order in which the help lists them."""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    return _built()[0]


def _built() -> tuple[argparse.ArgumentParser, frozenset[str]]:
    top = argparse.ArgumentParser(
        prog="sandbox-app",
        description="Town Sandbox: a small town of language-model agents. Without a command the window opens.",
        epilog='Times are "day 2 14:00", "yesterday noon", "18:00", "2026-02-14 14:00" or a step; durations 90m, 6h, 2d.',
    )
    top.add_argument("--version", action="version", version=f"Town Sandbox {__version__} ({resources.build()})")
    commands = Commands(top)
    for family in FAMILIES:
        family.add(commands)
    return top, commands.names()


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return the exit status."""
    _let_be_said()
    given = list(sys.argv[1:] if arguments is None else arguments)
    top, commands = _built()
    if not given or (given[0] not in commands and not given[0].startswith("-")):
        if given and _is_no_file(given[0]):
            top.error(f"there is no command {given[0]!r}, and no world of that name; {choices(given[0], sorted(commands))}")
        given.insert(0, "open")
    options = top.parse_args(given)
    try:
        status = int(options.does(options))
        sys.stdout.flush()
    except Problem as problem:
        return _tell(problem.sentence)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read our output is gone; nothing is left to say
        return DONE
    except Exception as error:  # noqa: BLE001 - the last place where a bug can be told to a person
        if isinstance(error, OSError) and error.errno in ACTIONABLE:
            place = error.filename or "What was to be written"
            return _tell(f"{place}: {error.strerror}; choose another place.")
        if said := _blame(options):
            log_bug(error)
            return _tell(said)
        sys.stderr.write(f"sandbox-app: this is a fault in the program ({type(error).__name__}); {log_bug(error)} has the details.\n")
        return BUG
    else:
        return status


def _let_be_said() -> None:
    """Let what the terminal has no signs for be told without them, and what nobody listens to go nowhere, instead of failing."""
    if sys.stdout is None:  # closed by whoever started the program
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - for as long as the program runs
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def _is_no_file(word: str) -> bool:
    """Say whether the first word of a command line can only be a command that is misspelt."""
    path = Path(word)
    return not path.suffix and path.name == word and not path.exists()


def _blame(options: argparse.Namespace) -> str:
    """Return what is wrong with a world that a command was given, where that explains an error; "" where they are right."""
    from sandbox_app.simulation.examining import to_blame

    worlds = [vars(options).get(name) for name in _WORLDS]
    blames = (to_blame(world) for world in worlds if isinstance(world, Path) and world.is_file())
    return next((blame.sentence for blame in blames if blame is not None), "")


def _tell(sentence: str) -> int:
    warn(sentence)
    return PROBLEM
