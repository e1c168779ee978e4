"""Edits of what is around the minds: the states of things, where somebody is, the time of day, the settings, and notes."""

from typing import Any

import msgspec
import numpy as np
from msgspec.structs import replace

from sandbox_app.errors import Problem
from sandbox_app.mind.ablation import keeps
from sandbox_app.mind.settings import Settings
from sandbox_app.mind.words import bounded
from sandbox_app.simulation.editing.changes import Change, Decided, Ground, Planned, add, worded
from sandbox_app.simulation.editing.operations import (
    Annotate,
    CorrectAnswer,
    MoveAgent,
    RateAnswer,
    SetSetting,
    SetThingState,
    SetTimeOfDay,
    SetWeather,
)
from sandbox_app.simulation.editing.settled import value_of
from sandbox_app.simulation.messages import HUES, POSES, WEATHERS
from sandbox_app.simulation.state import IN_ORDER
from sandbox_app.simulation.weather import NOTICED, noticed
from sandbox_app.town.clock import hhmm_minutes
from sandbox_app.worldfile.rows import MemoryRow

LONGEST_STATE, LONGEST_NOTE, LONGEST_ANSWER = 40, 400, 8000


def thing_state(ground: Ground, thing: int) -> str:
    """Return the state of a thing, also of one that has none of its own."""
    states = ground.town.thing(thing).states
    return ground.state.things.get(thing, states[0] if states else IN_ORDER)


def decide_thing(ground: Ground, what: SetThingState) -> Decided:
    """Another state of a thing. Raises `Problem`, as all that decide."""
    if not 1 <= what.thing <= len(ground.town.things):
        raise Problem(f"There is no thing with the number {what.thing}.")
    thing = ground.town.thing(what.thing)
    state = worded(what.state, LONGEST_STATE, "a state, like 'lit' or 'burning'")
    before = thing_state(ground, thing.id)
    if state == before:
        raise Problem(f"The {thing.name} is {state} already.")
    change = Change("thing", number=thing.id, name=thing.name, before=before, after=state)
    site = ground.town.site_of(thing.place).name
    return Decided(name=f"make the {thing.name} in {site} {state}", changes=(Planned(change),))


def decide_weather(ground: Ground, what: SetWeather) -> Decided:
    """Another sky."""
    weather = what.weather.strip().casefold()
    if weather not in WEATHERS:
        raise Problem(f"The weather is one of {', '.join(WEATHERS)}, not {what.weather!r}.")
    before = ground.state.weather
    if weather == before:
        raise Problem(f"The weather is {weather} already.")
    change = Change("weather", name="weather", before=before, after=weather)
    return Decided(name=f"change the weather to {weather}", changes=(Planned(change), *_remembered(ground, before, weather)))


def _remembered(ground: Ground, before: str, after: str) -> list[Planned]:
    """Return the memories of those who see the sky change: as parts of the edit they are undone with it."""
    if not keeps(ground.settings, "seen"):
        return []
    text, agents = noticed(ground.state, before, after)
    row = MemoryRow(id=0, agent_id=0, kind="seen", text=text, importance=NOTICED, created_step=ground.step)
    return [add(ground, replace(row, agent_id=agent)) for agent in agents]


def decide_move(ground: Ground, what: MoveAgent) -> Decided:
    """Somebody somewhere else."""
    name, state = ground.name(what.agent), ground.state
    if state.away(what.agent):
        raise Problem(f"{name} is not in town now.")
    talk = state.talk_of(what.agent)
    if talk is not None and not talk.over_for(what.agent):
        raise Problem(f"{name} is in a talk; wait until it is over.")
    x, y = _tile(ground, what)
    body = state.body(what.agent)
    if (x, y) == (body.x, body.y):
        raise Problem(f"{name} is there already.")
    asleep = bool(state.asleep[what.agent - 1])
    there = replace(
        body,
        x=x,
        y=y,
        pose=POSES.index("lie" if asleep else "stand"),
        thing=0,
        plan=0,
        hue=HUES.index("sleep" if asleep else "other"),
        activity="sleeping" if asleep else "looking around",
        spot=None,
        journey=None,
        line=None,
    )
    change = Change("body", agent=what.agent, before=msgspec.to_builtins(body), after=msgspec.to_builtins(there))
    where = ground.town.site_of(int(ground.town.place_at[y, x])).name
    return Decided(name=f"move {name} to {where}", agent=what.agent, changes=(Planned(change),))


