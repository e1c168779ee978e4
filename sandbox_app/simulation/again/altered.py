"""What is altered in a thought that is asked again, and what came of it, as plain data that can be sent."""

from msgspec import Struct


class Altered(Struct, frozen=True):
    """A part of what a thought was told, put otherwise; `text` None leaves it out. `where` is the part's place (`parts.py`)."""

    where: str
    text: str | None = None


class Again(Struct, frozen=True, kw_only=True):
    """A thought that was asked again; the fields of `again --json`.

    Attributes:
        call: the number of the thought on record. changes: what was altered.
        was, now: the answers, as they were written. error: why the new one could not be read, or was not given.
        own, prompt: the new prompt: who thinks, and the situation with the question.
    """

    call: int
    purpose: str = ""
    changes: tuple[Altered, ...] = ()
    was: str = ""
    now: str = ""
    error: str = ""
    model: str = ""
    own: str = ""
    prompt: str = ""
    seconds: float = 0.0
    tokens: int = 0
