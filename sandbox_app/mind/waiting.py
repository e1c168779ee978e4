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
