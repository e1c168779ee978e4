"""The state of a world at one step. `apply` is the only way it changes, live and in replay alike, but for `advance`.

`advance` moves those who walk: a journey is one event, and where a walker is follows from the step.
"""

import hashlib
from math import ceil
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct

from sandbox_app.llm.facts import MOODS
from sandbox_app.mind.feelings.affect import Affect, Emotion, joined
from sandbox_app.mind.feelings.needs import Needs
from sandbox_app.mind.surroundings import SpokenLine, Talk
from sandbox_app.simulation.closures import Closure, Closures, can_be
from sandbox_app.simulation.messages import FACINGS, HUES, POSES
from sandbox_app.town.model import Thing, Town
from sandbox_app.town.paths import decode, encode
from sandbox_app.worldfile.rows import Event

_FACING = {name: number for number, name in enumerate(FACINGS)}
_POSE = {name: number for number, name in enumerate(POSES)}
_HUE = {name: number for number, name in enumerate(HUES)}
_FACING_OF = {(0, 1): 0, (-1, 0): 1, (1, 0): 2, (0, -1): 3}
AWAY = -1
"""Both coordinates of a visitor who is not in town."""
NEVER = 10**9
"""A step that no world reaches."""


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


class Packed(Struct, frozen=True):
    """A state as it is stored in a snapshot."""

    step: int
    x: list[int]
    y: list[int]
    facing: bytes
    pose: bytes
    asleep: bytes
    thing: list[int]
    plan: list[int]
    wake: list[int]
    hue: bytes
    mood: bytes
    activity: list[str]
    spots: list[tuple[int, int, int]]
    journeys: dict[int, Journey]
    talks: dict[int, Talk]
    things: dict[int, str]
    lines: dict[int, list[int]] = {}
    affects: dict[int, Affect] = {}
    needs: dict[int, Needs] = {}
    carried: dict[int, tuple[str, ...]] = {}


WEATHERS = ("clear", "cloudy", "rain", "snow")
"""What the sky can be; clear, where nothing is said of it."""


class PackedOutdoors(Packed, frozen=True):
    """A state in which something is closed or the sky is not clear; others are stored as they always were: old worlds keep digests."""

    closed: list[Closure] = []
    weather: str = WEATHERS[0]


IN_ORDER = "in order"
"""The state of a thing that has no states of its own, when nothing has been done to it."""


def first_of(thing: Thing) -> str:
    """Return the state in which a thing is when nothing has been done to it."""
    return thing.states[0] if thing.states else IN_ORDER


def _be_possible(packed: PackedOutdoors, town: Town) -> None:
    """Raise `ValueError` where a packed state holds numbers that name nothing: a file may be anybody's."""
    everybody = range(1, len(packed.x) + 1)
    tiles = [tile for tile in zip(packed.x, packed.y, strict=True) if tile != (AWAY, AWAY)]
    inside = all(0 <= x < town.width and 0 <= y < town.height for x, y in tiles)
    known = all(
        max(given, default=0) < most
        for given, most in ((packed.facing, len(FACINGS)), (packed.pose, len(POSES)), (packed.hue, len(HUES)), (packed.mood, len(MOODS)))
    )
    whole = len(packed.activity) == len(packed.x) and all(0 <= thing <= len(town.things) for thing in packed.thing)
    members = [member for talk in packed.talks.values() for member in (*talk.members, *talk.keeping)]
    named = [*packed.journeys, *packed.affects, *packed.needs, *packed.carried, *(spot[0] for spot in packed.spots), *members]
    closed = packed.weather in WEATHERS and all(can_be(town, closure) for closure in packed.closed)
    if not (inside and known and whole and closed and all(agent in everybody for agent in named)):
        raise ValueError("the state of a snapshot names what is not there")


def digest_of(packed: bytes) -> str:
    """Return the digest of a packed state."""
    return hashlib.blake2b(packed, digest_size=16).hexdigest()


