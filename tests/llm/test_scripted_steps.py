"""Hours that make sense: work is done with the tools of the trade, guests are guests, a party is a party."""

import pytest

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.scripted import answer

SEEDS = range(12)


def thing(name: str, use: str) -> f.ThingOption:
    return f.ThingOption(name, use, "room")


CAFE = (thing("small table", "drink coffee"), thing("counter", "serve customers"), thing("coffee machine", "make coffee"))
SCHOOL = (thing("teacher's desk", "mark papers"), thing("blackboard", "write on the board"), thing("school desk", "do lessons"))
GRAVES = (thing("gravestone", "lay flowers"), thing("bench", "sit and rest"))


def hour(
    job: str, workplace: str, place: str, activity: str, things: tuple[f.ThingOption, ...], seed: int, minutes: int = 60
) -> list[tuple[int, str, str]]:
    """Return (minutes, thing, activity) of the steps of an hour."""
    me = f.Persona(
        name="Una", age=30, job=job, traits=("calm",), identity="", home="Elm House", workplace=workplace, work_from="08:00",
        work_to="17:00", wake="07:00", bed="22:00",
    )  # fmt: skip
    now = f.Now(day=1, weekday="Monday", date="3 May", time="10:00", place=place, doing=activity)
    facts = f.Decompose(
        town="Oakham", me=me, now=now, item=f.PlanItem("10:00", place, activity), minutes=minutes, next=None,
        things=(f.ThingOption("", "", ""), *things),
    )  # fmt: skip
    found = answer(facts, seed)
    assert isinstance(found, a.Decompose)
    return [(line.minutes, facts.things[line.thing - 1].name, line.activity) for line in found.lines]


@pytest.mark.parametrize("activity", ["brew coffee for the guests", "serve drinks and listen to guests", "count the till"])
def test_who_works_in_a_cafe_does_not_sit_at_a_table_of_the_guests(activity: str) -> None:
    used = {name for seed in SEEDS for _, name, _ in hour("café owner", "Round Café", "Round Café", activity, CAFE, seed)}
    assert "small table" not in used
    assert used & {"counter", "coffee machine"}
    assert any(name == "small table" for _, name, _ in hour("café owner", "Round Café", "Round Café", "have lunch", CAFE, 1))
    assert any(
        name == "small table"
        for _, name, _ in hour("café owner", "Round Café", "Round Café", "wipe the tables and set the chairs", CAFE, 1)
    )


def test_guests_of_a_cafe_sit_at_a_table_and_brew_nothing() -> None:
    steps = [step for seed in SEEDS for step in hour("weaver", "Mill", "Round Café", "drink coffee", CAFE, seed)]
    assert any(name == "small table" for _, name, _ in steps)
    assert not any(said.startswith(("grind", "brew")) for _, _, said in steps)


def test_pupils_sit_at_their_own_desks_and_teachers_at_theirs() -> None:
    learnt = {name for seed in SEEDS for _, name, _ in hour("pupil", "School", "School", "study for the next test", SCHOOL, seed)}
    assert learnt & {"school desk"}
    assert not learnt & {"teacher's desk", "blackboard"}
    taught = {name for seed in SEEDS for _, name, _ in hour("teacher", "School", "School", "teach the morning class", SCHOOL, seed)}
    assert "teacher's desk" in taught


def test_nobody_orders_anything_at_a_grave() -> None:
    for seed in SEEDS:
        steps = hour("weaver", "Mill", "Linden Park", "arrange the flowers", GRAVES, seed)
        assert not any(said.startswith(("order", "pay", "taste", "ask what is fresh")) for _, _, said in steps)


def test_cards_are_not_played_at_the_piano() -> None:
    tavern = (thing("piano", "play the piano"), thing("table", "eat"))
    for seed in SEEDS:
        assert not any(name == "piano" for _, name, _ in hour("weaver", "Mill", "Inn", "play cards", tavern, seed))
    assert any(name == "piano" for _, name, _ in hour("weaver", "Mill", "Inn", "play the piano", tavern, 1))


@pytest.mark.parametrize("activity", ["host a Valentine's party with Noor", "go to a concert with Bruno", "give a dance at the inn"])
@pytest.mark.parametrize("minutes", [60, 30])
def test_a_gathering_takes_the_time_it_was_given(activity: str, minutes: int) -> None:
    for seed in SEEDS:
        steps = hour("café owner", "Round Café", "Round Café", activity, CAFE, seed, minutes)
        assert [spent for spent, _, said in steps if said == activity] == [minutes - 10]
        assert {name for _, name, _ in steps} == {""}
