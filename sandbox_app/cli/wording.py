"""The commands `wording list|show|set|reset`: a world's own words for what its people are asked."""

import argparse
from pathlib import Path

from sandbox_app.cli.commands import Commands, author
from sandbox_app.cli.output import DONE, print_json, say
from sandbox_app.errors import Problem


def add(commands: Commands) -> None:
    """Add the commands of this family."""
    wording = commands.family("wording", "see and change the words in which thoughts are asked in a world")
    wording.on_world("list", _list, "all forms, and which are asked in words of the world's own")
    showing = wording.on_world("show", _show, "the words of a form, as a template")
    setting = wording.on_world("set", _set, "ask a form in other words from now on; the demo model was trained on the shipped ones")
    reset = wording.on_world("reset", _reset, "ask a form in the shipped words again")
    for one in (showing, setting, reset):
        one.add_argument("form", metavar="FORM", help="like say, day_plan, react; `wording list` has them all")
    setting.add_argument("file", type=Path, metavar="FILE", help="the template")


def _list(options: argparse.Namespace) -> int:
    rows = [{"form": purpose, "own": own, "digest": digest} for purpose, (_, own, digest) in _wordings(options.world).items()]
    if options.json:
        print_json(rows)
        return DONE
    for row in rows:
        say(f"{row['form']:18} {'in words of its own' if row['own'] else 'as shipped':20} {row['digest']}")
    return DONE


def _show(options: argparse.Namespace) -> int:
    found = _wordings(options.world)
    if options.form not in found:
        raise Problem(f"There is no form {options.form!r}; there are {', '.join(found)}.")
    text, own, digest = found[options.form]
    if options.json:
        print_json({"form": options.form, "own": own, "digest": digest, "text": text})
        return DONE
    say(text)
    return DONE


def _set(options: argparse.Namespace) -> int:
    try:
        text = options.file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Problem(f"{options.file} cannot be read: {error}.") from error
    return _edit(options, text)


def _reset(options: argparse.Namespace) -> int:
    return _edit(options, "")


def _edit(options: argparse.Namespace, text: str) -> int:
    from sandbox_app.simulation.edited import edit_world
    from sandbox_app.simulation.editing.operations import SetWording
    from sandbox_app.simulation.interventions import Edit

    edited = edit_world(options.world, Edit(SetWording(options.form, text)), author())
    own = bool(text)
    if options.json:
        print_json({"world": str(options.world), "form": options.form, "own": own, "event": edited.event, "time": edited.time})
        return DONE
    say(f"{edited.time}  {edited.text}")
    return DONE


def _wordings(path: Path) -> dict[str, tuple[str, bool, str]]:
    """Return of each form its words, whether they are the world's own, and their digest."""
    from sandbox_app.simulation.wordings import wordings_of

    return {one.purpose: (one.text, one.own, one.digest) for one in wordings_of(path)}
