"""The whole life of a world, as little as the timeline needs of it: what kind of thing everybody did when, and what is worth a mark.

No Qt. Pieces are read on the thread of a reader and put together on the main thread, where they cost next to nothing.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from sandbox_app.simulation.messages import HUES
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import Event

if TYPE_CHECKING:
    from sandbox_app.simulation.description import Description

Sort = Literal["talk", "reflection", "plan", "edit", "intervention", "trouble", "bookmark"]
SORTS: tuple[Sort, ...] = ("talk", "reflection", "plan", "edit", "intervention", "trouble", "bookmark")
LANES: dict[Sort, int] = {"talk": 0, "reflection": 1, "plan": 1, "edit": 2, "intervention": 2, "trouble": 2, "bookmark": 2}
"""In which lane marks of a sort stand, from above."""
RARE = 2
"""The lane of what is seldom; it alone stays when the timeline is folded."""
_FIRST: tuple[Sort, ...] = ("bookmark", "trouble", "intervention", "edit", "plan", "reflection", "talk")
"""Which sort stands for all marks of a lane where there is room for one alone."""
_LANE_OF = np.array([LANES[sort] for sort in SORTS])
_RANK_OF = np.array([_FIRST.index(sort) for sort in SORTS])
NOTHING = 255
"""Where nothing has been lived yet."""
PIECE = 3000
"""Events that are read at once."""
_SORT_OF: dict[str, Sort] = {
    "talk_start": "talk", "reflect": "reflection", "replan": "plan", "edit": "edit", "intervene": "intervention",
    "enter": "intervention", "leave": "intervention",
    "thought_failed": "trouble", "rule": "trouble", "system": "trouble",
}  # fmt: skip
_HUE_OF = {"sleep": "sleep", "wake": "home", "move": "walk", "queue": "other", "enter": "other", "leave": "sleep"}
KINDS = frozenset((*_SORT_OF, *_HUE_OF, "act"))


class Mark(Struct, frozen=True):
    """A moment worth a mark on the line. `event` is the number of what happened, `agent` whose it is (0: nobody's)."""

    step: int
    sort: Sort
    agent: int
    event: int
    text: str


class Piece(Struct, frozen=True):
    """A stretch of a world's life: the record up to event `last`, and to the end of step `until`.

    Attributes:
        tracks: by agent, the steps (int32) at which it took something else up, and the hues (uint8).
        dropped: bookmarks of earlier pieces that an undo took away: their steps and words. whole: nothing more is on record for now.
    """

    last: int
    until: int
    tracks: dict[int, tuple[NDArray[np.int32], NDArray[np.uint8]]]
    marks: list[Mark]
    dropped: list[tuple[int, str]]
    whole: bool


def first_hues(reader: WorldReader, world: "Description") -> NDArray[np.uint8]:
    """Return what kind of thing everybody did when the world began.

    Raises:
        WorldProblem: the file is damaged.
    """
    from sandbox_app.simulation.description import beginning  # late: it brings along what the first picture can do without

    return beginning(reader, world).hue.copy()


def read_on(reader: WorldReader, after: int) -> Piece:
    """Read the life that comes after an event.

    Raises:
        WorldProblem: the file is damaged.
    """
    from sandbox_app.simulation.description import believing  # late, as above

    until = reader.last_step()
    events = reader.events(kinds=KINDS, after_id=after, limit=PIECE)
    steps: dict[int, list[int]] = defaultdict(list)
    hues: dict[int, list[int]] = defaultdict(list)
    marks: list[Mark] = []
    dropped: list[tuple[int, str]] = []
    with believing(reader):
        for event in events:
            for agent, hue in _taken_up(event):
                steps[agent].append(event.step)
                hues[agent].append(hue)
            gone: list[tuple[int, str]] = []
            marks += _marks(event, gone)
            if gone:
                marks = [mark for mark in marks if not _in(mark, gone)]
                dropped += gone
    whole = len(events) < PIECE
    tracks = {agent: (np.array(steps[agent], np.int32), np.array(hues[agent], np.uint8)) for agent in steps}
    return Piece(events[-1].id if events else after, until if whole else events[-1].step, tracks, marks, dropped, whole)


def _taken_up(event: Event) -> Iterator[tuple[int, int]]:
    """Yield who does another kind of thing from an event on, as `WorldState` has it."""
    data = event.data
    if event.kind == "act":
        yield event.agent_id, HUES.index(data["hue"])
    elif event.kind == "talk_start":
        for member in data["members"]:
            yield member, HUES.index("talk")
        if event.agent_id and event.agent_id not in data["members"]:
            yield event.agent_id, HUES.index("talk")
    elif event.kind == "edit":
        for change in data.get("changes", ()):
            if change["table"] == "body":
                yield change["agent"], change["after"]["hue"]
    elif event.kind in _HUE_OF:
        yield event.agent_id, HUES.index(_HUE_OF[event.kind])


def _marks(event: Event, dropped: list[tuple[int, str]]) -> Iterator[Mark]:
    notes = [change for change in event.data.get("changes", ()) if change["table"] == "note"] if event.kind == "edit" else []
    for note in notes:
        if note.get("after"):
            yield Mark(note["number"], "bookmark", 0, event.id, note["after"])
        elif note.get("before"):
            dropped.append((note["number"], note["before"]))
    if not notes and event.kind in _SORT_OF:
        yield Mark(event.step, _SORT_OF[event.kind], event.agent_id, event.id, event.text)


class Life:
    """What is known of a world's life so far. Lives on the main thread.

    Attributes:
        marks: by step. last: the last event read. until: the last step that is known.
    """

    def __init__(self, hues: NDArray[np.uint8]) -> None:
        self.marks: list[Mark] = []
        self.last = 0
        self.until = 0
        self._marked = np.zeros((0, 2), np.int64)
        self._steps = [np.array([-1], np.int32) for _ in hues]
        self._hues = [hues[at : at + 1] for at in range(len(hues))]

    @property
    def count(self) -> int:
        """How many people live in it."""
        return len(self._steps)

    def take(self, piece: Piece) -> None:
        """Take a piece in, which goes on where the last one ended."""
        for _ in range(self.count, max(piece.tracks, default=0)):  # visitors, who were not there before
            self._steps.append(np.array([-1], np.int32))
            self._hues.append(np.array([HUES.index("sleep")], np.uint8))
        for agent, (steps, hues) in piece.tracks.items():
            if 1 <= agent <= self.count:
                self._steps[agent - 1] = np.concatenate((self._steps[agent - 1], steps))
                self._hues[agent - 1] = np.concatenate((self._hues[agent - 1], hues))
        if piece.dropped:
            self.marks = [mark for mark in self.marks if not _in(mark, piece.dropped)]
        if piece.marks or piece.dropped:
            self.marks = sorted([*self.marks, *piece.marks], key=_step)
            self._marked = np.array([(mark.step, SORTS.index(mark.sort)) for mark in self.marks], np.int64).reshape(-1, 2)
        self.last, self.until = piece.last, max(self.until, piece.until)

    def hues(self, steps: NDArray[np.int32], agents: Iterable[int]) -> NDArray[np.uint8]:
        """Return what kind of thing agents did at some steps: index into `HUES`, shape (agents, steps); `NOTHING` where none was lived."""
        rows = [self._hues[one - 1][np.searchsorted(self._steps[one - 1], steps, "right") - 1] for one in agents]
        found = np.array(rows, np.uint8).reshape(-1, len(steps))
        found[:, (steps < 0) | (steps > self.until)] = NOTHING
        return found

    def stretch(self, agent: int, step: int) -> tuple[int, int, int]:
        """Return from when until when an agent did what it did at a step, and the hue of that."""
        steps, hues = self._steps[agent - 1], self._hues[agent - 1]
        at = int(np.searchsorted(steps, step, "right")) - 1
        first = last = at
        while first > 0 and hues[first - 1] == hues[at]:
            first -= 1
        while last + 1 < len(steps) and hues[last + 1] == hues[at]:
            last += 1
        end = int(steps[last + 1]) if last + 1 < len(steps) else self.until
        return max(0, int(steps[first])), end, int(hues[at])

    def between(self, first: float, last: float) -> list[Mark]:
        """Return the marks of these steps, both included."""
        return self.marks[bisect_left(self.marks, first, key=_step) : bisect_right(self.marks, last, key=_step)]

    def spread(self, first: float, last: float, apart: float) -> list[tuple[int, Sort]]:
        """Return the marks to draw for these steps: cells of `apart` steps from the beginning of the world, and the sort that stands there.

        In each lane a cell has one mark at most.
        """
        start, end = np.searchsorted(self._marked[:, 0], first, "left"), np.searchsorted(self._marked[:, 0], last, "right")
        steps, sorts = self._marked[start:end].T
        cells = (steps / apart).astype(np.int64)
        order = np.argsort(_RANK_OF[sorts], kind="stable")
        _, kept = np.unique((_LANE_OF[sorts] * (1 << 40) + cells)[order], return_index=True)
        return [(int(cells[at]), SORTS[sorts[at]]) for at in order[kept]]

    def in_cell(self, lane: int, cell: int, apart: float) -> list[Mark]:
        """Return the marks of a lane in a cell of `spread`, first the one that stands for them."""
        near = self.between(cell * apart - 1, (cell + 1) * apart + 1)
        return sorted((one for one in near if LANES[one.sort] == lane and int(one.step / apart) == cell), key=_rank)

    def next_mark(self, step: int, way: int) -> Mark | None:
        """Return the next mark after a step, or with a negative `way` the one before it."""
        if way > 0:
            at = bisect_right(self.marks, step, key=_step)
            return self.marks[at] if at < len(self.marks) else None
        at = bisect_left(self.marks, step, key=_step)
        return self.marks[at - 1] if at else None


def _in(mark: Mark, dropped: list[tuple[int, str]]) -> bool:
    """Whether a mark is a bookmark that was taken away."""
    return mark.sort == "bookmark" and (mark.step, mark.text) in dropped


def _step(mark: Mark) -> int:
    return mark.step


def _rank(mark: Mark) -> int:
    return _FIRST.index(mark.sort)
