"""The words in which a world's thoughts are asked, and how a thought on record would be asked in others."""

from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from sandbox_app.errors import Problem
from sandbox_app.llm import facts as f
from sandbox_app.llm.forms import FormError, load, purposes
from sandbox_app.llm.wording import checked, digest_of, words
from sandbox_app.simulation.again.asking import facts_of
from sandbox_app.simulation.description import describe
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import CallRow


class Wording(Struct, frozen=True):
    """The words of a form: the template, whether it is the world's own, and its digest."""

    purpose: str
    text: str
    own: bool
    digest: str


def wordings_of(path: Path) -> list[Wording]:
    """Return the words of all forms as they are asked now.

    Raises:
        Problem: the file cannot be read.
    """
    with WorldReader(path) as reader:
        return wordings_in(reader)


def wordings_in(reader: WorldReader) -> list[Wording]:
    """Return the same of a world that is open for reading."""
    own = describe(reader).settings.wordings
    return [
        Wording(purpose, own[purpose], True, digest_of(purpose, own[purpose]))
        if purpose in own
        else Wording(purpose, load(purpose).body.strip("\n"), False, load(purpose).digest)
        for purpose in purposes()
    ]


def preview(reader: WorldReader, purpose: str, text: str, agent: int) -> str:
    """Return how the latest thought of this form, of an agent if it had one, would be asked in these words; "" where there was none.

    Raises:
        Problem: the words may not be used.
    """
    try:
        checked(purpose, text)
        found = _latest(reader, purpose, agent)
        if found is None:
            return ""
        call, facts = found
        return call.shared + call.own + words(purpose, text, facts)
    except FormError as error:
        raise Problem(str(error)) from error


def _latest(reader: WorldReader, purpose: str, agent: int) -> tuple[CallRow, f.AnyFacts] | None:
    """Return the latest thought of a form, of an agent if it had one; None where what it was told is not on record."""
    heads = reader.calls(agent=agent, purpose=purpose, limit=1, latest=True) or reader.calls(purpose=purpose, limit=1, latest=True)
    with suppress(Problem):
        return facts_of(reader, heads[0].id) if heads else None
    return None
