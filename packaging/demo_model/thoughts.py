"""Facts for every kind of thought, as a running simulation of a generated town would send them."""

from collections.abc import Callable
from random import Random

from msgspec.structs import replace

from demo_model import happenings
from demo_model.towns import Agent, Town
from demo_model.words import bank
from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f

MONTHS = (("January", 31), ("February", 28), ("March", 31), ("April", 30), ("May", 31), ("June", 30), ("July", 31), ("August", 31), ("September", 30), ("October", 31), ("November", 30), ("December", 31))  # fmt: skip
Teacher = Callable[[f.AnyFacts, int], a.Answer]


def _date(number: int) -> str:
    number %= 365
    for month, days in MONTHS:
        if number < days:
            return f"{number + 1} {month}"
        number -= days
    raise AssertionError


def _shift(time: str, minutes: int) -> str:
    total = min(max(int(time[:2]) * 60 + int(time[3:]) + minutes, 0), 1439)
    return f"{total // 60:02d}:{total % 60:02d}"


def _age(memory: f.Memory) -> tuple[int, str]:
    """Order memories as the simulation shows them, the oldest first."""
    when = memory.when
    if when.startswith("day "):
        return int(when[4:]), ""
    return (1000, "") if when == "yesterday" else (1001, when)


class Life:
    """Draws the thoughts of one agent of a town on one day; `known` is the news that goes round the town."""

    def __init__(self, town: Town, random: Random) -> None:
        self.town, self.random = town, random
        self.agent: Agent = random.choice(town.cast)
        self.me = self.agent.me
        self.sites = [site.name for site in town.sites]
        self.things = tuple(thing.name for site in town.sites for thing in site.things)
        self.others = [agent.me.name for agent in town.cast if agent.me.name != self.me.name]
        self.day = random.choice((1, 1, 1, 2, 2, 3, 4, 5, 7, random.randint(1, 40)))
        self.time = happenings.clock(random, 6, 22)
        self.known = [happenings.news(random, [self.me.name, *self.others], self.sites) for _ in range(3)]

    def now(self, time: str = "", place: str = "", doing: str = "") -> f.Now:
        """Return a moment of the day; what is not given is drawn."""
        random = self.random
        return f.Now(
            self.day,
            happenings.WEEKDAYS[(self.town.first_weekday + self.day - 1) % 7],
            _date(self.town.first_date + self.day - 1),
            time or self.time,
            place or random.choice(self.sites),
            doing or self.doing(),
        )

    def doing(self) -> str:
        """Return what the agent is doing, in the -ing form or as a plan says it."""
        if self.random.random() < 0.3:
            return happenings.deed(self.random)
        return happenings.doing_of(self.random, self.things[:12])

    def memories(self, most: int = 8) -> tuple[f.Memory, ...]:
        """Return up to `most` memories, the oldest first or in no order."""
        random = self.random
        found = []
        for _ in range(random.randint(0, most)):
            text, kind = happenings.memory(random, self.others, self.sites, self.things, self.known, self.day)
            found.append(f.Memory(text, self.when(), kind))
        return tuple(sorted(found, key=_age)) if random.random() < 0.9 else tuple(found)

    def when(self) -> str:
        """Return when a memory was made, in words."""
        draw = self.random.random()
        if draw < 0.5 or self.day == 1:
            earlier = _shift(self.time, -self.random.choice((1, 5, 10, 30, 60, self.random.randint(1, 600))))
            return f"today {earlier}" if draw < 0.92 else "day 0" if draw < 0.95 else "day 1"
        return "yesterday" if draw < 0.8 else f"day {self.random.randint(1, self.day)}"

    def appointments(self, most: int = 3, later_than: str = "", today: float = 0.93) -> tuple[f.Appointment, ...]:
        """Return up to `most` appointments, in order of day and time."""
        random = self.random
        rows = []
        for _ in range(random.choice((0, 0, 1, 1, 2, most))):
            first = int(later_than[:2]) + 1 if later_than else 8
            if not self.others or first > 21:
                break
            day = self.day if random.random() < today else self.day + random.randint(1, 5)
            what = random.choice((happenings.event(random), "talk", "meet", random.choice(bank("hobbies")), "the " + random.choice(bank("events")), happenings.plain_form(random.choice(bank("doings")))))
            rows.append(f.Appointment(day, happenings.clock(random, first, 21), random.choice(self.sites), random.choice(self.others), what))
        return tuple(sorted(rows, key=lambda row: (row.day, row.time)))

    def places(self, named: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return the places the agent knows: its own, its habits', those named, then public ones, mostly in this order."""
        random = self.random
        own = [self.me.home, self.me.workplace, *(habit.place for habit in self.me.habits), *named]
        if random.random() < 0.05:
            own.pop(random.randrange(len(own)))
        rest = [site.name for site in self.town.sites if site.kind != "home"]
        rest = random.sample(rest, random.randint(1, len(rest)))
        listed = [site for site in dict.fromkeys([*own, *rest, *self.sites[:2]]) if site]
        if random.random() < 0.25:
            random.shuffle(listed)
        return tuple(listed[: random.choice((16, 16, 16, 20, 24))])

    def yesterday(self) -> tuple[str, ...]:
        """Return what happened yesterday, in words."""
        random = self.random
        if self.day == 1:
            return ()
        return tuple(happenings.memory(random, self.others, self.sites, self.things, self.known, self.day)[0] for _ in range(random.choice((0, 0, 1, 2, 3))))

    def person(self, who: str) -> f.Person:
        """Return what this person is to the agent."""
        tie = next((tie for tie in self.agent.ties if tie.name == who), None)
        return f.Person(who, tie.relation, tie.closeness) if tie else f.Person(who, self.random.choice(("acquaintance", "somebody from town", "stranger")), self.random.choice((0, 0, 1, -1)))

    def plan(self, after: str, count: int) -> tuple[f.PlanItem, ...]:
        """Return `count` lines of a plan from a time on."""
        random = self.random
        items = []
        time = after
        for _ in range(count):
            time = _shift(time, random.choice((30, 45, 60, 60, 90, 120, 180)))
            if time >= "23:30":
                break
            items.append(f.PlanItem(time, random.choice(self.sites), self.activity()))
        return tuple(items)

    def activity(self) -> str:
        """Return a line of a plan, in words."""
        random = self.random
        draw = random.random()
        if draw < 0.45:
            return happenings.deed(random)
        if draw < 0.5:
            return random.choice(("eat ", "have ", "cook ", "prepare ", "lunch: ", "supper: ")) + random.choice(bank("foods"))
        if draw < 0.65:
            return random.choice(("work as ", "work: ", "do my work as ", "work as a ")) + self.me.job
        if draw < 0.72 and self.others:
            return random.choice(("talk with ", "meet ", "visit ", "have tea with ", "invite ", "tell the news to ")) + random.choice(self.others)
        if draw < 0.80:
            return random.choice(("sleep", "go to bed", "have breakfast", "eat lunch", "have supper", "rest", "get up and wash", "work", "relax at home", "tidy up", "prepare for the night"))
        if draw < 0.9:
            return random.choice(bank("hobbies"))
        return random.choice(("go to ", "prepare ", "attend ")) + happenings.event(random)


def wake_hour(life: Life, teacher: Teacher) -> f.AnyFacts:
    return f.WakeHour(town=life.town.name, me=life.me, now=life.now(time="00:00"), appointments=life.appointments(), yesterday=life.yesterday())


def day_plan(life: Life, teacher: Teacher) -> f.AnyFacts:
    wake = life.me.wake if life.random.random() < 0.6 else _shift(life.me.wake, life.random.choice((-60, -30, -15, 15, 30, 60, 90)))
    life.time = wake
    now = life.now(time=wake, place=life.me.home, doing="waking up")
    appointments = life.appointments(3, wake)
    places = life.places(tuple(row.place for row in appointments))
    return f.DayPlan(town=life.town.name, me=life.me, now=now, places=places, appointments=appointments, yesterday=life.yesterday(), memories=life.memories(8))


def decompose(life: Life, teacher: Teacher) -> f.AnyFacts:
    random = life.random
    home = random.random() < 0.35
    site = next(site for site in life.town.sites if site.name == life.me.home) if home else random.choice(life.town.sites)
    if not home and life.me.workplace and random.random() < 0.4:
        site = next(site for site in life.town.sites if site.name == life.me.workplace)
    things = list(site.things)
    if random.random() < 0.15:
        things += random.choice(life.town.sites).things
    for _ in range(random.choice((0, 0, 2, 4, 8, 12))):
        name, use = random.choice(bank("furniture")).split(":")
        things.append(f.ThingOption(name, use, random.choice((things[0].room, *bank("home_rooms")))))
    random.shuffle(things)
    things = things[: random.choice((15, 15, random.randint(1, 15)))]
    if random.random() < 0.9:
        things.insert(0 if random.random() < 0.9 else len(things), f.ThingOption("", "", ""))
    time = happenings.clock(random, 5, 22)
    activity = life.activity()
    if random.random() < 0.3 and things[-1].name:
        thing = random.choice([thing for thing in things if thing.name])
        activity = random.choice((thing.use, f"{thing.use} at the {thing.name}", f"use the {thing.name}"))
    minutes = random.choice((60, 60, 60, 60, 60, 45, 30, 30, 20, 15, 10, 5, random.randint(3, 60)))
    after = life.plan(time, 1) if random.random() < 0.85 else ()
    return f.Decompose(
        town=life.town.name, me=life.me, now=life.now(time, site.name, activity), item=f.PlanItem(time, site.name, activity),
        minutes=minutes, next=after[0] if after else None, things=tuple(things),
    )  # fmt: skip


def revise_plan(life: Life, teacher: Teacher) -> f.AnyFacts:
    random = life.random
    time = life.time = happenings.clock(random, 6, 20)
    rest = life.plan(time, random.randint(0, 6))
    appointments = life.appointments(3, time, 0.85)
    draw = random.random()
    other = random.choice(life.others) if life.others else "a stranger"
    if draw < 0.4 and appointments:
        meeting = appointments[0]
        change = random.choice((
            f"I promised {meeting.who}: {meeting.what} at {meeting.time}",
            f"I promised {meeting.who}: {meeting.what} at {meeting.time}",
            f"I promised {meeting.who} {happenings.promise(random, meeting.what, meeting.place, 'today', meeting.time)}",
            f"I have an appointment with {meeting.who} at {meeting.time} at {meeting.place}: {meeting.what}",
        ))
    elif draw < 0.7:
        change = f"{other} told me: {random.choice(life.known) if random.random() < 0.5 else happenings.news(random, life.others, life.sites)}"
    elif draw < 0.85:
        change = happenings.seen(random, life.others, life.sites, life.things)
    else:
        change = random.choice((f"I want to do something else than {life.doing()}", f"{random.choice(life.sites)} is closed", f"the talk with {other} took longer", f"I decided to {life.activity()}", happenings.news(random, life.others, life.sites)))
    listed = tuple(item.place for item in rest) + tuple(row.place for row in appointments)
    places = life.places(listed if random.random() < 0.9 else ())
    return f.RevisePlan(town=life.town.name, me=life.me, now=life.now(time), change=change, rest=rest, places=places, appointments=appointments)


def react(life: Life, teacher: Teacher) -> f.AnyFacts:
    random = life.random
    near = random.sample(life.others, min(len(life.others), random.choice((0, 1, 1, 1, 1, 1, 2, 3))))
    things = life.things[:12]
    place = random.choice(life.sites)
    if near and random.random() < 0.75:
        perceived = "; ".join(f"{who} is {happenings.doing_of(random, things)}" + random.choice(("", f" at {place}", f" in {place}")) for who in near[: random.choice((1, 1, 1, 2))])
    else:
        perceived = happenings.seen(random, near or life.others, life.sites, life.things)
    options = [f.ReactOption("go_on", "")]
    for who in near:
        options.append(f.ReactOption("talk", who))
        if random.random() < 0.3:
            options.append(f.ReactOption("wait", who))
    if random.random() < 0.9:
        options.append(f.ReactOption("other", ""))
    if random.random() < 0.08:
        random.shuffle(options)
    return f.React(
        town=life.town.name, me=life.me, now=life.now(place=place), perceived=perceived + random.choice(("", ".")),
        people=tuple(life.person(who) for who in near), options=tuple(options), memories=life.memories(8),
    )  # fmt: skip


def importance(life: Life, teacher: Teacher) -> f.AnyFacts:
    random = life.random
    texts = [happenings.memory(random, life.others, life.sites, life.things, life.known, life.day)[0] for _ in range(random.randint(1, 10))]
    if life.me.aim and random.random() < 0.3:
        texts[random.randrange(len(texts))] = f"{random.choice(life.others or ['somebody'])} told me: {life.me.aim}"
    return f.Importance(town=life.town.name, me=life.me, now=life.now(), texts=tuple(texts))


QUESTIONS = (
    "How are you?", "What are you doing today?", "Any news?", "Who told you?", "Where do you live?", "What do you want?", "Can you help me?",
    "Did you sleep well?", "Have you eaten?", "What do you do for a living?", "What do you think of {who}?", "Do you know {who}?", "Where is {who}?",
    "When is the {event}?", "Who gives the {event}?", "Will you come to the {event}?", "Have you heard of {thing}?", "What happened at {place}?",
    "Do you like {thing}?", "Why are you here?", "What is your name?", "Shall we meet at {place} at {time}?", "Let us go to {place} tomorrow at {time}.",
    "What about {thing}?", "Have you seen {who} today?", "Are you free tonight?", "How is work?", "How was your day?", "I like you.", "I am sorry about yesterday.",
    "Leave me alone.", "You are a fool.", "Thank you for everything.", "I have to go. Goodbye.", "I am sad today.", "That is interesting.", "Will you vote for me?",
    "What did {who} tell you?", "Is there anything new at {place}?", "Tell me about {who}.", "What is going on {day}?", "Hello!", "Yes.", "No.", "Hm.",
)  # fmt: skip


def remark(life: Life) -> str:
    """Return something a visitor or an unscripted mind might say."""
    random = life.random
    draw = random.random()
    if draw < 0.25:
        return happenings.news(random, life.others, life.sites)
    if draw < 0.35:
        return random.choice(life.known)
    if draw < 0.42:
        return happenings.salad(random).capitalize() + random.choice((".", "?", "!"))
    text = random.choice(QUESTIONS)
    for key, value in (
        ("{who}", random.choice(life.others or ["she"])), ("{event}", random.choice(bank("events"))), ("{thing}", happenings.thing(random)),
        ("{place}", random.choice(life.sites)), ("{time}", happenings.clock(random, 8, 21)), ("{day}", "on " + random.choice(happenings.WEEKDAYS)),
    ):  # fmt: skip
        text = text.replace(key, value)
    return text


def _goal(life: Life, partner: str) -> str:
    random = life.random
    piece = random.choice(life.known)
    return random.choice((
        "talk", "have a chat", f"have a chat with {partner}", f"talk to {partner}", f"talk with {partner}", "pass the time", "be friendly", f"get to know {partner}", f"answer {partner}", f"hear what {partner} has to say",
        f"tell {partner} the news", f"tell {partner}: {piece}", f"tell {partner} about {happenings.thing(random)}", f"invite {partner} to {happenings.event(random)}", f"ask {partner} about {random.choice((happenings.thing(random), random.choice(life.others), happenings.event(random)))}",
        f"ask how {partner} is", life.me.aim or "have a chat", f"greet {partner}", "find out what is new", f"thank {partner}", f"ask {partner} for help", f"tell {partner} about my plan", f"hear news from {partner}", f"remember {partner} of the {random.choice(bank('events'))}",
    ))  # fmt: skip


def _why(life: Life, partner: str, now: f.Now, memories: tuple[f.Memory, ...], teacher: Teacher) -> str:
    """Return the reason to talk that the agent itself gave when it noticed the partner."""
    facts = f.React(
        town=life.town.name, me=life.me, now=now, perceived=f"{partner} is {happenings.doing_of(life.random)} in {now.place}", people=(life.person(partner),),
        options=(f.ReactOption("go_on", ""), f.ReactOption("talk", partner), f.ReactOption("other", "")), memories=memories,
    )  # fmt: skip
    answer = teacher(facts, life.random.getrandbits(32))
    assert isinstance(answer, a.React)
    return answer.why


def _mirror(life: Life, partner: str) -> Life:
    """Return the same day in the life of the partner, who knows the same news or not."""
    other = Life(life.town, life.random)
    other.agent = next(agent for agent in life.town.cast if agent.me.name == partner)
    other.me, other.day, other.time = other.agent.me, life.day, life.time
    other.others = [agent.me.name for agent in life.town.cast if agent.me.name != partner]
    if life.random.random() < 0.4:
        other.known = life.known
    return other


def talk(life: Life, teacher: Teacher) -> list[f.Say]:
    """Return the facts of every line of a talk between the agent and another, as the teacher leads it, with odd remarks put in."""
    random = life.random
    partner = random.choice(life.others)
    sides = [life, _mirror(life, partner)]
    turns = random.choice((2, 4, 4, 6, 6, 8, 12))
    time, place = life.time, random.choice(life.sites)
    moments = [side.now(time, place, "talking" if random.random() < 0.8 else "") for side in sides]
    goals = [_goal(life, partner), f"answer {life.me.name}" if random.random() < 0.7 else _goal(sides[1], life.me.name)]
    known = [side.memories(6) for side in sides]
    if random.random() < 0.45:
        goals[0] = _why(life, partner, moments[0], known[0], teacher)
    names = [life.me.name, partner]
    left = [random.randint(1, 6)] * 2
    lines: list[f.Line] = []
    found: list[f.Say] = []
    for turn in range(turns):
        side = turn % 2
        facts = f.Say(
            town=life.town.name, me=sides[side].me, now=moments[side], people=(sides[side].person(names[1 - side]),), goal=goals[side],
            lines=tuple(lines[-8:]), left=max(1, left[side]), memories=known[side],
        )  # fmt: skip
        if random.random() < 0.12:
            lines.append(f.Line(names[side], remark(sides[side])))
        else:
            found.append(facts)
            answer = teacher(facts, random.getrandbits(32))
            assert isinstance(answer, a.Say)
            lines.append(f.Line(names[side], answer.text))
            if answer.end and random.random() < 0.9:
                break
        left[side] -= 1
        if left == [0, 0]:
            break
    life.spoken = tuple(lines)  # type: ignore[attr-defined]
    return found


def after_talk(life: Life, teacher: Teacher) -> f.AnyFacts:
    random = life.random
    found = talk(life, teacher)
    lines: tuple[f.Line, ...] = life.spoken  # type: ignore[attr-defined]
    partner = next(iter({line.speaker for line in lines} - {life.me.name}), None) or random.choice(life.others)
    people = [life.person(partner), *(life.person(who) for who in random.sample(life.others, min(len(life.others), random.choice((0, 0, 0, 1)))) if who != partner)]
    if random.random() < 0.3:
        random.shuffle(people)
    named = tuple(site for site in life.sites if any(site in line.text for line in lines))
    places = tuple(dict.fromkeys([*named, *life.places()]))[:16]
    if random.random() < 0.15:
        places = tuple(random.sample(places, len(places)))
    now = found[0].now if found else life.now()
    return f.AfterTalk(town=life.town.name, me=life.me, now=now, people=tuple(people), lines=lines[-8:], places=places)


def _some_memories(life: Life, least: int, most: int) -> tuple[f.Memory, ...]:
    found: tuple[f.Memory, ...] = ()
    goal = life.random.randint(least, most)
    while len(found) < goal:
        found += life.memories(8)
    return tuple(sorted(found[:goal], key=_age))


def reflect_questions(life: Life, teacher: Teacher) -> f.AnyFacts:
    return f.ReflectQuestions(town=life.town.name, me=life.me, now=life.now(), memories=_some_memories(life, 3, life.random.choice((8, 12, 20))))


def reflect_insights(life: Life, teacher: Teacher) -> f.AnyFacts:
    asked = reflect_questions(life, teacher)
    questions = teacher(asked, life.random.getrandbits(32))
    assert isinstance(questions, a.Questions) and isinstance(asked, f.ReflectQuestions)
    memories = tuple(sorted(life.random.sample(asked.memories, min(8, len(asked.memories))), key=_age)) if life.random.random() < 0.8 else _some_memories(life, 1, 8)
    return f.ReflectInsights(town=life.town.name, me=life.me, now=asked.now, question=life.random.choice(questions.lines), memories=memories)


def self_summary(life: Life, teacher: Teacher) -> f.AnyFacts:
    return f.SelfSummary(town=life.town.name, me=life.me, now=life.now(), memories=_some_memories(life, 0, 8))


MAKERS: dict[str, Callable[[Life, Teacher], f.AnyFacts]] = {
    "wake_hour": wake_hour, "day_plan": day_plan, "decompose": decompose, "revise_plan": revise_plan, "react": react, "importance": importance,
    "after_talk": after_talk, "reflect_questions": reflect_questions, "reflect_insights": reflect_insights, "self_summary": self_summary,
}  # fmt: skip


def draw(purpose: str, town: Town, random: Random, teacher: Teacher) -> list[f.AnyFacts]:
    """Return the facts of one thought of this purpose, or of every line of one talk."""
    life = Life(town, random)
    if random.random() < 0.3:
        life.me = replace(life.me, aim="")
    return list(talk(life, teacher)) if purpose == "say" else [MAKERS[purpose](life, teacher)]
