"""The 22 emotions of OCC from appraisals, and the arithmetic of FAtiMA: fading emotions, and a mood that lags behind."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox_app.mind.feelings.affect import (
    MOST_MOOD,
    Affect,
    Emotion,
    emotions_at,
    faded,
    joined,
    mood_after,
    mood_at,
    pace,
    shown,
)
from sandbox_app.mind.feelings.needs import Needs, after, pressing
from sandbox_app.mind.feelings.occ import BAD, EMOTIONS, GOOD, Appraisal, emotions_of

CASES = [
    ({"desirability": 4}, "joy", 4),
    ({"desirability": -4}, "distress", 4),
    ({"desirability": 2, "for_other": 6}, "happy-for", 4),
    ({"desirability": -2, "for_other": 6}, "resentment", 4),
    ({"desirability": 2, "for_other": -6}, "gloating", 4),
    ({"desirability": -2, "for_other": -6}, "pity", 4),
    ({"praiseworthiness": 5, "by_self": True}, "pride", 5),
    ({"praiseworthiness": -5, "by_self": True}, "shame", 5),
    ({"praiseworthiness": 5}, "admiration", 5),
    ({"praiseworthiness": -5}, "reproach", 5),
    ({"desirability": 4, "praiseworthiness": 6, "by_self": True}, "gratification", 5),
    ({"desirability": -4, "praiseworthiness": -6, "by_self": True}, "remorse", 5),
    ({"desirability": 4, "praiseworthiness": 6}, "gratitude", 5),
    ({"desirability": -4, "praiseworthiness": -6}, "anger", 5),
    ({"like": 3}, "love", 3),
    ({"like": -3}, "hate", 3),
    ({"probability": 0.8, "importance": 5}, "hope", 4),
    ({"probability": 0.2, "importance": 5}, "fear", 4),
    ({"probability": 0.8, "importance": 5, "confirmed": True}, "satisfaction", 5),
    ({"probability": 0.2, "importance": 5, "confirmed": True}, "relief", 5),
    ({"probability": 0.8, "importance": 5, "confirmed": False}, "disappointment", 5),
    ({"probability": 0.2, "importance": 5, "confirmed": False}, "fears-confirmed", 5),
]


@pytest.mark.parametrize(("variables", "emotion", "intensity"), CASES)
def test_each_emotion_follows_from_its_appraisal(variables: dict[str, float], emotion: str, intensity: float) -> None:
    name, felt = emotions_of(Appraisal(**variables))[0]  # type: ignore[arg-type]
    assert name == emotion
    assert felt == pytest.approx(intensity)


def test_these_are_the_22_and_nothing_is_felt_of_nothing() -> None:
    assert len(EMOTIONS) == 22
    assert {emotion for _, emotion, _ in CASES} == GOOD | BAD == set(EMOTIONS)
    assert emotions_of(Appraisal()) == ()


scale = st.floats(-10, 10)


@given(scale, scale, scale, scale, st.booleans(), st.floats(0, 1) | st.none())
def test_intensities_stay_on_the_scale(own: float, other: float, act: float, like: float, mine: bool, probable: float | None) -> None:
    appraisal = Appraisal(
        desirability=own, for_other=other, praiseworthiness=act, like=like, by_self=mine, probability=probable, importance=10.0
    )
    felt = emotions_of(appraisal)
    assert all(0 < intensity <= 10 and name in EMOTIONS for name, intensity in felt)
    assert [intensity for _, intensity in felt] == sorted((intensity for _, intensity in felt), reverse=True)


def test_an_emotion_halves_every_fifteen_minutes_and_faster_with_its_decay() -> None:
    assert faded(8.0, 15) == pytest.approx(4.0)
    assert faded(8.0, 15, decay=2) == pytest.approx(2.0)
    assert faded(8.0, 7) == pytest.approx(8 * math.exp(math.log(0.5) / 15 * 7))


def test_the_mood_moves_by_a_third_halves_every_hour_and_ends() -> None:
    joy = Emotion("joy", 5.0, 360)
    level = mood_after(Affect(mood=2.0, step=0), joy, 10)
    assert level == pytest.approx(2.0 / 2 + 0.3 * 5)  # an hour later
    affect = joined(Affect(mood=2.0, step=0), joy, level)
    assert mood_at(affect, 360 + 360, 10) == pytest.approx(level / 2)
    assert mood_at(affect, 360 + 3 * 360, 10) == 0.0
    assert mood_after(Affect(), Emotion("distress", 5.0, 0), 10) == pytest.approx(-1.5)


@given(st.lists(st.tuples(st.sampled_from(EMOTIONS), st.floats(0.5, 10), st.integers(0, 400)), max_size=30))
def test_whatever_comes_the_mood_and_the_emotions_stay_bounded(felt: list[tuple[str, float, int]]) -> None:
    affect, step = Affect(), 0
    for name, intensity, later in felt:
        step += later
        one = Emotion(name, intensity, step)
        affect = joined(affect, one, mood_after(affect, one, 10))
    assert abs(affect.mood) <= MOST_MOOD
    now = emotions_at(affect, step, 10)
    assert len({(one.name, one.toward) for one in now}) == len(now) <= 12
    assert shown(affect, step + 100_000, 10) == "calm"


def test_feelings_show_in_mood_and_walk() -> None:
    def of(name: str, intensity: float) -> str:
        one = Emotion(name, intensity, 0)
        return shown(joined(Affect(), one, mood_after(Affect(), one, 10)), 0, 10)

    assert [of("joy", 3), of("joy", 8), of("fear", 3), of("pity", 3), of("anger", 3)] == ["happy", "excited", "worried", "sad", "annoyed"]
    assert of("joy", 1) == "calm"
    assert shown(Affect(), 0, 10, weary=True) == "tired"
    assert pace("tired") < pace("sad") < pace("calm") == 1 < pace("worried")


def test_needs_grow_by_the_hour_and_press_below_their_threshold() -> None:
    needs = after(Needs(), 4, eating=False, sleeping=False, talking=False)
    assert (needs.hunger, needs.energy, needs.company) == pytest.approx((0.4, 0.68, 0.6))
    needs = after(needs, 2, eating=False, sleeping=False, talking=False)
    assert pressing(needs) == ["hunger"]
    assert pressing(after(needs, 0.5, eating=True, sleeping=False, talking=True)) == []
    assert after(Needs(0.5, 0.2, 0.5), 8, eating=False, sleeping=True, talking=False) == Needs(0.0, 1.0, 0.5)
