"""What people say that they are doing fits where they are, and their bodies are their own."""

import pytest
from msgspec.structs import replace

from sandbox_app.llm import facts as f
from sandbox_app.llm.scripted.doing import doing_here
from tests.llm.test_scripted_sources import said
from tests.llm.test_scripted_talk import SECOND, now

ME = replace(
    SECOND, home="Reed House", workplace="Round Café", job="waiter", work_from="09:00", work_to="17:00",
    habits=(f.Habit("15:00", "Lindenpark", "study mosses"),)
)  # fmt: skip


def here(activity: str, place: str, *memories: str) -> str:
    """Return what the waiter says to be doing at a place."""
    return doing_here(ME, replace(now(), place=place, doing=activity), tuple(f.Memory(text, "today 08:00", "did") for text in memories))


@pytest.mark.parametrize(
    ("activity", "places"),
    [
        ("laying the table", ("Reed House", "Round Café")),
        ("washing the dishes", ("Reed House", "Round Café")),
        ("serving the next customer", ("Round Café",)),
        ("going to bed and sleeping", ("Reed House",)),
        ("drinking coffee", ("Reed House", "Round Café", "Salt Tavern")),
        ("walking and seeing who is about", ("Round Café", "Bridge Street", "Lindenpark", "Salt Tavern")),
        ("looking out of the window", ("Round Café",)),
        ("playing by the pond", ("Reed House", "Round Café", "Bridge Street", "Lindenpark", "Salt Tavern")),
        ("studying mosses", ("Lindenpark",)),
    ],
)
def test_what_one_does_is_said_only_where_one_can_be_doing_it(activity: str, places: tuple[str, ...]) -> None:
    where = ("Reed House", "Round Café", "Bridge Street", "Lindenpark", "Salt Tavern")
    assert tuple(place for place in where if here(activity, place)) == places


def test_a_memory_shows_where_one_does_it() -> None:
    memory = "I am trimming the hedge at the gate in Lindenpark"
    assert here("trimming the hedge", "Lindenpark", memory) == "trimming the hedge"
    assert here("trimming the hedge", "Reed House", memory) == ""


def test_faces_and_hands_are_ones_own() -> None:
    assert here("washing the face", "Reed House") == "washing my face"
    assert here("putting the feet up and closing the eyes", "Reed House") == "putting my feet up and closing my eyes"
    assert here("weave a hand's breadth", "Round Café") == "weaving a hand's breadth"


@pytest.mark.parametrize("question", ["What are you doing?", "What are you up to?", "What brings you here? Are you busy?"])
def test_who_is_on_the_way_does_not_do_yet_what_comes_next(question: str) -> None:
    texts = [said(ME, (("Tilda", question),), seed=seed, doing="laying the table") for seed in range(20)]
    assert not any("laying the table" in text for text in texts)


def test_who_is_there_tells_what_they_do() -> None:
    lines = (("Tilda", "Hello, Osric. What brings you here, are you busy?"),)
    texts = [said(ME, lines, seed=seed, doing="laying the table", place="Round Café") for seed in range(20)]
    assert all("I am laying the table" in text or "I am only laying the table" in text for text in texts), texts
