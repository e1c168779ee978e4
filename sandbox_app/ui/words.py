"""The window's words: one way to translate, and the plain names of moods, memories, events and thoughts."""

from PySide6.QtCore import QCoreApplication

from sandbox_app.llm.facts import MOODS
from sandbox_app.simulation.messages import HUES


def tr(text: str, /, **values: object) -> str:
    """Return `text` in the person's language, with `{name}` places filled from `values`."""
    translated = QCoreApplication.translate("Sandbox", text)
    return translated.format(**values) if values else translated


def several(count: int, one: str, many: str) -> str:
    """Return "1 memory" or "3 memories": `one` and `many` hold `{count}`."""
    return tr(one if count == 1 else many, count=f"{count:,}".replace(",", "\u202f"))


def mood(index: int) -> str:
    """The word for a mood, by its index in `MOODS`."""
    return tr(MOODS[index]) if 0 <= index < len(MOODS) else ""


def hue(index: int) -> str:
    """The word for a kind of activity, by its index in `HUES`."""
    names = {
        "sleep": tr("sleeping"),
        "home": tr("at home"),
        "work": tr("working"),
        "food": tr("eating"),
        "talk": tr("talking"),
        "walk": tr("walking"),
        "leisure": tr("free time"),
        "other": tr("other"),
    }
    return names[HUES[index]] if 0 <= index < len(HUES) else ""


def memory_kinds() -> dict[str, str]:
    """The kinds of memories, in the order of a filter, with their words."""
    return {
        "did": tr("did"),
        "seen": tr("seen"),
        "said": tr("said"),
        "heard": tr("heard"),
        "talk": tr("after a talk"),
        "plan": tr("plan"),
        "promise": tr("promise"),
        "thought": tr("reflection"),
        "whisper": tr("an inner voice"),
        "known": tr("known from the start"),
        "self": tr("about oneself"),
        "day": tr("what a day was"),
        "week": tr("what a week was"),
        "life": tr("what a life was"),
    }


def weathers() -> dict[str, str]:
    """The kinds of weather, with their words."""
    return {"clear": tr("clear"), "cloudy": tr("cloudy"), "rain": tr("rain"), "snow": tr("snow")}


def belief_kinds() -> dict[str, str]:
    """The kinds of what is believed of somebody, with their words."""
    return {"is": tr("how they are"), "wants": tr("what they want"), "knows": tr("what they know")}


def event_kinds() -> dict[str, tuple[str, frozenset[str]]]:
    """The groups of events that the log can be narrowed to: key -> (words, kinds)."""
    return {
        "talk": (tr("Talks"), frozenset({"speak", "hear", "talk_start", "talk_end"})),
        "act": (tr("What they do"), frozenset({"act", "wake", "sleep", "thing", "queue", "attempt", "judge", "carry", "place", "weather"})),
        "move": (tr("Ways"), frozenset({"move"})),
        "mind": (tr("Minds"), frozenset({"remember", "plan", "replan", "reflect", "feel", "believe", "perceive", "react", "promise"})),
        "trouble": (tr("Trouble"), frozenset({"thought_failed", "rule", "system", "closed", "setback", "loop"})),
        "edit": (tr("Your changes"), frozenset({"intervene", "edit", "enter", "lead", "leave"})),
    }


def thinking(name: str, purpose: str) -> str:
    """What somebody is thinking about, as a sentence without a full stop: "Ines is planning her day"."""
    sentences = {
        "wake_hour": tr("{name} is deciding when to get up", name=name),
        "day_plan": tr("{name} is planning the day", name=name),
        "decompose": tr("{name} is working out the next hour", name=name),
        "revise_plan": tr("{name} is changing plans", name=name),
        "react": tr("{name} is deciding what to do", name=name),
        "importance": tr("{name} is weighing what happened", name=name),
        "say": tr("{name} is choosing words", name=name),
        "after_talk": tr("{name} is thinking over the talk", name=name),
        "reflect_questions": tr("{name} is reflecting", name=name),
        "reflect_insights": tr("{name} is reflecting", name=name),
        "self_summary": tr("{name} is thinking about life", name=name),
        "belief_update": tr("{name} is thinking of somebody", name=name),
        "foresee": tr("{name} is imagining how a talk would go", name=name),
        "attempt": tr("{name} is about to try something", name=name),
        "judge": tr("It is being judged what {name} can do", name=name),
        "summarise_period": tr("{name} is looking back", name=name),
        "interview": tr("{name} is thinking about your question", name=name),
    }
    return sentences.get(purpose) or tr("{name} is thinking", name=name)


def thought(purpose: str) -> str:
    """The title of a finished thought."""
    titles = {
        "wake_hour": tr("When to get up"),
        "day_plan": tr("Plan for the day"),
        "decompose": tr("The next hour, step by step"),
        "revise_plan": tr("A change of plans"),
        "react": tr("Go on, or do something else?"),
        "importance": tr("How much it matters"),
        "say": tr("What to say"),
        "after_talk": tr("What to keep of a talk"),
        "reflect_questions": tr("What to reflect on"),
        "reflect_insights": tr("A reflection"),
        "self_summary": tr("Who I am"),
        "summarise_period": tr("What is worth keeping"),
        "belief_update": tr("What to think of somebody"),
        "foresee": tr("What would come of it"),
        "attempt": tr("What to try"),
        "judge": tr("Whether it is possible"),
        "interview": tr("An answer to you"),
    }
    return titles.get(purpose) or purpose.replace("_", " ")


def closeness(value: float) -> str:
    """A word for how close two people are, from -10..10; "" when they are neither close nor far."""
    for limit, word in ((6, tr("very close")), (2, tr("close")), (-1, ""), (-5, tr("cool"))):
        if value >= limit:
            return word
    return tr("at odds")
