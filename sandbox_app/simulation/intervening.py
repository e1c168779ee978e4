"""How what a person does to a world (`interventions.py`) happens in it.

An intervention happens between two steps, at the end of the last one lived, and is on the record as an `intervene` event
with its author; what follows from it (who heard it, what is remembered, how a thing is now) are events it caused. So it is
the same thing whether the world is closed, paused or running.
"""

import re

import numpy as np

from sandbox_app.errors import Problem
from sandbox_app.mind.mind import Mind
from sandbox_app.mind.suggestions import own_words
from sandbox_app.mind.surroundings import Noticed
from sandbox_app.mind.words import bounded
from sandbox_app.simulation.effects import EARSHOT
from sandbox_app.simulation.here import Here
from sandbox_app.simulation.interventions import SOMEBODY, Announce, FromOutside, RemoveRule, SetRule, SetThing, Tell, Whisper
from sandbox_app.simulation.ruling import Rules
from sandbox_app.worldfile.rows import Event

LONGEST_TEXT = 400
"""Characters of what a person may say at once."""
LONGEST_MEMORY = 90
"""Longer words are remembered sentence by sentence: as much as people can tell on word by word."""
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
WHISPERED, TOLD, ANNOUNCED = 9, 8, 8
"""Importance of the memories that a person makes; they need no rating."""


def intervene(here: Here, minds: dict[int, Mind], rules: Rules, what: FromOutside, author: str) -> list[int]:
    """Let an intervention other than of a visitor (`visiting.py`) happen at the present step; return whose attention it calls.

    Raises:
        Problem: it cannot be: no words, a sleeper spoken to, no such agent, place or thing.
    """
    match what:
        case Whisper():
            return _whisper(here, minds, what, author)
        case Tell():
            return _tell(here, minds, what, author)
        case Announce():
            return _announce(here, minds, what, author)
        case SetThing():
            return _set(here, what, author)
        case SetRule():
            if what.agent:
                _known(here, what.agent)
            rules.set(here, what.name, what.text, what.agent, author)
        case RemoveRule():
            rules.remove(here, what.name, author)
    return []


def suggestion(event: Event) -> Noticed:
    """Return what an `intervene` event suggests to its agent, as its mind takes it up."""
    text = str(event.data["text"])
    return Noticed(0, own_words(text) if event.data["what"] == "whisper" else text, event.id)


def worded(text: str) -> str:
    """Return words as they are said.

    Raises:
        Problem: there are none, or too many.
    """
    text = bounded(text, LONGEST_TEXT + 1)
    if len(text) < 2:
        raise Problem("There are no words to say; write what is to be heard.")
    if len(text) > LONGEST_TEXT:
        raise Problem(f"That is longer than {LONGEST_TEXT} characters; say it in several parts.")
    return text


def _known(here: Here, agent: int) -> None:
    if agent not in here.agents():
        raise Problem(f"Nobody in this world has the number {agent}.")
    if here.state.away(agent):
        raise Problem(f"{here.short_name(agent)} is not in town now.")


def _whisper(here: Here, minds: dict[int, Mind], what: Whisper, author: str) -> list[int]:
    _known(here, what.agent)
    text = worded(what.text)
    data = {"what": "whisper", "text": text, "author": author}
    event = here.happen("intervene", what.agent, f"A voice within {here.short_name(what.agent)} says: {text}", data)
    mind = minds[what.agent]
    thought = own_words(text)
    before = "" if re.match(r"(?:I|My)\b", thought) else "It came to my mind: "
    _keep(here, mind, "whisper", before, thought, event.id, WHISPERED)
    mind.suggested.append(suggestion(event))
    return [what.agent]


