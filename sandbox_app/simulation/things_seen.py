"""What people see of things. Who comes into a room takes in how its things are; what is amiss (a stove that burns) is seen by
whoever is awake, in the same room, and near: it calls for attention, and that it is over is seen as well.
"""

import numpy as np

from sandbox_app.mind.beliefs import witnessed
from sandbox_app.mind.knowing import AS_IT_SHOULD_BE
from sandbox_app.mind.mind import Mind
from sandbox_app.mind.surroundings import Noticed
from sandbox_app.simulation.here import Here

_LATELY = 200
"""Among so many latest things seen one finds what one knows of a thing."""


class ThingsSeen:
    """Who was in which room last, and who has seen which thing in which state it should not be in. Owned by the step loop."""

    def __init__(self, here: Here, minds: dict[int, Mind]) -> None:
        self._here = here
        self._minds = minds
        self._seen: dict[int, tuple[str, set[int]]] = {}
        self._places = dict.fromkeys(minds, 0)

    def saw(self, agent: int, thing: int, state: str) -> None:
        """Take note that an agent has seen this before (from the record)."""
        kept = self._seen.get(thing)
        if kept is None or kept[0] != state:
            self._seen[thing] = (state, {agent})
        else:
            kept[1].add(agent)

    def look(self, moved: list[int]) -> list[int]:
        """Let those who come into a room take it in, and everybody see what is amiss near them, each thing once.

        Returns those whose attention it calls.
        """
        if self._here.settings.thinking:
            self._enter(moved)
        self._see_mended()
        called = []
        for agent, number in self._found():
            here = self._here
            thing = here.town.thing(number)
            state = here.state.things[number]
            text = f"The {thing.name} is {state} in {here.town.site_of(thing.place).name}"
            event = here.happen("perceive", agent, f"{here.short_name(agent)} sees: {text}", {"thing": number, "state": state})
            mind = self._minds[agent]
            mind.knowing.see(thing, state, event.id)
            mind.notice(Noticed(0, text, event.id), could_talk=False)
            if here.settings.beliefs:
                self._know_of_each_other(agent, number, text)
            if here.settings.thinking:
                mind.noticed.append(Noticed(0, text, event.id))
                called.append(agent)
        return called

    def _enter(self, moved: list[int]) -> None:
        """Let those who come into another room take it in."""
        for agent in moved:
            place = self._here.place_of(agent)
            if self._places[agent] != place:
                self._places[agent] = place
                self._minds[agent].knowing.enter(place, self._here.state.things)

    def _see_mended(self) -> None:
        """Let those who saw a thing amiss and are near see that it is so no longer; should it be so again, it is seen anew."""
        here = self._here
        for number in sorted(self._seen):
            thing = here.town.thing(number)
            state = here.thing_state(thing)
            if state in ("", *thing.states):
                _, witnesses = self._seen.pop(number)
                for agent in self._near(number):
                    if agent in witnesses:
                        self._minds[agent].knowing.see(thing, state or AS_IT_SHOULD_BE)

    def _found(self) -> list[tuple[int, int]]:
        """Return (agent, thing) for each thing amiss that somebody sees for the first time, in order of thing and agent."""
        state = self._here.state
        found = []
        for number, now in sorted(state.things.items()):
            thing = state.town.thing(number)
            if now in thing.states:
                continue
            if number not in self._seen or self._seen[number][0] != now:
                self._seen[number] = (now, set())
            for agent in self._near(number):
                if agent not in self._seen[number][1]:
                    self._seen[number][1].add(agent)
                    found.append((agent, number))
        return found

    def _near(self, number: int) -> list[int]:
        """Return who is awake near a thing, in the same room."""
        state, vision = self._here.state, self._here.settings.vision
        thing = state.town.thing(number)
        near = (state.place == thing.place) & ~state.asleep
        near &= (np.abs(state.x - thing.x) <= vision) & (np.abs(state.y - thing.y) <= vision)
        return [int(at) + 1 for at in np.flatnonzero(near)]

    def _know_of_each_other(self, agent: int, number: int, text: str) -> None:
        """Let acquaintances who are there together take note that the other has seen it, too; who is away is not thought to know."""
        for other in self._near(number):
            if other == agent:
                continue
            for observer, observed in ((agent, other), (other, agent)):
                mind = self._minds[observer]
                row = next((row for row in reversed(mind.stream.latest(_LATELY, kinds=("seen",))) if row.text == text), None)
                if row is not None and observed in mind.relations:
                    witnessed(mind, row, [observed], f"thing {number}")
