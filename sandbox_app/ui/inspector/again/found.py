"""What is read of the file about a thought that may be asked again; no widgets. Asked behind the window's back."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox_app.errors import Problem
from sandbox_app.ui.words import tr
from sandbox_app.worldfile.reader import WorldReader

if TYPE_CHECKING:
    from sandbox_app.simulation.again.parts import Part


@dataclass(frozen=True)
class Told:
    """What a thought was told, in parts that can be changed; `wrong` says why there are none."""

    call: int
    parts: "tuple[Part, ...]" = ()
    wrong: str = ""


def told(reader: WorldReader, call: int) -> Told:
    """Read what a thought was told."""
    from sandbox_app.simulation.again.asking import facts_of  # late: the first picture can do without it
    from sandbox_app.simulation.again.parts import parts_of

    try:
        return Told(call, tuple(parts_of(facts_of(reader, call)[1])))
    except Problem as problem:
        return Told(call, wrong=problem.sentence)


def title(where: str) -> str:
    """Return what a part is called, by its place among the facts."""
    name, _, rest = where.partition(".")
    if name == "me":
        return _of_persona().get(rest, rest)
    return _of_situation().get(name, name)


def _of_persona() -> dict[str, str]:
    return {
        "identity": tr("Who they are"),
        "traits": tr("Traits"),
        "speech": tr("How they speak"),
        "values": tr("Values"),
        "secret": tr("Secret"),
        "aim": tr("What they want"),
        "summary": tr("What they think of themselves"),
    }


def _of_situation() -> dict[str, str]:
    return {
        "memories": tr("Remembered"),
        "recalled": tr("Came to mind"),
        "beliefs": tr("Believed"),
        "people": tr("What somebody is to them"),
        "person": tr("What somebody is to them"),
        "lines": tr("Said before"),
        "appointments": tr("Promised"),
        "seen": tr("Seen or heard"),
        "texts": tr("To be weighed"),
        "yesterday": tr("Of yesterday"),
        "goal": tr("What the talk is for"),
        "perceived": tr("Noticed"),
        "change": tr("What changed"),
        "question": tr("The question"),
        "meant": tr("What it is about"),
        "wish": tr("What is tried"),
    }
