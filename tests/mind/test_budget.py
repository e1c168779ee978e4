"""How much prompts hold: by the model's context and size, and never more than fits."""

from itertools import cycle
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox_app.llm import facts as f
from sandbox_app.llm import forms
from sandbox_app.llm.llama.batcher import allowance
from sandbox_app.llm.llama.model import LlamaModel
from sandbox_app.mind.budget import FRAME, budget, fits, fitted, level_for, most_tokens
from sandbox_app.mind.settings import Settings
from sandbox_app.resources import assets
from tests.llm.every_facts import every_facts

DEFAULTS = Settings()


@pytest.mark.parametrize(
    ("context", "parameters", "level"),
    [
        (2048, 0, "short"), (2048, 70_000_000_000, "short"), (4096, 0, "middle"), (8192, 0, "full"), (32768, 1_500_000_000, "middle"),
        (32768, 4_020_000_000, "middle"), (8192, 7_600_000_000, "full"), (131072, 0, "full"),
    ],
)  # fmt: skip
def test_levels(context: int, parameters: int, level: str) -> None:
    assert level_for(context, parameters) == level
    assert budget(DEFAULTS, context, parameters).level == level


def test_the_papers_numbers_for_models_that_carry_them() -> None:
    room = budget(DEFAULTS, 32768)
    assert (room.thought, room.talk, room.interview, room.reflection) == (30, 15, 50, 100)


def test_settings_may_ask_for_less_and_for_a_level() -> None:
    room = budget(Settings(retrieve_thought=3, retrieve_talk=500, retrieve_interview=500), 2048)
    assert (room.thought, room.talk, room.interview) == (3, 6, 8)
    assert budget(Settings(prompts="short"), 131072).thought == 8
    assert budget(Settings(prompts="full"), 2048).interview == 50


@pytest.fixture(scope="module")
def model() -> Any:
    """The vocabulary of the demo model: the smallest there is, so that texts have more tokens in it than in any other."""
    opened = LlamaModel(Path(str(assets("models", "town-demo.gguf"))), 0)
    yield opened
    opened.close()


_WORDS = st.one_of(
    st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=30),
    st.sampled_from(
        ("the", "party", "Schwarzwald", "Ngũgĩ", "Þórsmörk", "東京", "🎉", "McXqzvk", "zzyzx", "BBC", "12:45", "£3.50", "…", "rhythm")
    ),
    st.text(min_size=1, max_size=12),
)
_TEXTS = st.lists(_WORDS, min_size=1, max_size=60).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(_TEXTS)
def test_no_text_has_more_tokens_than_are_counted(model: LlamaModel, text: str) -> None:
    assert len(model.tokenize(text)) <= most_tokens(text) + 2


@settings(max_examples=25, deadline=None)
@given(pool=st.lists(_TEXTS, min_size=1, max_size=6), context=st.sampled_from((2048, 4096)), facts=st.sampled_from(every_facts()))
def test_no_prompt_overflows_a_context(model: LlamaModel, pool: list[str], context: int, facts: f.AnyFacts) -> None:
    texts = cycle(pool)
    long = _grown(facts, lambda: next(texts))
    request = forms.render(fitted(long, context))
    assert fits(request, context)
    assert len(model.tokenize(request.prompt)) + allowance(request.max_tokens, model.about) + FRAME <= context


_KEPT = ("kind", "time", "wake", "bed", "work_from", "work_to")
"""What is no free text."""


def _grown(facts: f.AnyFacts, text: Any) -> f.AnyFacts:
    """Return facts with long texts everywhere and their lists as long as a prompt allows."""

    def grow(value: Any, name: str) -> Any:
        match value:
            case str():
                return value if name in _KEPT or not value else text().translate({ord(sign): " " for sign in "\n\r{}|"})
            case tuple():
                return tuple(grow(part, name) for part in value)
            case msgspec.Struct():
                return msgspec.structs.replace(value, **{field: grow(getattr(value, field), field) for field in value.__struct_fields__})
        return value

    grown = grow(facts, "")
    most = {name: getattr(grown, name) * 8 for name in ("memories", "places", "things") if getattr(grown, name, ())}
    longer: f.AnyFacts = msgspec.structs.replace(grown, **{name: rows[:30] for name, rows in most.items()})
    return longer


@pytest.mark.parametrize("facts", every_facts(), ids=forms.purpose_of)
def test_usual_prompts_are_left_as_they_are(facts: f.AnyFacts) -> None:
    assert fitted(facts, 2048) == facts


def test_lists_lose_their_ends_and_what_is_answered_line_by_line_loses_nothing() -> None:
    facts = next(one for one in every_facts() if isinstance(one, f.Importance))
    long = msgspec.structs.replace(facts, texts=tuple(f"{number} {'fish ' * 60}" for number in range(30)))
    less = fitted(long, 2048)
    assert isinstance(less, f.Importance)
    assert len(less.texts) == 30
    assert all(len(text) < 60 for text in less.texts)
    plan = next(one for one in every_facts() if isinstance(one, f.DayPlan))
    many = msgspec.structs.replace(plan, places=tuple(f"The old and honourable house number {number}" for number in range(60)))
    fewer = fitted(many, 1024)
    assert isinstance(fewer, f.DayPlan)
    assert 1 < len(fewer.places) <= 60
    assert fewer.places[0][:4] == many.places[0][:4]
