"""Makes `.venv`: the program's own Python environment, in the folder of the checkout.

`make run` and `make test` call it first. It says what the machine lacks and how to install that, shows how far it is,
and returns at once when there is nothing to do. Standard library alone.
"""

import argparse
import hashlib
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path

import machine

CHECKOUT = Path(__file__).resolve().parent.parent
VENV = CHECKOUT / ".venv"
STAMP = VENV / ".ready"
LOG = VENV / "setup.log"
DECIDES = ("pyproject.toml", "setup.py", "constraints.txt")
COMPILED = re.compile(r"^\s*\[\s*(\d+)(?:/(\d+)|%)\]")


def digest(checkout: Path) -> str:
    """Return a digest of what an environment depends on: the pinned libraries, the Python, the folder it lies in."""
    parts = [(checkout / name).read_bytes() for name in DECIDES]
    return hashlib.sha256(b"\0".join([*parts, sys.version.encode(), str(checkout).encode()])).hexdigest()


def still_wanted(stamp: str, now: str, extras: Iterable[str]) -> set[str] | None:
    """Return the extras that an environment must have, or None when it has them all.

    Args:
        stamp: what the stamp file says: the digest the environment was made for, then its extras; "" without an environment.
        now: the digest of today.
        extras: what is asked for.
    """
    made_for, *has = stamp.split() or [""]
    if made_for == now and set(extras) <= set(has):
        return None
    return {*extras, *has}


class Progress:
    """How far the installation is: one line that changes on a terminal, a line every half minute elsewhere.

    Written by the thread that reads pip's output, shown by the main thread.
    """

    def __init__(self) -> None:
        self.doing = "starting pip"
        self._started = time.monotonic()
        self._shown = -30.0
        self._terminal = sys.stdout.isatty()

    def read(self, line: str) -> None:
        """Take one line of pip's output."""
        words = line.split()
        if compiled := COMPILED.match(line):
            done, total = compiled.groups()
            self.doing = f"compiling llama.cpp, {done} of {total} files" if total else f"compiling llama.cpp, {done} %"
        elif line.startswith("Collecting ") and len(words) > 1:
            self.doing = f"fetching {words[1]}"
        elif line.startswith("Building wheels"):
            self.doing = "compiling llama.cpp (about three minutes on two cores)"
        elif line.startswith("Installing collected packages"):
            self.doing = f"unpacking {line.count(',') + 1} libraries"

    def show(self) -> None:
        """Print where we are, if it is time to."""
        seconds = time.monotonic() - self._started
        text = f"  {seconds // 60:2.0f} min {seconds % 60:02.0f} s  {self.doing}"
        if self._terminal:
            print(f"\r{text:<78.78}", end="", flush=True)
        elif seconds - self._shown >= 30:
            self._shown = seconds
            print(text, flush=True)

    def end(self) -> None:
        """Leave the line that changes."""
        if self._terminal:
            print()


def requirement(extras: Iterable[str]) -> str:
    """Return what pip is asked for: this project, with its extras; an older pip takes no empty brackets."""
    named = ",".join(sorted(extras))
    return f".[{named}]" if named else "."


def pinned() -> dict[str, str]:
    """Return the environment in which pip takes the pinned versions, also of what libraries are built with."""
    constraints = (CHECKOUT / "constraints.txt").as_uri()  # pip takes a blank for the end of a name
    # The first is read by pip before 25.3, the second since.
    return os.environ | {"PIP_CONSTRAINT": constraints, "PIP_BUILD_CONSTRAINT": constraints}


def pip_install(extras: Iterable[str]) -> int:
    """Install the program (as it lies here) and the pinned libraries into `.venv`; return pip's exit status."""
    wanted = requirement(extras)
    command = [str(VENV / "bin/python"), "-m", "pip", "install", "--verbose", "--no-compile", "--no-input", "--disable-pip-version-check"]
    environment = pinned() | {"CMAKE_BUILD_PARALLEL_LEVEL": os.environ.get("CMAKE_BUILD_PARALLEL_LEVEL", str(os.cpu_count() or 1))}
    progress = Progress()
    with (
        LOG.open("w", encoding="utf-8") as log,
        subprocess.Popen(
            [*command, "--editable", wanted],
            cwd=CHECKOUT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        ) as pip,
    ):
        output = pip.stdout
        assert output is not None

        def read() -> None:
            for line in output:
                log.write(line)
                progress.read(line)

        reader = threading.Thread(target=read)
        reader.start()
        while reader.is_alive():
            progress.show()
            reader.join(timeout=1)
        progress.end()
        return pip.wait()


def ask_for(needs: list[machine.Need]) -> None:
    """Say what the machine lacks and how to install it."""
    print("This machine lacks a few things that are not Python's to install:\n")
    for need in needs:
        print(f"  {need.name:<24} {need.why}")
    commands = machine.install_commands(needs)
    print("\nInstall them, then type the same make command again:\n")
    print("\n".join(f"  {command}" for command in commands))


def prepare(extras: Iterable[str]) -> int:
    """Make or renew `.venv` where that is needed; return an exit status."""
    now = digest(CHECKOUT)
    stamp = STAMP.read_text() if STAMP.exists() and (VENV / "bin/python").exists() else ""
    wanted = still_wanted(stamp, now, extras)
    if wanted is None:
        return 0
    if needs := machine.missing():
        ask_for(needs)
        return 3
    print("Setting up Town Sandbox in .venv. This is needed once, takes about five minutes, and touches nothing else;")
    print("about three of them go into compiling llama.cpp, which runs the language model, for this processor.")
    STAMP.unlink(missing_ok=True)
    another_python = [] if (VENV / "lib" / machine.PYTHON).is_dir() else ["--clear"]
    made = subprocess.run([sys.executable, "-m", "venv", *another_python, str(VENV)], check=False)
    status = made.returncode or pip_install(wanted)
    if status:
        if LOG.exists():
            print("".join(LOG.read_text().splitlines(keepends=True)[-25:]))
        print(f"The set-up did not finish; the lines above are its last, all of them are in {LOG.relative_to(CHECKOUT)}.")
        print("Most often the network or the disk is the reason. The same make command tries again; what was compiled is kept.")
        return 3
    STAMP.write_text(" ".join([now, *sorted(wanted)]))
    print("Ready.")
    return 0


def main() -> int:
    """Read the command line and do what it says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--extra", action="append", default=[], help="also install what this extra of pyproject.toml names")
    parser.add_argument("--missing-packages", action="store_true", help="print the Debian packages this machine lacks, and end")
    arguments = parser.parse_args()
    if arguments.missing_packages:
        print(" ".join(machine.packages(machine.missing(), "apt")))
        return 0
    try:
        return prepare(arguments.extra)
    except KeyboardInterrupt:
        print("\nStopped. The same make command goes on from here.")
        return 130


if __name__ == "__main__":
    sys.exit(main())
