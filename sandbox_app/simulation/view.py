"""Frames: the state as the window sees it, live from the runner or from the file as of a step."""

import numpy as np

from sandbox_app.llm.request import EngineStatus
from sandbox_app.simulation.description import Description, state_at
from sandbox_app.simulation.messages import FACINGS, AgentNow, Frame, Thinking
from sandbox_app.simulation.state import WorldState, first_of
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import Event

MOST_EVENTS = 200


class FrameMaker:
    """Makes one frame after another, each with what changed since the one before; the first carries everything."""

    def __init__(self) -> None:
        self._seen: dict[int, AgentNow] = {}
        self._things: dict[int, str] = {}
        self._event = 0

    def make(
        self,
        state: WorldState,
        events: list[Event],
        *,
        running: bool,
        thinking: list[Thinking],
        engine: EngineStatus,
        pace: float,
        thoughts_per_second: float = 0.0,
        visitor: int = 0,
        your_turn: bool = False,
    ) -> Frame:
        """Return the frame of a state; `events` are those since the frame before, oldest first."""
        changed = []
        for agent in range(1, state.count + 1):
            now = _agent_now(state, agent)
            if self._seen.get(agent) != now:
                self._seen[agent] = now
                changed.append(now)
        things = [(thing, value) for thing, value in sorted(state.things.items()) if self._things.get(thing) != value]
        things += [(thing, first_of(state.town.thing(thing))) for thing in sorted(self._things) if thing not in state.things]
        self._things = dict(state.things)
        return Frame(
            step=state.step,
            running=running,
            x=state.x.astype("<i2").tobytes(),
            y=state.y.astype("<i2").tobytes(),
            look=(state.facing + len(FACINGS) * state.pose).astype(np.uint8).tobytes(),
            changed=changed,
            things=things,
            events=events[-MOST_EVENTS:],
            thinking=thinking,
            engine=engine,
            pace=pace,
            thoughts_per_second=thoughts_per_second,
            visitor=visitor,
            your_turn=your_turn,
            closed=state.closures.in_order(),
            weather=state.weather,
        )


def _agent_now(state: WorldState, agent: int) -> AgentNow:
    at = agent - 1
    talk = state.talk_of(agent)
    others = tuple(member for member in talk.present if member != agent) if talk is not None and not talk.over_for(agent) else ()
    return AgentNow(
        agent=agent,
        place_id=int(state.place[at]),
        thing_id=int(state.thing[at]),
        activity=state.activity[at],
        hue=int(state.hue[at]),
        mood=int(state.mood[at]),
        asleep=bool(state.asleep[at]),
        talking_with=others,
        carried=state.carried.get(agent, ()),
    )


def frame_at(reader: WorldReader, world: Description, step: int) -> Frame:
    """Return the world as it was at the end of a step, with the latest lines that were said, from its file alone."""
    state = state_at(reader, world, step)
    recent = 60 // world.settings.step_seconds
    events = reader.events(max(0, step - recent), step, limit=MOST_EVENTS, latest=True)
    visitor = next((agent for agent, member in enumerate(world.cast, 1) if member.visitor and not state.away(agent)), 0)
    talk = state.talk_of(visitor) if visitor else None
    return FrameMaker().make(
        state,
        events,
        running=False,
        thinking=[],
        engine=EngineStatus(model=""),
        pace=0.0,
        visitor=visitor,
        your_turn=talk is not None and not talk.over_for(visitor) and talk.members[talk.turn] == visitor,
    )
