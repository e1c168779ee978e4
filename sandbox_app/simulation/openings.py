"""When a world was opened to live, and with what: thoughts under way are asked anew then, so a re-run has to know."""

import msgspec
from msgspec import Struct

from sandbox_app.llm.forms import purposes
from sandbox_app.llm.request import Engine

OPENED = "opened"
"""Where in `meta` the openings stand."""


class Opening(Struct, frozen=True, omit_defaults=True):
    """A world began to live on after a step.

    Attributes:
        seed: of its thoughts. name, context, parameters: of the engine, as the prompts were made for it.
        unknown: the forms that it did not know.
    """

    step: int
    seed: int
    name: str
    context: int
    parameters: int = 0
    unknown: tuple[str, ...] = ()


def add_opening(text: str, step: int, seed: int, engine: Engine, parameters: int) -> str:
    """Return the list of openings as `meta` has it, with this one."""
    unknown = tuple(purpose for purpose in purposes() if not engine.knows(purpose))
    return msgspec.json.encode([*read_openings(text), Opening(step, seed, engine.name, engine.context, parameters, unknown)]).decode()


def read_openings(text: str) -> list[Opening]:
    """Return the openings that `meta` notes; none where it says nothing that makes sense."""
    try:
        return msgspec.json.decode(text, type=list[Opening])
    except msgspec.DecodeError:
        return []
