"""The hour to get up and the plan of the day."""

from msgspec import Struct

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.agenda import GAP, GET_UP, MEETING, NOON, OPEN, SUPPER, AgendaLine
from sandbox_app.llm.clock import LAST_MINUTE, clock, find_day, find_time, is_past, minutes
from sandbox_app.llm.scripted.banks import bank
from sandbox_app.llm.scripted.dice import Dice
from sandbox_app.llm.scripted.events import what_of
from sandbox_app.llm.scripted.news import announcement, tale_of
from sandbox_app.llm.scripted.phrases import fill, job_bank, pool, register
from sandbox_app.llm.scripted.weigh import weight
from sandbox_app.llm.scripted.words import fit, stems

LONGEST = 58
_SERVING = stems("innkeeper waiter waitress cook barkeeper publican landlord musician")
"""Words of jobs of those who serve guests at meals."""


class Slot(Struct, frozen=True):
    """A candidate line: `minute` of the day, number of the `place`, what to do; `rank` 0 must be kept, higher gives way."""

    minute: int
    place: int
    activity: str
    rank: int


def wake_hour(facts: f.WakeHour, dice: Dice) -> a.WakeHour:
    """Get up around the usual time, and at least an hour before the first appointment or half an hour before work."""
    me = facts.me
    wake = minutes(me.wake) + 5 * (dice.below(6) - 2)
    if stems(" ".join(facts.yesterday)) & stems("late tired ill long party night"):
        wake += 10
    if me.work_from and minutes(me.wake) < minutes(me.work_from):
        wake = min(wake, minutes(me.work_from) - 20)
    times = [minutes(meeting.time) for meeting in facts.appointments if meeting.day == facts.now.day]
    today = [time for time in times if time > 3 * 60]  # what is earlier belongs to the night before
    if today and min(today) < wake + 60:
        wake = max(min(today) - 60, 3 * 60)
    return a.WakeHour(clock(max(wake, 0)))


def number_of(places: tuple[str, ...], name: str) -> int:
    """Return the number of the place of this name, 0 when it is not in the list; a place within it counts too."""
    low = name.lower().strip()
    if not low:
        return 0
    for number, place in enumerate(places, 1):
        if place.lower() == low:
            return number
    return next((number for number, place in enumerate(places, 1) if low in place.lower() or place.lower() in low), 0)


class _Day:
    """The plan while it is made: slots accepted so far, in no order, and the times still open."""

    def __init__(self, facts: f.DayPlan, dice: Dice) -> None:
        self.facts, self.dice, self.me = facts, dice, facts.me
        self.manner = register(facts.me.traits)
        self.slots: list[Slot] = []
        self.open: list[int] = []
        self.used: set[str] = set()
        self.home = number_of(facts.places, facts.me.home) or 1
        self.work = number_of(facts.places, facts.me.workplace) if facts.me.work_from else 0
        agenda = facts.agenda
        self.start, self.bed = minutes(agenda[0].time), minutes(agenda[-1].time)
        self.worked = self._shift()
        for line in agenda:
            self._settle(line)

    def _shift(self) -> tuple[int, int]:
        """Return the work hours of today in minutes; a shift that passes midnight ends with the day."""
        if not self.work:
            return 0, 0
        begin, end = minutes(self.me.work_from), minutes(self.me.work_to)
        return max(begin, self.start), end if end > begin else LAST_MINUTE

    def _settle(self, line: AgendaLine) -> None:
        """Take a line of the agenda: word for word, but for getting up and for what is worked."""
        minute, place = minutes(line.time), int(line.place) if line.place.isdigit() else self.home
        if line.activity == OPEN:
            self.open.append(minute)
            return
        activity = fit(line.activity, 78)
        if line.activity == GET_UP:
            activity = self.phrase("wake" if line.time <= "12:00" else "late_start")
        elif place == self.work and line.activity.startswith("work until "):
            activity = self.task(first=True)
        self.slots.append(Slot(minute, place, activity, 0 if line.promised else 1))
        self.used.add(activity)

    def phrase(self, act: str, **values: str) -> str:
        """Return a phrase of the plan bank not used today."""
        phrases = [fit(fill(phrase, **values), LONGEST) for phrase in pool("plan", act, self.manner)]
        return self.dice.pick([phrase for phrase in phrases if phrase not in self.used] or phrases)

    def task(self, *, first: bool = False) -> str:
        """Return a task of the agent's work not used today; the first ones are for the morning, the last for the evening."""
        does: list[str] = job_bank(self.me.job, self.me.workplace)["does"]
        tasks = does[:2] if first else does[2:]
        return self.dice.pick([task for task in tasks if task not in self.used] or tasks)

    def place_like(self, kind: str) -> int:
        """Return a known place whose name has a word of this kind, 0 for none."""
        words = stems(" ".join(bank("plan")["words"][kind]))
        own = (self.home, self.work)
        found = [number for number, place in enumerate(self.facts.places, 1) if stems(place) & words and number not in own]
        return self.dice.pick(found) if found else 0

    def at_work(self, minute: int) -> bool:
        """Return whether this minute lies in the work hours and the agent works then."""
        return bool(self.work) and self.worked[0] <= minute < self.worked[1]

    def put(self, minute: int, place: int, activity: str) -> None:
        """Put something into the plan, at a time that is open."""
        self.slots.append(Slot(minute, place, activity, 2))
        self.used.add(activity)

    def insert(self, minute: int, place: int, activity: str) -> bool:
        """Put something in at a time of its own, which takes the open time nearest to it; not beside a promise."""
        if not self.open or not self.start < minute < self.bed:
            return False
        if any(-GAP < minute - slot.minute < (MEETING if slot.rank == 0 else GAP) for slot in self.slots):
            return False
        self.open.remove(min(self.open, key=lambda at: abs(at - minute)))
        self.put(minute, place, activity)
        return True


