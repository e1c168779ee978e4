"""What an agent feels at a time: emotions that fade, a mood that follows them, and how both show.

Source: FAtiMA (Dias, Mascarenhas, Paiva, 2014; constants of the FAtiMA Toolkit's `EmotionalAppraisalConfiguration`). There
time is counted in ticks; here a tick is a simulated minute.
"""

import math

from msgspec import Struct

from sandbox_app.mind.feelings.occ import GOOD

EMOTION_HALF_LIFE = 15.0
"""Minutes after which an emotion of decay 1 has half its intensity."""
MOOD_HALF_LIFE = 60.0
"""Minutes after which the mood is half as far from 0."""
ON_MOOD = 0.3
"""How much of an emotion's intensity goes into the mood."""
LEAST_MOOD = 0.5
"""A mood nearer to 0 is 0."""
MOST_MOOD = 10.0
LEAST = 0.1
"""An emotion weaker than this is over."""
SHOWN = 1.5
"""An emotion from this intensity on shows in words and walk."""
MOST_EMOTIONS = 12

_SHOWS = {
    "fear": "worried", "fears-confirmed": "worried",
    "distress": "sad", "pity": "sad", "disappointment": "sad", "shame": "sad", "remorse": "sad",
    "anger": "annoyed", "reproach": "annoyed", "resentment": "annoyed", "hate": "annoyed",
    "hope": "curious", "admiration": "curious",
}  # fmt: skip
EXCITED_FROM = 5.0
_PACES = {"tired": 0.75, "sad": 0.8, "excited": 1.25, "worried": 1.2, "annoyed": 1.2}


class Emotion(Struct, frozen=True, array_like=True):
    """An emotion: its name, intensity (0..10) at `step`, towards whom (0: nobody), and the event that brought it."""

    name: str
    intensity: float
    step: int
    toward: int = 0
    cause: int = 0


class Affect(Struct, frozen=True, array_like=True):
    """What somebody feels: the mood (-10..10) as of `step`, and emotions, each as of its own step."""

    mood: float = 0.0
    step: int = 0
    emotions: tuple[Emotion, ...] = ()


def faded(intensity: float, minutes: float, decay: float = 1.0) -> float:
    """Return an intensity after some minutes: I = I0 exp(ln 0.5 / 15 * decay * dt)."""
    return intensity * math.exp(math.log(0.5) / EMOTION_HALF_LIFE * decay * minutes)


def mood_at(affect: Affect, step: int, step_seconds: int) -> float:
    """Return the mood at a step: half as far from 0 every 60 minutes, 0 below 0.5."""
    minutes = (step - affect.step) * step_seconds / 60
    mood = affect.mood * math.exp(math.log(0.5) / MOOD_HALF_LIFE * minutes)
    return mood if abs(mood) >= LEAST_MOOD else 0.0


def emotions_at(affect: Affect, step: int, step_seconds: int, decay: float = 1.0) -> list[Emotion]:
    """Return the emotions that are still felt at a step, with their intensities then, the strongest first."""
    felt = [
        Emotion(one.name, faded(one.intensity, (step - one.step) * step_seconds / 60, decay), step, one.toward, one.cause)
        for one in affect.emotions
    ]
    return sorted((one for one in felt if one.intensity >= LEAST), key=lambda one: (-one.intensity, one.name))


def mood_after(affect: Affect, emotion: Emotion, step_seconds: int) -> float:
    """Return the mood once an emotion has come: moved by +-0.3 of its intensity."""
    mood = mood_at(affect, emotion.step, step_seconds)
    mood += ON_MOOD * emotion.intensity * (1 if emotion.name in GOOD else -1)
    return max(-MOST_MOOD, min(MOST_MOOD, mood))


def joined(affect: Affect, emotion: Emotion, mood: float) -> Affect:
    """Return what is felt once an emotion has joined the others; the same one towards the same person is felt anew, not twice."""
    kept = [one for one in affect.emotions if (one.name, one.toward) != (emotion.name, emotion.toward)]
    return Affect(mood, emotion.step, (*kept[-(MOST_EMOTIONS - 1) :], emotion))


def shown(affect: Affect, step: int, step_seconds: int, *, weary: bool = False) -> str:
    """Return how it shows, one of `sandbox_app.llm.facts.MOODS`: the strongest emotion, else the mood, else weariness, else calm."""
    felt = emotions_at(affect, step, step_seconds)
    if felt and felt[0].intensity >= SHOWN:
        name = _SHOWS.get(felt[0].name, "happy")
        return "excited" if name == "happy" and felt[0].intensity >= EXCITED_FROM else name
    mood = mood_at(affect, step, step_seconds)
    if mood:
        return "happy" if mood > 0 else "sad"
    return "tired" if weary else "calm"


def toward(affect: Affect, step: int, step_seconds: int) -> int:
    """Return towards whom the emotion is that shows, 0 for nobody or when none does."""
    felt = emotions_at(affect, step, step_seconds)
    return felt[0].toward if felt and felt[0].intensity >= SHOWN else 0


def pace(mood: str) -> float:
    """Return the walking pace of somebody in this mood (a word of MOODS), in tiles per step of ten seconds."""
    return _PACES.get(mood, 1.0)
