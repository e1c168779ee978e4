"""Drills of plans: times put in order, places by number, promises kept, minutes that add up, days counted."""

from random import Random

from demo_model.drills import PEOPLE, PLACES, Drill, words
from demo_model.happenings import WEEKDAYS, event
from sandbox_app.llm.scripted.dice import Dice
from sandbox_app.llm.scripted.steps import split

_MOST = 8
"""Lines of a plan."""
_AT_HOME = ("tidy up", "rest a little", "read", "cook something", "water the plants")


def _times(random: Random, count: int) -> list[str]:
    """Return different times of a day in order, most of them as plans have them."""
    step = random.choice((15, 15, 30, 5, 1))
    minutes = sorted(random.sample(range(5 * 60, 24 * 60, step), count))
    return [f"{minute // 60:02d}:{minute % 60:02d}" for minute in minutes]


def _numbered(places: list[str]) -> str:
    return "Places:\n" + "".join(f"{number} {place}\n" for number, place in enumerate(places, 1))


def plan(random: Random) -> Drill:
    """Places, then what days have already: each answer has all of it in order, and something for the times that are open.

    An activity or a place may come several times, so that what comes next is told by the time alone.
    """
    places, day = random.sample(PLACES, random.randint(2, 16)), random.randint(1, 30)
    ends = []
    for _ in range(random.choice((1, 2, 3))):
        times = _times(random, random.randint(2, _MOST))
        kept = sorted(random.sample(times, min(len(times) - 1, random.choice((0, 1, 1, 2)))))
        some = random.sample(range(1, len(places) + 1), min(len(places), random.choice((1, 2, 8))))
        activities = [words(random, 1, 2) for _ in range(random.choice((1, 2, 8, 8)))]
        free, whole_day = f"1 {random.choice(_AT_HOME)}", random.random() < 0.5
        listed = answer = ""
        for time in times:
            activity = f"go to a {words(random, 1, 2)} with {random.choice(PEOPLE[1:])}" if time in kept else random.choice(activities)
            line = f"{random.choice(some)} {activity}"
            is_open = whole_day and time not in kept and random.random() < 0.4
            listed += f"{time} {'?' if is_open else line}\n"
            answer += f"{time} {free if is_open else line}\n"
        head = "The day so far:" if whole_day else "Plan so far:"
        if kept:
            head = f"Promised for today: {', '.join(kept)}\n{head}"
        now = f"Day {day}, {random.choice(WEEKDAYS)}. At {random.choice(places)}, {words(random, 1, 2)}.\n"
        asked = f"When free: {free}\n" if whole_day else "Changed: nothing\nPlan from now on.\n"
        ends.append((f"{head}\n{listed}{now}{asked}", answer))
    return _numbered(places), ends


def timed(random: Random) -> Drill:
    """Places, and where what is done at which time, in any order: each answer is the number of a place, an activity or the next time.

    What a line of a plan needs, each alone: a number by way of the place that belongs to a time, what is done at a time that
    stands some words before, and which time is next.
    """
    places = random.sample(PLACES, random.randint(2, random.choice((4, 8, 16))))
    times = _times(random, random.randint(2, random.choice((4, 8, 12))))
    rows = [(time, random.choice(places), words(random, 1, random.choice((1, 1, 2)))) for time in times]
    shapes = ("{} {}, {}\n", "Likes: {} {}, {}.\n", f"Promised: day {random.randint(1, 9)} {{}} {{}}, {{}}.\n")
    listed = "".join(random.choice(shapes).format(*row) for row in random.sample(rows, len(rows)))
    beginning = random.choice((_numbered(places) + listed, listed + _numbered(places))) + "\n"
    asked, draw, ends = random.sample(range(len(rows)), min(len(rows), 8)), random.random(), []
    for at in asked:
        time, place, activity = rows[at]
        if draw < 0.4:
            ends.append((time, f" {places.index(place) + 1}\n"))
        elif draw < 0.8:
            ends.append((f"{time} {places.index(place) + 1}", f" {activity}\n"))
        else:
            ends.append((f"After {time}:\n", f"{rows[at + 1][0] if at + 1 < len(rows) else 'none'}\n"))
    return beginning, ends


def minutes(random: Random) -> Drill:
    """How long something takes; each answer splits it into steps that add up to it, as the scripted engine does."""
    ends = []
    for _ in range(6):
        whole = random.choice((60, 60, 45, 30, 20, 15, 10, 5, random.randint(3, 60), random.randint(3, 60)))
        steps = split(whole, Dice(random.getrandbits(32), "minutes"))
        done = words(random, 1, 1)
        ends.append((f"Now for {whole} minutes: {done}\n", "".join(f"{length} 1 {done}\n" for length in steps)))
    return "Things:\n1 nothing\n", ends


def agreed(random: Random) -> Drill:
    """A talk in which an invitation is accepted or not; the answer is the appointment, with its numbers and its day."""
    places, people = random.sample(PLACES, random.randint(1, 6)), random.sample(PEOPLE[1:], random.choice((1, 1, 2, 3)))
    day, weekday = random.randint(1, 30), random.randrange(7)
    ends = []
    for _ in range(4):
        after = random.choice((0, 0, 1, 1, random.randint(2, 6), random.randint(2, 6)))
        named = f"on {WEEKDAYS[(weekday + after) % 7]}"
        on = random.choice((named, f"on day {day + after}")) if after > 1 else random.choice((named, ("today", "tomorrow")[after]))
        who, place, what = random.choice(people), random.choice(places), event(random)
        time = random.choice(_times(random, 3))
        asks = random.random() < 0.5
        guest, host = ("{P1}", who) if asks else (who, "{P1}")
        when = random.choice((f"at {place} {on} at {time}", f"at {place} at {time} {on}"))
        gives = random.choice(("I am holding", "I am giving", "There is", "I invite you to"))
        comes = random.random() < 0.75
        yes = random.choice(("I will be there", "I will come", "Yes, gladly", "I look forward to it"))
        no = random.choice(("I am sorry, I cannot come", "No, thank you", "I have no time"))
        talk = f"Talk:\n{host}: {gives} {what} {when}. Will you come?\n{guest}: {yes if comes else no}.\n"
        kept = f" {people.index(who) + 1} {places.index(place) + 1} {day + after} {time} {what.removeprefix('my ')}\n"
        ends.append((f"{talk}appointment:", kept if comes else " none\n"))
    known = "".join(f"{number} {who}: {words(random, 1, 1)}, closeness {random.randint(-2, 9)}\n" for number, who in enumerate(people, 1))
    return f"{known}{_numbered(places)}Day {day}, {WEEKDAYS[weekday]}.\n", ends
