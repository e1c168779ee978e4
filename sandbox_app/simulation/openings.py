"""When a world was opened to live, and with what: thoughts under way are asked anew then, so a re-run has to know."""

import msgspec
from msgspec import Struct

from sandbox_app.llm.forms import purposes
from sandbox_app.llm.request import Engine

OPENED = "opened"
"""Where in `meta` the openings stand."""


RESTED = "rested"
"""Where in `meta` the last step stands after which the world was closed: it goes on from there as one that is opened anew."""


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


def opening_of(step: int, seed: int, engine: Engine, parameters: int) -> Opening:
    """Return the opening of a world after a step with an engine."""
    unknown = tuple(purpose for purpose in purposes() if not engine.knows(purpose))
    return Opening(step, seed, engine.name, engine.context, parameters, unknown)


def add_opening(text: str, opening: Opening) -> str:
    """Return the list of openings as `meta` has it, with this one."""
    return msgspec.json.encode([*read_openings(text), opening]).decode()


def openings_until(text: str, step: int) -> str:
    """Return the list of openings as `meta` has it, with those until a step alone."""
    return msgspec.json.encode([one for one in read_openings(text) if one.step <= step]).decode()


def read_openings(text: str) -> list[Opening]:
    """Return the openings that `meta` notes; none where it says nothing that makes sense."""
    try:
        return msgspec.json.decode(text, type=list[Opening])
    except msgspec.DecodeError:
        return []
