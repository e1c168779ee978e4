"""Requests that have no place yet: who gets the next one, and who may go before whom."""

import heapq
from collections.abc import Callable, Iterator

from sandbox_app.llm.llama.tracks import Answer
from sandbox_app.llm.request import EngineError

MOST_OVERTAKEN = 16
"""So many others of its own priority may go before a request that waits for room; then all wait for it."""
_MOST_ASIDE = 4


class Waiting:
    """A queue by rank. A request for which there is no room now lets smaller ones of its priority pass, but not for ever."""

    def __init__(self) -> None:
        self._heap: list[Answer] = []

    def __len__(self) -> int:
        return len(self._heap)

    def __iter__(self) -> Iterator[Answer]:
        return iter(self._heap)

    def add(self, answer: Answer) -> None:
        """Let a request wait."""
        heapq.heappush(self._heap, answer)

    def clear(self) -> None:
        """Forget them all."""
        self._heap.clear()

    def take_cancelled(self) -> list[Answer]:
        """Return those that were cancelled; they wait no longer."""
        cancelled = [answer for answer in self._heap if answer.cancelled]
        if cancelled:
            self._heap = [answer for answer in self._heap if not answer.cancelled]
            heapq.heapify(self._heap)
        return cancelled

    def admit(self, has_place: Callable[[Answer], bool], find_room: Callable[[Answer], bool]) -> None:
        """Let go in who can, in order of rank.

        Args:
            has_place: whether one more answer like this may be under way.
            find_room: gives a request its room and starts it; False when there is none now. An `EngineError` ends the request.
        """
        aside: list[Answer] = []
        try:
            while self._heap and has_place(self._heap[0]) and self._may_pass(aside):
                answer = heapq.heappop(self._heap)
                aside.append(answer)
                try:
                    found = find_room(answer)
                except EngineError as error:
                    aside.pop()
                    answer.finish(error)
                    continue
                if found:
                    aside.pop()
                    for other in aside:
                        other.overtaken += 1
        finally:
            for answer in aside:
                heapq.heappush(self._heap, answer)

    def _may_pass(self, aside: list[Answer]) -> bool:
        """Say whether the next one may try although those aside could not go in."""
        if not aside:
            return True
        alike = self._heap[0].request.priority == aside[0].request.priority
        return alike and len(aside) < _MOST_ASIDE and all(other.overtaken < MOST_OVERTAKEN for other in aside)
