"""How much a prompt holds: the one place that decides it, from the model's context and its size.

| level | for | thought | talk | interview | reflection | lines | choices |
|---|---|---|---|---|---|---|---|
| short | contexts below 4,096 tokens | 8 | 6 | 8 | 20 | 10 | 16 |
| middle | contexts below 8,192; models of up to 4B parameters, which lose the thread in long prompts | 15 | 12 | 24 | 40 | 14 | 20 |
| full | all others: the numbers of the paper, or those of the world's settings | 30 | 15 | 50 | 100 | 16 | 24 |

*Thought*, *talk* and *interview* are memories offered (never more than the settings say), *reflection* those that raise questions,
*lines* the latest of a talk, *choices* the longest numbered list of places, things and the like. The setting `prompts` names a
level outright. Within a level texts are as long as they are, until a prompt might not fit: `fitted` then shortens them, the longest
first, and takes the ends off the lists only when that is not enough.
"""

import re
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from sandbox_app.llm import facts as f
from sandbox_app.llm import forms
from sandbox_app.llm.request import Request
from sandbox_app.mind.settings import Settings
from sandbox_app.mind.words import bounded

Thought = TypeVar("Thought", bound=f.AnyFacts)

SMALL_MODEL = 4_500_000_000
"""Parameters up to which a model gets the middle level at most: what is sold as 4B."""
FRAME = 96
"""Tokens that a chat template and its instruction may add to a prompt."""
_SPARE = 8 / 5
"""Tokens of an answer for each that its form allows: small vocabularies need more for the same words (the engine's allowance)."""
_LENGTHS = (160, 120, 90, 60, 40, 24, 12)
"""Characters to which the texts of a prompt are cut, one after the other, until it fits."""


_WHOLE = ("texts", "options")
"""Lists every entry of which has its line in the answer."""
_NEAREST_LAST = ((f.Interview, "memories"), (f.Say, "recalled"))
"""Lists, not numbered, that end with what matters most."""


class Budget(Struct, frozen=True):
    """How much of everything a prompt holds.

    Attributes:
        level: "short", "middle" or "full".
        thought, talk: memories offered to a thought and to a line of dialogue.
        reflection: memories offered to the questions of a reflection.
        lines: latest lines of a talk that are shown. choices: longest numbered list.
        interview: memories offered to a question from outside. listed: longest numbered list of memories.
    """

    level: str
    thought: int
    talk: int
    reflection: int
    lines: int
    choices: int
    interview: int
    listed: int

    @property
    def guided(self) -> bool:
        """Whether prompts say what a stranger means: to models that would not know."""
        return self.level != "full"

    @property
    def recalled(self) -> int:
        """Memories that a line of dialogue brings to mind, besides those in mind since the talk began."""
        return max(1, self.talk // 3)


_MOST = forms.MOST_CHOICES
_LEVELS = {
    "short": Budget("short", 8, 6, 20, 10, 16, 8, 16),
    "middle": Budget("middle", 15, 12, 40, 14, 20, 24, 40),
    "full": Budget("full", _MOST, _MOST, 10**6, 16, 24, 10**6, _MOST),
}


def level_for(context: int, parameters: int = 0) -> str:
    """Return the level that suits a model: its context in tokens, and its parameters (0: nobody knows)."""
    if context < 4096:
        return "short"
    return "middle" if context < 8192 or 0 < parameters <= SMALL_MODEL else "full"


def budget(settings: Settings, context: int, parameters: int = 0) -> Budget:
    """Return how much a prompt of this world holds for a model."""
    level = _LEVELS[level_for(context, parameters) if settings.prompts == "auto" else settings.prompts]
    return msgspec.structs.replace(
        level,
        thought=min(settings.retrieve_thought, level.thought),
        talk=min(settings.retrieve_talk, level.talk),
        reflection=min(settings.reflection_memories, level.reflection),
        interview=min(settings.retrieve_interview, level.interview),
    )


_PIECE = re.compile(r"[A-Za-z]+|[^\x00-\x7f]|[^A-Za-z ]| (?![A-Za-z])")
_HARD = re.compile(r"[^aeiouyAEIOUY]{4}|[A-Z]{2}|[a-z][A-Z]|^[^aeiouyAEIOUY]+$|[jqxzJQXZ].?[jqxzJQXZ]")


def most_tokens(text: str) -> int:
    """Return more tokens than a text has in any vocabulary of ours and others', about twice what English has in the demo model's.

    Words that can be spoken count three fifths of their letters, others one more than they have, what is not ASCII
    as many as it has bytes, and a space counts where no word follows it.
    """
    total = 0
    for piece in _PIECE.findall(text):
        length = len(piece)
        if not piece.isascii():
            total += len(piece.encode())
        elif length < 3:
            total += length
        elif _HARD.search(piece):
            total += length + 1
        else:
            total += -(-3 * length // 5)
    return total


def fits(request: Request, context: int) -> bool:
    """Say whether a prompt and its answer certainly fit a context, in whatever words a template wraps them."""
    room = context - FRAME - int(request.max_tokens * _SPARE)
    prompt = request.prompt
    return len(prompt.encode()) <= room or most_tokens(prompt) <= room


def fitted(facts: Thought, context: int) -> Thought:
    """Return these facts, as much of them as fits a context; nearly always all of them.

    Numbers in an answer mean the same in both: lists lose their ends, never their beginnings, but for memories the nearest of which
    stands last; lists whose every entry is answered lose nothing.
    """

    def fit(some: Thought) -> bool:
        return fits(forms.render(some), context)

    shorter: Thought = facts
    for most in (10**9, *_LENGTHS):
        shorter = _mapped(facts, partial(_cut, most=most))
        if fit(shorter):
            return shorter
    while lists := [(name, rows) for name, rows in _lists(shorter) if len(rows) > 1]:
        name, rows = max(lists, key=lambda row: len(row[1]))
        half = len(rows) // 2
        shorter = msgspec.structs.replace(shorter, **{name: rows[-half:] if (type(facts), name) in _NEAREST_LAST else rows[:half]})
        if fit(shorter):
            return shorter
    me = shorter.me
    return msgspec.structs.replace(
        shorter, me=msgspec.structs.replace(me, habits=me.habits[:1], traits=me.traits[:1], identity="", summary="")
    )


def _cut(text: str, most: int) -> str:
    return bounded(text, most) if len(text) > most else text


def _lists(facts: f.Facts) -> list[tuple[str, tuple[Any, ...]]]:
    return [(name, value) for name in facts.__struct_fields__ if name not in _WHOLE and isinstance(value := getattr(facts, name), tuple)]


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    """Return a value with every text in it changed."""
    match value:
        case str():
            return change(value)
        case tuple():
            return tuple(_mapped(part, change) for part in value)
        case Struct():
            return msgspec.structs.replace(value, **{name: _mapped(getattr(value, name), change) for name in value.__struct_fields__})
    return value
