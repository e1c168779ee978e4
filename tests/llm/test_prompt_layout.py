"""Prompts are laid out so that what was computed for one is found again for the next."""

import pytest
from msgspec.structs import replace

from sandbox_app.llm import facts as f
from sandbox_app.llm import forms
from tests.llm.every_facts import every_facts

FACTS = {forms.purpose_of(facts): facts for facts in every_facts()}


def later(facts: f.AnyFacts) -> f.AnyFacts:
    """Return the same thought an hour later, in another mood."""
    return replace(facts, now=replace(facts.now, time="11:20", feeling="happy"))


def common(one: str, other: str) -> str:
    return one[: next((at for at, pair in enumerate(zip(one, other, strict=False)) if len(set(pair)) > 1), min(len(one), len(other)))]


ASKED_ONCE = {"judge", "interview"}
"""Their prompts begin with the time and what is asked: a small model reads what comes to mind with the question before its eyes."""


@pytest.mark.parametrize("purpose", sorted(set(FACTS) - ASKED_ONCE))
def test_an_hour_later_only_the_end_of_a_prompt_is_new(purpose: str) -> None:
    facts = FACTS[purpose]
    now = forms.render(facts).now
    again = common(now, forms.render(later(facts)).now)
    lists = ("memories", "places", "things", "people", "beliefs", "lines")
    longest = [getattr(facts, name)[-1] for name in lists if getattr(facts, name, ())]
    for last in longest:
        words = last if isinstance(last, str) else getattr(last, "text", None) or getattr(last, "name", "")
        assert words in again, "lists come before the time"


def test_the_next_line_of_a_talk_begins_with_all_of_the_last_one_s_talk() -> None:
    facts = FACTS["say"]
    assert isinstance(facts, f.Say)
    said = (*facts.lines, f.Line("Ada", "Tomorrow, perhaps."), f.Line("Ben", "I shall come again."))
    nxt = replace(facts, lines=said, left=2, recalled=(f.Memory("Ben bakes at times", "day 1", "talk"),))
    assert common(forms.render(facts).now, forms.render(later(nxt)).now).endswith("Ada: Not today.\n")


def test_what_is_kept_of_a_talk_begins_as_its_lines_did() -> None:
    say, kept = FACTS["say"], FACTS["after_talk"]
    assert common(forms.render(say).now, forms.render(kept).now).endswith("Ada: Not today.\n")


def test_a_changed_plan_begins_as_the_day_s_plan_did() -> None:
    begun = common(forms.render(FACTS["day_plan"]).now, forms.render(FACTS["revise_plan"]).now)
    assert begun.endswith("4 Café\n")


def test_what_there_is_nothing_to_say_of_is_not_in_a_prompt() -> None:
    facts = FACTS["say"]
    assert isinstance(facts, f.Say)
    bare = replace(facts, beliefs=(), memories=(), recalled=(), goal="", now=replace(facts.now, feeling="", doing=""))
    text = forms.render(bare).now
    assert "feel" not in text
    assert "want" not in text
    assert "\n\n" not in text
    assert "Ben wants: buy rye bread\n" in forms.render(facts).now
    assert "You feel worried.\n" in forms.render(facts).now
