"""One agent of a generated town on one day: what it remembers, knows, has promised and plans, drawn as thoughts need it."""

from collections.abc import Callable
from random import Random

from demo_model import happenings
from demo_model.towns import Agent, Town
from demo_model.words import bank
from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f

Teacher = Callable[[f.AnyFacts, int], a.Answer]
"""Answers facts, the same for the same seed."""

_MONTHS = {
    "January": 31, "February": 28, "March": 31, "April": 30, "May": 31, "June": 30,
    "July": 31, "August": 31, "September": 30, "October": 31, "November": 30, "December": 31,
}  # fmt: skip


def date(number: int) -> str:
    """Return the date of a day of the year, counted from 0: "14 February"."""
    number %= 365
    for month, days in _MONTHS.items():
        if number < days:
            return f"{number + 1} {month}"
        number -= days
    raise AssertionError(number)


def shift(time: str, minutes: int) -> str:
    """Return a time of day moved by minutes, within the day."""
    total = min(max(int(time[:2]) * 60 + int(time[3:]) + minutes, 0), 1439)
    return f"{total // 60:02d}:{total % 60:02d}"


def _age(memory: f.Memory) -> tuple[int, str]:
    """Order memories as the simulation shows them, the oldest first."""
    when = memory.when
    if when.startswith("day "):
        return int(when[4:]), ""
    return (1000, "") if when == "yesterday" else (1001, when)


