"""How the program starts processes of its own: the same from a checkout, an installed wheel and a bundle without a Python beside it.

A bundle's executable, called with `PROCESS` and a module's name, runs that module (`packaging/bundle/entry.py`).
Imports nothing of the program; every room may import it.
"""

import os
import sys
from pathlib import Path

PROCESS = "--process"
"""First argument of a bundle's executable when it is to be one of the program's other processes."""

MODULES = (
    "sandbox_app.llm.host",
    "sandbox_app.llm.chat",
    "sandbox_app.llm.library",
    "sandbox_app.simulation.runner",
    "sandbox_app.cli.first_picture",
    "sandbox_app.ui.bench_memory",
)
"""What may be started in this way."""


def command(module: str, *arguments: str) -> list[str]:
    """Return the command that runs one of `MODULES` in a process of its own."""
    if module not in MODULES:
        raise ValueError(f"{module} is none of the program's processes")
    if getattr(sys, "frozen", False):
        return [sys.executable, PROCESS, module, *arguments]
    return [sys.executable, "-m", module, *arguments]


def program(*arguments: str) -> list[str]:
    """Return the command that is the program's own command line with these arguments."""
    return [sys.executable, *arguments] if getattr(sys, "frozen", False) else [sys.executable, "-m", "sandbox_app", *arguments]


def environment() -> dict[str, str]:
    """Return the environment of such a process: it finds this very package, wherever it was started from."""
    variables = dict(os.environ)
    if not getattr(sys, "frozen", False):
        package_parent = str(Path(__file__).resolve().parent.parent)
        variables["PYTHONPATH"] = os.pathsep.join(filter(None, (package_parent, variables.get("PYTHONPATH"))))
    return variables
