"""When a world was opened to live, and with what: thoughts under way are asked anew then, so a re-run has to know."""

import msgspec
from msgspec import Struct

from sandbox_app.llm.forms import purposes
from sandbox_app.llm.request import Engine

OPENED = "opened"
"""Where in `meta` the openings stand."""


class Opening(Struct, frozen=True, omit_defaults=True):
    """A world began to live on after a step: with an engine of this name and context, that knew all forms but these."""

    step: int
    name: str
    context: int
    unknown: tuple[str, ...] = ()


def add_opening(text: str, step: int, engine: Engine) -> str:
    """Return the list of openings as `meta` has it, with this one."""
    unknown = tuple(purpose for purpose in purposes() if not engine.knows(purpose))
    return msgspec.json.encode([*read_openings(text), Opening(step, engine.name, engine.context, unknown)]).decode()


def read_openings(text: str) -> list[Opening]:
    """Return the openings that `meta` notes; none where it says nothing that makes sense."""
    try:
        return msgspec.json.decode(text, type=list[Opening])
    except msgspec.DecodeError:
        return []
