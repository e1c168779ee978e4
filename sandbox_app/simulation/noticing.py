"""Who notices whom: perception as arrays over all agents, so that a step in which nothing changes costs next to nothing.

An agent sees others in the same room within a radius, and its attention goes to the few nearest whose doings are new to it
("Generative Agents", Park et al., 2023: vision radius, attention bandwidth, retention; the values are in the settings).
"""

import numpy as np
from numpy.typing import NDArray

from sandbox_app.mind.settings import Settings
from sandbox_app.simulation.state import WorldState

LOOK_EVERY = 6
"""Steps between two looks of one observer at the others; somebody who looks every step writes down every step."""


STRANGER_EVERY = 60
"""Steps for which an observer who has noticed a stranger pays no attention to another one: a crowd is a crowd."""


class Noticing:
    """What each agent has seen of what each other does. Owned by the step loop.

    Attributes:
        settings: how far people see and how much they attend to.
    """

    def __init__(self, count: int, settings: Settings) -> None:
        self.settings = settings
        self._seen: NDArray[np.int64] = np.full((count, count), -1, np.int64)
        self._looked: NDArray[np.int64] = np.full(count, -LOOK_EVERY, np.int64)
        self._version: NDArray[np.int64] = np.zeros(count, np.int64)
        self._known: NDArray[np.bool_] = np.zeros((count, count), np.bool_)
        self._strangers: NDArray[np.bool_] = np.zeros((count, count), np.bool_)
        self._stranger_at: NDArray[np.int64] = np.full(count, -STRANGER_EVERY, np.int64)
        self._steps_a_day = 86400 // settings.step_seconds

    def acquaint(self, observer: int, other: int) -> None:
        """From now on the one notices what the other does; of a stranger it only notices, once a day, that it is there."""
        self._known[observer - 1, other - 1] = True

    def look(self, state: WorldState, moved: list[int]) -> list[tuple[int, int]]:
        """Return (observer, whom it notices) of this step, agents from 1, in order of observer, then nearest first.

        Only agents that moved or do something new, and those near them, are looked at.
        """
        if state.step % self._steps_a_day == 0:
            self._strangers[:] = False
        changed = state.version != self._version
        self._version[:] = state.version
        if moved:
            changed[np.array(moved) - 1] = True
        subjects = np.flatnonzero(changed)
        if not len(subjects):
            return []
        observers = np.flatnonzero(~state.asleep & (self._looked <= state.step - LOOK_EVERY))
        if not len(observers):
            return []
        at_them, around_them = self._near(state, observers, subjects), self._near(state, np.intersect1d(observers, subjects), None)
        keys = np.unique(np.concatenate([at_them, around_them]))
        if not len(keys):
            return []
        return self._attend(state, *np.divmod(keys, state.count))

    def _near(self, state: WorldState, observers: NDArray[np.int64], subjects: NDArray[np.int64] | None) -> NDArray[np.int64]:
        """Return observer * count + subject for each subject that is near, in the same room, and does something new."""
        if subjects is None:
            subjects = np.arange(state.count)
        # Those in the same room come first: joined by sorting, because most pairs of a town are in different rooms.
        subjects = subjects[np.argsort(state.place[subjects], kind="stable")]
        places = state.place[subjects]
        first = np.searchsorted(places, state.place[observers], "left")
        counts = np.searchsorted(places, state.place[observers], "right") - first
        watcher = np.repeat(observers, counts)
        within = np.arange(len(watcher)) - np.repeat(np.cumsum(counts) - counts, counts)
        seen = subjects[np.repeat(first, counts) + within]
        near = np.abs(state.x[watcher] - state.x[seen]) <= self.settings.vision
        near &= np.abs(state.y[watcher] - state.y[seen]) <= self.settings.vision
        near &= watcher != seen
        watcher, seen = watcher[near], seen[near]
        new = self._seen[watcher, seen] != state.version[seen]
        open_to_strangers = self._stranger_at[watcher] <= state.step - STRANGER_EVERY
        new &= self._known[watcher, seen] | (open_to_strangers & ~self._strangers[watcher, seen])
        keys: NDArray[np.int64] = watcher[new] * state.count + seen[new]
        return keys

    def _attend(self, state: WorldState, watcher: NDArray[np.int64], seen: NDArray[np.int64]) -> list[tuple[int, int]]:
        """Keep the nearest few of each observer."""
        distance = np.maximum(np.abs(state.x[watcher] - state.x[seen]), np.abs(state.y[watcher] - state.y[seen]))
        order = np.lexsort((seen, distance, watcher))
        watcher, seen = watcher[order], seen[order]
        first = np.searchsorted(watcher, watcher)
        kept = np.arange(len(watcher)) - first < self.settings.attention
        watcher, seen = watcher[kept], seen[kept]
        self._seen[watcher, seen] = state.version[seen]
        new = ~self._known[watcher, seen]
        self._strangers[watcher, seen] = new
        self._stranger_at[watcher[new]] = state.step
        self._looked[watcher] = state.step
        return [(int(one) + 1, int(other) + 1) for one, other in zip(watcher, seen, strict=True)]
