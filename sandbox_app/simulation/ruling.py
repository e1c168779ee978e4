"""The rules that hold in a world: watched as things happen, asked before choices are offered.

A rule is on the record as `rule` events (set, removed, broken with the event that broke it), so which rules held when follows
from the record. A rule of an agent is about what that agent does, one of the world about what anybody does. A rule that was
broken begins anew after the report.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from msgspec import Struct

from sandbox_app.errors import Problem
from sandbox_app.mind.rules.automaton import Automaton
from sandbox_app.mind.rules.formula import TooLarge
from sandbox_app.mind.rules.happening import Happening, holds
from sandbox_app.mind.rules.language import Rule, read
from sandbox_app.simulation.here import Here
from sandbox_app.town.clock import Clock
from sandbox_app.town.model import CastMember, Town
from sandbox_app.town.spelling import choices
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import Event

WATCHED = frozenset({"move", "act", "talk_start", "speak", "sleep", "wake", "thing"})
"""Kinds of events that rules are about."""
_WHAT = {"move": "go", "act": "act", "talk_start": "talk", "speak": "say", "sleep": "sleep", "wake": "wake", "thing": "thing"}


class RuleNow(Struct):
    """A rule that holds: its name, text, agent (0: the world's), what was read, and how far it has come."""

    name: str
    text: str
    agent: int
    since: int
    rule: Rule
    automaton: Automaton
    state: int = 0
    broken: int = 0

    @property
    def standing(self) -> str:
        """How it stands: "holds", or "open" when it would not hold if nothing more happened."""
        return "holds" if self.state == 0 or self.automaton.accepting[self.state] else "open"


def compiled(text: str) -> tuple[Rule, Automaton]:
    """Read and compile a rule.

    Raises:
        Problem: it is none, or too large.
    """
    rule = read(text)
    try:
        return rule, Automaton(rule.formula)
    except TooLarge as error:
        raise Problem(f"That rule is too large: {error}; say it in several rules.") from error


class World(Protocol):
    """What has to be known of a world to see events as rules do."""

    @property
    def town(self) -> Town:
        """Its town."""

    @property
    def clock(self) -> Clock:
        """Its clock."""

    @property
    def cast(self) -> Sequence[CastMember]:
        """Who lives there."""


class Rules:
    """The rules of a world. Owned by the step loop."""

    def __init__(self, world: World, record: Iterable[Event] = ()) -> None:
        """Begin with what the record says, in order: `rule` events and those of the kinds in `WATCHED`."""
        self._world = world
        self.rules: dict[str, RuleNow] = {}
        for event in record:
            if event.kind == "rule":
                self._take(event)
            elif self.rules:
                self._step(event)

    def set(self, here: Here, name: str, text: str, agent: int, author: str) -> Event:
        """Let a rule hold from now on; one of the same name no longer does.

        Raises:
            Problem: the name or the rule is none, or the rule is about what is not in this world.
        """
        if not name.strip() or len(name) > 60:
            raise Problem("A rule needs a name of at most 60 characters.")
        rule, _ = compiled(text)
        _be_of(self._world, rule)
        whose = f" for {here.short_name(agent)}" if agent else ""
        data = {"op": "set", "name": name, "text": text, "author": author}
        event = here.happen("rule", agent, f"The rule {name!r} holds{whose}: {text}", data)
        self._take(event)
        return event

    def remove(self, here: Here, name: str, author: str) -> Event:
        """Let a rule hold no longer.

        Raises:
            Problem: there is none of this name.
        """
        if name not in self.rules:
            known = ", ".join(self.rules) or "none"
            raise Problem(f"There is no rule called {name!r} in this world; there are: {known}.")
        data = {"op": "remove", "name": name, "author": author}
        event = here.happen("rule", self.rules[name].agent, f"The rule {name!r} no longer holds", data)
        self._take(event)
        return event

    def _take(self, event: Event) -> None:
        name = str(event.data["name"])
        match event.data["op"]:
            case "set":
                rule, automaton = compiled(str(event.data["text"]))
                self.rules[name] = RuleNow(name, str(event.data["text"]), event.agent_id, event.step, rule, automaton)
            case "remove":
                self.rules.pop(name, None)

    def watch(self, here: Here) -> None:
        """Look at what this step recorded, and report the rules that it broke."""
        if not self.rules:
            return
        for event in list(here.batch.events):
            for rule in self._step(event):
                text = f"The rule {rule.name!r} is broken: {event.text}"
                here.happen("rule", event.agent_id, text, {"op": "broken", "name": rule.name, "rule": rule.text}, cause=event.id)

    def _step(self, event: Event) -> list[RuleNow]:
        """Let the rules take an event in; return those that it broke, which begin anew."""
        if event.kind not in WATCHED:
            return []
        broken = []
        happening = happening_of(self._world, event)
        for rule in self.rules.values():
            if rule.agent not in (0, event.agent_id):
                continue
            letter = {name: bool(holds(atom, happening)) for name, atom in rule.rule.predicates.items()}
            rule.state = rule.automaton.step(rule.state, letter)
            if rule.automaton.dead(rule.state):
                rule.state = 0
                rule.broken += 1
                broken.append(rule)
        return broken

    def allows(self, agent: int, choice: Happening) -> bool:
        """Say whether no rule would be broken for good by what an agent may choose."""
        for rule in self.rules.values():
            if rule.agent in (0, agent):
                letter = {name: holds(atom, choice) for name, atom in rule.rule.predicates.items()}
                if rule.automaton.forbids(rule.state, letter):
                    return False
        return True

    def listed(self) -> list[dict[str, Any]]:
        """Return the rules as JSON shows them."""
        world = self._world
        return [
            {
                "name": rule.name,
                "rule": rule.text,
                "agent": world.cast[rule.agent - 1].name if rule.agent else "",
                "since": world.clock.words(rule.since),
                "standing": rule.standing,
                "broken": rule.broken,
            }
            for rule in self.rules.values()
        ]


def _be_of(world: World, rule: Rule) -> None:
    """Make sure that a rule is about people, places and things of its world: about others it would hold for ever and mean nothing.

    Raises:
        Problem: it names one that is not there, as it is written there.
    """
    people = [member.short for member in world.cast]
    places = [place.name for place in world.town.places]
    things = [thing.name for thing in world.town.things]
    for atom in rule.predicates.values():
        _be_among(atom.who, "Nobody", people)
        match atom.kind:
            case "at":
                _be_among(atom.value, "No place", places)
            case "uses":
                _be_among(atom.value, "Nothing", things)
            case "meets":
                _be_among(atom.value, "Nobody", people)


def _be_among(name: str, none: str, names: Sequence[str]) -> None:
    if name and name not in {known.casefold() for known in names}:
        raise Problem(f"{none} here is called {name!r}; {choices(name, dict.fromkeys(names))}")


def happening_of(world: World, event: Event) -> Happening:
    """Return an event as rules see it."""
    data, town = event.data, world.town
    place = int(data["to"]) if event.kind == "move" else event.place_id
    thing = int(data.get("thing", 0) or 0)
    people: tuple[str, ...] = ()
    if event.kind == "talk_start":
        people = tuple(world.cast[int(one) - 1].short for one in data["members"] if int(one) != event.agent_id)
    words = {"thing": event.text, "speak": str(data.get("said", ""))}.get(event.kind, str(data.get("activity", "")))
    return Happening(
        who=world.cast[event.agent_id - 1].short if event.agent_id else "",
        what=_WHAT[event.kind],
        places=names_of(town, place),
        things=(town.thing(thing).name,) if thing else (),
        people=people,
        words=words,
        minute=world.clock.minute(event.step),
    )


def names_of(town: Town, place_id: int) -> tuple[str, ...]:
    """Return the names of a place: of the room and of its site."""
    return (town.place(place_id).name, town.site_of(place_id).name) if place_id else ()


def rules_on_record(world: World, reader: WorldReader, at: int | None = None) -> Rules:
    """Return the rules that held at a step (default: that hold now), as they stood then."""
    first = reader.events(kinds=["rule"], limit=1)
    if not first:
        return Rules(world)
    return Rules(world, reader.events(first[0].step, at, kinds=WATCHED | {"rule"}))