def _tell(here: Here, minds: dict[int, Mind], what: Tell, author: str) -> list[int]:
    _known(here, what.agent)
    name = here.short_name(what.agent)
    if here.asleep(what.agent):
        raise Problem(f"{name} is asleep and would not hear it; whisper it, or say it later.")
    text = worded(what.text)
    speaker = bounded(what.speaker, 40) or SOMEBODY
    data = {"what": "tell", "text": text, "speaker": speaker, "author": author}
    event = here.happen("intervene", what.agent, f"{_begun(speaker)} says to {name}: {text}", data)
    for hearer in [what.agent, *_near(here, what.agent)]:
        addressed = hearer == what.agent
        heard = here.happen(
            "hear", hearer, f"{_begun(speaker)}: {text}", {"talk": 0, "by": 0, "member": True, "addressed": addressed}, cause=event.id
        )
        before = f"{_begun(speaker)} told me: " if addressed else f"I overheard {speaker}: "
        _keep(here, minds[hearer], "heard", before, text, heard.id, TOLD)
    minds[what.agent].suggested.append(suggestion(event))
    return [what.agent]


def _announce(here: Here, minds: dict[int, Mind], what: Announce, author: str) -> list[int]:
    text = worded(what.text)
    town = here.town
    if not 0 <= what.place <= len(town.places):
        raise Problem(f"There is no place with the number {what.place}.")
    where = town.place(what.place) if what.place and town.place(what.place).level != "town" else None
    at = f" at {where.name}" if where else ""
    data = {"what": "announce", "text": text, "place": where.id if where else 0, "author": author}
    event = here.happen("intervene", 0, f"It is announced{at}: {text}", data)
    hearers = [
        agent
        for agent in here.agents()
        if (where is None and not here.state.away(agent))
        or (where is not None and not here.asleep(agent) and _is_at(here, agent, where.id))
    ]
    for hearer in hearers:
        heard = here.happen("hear", hearer, f"News{at}: {text}", {"talk": 0, "by": 0, "member": True, "addressed": True}, cause=event.id)
        _keep(here, minds[hearer], "heard", f"News{at}: ", text, heard.id, ANNOUNCED)
    return []


def _set(here: Here, what: SetThing, author: str) -> list[int]:
    if not 1 <= what.thing <= len(here.town.things):
        raise Problem(f"There is no thing with the number {what.thing}.")
    state = bounded(what.state, 40)
    if not state:
        raise Problem("Say the state in a word or two, like 'lit' or 'burning'.")
    thing = here.town.thing(what.thing)
    site = here.town.site_of(thing.place).name
    text = f"The {thing.name} in {site} is made {state}"
    event = here.happen("intervene", 0, text, {"what": "set", "thing": thing.id, "state": state, "author": author})
    here.happen("thing", 0, f"The {thing.name} is {state}", {"thing": thing.id, "state": state}, cause=event.id)
    return []


def _keep(here: Here, mind: Mind, kind: str, before: str, said: str, cause: int, importance: int) -> None:
    """Keep what was said, sentence by sentence when it is long, so that each can be told on word by word."""
    parts = [said] if len(said) <= LONGEST_MEMORY else [part for part in _SENTENCE.split(said) if part]
    for part in parts:
        keep_weighed(here, mind, kind, before + part, cause, importance)


def keep_weighed(here: Here, mind: Mind, kind: str, text: str, cause: int, importance: int) -> None:
    """Let an agent remember something of which it is known how much it matters."""
    row = mind.remember(kind, text, cause=cause)
    if row is None or row.id in {rated for rated, _ in here.batch.rated}:
        return  # nobody observes here, or the same words were weighed before
    here.rate(mind.id, [(row.id, importance)])
    mind.rated(row.id, importance)


def _near(here: Here, agent: int) -> list[int]:
    """Return who else is awake in the same room within earshot."""
    state = here.state
    x, y = here.position(agent)
    near = (np.abs(state.x - x) <= EARSHOT) & (np.abs(state.y - y) <= EARSHOT) & (state.place == here.place_of(agent)) & ~state.asleep
    return [int(at) + 1 for at in np.flatnonzero(near) if at + 1 != agent]


def _is_at(here: Here, agent: int, place: int) -> bool:
    stands = here.place_of(agent)
    return place in (stands, here.town.site_of(stands).id)


def _begun(speaker: str) -> str:
    return speaker[:1].upper() + speaker[1:]
