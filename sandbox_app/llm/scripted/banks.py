"""The phrase banks: `assets/phrases/*.toml`, read once."""

import tomllib
from functools import cache
from typing import Any

from sandbox_app.resources import assets


@cache
def bank(name: str) -> dict[str, Any]:
    """Return the phrase bank of this name."""
    with assets("phrases", f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
