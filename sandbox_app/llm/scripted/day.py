"""The hour to get up and the plan of the day."""

from itertools import pairwise

from msgspec import Struct

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.scripted.banks import bank
from sandbox_app.llm.scripted.clock import LAST_MINUTE, clock, find_day, find_time, is_past, minutes
from sandbox_app.llm.scripted.dice import Dice
from sandbox_app.llm.scripted.events import what_of
from sandbox_app.llm.scripted.news import announcement, tale_of
from sandbox_app.llm.scripted.phrases import fill, job_bank, pool, register
from sandbox_app.llm.scripted.weigh import weight
from sandbox_app.llm.scripted.words import fit, lowered, stems

LONGEST = 58
_MOST, _LEAST = 8, 5
_GAP = 30
"""Minutes between two lines, unless one is an appointment."""
_SERVING = stems("innkeeper waiter waitress cook barkeeper publican landlord musician")
"""Words of jobs of those who serve guests at meals."""
_BREAK = 45
"""Minutes that something takes for which one leaves work."""
_MEETING = 80
"""Minutes that a meeting takes at least."""
_LATEST_START = 23 * 60 + 50


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


def meeting_lines(meetings: list[f.Appointment], me: f.Persona, places: tuple[str, ...], fallback: int) -> list[Slot]:
    """Return a line for each time that was promised, with those named who share it."""
    slots = []
    own = announcement(me.name, me.aim)
    for time in sorted({meeting.time for meeting in meetings}):
        same = [meeting for meeting in meetings if meeting.time == time]
        first = same[0]
        host = own is not None and own.kind == "invite" and len(stems(first.what) & stems(own.core)) >= 1
        slots.append(Slot(minutes(time), number_of(places, first.place) or fallback, _meeting(same, host), 0))
    return slots


def _meeting(same: list[f.Appointment], host: bool) -> str:
    """Return what one does at an appointment, with as many of the names as fit."""
    what = same[0].what.strip().rstrip(".")
    names = list(dict.fromkeys(meeting.who for meeting in same if meeting.what == same[0].what and meeting.place == same[0].place))
    if what.split(" ")[0].lower() in ("a", "an", "the", "my", "our") or "'s " in what or "\u2019s " in what:
        what = f"host {what}" if host else f"go to {what}"
    room = LONGEST - len(f" with {names[0]}")
    what = fit(lowered(what) if what[:2] != "I " else what, max(room, 12))
    if names[0] and names[0] in what:
        return fit(what, LONGEST)
    line, named = f"{what} with {names[0]}", names[0]
    for name in names[1:]:
        named = f"{named.replace(' and ', ', ')} and {name}"
        if len(what) + len(named) + 6 > LONGEST:
            break
        line = f"{what} with {named}"
    return fit(line, LONGEST)


class _Day:
    """The plan while it is made: slots accepted so far, in no order."""

    def __init__(self, facts: f.DayPlan, dice: Dice) -> None:
        self.facts, self.dice, self.me = facts, dice, facts.me
        self.manner = register(facts.me.traits)
        self.slots: list[Slot] = []
        self.used: set[str] = set()
        self.home = number_of(facts.places, facts.me.home) or 1
        self.work = number_of(facts.places, facts.me.workplace) if facts.me.work_from else 0
        self.worked = (0, 0)
        self.promised: list[int] = []
        self.start = min(minutes(facts.now.time), _LATEST_START)
        bed = minutes(facts.me.bed)
        if bed <= self.start or bed < 4 * 60:
            bed = LAST_MINUTE - 9
        self.bed = max(bed, self.start + 5)

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

    def add(self, minute: int, place: int, activity: str, rank: int) -> bool:
        """Take the line unless it is out of the day, too near another, or one too many."""
        if rank and not (self.start < minute < self.bed):
            return False
        if rank and any(0 < minute - promised < _MEETING for promised in self.promised):
            return False
        if rank and (any(abs(slot.minute - minute) < _GAP for slot in self.slots) or len(self.slots) >= _MOST):
            return False
        if any(slot.minute == minute for slot in self.slots):
            return False
        self.slots.append(Slot(minute, place, activity, rank))
        self.used.add(activity)
        return True


