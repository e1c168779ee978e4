"""Two worlds side by side: where they first part, and how everybody's life differs after that, until the same moment."""

from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from sandbox_app.errors import Problem
from sandbox_app.lab.knowledge import Diffusion, Topic
from sandbox_app.lab.past import Past, past
from sandbox_app.mind.beliefs import SURE
from sandbox_app.simulation.description import state_at
from sandbox_app.simulation.questions import event_words
from sandbox_app.simulation.replay import events_by_step, play
from sandbox_app.worldfile.fork import ID, Ancestor, ancestors
from sandbox_app.worldfile.rows import BeliefRow, Event

SAMPLE_SECONDS = 60
"""Where people are is looked at so often; times at places are counted in these."""
MOST_LISTED = 20
"""Memories of one person that are listed, the latest."""
OF_OTHERS = ("heard", "told", "talk", "seen", "said")
"""Kinds of memories that come from others or from what happened, not from a person's own thoughts."""
_HELD = ("is", "wants", "knows")


class Parting(Struct, frozen=True):
    """Where two worlds first differ: the step, and what happened there in each (None: nothing more)."""

    step: int
    time: str
    a: dict[str, Any] | None
    b: dict[str, Any] | None


class Side(Struct, frozen=True):
    """One number or word in each of the two worlds."""

    what: str
    a: Any
    b: Any


class Life(Struct, frozen=True):
    """How somebody's life differs since the worlds parted.

    Attributes:
        places: minutes at sites. talks: how many with whom. relations: what others are to this person, with closeness.
        beliefs, memories: what only one of the two holds, `a` and `b` lists of sentences; memories of what was seen and heard.
        knows: whether the person knows of the topic that was asked for, in each.
    """

    agent: str
    places: list[Side]
    talks: list[Side]
    relations: list[Side]
    beliefs: Side
    memories: Side
    knows: Side | None = None

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        lists = (self.places, self.talks, self.relations, self.beliefs.a, self.beliefs.b, self.memories.a, self.memories.b)
        return not any(lists) and (self.knows is None or self.knows.a == self.knows.b)


class Comparison(Struct, frozen=True):
    """Two worlds compared; the fields of `compare --json`.

    Attributes:
        step, time: the moment until which they are compared.
        parting: where they part; None when they are the same until then.
        only_a, only_b: people who live in one of them alone.
        topic: what `knows` is about, "" for nothing.
    """

    a: str
    b: str
    step: int
    time: str
    parting: Parting | None
    agents: list[Life]
    only_a: list[str]
    only_b: list[str]
    topic: str = ""


def compare_worlds(a: Path, b: Path, *, at: str | None = None, topic: str = "") -> Comparison:
    """Compare two worlds until a time (default: the latest that both have reached).

    Raises:
        Problem: a file or the time is not right, nobody lives in both, or the topic has no words.
    """
    with past(a) as one, past(b) as other:
        step = min(one.step, other.step) if at is None else _step(one, other, at)
        ours = Past(one.reader, one.world, step, one.short)
        theirs = Past(other.reader, other.world, step, other.short)
        both = [name for name in one.short.values() if name in other.short.values()]
        if not both:
            raise Problem(f"Nobody lives in both {a.name} and {b.name}; they cannot be compared.")
        parting = _parting(ours, theirs)
        since = step if parting is None else max(0, parting.step - 1)
        lives = _lives(ours, theirs, both, since, topic)
        return Comparison(
            str(a),
            str(b),
            step,
            one.world.clock.words(step),
            parting,
            lives,
            [name for name in one.short.values() if name not in both],
            [name for name in other.short.values() if name not in both],
            topic,
        )


def first_difference(a: Path, b: Path) -> Parting | None:
    """Return where two worlds part, None when they are the same as far as both were lived.

    Raises:
        Problem: a file is not right.
    """
    with past(a) as one, past(b) as other:
        step = min(one.step, other.step)
        return _parting(Past(one.reader, one.world, step, one.short), Past(other.reader, other.world, step, other.short))


def _step(one: Past, other: Past, at: str) -> int:
    step = one.world.clock.meant(at, one.step)
    for side in (one, other):
        if step > side.step:
            raise Problem(f"{side.reader.path.name} has reached {side.world.clock.words(side.step)}; {at} is still to come there.")
    return step


# -- where they part ---------------------------------------------------------------------------------------------------


def _parting(one: Past, other: Past) -> Parting | None:
    """Return the first event that differs, looking from where their common history surely ends."""
    start = _common(one, other)
    streams = (events_by_step(side.reader, side.world, start, one.step) for side in (one, other))
    for left, right in zip_longest(*streams):
        if left is None or right is None or _said(left) != _said(right):
            step = min(event.step for event in (left, right) if event is not None)
            here, there = ((event if event is not None and event.step == step else None) for event in (left, right))
            return Parting(step, one.world.clock.words(step), _words(one, here), _words(other, there))
    return None


def _common(one: Past, other: Past) -> int:
    """Return a step until which two worlds have the same history because one was forked from the other, or both from a third."""
    chains = [[*ancestors(side.reader.meta()), _self(side)] for side in (one, other)]
    steps = [min(left.step, right.step) for left in chains[0] for right in chains[1] if left.id and left.id == right.id]
    return max(steps, default=0)


