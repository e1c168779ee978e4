"""The commands about model files: `models list`, `models show FILE`, `models check FILE`."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from sandbox_app.cli.commands import Commands
from sandbox_app.cli.output import DONE, PROBLEM, print_json, say
from sandbox_app.errors import ModelProblem

_LONGEST = 160
_MANY = 8


def add(commands: Commands) -> None:
    """Add the commands of this family."""
    models = commands.family("models", "see which models lie on this computer, what they are, and whether they work", alone=_list)
    models.add("list", _list, "list the GGUF files found with this program and in the usual folders of others")
    show = models.add("show", _show, "show all that a model file says of itself")
    check = models.add("check", _check, "say whether a model file can be used, and why not; loads it in a process of its own")
    for command in (show, check):
        command.add_argument("file", type=Path, metavar="FILE")


def _list(options: argparse.Namespace) -> int:
    from sandbox_app.llm.library.entries import Entry, entry_of
    from sandbox_app.llm.library.find import find
    from sandbox_app.llm.library.folders import own_folder
    from sandbox_app.llm.library.memory import words
    from sandbox_app.llm.llama.gpu import BUILD, gpu_can

    entries = [entry_of(found) for found in find()]
    if options.json:
        print_json(entries)
        return DONE

    def line(entry: Entry) -> str:
        if entry.problem:
            return f"  {entry.problem}"
        kind = "finds memories" if entry.embedding else f"chat template {entry.template}" if entry.template else "no chat template"
        needs = f"{words(entry.size)}, needs about {words(entry.memory)} of memory"
        return (
            f"  {entry.name}: {entry.architecture}, {parameters(entry.parameters)}, {entry.quantization}, "
            f"context {entry.context}, {kind}; {needs}"
        )

    for entry in entries:
        say(f"{entry.path}" + (f"  ({entry.source}{' ' + entry.label if entry.label else ''})" if entry.source else ""))
        say(line(entry))
    say(f"Put more GGUF files into {own_folder()}, or name any file with --model.")
    if not gpu_can():
        say(BUILD)
    return DONE


def parameters(count: int) -> str:
    """Return how many weights there are as people say it: 7.2B."""
    for unit, size in (("B", 1e9), ("M", 1e6), ("K", 1e3)):
        if count >= size:
            return f"{count / size:.1f}{unit}"
    return str(count)


def _show(options: argparse.Namespace) -> int:
    from sandbox_app.llm.library.entries import details_of
    from sandbox_app.llm.library.memory import words

    details = details_of(options.file, _reading(options.file))
    entry = details.entry
    if options.json:
        print_json(details)
        return DONE
    say(f"{entry.path}: {words(entry.size)}, sha256 {details.sha256}")
    if entry.problem:
        say(entry.problem)
    else:
        say(f"{entry.architecture}, {parameters(entry.parameters)} weights, mostly {entry.quantization}, context {entry.context}")
        say(f"needs about {words(entry.memory)} of memory when it thinks for a town")
    for key, value in sorted(details.metadata.items()):
        say(f"  {key} = {_brief(value, details.cut.get(key, 0))}")
    return DONE


def _brief(value: object, length: int) -> str:
    """Return a value on one line, the long ones cut."""
    if isinstance(value, tuple):
        length = length or len(value)
        more = f", … {length} in all" if length > _MANY else ""
        return f"[{', '.join(_brief(entry, 0)[:40] for entry in value[:_MANY])}{more}]"
    text = value if isinstance(value, str) else str(value)
    shown = text[:_LONGEST].encode("unicode_escape").decode() if not text[:_LONGEST].isprintable() else text[:_LONGEST]
    return shown + (f"… ({len(text)} characters)" if len(text) > _LONGEST else "")


def _reading(path: Path) -> Callable[[int], None]:
    """Return a progress report on standard error, on a terminal alone."""
    size = path.stat().st_size if path.is_file() else 0

    def show(done: int) -> None:
        if sys.stderr.isatty() and size:
            sys.stderr.write(f"\rreading {100 * done // size:3}%" + ("\n" if done >= size else ""))
            sys.stderr.flush()

    return show


def _check(options: argparse.Namespace) -> int:
    from sandbox_app.llm.library.trial import try_model

    trial = try_model(options.file)
    if options.json:
        print_json(trial)
        return DONE if trial.ok else PROBLEM
    if not trial.ok:
        raise ModelProblem(trial.problem, trial.details)
    if trial.tokens:
        say(f"{options.file} can be used: it was loaded and computed {trial.tokens} tokens in {trial.seconds:.1f} s.")
    else:
        say(f"{options.file} can be used to find memories with; it cannot speak.")
    return DONE