def day_plan(facts: f.DayPlan, dice: Dice) -> a.DayPlan:
    """Plan from getting up to bed: promises first, then work, habits, the aim, meals, and what fills the rest."""
    day = _Day(facts, dice)
    _promises(day)
    early = facts.now.time <= "12:00"
    day.add(day.start, day.home, day.phrase("wake" if early else "late_start"), 0)
    day.add(day.bed, day.home, day.phrase("sleep"), 0)
    _aim(day, first=True)
    _work(day)
    _habits(day)
    _aim(day, first=False)
    _meals(day)
    _after_work(day)
    _heard(day)
    _fill(day)
    lines = sorted(day.slots, key=lambda slot: slot.minute)
    return a.DayPlan(tuple(a.PlanLine(clock(slot.minute), slot.place, slot.activity) for slot in lines))


def _promises(day: _Day) -> None:
    """Put today's appointments in; one before getting up is lost, one past bedtime keeps the agent up."""
    today = [meeting for meeting in day.facts.appointments if meeting.day == day.facts.now.day]
    lines = [slot for slot in meeting_lines(today, day.me, day.facts.places, day.home) if slot.minute > day.start][: _MOST - 2]
    if lines and lines[-1].minute >= day.bed:
        day.bed = min(lines[-1].minute + 60, LAST_MINUTE)
        lines = [slot for slot in lines if slot.minute < day.bed]
    for slot in lines:
        day.add(slot.minute, slot.place, slot.activity, 0)
        day.promised.append(slot.minute)


def _shift(day: _Day) -> tuple[int, int]:
    """Return the work hours of today in minutes; a shift that passes midnight ends with the day."""
    begin, end = minutes(day.me.work_from), minutes(day.me.work_to)
    return begin, end if end > begin else LAST_MINUTE


def _work(day: _Day) -> None:
    """Work in the work hours, with a lunch break where it fits."""
    if not day.work:
        return
    begin, end = _shift(day)
    begin = max(begin, day.start + _GAP)
    if begin + 20 >= end:
        return
    day.worked = (begin, end)
    day.add(begin, day.work, day.task(first=True), 1)
    noon = min(max(12 * 60 + 15 * day.dice.below(4), begin + 120), end)
    served = stems(day.me.workplace) & stems(" ".join(bank("plan")["words"]["lunch_places"])) or stems(day.me.job) & _SERVING
    if end - noon >= 90 and not served:  # who serves others eats when there is time
        place = day.place_like("lunch_places")
        if day.add(noon, place or day.home, day.phrase("lunch_out" if place else "lunch_home"), 2):
            day.add(noon + 45, day.work, day.task(), 2)


def _after_work(day: _Day) -> None:
    """Leave work when it ends, unless something else begins about then."""
    end = day.worked[1]
    if day.work and day.start < end < day.bed - 60 and not any(-30 < slot.minute - end < 60 for slot in day.slots):
        place, activity = _pastime(day, end)
        day.add(end, place, activity, 2)


def _habits(day: _Day) -> None:
    """Do what the agent likes to do at its time; what it likes to do first at work comes in place of the first task."""
    for habit in day.me.habits:
        place, minute = number_of(day.facts.places, habit.place), minutes(habit.time)
        activity = fit(lowered(habit.activity), LONGEST)
        task = next(
            (slot for slot in day.slots if slot.rank and slot.place == place == day.work and abs(slot.minute - minute) < _GAP), None
        )
        if task is not None:
            day.slots.remove(task)
            day.slots.append(Slot(task.minute, place, activity, 1))
        elif place and day.add(minute, place, activity, 1) and place != day.work and _at_work(day, minute + _BREAK + 15):
            day.add(minute + _BREAK, day.work, day.task(), 2)


