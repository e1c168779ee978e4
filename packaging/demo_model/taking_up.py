"""Drills of talks: what a line takes up of its prompt, word for word, after how such a line begins.

In a document one line in ten says what one is doing, and its words count little among all others; here each end is such a beginning.
"""

from random import Random

from demo_model.drills import PEOPLE, PLACES, Drill, words
from demo_model.happenings import WEEKDAYS, Scene, clock
from demo_model.words import bank as word_bank
from sandbox_app.llm.scripted.banks import bank

_GREETS = tuple(f"{act}_{part}" for act in ("greet", "bye") for part in ("morning", "noon", "afternoon", "evening", "night"))
_TELLS = ("tell", "tell_heard")
_FORM = "Answer: mood-number | what you say | end or go on\n"
_ENDS = 10


def _phrases(act: str) -> list[str]:
    """Return all phrases of an act of talk that have a slot."""
    return [text for manner in bank("talk")[act].values() for text in manner if "{" in text]


def _filled(phrase: str, slots: dict[str, str]) -> tuple[str, str] | None:
    """Return a phrase's words before its first slot, and the rest with its slots filled; None where there is nothing for one."""
    before, _, rest = phrase.partition("{")
    try:
        said = ("{" + rest).format(**slots)
    except KeyError:
        return None
    if before and not before.endswith(" "):
        return None
    return before.rstrip(" "), (" " if before else "") + said


def taken_up(random: Random) -> Drill:
    """The prompt of a line without who one is: each answer goes on with what one does, wants, remembers, or whom one talks with."""
    scene = Scene(random, PEOPLE, PLACES)
    me, other, teller, *more = random.sample(PEOPLE, 5)
    here, home, elsewhere, another = random.sample(PLACES, 4)
    doing = scene.doing() if random.random() < 0.7 else f"{random.choice(word_bank('doings')).split()[0]} {words(random, 1, 3)}"
    aim = scene.text("aim") if random.random() < 0.7 else words(random, 2, 4)
    news = scene.news() if random.random() < 0.7 else words(random, 2, 6).capitalize() + "."
    did = scene.doing()
    at, promised, habit = clock(random), words(random, 1, 2), random.choice(word_bank("deeds"))
    seen = [f"{who} is {scene.doing()} in {random.choice((home, another))}" for who in random.sample(more, random.randint(0, 2))]
    heard = f"{teller} told me: {news}"
    lines = [*(f"today {clock(random, 6, 9)}: {text}\n" for text in seen), f"today 08:30: I am {did} at {home}\n"]
    random.shuffle(lines)
    lines.append(f"today 09:10: I promised {teller}: {promised} at {at}\n")
    relation, close = random.choice(("friend", "neighbour", "stranger")), random.randint(0, 9)
    today = f"Day {random.randint(1, 9)}, {random.choice(WEEKDAYS)} {random.randint(1, 28)} May. At {here}, {doing}.\n"
    reminded = f"{random.choice(('', 'That reminds you: '))}today {clock(random, 8, 12)}: {heard}\n{clock(random, 12, 20)}.\n"
    beginning = (
        f"Likes: {at} {elsewhere}, {habit}.\n{''.join(lines)}1 {other}: {relation}, closeness {close}\n"
        f"{today}Talk:\nOn your mind: {aim}\n{reminded}"
    )
    slots = {"name": other, "news": news, "who": teller}
    kinds = (
        [("my_doing", {"what": doing})] * 3
        + [("my_aim", {"news": f"I want to {aim}."})] * 2
        + [("my_habit", {"time": at, "what": habit, "place": elsewhere}), ("my_day", {"what": did})]
        + [("recall", {"news": heard if heard[-1] in ".!?" else heard + "."})] * 3
        + [(act, {}) for act in _TELLS * 2 + _GREETS[:: random.choice((2, 3))]]
    )
    ends: list[tuple[str, str]] = []
    while len(ends) < _ENDS:
        act, own = random.choice(kinds)
        if made := _filled(random.choice(_phrases(act)), slots | own):
            before, said = made
            turn = f"{random.randint(1, 8)} more from you. {me}: ?\n{_FORM}{random.randint(1, 8)} |"
            ends.append((f"{turn} {before}" if before else turn, f"{said if before else ' ' + said}\n"))
    return beginning, ends
