"""The state of a world at one step. `apply` is the only way it changes, live and in replay alike, but for `advance`.

`advance` moves those who walk: a journey is one event, and where a walker is follows from the step.
"""

from typing import Any

import msgspec
import numpy as np

from sandbox_app.mind.feelings.affect import Affect, Emotion, joined
from sandbox_app.mind.feelings.needs import Needs
from sandbox_app.mind.surroundings import SpokenLine, Talk
from sandbox_app.simulation.bodies import AWAY, Bodies, Body, Journey
from sandbox_app.simulation.closures import Closure, Closures, can_be
from sandbox_app.simulation.messages import POSES, WEATHERS
from sandbox_app.simulation.packed import Packed, PackedOutdoors, be_possible, digest_of
from sandbox_app.town.model import Thing, Town
from sandbox_app.town.paths import decode
from sandbox_app.worldfile.rows import Event

NEVER = 10**9
"""A step that no world reaches."""
IN_ORDER = "in order"
"""The state of a thing that has no states of its own, when nothing has been done to it."""


def first_of(thing: Thing) -> str:
    """Return the state in which a thing is when nothing has been done to it."""
    return thing.states[0] if thing.states else IN_ORDER


class WorldState(Bodies):
    """Positions, acts, talks and things of a world: how events change them, and how they are stored.

    Attributes:
        talks: talks under way, and those that somebody has not made up its mind about yet, by id.
        things: states of things that are not in their first state, by id.
        carried: what agents carry, by id, those who carry something.
        closures: places and stretches of road that a person closed.
        weather: what the sky is, one of `WEATHERS`.
        affects: what those feel who have felt something, by id. needs: their needs, in worlds that have them.
    """

    def __init__(self, town: Town, count: int) -> None:
        super().__init__(town, count)
        self.talks: dict[int, Talk] = {}
        self.things: dict[int, str] = {}
        self.affects: dict[int, Affect] = {}
        self.needs: dict[int, Needs] = {}
        self.carried: dict[int, tuple[str, ...]] = {}
        self.closures = Closures(town)
        self.weather = WEATHERS[0]
        self._talk_of: dict[int, int] = {}

    def talk_of(self, agent: int) -> Talk | None:
        """Return the talk that an agent takes part in or has yet to make up its mind about."""
        number = self._talk_of.get(agent)
        return self.talks[number] if number is not None else None

    def apply(self, event: Event) -> None:
        """Let something happen. Deterministic: the same events give the same state."""
        change = getattr(self, f"_on_{event.kind}", None)
        if change is not None:
            change(event.agent_id, event.data, event)

    # -- where they are and what they do -------------------------------------------------------------------------

    def _on_enter(self, agent: int, data: dict[str, Any], event: Event) -> None:
        """A visitor comes to town, the first time as one agent more."""
        if agent > self.count:
            self._add_one()
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

    def _on_edit(self, agent: int, data: dict[str, Any], event: Event) -> None:
        for change in data.get("changes", ()):
            if change["table"] == "body":
                self._embody(change["agent"], msgspec.convert(change["after"], Body))

    # -- talks ---------------------------------------------------------------------------------------------------

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

    # -- what they feel and have, and what is around them --------------------------------------------------------

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
            self._cut_short(walker, self.closures)

    def _on_weather(self, agent: int, data: dict[str, Any], event: Event) -> None:
        if data["weather"] not in WEATHERS:
            raise ValueError("there is no such weather")
        self.weather = data["weather"]

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
        be_possible(packed, town)
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
