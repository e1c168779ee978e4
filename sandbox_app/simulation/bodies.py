"""Where the agents of a world are and what their bodies do: numbers in arrays, journeys, the tiles they have at things, and lines.

`WorldState` says what happens to them; here is what a body can do at all, and how a walk goes on from step to step.
"""

from math import ceil
from typing import Any

import numpy as np
from msgspec import Struct

from sandbox_app.llm.facts import MOODS
from sandbox_app.simulation.closures import Closures
from sandbox_app.simulation.messages import FACINGS, HUES, POSES
from sandbox_app.town.model import Town
from sandbox_app.town.paths import decode, encode

_FACING = {name: number for number, name in enumerate(FACINGS)}
_POSE = {name: number for number, name in enumerate(POSES)}
_HUE = {name: number for number, name in enumerate(HUES)}
_FACING_OF = {(0, 1): 0, (-1, 0): 1, (1, 0): 2, (0, -1): 3}
AWAY = -1
"""Both coordinates of a visitor who is not in town."""


class Journey(Struct, frozen=True):
    """A walk: run-length coded path from `step` on, `pace` tiles each step."""

    step: int
    path: list[int]
    pace: float = 1.0

    def passed(self, step: int, length: int) -> int:
        """Return the place in the path, which is so long, that is reached at a step."""
        return min(int((step - self.step) * self.pace), length - 1)

    def tile(self, step: int) -> tuple[int, int]:
        """Return the tile that is reached at a step."""
        path = decode(self.path)
        x, y = path[self.passed(step, len(path))]
        return int(x), int(y)


class Body(Struct, frozen=True):
    """Where an agent is and what it does, whole, so that an edit can be undone.

    `facing`, `pose`, `hue` are numbers as in the arrays; `spot` the tile that it has or heads for; `line` the thing and the place
    in the line of those who wait for it.
    """

    x: int
    y: int
    facing: int
    pose: int
    thing: int
    plan: int
    hue: int
    activity: str
    spot: tuple[int, int] | None = None
    journey: Journey | None = None
    line: tuple[int, int] | None = None


