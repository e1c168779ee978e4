"""What intents do: each becomes events at the end of the step in which it was wanted, in the order of agents."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from sandbox_app.llm.facts import MOODS
from sandbox_app.mind.feelings.affect import pace
from sandbox_app.mind.surroundings import Act, Go, Intent, JoinTalk, Queue, Sleep, Speak, StartTalk, Talk, Wake
from sandbox_app.mind.words import listed
from sandbox_app.simulation.here import Here
from sandbox_app.town.model import Thing
from sandbox_app.town.paths import encode

EARSHOT = 4
"""Tiles within which somebody in the same room overhears a talk."""
CHARACTERS_A_STEP = 90
"""How much is said in a step of ten seconds, spoken without hurry; then the others think for a step of what to say."""


def take_effect(here: Here, agent: int, intent: Intent) -> list[int]:
    """Apply an intent; return the agents whose attention this calls, those who are next in line for a thing that is left among them."""
    lines = list(here.state.lines.items())
    free = [thing for thing, _ in lines if _has_room(here, thing)]
    called = _take_effect(here, agent, intent)
    return called + [line[0] for thing, line in lines if line and thing not in free and _has_room(here, thing)]


def _has_room(here: Here, thing: int) -> bool:
    return any(not here.state.taken(stand) for stand in here.town.thing(thing).stands)


def _take_effect(here: Here, agent: int, intent: Intent) -> list[int]:
    if isinstance(intent, Go | Act | Queue | Sleep) and _talking(here, agent):
        return [agent]  # somebody began to talk with it in this very step
    match intent:
        case Go():
            return _go(here, agent, intent)
        case Act():
            _act(here, agent, intent)
        case Queue():
            _leave_thing(here, agent, 0)
            thing = here.town.thing(intent.thing_id)
            activity = f"waiting for the {thing.name}"
            data = {"thing": thing.id, "activity": activity, "plan": intent.plan_id}
            here.happen("queue", agent, f"{here.short_name(agent)} is {activity}", data, cause=intent.cause)
        case Sleep():
            _leave_thing(here, agent, 0)
            data = {"thing": intent.thing_id, "wake": intent.wake_step}
            here.happen("sleep", agent, f"{here.short_name(agent)} falls asleep", data, call_id=intent.call_id)
        case Wake():
            here.happen("wake", agent, f"{here.short_name(agent)} wakes up")
        case StartTalk():
            return _start_talk(here, agent, intent)
        case JoinTalk():
            return _join_talk(here, agent, intent)
        case Speak():
            return _speak(here, agent, intent)
    return []


def _talking(here: Here, agent: int) -> bool:
    talk = here.talk_of(agent)
    return talk is not None and not talk.over_for(agent)


def _site(here: Here, place_id: int) -> str:
    return here.town.site_of(place_id).name


def _go(here: Here, agent: int, go: Go) -> list[int]:
    position = here.position(agent)
    whole = here.paths.path(position, (go.x, go.y))
    path = here.as_far(agent, whole)
    if len(path) < 2:
        return []
    if go.thing_id and here.state.taken((go.x, go.y)) not in (0, agent):
        return [agent]  # somebody was quicker; the mind looks again in the next step
    _leave_thing(here, agent, 0)
    there, now = _site(here, go.place_id), _site(here, here.place_of(agent))
    activity = go.activity
    if not activity:
        place = here.town.place(go.place_id)
        thing = f"the {here.town.thing(go.thing_id).name}" if go.thing_id else f"the {place.name}" if place.level == "room" else place.name
        activity = f"walking to {there}" if there != now else f"going to {thing}"
    thing_id = go.thing_id if len(path) == len(whole) else 0
    data: dict[str, Any] = {"path": encode(path), "thing": thing_id, "activity": activity, "to": go.place_id, "plan": go.plan_id}
    if (tiles := pace(here.feeling(agent))) != 1:
        data["pace"] = tiles
    here.happen("move", agent, f"{here.short_name(agent)} is {activity}", data, cause=go.cause, call_id=go.call_id)
    return []


def _act(here: Here, agent: int, act: Act) -> None:
    thing_id = act.thing_id
    position = here.position(agent)
    if thing_id:
        thing = here.town.thing(thing_id)
        if position not in thing.stands or here.state.taken(position) not in (0, agent):
            thing_id = 0
    _leave_thing(here, agent, thing_id)
    place = _site(here, here.place_of(agent))
    name = here.town.thing(thing_id).name if thing_id else ""
    at = f" at the {name}" if name and name not in act.activity else ""
    data = {"thing": thing_id, "activity": act.activity, "hue": act.hue, "plan": act.plan_id}
    text = f"{here.short_name(agent)} is {act.activity}{at} in {place}"
    event = here.happen("act", agent, text, data, cause=act.cause, call_id=act.call_id)
    if thing_id:
        _switch(here, here.town.thing(thing_id), on=True, agent=agent, cause=event.id)


def _leave_thing(here: Here, agent: int, for_thing: int) -> None:
    """Leave the thing an agent uses: what nobody uses any more goes back to its first state."""
    used = int(here.state.thing[agent - 1])
    if used and used != for_thing and here.state.users(used) == [agent]:
        _switch(here, here.town.thing(used), on=False, agent=agent, cause=0)


def _switch(here: Here, thing: Thing, *, on: bool, agent: int, cause: int) -> None:
    if len(thing.states) < 2:
        return
    wanted = thing.states[1 if on else 0]
    now = here.state.things.get(thing.id, thing.states[0])
    if now in thing.states and now != wanted:  # what burns does not go out because its user leaves
        here.happen("thing", agent, f"The {thing.name} is {wanted}", {"thing": thing.id, "state": wanted}, cause=cause)


def _start_talk(here: Here, agent: int, start: StartTalk) -> list[int]:
    other = start.other
    busy = here.talk_of(agent) is not None or here.talk_of(other) is not None or here.asleep(other)
    if busy or here.place_of(agent) != here.place_of(other):
        return []
    members = (agent, other)
    # A talk has the number of the event that began it.
    data = {"talk": here.ids.event + 1, "members": list(members), "names": _company(here, members), "why": start.why}
    text = f"{here.short_name(agent)} begins to talk with {here.short_name(other)}"
    here.happen("talk_start", agent, text, data, cause=start.cause, call_id=start.call_id)
    return [other]


def _company(here: Here, members: Sequence[int]) -> dict[str, str]:
    """Return with whom each member talks, in words."""
    return {str(one): listed([here.short_name(two) for two in members if two != one]) for one in members}


def _join_talk(here: Here, agent: int, join: JoinTalk) -> list[int]:
    talk = here.state.talks.get(join.talk)
    if talk is None or not talk.open_to_more(here.settings.talk_most) or here.talk_of(agent) is not None or agent in talk.members:
        return []
    present = talk.present
    if here.place_of(agent) != here.place_of(present[0]):
        return []
    members = [*present, agent]
    data = {"talk": talk.id, "members": members, "names": _company(here, members), "why": join.why, "joins": True}
    text = f"{here.short_name(agent)} joins the talk of {listed([here.short_name(one) for one in present])}"
    here.happen("talk_start", agent, text, data, cause=join.cause or talk.event, call_id=join.call_id)
    return members


def _speak(here: Here, agent: int, speak: Speak) -> list[int]:
    talk = here.talk_of(agent)
    if talk is None or talk.id != speak.talk or talk.over_for(agent):
        return []
    name = here.short_name(agent)
    present = talk.present
    pause = 2 + len(speak.text) // CHARACTERS_A_STEP
    end = speak.end or all(member in talk.done for member in present if member != agent)
    data = {"talk": talk.id, "said": speak.text, "mood": speak.mood, "end": end, "next": here.step + pause}
    if len(present) > 2 and (addressed := _addressed(here, speak.text, present, agent)):
        data["to"] = addressed
    text = f"{name}: {speak.text}" if speak.text else f"{name} says nothing more" if end else f"{name} says nothing"
    before = int(here.state.mood[agent - 1])
    cause = speak.cause or (talk.lines[-1].event if talk.lines else talk.event)
    event = here.happen("speak", agent, text, data, cause=cause, call_id=speak.call_id)
    if speak.mood != before:
        here.happen("feel", agent, f"{name} feels {MOODS[speak.mood]}", {"mood": speak.mood}, cause=event.id, call_id=speak.call_id)
    if speak.text:
        for hearer in hearers(here, talk, agent):
            here.happen("hear", hearer, text, {"talk": talk.id, "by": agent, "member": hearer in present}, cause=event.id)
    if len(present) > 2 and end:
        staying = [member for member in present if member != agent]
        data = {"talk": talk.id, "leaves": agent, "names": _company(here, staying)}
        here.happen("talk_end", agent, f"{name} leaves the talk", data, cause=event.id)
    elif set(talk.done) >= set(present):
        together = listed([here.short_name(one) for one in present])
        here.happen("talk_end", agent, f"{together} end their talk", {"talk": talk.id}, cause=event.id)
    return [member for member in present if member != agent]


def _addressed(here: Here, text: str, present: Sequence[int], speaker: int) -> int:
    """Return whom a line speaks to by name, or 0 where it names nobody who is there, or several."""
    words = set(re.findall(r"[^\W\d_]+", text))
    named = [member for member in present if member != speaker and set(here.short_name(member).split()) <= words]
    return named[0] if len(named) == 1 else 0


def hearers(here: Here, talk: Talk, speaker: int) -> list[int]:
    """Return who hears a line: the others in the talk, then those awake in the same room within earshot who do not talk themselves."""
    x, y = here.position(speaker)
    heard = [member for member in talk.present if member != speaker]
    state = here.state
    near = (np.abs(state.x - x) <= EARSHOT) & (np.abs(state.y - y) <= EARSHOT) & (state.place == here.place_of(speaker)) & ~state.asleep
    return heard + [agent for at in np.flatnonzero(near) if not _talking(here, agent := int(at) + 1)]
