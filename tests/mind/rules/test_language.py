"""Rules as people write them: what they mean, and what is said of those that mean nothing."""

import pytest

from sandbox_app.errors import Problem
from sandbox_app.mind.rules.automaton import Automaton
from sandbox_app.mind.rules.happening import Happening, holds
from sandbox_app.mind.rules.language import read

HOME, CAFE, PARK = (
    Happening(who="Nell", what="act", places=(place,), things=(), words="x", minute=600) for place in ("Home", "Old Café", "Park")
)
COOK = Happening(who="Nell", what="act", places=("Home",), things=("stove",), words="cooking soup", minute=1290)
WASH = Happening(who="Nell", what="act", places=("Home",), things=("sink",), words="washing up", minute=1300)
SLEEP = Happening(who="Nell", what="sleep", places=("Home",), minute=1320)
WAKE = Happening(who="Nell", what="wake", places=("Home",), minute=400)
PIET_COOKS = Happening(who="Piet", what="act", places=("Home",), things=("stove",), words="frying", minute=700)
INSULT = Happening(who="Nell", what="say", words="You are a FOOL.", people=("Piet",), minute=700)
MEET = Happening(who="Nell", what="talk", people=("Piet",), minute=700)
BURNS = Happening(who="", what="thing", things=("stove",), words="The stove is burning", minute=700)


def broken(text: str, *trace: Happening) -> bool:
    """Say whether the rule is broken for good by this course of things."""
    rule = read(text)
    automaton = Automaton(rule.formula)
    state = 0
    for one in trace:
        state = automaton.step(state, {name: bool(holds(atom, one)) for name, atom in rule.predicates.items()})
    return automaton.dead(state)


@pytest.mark.parametrize(
    ("text", "good", "bad"),
    [
        ('never at "Old Café"', (HOME, PARK), (HOME, CAFE)),
        ("never uses stove later than 21:00", (PIET_COOKS,), (COOK,)),
        ("Piet at home", (PIET_COOKS,), (PARK,)),
        ("never Nell uses stove", (PIET_COOKS,), (COOK,)),
        ('always not says "fool"', (MEET,), (INSULT,)),
        ("never sleeps until wakes", (WAKE, SLEEP), (HOME, SLEEP)),
        ("after uses stove, never sleeps until uses sink", (COOK, WASH, SLEEP), (COOK, SLEEP)),
        ("after uses stove, uses sink before sleeps", (COOK, WASH, SLEEP), (COOK, SLEEP)),
        ("at park before talks with Piet", (PARK, MEET), (HOME, MEET)),
        ("never sleeps before wakes and never at park", (WAKE, SLEEP), (WAKE, PARK)),
        ('if happens "burning" then never at home', (BURNS, PARK), (BURNS, HOME)),
        ('after happens "burning" never at home', (HOME, BURNS, PARK), (PARK, BURNS, HOME)),
        ('(never at park) or (never does "cook")', (PARK, HOME), (PARK, COOK)),
    ],
)
def test_what_a_rule_means(text: str, good: tuple[Happening, ...], bad: tuple[Happening, ...]) -> None:
    assert not broken(text, *good)
    assert broken(text, *bad)


def test_eventually_is_never_broken_but_may_be_open() -> None:
    rule = read("eventually at park")
    automaton = Automaton(rule.formula)
    (name,) = rule.predicates
    at_home, at_park = automaton.step(0, {name: False}), automaton.step(0, {name: True})
    assert (automaton.dead(at_home), automaton.accepting[at_home], automaton.accepting[at_park]) == (False, False, True)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "empty"),
        ("never", "ends too early"),
        ("never flies", "does not make sense at 'flies'"),
        ("never at Old Café", "up to 'Café'"),
        ("never at", "needs a name or words after 'at'"),
        ('never at "Old', "quote that does not end"),
        ("never later than noon", "needs a time"),
        ("never later than 27:10", "no time of day"),
        ("(never sleeps", "needs '\\)'"),
        ("if sleeps never wakes", "needs 'then'"),
        ("never talks Piet", "needs 'with'"),
        ("sleeps " + "and sleeps " * 60, "longer than"),
    ],
)
def test_what_means_nothing_is_told_in_one_sentence(text: str, told: str) -> None:
    with pytest.raises(Problem, match=told) as problem:
        read(text)
    assert problem.value.sentence.endswith(".")
    assert "\n" not in problem.value.sentence