def _aim(day: _Day, *, first: bool) -> None:
    """Give the aim a place in the day: going among people for an invitation or a candidacy, else an hour of one's own."""
    tale = announcement(day.me.name, day.me.aim)
    if tale is None or first == (tale.kind == "wish"):
        return
    begin, end = _shift(day) if day.work else (0, 0)
    after = end + 15 if day.start < end < day.bed - 60 else 0
    minute = after or (16 * 60 if day.start < 15 * 60 else day.start + 60)
    if day.work and begin - day.start >= 120 and day.dice.below(2):
        minute = begin - 75
    minute = -(-minute // 15) * 15
    what = what_of(tale.core)
    if is_past(tale.core, day.facts.now):
        return
    if tale.kind == "invite" and find_day(tale.core, day.facts.now) == day.facts.now.day:
        place = next((n for n, name in enumerate(day.facts.places, 1) if name and name in tale.core), day.home)
        begins = minutes(find_time(tale.core))
        if not any(day.add(begins - early, place, day.phrase("prepare", what=what), 1) for early in (75, 45, 120)):
            return
        day.add(begins, place, fit(f"host {what}", LONGEST), 1)
        return
    if tale.kind == "wish":
        wish = tale.core.removeprefix("I want to ").rstrip(".")
        public = day.place_like("open_places") if stems(wish) & stems("people town neighbours everybody public front") else 0
        activity = fit(wish, LONGEST) if tale.core.startswith("I want to ") else day.phrase("pursue", what=wish)
        day.add(minute, public or day.home, activity, 2)
        return
    place = day.place_like("lunch_places" if day.dice.below(2) else "open_places") or day.place_like("open_places") or day.home
    act = "campaign" if tale.kind == "stand" else "spread"
    for try_at in (minute, minute + 45, minute - 60, minute + 90, 11 * 60):
        if day.add(try_at, place, day.phrase(act, what=what if len(what) <= 32 else "it"), 1):
            return


def _meals(day: _Day) -> None:
    if not day.work:
        place = day.place_like("lunch_places") if day.dice.below(2) else 0
        day.add(12 * 60 + 15 * day.dice.below(4), place or day.home, day.phrase("lunch_out" if place else "lunch_home"), 2)
    supper = 18 * 60 + 15 * day.dice.below(6)
    if not _at_work(day, supper):  # who works in the evening eats there
        day.add(supper, day.home, day.phrase("supper"), 2)


def _heard(day: _Day) -> None:
    """Follow up something weighty that was heard of."""
    if len(day.slots) >= _MOST:
        return
    for memory in day.facts.memories:
        tale = tale_of(day.me.name, memory.text)
        if tale and tale.kind == "news" and weight(tale.core) >= 6:
            place = next((n for n, name in enumerate(day.facts.places, 1) if name and name.lower() in tale.core.lower()), 0)
            if place:
                who = tale.source or "people"
                day.add(15 * 60 + 30 * day.dice.below(6), place, day.phrase("look_into", who=who), 3)
                return


def _fill(day: _Day) -> None:
    """Put something after what has gone on long enough, up to eight lines, and any line while the plan is too short."""
    wanted = _MOST if day.bed - day.start > 6 * 60 else _LEAST
    while len(day.slots) < wanted:
        slots = sorted(day.slots, key=lambda slot: slot.minute)
        over, slot, gap = max(
            ((later.minute - slot.minute - _length(day, slot), slot, later.minute - slot.minute) for slot, later in pairwise(slots)),
            key=lambda found: found[0],
        )
        if gap < 2 or (over < _GAP and len(slots) >= _LEAST):
            return
        working = _at_work(day, slot.minute)
        into = gap // 2 if working or over < _GAP else _length(day, slot) + 15 * day.dice.below(2)
        step = 15 if gap > 60 else 1
        minute = slot.minute + max(into // step * step, 1)
        place, activity = (day.work, day.task()) if working and _at_work(day, minute) else _pastime(day, minute)
        day.slots.append(Slot(minute, place, activity, 4))
        day.used.add(activity)


def _at_work(day: _Day, minute: int) -> bool:
    """Return whether this minute lies in the work hours and the agent works then."""
    return bool(day.work) and day.worked[0] <= minute < day.worked[1]


def _length(day: _Day, slot: Slot) -> int:
    """Return how many minutes the line can fill before it gets dull."""
    return 150 if _at_work(day, slot.minute) and slot.place == day.work else 60


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
