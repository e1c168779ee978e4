"""Visitors: a person enters the town under a name, walks, talks, leaves, and is known when coming again.

A visitor is an agent without a home and without thoughts (`mind/visiting.py`). Whatever a person does with it happens between two
steps and is on the record with its author: `enter` and `leave` themselves, everything else as a `lead` event and what follows from it.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from sandbox_app.errors import Problem
from sandbox_app.mind.mind import Mind
from sandbox_app.mind.surroundings import Go, JoinTalk, Speak, StartTalk, Talk
from sandbox_app.mind.visiting import IDLE, let_go
from sandbox_app.mind.words import listed
from sandbox_app.simulation.create import MOST_AGENTS
from sandbox_app.simulation.effects import take_effect
from sandbox_app.simulation.here import Here
from sandbox_app.simulation.importing.newcomer import line, names_of
from sandbox_app.simulation.intervening import worded
from sandbox_app.simulation.interventions import Enter, Lead, Leave, Say, Walk
from sandbox_app.simulation.named import taken_names
from sandbox_app.town.hours import is_open
from sandbox_app.town.model import CastMember, Place
from sandbox_app.worldfile.rows import AgentRow, PersonaRow

NEAR = 2
"""So many tiles beside the one that was meant a visitor may stop, where nobody can stand on that one."""


def known_visitor(cast: Sequence[CastMember], name: str) -> int:
    """Return the visitor of this name who was here before, 0 for none."""
    wanted = name.strip().casefold()
    return next((at for at, one in enumerate(cast, 1) if one.visitor and wanted in (one.name.casefold(), one.short.casefold())), 0)


def enter_first_time(here: Here, what: Enter, author: str) -> AgentRow:
    """Let somebody enter who was never here: one agent more, from now on.

    The persona and the event are in the batch; who lives here has to be read anew from the record before the next step.

    Raises:
        Problem: the name is none, or somebody's; there is no such place, or no room for one more. Nothing has changed.
    """
    full, short = names_of(what.name, repr(what.name))
    if {full.casefold(), short.casefold()} & taken_names(here.town, here.cast):
        raise Problem(f"{full} is the name of somebody or of a place in this world already; come under another name.")
    if len(here.cast) >= MOST_AGENTS:
        raise Problem(f"A world can have {MOST_AGENTS} agents; there is no room for a visitor.")
    _alone(here)
    agent = len(here.cast) + 1
    x, y = _arrival(here, agent, what)
    identity = line(what.about) or f"{short} is visiting {here.town.title}."
    member = CastMember(name=full, short=short, age=0, pronouns="they", job="visitor", traits=(), identity=identity, home="")
    here.ids.persona += 1
    data = msgspec.json.encode(member).decode()
    here.batch.personas.append(PersonaRow(id=here.ids.persona, agent_id=agent, data=data, created_step=here.step))
    _enter(here, agent, short, x, y, what, author)
    return AgentRow(agent, full, short)


def lead(here: Here, minds: dict[int, Mind], what: Lead, author: str) -> list[int]:
    """Let a visitor who is known do what a person wants; return whose attention it calls.

    Raises:
        Problem: it cannot be; nothing has changed.
    """
    match what:
        case Enter():
            agent = known_visitor(here.cast, what.name)
            _alone(here)
            x, y = _arrival(here, agent, what)
            _enter(here, agent, here.short_name(agent), x, y, what, author)
            return [agent]
        case Walk():
            return _walk(here, minds, what, author)
        case Say():
            return _say(here, minds, what, author)
        case Leave():
            return _leave(here, minds, what, author)


def turn_of(here: Here) -> int:
    """Return the visitor whose turn it is to speak, 0 for nobody."""
    for agent in present(here):
        talk = here.talk_of(agent)
        if talk is not None and not talk.over_for(agent) and talk.members[talk.turn] == agent:
            return agent
    return 0


def present(here: Here) -> list[int]:
    """Return the visitors who are in town."""
    return [agent for agent, member in enumerate(here.cast, 1) if member.visitor and not here.state.away(agent)]


def _alone(here: Here) -> None:
    if others := present(here):
        raise Problem(f"{here.short_name(others[0])} is visiting already; leave first, then enter under another name.")


def _arrival(here: Here, agent: int, what: Enter) -> tuple[int, int]:
    """Return the tile on which a visitor appears: in the place wanted, else in the open."""
    town = here.town
    if not what.place:
        minute = here.clock.minute(here.step)
        sites = [place for place in town.places if place.level == "site"]
        with_rooms = {place.parent for place in town.places if place.level == "room"}
        return here.open_tile(min(sites, key=lambda site: (site.id in with_rooms, site.kind == "home", not is_open(site, minute))), agent)
    if not 1 <= what.place <= len(town.places):
        raise Problem(f"There is no place with the number {what.place}.")
    place = town.place(what.place)
    if place.level == "town":
        return _arrival(here, agent, Enter(what.name))
    _let_in(here, town.site_of(place.id))
    return here.open_tile(place, agent)


def _let_in(here: Here, site: Place) -> None:
    closed = here.state.closures.by_number.get(site.id)
    if closed is not None:
        raise Problem(f"{site.name} is closed{f': {closed.why}' if closed.why else ''}.")
    if not is_open(site, here.clock.minute(here.step)):
        raise Problem(f"{site.name} is closed now; it opens at {site.opens}.")


def _enter(here: Here, agent: int, short: str, x: int, y: int, what: Enter, author: str) -> None:
    place = int(here.town.place_at[y, x])
    where = here.town.site_of(place).name
    data = {"x": x, "y": y, "activity": IDLE, "name": what.name, "place": what.place, "about": what.about, "author": author}
    here.happen("enter", agent, f"{short} comes to {where} as a visitor", data, place=place)


def _visitor(here: Here, agent: int) -> str:
    if agent not in here.agents() or not here.cast[agent - 1].visitor:
        raise Problem("Only visitors can be led; people of the town do what they think.")
    name = here.short_name(agent)
    if here.state.away(agent):
        raise Problem(f"{name} is not in town; enter first.")
    return name


def _led(here: Here, agent: int, words: str, what: str, author: str, **data: Any) -> int:
    return here.happen("lead", agent, words, {"what": what, **data, "author": author}).id


def _walk(here: Here, minds: dict[int, Mind], what: Walk, author: str) -> list[int]:
    name = _visitor(here, what.agent)
    x, y = _standing(here, what)
    if (x, y) == here.position(what.agent):
        raise Problem(f"{name} is there already.")
    place = int(here.town.place_at[y, x])
    if place != here.place_of(what.agent):
        _let_in(here, here.town.site_of(place))
    if len(here.as_far(what.agent, here.paths.path(here.position(what.agent), (x, y)))) < 2:
        raise Problem("The way there is closed.")
    cause = _led(here, what.agent, f"{name} is led to another place", "walk", author, x=what.x, y=what.y)
    called = _take_leave(here, minds, what.agent, cause)
    called += take_effect(here, what.agent, Go(x=x, y=y, place_id=place, thing_id=0, activity="", cause=cause))
    return [*called, what.agent]


def _standing(here: Here, what: Walk) -> tuple[int, int]:
    """Return the tile nearest to the one meant to which there is a way."""
    town, position = here.town, here.position(what.agent)
    around = range(-NEAR, NEAR + 1)
    tiles = [(what.x + across, what.y + along) for across in around for along in around]
    inside = [(x, y) for x, y in tiles if 0 <= x < town.width and 0 <= y < town.height and town.walkable[y, x]]
    held = {here.position(one) for one in here.agents() if one != what.agent}
    free = [tile for tile in inside if tile not in held and (tile == position or here.paths.reaches(tile, position))]
    if not free:
        raise Problem("There is no way there; choose a place to stand on.")
    return min(free, key=lambda tile: (abs(tile[0] - what.x) + abs(tile[1] - what.y), tile))


def _say(here: Here, minds: dict[int, Mind], what: Say, author: str) -> list[int]:
    name = _visitor(here, what.agent)
    text = worded(what.text) if what.text else ""
    talk = _talk(here, what.agent)
    if talk is None:
        if not text:
            raise Problem(f"Nobody is talking with {name}, so there is nothing to be silent about.")
        _near_enough(here, what.agent, what.to)
    elif talk.members[talk.turn] != what.agent and not what.end:
        raise Problem(f"It is the turn of {here.short_name(talk.members[talk.turn])} to speak; wait for the answer.")
    led = f"{name} is led to say something" if text else f"{name} is led to say nothing"
    cause = _led(here, what.agent, led, "say", author, text=text, to=what.to, end=what.end)
    called: list[int] = []
    if talk is None:
        called = _begin(here, minds, what, cause)
        talk = _talk(here, what.agent)
    if talk is not None:
        mood = int(here.state.mood[what.agent - 1])
        called += take_effect(here, what.agent, Speak(talk.id, text, mood, what.end, cause=cause))
    return [*called, what.agent]


def _begin(here: Here, minds: dict[int, Mind], what: Say, cause: int) -> list[int]:
    """Begin a talk with somebody, or join the one they are in."""
    _forget_talk(here, minds, what.agent)
    theirs = _talk(here, what.to)
    why = f"talk to {here.short_name(what.to)}"
    return take_effect(here, what.agent, JoinTalk(theirs.id, why, cause=cause) if theirs else StartTalk(what.to, why, cause=cause))


def _near_enough(here: Here, agent: int, other: int) -> None:
    """See that somebody can be spoken to."""
    if other not in here.agents() or other == agent:
        raise Problem("Say to whom that is said.")
    name = here.short_name(other)
    (x, y), (other_x, other_y) = here.position(agent), here.position(other)
    if here.place_of(agent) != here.place_of(other) or max(abs(x - other_x), abs(y - other_y)) > here.settings.vision:
        raise Problem(f"{name} is not near; walk there first.")
    if here.asleep(other):
        raise Problem(f"{name} is asleep; come back later.")
    talk = here.talk_of(other)
    if talk is None:
        return
    if talk.over_for(other):
        raise Problem(f"{name} is still thinking about another talk; wait a moment.")
    if not talk.open_to_more(here.settings.talk_most):
        company = listed([here.short_name(one) for one in talk.present if one != other])
        raise Problem(f"{name} is talking with {company}, and nobody can join them now; wait a moment.")


def _leave(here: Here, minds: dict[int, Mind], what: Leave, author: str) -> list[int]:
    name = _visitor(here, what.agent)
    called = _take_leave(here, minds, what.agent, 0)
    here.happen("leave", what.agent, f"{name} leaves {here.town.title}", {"author": author})
    return [*called, what.agent]


def _talk(here: Here, agent: int) -> Talk | None:
    talk = here.talk_of(agent)
    return None if talk is None or talk.over_for(agent) else talk


def _take_leave(here: Here, minds: dict[int, Mind], agent: int, cause: int) -> list[int]:
    """Leave the talk under way: of two it is over then, more go on."""
    talk, others = _talk(here, agent), []
    if talk is not None:
        others = [member for member in talk.present if member != agent]
        data: dict[str, Any] = {"talk": talk.id}
        if len(others) > 1:
            names = {str(one): listed([here.short_name(two) for two in others if two != one]) for one in others}
            data |= {"leaves": agent, "names": names}
        here.happen("talk_end", agent, f"{here.short_name(agent)} leaves the talk", data, cause=cause or talk.event)
    _forget_talk(here, minds, agent)
    return others


def _forget_talk(here: Here, minds: dict[int, Mind], agent: int) -> None:
    talk = here.talk_of(agent)
    if talk is not None and talk.over_for(agent):
        let_go(minds[agent], talk)