def day_plan(facts: f.DayPlan, dice: Dice) -> a.DayPlan:
    """Plan from getting up to bed: what is settled, then the aim, and what fills the open times."""
    day = _Day(facts, dice)
    _aim(day)
    _heard(day)
    for minute in day.open:
        place, activity = _for_open(day, minute)
        day.put(minute, place, activity)
    lines = sorted(day.slots, key=lambda slot: slot.minute)
    return a.DayPlan(tuple(a.PlanLine(clock(slot.minute), slot.place, slot.activity) for slot in lines))


def _aim(day: _Day) -> None:
    """Give the aim a place in the day: going among people for an invitation or a candidacy, else an hour of one's own."""
    tale = announcement(day.me.name, day.me.aim)
    if tale is None or is_past(tale.core, day.facts.now):
        return
    begin, end = day.worked
    after = end + 15 if day.work and day.start < end < day.bed - 60 else 0
    minute = after or (16 * 60 if day.start < 15 * 60 else day.start + 60)
    if day.work and begin - day.start >= 120 and day.dice.below(2):
        minute = begin - 75
    minute = -(-minute // 15) * 15
    what = what_of(tale.core)
    if tale.kind == "invite" and find_day(tale.core, day.facts.now) == day.facts.now.day:
        _host(day, tale.core, what)
        return
    if tale.kind == "wish":
        wish = tale.core.removeprefix("I want to ").rstrip(".")
        public = day.place_like("open_places") if stems(wish) & stems("people town neighbours everybody public front") else 0
        activity = fit(wish, LONGEST) if tale.core.startswith("I want to ") else day.phrase("pursue", what=wish)
        free = [at for at in day.open if not day.at_work(at)]
        if free:
            at = min(free, key=lambda at: abs(at - minute))
            day.open.remove(at)
            day.put(at, public or day.home, activity)
        return
    place = day.place_like("lunch_places" if day.dice.below(2) else "open_places") or day.place_like("open_places") or day.home
    act = "campaign" if tale.kind == "stand" else "spread"
    for try_at in (minute, minute + 45, minute - 60, minute + 90, 11 * 60):
        if day.insert(try_at, place, day.phrase(act, what=what if len(what) <= 32 else "it")):
            return


def _host(day: _Day, core: str, what: str) -> None:
    """Prepare what one gives today, and be there when it begins, whoever has promised to come."""
    place = next((n for n, name in enumerate(day.facts.places, 1) if name and name in core), day.home)
    begins = minutes(find_time(core))
    promised = any(slot.minute == begins and slot.rank == 0 for slot in day.slots)
    if promised or day.insert(begins, place, fit(f"host {what}", LONGEST)):
        any(day.insert(begins - early, place, day.phrase("prepare", what=what)) for early in (75, 45, 120))


def _heard(day: _Day) -> None:
    """Follow up something weighty that was heard of, at an open time of the afternoon or evening."""
    free = [at for at in day.open if 15 * 60 <= at <= 17 * 60 + 30 and not day.at_work(at)]
    if not free:
        return
    for memory in day.facts.memories:
        tale = tale_of(day.me.name, memory.text)
        if tale and tale.kind == "news" and weight(tale.core) >= 6:
            place = next((n for n, name in enumerate(day.facts.places, 1) if name and name.lower() in tale.core.lower()), 0)
            if place:
                day.open.remove(free[0])
                day.put(free[0], place, day.phrase("look_into", who=tale.source or "people"))
                return


def _for_open(day: _Day, minute: int) -> tuple[int, str]:
    """Return where and what to do at an open time: eat at noon and in the evening, work, else what one likes."""
    served = stems(day.me.workplace) & stems(" ".join(bank("plan")["words"]["lunch_places"])) or stems(day.me.job) & _SERVING
    working = day.at_work(minute)
    if minute == NOON and not (working and served):  # who serves others eats when there is time
        place = day.place_like("lunch_places") if working or day.dice.below(2) else 0
        return place or day.home, day.phrase("lunch_out" if place else "lunch_home")
    if working:
        return day.work, day.task()
    if minute == SUPPER:
        return day.home, day.phrase("supper")
    return _pastime(day, minute)


def _pastime(day: _Day, minute: int) -> tuple[int, str]:
    """Return where and what to do with a free hour at this time."""
    if minute >= 19 * 60 or minute < 6 * 60:
        return day.home, day.phrase("evening")
    outside = day.place_like("open_places")
    if outside and day.dice.below(3):
        return outside, day.phrase("stroll")
    inside = day.place_like("lunch_places")
    if inside and day.dice.below(3) == 0:
        return inside, day.phrase("errand")
    return day.home, day.phrase("home")