def _tile(ground: Ground, what: MoveAgent) -> tuple[int, int]:
    town = ground.town
    if not what.place:
        inside = 0 <= what.x < town.width and 0 <= what.y < town.height
        if not inside or not town.walkable[what.y, what.x]:
            raise Problem(f"Nobody can stand on tile {what.x}, {what.y}; choose one that is free to walk on.")
        return what.x, what.y
    if not 1 <= what.place <= len(town.places):
        raise Problem(f"There is no place with the number {what.place}.")
    place = town.place(what.place)
    rooms = [place.id, *(room.id for room in town.places if room.parent == place.id and place.level == "site")]
    ys, xs = np.nonzero(np.isin(town.place_at, rooms) & town.walkable)
    held = {stand for thing in town.things for stand in thing.stands}
    held |= set(zip(ground.state.x.tolist(), ground.state.y.tolist(), strict=True))
    free = [tile for tile in zip(xs.tolist(), ys.tolist(), strict=True) if tile not in held]
    if not free:
        raise Problem(f"There is no room to stand in {place.name}.")
    x, y = min(free, key=lambda tile: (abs(tile[0] - place.door[0]) + abs(tile[1] - place.door[1]), tile))
    return int(x), int(y)


def decide_time(ground: Ground, what: SetTimeOfDay) -> Decided:
    """Another time of day: the next time that it is that late."""
    clock, step = ground.clock, ground.step
    minutes = hhmm_minutes(what.time)
    time = f"{minutes // 60:02}:{minutes % 60:02}"
    jump = clock.day_time(clock.day(step), time)
    if jump <= step:
        jump = clock.day_time(clock.day(step) + 1, time)
    change = Change("note", number=jump, name="time", before=clock.words(step), after=clock.words(jump))
    return Decided(name=f"let time pass until {clock.words(jump)}", jump=jump, changes=(Planned(change),), data={"lasting": True})


def decide_setting(ground: Ground, what: SetSetting) -> Decided:
    """Another value of a setting."""
    before = getattr(ground.settings, what.name, None)
    value = value_of(what.name, what.value)
    if value == before:
        raise Problem(f"{what.name} is {_shown(value)} already.")
    change = Change("setting", name=what.name, before=msgspec.to_builtins(before), after=msgspec.to_builtins(value))
    return Decided(name=f"set {what.name} to {bounded(_shown(value), 60)}", changes=(Planned(change),))


def _shown(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def decide_note(ground: Ground, what: Annotate) -> Decided:
    """A note about a moment."""
    if not 0 <= what.step <= ground.step:
        raise Problem(f"A note is about a moment that was lived, up to {ground.clock.words(ground.step)}.")
    event = ground.reader.event(what.event) if what.event else None
    if what.event and event is None:
        raise Problem(f"There is no event with the number {what.event}.")
    text = worded(what.text, LONGEST_NOTE, "a note")
    change = Change("note", number=what.step, after=text)
    name = f"note about {ground.clock.words(what.step)}: {bounded(text, 120)}"
    return Decided(name=name, changes=(Planned(change),), data={"about": what.event} if what.event else {})


def decide_answer(ground: Ground, what: CorrectAnswer | RateAnswer) -> Decided:
    """A correction or a mark for what a thought answered."""
    call = ground.reader.call_head(what.call)
    if call is None:
        raise Problem(f"There is no thought with the number {what.call}.")
    whose = ground.name(call.agent_id) if call.agent_id else "nobody"
    if isinstance(what, RateAnswer):
        if not -1 <= what.rating <= 1:
            raise Problem(f"A mark goes from -1 to 1; {what.rating:g} does not.")
        change = Change("answer", agent=call.agent_id, number=call.id, name="rating", after=what.rating)
        data = {"call": call.id, "rating": what.rating}
        return Decided(name=f"rate a thought of {whose}", agent=call.agent_id, changes=(Planned(change),), data=data)
    text = what.answer.strip()
    if not text or len(text) > LONGEST_ANSWER:
        raise Problem(f"An answer has 1 to {LONGEST_ANSWER} characters.")
    change = Change("answer", agent=call.agent_id, number=call.id, name="answer", before=call.output, after=text)
    return Decided(
        name=f"correct a thought of {whose}", agent=call.agent_id, changes=(Planned(change),), data={"call": call.id, "answer": text}
    )


def settings_with(settings: Settings, changes: tuple[Planned, ...]) -> Settings:
    """Return settings as an edit leaves them."""
    told = {one.change.name: one.change.after for one in changes if one.change.table == "setting"}
    return msgspec.convert({**msgspec.structs.asdict(settings), **told}, Settings) if told else settings
