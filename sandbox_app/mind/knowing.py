"""What an agent knows of places and things: its own spatial memory, which grows by seeing and by being told, and goes stale.

At the beginning, whoever lives in a town knows by rule: the home (but for bedrooms of others), the workplace, the sites of its
habits, and of every other public site the rooms where guests are received; the opening hours of the workplace and of the sites
of its habits. Everything else is learned, and each thing learned is a temporal row (`BeliefRow`): "room" (it was seen), "site"
(somebody spoke of it), "hours" (they stand on the door), "thing" (its state as last seen), "avoid" (what went wrong there).
"""

from sandbox_app.mind.surroundings import Surroundings
from sandbox_app.town.hours import closes_in, is_open, opens_in
from sandbox_app.town.model import CastMember, Place, Thing, Town
from sandbox_app.worldfile.rows import BeliefRow

PRIVATE_ROOMS = frozenset("kitchen office study store bedroom ward bakery workshop bathroom".split())
"""Kinds of rooms of public sites where guests are not received; who does not work there learns them by being there."""
AS_IT_SHOULD_BE = "as it should be"
"""The state in which a thing without states of its own is known to be."""
FRESH_HOURS = 12
"""For so long an agent counts on a thing's state as it last saw it."""
KINDS = frozenset({"room", "site", "hours", "thing", "avoid"})
"""Kinds of belief rows that are knowledge of places and things."""