class WorldState:
    """Positions, acts, talks and things of a world. Agents are counted from 0 inside the arrays, from 1 outside.

    Attributes:
        step: the step whose end this is.
        x, y: tiles, int16, `AWAY` for visitors who are not in town. place: id of the room or open site under each agent, int16,
            0 for those who are away.
        version: counts the changes of what an agent does, int64; perception compares it.
        talks: talks under way, and those that somebody has not made up its mind about yet, by id.
        things: states of things that are not in their first state, by id.
        carried: what agents carry, by id, those who carry something.
        closures: places and stretches of road that a person closed.
        weather: what the sky is, one of `WEATHERS`.
        affects: what those feel who have felt something, by id. needs: their needs, in worlds that have them.
        lines: who waits in line for a thing, the first in front, by the thing's id.
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
        self.talks: dict[int, Talk] = {}
        self.things: dict[int, str] = {}
        self.lines: dict[int, list[int]] = {}
        self.affects: dict[int, Affect] = {}
        self.needs: dict[int, Needs] = {}
        self.carried: dict[int, tuple[str, ...]] = {}
        self.closures = Closures(town)
        self.weather = WEATHERS[0]
        self.journeys: dict[int, Journey] = {}
        self._paths: dict[int, Any] = {}
        self._spot_of: dict[int, tuple[int, int]] = {}
        self._taken: dict[tuple[int, int], int] = {}
        self._talk_of: dict[int, int] = {}

    # -- questions -----------------------------------------------------------------------------------------------

    def talk_of(self, agent: int) -> Talk | None:
        """Return the talk that an agent takes part in or has yet to make up its mind about."""
        number = self._talk_of.get(agent)
        return self.talks[number] if number is not None else None

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

    # -- change --------------------------------------------------------------------------------------------------

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

    def apply(self, event: Event) -> None:
        """Let something happen. Deterministic: the same events give the same state."""
        change = getattr(self, f"_on_{event.kind}", None)
        if change is not None:
            change(event.agent_id, event.data, event)

    def settle(self, agent: int, x: int, y: int) -> None:
        """Put an agent on a tile before a world begins."""
        self._put(agent - 1, x, y)

    def _put(self, at: int, x: int, y: int) -> None:
        self.x[at], self.y[at] = x, y
        self.place[at] = 0 if x == AWAY else self.town.place_at[y, x]

    def _on_enter(self, agent: int, data: dict[str, Any], event: Event) -> None:
        """A visitor comes to town, the first time as one agent more."""
        if agent > self.count:
            self.count = agent
            for name in ("x", "y", "place", "facing", "pose", "asleep", "thing", "plan", "wake", "hue", "mood", "version"):
                of_all = getattr(self, name)
                setattr(self, name, np.append(of_all, np.zeros(1, of_all.dtype)))
            self.mood[agent - 1] = MOODS.index("calm")
            self.activity.append("")
        self.asleep[agent - 1] = False
        self._put(agent - 1, data["x"], data["y"])
        self._do(agent, data["activity"], "other", "stand")

    def _on_leave(self, agent: int, data: dict[str, Any], event: Event) -> None:
        """A visitor leaves town: for the town it sleeps, and nobody sees it."""
        at = agent - 1
        self._stop(agent)
        self._free(agent)
        self._do(agent, "out of town", "sleep", "stand")
        self.asleep[at], self.wake[at] = True, NEVER
        self._put(at, AWAY, AWAY)

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

    def _on_queue(self, agent: int, data: dict[str, Any], event: Event) -> None:
        self._stop(agent)
        self._free(agent)
        self._do(agent, data["activity"], "other", "stand", 0, data["plan"])
        self.lines.setdefault(data["thing"], []).append(agent)

    def _on_sleep(self, agent: int, data: dict[str, Any], event: Event) -> None:
        at = agent - 1
        self._stop(agent)
        self.asleep[at] = True
        self.wake[at] = data["wake"]
        if data["thing"]:
            self._take(agent, (int(self.x[at]), int(self.y[at])))
        self._do(agent, "sleeping", "sleep", "lie", data["thing"])

    def _on_wake(self, agent: int, data: dict[str, Any], event: Event) -> None:
        self.asleep[agent - 1] = False
        self._free(agent)
        self._do(agent, "getting up", "home", "stand")

    def _on_move(self, agent: int, data: dict[str, Any], event: Event) -> None:
        path = decode(data["path"])
        self._stop(agent)
        end = (int(path[-1][0]), int(path[-1][1]))
        if data["thing"]:
            self._take(agent, end)
        else:
            self._free(agent)
        self.journeys[agent] = Journey(event.step, data["path"], data.get("pace", 1.0))
        self._paths[agent] = path
        self._do(agent, data["activity"], "walk", "walk")

    def _on_act(self, agent: int, data: dict[str, Any], event: Event) -> None:
        at = agent - 1
        self._stop(agent)
        thing = data["thing"]
        pose = "stand"
        if thing:
            used = self.town.thing(thing)
            pose = used.pose
            tile = (int(self.x[at]), int(self.y[at]))
            self._take(agent, tile)
            self._face(at, used.x + (used.width - 1) / 2, used.y + (used.height - 1) / 2)
        else:
            self._free(agent)
        self._do(agent, data["activity"], data["hue"], pose, thing, data["plan"])

    def _face(self, at: int, x: float, y: float) -> None:
        across, along = x - float(self.x[at]), y - float(self.y[at])
        if abs(across) > abs(along):
            self.facing[at] = _FACING["right"] if across > 0 else _FACING["left"]
        elif along:
            self.facing[at] = _FACING["down"] if along > 0 else _FACING["up"]

    def _on_talk_start(self, agent: int, data: dict[str, Any], event: Event) -> None:
        """A talk begins, or, where its number is known already, somebody joins it."""
        members = tuple(data["members"])
        talk = self.talks.get(data["talk"])
        if talk is None:
            talk = Talk(
                id=data["talk"],
                members=members,
                started_step=event.step,
                event=event.id,
                why=data["why"],
                next_step=event.step + 1,
                keeping=list(members),
            )
            self.talks[talk.id] = talk
        else:
            talk.members = (*talk.members, agent)
            talk.keeping.append(agent)
            talk.first_heard[agent] = len(talk.lines)
            talk.reasons[agent] = data["why"]
            members = tuple(talk.present)
        for member in members:
            self._stop(member)
            self._talk_of[member] = talk.id
            pose = POSES[self.pose[member - 1]]
            activity = "talking with " + data["names"][str(member)]
            self._do(member, activity, "talk", pose if pose in ("sit", "lie") else "stand", int(self.thing[member - 1]))
            other = next(one for one in members if one != member)
            self._face(member - 1, float(self.x[other - 1]), float(self.y[other - 1]))

    def _on_speak(self, agent: int, data: dict[str, Any], event: Event) -> None:
        talk = self.talks[data["talk"]]
        self.mood[agent - 1] = data["mood"]
        self.version[agent - 1] += 1
        if data["said"]:
            talk.lines.append(SpokenLine(agent, data["said"], data["mood"], event.step, event.id))
        if data["end"] and agent not in talk.done:
            talk.done.append(agent)
        talk.next_step = data["next"]
        self._pass_turn(talk, data.get("to", 0))

    def _pass_turn(self, talk: Talk, addressed: int) -> None:
        """Give the turn to who was addressed, else to the next in the round who is not done."""
        waiting = [member for member in talk.present if member not in talk.done]
        if addressed in waiting:
            talk.turn = talk.members.index(addressed)
            return
        for _ in talk.members:
            talk.turn = (talk.turn + 1) % len(talk.members)
            if talk.members[talk.turn] in waiting:
                break

    def _on_talk_end(self, agent: int, data: dict[str, Any], event: Event) -> None:
        """A talk is over, or, where the event names who `leaves`, goes on without that one."""
        talk = self.talks[data["talk"]]
        if leaver := data.get("leaves", 0):
            talk.left[leaver] = len(talk.lines)
            leaving = [leaver]
            if talk.members[talk.turn] == leaver:
                self._pass_turn(talk, 0)
            for member in talk.present:
                self._do(
                    member, "talking with " + data["names"][str(member)], "talk", POSES[self.pose[member - 1]], int(self.thing[member - 1])
                )
        else:
            leaving = talk.present
            talk.over = True
        for member in leaving:
            self._do(member, "thinking about the talk", "talk", POSES[self.pose[member - 1]], int(self.thing[member - 1]))

    def _on_remember(self, agent: int, data: dict[str, Any], event: Event) -> None:
        talk = self.talks.get(data.get("talk", 0))
        if talk is None or agent not in talk.keeping:
            return
        talk.keeping.remove(agent)
        self._talk_of.pop(agent, None)
        if not talk.keeping:
            del self.talks[talk.id]

    def _on_feel(self, agent: int, data: dict[str, Any], event: Event) -> None:
        if "needs" in data:
            self.needs[agent] = Needs(*data["needs"])
            return
        self.mood[agent - 1] = data["mood"]
        self.version[agent - 1] += 1
        if "emotion" in data:
            emotion = Emotion(data["emotion"], data["intensity"], event.step, data["toward"], event.id)
            self.affects[agent] = joined(self.affects.get(agent, Affect()), emotion, data["level"])
        elif data.get("over"):
            self.affects.pop(agent, None)

    def _on_carry(self, agent: int, data: dict[str, Any], event: Event) -> None:
        if giver := data.get("from"):
            left = list(self.carried.pop(giver, ()))
            left.remove(data["item"])
            if left:
                self.carried[giver] = tuple(left)
        if taker := data.get("to"):
            self.carried[taker] = (*self.carried.get(taker, ()), data["item"])

    def _on_thing(self, agent: int, data: dict[str, Any], event: Event) -> None:
        if data["state"] == first_of(self.town.thing(data["thing"])):
            self.things.pop(data["thing"], None)
        else:
            self.things[data["thing"]] = data["state"]

    def _on_place(self, agent: int, data: dict[str, Any], event: Event) -> None:
        """Something is closed, and who is on the way through it comes no further than there; or it is open again."""
        closure = Closure(data["place"], data["x"], data["y"], data["why"])
        if not can_be(self.town, closure):
            raise ValueError("it closes what is not there")
        if not data["closed"]:
            self.closures.lift(closure)
            return
        self.closures.put(closure)
        for walker in sorted(self.journeys):
            self._cut_short(walker)

    def _on_weather(self, agent: int, data: dict[str, Any], event: Event) -> None:
        if data["weather"] not in WEATHERS:
            raise ValueError("there is no such weather")
        self.weather = data["weather"]

    def _cut_short(self, agent: int) -> None:
        path, journey = self._paths[agent], self.journeys[agent]
        passed = journey.passed(self.step, len(path))
        kept = passed + self.closures.reaches(path[passed:])
        if kept == len(path):
            return
        self._free(agent)
        self.version[agent - 1] += 1
        if kept == passed + 1:
            self._stop(agent)
        else:
            self._paths[agent] = path[:kept]
            self.journeys[agent] = Journey(journey.step, encode(path[:kept]), journey.pace)

    def _on_edit(self, agent: int, data: dict[str, Any], event: Event) -> None:
        for change in data.get("changes", ()):
            if change["table"] == "body":
                self._embody(change["agent"], msgspec.convert(change["after"], Body))

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

    # -- snapshots -----------------------------------------------------------------------------------------------

    def pack(self) -> bytes:
        """Return the whole state as bytes; equal states give equal bytes."""
        packed = (
            self.step,
            self.x.tolist(),
            self.y.tolist(),
            self.facing.tobytes(),
            self.pose.tobytes(),
            self.asleep.tobytes(),
            self.thing.tolist(),
            self.plan.tolist(),
            self.wake.tolist(),
            self.hue.tobytes(),
            self.mood.tobytes(),
            self.activity,
            [(agent, *self._spot_of[agent]) for agent in sorted(self._spot_of)],
            dict(sorted(self.journeys.items())),
            dict(sorted(self.talks.items())),
            dict(sorted(self.things.items())),
            dict(sorted(self.lines.items())),
            dict(sorted(self.affects.items())),
            dict(sorted(self.needs.items())),
            dict(sorted(self.carried.items())),
        )
        closed = self.closures.in_order()
        plain = not closed and self.weather == WEATHERS[0]
        return msgspec.msgpack.encode(Packed(*packed) if plain else PackedOutdoors(*packed, closed, self.weather))

    def digest(self) -> str:
        """Return a digest of the whole state."""
        return digest_of(self.pack())

    @classmethod
    def unpack(cls, town: Town, data: bytes) -> "WorldState":
        """Return the state that `pack` packed.

        Raises:
            ValueError, LookupError, msgspec.DecodeError: it is no state, or none of this town.
        """
        packed = msgspec.msgpack.decode(data, type=PackedOutdoors)
        state = cls(town, len(packed.x))
        _be_possible(packed, town)
        state.step = packed.step
        for name in ("x", "y", "thing", "plan", "wake"):
            getattr(state, name)[:] = getattr(packed, name)
        for name in ("facing", "pose", "hue", "mood"):
            getattr(state, name)[:] = np.frombuffer(getattr(packed, name), np.uint8)
        state.asleep[:] = np.frombuffer(packed.asleep, np.bool_)
        state.place[:] = np.where(state.x == AWAY, 0, town.place_at[state.y, state.x])
        state.activity = packed.activity
        for agent, x, y in packed.spots:
            state._take(agent, (x, y))
        state.journeys = packed.journeys
        state._paths = {agent: decode(journey.path) for agent, journey in packed.journeys.items()}
        state.talks = packed.talks
        state._talk_of = {member: talk.id for talk in packed.talks.values() for member in talk.keeping}
        state.things = packed.things
        state.lines = packed.lines
        state.affects = packed.affects
        state.needs = packed.needs
        state.carried = packed.carried
        state.closures = Closures(town, packed.closed)
        state.weather = packed.weather
        return state
