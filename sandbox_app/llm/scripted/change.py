"""The rest of the day again, after something changed."""

import re

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.agenda import MOST
from sandbox_app.llm.clock import LAST_MINUTE, clock, find_day, find_time, minutes
from sandbox_app.llm.scripted.banks import bank
from sandbox_app.llm.scripted.day import LONGEST, Slot, number_of
from sandbox_app.llm.scripted.dice import Dice
from sandbox_app.llm.scripted.phrases import pool, register
from sandbox_app.llm.scripted.words import fit, lowered, stems

_CLOSED = re.compile(r"\b(?:nobody serves|closed|locked|shut|not open|out of order)\b", re.IGNORECASE)
_UNSERVED = re.compile(r"\bnobody serves\b")
_UNTIL = re.compile(r"\bclosed (?:until|at) (\d\d:\d\d)")
_ABSENT = re.compile(r"(\w+) (?:is not at|is not here|did not come|is asleep|was not)\b")
_BORED = re.compile(r"\b(?:the same for hours|no room at)\b")
_VERB = re.compile(
    r"\b(?:I will|I want to|I must|I have to|I should|I promised (?:\w+ )?to|decided to|want to|need to) (\w[^.,;]*)", re.IGNORECASE
)


def revise_plan(facts: f.RevisePlan, dice: Dice) -> a.DayPlan:
    """Keep the rest; put in what was promised for today and what the change says."""
    now, home = minutes(facts.now.time), number_of(facts.places, facts.me.home) or 1
    slots = _rest(facts, now, home)
    if not any(stems(meeting.what) & stems(facts.change) or meeting.time in facts.change for meeting in facts.due):
        slots = _with_change(facts, slots, now, home, dice)
    slots.sort(key=lambda slot: (slot.minute < now, slot.minute))
    while len(slots) > MOST:
        soft = [slot for slot in slots[:-1] if slot.rank] or slots[:-1]
        slots.remove(soft[len(soft) // 2])
    if not slots:
        slots = [Slot(now, home, dice.pick(pool("plan", "home", register(facts.me.traits))), 1)]
    return a.DayPlan(tuple(a.PlanLine(clock(slot.minute), slot.place, slot.activity) for slot in slots))


def _rest(facts: f.RevisePlan, now: int, home: int) -> list[Slot]:
    """Return the plan as it was, from now on: what has begun before goes on now; what is closed, and who is not there, is left out."""
    until = _UNTIL.search(facts.change)
    opens = minutes(until[1]) if until and minutes(until[1]) > now else LAST_MINUTE
    if _UNSERVED.search(facts.change):
        opens = now + 60
    absent = _ABSENT.search(facts.change)
    shut = [place for place in facts.places if _CLOSED.search(facts.change) and place.lower() in facts.change.lower()]
    slots: dict[int, Slot] = {}
    for line in facts.agenda:
        minute, activity = minutes(line.time), fit(line.activity, 78)
        place = int(line.place) if line.place.isdigit() else 0
        if line.promised:
            slots[minute] = Slot(minute, place or home, activity, 0)
            continue
        if not place or (facts.places[place - 1] in shut and minute < opens):
            place, activity = home, "do at home what can be done there"
        elif absent and re.search(rf"\b{re.escape(absent[1])}\b", activity):
            if minute > now:
                continue
            activity = "look about and see what else there is to do"
        slots[minute] = Slot(minute, place, activity, 2)
    return list(slots.values())


def _with_change(facts: f.RevisePlan, slots: list[Slot], now: int, home: int, dice: Dice) -> list[Slot]:
    """Put what the change says into the plan, at the time and place it names, else here and now."""
    if _BORED.search(facts.change):
        return _elsewhere(facts, slots, now, home, dice)
    if _CLOSED.search(facts.change) or _ABSENT.search(facts.change):
        return slots
    if find_day(facts.change, facts.now) not in (None, facts.now.day):
        return slots  # what is for another day changes nothing today
    named = [(len(place), number) for number, place in enumerate(facts.places, 1) if place and place.lower() in facts.change.lower()]
    time = find_time(facts.change)
    place = max(named)[1] if named else number_of(facts.places, facts.now.place) or home
    minute = minutes(time) if time and minutes(time) > now else now
    wish = _VERB.search(facts.change)
    changed = pool("plan", "changed", register(facts.me.traits))
    activity = fit(lowered(_bare(wish[1], facts.places)), LONGEST) if wish else dice.pick(changed)
    moved = [slot for slot in slots if slot.minute == minute]
    slots = [slot for slot in slots if slot.minute != minute]
    for slot in moved:
        later = min(minute + 30, LAST_MINUTE)
        if slot.rank == 0:
            slots.append(slot)
            return slots
        if later > minute and all(other.minute > later for other in slots):
            slots.append(Slot(later, slot.place, slot.activity, slot.rank))
    return [*slots, Slot(minute, place, activity, 1)]


def _elsewhere(facts: f.RevisePlan, slots: list[Slot], now: int, home: int, dice: Dice) -> list[Slot]:
    """Do something else than now: at home for who is out, out in the open for who is at home."""
    manner = register(facts.me.traits)
    out = stems(" ".join(bank("plan")["words"]["open_places"]))
    outside = [number for number, place in enumerate(facts.places, 1) if stems(place) & out and place != facts.now.place]
    stroll = facts.now.place == facts.me.home and outside
    place = dice.pick(outside) if stroll else home
    fresh = Slot(now, place, dice.pick(pool("plan", "stroll" if stroll else "home", manner)), 1)
    return [*(slot for slot in slots if slot.minute != now or slot.rank == 0), fresh]


def _bare(wish: str, places: tuple[str, ...]) -> str:
    """Return a wish without the time and place that the line says by itself."""
    wish = re.sub(r" (?:at|around|by) \d{1,2}:\d\d\b.*", "", wish)
    for place in places:
        wish = re.sub(rf" (?:at|in|to) (?:the )?{re.escape(place)}$", "", wish, flags=re.IGNORECASE)
    return wish.strip() or "see to it"
