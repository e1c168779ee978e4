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
from demo_model.words import bank, invented, name
from sandbox_app.llm import facts as f
from sandbox_app.llm.scripted.reply import ASKING
from sandbox_app.llm.scripted.words import stems

QUESTIONS = 8
"""So many questions follow each other over the same memories."""

_ABOUT = (
    "What do you know about {x}?", "Do you know anything about {x}?", "What have you heard about {x}?", "Tell me about {x}.", "What about {x}?",
    "When is {x}?", "When does {x} begin?", "What time is {x}?", "What day is {x}?", "Where is {x}?", "Where does one go for {x}?", "In which place is {x}?",
    "Who told you about {x}?", "Who told you of {x}?", "How do you know of {x}?", "Where did you hear of {x}?", "Who spoke of {x}?", "Who has to do with {x}?",
    "Do you remember {x}?", "What do you remember of {x}?", "Can you tell me more about {x}?", "Is it true about {x}?", "What happened with {x}?",
    "What is this about {x}?", "Is there any news of {x}?", "Has anybody spoken to you of {x}?", "And {x}?", "Did you say something about {x}?",
    "Who is it that has {x}?", "Which evening is {x}?", "Somebody spoke of {x}. What was that?", "I am curious about {x}. What do you know?",
    "{x}?", "I heard something about {x}. Is that so?", "Please tell me of {x}.", "What was it with {x}?", "What became of {x}?", "Whose is {x}?",
    "Did somebody mention {x}?", "What is there to say of {x}?", "Have you come across {x}?", "Are there news about {x}?", "What were you told about {x}?",
)  # fmt: skip
_WHO = (
    "What do you know about {x}?", "Who is {x}?", "Tell me about {x}.", "Do you know {x}?", "What did {x} tell you?", "What did {x} say?", "What is new with {x}?",
    "And {x}?", "What about {x}?", "Have you heard anything of {x}?", "Have you spoken with {x}?", "When did you speak with {x}?", "Where did you see {x}?",
    "When did {x} come to you?", "What have you got to do with {x}?", "What is it that {x} wants?", "What does {x} wish?", "What was it with {x}?",
    "Where is {x}?", "What is {x} doing?", "Did you promise something to {x}?", "What did you say to {x}?", "At what time do you meet {x}?",
    "Where will one find {x}?", "Which place has {x} to do with?", "Is there anything between you and {x}?", "Did {x} ask you for something?",
    "What can you tell me of {x}?", "Do you remember {x}?", "Have you met {x}?", "How is it with {x}?", "Does {x} long for something?", "Were you out with {x}?",
)  # fmt: skip
_TOLD = (
    "{a} told me: {said}", "{a} told me: {said}", "I told {a}: {said}", "{a} invited me: {said}", "I promised {a}: {said} at {time}", "{a} wants {said}",
    "I promised {a} to {deed} at {place} at {time}", "I {past} {said} with {a} at {place}", "I saw {a} with {said} at {place}", "{a} is {doing} at {place}",
    "{a} told me: I want {said}", "{a} told me: {said} is on {weekday} at {time} at {place}", "{a} told me: {said} begins at {time} at {place}",
    "There is {said} at {place} on {weekday}", "I talked with {a} about {said} at {place}", "{a} and {b} talk about {said}", "I {past} {said}",
    "{a} promised me: {said} on {weekday}", "I promised {a}: {said}", "{a} likes {said}", "News at {place}: {said}", "I gave {a} {said}", "I want {said}",
)  # fmt: skip
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
    return random.choice(_TOLD).format(**values)


def _memories(life: Life, most: int) -> tuple[f.Memory, ...]:
    random = life.random
    people = list(dict.fromkeys(random.sample(life.others, len(life.others)) + [name(random) for _ in range(3)]))
    rows = []
    for number in range(random.randint(2, most)):
        own = [people[number % len(people)], people[(number + 1 + random.randrange(len(people))) % len(people)]]
        rows.append(f.Memory(_memory(life, own), life.when(), random.choice(("heard", "seen", "talk"))))
    return tuple(rows)


def _known(random: Random, memories: tuple[f.Memory, ...], people: list[str]) -> str:
    """Return a question that one memory answers, by a name or by words that stand in no other; "" when none is found."""
    memory = random.choice(memories)
    others = " ".join(other.text for other in memories if other is not memory)
    if random.random() < 0.42:
        named = [who for who in people if who in memory.text and who not in others]
        return random.choice(_WHO).format(x=random.choice(named)) if named else ""
    words = [word.strip(".,:;!?") for word in memory.text.split(": ", 1)[-1].split()]
    at = random.randrange(len(words))
    few = words[at : at + random.choice((1, 2, 2, 3))]
    if not all(word.isalpha() and word.islower() for word in few) or not stems(few[0]) or not stems(few[-1]):
        return ""
    topic = " ".join(few)
    if stems(topic) & stems(others):
        return ""
    asking = random.choice(_ABOUT)
    if len(stems(topic)) < 2 and stems(asking.replace("{x}", "")) - ASKING:
        return ""  # one word of several is no memory for the teacher
    return asking.format(x=topic if random.random() < 0.25 else f"the {topic}")


def _unknown(random: Random, memories: tuple[f.Memory, ...], people: list[str]) -> str:
    """Return a question that no memory answers; "" when the one drawn is answered by chance."""
    told = " ".join(memory.text for memory in memories)
    if random.random() < 0.4:
        strangers = [who for who in [*people, name(random)] if who not in told]
        if not strangers:
            return ""
        return random.choice(_WHO).format(x=random.choice(strangers))
    topic = _thing(random).removeprefix("my ").removeprefix("a ")
    return "" if stems(topic) & stems(told) else random.choice(_ABOUT).format(x=topic)


def _questions(life: Life, memories: tuple[f.Memory, ...], without: str = "") -> list[str]:
    people = [who for who in life.others if who != without]
    found: list[str] = []
    while len(found) < QUESTIONS:
        made = (_known if life.random.random() < 0.68 else _unknown)(life.random, memories, people)
        if made:
            found.append(made[0].upper() + made[1:])
    return found


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
        if random.random() < 0.5:
            asked = _questions(life, memories)
            yield town, [f.Interview(town=town.name, me=life.me, now=life.now(), question=one, memories=memories) for one in asked]
            continue
        asker = random.choice(life.others)
        talk = f.Say(
            town=town.name, me=life.me, now=life.now(), people=(life.person(asker),), lines=(), goal=random.choice((f"answer {asker}", "talk", "")),
            left=random.randint(2, 6), memories=memories, beliefs=life.beliefs((asker,), 1) if random.random() < 0.2 else (),
        )  # fmt: skip
        before = () if random.random() < 0.6 else (f.Line(life.me.name, life.scene.text("visitor")),)
        yield town, [replace(talk, lines=(*before, f.Line(asker, one))) for one in _questions(life, memories, asker)]
