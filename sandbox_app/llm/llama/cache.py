"""The room in the context: which sequences are free, how many cells are left, which parts of prompts are kept."""

from collections.abc import Callable
from functools import lru_cache

from sandbox_app.llm.llama.context import Context
from sandbox_app.llm.llama.reading import Reader
from sandbox_app.llm.llama.shelf import Shelf
from sandbox_app.llm.llama.tracks import NOWHERE, Answer, Kept, Track
from sandbox_app.llm.request import Request

_MOST_REMEMBERED = 512


class Room:
    """Hands out sequences and cells, and keeps parts of prompts until their room is needed.

    A kept part that nothing builds on is given up when room is needed: first those that no waiting request would use;
    among them the one whose agent thinks again last, as far as that is known; among equals the one not used for
    longest. An agent's own part goes to the shelf then, and comes back from there. Cells are counted, not asked for, so
    that nothing is admitted that could not be finished.

    Attributes:
        cells: how many tokens may still be promised.
    """

    def __init__(self, context: Context, reader: Reader) -> None:
        self._context = context
        self._read = lru_cache(_MOST_REMEMBERED)(reader.part)  # an answer without room asks again and again
        self._free = list(range(context.sequences))
        self._kept: dict[tuple[str, str], Kept] = {}
        self._clock = 0
        self._step = 0
        self._next: dict[int, int] = {}
        self._shelf = Shelf()
        self.cells = context.cells

    def learn(self, request: Request) -> None:
        """Take what a request says of time: how late it is in the world, and when agents think again."""
        self._step = request.asked_step
        self._next.update(request.wakes)

    def kept(self, shared: str, own: str, agent: int) -> tuple[list[Kept], list[Kept]]:
        """Return the kept parts of a prompt, the shared one first, and those of them that are new (not yet in `keep`)."""
        chain: list[Kept] = []
        new: list[Kept] = []
        parent: Kept | None = None
        for key, text, whose in (((shared, ""), shared, 0), ((shared, own), own, agent)):
            if not text:
                continue
            part = self._kept.get(key)
            if part is None:
                feed = self._read(text, first=parent is None, own=bool(key[1]))
                part = Kept(key, whose, feed, parent)
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
        if not self._could_hold(answer, cells, len(new) + 1):
            return False  # without giving anything up in vain
        self._clock += 1
        for part in answer.chain:
            part.used = self._clock
            part.users += 1  # nothing of the chain is given up while room is made
            part.answers += 1
        while self.cells < cells or len(self._free) < len(new) + 1:
            if not self.give_up_one(wanted):
                raise RuntimeError("the room of the context was counted wrongly")
        for part in new:
            self._kept[part.key] = part
            if part.parent is not None:
                part.parent.users += 1
        for track in (*new, answer):
            track.sequence = self._free.pop()
        self.cells -= cells
        for part in new:
            self._fetch(part)
        return True

    def release(self, answer: Answer) -> None:
        """Take back the room of an answer; the parts it was built on stay."""
        if answer.sequence == NOWHERE:
            return
        for part in answer.chain:
            part.users -= 1
            part.answers -= 1
        self.cells += answer.reserved
        self._vacate(answer)

    def give_up_one(self, wanted: Callable[[], set[tuple[str, str]]]) -> bool:
        """Give up the kept part that is least likely to be needed; False when all are in use."""
        idle = [part for part in self._kept.values() if not part.users]
        if not idle:
            return False
        needed = wanted()
        part = min(idle, key=lambda part: (part.key in needed, -self._rests_until(part.agent), part.used))
        del self._kept[part.key]
        if part.parent is not None:
            part.parent.users -= 1
            if part.ready and (data := self._context.lift(part.sequence, part.base)) is not None:
                self._shelf.put(part.key, part.agent, part.used, data, self._rests_until)
        self.cells += len(part.feed)
        self._vacate(part)
        return True

    def _fetch(self, part: Kept) -> None:
        """Take a part from the shelf, if it is there, into its new place; what it stands on must be computed."""
        if part.parent is None or not part.parent.ready:
            return
        data = self._shelf.take(part.key)
        if data is not None and self._context.lay_down(data, part.sequence):
            self._context.copy(part.parent.sequence, part.sequence)
            part.done = len(part.feed)

    def _rests_until(self, agent: int) -> int:
        return max(self._next.get(agent, 0), self._step)

    def _could_hold(self, answer: Answer, cells: int, sequences: int) -> bool:
        """Say whether there would be room if everything were given up that no answer under way needs."""
        spare = [part for part in self._kept.values() if not part.answers and part not in answer.chain]
        return self.cells + sum(len(part.feed) for part in spare) >= cells and len(self._free) + len(spare) >= sequences

    def start_over(self) -> None:
        """Note that the context has forgotten everything: what is kept is computed again when it is needed."""
        for part in self._kept.values():
            part.done = 0

    def _vacate(self, track: Track) -> None:
        self._context.forget(track.sequence)
        self._free.append(track.sequence)
        track.sequence = NOWHERE
