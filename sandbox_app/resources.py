"""Where the program's own data lies: in a checkout, in an installed wheel, or in a bundle.

`assets/` and `worlds/` are found the same way in all three: beside the package in a checkout, and
inside it (`sandbox_app/_data/…`) in a wheel or a bundle.
"""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def _root(name: str) -> Path:
    for root in (_PACKAGE / "_data", _PACKAGE.parent):
        if (root / name).is_dir():
            return root / name
    raise FileNotFoundError(f"the folder {name!r} of the program is missing; install it again")


def assets(*parts: str) -> Path:
    """Return the path of something under `assets/`."""
    return _root("assets").joinpath(*parts)


def worlds(*parts: str) -> Path:
    """Return the path of something under `worlds/` (towns and casts that ship)."""
    return _root("worlds").joinpath(*parts)


def document(name: str) -> Path:
    """Return the path of a document that lies beside the folders of data: LICENSE, NOTICE; it may be missing."""
    inside = _PACKAGE / "_data"
    return (inside if inside.is_dir() else _PACKAGE.parent) / name


def build() -> str:
    """Return which build of its version the program is, in a few words: "built from 1a2b3c4d5e6f, 2026-11-21"."""
    written = document("BUILD")
    return written.read_text("utf-8").strip() if written.is_file() else "not built: run from its source"