def _self(side: Past) -> Ancestor:
    return Ancestor(side.reader.meta().get(ID, ""), side.reader.path.name, side.reader.last_step())


def _said(event: Event) -> tuple[Any, ...]:
    return event.step, event.kind, event.agent_id, event.place_id, event.text, event.data


def _words(side: Past, event: Event | None) -> dict[str, Any] | None:
    names = {row.id: row.name for row in side.reader.agents()}
    return event_words(side.world, names, event) if event is not None else None


# -- how they differ after ---------------------------------------------------------------------------------------------


def _lives(one: Past, other: Past, names: list[str], since: int, topic: str) -> list[Life]:
    sides = [_Side(past, since) for past in (one, other)]
    knows = [_knowers(past, topic) for past in (one, other)] if topic else None
    lives = []
    for name in names:
        left, right = (side.of(name) for side in sides)
        lives.append(
            Life(
                agent=name,
                places=_sides(left.places, right.places),
                talks=_sides(left.talks, right.talks),
                relations=_sides(left.relations, right.relations),
                beliefs=_only(left.beliefs, right.beliefs),
                memories=_only(left.memories, right.memories),
                knows=Side(topic, name in knows[0], name in knows[1]) if knows is not None else None,
            )
        )
    return lives


def _knowers(past: Past, topic: str) -> set[str]:
    try:
        wanted = Topic(topic)
    except ValueError as error:
        raise Problem(f"{topic!r} is no topic: {error}.") from error
    return {past.short[agent] for agent in Diffusion(past, wanted).knowers(past.step)}


def _sides(left: dict[str, Any], right: dict[str, Any]) -> list[Side]:
    keys = sorted(left.keys() | right.keys())
    return [Side(key, left.get(key), right.get(key)) for key in keys if left.get(key) != right.get(key)]


def _only(left: list[str], right: list[str]) -> Side:
    """Return what only one of the two has, the latest of each."""
    in_left, in_right = Counter(left), Counter(right)
    alone = [list((mine - theirs).elements())[-MOST_LISTED:] for mine, theirs in ((in_left, in_right), (in_right, in_left))]
    return Side("only in one", *alone)


class _Held(Struct, frozen=True):
    """What is compared of one person in one world."""

    places: dict[str, int]
    talks: dict[str, int]
    relations: dict[str, str]
    beliefs: list[str]
    memories: list[str]


class _Side:
    """One of the two worlds, from where they part on."""

    def __init__(self, past: Past, since: int) -> None:
        self._past = past
        self._since = since
        self._minutes = _minutes_at(past, since)
        self._ids = {name: agent for agent, name in past.short.items()}
        self._talks: dict[int, Counter[str]] = {agent: Counter() for agent in past.agents}
        for event in past.reader.events(since + 1, past.step, kinds=["talk_start"]):
            members = [int(member) for member in event.data["members"]]
            for member in members:
                self._talks[member].update(past.short[one] for one in members if one != member)

    def of(self, name: str) -> _Held:
        """Return what is compared of somebody."""
        agent, past = self._ids[name], self._past
        beliefs = [row for row in past.reader.beliefs(agent, past.step) if row.kind in _HELD]
        seen = past.reader.memories(agent, past.step, OF_OTHERS)
        return _Held(
            places=self._minutes[agent],
            talks=dict(self._talks[agent]),
            relations={past.short[row.about_id]: f"{row.text} ({row.value:+.0f})" for row in past.relations(agent).values()},
            beliefs=[_sentence(past, row) for row in beliefs],
            memories=[row.text for row in seen if row.created_step > self._since],
        )


def _sentence(past: Past, row: BeliefRow) -> str:
    sure = "" if row.value >= SURE else "perhaps "
    return f"{past.short.get(row.about_id, '')} {row.kind} {sure}{row.text}".strip()


def _minutes_at(past: Past, since: int) -> dict[int, dict[str, int]]:
    """Return how many minutes everybody was at each site after a step."""
    world, stride = past.world, max(1, SAMPLE_SECONDS // past.world.settings.step_seconds)
    seconds = stride * world.settings.step_seconds
    counts: NDArray[np.int64] = np.zeros((len(past.short), len(world.town.places) + 1), np.int64)
    rows = np.arange(len(past.short))
    for places in _places(past, since, stride):
        counts[rows, places] += 1
    found: dict[int, dict[str, int]] = {}
    for agent in past.agents:
        at: Counter[str] = Counter()
        for place in np.flatnonzero(counts[agent - 1]):
            at[world.town.site_of(int(place)).name] += int(counts[agent - 1, place]) * seconds
        found[agent] = {site: round(time / 60) for site, time in at.items()}
    return found


def _places(past: Past, since: int, stride: int) -> Iterator[NDArray[np.int16]]:
    """Yield where everybody is, again and again."""
    state = state_at(past.reader, past.world, since)
    events = list(events_by_step(past.reader, past.world, since + 1, past.step))
    first = 0
    for step in range(since + stride, past.step + 1, stride):
        last = first
        while last < len(events) and events[last].step <= step:
            last += 1
        for _ in play(state, events[first:last], step):
            pass
        first = last
        yield state.place
