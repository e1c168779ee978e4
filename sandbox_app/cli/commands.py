"""What adds a command to the parser, and the options that several commands share."""

import argparse
import contextlib
import getpass
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sandbox_app.simulation.thinkers import Asked

SAMPLE_TOWN = "alderwick"
"""The town of the sample world."""

Does = Callable[[argparse.Namespace], int]

_LARGEST = 2**63 - 1
"""The largest number that a world's file can hold."""


def whole(text: str) -> int:
    """Read a whole number that a world's file can hold, as the type of an argument."""
    try:
        number = int(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number") from error
    if abs(number) > _LARGEST:
        raise argparse.ArgumentTypeError(f"{text} is larger than any number in a world")
    return number


class Parser(argparse.ArgumentParser):
    """The parser of one command, with the arguments that mean the same wherever they are.

    Attributes:
        intermixed: an argument that may be left out may also come after options (`interview WORLD --agent A "QUESTION"`).
    """

    intermixed = False

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._negative_number_matcher = re.compile(r"-\d")  # "-3h" is a wrong duration and no option: whoever reads it says so

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """See ArgumentParser."""
        if not self.intermixed:
            return super().parse_known_args(args, namespace)
        self.intermixed = False  # what follows comes back here
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self.intermixed = True

    def agent(self, text: str | None = None, *, required: bool = False) -> None:
        """Take `--agent A`, a person by name."""
        self.add_argument("--agent", metavar="A", required=required, help=text)

    def at(self, text: str = "as it was then; by default now") -> None:
        """Take `--at T`, a moment."""
        self.add_argument("--at", metavar="T", help=text)

    def span(self) -> None:
        """Take `--from T` and `--to T`."""
        self.add_argument("--from", dest="start", metavar="T", help="from when; by default from the beginning")
        self.add_argument("--to", dest="end", metavar="T", help="until when; by default until now")


class Commands:
    """The commands of a parser, or those below one of its commands ("memory list")."""

    def __init__(self, parser: argparse.ArgumentParser, name: str = "command", metavar: str = "COMMAND", *, required: bool = False) -> None:
        self._parsers: Any = parser.add_subparsers(dest=name, metavar=metavar, required=required, parser_class=Parser)

    def add(self, name: str, does: Does, text: str, *, json: bool = True) -> Parser:
        """Add a command: what does it, one line of what it is for, and whether it has `--json`."""
        made: Parser = self._parsers.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
        made.set_defaults(does=does)
        if json:
            made.add_argument("--json", action="store_true", help="print one JSON value and nothing else")
        return made

    def on_world(self, name: str, does: Does, text: str) -> Parser:
        """Add a command of which the first argument is a world's file."""
        made = self.add(name, does, text)
        made.add_argument("world", type=Path)
        return made

    def family(self, name: str, text: str, *, metavar: str = "WHAT", alone: Does | None = None) -> "Commands":
        """Add a command that has commands of its own; `alone` is what it does without any of them."""
        made = (
            self.add(name, alone, text)
            if alone
            else self._parsers.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
        )
        return Commands(made, "what", metavar, required=not alone)

    def names(self) -> frozenset[str]:
        """Return the names of the commands."""
        return frozenset(self._parsers.choices)


def every_command(of: argparse.ArgumentParser, name: str = "sandbox-app") -> dict[str, argparse.ArgumentParser]:
    """Return the parsers of all commands by their names, those with parts by the names of their parts ("sandbox-app memory list")."""
    inside = [action for action in of._actions if isinstance(action, argparse._SubParsersAction)]
    if not inside:
        return {name: of}
    found: dict[str, argparse.ArgumentParser] = {}
    for part, one in inside[0].choices.items():
        found |= every_command(one, f"{name} {part}")
    return found


def usage(command: argparse.ArgumentParser) -> str:
    """Return how a command is called, in one line."""
    return " ".join(command.format_usage().removeprefix("usage:").split())


def asked_engines(options: argparse.Namespace) -> "Asked":
    """Return what these options ask for.

    Raises:
        Problem: a role is not given as it should be.
    """
    from sandbox_app.simulation.thinkers import Asked, read_roles

    return Asked(
        engine=options.engine,
        model=options.model,
        roles=read_roles(options.role),
        server=options.server,
        host=options.model_host,
        gpu_layers=options.gpu_layers,
    )


def engine_options(command: argparse.ArgumentParser, *, tape: bool = False) -> None:
    """Add the options that say what thinks; with `tape`, also the answers of another world's record."""
    kinds = ("llama", "scripted", "remote", *(("tape",) if tape else ()))
    command.add_argument("--engine", choices=kinds, help="what thinks; by default a local model")
    command.add_argument(
        "--model",
        default="",
        metavar="FILE",
        help="a GGUF file, or a model's name on the server; by default the world's own, else the demo model that ships",
    )
    command.add_argument(
        "--role",
        action="append",
        default=[],
        metavar="ROLE=FILE",
        help="a model for routine, dialogue, reflection or embedding alone; FILE may be scripted, remote or remote:NAME, too, and "
        "for embedding words: memories are then found by shared words",
    )
    command.add_argument("--server", default="", metavar="URL", help="of the remote engine, like http://127.0.0.1:8080")
    command.add_argument(
        "--gpu-layers",
        type=int,
        metavar="N",
        help="how many layers of the model a GPU computes, -1 for all; by default as many as fit, where this build can",
    )
    command.add_argument(
        "--model-host",
        choices=("process", "thread"),
        default="process",
        help="where the model lives: in a process of its own, or in this one",
    )


def author() -> str:
    """Return who gives this command, as the record keeps it."""
    with contextlib.suppress(OSError, KeyError):  # a process may have no user name
        return getpass.getuser()
    return "person"


def agent_of(world: Path, name: str) -> int:
    """Return whom a name means in a world.

    Raises:
        Problem: nobody is called so, or the world cannot be read.
    """
    from sandbox_app.simulation.questions import agent_named
    from sandbox_app.worldfile.reader import WorldReader

    with WorldReader(world) as reader:
        return agent_named(reader, name)
