"""The changing parts of prompts, kept in ordinary memory when their answers are done: an agent's next thought often begins as one
of its latest did (the same people, things and memories, with the time at the end), and what is the same is not computed again.
"""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from sandbox_app.llm.llama.context import Context
from sandbox_app.llm.llama.tracks import Answer

MOST_BYTES = 256 << 20
LARGEST = 8 << 20
"""A draft of more bytes costs more to move than to compute again."""
SHORTEST = 24
"""Tokens in common that are worth the way from memory."""
EACH = 6
"""Drafts of one agent."""


class _Draft(Struct, frozen=True):
    """What the context remembered of tokens that came after an agent's own part, whose key is `under`."""

    under: tuple[str, str]
    tokens: Sequence[int]
    data: bytes


class Drafts:
    """Holds the latest changing parts of each agent's prompts, the oldest agent's first to go. Belongs to the engine's thread."""

    def __init__(self, context: Context, most_bytes: int = MOST_BYTES) -> None:
        self._context = context
        self._most = most_bytes
        self._of: dict[int, list[_Draft]] = {}

    def keep(self, answer: Answer) -> None:
        """Keep what an answer's prompt left in the context, before its sequence is emptied; does nothing where it cannot pay."""
        length = answer.submitted - answer.base
        whole = answer.done >= length
        if not whole or length < SHORTEST or answer.parent is None or not answer.request.agent:
            return
        if not self._context.forget(answer.sequence, answer.base + length):
            return
        data = self._context.lift(answer.sequence, answer.base, most=LARGEST)
        if data is None:
            return
        tokens = answer.feed[:length]
        latest = [draft for draft in self._of.pop(answer.request.agent, []) if not _continues(tokens, draft, answer.parent.key)]
        self._of[answer.request.agent] = [*latest, _Draft(answer.parent.key, tokens, data)][-EACH:]
        self._count()

    def recall(self, answer: Answer) -> int:
        """Lay the draft that begins most as this prompt does into the answer's empty sequence; return the tokens in common."""
        if answer.parent is None:
            return 0
        drafts = [draft for draft in self._of.get(answer.request.agent, ()) if draft.under == answer.parent.key]
        if not drafts:
            return 0
        common = [_common(answer.feed, draft.tokens) for draft in drafts]
        best = int(np.argmax(common))
        same = min(common[best], len(answer.feed) - 1)  # the last token's scores are wanted
        if same < SHORTEST or len(drafts[best].tokens) > answer.reserved:
            return 0
        if not self._context.lay_down(drafts[best].data, answer.sequence):
            self._context.forget(answer.sequence)
            return 0
        self._context.copy(answer.parent.sequence, answer.sequence)
        self._context.forget(answer.sequence, answer.base + same)
        return same

    def _count(self) -> None:
        """Keep within the bytes that may be held: the agent who has thought of nothing for longest loses its drafts."""
        held = sum(len(draft.data) for drafts in self._of.values() for draft in drafts)
        while held > self._most:
            oldest = next(iter(self._of))
            held -= sum(len(draft.data) for draft in self._of.pop(oldest))


def _common(one: Sequence[int], other: Sequence[int]) -> int:
    """Return how many tokens two sequences begin with in common."""
    length = min(len(one), len(other))
    differ = np.flatnonzero(np.asarray(one[:length]) != np.asarray(other[:length]))
    return int(differ[0]) if len(differ) else length


def _continues(tokens: Sequence[int], draft: _Draft, under: tuple[str, str]) -> bool:
    """Say whether a new draft makes an old one useless: it holds most of it, or the old one's own part is gone."""
    return draft.under != under or _common(tokens, draft.tokens) >= 0.7 * len(draft.tokens)