class Bodies:
    """Everybody's place, pose and doing at a step. Agents are counted from 0 inside the arrays, from 1 outside.

    Attributes:
        step: the step whose end this is.
        x, y: tiles, int16, `AWAY` for visitors who are not in town. place: id of the room or open site under each agent, int16,
            0 for those who are away.
        version: counts the changes of what an agent does, int64; perception compares it.
        lines: who waits in line for a thing, the first in front, by the thing's id.
        journeys: the walks under way, by agent id.
    """

    def __init__(self, town: Town, count: int) -> None:
        self.town = town
        self.count = count
        self.step = 0
        self.x = np.zeros(count, np.int16)
        self.y = np.zeros(count, np.int16)
        self.place = np.zeros(count, np.int16)
        self.facing = np.zeros(count, np.uint8)
        self.pose = np.zeros(count, np.uint8)
        self.asleep = np.zeros(count, np.bool_)
        self.thing = np.zeros(count, np.int32)
        self.plan = np.zeros(count, np.int64)
        self.wake = np.zeros(count, np.int64)
        self.hue = np.zeros(count, np.uint8)
        self.mood = np.zeros(count, np.uint8)
        self.version = np.zeros(count, np.int64)
        self.activity: list[str] = [""] * count
        self.lines: dict[int, list[int]] = {}
        self.journeys: dict[int, Journey] = {}
        self._paths: dict[int, Any] = {}
        self._spot_of: dict[int, tuple[int, int]] = {}
        self._taken: dict[tuple[int, int], int] = {}

    def away(self, agent: int) -> bool:
        """Say whether an agent is a visitor who is not in town, or has never been yet."""
        return agent > self.count or int(self.x[agent - 1]) == AWAY

    def taken(self, tile: tuple[int, int]) -> int:
        """Return who has or heads for a tile at a thing, 0 for nobody."""
        return self._taken.get(tile, 0)

    def users(self, thing: int) -> list[int]:
        """Return the agents who use a thing now."""
        return [int(at) + 1 for at in np.flatnonzero(self.thing == thing)]

    def destination(self, agent: int) -> tuple[int, int]:
        """Return the tile to which an agent walks; where it is when it stands."""
        path = self._paths.get(agent)
        return (int(self.x[agent - 1]), int(self.y[agent - 1])) if path is None else (int(path[-1][0]), int(path[-1][1]))

    def arrival(self, agent: int) -> int:
        """Return the step at which an agent's walk ends; the present one when it stands."""
        journey = self.journeys.get(agent)
        return self.step if journey is None else journey.step + ceil((len(self._paths[agent]) - 1) / journey.pace)

    def body(self, agent: int) -> Body:
        """Return where an agent is and what it does."""
        at = agent - 1
        line = next(((thing, line.index(agent)) for thing, line in self.lines.items() if agent in line), None)
        return Body(
            int(self.x[at]),
            int(self.y[at]),
            int(self.facing[at]),
            int(self.pose[at]),
            int(self.thing[at]),
            int(self.plan[at]),
            int(self.hue[at]),
            self.activity[at],
            self._spot_of.get(agent),
            self.journeys.get(agent),
            line,
        )

    def advance(self, step: int) -> list[int]:
        """Move on to `step`; return the agents that moved or arrived, in order."""
        self.step = step
        moved = []
        for agent in sorted(self.journeys):
            at = agent - 1
            path = self._paths[agent]
            journey = self.journeys[agent]
            passed = journey.passed(step, len(path))
            x, y = int(path[passed][0]), int(path[passed][1])
            if passed:
                self.facing[at] = _FACING_OF[x - int(path[passed - 1][0]), y - int(path[passed - 1][1])]
            self._put(at, x, y)
            if passed == len(path) - 1:
                self._stop(agent)
            moved.append(agent)
        return moved

    def settle(self, agent: int, x: int, y: int) -> None:
        """Put an agent on a tile before a world begins."""
        self._put(agent - 1, x, y)

    def _add_one(self) -> None:
        """Make room for one agent more."""
        self.count += 1
        for name in ("x", "y", "place", "facing", "pose", "asleep", "thing", "plan", "wake", "hue", "mood", "version"):
            of_all = getattr(self, name)
            setattr(self, name, np.append(of_all, np.zeros(1, of_all.dtype)))
        self.mood[-1] = MOODS.index("calm")
        self.activity.append("")

    def _put(self, at: int, x: int, y: int) -> None:
        self.x[at], self.y[at] = x, y
        self.place[at] = 0 if x == AWAY else self.town.place_at[y, x]

    def _stop(self, agent: int) -> None:
        if self.journeys.pop(agent, None) is not None:
            del self._paths[agent]
            self.pose[agent - 1] = _POSE["stand"]

    def _free(self, agent: int) -> None:
        spot = self._spot_of.pop(agent, None)
        if spot is not None and self._taken.get(spot) == agent:
            del self._taken[spot]

    def _take(self, agent: int, tile: tuple[int, int]) -> None:
        self._free(agent)
        self._spot_of[agent] = tile
        self._taken[tile] = agent

    def _do(self, agent: int, activity: str, hue: str, pose: str, thing: int = 0, plan: int = 0) -> None:
        at = agent - 1
        if hue != "talk":
            self._leave_line(agent)
        self.activity[at] = activity
        self.hue[at] = _HUE[hue]
        self.pose[at] = _POSE[pose]
        self.thing[at] = thing
        self.plan[at] = plan
        self.version[at] += 1

    def _leave_line(self, agent: int) -> None:
        for thing in [thing for thing, line in self.lines.items() if agent in line]:
            self.lines[thing].remove(agent)
            if not self.lines[thing]:
                del self.lines[thing]

    def _face(self, at: int, x: float, y: float) -> None:
        across, along = x - float(self.x[at]), y - float(self.y[at])
        if abs(across) > abs(along):
            self.facing[at] = _FACING["right"] if across > 0 else _FACING["left"]
        elif along:
            self.facing[at] = _FACING["down"] if along > 0 else _FACING["up"]

    def _cut_short(self, agent: int, closures: Closures) -> None:
        """Let a walk end before it enters what is closed."""
        path, journey = self._paths[agent], self.journeys[agent]
        passed = journey.passed(self.step, len(path))
        kept = passed + closures.reaches(path[passed:])
        if kept == len(path):
            return
        self._free(agent)
        self.version[agent - 1] += 1
        if kept == passed + 1:
            self._stop(agent)
        else:
            self._paths[agent] = path[:kept]
            self.journeys[agent] = Journey(journey.step, encode(path[:kept]), journey.pace)

    def _embody(self, agent: int, body: Body) -> None:
        """Put an agent where an edit wants it, as it is to be there."""
        at = agent - 1
        self._stop(agent)
        self._free(agent)
        self._leave_line(agent)
        self._put(at, body.x, body.y)
        self.facing[at], self.pose[at], self.hue[at] = body.facing, body.pose, body.hue
        self.thing[at], self.plan[at], self.activity[at] = body.thing, body.plan, body.activity
        self.version[at] += 1
        if body.spot is not None and not self.taken(body.spot):
            self._take(agent, body.spot)
        if body.journey is not None:
            self.journeys[agent] = body.journey
            self._paths[agent] = decode(body.journey.path)
        if body.line is not None:
            self.lines.setdefault(body.line[0], []).insert(body.line[1], agent)
