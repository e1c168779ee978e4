"""What strangers say to scripted minds: found by its words, answered by temper and from what is known, never with an open slot."""

import re

import pytest
from msgspec.structs import replace

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.scripted import answer, visits
from sandbox_app.llm.scripted.banks import bank
from sandbox_app.llm.scripted.dice import Dice
from sandbox_app.llm.scripted.hear import hear
from sandbox_app.llm.scripted.recall import ASKING, retold

ME = f.Persona(
    name="Tilda", age=40, job="weaver", traits=("friendly", "curious"), identity="Tilda weaves.", home="Elm House",
    workplace="Weaving Mill", work_from="09:00", work_to="17:00", wake="07:00", bed="22:30",
    habits=(f.Habit("18:00", "Round Café", "drink a lemonade"),), aim="see the sea",
)  # fmt: skip
NOW = f.Now(day=1, weekday="Saturday", date="13 February", time="10:05", place="Lindenpark", doing="feed the ducks")
MEMORIES = (
    f.Memory("Osric told me: A whale was seen at the pier", "today 08:00", "heard"),
    f.Memory("The bench is wet", "today 10:00", "seen"),
)


def told(remark: str, *, seed: int = 1, memories: tuple[f.Memory, ...] = MEMORIES, me: f.Persona = ME) -> str:
    """Return what the weaver says to a visitor."""
    facts = f.Say(
        town="Oakham", me=me, now=NOW, people=(f.Person("a visitor", "stranger", 0),), goal="answer a visitor",
        lines=(f.Line("a visitor", remark),), left=3, memories=memories,
    )  # fmt: skip
    said = answer(facts, seed)
    assert isinstance(said, a.Say)
    return said.text


def asked(question: str, *, seed: int = 1) -> str:
    """Return what the weaver answers from outside the town."""
    said = answer(f.Interview(town="Oakham", me=ME, now=NOW, question=question, memories=MEMORIES), seed)
    assert isinstance(said, a.Interview)
    return said.text


def test_every_example_is_found_again() -> None:
    strayed = []
    for kind, lines in visits.examples().items():
        for line in lines:
            said = line.format(who="Bram", where="Salt House", thing="a wet kite", town="Oakham", weekday="Monday", me="Tilda")
            found, alike = visits.nearest(said, ("Tilda", "Oakham"), ("Bram", "Salt House"))
            if found != kind or alike < visits.FAIRLY_NEAR:
                strayed.append((kind, found, line))
    assert len(strayed) <= 0.03 * sum(map(len, visits.examples().values())), strayed


def test_answers_fill_their_slots_and_moods_exist() -> None:
    known = visits.values("Oakham", ME, NOW, (*MEMORIES, f.Memory("I promised Osric: tea at 16:00", "today 09:00", "promise")))
    little = visits.values("Oakham", replace(ME, job="", traits=(), workplace="", work_from="", habits=(), aim=""), NOW, ())
    for kind, entry in bank("visits").items():
        for manner in ("plain", *bank("temper")):
            for phrase in entry.get(manner, entry["any"]):
                slots = re.findall(r"\{(\w+)\}", phrase)
                assert set(slots) <= known.keys(), phrase
        for seed in range(3):
            for values in (known, little):
                said = visits.answer(kind, "plain", Dice(seed, kind), values)
                assert "{" not in said
                assert "  " not in said
        assert visits.mood_of(kind) in ("", *f.MOODS)


@pytest.mark.parametrize(
    ("remark", "wanted"),
    [
        ("What time is it, please?", "10:05"), ("so how old are you then", "40"), ("At which place do you work", "Weaving Mill"),
        ("what is this town called?", "Oakham"), ("Which weekday is it?", "Saturday"),
        ("Where is it that you live?", "Elm House"),
    ],
)  # fmt: skip
def test_what_one_knows_of_oneself_is_told(remark: str, wanted: str) -> None:
    assert any(wanted in told(remark, seed=seed) for seed in range(12))
    assert any(wanted in asked(remark, seed=seed) for seed in range(12))


def test_what_one_is_doing_is_told_where_the_prompt_says_it() -> None:
    assert all(
        "feeding the ducks" in told("What are you doing just now?", seed=seed)
        or "talking" in told("What are you doing just now?", seed=seed)
        for seed in range(5)
    )
    assert "talking with you" in asked("What are you doing just now?")


@pytest.mark.parametrize("remark", ["qwrtzpsdf", "Wo ist der Bahnhof?", "??", "早上好", "¿Cómo te llamas?", "7312"])
def test_what_is_no_english_is_not_understood(remark: str) -> None:
    assert re.search(r"understand|know what", told(remark))
    assert re.search(r"understand|know what", asked(remark))


