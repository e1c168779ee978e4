"""The two things that a mind awaits: a thought, and the passing of simulated time.

Minds are coroutines that the step loop drives by hand, in the order of agents, so that a run does not depend on which
answer happens to arrive first. Nothing here knows of threads or event loops.
"""

import types
from collections.abc import Generator
from typing import Any

from msgspec import Struct

from sandbox_app.llm import facts as f
from sandbox_app.llm.answers import Answer
from sandbox_app.worldfile.rows import Retrieved

REACTION_SECONDS = 20
"""Between noticing somebody and turning to them."""
CHANGE_SECONDS = 60
"""For thinking over what is left of the day; what was begun goes on meanwhile."""
SETTLING_SECONDS = 60
"""For what exactly to do, when a part of the day begins that was not thought of before; at the latest on arrival."""
PARTING_SECONDS = 40
"""For taking leave after a talk, and making up one's mind about it."""
BACKGROUND_SECONDS = 600
"""For what goes on beside the day: how much a memory matters, what it all means."""


class Thought(Struct, frozen=True):
    """A wish to think: answered at `due_step`, never earlier; the clock waits for it then.

    Awaiting it gives a `Result`.
    """

    facts: f.AnyFacts
    due_step: int
    retrieved: tuple[Retrieved, ...] = ()


class Result(Struct, frozen=True):
    """What came of a thought: an answer, or None when it failed; `call_id` is the recorded call."""

    answer: Answer | None
    call_id: int


class Pause(Struct, frozen=True):
    """A wish to go on at `until`, or earlier when something calls for attention, if `open_to_calls`.

    Awaiting it gives whether something called.
    """

    until: int
    open_to_calls: bool = True


Wish = Thought | Pause


@types.coroutine
def wait_for(wish: Wish) -> Generator[Wish, Any, Any]:
    """Hand a wish to the step loop and come back with what it gives."""
    return (yield wish)
