"""The room in the context: which sequences are free, how many cells are left, which parts of prompts are kept."""

from collections.abc import Callable
from functools import lru_cache

from sandbox_app.llm.llama.context import Context
from sandbox_app.llm.llama.tracks import NOWHERE, Answer, Kept, Track

_MOST_REMEMBERED = 512


class Room:
    """Hands out sequences and cells, and keeps parts of prompts until their room is needed.

    A kept part that nothing builds on is given up when room is needed: first those that no waiting request would use,
    among them the one not used for longest. Cells are counted, not asked for, so that nothing is admitted that could
    not be finished.

    Attributes:
        cells: how many tokens may still be promised.
    """

    def __init__(self, context: Context, tokenize: Callable[[str], list[int]], start: list[int]) -> None:
        self._context = context
        self._tokenize = lru_cache(_MOST_REMEMBERED)(tokenize)  # an answer without room asks again and again
        self._start = start
        self._free = list(range(context.sequences))
        self._kept: dict[tuple[str, str], Kept] = {}
        self._clock = 0
        self.cells = context.cells

    def kept(self, shared: str, own: str) -> tuple[list[Kept], list[Kept]]:
        """Return the kept parts of a prompt, the shared one first, and those of them that are new (not yet in `keep`)."""
        chain: list[Kept] = []
        new: list[Kept] = []
        parent: Kept | None = None
        for key, text in (((shared, ""), shared), ((shared, own), own)):
            if not text:
                continue
            part = self._kept.get(key)
            if part is None:
                feed = self._tokenize(text) if parent else self._start + self._tokenize(text)
                part = Kept(key, feed, parent)
                new.append(part)
            chain.append(part)
            parent = part
        return chain, new

    def admit(self, answer: Answer, new: list[Kept], wanted: Callable[[], set[tuple[str, str]]]) -> bool:
        """Give an answer and the new parts it builds on their sequences and cells; False when there is no room now.

        Args:
            wanted: gives the keys of parts that waiting requests would use.
        """
        cells = answer.reserved + sum(len(part.feed) for part in new)
        self._clock += 1
        for part in answer.chain:
            part.used = self._clock
            part.users += 1  # nothing of the chain is given up while room is made
        while self.cells < cells or len(self._free) < len(new) + 1:
            if not self.give_up_one(wanted):
                for part in answer.chain:
                    part.users -= 1
                return False
        for part in new:
            self._kept[part.key] = part
            if part.parent is not None:
                part.parent.users += 1
        for track in (*new, answer):
            track.sequence = self._free.pop()
        self.cells -= cells
        return True

    def release(self, answer: Answer) -> None:
        """Take back the room of an answer; the parts it was built on stay."""
        if answer.sequence == NOWHERE:
            return
        for part in answer.chain:
            part.users -= 1
        self.cells += answer.reserved
        self._vacate(answer)

    def give_up_one(self, wanted: Callable[[], set[tuple[str, str]]]) -> bool:
        """Give up the kept part that is least likely to be needed; False when all are in use."""
        idle = [part for part in self._kept.values() if not part.users]
        if not idle:
            return False
        needed = wanted()
        part = min(idle, key=lambda part: (part.key in needed, part.used))
        del self._kept[part.key]
        if part.parent is not None:
            part.parent.users -= 1
        self.cells += len(part.feed)
        self._vacate(part)
        return True

    def _vacate(self, track: Track) -> None:
        self._context.forget(track.sequence)
        self._free.append(track.sequence)
        track.sequence = NOWHERE
