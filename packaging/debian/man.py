"""The man page, written from the command line's own parser, so that it says what the program does."""

from sandbox_app.cli import parser
from sandbox_app.cli.commands import every_command, usage


def page(version: str) -> str:
    """Return the manual page in troff."""
    top = parser()
    lines = [
        f'.TH SANDBOX\\-APP 1 "" "Town Sandbox {version}" "User Commands"',
        ".SH NAME",
        "sandbox\\-app \\- a small town of language\\-model agents",
        ".SH SYNOPSIS",
        ".B sandbox\\-app",
        "[COMMAND] ...",
        ".SH DESCRIPTION",
        _text(top.description or ""),
        ".PP",
        _text(top.epilog or ""),
        ".SH COMMANDS",
    ]
    for command in every_command(top).values():
        lines += [".TP", f".B {_text(usage(command))}", _text(command.description or "")]
    lines += [
        ".SH FILES",
        ".TP",
        ".I ~/.local/share/town\\-sandbox",
        "worlds, backups, and what was found out about models",
        ".TP",
        ".I ~/.config/town\\-sandbox",
        "the window's settings",
        ".SH EXIT STATUS",
        "0 done; 2 wrong usage; 3 a problem that you can act on, told in one line; 1 a fault in the program.",
    ]
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    """Return a line of text as troff reads it."""
    plain = " ".join(text.replace("\\", "\\e").replace("-", "\\-").split())
    return "\\&" + plain if plain[:1] in (".", "'") else plain
