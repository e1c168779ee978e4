"""Being asked: thoughts of `interview` and `say` in which many questions are put to the same few memories.

Each question shares a name, or one to three words, with exactly one of the memories, or with none; the teacher answers with that
memory or says that it does not know. Names, places and words are drawn anew for every row and a good part of them exists nowhere,
so that only looking up answers rightly. How a question is worded is drawn from many openings that mean nothing for it.
"""

from collections.abc import Iterator
from random import Random

from msgspec.structs import replace

from demo_model import towns
from demo_model.lives import Life
from demo_model.nearness import RECALLED, by_words, nearest
from demo_model.words import bank, invented, name
from sandbox_app.llm import facts as f
from sandbox_app.llm.scripted.recall import ASKING
from sandbox_app.llm.scripted.words import stems

QUESTIONS = 10
"""So many questions follow each other over the same memories."""
TRIES = 30
"""So often a question is drawn anew that several memories answer, or none; so that as many have an answer as are wanted."""

ODD = 0.5
"""So many questions are of words put together by chance: whether a memory answers is not to be told from how a question begins."""
_WHAT = (
    "Who", "What", "When", "Where", "How", "Why", "Which", "At what hour", "On what day", "By which time", "In which street", "With whom",
    "For whom", "From where", "Since when", "Up to when", "Whose", "How often", "In whose house", "Whom", "To whom", "About what",
)  # fmt: skip
_HELPING = (
    "is", "was", "are", "does", "did", "will", "has", "would", "should one", "do you", "did you", "have you", "will you", "were you",
    "are you going to", "do I need to", "could one", "may I", "must I", "can they", "is it that", "was it that", "did they", "you", "",
)  # fmt: skip
_IDLE = ("go", "come", "take place", "begin", "end", "want", "see", "find", "meet", "look for", "be", "know", "hope for", "wait", "", "")
_AFTER = ("", "", "", "", "with you", "for you", "to you", "exactly", "then", "last night", "by now", "for", "of", "from", "next")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _thing(random: Random) -> str:
    """Return one to three words that belong together or not."""
    words = []
    for _ in range(random.choice((1, 2, 2, 2, 3))):
        kinds = ("nouns", "adjectives", "events", "hobbies", "foods", "nouns")
        words.append(invented(random) if random.random() < 0.35 else random.choice(bank(random.choice(kinds))))
    return random.choice(("the ", "the ", "a ", "", "my ", "the first ", "two ")) + " ".join(words)


def _memory(life: Life, people: list[str]) -> str:
    random = life.random
    if random.random() < 0.3:
        text, kind = life.scene.memory()
        return text if kind != "plan" else life.scene.text("told")
    values = {
        "a": people[0], "b": people[1], "said": _thing(random), "place": random.choice(life.sites), "weekday": random.choice(_WEEKDAYS),
        "time": f"{random.randint(6, 22):02d}:{random.choice((0, 15, 30, 45, 10, 20, 40)):02d}", "deed": random.choice(bank("deeds")),
        "past": random.choice(bank("verbs_past")), "doing": random.choice(bank("doings")),
    }  # fmt: skip
    life.scene.fixed |= values
    text = life.scene.text("asked_memory")
    for slot in values:
        del life.scene.fixed[slot]
    return text


def _memories(life: Life, most: int) -> tuple[f.Memory, ...]:
    random = life.random
    people = list(dict.fromkeys(random.sample(life.others, len(life.others)) + [name(random) for _ in range(3)]))
    rows = []
    for number in range(random.randint(2, most)):
        own = [people[number % len(people)], people[(number + 1 + random.randrange(len(people))) % len(people)]]
        rows.append(f.Memory(_memory(life, own), life.when(), random.choice(("heard", "seen", "talk"))))
    return tuple(rows)


def _put(life: Life, section: str, about: str) -> str:
    """Return a question about somebody or something: worded by the bank, or of words put together by chance."""
    random = life.random
    if random.random() < ODD:
        doing = random.choice((random.choice(bank("verbs_past")), random.choice(bank("doings")).split()[0], random.choice(_IDLE), ""))
        middle = [about, doing] if random.random() < 0.5 else [doing, about]
        words = [random.choice(_WHAT), random.choice(_HELPING), *middle, random.choice(_AFTER)]
        return " ".join(word for word in words if word) + "?"
    life.scene.fixed["x"] = about
    said = life.scene.text(section)
    del life.scene.fixed["x"]
    return said


