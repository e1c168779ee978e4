"""The help pages that ship: each a question and a few numbered steps, in Markdown. No widgets."""

from dataclasses import dataclass
from pathlib import Path

from sandbox_app.resources import assets


@dataclass(frozen=True)
class Topic:
    """One page: its question, which is its first heading, and its text."""

    name: str
    title: str
    text: str


def folder() -> Path:
    """Where the pages and their pictures lie."""
    return assets("help")


def topics() -> list[Topic]:
    """Return all pages, in the order of their files' names."""
    found = []
    for path in sorted(folder().glob("*.md")):
        text = path.read_text(encoding="utf-8")
        found.append(Topic(path.stem, text.partition("\n")[0].removeprefix("# ").strip(), text))
    return found