def test_a_memory_asked_for_by_name_comes_before_manners() -> None:
    assert "whale" in asked("What did Osric tell you?")
    assert "whale" in told("Do you know Osric?")
    assert "whale" not in told("Do you know me?")


def test_a_visitor_is_not_spoken_to_as_a_visitor() -> None:
    lines = (
        "Hello!",
        "I must go. Goodbye!",
        "Good night!",
        "How are you?",
        "Nice town.",
        "My goat is green.",
        "Have you heard? The mill burns.",
    )
    for remark in lines:
        for seed in range(8):
            assert "a visitor" not in told(remark, seed=seed), remark


def test_who_is_asked_something_does_not_change_the_subject() -> None:
    host = f.Persona(
        name="Tilda", age=40, job="weaver", traits=("gruff",), identity="", home="Elm House", workplace="", work_from="", work_to="",
        wake="07:00", bed="22:30", aim="give a lantern party at Round Café on day 2 at 19:00",
    )  # fmt: skip
    for remark in ("Are you a robot?", "You are an idiot.", "What is 3 plus 4?"):
        assert "party" not in told(remark, me=host), remark


@pytest.mark.parametrize(
    ("memory", "question", "wanted"),
    [
        ("Ada told me: the flea market is on Monday", "When is the flea market?", "Ada told me: the flea market is on Monday."),
        ("I saw Ada at the flea market", "Where is the flea market?", "I saw Ada at the flea market."),
        ("I promised Ada: mend the lantern at 10:00", "Who waits for you to mend it?", "I promised Ada: mend the lantern at 10:00."),
        ("The sink is dirty", "Is the sink clean?", "The sink is dirty."),
        ("Rosalind told me: I am running for mayor.", "Who runs for mayor?", "Rosalind told me: I am running for mayor."),
        ("News at Pier: A whale was seen in the river", "What was seen in the river?", "News at Pier: A whale was seen in the river."),
        ("I saw a whale in the river.", "Did you see a whale in the river?", "Yes: I saw a whale in the river."),
        ("Osric told me: I saw a whale in the river.", "Did you see a whale in the river?", "Osric told me: I saw a whale in the river."),
        ("Osric told me: I saw a whale in the river.", "Hello! Have you heard of the whale?",
         "Yes: Osric told me: I saw a whale in the river."),
        ("Priya told me: Rosalind is running for mayor.", "Is Rosalind running for mayor?",
         "Yes: Priya told me: Rosalind is running for mayor."),
        ("Rosalind told me: I am running for mayor.", "Are you running for mayor?", "Rosalind told me: I am running for mayor."),
        ("The party is at 17:00", "Is the party at 18:00?", "The party is at 17:00."),
        ("I did not see the whale", "Did you see the whale?", "I did not see the whale."),
        ("Ada told me: I want a telescope", "What is the weather?", "Ada told me: I want a telescope."),
    ],
)  # fmt: skip
def test_a_memory_is_told_word_for_word_after_a_yes_where_that_was_asked(memory: str, question: str, wanted: str) -> None:
    assert retold(memory, question, ASKING) == wanted


@pytest.mark.parametrize("said", ["Rosalind told me: I am running for mayor.", "Yes: I overheard Rosalind: I am running for mayor."])
def test_who_hears_a_memory_told_hears_what_was_told(said: str) -> None:
    assert hear(said).news == "Rosalind is running for mayor."


def test_who_it_was_told_by_themselves_says_so_and_not_what_others_say() -> None:
    memories = (
        f.Memory("Rosalind told me: I am running for mayor.", "today 08:00", "heard"),
        f.Memory("Priya told me: Rosalind is running for mayor.", "today 09:00", "heard"),
        f.Memory("I think it matters to many that Rosalind is running for mayor.", "today 10:00", "thought"),
        f.Memory("I told Ada: Rosalind is running for mayor.", "today 10:10", "talk"),
    )
    for question in ("Who is running for mayor?", "Is Rosalind running for mayor?"):
        asked = answer(f.Interview(town="Oakham", me=ME, now=NOW, question=question, memories=memories), 1)
        assert isinstance(asked, a.Interview)
        assert asked.text.endswith("Rosalind told me: I am running for mayor."), asked.text
        assert asked.text.startswith("Yes: ") == question.startswith("Is ")
        assert "Rosalind told me: I am running for mayor." in told(question, memories=memories)