def _known(life: Life, memories: tuple[f.Memory, ...], people: list[str]) -> str:
    """Return a question that one memory answers, by a name or by words that stand in no other; "" when none is found."""
    random = life.random
    memory = random.choice(memories)
    others = " ".join(other.text for other in memories if other is not memory)
    if random.random() < 0.42:
        named = [who for who in people if who in memory.text and who not in others]
        return _put(life, "asked_who", random.choice(named)) if named else ""
    words = [word.strip(".,:;!?") for word in memory.text.split(": ", 1)[-1].split()]
    at = random.randrange(len(words))
    few = words[at : at + random.choice((1, 2, 2, 3))]
    if not all(word.isalpha() and word.islower() for word in few) or not stems(few[0]) or not stems(few[-1]):
        return ""
    topic = " ".join(few)
    if stems(topic) & stems(others):
        return ""
    asking = _put(life, "asked_about", topic if random.random() < 0.25 else f"the {topic}")
    more = stems(asking) - stems(topic) - ASKING
    return "" if more and len(stems(topic)) < 2 else asking  # one word of several is no memory for the teacher


def _unknown(life: Life, memories: tuple[f.Memory, ...], people: list[str]) -> str:
    """Return a question that no memory answers; "" when the one drawn is answered by chance."""
    random = life.random
    told = " ".join(memory.text for memory in memories)
    if random.random() < 0.4:
        strangers = [who for who in [*people, name(random)] if who not in told]
        if not strangers:
            return ""
        asking = _put(life, "asked_who", random.choice(strangers))
        return "" if (stems(asking) - ASKING) & stems(told) else asking
    topic = _thing(random).removeprefix("my ").removeprefix("a ")
    asking = _put(life, "asked_about", topic)
    return "" if (stems(asking) - ASKING) & stems(told) else asking


def known_or_unknown(life: Life, memories: tuple[f.Memory, ...], people: list[str]) -> str:
    """Return a question that one of these memories answers, or none of them."""
    while True:
        ask = _known if life.random.random() < 0.62 else _unknown
        tries = (ask(life, memories, people) for _ in range(TRIES))
        if made := next((question for question in tries if question), ""):
            return made[0].upper() + made[1:]


def _questions(life: Life, memories: tuple[f.Memory, ...], without: str = "") -> list[str]:
    people = [who for who in life.others if who != without]
    return [known_or_unknown(life, memories, people) for _ in range(QUESTIONS)]


def interviews(life: Life, memories: tuple[f.Memory, ...], asked: list[str]) -> list[f.AnyFacts]:
    """Return interviews of the same person at the same time, each with what its question brings to mind."""
    near, now = by_words(life.random), life.now()
    return [f.Interview(town=life.town.name, me=life.me, now=now, question=one, memories=nearest(memories, one, near)) for one in asked]


def lines_said(talk: f.Say, before: tuple[f.Line, ...], who: str, said: list[str], random: Random) -> list[f.AnyFacts]:
    """Return the talk once for each line that somebody may have said, each with what the line brings to mind."""
    near = by_words(random)
    known = talk.memories if random.random() < 0.5 else talk.memories[: random.randint(0, 2)]  # what comes to mind may be new
    return [
        replace(talk, memories=known, lines=(*before, f.Line(who, one)), recalled=nearest(talk.memories, one, near, RECALLED))
        for one in said
    ]


def stream(seed: int, most: int) -> Iterator[tuple[towns.Town, list[f.AnyFacts]]]:
    """Yield towns and thoughts that begin the same and ask different things, without end; `most`: memories in a row."""
    random = Random(f"asked {seed}")
    number = 0
    while True:
        if number % 6 == 0:
            town = towns.make_town(seed * 1000 + number)
        number += 1
        life = Life(town, random)
        if random.random() < 0.7:
            life.me = replace(life.me, aim="", identity=life.me.identity.split(". ")[0], summary="", habits=life.me.habits[:1], values=())
        memories = _memories(life, most)
        if random.random() < 0.36:
            yield town, interviews(life, memories, _questions(life, memories))
            continue
        asker = random.choice(life.others)
        talk = f.Say(
            town=town.name, me=life.me, now=life.now(), people=(life.person(asker),), lines=(),
            goal=random.choice((f"answer {asker}", "talk", "")), left=random.randint(2, 6), memories=memories,
            beliefs=life.beliefs((asker,), 1) if random.random() < 0.2 else (),
        )  # fmt: skip
        before = () if random.random() < 0.6 else (f.Line(life.me.name, life.scene.text("visitor")),)
        yield town, lines_said(talk, before, asker, _questions(life, memories, asker), random)
