"""Events as somebody sees them: the same words mean one thing to a friend and another to a foe."""

import pytest

from sandbox_app.mind.feelings import appraising as ap
from sandbox_app.mind.feelings.occ import Appraisal, emotions_of


def felt(appraisal: Appraisal) -> str:
    emotions = emotions_of(appraisal)
    return emotions[0][0] if emotions else ""


@pytest.mark.parametrize(
    ("text", "emotion"),
    [
        ("You are a fool, leave me alone!", "anger"),
        ("Thank you, well done.", "gratitude"),
        ("I cannot come tonight.", "distress"),
        ("Gladly, I will come.", "joy"),
        ("The mill has burned down.", "distress"),
        ("Good morning.", ""),
    ],
)
def test_a_line_is_felt_by_its_kindness_or_by_its_news(text: str, emotion: str) -> None:
    assert felt(ap.said_to_me(text, 0)) == emotion


@pytest.mark.parametrize(
    ("text", "closeness", "emotion"),
    [
        ("Ada won a prize.", 6, "happy-for"),
        ("Ada won a prize.", -6, "resentment"),
        ("Ada was robbed.", 6, "pity"),
        ("Ada was robbed.", -6, "gloating"),
        ("Ada was robbed.", 0, ""),
        ("Ada is baking.", 6, ""),
    ],
)
def test_news_of_others_are_felt_by_how_close_they_are(text: str, closeness: float, emotion: str) -> None:
    assert felt(ap.told(text, (closeness,))) == emotion


def test_temper_makes_feelings_stronger_or_weaker() -> None:
    assert ap.tempered("anger", 5, ("hot-tempered",)) > 5 > ap.tempered("anger", 5, ("patient",))
    assert ap.tempered("joy", 5, ("cheerful",)) > 5
    assert ap.tempered("anger", 5, ("tall",)) == 5


def test_what_one_does_is_felt_by_goals_and_tastes() -> None:
    habits, aim = ("feed the ducks",), "write a book about mosses"
    assert felt(ap.began("feeding the ducks", habits, aim)) == "joy"
    assert felt(ap.began("writing a book about the mosses of Brook", habits, aim)) == "gratification"
    assert felt(ap.began("waiting for the stove", habits, aim)) == "distress"
    assert felt(ap.began("washing the dishes", habits, aim)) == ""
    assert felt(ap.said_by_me("You are useless.")) == "shame"
    assert felt(ap.saw_amiss()) == "fear"
    assert (felt(ap.met(8)), felt(ap.met(-8)), felt(ap.met(2))) == ("love", "hate", "")