class Life:
    """Draws the thoughts of one agent; `scene` makes the texts."""

    def __init__(self, town: Town, random: Random) -> None:
        self.town, self.random = town, random
        self.sites = [site.name for site in town.sites]
        self.things = tuple(thing.name for site in town.sites for thing in site.things)
        self.day = random.choice((1, 1, 1, 2, 2, 3, 4, 5, 7, random.randint(1, 40)))
        self.time = happenings.clock(random, 6, 22)
        everybody = [agent.me.name for agent in town.cast]
        gossip = happenings.Scene(random, everybody, self.sites)
        self._settle(random.choice(town.cast), [gossip.news() for _ in range(3)])

    def _settle(self, agent: Agent, known: list[str]) -> None:
        self.agent: Agent = agent
        self.me = agent.me
        self.others = [other.me.name for other in self.town.cast if other.me.name != self.me.name]
        self.scene = happenings.Scene(self.random, self.others, self.sites, self.things[:12])
        self.scene.fixed["job"] = self.me.job
        self.scene.day, self.scene.known = self.day, known

    def of(self, other: str) -> "Life":
        """Return the life of somebody else at the same moment, who has heard the same news or not."""
        life = Life(self.town, self.random)
        life.day, life.time = self.day, self.time
        known = self.scene.known if self.random.random() < 0.4 else life.scene.known
        life._settle(next(agent for agent in self.town.cast if agent.me.name == other), known)
        return life

    def be_sensible(self) -> None:
        """Let what is going round and what is remembered from now on be such as people tell each other."""
        self.scene.sensible = True
        self.scene.known = [self.scene.news() for _ in range(3)]

    def now(self, place: str = "", doing: str = "") -> f.Now:
        """Return the moment; what is not given is drawn."""
        weekday = happenings.WEEKDAYS[(self.town.first_weekday + self.day - 1) % 7]
        today = date(self.town.first_date + self.day - 1)
        return f.Now(self.day, weekday, today, self.time, place or self.random.choice(self.sites), doing or self.doing(), self.feeling())

    def feeling(self) -> str:
        """Return how the agent feels, mostly nothing to speak of."""
        if self.random.random() < 0.45:
            return ""
        mood = self.random.choice(f.MOODS[1:])
        return f"{mood} with {self.random.choice(self.others)}" if mood in ("annoyed", "happy") and self.random.random() < 0.6 else mood

    def beliefs(self, whom: tuple[str, ...], most: int) -> tuple[f.Belief, ...]:
        """Return up to `most` beliefs about somebody or each of several."""
        random, scene, found = self.random, self.scene, []
        for who in whom:
            for _ in range(random.randint(0, most)):
                kind = random.choice(("is", "wants", "wants", "knows", "knows", "knows"))
                text = scene.text("belief_is") if kind == "is" else scene.text("goals") if kind == "wants" else scene.piece().rstrip(".!")
                found.append(f.Belief(kind, text[:100], random.random() < 0.6, who))
        return tuple(found)

    def doing(self) -> str:
        """Return what the agent is doing, in the -ing form or as a plan says it."""
        return self.scene.text("deed") if self.random.random() < 0.3 else self.scene.doing()

    def memories(self, least: int, most: int) -> tuple[f.Memory, ...]:
        """Return so many memories, rather few, the oldest first, rarely in no order."""
        found = []
        count = min(self.random.randint(least, most), self.random.randint(least, most) if self.random.random() < 0.6 else most)
        for _ in range(count):
            text, kind = self.scene.memory()
            found.append(f.Memory(text, self.when(), kind))
        return tuple(sorted(found, key=_age)) if self.random.random() < 0.9 else tuple(found)

    def when(self) -> str:
        """Return when a memory was made, in words."""
        draw = self.random.random()
        if draw < 0.5 or self.day == 1:
            earlier = shift(self.time, -self.random.choice((1, 5, 10, 30, 60, self.random.randint(1, 600))))
            return f"today {earlier}" if draw < 0.92 else "day 0" if draw < 0.95 else "day 1"
        return "yesterday" if draw < 0.8 else f"day {self.random.randint(1, self.day)}"

    def appointments(self, later_than: str = "08:00", most: int = 3) -> tuple[f.Appointment, ...]:
        """Return up to `most` promises, nearly all for today, in order of day and time."""
        random, scene = self.random, self.scene
        rows = []
        first = int(later_than[:2]) + 1
        for _ in range(random.choice((0, 0, 1, 1, 2, most))):
            if not self.others or first > 21:
                break
            day = self.day if random.random() < 0.93 else self.day + random.randint(1, 5)
            whats = (scene.fill("{event}"), "talk", "meet", scene.fill("{hobbies}"), scene.fill("the {events}"), scene.fill("{base_doing}"))
            time = happenings.clock(random, first, 21)
            rows.append(f.Appointment(day, time, random.choice(self.sites), random.choice(self.others), random.choice(whats)))
        return tuple(sorted(rows, key=lambda row: (row.day, row.time)))

    def places(self, named: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return the places the agent knows: its own, its habits', public ones, then those named, mostly in this order."""
        random = self.random
        own = [self.me.home, self.me.workplace, *(habit.place for habit in self.me.habits)]
        if random.random() < 0.03:
            own.pop(random.randrange(len(own)))
        rest = [site.name for site in self.town.sites if site.kind != "home"]
        rest = random.sample(rest, random.randint(1, len(rest)))
        most = random.choice((16, 16, 16, 20, 24))
        usual = [site for site in dict.fromkeys([*own, *rest]) if site]
        last = [site for site in dict.fromkeys(named) if site not in usual[:most]]
        listed = [*usual[: most - len(last)], *last] or list(self.sites[:2])
        if random.random() < 0.08:
            random.shuffle(listed)
        return tuple(listed)

    def yesterday(self) -> tuple[str, ...]:
        """Return what stood out yesterday, in words."""
        count = 0 if self.day == 1 else self.random.choice((0, 0, 1, 2, 3))
        return tuple(self.scene.memory()[0] for _ in range(count))

    def person(self, who: str) -> f.Person:
        """Return what this person is to the agent."""
        tie = next((tie for tie in self.agent.ties if tie.name == who), None)
        if tie:
            return f.Person(who, tie.relation, tie.closeness)
        relation = self.random.choice(("acquaintance", "somebody from town", "stranger"))
        return f.Person(who, relation, self.random.choice((0, 0, 1, -1)))

    def plan(self, after: str, count: int) -> tuple[f.PlanItem, ...]:
        """Return up to `count` lines of a plan from a time on."""
        items = []
        time = after
        for _ in range(count):
            time = shift(time, self.random.choice((30, 45, 60, 60, 90, 120, 180)))
            if time >= "23:30":
                break
            items.append(f.PlanItem(time, self.random.choice(self.sites), self.scene.text("activity")))
        return tuple(items)

    def thing(self, rooms: tuple[str, ...]) -> f.ThingOption:
        """Return a piece of furniture as any town may have it."""
        name, use = self.random.choice(bank("furniture")).split(":")
        return f.ThingOption(name, use, self.random.choice(rooms))
