"""What is asked of an engine and what comes back: requests, completions, and the `Engine` protocol."""

from collections.abc import Callable, Sequence
from typing import Literal, Protocol, get_args

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from sandbox_app.llm import facts as f

Priority = Literal["person", "dialogue", "reaction", "plan", "reflection", "background"]
"""What a request is for: a person's question, a talk, a reaction, a plan, a reflection, the rest; see `order`."""


class Name(Struct, frozen=True):
    """Something that has a name everybody in the town uses; `kind` is "person" or "place"."""

    kind: str
    text: str


class Unread(Struct, frozen=True):
    """An answer given before that could not be read, and why."""

    text: str
    fault: str


class Request(Struct, frozen=True, kw_only=True):
    """One thought to be completed.

    Attributes:
        purpose: the form's name.
        shared, own, now: the prompt in its three parts, in this order, each ending with a newline.
        facts: what the prompt was made from.
        grammar: GBNF of the answer, from our own forms alone, or "" for none.
        lines: an answer is complete after this many lines, 0 for no such limit.
        max_tokens: limit of the answer.
        temperature: 0 for greedy.
        seed: of the sampler, 32 bits.
        names: the world's names, for engines whose model uses handles.
        agent: the agent's id (0: nobody's), which an engine may use to keep the agent's own part at hand.
        priority, due_step: who is served first, see `order`.
        asked_step: the world's step at which it was asked.
        wakes: what the simulation has learnt since its last request of when agents will think again, as (agent, step);
            an engine keeps what it knows of those who think soon.
        before: the answer to the same thought that could not be read; an engine that cannot hold a model to a grammar tells it.
    """

    purpose: str
    shared: str
    own: str
    now: str
    facts: f.AnyFacts
    grammar: str
    lines: int = 0
    max_tokens: int = 64
    temperature: float = 0.7
    seed: int = 0
    priority: Priority = "plan"
    names: tuple[Name, ...] = ()
    agent: int = 0
    due_step: int = 0
    asked_step: int = 0
    wakes: tuple[tuple[int, int], ...] = ()
    before: Unread | None = None

    @property
    def prompt(self) -> str:
        """The whole prompt as plain text."""
        return self.shared + self.own + self.now


_RANKS: dict[Priority, int] = {priority: rank for rank, priority in enumerate(get_args(Priority))}


def order(request: Request) -> tuple[bool, int, int]:
    """Return who is served first, smallest first: a person's questions, then what is due earliest, of that a talk before a plan.

    The clock of a town waits for what is due and for nothing else.
    """
    return request.priority != "person", request.due_step, _RANKS[request.priority]


class Completion(Struct, frozen=True, kw_only=True):
    """What an engine answered.

    Attributes:
        text: the answer with plain names (handles taken out), without the end mark.
        submitted: tokens of the prompt. computed: those not found in a cache, plus generated ones. generated: of the answer.
        seconds: wall clock from taking the request up to the answer.
        model: the name of the model that answered ("scripted" for the scripted engine).
        stopped: "end" (the model ended or the form was complete) or "limit" (max_tokens were used up).
    """

    text: str
    submitted: int
    computed: int
    generated: int
    seconds: float
    model: str
    stopped: str = "end"


class EngineError(Exception):
    """The engine could not answer this request; the message says why, for a person. The next one may work."""


class Cancelled(EngineError):
    """The request was cancelled before it was answered."""


class Unavailable(EngineError):
    """The engine can answer nothing at all until a person has done what the message says; then the request may be asked again."""


class Handle(Protocol):
    """A request under way."""

    def cancel(self) -> None:
        """Stop working on it; `done` is then called with `Cancelled`."""


Done = Callable[[Completion | EngineError], None]
Token = Callable[[str], None]


class Engine(Protocol):
    """A language model, or something that answers like one.

    `submit` is called from the simulation's thread and returns at once; `done` and `token` are called from the engine's
    own thread (the scripted engine calls `done` before `submit` returns), exactly once and any number of times.
    Requests may be answered in any order.
    """

    name: str
    """What answers, as the record keeps it: a model's name, or "scripted"."""
    context: int
    """Tokens that a prompt and its answer may have together."""

    def submit(self, request: Request, done: Done, token: Token | None = None) -> Handle:
        """Take a request."""

    def knows(self, purpose: str) -> bool:
        """Say whether it can be asked this form: a model that names the forms it was trained on knows only these, as they were then.

        Raises:
            FormError: there is no such form.
        """

    def status(self) -> "EngineStatus":
        """Say what the engine is doing now; cheap, from any thread."""

    def close(self) -> None:
        """Cancel everything and give the memory back; may be called twice."""


class Embedder(Protocol):
    """Turns texts into unit vectors."""

    name: str
    """Id of the embedding model, kept with each vector."""
    dimensions: int

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row per text, shape (len(texts), dimensions)."""

    def close(self) -> None:
        """Give the memory back; may be called twice."""


class EngineStatus(Struct, frozen=True, kw_only=True):
    """What an engine is doing.

    Attributes:
        waiting, running: requests. tokens_per_second: generated of late.
        submitted, found: tokens of all prompts so far, and those of them that it had kept from earlier ones.
    """

    model: str
    waiting: int = 0
    running: int = 0
    tokens_per_second: float = 0.0
    submitted: int = 0
    found: int = 0
