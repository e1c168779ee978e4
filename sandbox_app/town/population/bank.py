"""What people are made of: the words of `assets/people/population.toml`."""

import tomllib
from functools import cache
from typing import Any

from msgspec import Struct

from sandbox_app.resources import assets


class Leaning(Struct, frozen=True, array_like=True):
    """A factor of personality and the direction in which a word tells of it: 1 or -1."""

    factor: str
    direction: int


@cache
def bank(section: str) -> dict[str, Any]:
    """Return a section of the bank."""
    with assets("people", "population.toml").open("rb") as file:
        table: dict[str, Any] = tomllib.load(file)[section]
    return table


@cache
def leanings(section: str) -> dict[str, Leaning]:
    """Return the words of a section (`traits`, `values`, `speech`) with what each tells of somebody."""
    return {word: Leaning(factor, direction) for word, (factor, direction) in bank(section).items()}
