"""Being visited: thoughts of `interview` and `say` in which strangers say all kinds of things to the same person, one after the other.

What they say are the examples of the program's own bank (`assets/phrases/visits.toml`), with other names and things in them, in careless
spelling at times, and between them questions about what is remembered or not, remarks about this and that, and what is no English.
None of it comes from the visitors by whom the model is judged.
"""

from collections.abc import Iterator
from random import Random

from msgspec.structs import replace

from demo_model import towns
from demo_model.asked import interviews, known_or_unknown, lines_said
from demo_model.happenings import WEEKDAYS
from demo_model.lives import Life
from demo_model.words import bank, invented, name
from sandbox_app.llm import facts as f
from sandbox_app.llm.scripted import visits
from sandbox_app.simulation.interventions import SOMEBODY

REMARKS = 10
"""So many strangers come to the same person at the same time."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SCRIPTS = (
    "абвгдежзиклмнопрстуфя",
    "αβγδεζηθικλμνξοπρστυφχψω",
    "あいうえおかきくけこさしすせそ",
    "的一是不了人我在有他这中大来上个国说",
    "ابتثجحخدذرزسش",
)


def _nonsense(life: Life) -> str:
    """Return something that is no English: another language, letters, a few signs."""
    random = life.random
    draw = random.random()
    if draw < 0.45:
        return life.scene.text("q_foreign")
    if draw < 0.6:
        script = random.choice(_SCRIPTS)
        return "".join(random.choice(script) for _ in range(random.randint(2, 12)))
    if draw < 0.8:
        return "".join(random.choice(_LETTERS[: random.choice((3, 26, 26))]) for _ in range(random.randint(4, 16)))
    if draw < 0.9:
        return " ".join(invented(random) for _ in range(random.randint(1, 4))) + random.choice(("", "?", "."))
    return random.choice(("?", "!", "...", "?!", "-", str(random.randint(2, 5000)), "***", "."))


def careless(text: str, random: Random) -> str:
    """Return a remark as it may be typed: mostly as it is, at times in small letters, without an end mark, with a greeting before it."""
    draw = random.random()
    if draw < 0.1:
        text = text.lower()
    elif draw < 0.14:
        text = text.replace("I am", "I'm").replace("What is", "What's").replace(" not ", "n't ").replace("You are", "You're")
    if random.random() < 0.1:
        text = text.rstrip(".?!")
    elif random.random() < 0.04:
        text = text.rstrip(".?!") + random.choice(("??", "!!", "...", " ?"))
    if random.random() < 0.04 and len(text) > 8:
        text = random.choice(("Hi, ", "Hello. ", "Excuse me, ", "Please, ", "Well, ", "Tell me, ", "So, ", "And ")) + text
    return text


def _remark(life: Life, kinds: list[str], examples: dict[str, list[str]]) -> tuple[str, str]:
    """Return what a stranger says, and its kind."""
    random, scene = life.random, life.scene
    draw = random.random()
    if draw < 0.08:
        return _nonsense(life), visits.UNCLEAR
    if draw < 0.14:
        return careless(scene.text("q_said"), random), visits.SAID
    kind = random.choice(kinds)
    line = random.choice(examples[kind])
    who = random.choice(life.others) if random.random() < 0.7 else name(random)
    thing = random.choice((random.choice(bank("nouns")), scene.fill("{thing}")))
    for slot, value in (("{who}", who), ("{thing}", thing), ("{town}", life.town.name), ("{me}", life.me.name)):
        line = line.replace(slot, value)
    line = line.replace("{where}", random.choice(life.sites)).replace("{weekday}", random.choice(WEEKDAYS))
    return careless(line, random), kind


def meant(thoughts: list[f.AnyFacts], remarks: list[tuple[str, str]]) -> list[f.AnyFacts]:
    """Return thoughts with what each remark is about, as the program tells it."""
    found: list[f.AnyFacts] = []
    for thought, (_, kind) in zip(thoughts, remarks, strict=True):
        assert isinstance(thought, f.Say | f.Interview)
        found.append(replace(thought, meant=visits.means(kind)) if kind else thought)
    return found


def stream(seed: int) -> Iterator[tuple[towns.Town, list[f.AnyFacts]]]:
    """Yield towns and thoughts of one person that begin the same and answer different strangers, without end."""
    random = Random(f"visited {seed}")
    examples = visits.examples()
    kinds = list(examples)
    number = 0
    while True:
        if number % 6 == 0:
            town = towns.make_town(seed * 1000 + number)
        number += 1
        life = Life(town, random)
        life.scene.fixed |= {"town": town.name, "me": life.me.name}
        if random.random() < 0.7:
            life.be_sensible()
        memories = life.memories(1, random.choice((4, 6, 8)))
        people = list(life.others)
        remarks = [
            (known_or_unknown(life, memories, people), "") if random.random() < 0.22 and memories else _remark(life, kinds, examples)
            for _ in range(REMARKS)
        ]
        said = [text for text, _ in remarks]
        if random.random() < 0.55:
            yield town, meant(interviews(life, memories, said), remarks)
            continue
        stranger = SOMEBODY if random.random() < 0.6 else name(random) if random.random() < 0.5 else random.choice(life.others)
        known = stranger in life.others and random.random() < 0.4
        person = life.person(stranger) if known else f.Person(stranger, "stranger", 0)
        talk = f.Say(
            town=town.name, me=life.me, now=life.now(), people=(person,), lines=(), goal=f"answer {stranger}", left=random.randint(1, 6),
            memories=memories,
        )  # fmt: skip
        before = () if random.random() < 0.75 else (f.Line(life.me.name, random.choice(("Hello.", "I am well, thank you.", "I see."))),)
        yield town, meant(lines_said(talk, before, stranger, said, random), remarks)
