"""`python -m sandbox_app.llm.library list`, `… try FILE`: the library in a process of its own, which a window may end at any time."""

import argparse
import sys
from pathlib import Path

from sandbox_app.errors import ModelProblem
from sandbox_app.llm.library import told
from sandbox_app.llm.library.entries import entry_of
from sandbox_app.llm.library.find import find
from sandbox_app.llm.library.fitness import card_at, try_out
from sandbox_app.llm.model_settings import USUAL, settings_at
from sandbox_app.posix import end_with_parent, give_way


def _say(what: told.Told) -> None:
    sys.stdout.buffer.write(told.write(what))
    sys.stdout.buffer.flush()


def main() -> int:
    """Do what is asked; returns the process's exit status."""
    parser = argparse.ArgumentParser(prog="library")
    parser.add_argument("order", choices=("list", "try"))
    parser.add_argument("file", type=Path, nargs="?")
    options = parser.parse_args()
    end_with_parent()
    give_way(10)
    if options.order == "list":
        for found in find():
            entry = entry_of(found)
            _say(told.Listed(entry, None if entry.problem else card_at(found.path), USUAL if entry.problem else settings_at(found.path)))
        return 0
    try:
        card = try_out(options.file, lambda done, of: _say(told.Progress(done, of)))
    except ModelProblem as problem:
        _say(told.Failed(problem.sentence, problem.details))
        return 3
    _say(told.Tried(card))
    return 0


if __name__ == "__main__":
    sys.exit(main())