class Knowing:
    """The spatial memory of one agent. Owned by its mind."""

    def __init__(self, world: Surroundings, agent: int, me: CastMember) -> None:
        self._world = world
        self._agent = agent
        self._me = me
        self._rows: dict[tuple[str, int], BeliefRow] = {}
        self.rooms: set[int] = set()
        self.sites: set[int] = set()
        self.hours: set[int] = set()
        self._begin(world.town, me)

    def _begin(self, town: Town, me: CastMember) -> None:
        bed = self._world.bed_of(self._agent)
        own = {me.home, me.workplace, *(habit.place for habit in me.habits)}
        for site in town.places:
            if site.level == "site" and (site.kind != "home" or site.name in own):
                self.sites.add(site.id)
                self.rooms.add(site.id)
            if site.level == "site" and site.name in own - {me.home}:
                self.hours.add(site.id)
        for room in town.places:
            site = town.site_of(room.id)
            if room.level != "room" or site.id not in self.sites:
                continue
            if site.name == me.home:
                known = room.kind != "bedroom" or (bed is not None and bed.place == room.id)
            else:
                known = site.name == me.workplace or room.kind not in PRIVATE_ROOMS
            if known:
                self.rooms.add(room.id)

    # -- what is known -------------------------------------------------------------------------------------------

    def knows_thing(self, thing: Thing) -> bool:
        """Say whether the agent knows of a thing: it knows the room, or it stands in it."""
        return thing.place in self.rooms or thing.place == self._world.place_of(self._agent)

    def usable(self, thing: Thing) -> bool:
        """Say whether the agent would choose a thing: known, as it should be as far as it knows, and nothing went wrong there of late."""
        as_it_should_be = self.state_of(thing) in ("", *thing.states)
        return as_it_should_be and self.knows_thing(thing) and not self.avoids("thing", thing.id)

    def state_of(self, thing: Thing) -> str:
        """Return the state of a thing as last seen, while that is not stale; "" when it is not known."""
        row = self._rows.get(("thing", thing.id))
        if row is None or self._world.step - row.created_step > FRESH_HOURS * 3600 // self._world.settings.step_seconds:
            return ""
        state = str(row.data["state"])
        return "" if state == AS_IT_SHOULD_BE else state

    def avoids(self, what: str, number: int) -> bool:
        """Say whether something went wrong of late with a thing or at a place ("thing" or "place", id)."""
        row = self._rows.get((f"avoid {what}", number))
        return row is not None and self._world.step < int(row.data["until"])

    def open_at(self, site: Place, step: int) -> bool:
        """Say whether a site is open for the agent at a step, as far as it knows."""
        if site.name in (self._me.home, self._me.workplace) or site.id not in self.hours:
            return True
        return is_open(site, self._world.clock.minute(step))

    def closing(self, site: Place, step: int) -> int | None:
        """Return the step at which a site closes for the agent after `step`, as far as it knows."""
        if site.name in (self._me.home, self._me.workplace) or site.id not in self.hours:
            return None
        left = closes_in(site, self._world.clock.minute(step))
        return None if left is None else step + left * 60 // self._world.settings.step_seconds

    def opening(self, site: Place, step: int) -> int:
        """Return the first step from `step` on at which a site is open, as far as the agent knows."""
        if self.open_at(site, step):
            return step
        return step + opens_in(site, self._world.clock.minute(step)) * 60 // self._world.settings.step_seconds

    # -- what is learned -----------------------------------------------------------------------------------------

    def enter(self, place_id: int, states: dict[int, str], cause: int = 0) -> None:
        """Take in a room (or open site): that it is there, its hours, and the states of its things, but for what is amiss.

        Args:
            states: of the things that are not in their first state, by id. What is amiss is seen from near (see `see`).
        """
        town, name = self._world.town, self._world.short_name(self._agent)
        place, site = town.place(place_id), town.site_of(place_id)
        self.sites.add(site.id)
        if place_id not in self.rooms:
            self.rooms.add(place_id)
            where = site.name if place is site else f"the {place.name} of {site.name}"
            self._keep("room", place_id, f"{name} knows {where} now", cause)
        self.read_hours(site, cause)
        changed = [number for kind, number in self._rows if kind == "thing" and number not in states]
        for number in changed:
            thing = town.thing(number)
            if thing.place == place_id:
                self.see(thing, thing.states[0] if thing.states else AS_IT_SHOULD_BE, cause)
        for number, state in states.items():
            if town.thing(number).place == place_id and state in town.thing(number).states:
                self.see(town.thing(number), state, cause)

    def see(self, thing: Thing, state: str, cause: int = 0) -> None:
        """Take in the state of a thing, where it is another than the agent saw last."""
        old = self._rows.get(("thing", thing.id))
        before = str(old.data["state"]) if old is not None else thing.states[0] if thing.states else ""
        if state != before:
            text = f"{self._world.short_name(self._agent)} knows: the {thing.name} is {state}"
            self._keep("thing", thing.id, text, cause, {"state": state})

    def read_hours(self, site: Place, cause: int = 0) -> None:
        """Learn the opening hours that stand on a site's door."""
        if site.opens and site.id not in self.hours:
            self.hours.add(site.id)
            text = f"{self._world.short_name(self._agent)} knows that {site.name} is open from {site.opens} to {site.closes}"
            self._keep("hours", site.id, text, cause)

    def hear_of(self, said: str, cause: int = 0) -> None:
        """Learn of the sites whose names are spoken."""
        for site in self._world.town.places:
            if site.level == "site" and site.id not in self.sites and site.name in said:
                self.sites.add(site.id)
                self._keep("site", site.id, f"{self._world.short_name(self._agent)} has heard of {site.name}", cause)

    def avoid(self, what: str, number: int, why: str, minutes: int, cause: int = 0) -> None:
        """Keep away from a thing or a place ("thing" or "place", id) for some minutes, because of something that went wrong."""
        until = self._world.step + minutes * 60 // self._world.settings.step_seconds
        self._keep("avoid", number, why, cause, {"what": what, "until": until}, key=f"avoid {what}")

    def _keep(self, kind: str, number: int, text: str, cause: int, data: dict[str, object] | None = None, key: str = "") -> None:
        old = self._rows.get((key or kind, number))
        row = BeliefRow(
            id=0,
            agent_id=self._agent,
            about_id=0,
            kind=kind,
            text=text,
            value=0,
            created_step=self._world.step,
            data={"number": number, **(data or {})},
            cause=cause,
        )
        self._rows[key or kind, number] = self._world.believe(self._agent, row, old.id if old is not None else 0, text)

    def recollect(self, row: BeliefRow) -> None:
        """Take back a row of the record."""
        number = int(row.data["number"])
        self._rows[f"avoid {row.data['what']}" if row.kind == "avoid" else row.kind, number] = row
        town = self._world.town
        if row.kind == "room":
            self.rooms.add(number)
            self.sites.add(town.site_of(number).id)
        elif row.kind == "site":
            self.sites.add(number)
        elif row.kind == "hours":
            self.hours.add(number)
