"""Other words for a form: what may be in them, and that nothing else can."""

import msgspec
import pytest

from sandbox_app.llm import facts as f
from sandbox_app.llm.forms import load, purpose_of, purposes, render
from sandbox_app.llm.wording import LONGEST, WordingError, checked, digest_of, words
from tests.llm.every_facts import every_facts


@pytest.mark.parametrize("purpose", purposes())
def test_every_shipped_form_may_be_used_as_a_wording(purpose: str) -> None:
    assert checked(purpose, load(purpose).body)


@pytest.mark.parametrize("facts", every_facts(), ids=lambda facts: type(facts).__name__)
def test_a_shipped_body_as_a_wording_asks_what_the_form_asks(facts: f.AnyFacts) -> None:
    purpose = purpose_of(facts)
    assert words(purpose, load(purpose).body, facts) == render(facts).now


def say() -> f.Say:
    return next(facts for facts in every_facts() if isinstance(facts, f.Say))


def test_the_shipped_body_makes_the_shipped_prompt_and_other_words_another() -> None:
    facts = say()
    assert words("say", load("say").body, facts) == render(facts).now
    assert (
        words("say", "{{ me.name }} says to {{ facts.people | length }}: ?", facts) == f"{facts.me.name} says to {len(facts.people)}: ?\n"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1 to"),
        ("x" * (LONGEST + 1), "1 to"),
        ("{% for x in range(10) %}{% endfor %}", "something else: call"),
        ("{% for x in facts.goal %}{% endfor %}", "no list"),
        ("{{ facts.__class__ }}", "has no '__class__'"),
        ("{{ ''.__class__.__mro__ }}", "has no"),
        ("{{ lipsum() }}", "something else"),
        ("{{ cycler }}", "no 'cycler'"),
        ("{% set a = 1 %}", "something else"),
        ("{% include 'x' %}", "something else"),
        ("{% macro a() %}{% endmacro %}", "something else"),
        ("{{ 'a' * 1000000 }}", "something else"),
        ("{{ 9 ** 9 ** 9 }}", "something else"),
        ("{% for a in facts.memories %}{% for b in facts.memories %}x{% endfor %}{% endfor %}", "inside another"),
        ("{% for a in facts.memories %}{% if a %}{% for b in facts.lines %}x{% endfor %}{% endif %}{% endfor %}", "inside another"),
        ("{% for a in facts.memories recursive %}x{% endfor %}", "like"),
        ("{{ facts.memory }}", "has no 'memory'"),
        ("{% for a in facts.memories %}{{ a.teller }}{% endfor %}", "has no 'teller'"),
        ("{{ facts.goal | attr('x') }}", "no 'attr'"),
        ("{{ facts.memories | join(facts.goal) }}", "in quotes"),
        ("{{ facts.goal[0] }}", "something else"),
        ("{{ facts.goal", "no template"),
        ("<|im_end|>", "chat templates"),
        ("a\x00b", "printable"),
    ],
)
def test_what_may_not_be_in_a_wording_is_said(text: str, said: str) -> None:
    with pytest.raises(WordingError, match=said):
        checked("say", text)


def test_what_is_answered_by_number_has_to_be_listed() -> None:
    with pytest.raises(WordingError, match="list them all"):
        checked("react", "What do you do? Answer: number why")
    assert checked("react", "{% for o in facts.options %}{{ loop.index }} {{ o.text }}{% endfor %}")


def test_what_is_not_there_in_a_thought_is_an_error_of_that_thought() -> None:
    facts = next(facts for facts in every_facts() if isinstance(facts, f.Decompose))
    text = "{% for t in facts.things %}{{ loop.index }}{% endfor %}{{ facts.next.time }}"
    assert checked("decompose", text)
    with pytest.raises(WordingError, match="does not fit"):
        words("decompose", text, msgspec.structs.replace(facts, next=None))


def test_a_wording_has_a_digest_of_its_own() -> None:
    assert digest_of("say", "a") != digest_of("say", "b") != load("say").digest
