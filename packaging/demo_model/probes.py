"""Questions whose answers are known: a fact among memories and what is asked of it, in words of their own.

Nothing here is taken from the generator's texts but the towns, the casts and the memories that stand around the fact, so that a
model that only knows the teacher's phrases is found out. Where the fact is left out, the right answer is not to know.
"""

from random import Random

from msgspec import Struct

from demo_model.asking import Question
from demo_model.lives import Life
from demo_model.nearness import RECALLED, Nearness, nearest
from demo_model.towns import make_town
from sandbox_app.llm import facts as f

_EVENTS = (
    "kite contest", "lantern walk", "soup evening", "chess night", "book swap", "harvest breakfast", "ukulele hour", "bicycle parade",
    "map exhibition", "pancake race", "moonlight swim", "quilt show", "seed market", "puppet play", "tandem ride", "pickle tasting",
)  # fmt: skip
_SORTS = ("first", "annual", "open-air", "silent", "children's", "midnight", "barefoot", "travelling", "rainy-day", "one-minute")
_DEEDS = (
    ("repaired", "accordion"), ("painted", "wheelbarrow"), ("baked", "gingerbread"), ("counted", "swallows"), ("carried", "mattress"),
    ("tuned", "harmonium"), ("measured", "fence"), ("buried", "compass"), ("washed", "donkey"), ("wrapped", "parcels"),
)  # fmt: skip
_WANTS = ("bookshop", "vineyard", "balloon", "apprentice", "sailing licence", "telescope", "bakery", "tortoise", "greenhouse", "choir")
_PROMISES = ("translate the letter", "mend the lantern", "taste the cider", "copy the recipes", "walk the donkey", "read the poem")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Fact(Struct, frozen=True):
    """Something remembered: its text and kind, and the questions about it, each with the words that an answer to it must have."""

    text: str
    kind: str
    asked: tuple[tuple[str, tuple[str, ...]], ...]


class Probe(Struct, frozen=True):
    """A question and the words its answer must have ("this|that": one of them); none: nothing is known, and the right answer says so."""

    question: Question
    asked: str
    keys: tuple[str, ...]


def _event(random: Random, who: str, where: str) -> Fact:
    what = f"the {random.choice(_SORTS)} {random.choice(_EVENTS)}"
    day, time = random.choice(_DAYS), f"{random.randint(9, 21):02d}:{random.choice((0, 10, 15, 20, 30, 40, 45, 50)):02d}"
    text = random.choice(
        (
            f"{who} told me: {what} is on {day} at {time} at {where}",
            f"{who} told me: There will be {what} at {where} on {day}, {time}",
            f"{who} told me: {what} begins at {time} on {day} in {where}",
        )
    )
    when = ((f"When is {what}?", (f"{time}|{day}",)), (f"At what time does {what} begin?", (time,)), (f"On which day is {what}?", (day,)))
    place = ((f"Where is {what}?", (where,)), (f"Where do I have to go for {what}?", (where,)))
    return Fact(text, "heard", (*when, *place, (f"Who told you about {what}?", (who,)), (f"From whom do you know of {what}?", (who,))))


def _promise(random: Random, who: str, where: str) -> Fact:
    what, time = random.choice(_PROMISES), f"{random.randint(8, 20):02d}:{random.choice((0, 15, 30, 45)):02d}"
    text = random.choice((f"I promised {who}: {what} at {time}, {where}", f"I promised {who} to {what} at {where} at {time}"))
    last = what.split()[-1]
    return Fact(
        text,
        "talk",
        (
            (f"What did you promise {who}?", (last,)),
            (f"Where are you going to meet {who}?", (where,)),
            (f"When do you see {who}?", (time,)),
            (f"Who is waiting for you to {what}?", (who,)),
        ),
    )


def _deed(random: Random, who: str, where: str) -> Fact:
    verb, thing = random.choice(_DEEDS)
    return Fact(
        f"I {verb} the {thing} with {who} at {where}",
        "seen",
        (
            (f"What did you do with {who}?", (thing,)),
            (f"Where were you with {who}?", (where,)),
            (f"Who {verb} the {thing} with you?", (who,)),
        ),
    )


def _want(random: Random, who: str, where: str) -> Fact:
    what = random.choice(_WANTS)
    text = random.choice((f"{who} told me: I want a {what} near {where}", f"{who} wants a {what}"))
    return Fact(text, "heard", ((f"What does {who} want?", (what,)), (f"Do you know what {who} dreams of?", (what,))))


_FACTS = (_event, _event, _promise, _deed, _want)


def _about_me(me: f.Persona) -> tuple[tuple[str, tuple[str, ...]], ...]:
    rows: list[tuple[str, tuple[str, ...]]] = [
        ("Where do you live?", (me.home,)), ("How old are you?", (str(me.age),)), ("What is your job?", (me.job,)),
        ("When do you get up?", (me.wake,)), ("What is your name?", (me.name,)),
    ]  # fmt: skip
    if me.workplace:
        rows.append(("Where do you work?", (me.workplace,)))
    return tuple(rows)


def _unknown(random: Random, fact: Fact, who: str) -> str:
    more = (f"What is the middle name of {who}?", f"How much money does {who} have?", f"What did {who} dream of last night?")
    return random.choice((random.choice(fact.asked)[0], random.choice(fact.asked)[0], random.choice(more)))


def _memories(life: Life, who: str, fact: Fact | None) -> tuple[f.Memory, ...]:
    """Return memories that have nothing to do with it, and the fact somewhere among them."""
    rows = [memory for memory in life.memories(3, 6) if who not in memory.text]
    if fact is not None:
        rows.insert(life.random.randint(0, len(rows)), f.Memory(fact.text, life.when(), fact.kind))
    return tuple(rows)


def _facts(life: Life, who: str, question: str, memories: tuple[f.Memory, ...], purpose: str, near: Nearness) -> f.Say | f.Interview:
    """Return the thought as the program has it: what is asked brings the nearest memories to mind, the nearest last."""
    now = life.now()
    if purpose == "interview":
        return f.Interview(town=life.town.name, me=life.me, now=now, question=question, memories=nearest(memories, question, near))
    asker = life.random.choice([other for other in life.others if other != who] or [who])
    return f.Say(
        town=life.town.name, me=life.me, now=now, people=(life.person(asker),), goal=f"answer {asker}", lines=(f.Line(asker, question),),
        left=life.random.randint(1, 4), memories=memories, recalled=nearest(memories, question, near, RECALLED),
    )  # fmt: skip


def probes(seed: int, count: int, purpose: str, near: Nearness, *, known: bool) -> list[Probe]:
    """Return questions about facts that are in memory (or in the persona), or with `known` false that are not.

    Args:
        near: by which memories come to mind.
    """
    random = Random(f"{seed} {purpose} {known}")
    found: list[Probe] = []
    while len(found) < count:
        town = make_town(seed + len(found))
        life = Life(town, random)
        who, where = random.choice(life.others), random.choice(life.sites)
        fact = random.choice(_FACTS)(random, who, where)
        if known and random.random() < 0.15:
            asked, keys = random.choice(_about_me(life.me))
            memories = _memories(life, who, None)
        elif known:
            asked, keys = random.choice(fact.asked)
            memories = _memories(life, who, fact)
        else:
            asked, keys = _unknown(random, fact, who), ()
            memories = _memories(life, who, None)
        question = Question(_facts(life, who, asked, memories, purpose, near), town.names, len(found) + 1)
        found.append(Probe(question, asked, keys))
    return found
