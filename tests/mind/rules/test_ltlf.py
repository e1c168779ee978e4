"""Automata of temporal rules against the definition of the logic, worked out by brute force."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox_app.mind.rules.automaton import Automaton
from sandbox_app.mind.rules.formula import (
    FALSE,
    TRUE,
    And,
    Atom,
    Formula,
    Next,
    Or,
    Release,
    TooLarge,
    Truth,
    Until,
    always,
    both,
    either,
    eventually,
    negated,
    unless,
)

Trace = Sequence[Mapping[str, bool]]
NAMES = ("a", "b", "c")


def true_at(formula: Formula, trace: Trace, i: int) -> bool:
    """The definition, word by word (De Giacomo, Vardi 2013, section 2)."""
    n = len(trace)
    match formula:
        case Truth():
            return formula.value
        case Atom():
            return trace[i][formula.name] == formula.positive
        case And():
            return all(true_at(part, trace, i) for part in formula.parts)
        case Or():
            return any(true_at(part, trace, i) for part in formula.parts)
        case Next():
            return true_at(formula.of, trace, i + 1) if i + 1 < n else not formula.strong
        case Until():
            return any(true_at(formula.right, trace, j) and all(true_at(formula.left, trace, k) for k in range(i, j)) for j in range(i, n))
        case Release():
            return all(true_at(formula.right, trace, j) or any(true_at(formula.left, trace, k) for k in range(i, j)) for j in range(i, n))
    raise TypeError(formula)


literals = st.builds(Atom, st.sampled_from(NAMES), st.booleans())
formulas = st.recursive(
    literals | st.sampled_from([TRUE, FALSE]),
    lambda of: st.one_of(
        st.builds(both, of, of),
        st.builds(either, of, of),
        st.builds(Next, of, st.booleans()),
        st.builds(Until, of, of),
        st.builds(Release, of, of),
        st.builds(always, of),
        st.builds(eventually, of),
        st.builds(negated, of),
    ),
    max_leaves=6,
)
traces = st.lists(st.fixed_dictionaries({name: st.booleans() for name in NAMES}), min_size=1, max_size=6)


def compiled(formula: Formula) -> Automaton | None:
    try:
        return Automaton(formula)
    except TooLarge:
        return None


@given(formulas, traces)
@settings(max_examples=300)
def test_the_automaton_accepts_exactly_what_the_definition_says(formula: Formula, trace: Trace) -> None:
    automaton = compiled(formula)
    if automaton is not None:
        assert automaton.accepts(trace) == true_at(formula, trace, 0)


@given(formulas, traces)
def test_a_negation_is_true_exactly_where_the_formula_is_not(formula: Formula, trace: Trace) -> None:
    assert true_at(negated(formula), trace, 0) != true_at(formula, trace, 0)


@given(formulas, traces, traces)
def test_what_is_broken_for_good_stays_so_whatever_follows(formula: Formula, first: Trace, then: Trace) -> None:
    automaton = compiled(formula)
    if automaton is None:
        return
    state = 0
    for letter in first:
        state = automaton.step(state, letter)
    if automaton.dead(state):
        assert not true_at(formula, [*first, *then], 0)


@given(formulas, traces, st.fixed_dictionaries({name: st.sampled_from([True, False, None]) for name in NAMES}))
def test_a_choice_is_forbidden_only_if_no_way_on_satisfies_the_rule(
    formula: Formula, first: Trace, choice: Mapping[str, bool | None]
) -> None:
    automaton = compiled(formula)
    if automaton is None:
        return
    state = 0
    for letter in first:
        state = automaton.step(state, letter)
    if automaton.forbids(state, choice):
        for a in (True, False):
            letter = {name: a if value is None else value for name, value in choice.items()}
            assert not true_at(formula, [*first, letter], 0)


def test_the_weak_until_need_not_end() -> None:
    automaton = Automaton(unless(Atom("a"), Atom("b")))
    a, b, neither = ({"a": x, "b": y} for x, y in ((True, False), (False, True), (False, False)))
    assert automaton.accepts([a, a])
    assert automaton.accepts([a, b, neither])
    assert not automaton.accepts([a, neither])


def test_rules_with_too_many_parts_are_refused() -> None:
    with pytest.raises(TooLarge):
        Automaton(both(*(eventually(Atom(f"x{number}")) for number in range(7))))
