"""How every command prints, and the statuses it may end with: 0 done; 2 wrong usage; 3 a problem; 1 a bug."""

import sys
from typing import Any

import msgspec

DONE, BUG, PROBLEM = 0, 1, 3


def print_json(value: Any) -> None:
    """Print one JSON value, and nothing else goes to standard output."""
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")


def say(text: str) -> None:
    """Print a line for people; it is words, whatever a stranger's file put into it: no sign in it steers the terminal."""
    sys.stdout.write(_plain(text) + "\n")


def warn(sentence: str) -> None:
    """Tell a person something that stops nothing, on standard error; "" is nothing."""
    if sentence:
        sys.stderr.write(f"sandbox-app: {_plain(sentence)}\n")


def _plain(text: str) -> str:
    return text if text.isprintable() else "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)
