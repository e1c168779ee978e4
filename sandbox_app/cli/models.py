"""The commands about model files: `models list`, `devices`, `show`, `check`, `try`, `set` and `folders`."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sandbox_app.cli.commands import Commands
from sandbox_app.cli.output import DONE, PROBLEM, print_json, say
from sandbox_app.errors import ModelProblem

if TYPE_CHECKING:
    from sandbox_app.llm.library.fitness import Card
    from sandbox_app.llm.llama.gpu import Device

_LONGEST = 160
_MANY = 8


def add(commands: Commands) -> None:
    """Add the commands of this family."""
    models = commands.family("models", "see which models lie on this computer, what they are, and whether they work", alone=_list)
    models.add("list", _list, "list the GGUF files found with this program and in the usual folders of others")
    models.add("devices", _devices, "list what models compute on here: GPUs, and the processor")
    show = models.add("show", _show, "show all that a model file says of itself")
    check = models.add("check", _check, "say whether a model file can be used, and why not; loads it in a process of its own")
    tried = models.add("try", _try, "put the same few questions to models, side by side, and keep what came of it as their fitness cards")
    tried.add_argument("files", type=Path, nargs="+", metavar="FILE")
    tried.add_argument("--answers", action="store_true", help="print every answer, too")
    settings = models.add("set", _set, "say how a model is to be run; without NAME=VALUE, show how it is")
    for command in (show, check, settings):
        command.add_argument("file", type=Path, metavar="FILE")
    settings.add_argument(
        "settings",
        nargs="*",
        metavar="NAME=VALUE",
        help="temperature, min_p, top_k, top_p, context, threads, kv, gpu_layers or lora; NAME= leaves it to the program",
    )
    folders = models.add("folders", _folders, "the folders in which models are looked for")
    folders.add_argument("--add", type=Path, metavar="DIR", help="look in this one, too")
    folders.add_argument("--remove", type=Path, metavar="DIR", help="no longer look in this one of your own")


def _list(options: argparse.Namespace) -> int:
    from sandbox_app.llm.library.entries import Entry, entry_of
    from sandbox_app.llm.library.find import find
    from sandbox_app.llm.library.folders import own_folder
    from sandbox_app.llm.library.memory import words
    from sandbox_app.llm.llama.gpu import devices, gpu_can, why_no_gpu

    entries = [entry_of(found) for found in find()]
    if options.json:
        print_json(entries)
        return DONE

    def line(entry: Entry) -> str:
        if entry.problem:
            return f"  {entry.problem}"
        kind = "finds memories" if entry.embedding else f"chat template {entry.template}" if entry.template else "no chat template"
        needs = f"{words(entry.size)}, needs about {words(entry.memory)} of memory, {entry.speed} here"
        if entry.fitness is not None:
            needs += f"; {entry.fitness:.0%} of the questions of `models try` answered right"
        return (
            f"  {entry.name}: {entry.architecture}, {parameters(entry.parameters)}, {entry.quantization}, "
            f"context {entry.context}, {kind}; {needs}"
        )

    for entry in entries:
        say(f"{entry.path}" + (f"  ({entry.source}{' ' + entry.label if entry.label else ''})" if entry.source else ""))
        say(line(entry))
    say(f"Put more GGUF files into {own_folder()}, or name any file with --model.")
    say(f"They compute on {' and '.join(map(_device, devices()))}.")
    if not gpu_can():
        say(why_no_gpu())
    return DONE


def _devices(options: argparse.Namespace) -> int:
    from sandbox_app.llm.llama.gpu import devices, gpu_can, why_no_gpu

    found = devices()
    if options.json:
        print_json(found)
        return DONE
    for device in found:
        say(_device(device))
    if not gpu_can():
        say(why_no_gpu())
    return DONE


def _device(device: "Device") -> str:
    from sandbox_app.llm.library.memory import words

    if device.kind == "processor":  # ggml does not look how much of its memory others use
        return f"the processor {device.name} ({words(device.total)} of memory)"
    return f"the {device.kind} {device.name} by {device.by} ({words(device.free)} of {words(device.total)} free)"


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
    if trial.remark:
        say(trial.remark)
    if trial.tokens:
        say(f"{options.file} can be used: it was loaded and computed {trial.tokens} tokens in {trial.seconds:.1f} s.")
    else:
        say(f"{options.file} can be used to find memories with; it cannot speak.")
    return DONE


def _try(options: argparse.Namespace) -> int:
    from sandbox_app.llm.library.fitness import Card, try_out

    cards: list[Card] = []
    for path in options.files:
        cards.append(try_out(path, _trying(path)))
    if options.json:
        print_json([{"path": str(path), "judges": card.judges, "card": card} for path, card in zip(options.files, cards, strict=True)])
        return DONE
    _print_cards(cards)
    if options.answers:
        for card in cards:
            for given in card.given:
                question = " / ".join(line for line in given.asked.splitlines()[-3:-1] if line)
                say(f"{card.name}, {given.test}, {'right' if given.right else 'wrong'}: {question}\n    {given.answer!r}")
    return DONE


def _trying(path: Path) -> Callable[[int, int], None]:
    """Return a progress report on standard error, on a terminal alone."""

    def show(done: int, of: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{path.name}: {done} of {of} answers" + ("\n" if done == of else ""))
            sys.stderr.flush()

    return show


def _print_cards(cards: "list[Card]") -> None:
    """Print cards side by side, a model in each column."""
    from sandbox_app.llm.library.questions import TESTS

    said = {
        "forms": "follows forms",
        "names": "copies names",
        "memory": "remembers",
        "character": "stays in character",
        "rules": "plays by a rule",
        "judge": "judges attempts",
    }
    rows = [["", *(card.name for card in cards)]]
    for test in TESTS:
        scores = [card.tests[test] for card in cards]
        rows.append([said[test], *(f"{score.right} of {score.of}" if score.of else "not trained on it" for score in scores)])
    rows.append(["seconds; to load", *(f"{card.seconds:.1f}; {card.loading:.1f}" for card in cards)])
    rows.append(["tokens a second", *(f"{card.tokens_per_second:.0f}" for card in cards)])
    rows.append(["game master", *("the model" if card.judges else "rules" for card in cards)])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _set(options: argparse.Namespace) -> int:
    from sandbox_app.llm.gguf_check import describe
    from sandbox_app.llm.model_settings import changed, keep, settings_of

    describe(options.file)
    settings = settings_of(options.file)
    if options.settings:
        settings = changed(settings, options.settings)
        keep(options.file, settings)
    values = {name: getattr(settings, name) for name in settings.__struct_fields__}
    if options.json:
        print_json(values)
        return DONE
    for name, value in values.items():
        if name == "lora":
            value = ", ".join(f"{one.path}:{one.scale:g}" for one in settings.lora) or "none"
        say(f"  {name} = {'as many as fit' if value is None else value}")
    say("They hold from when the model is opened the next time.")
    return DONE


def _folders(options: argparse.Namespace) -> int:
    from sandbox_app.llm.library.folders import choose_folder, folders, ollama_folders

    if options.add is not None:
        choose_folder(options.add)
    if options.remove is not None:
        choose_folder(options.remove, wanted=False)
    found = [{"source": one.source, "path": str(one.path)} for one in folders()]
    found += [{"source": "ollama", "path": str(path)} for path in ollama_folders()]
    if options.json:
        print_json(found)
        return DONE
    for one in found:
        say(f"{one['path']}  ({one['source']})")
    return DONE
