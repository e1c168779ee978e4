"""Linear temporal logic on finite traces (LTLf), in negation normal form, and its progression through one happening.

Semantics as in De Giacomo, Vardi: "Linear Temporal Logic and Linear Dynamic Logic on Finite Traces" (IJCAI 2013). For a trace
of length n > 0 and a position i (0 <= i < n):

    Atom a            a is true of happening i                 Not of it: it is not
    Next f            i + 1 < n and f at i + 1                 WeakNext f: i + 1 = n, or f at i + 1
    Until(f, g)       for some j >= i: g at j, and f at all k with i <= k < j
    Release(f, g)     for all j >= i: g at j, or f at some k with i <= k < j

`always f` is Release(false, f), `eventually f` is Until(true, f). Progression follows Bacchus, Kabanza (2000): what remains to be
shown after a happening is a Boolean combination of formulas of the next one, each marked with whether there must be a next one.
"""

from collections.abc import Iterable, Mapping

from msgspec import Struct


class Formula(Struct, frozen=True):
    """Any formula."""


class Truth(Formula, frozen=True, tag=True):
    value: bool


class Atom(Formula, frozen=True, tag=True):
    """The atom of this name, or (`positive` False) that it is not so."""

    name: str
    positive: bool = True


class And(Formula, frozen=True, tag=True):
    parts: frozenset[Formula]


class Or(Formula, frozen=True, tag=True):
    parts: frozenset[Formula]


class Next(Formula, frozen=True, tag=True):
    """At the next happening; `strong`: and there is one."""

    of: Formula
    strong: bool


class Until(Formula, frozen=True, tag=True):
    left: Formula
    right: Formula


class Release(Formula, frozen=True, tag=True):
    left: Formula
    right: Formula


TRUE, FALSE = Truth(True), Truth(False)


def both(*parts: Formula) -> Formula:
    """Return the conjunction, simplified."""
    return _joined(parts, TRUE, FALSE, And)


def either(*parts: Formula) -> Formula:
    """Return the disjunction, simplified."""
    return _joined(parts, FALSE, TRUE, Or)


def _joined(parts: Iterable[Formula], neutral: Truth, zero: Truth, kind: type[And] | type[Or]) -> Formula:
    found: set[Formula] = set()
    for part in parts:
        if part == zero:
            return zero
        if isinstance(part, kind):
            found |= part.parts
        elif part != neutral:
            found.add(part)
    if any(isinstance(part, Atom) and Atom(part.name, not part.positive) in found for part in found):
        return zero
    other = Or if kind is And else And
    for part in [part for part in found if isinstance(part, other)]:
        if part.parts & (found - {part}):  # absorption: a and (a or b) is a
            found.discard(part)
    if not found:
        return neutral
    return found.pop() if len(found) == 1 else kind(frozenset(found))


def negated(formula: Formula) -> Formula:
    """Return the negation, in negation normal form."""
    match formula:
        case Truth():
            return Truth(not formula.value)
        case Atom():
            return Atom(formula.name, not formula.positive)
        case And():
            return either(*map(negated, formula.parts))
        case Or():
            return both(*map(negated, formula.parts))
        case Next():
            return Next(negated(formula.of), not formula.strong)
        case Until():
            return Release(negated(formula.left), negated(formula.right))
        case Release():
            return Until(negated(formula.left), negated(formula.right))
    raise TypeError(f"no formula: {formula!r}")


def always(formula: Formula) -> Formula:
    """Return that it holds at every happening."""
    return Release(FALSE, formula)


def eventually(formula: Formula) -> Formula:
    """Return that it holds at some happening."""
    return Until(TRUE, formula)


def implies(condition: Formula, result: Formula) -> Formula:
    """Return that where the condition holds, the result does."""
    return either(negated(condition), result)


def unless(formula: Formula, end: Formula) -> Formula:
    """Return the weak until: it holds up to the end, which need not come."""
    return Release(end, either(formula, end))


def atoms(formula: Formula) -> frozenset[str]:
    """Return the names of the atoms in it."""
    match formula:
        case Atom():
            return frozenset({formula.name})
        case And() | Or():
            return frozenset().union(*map(atoms, formula.parts))
        case Next():
            return atoms(formula.of)
        case Until() | Release():
            return atoms(formula.left) | atoms(formula.right)
    return frozenset()


Remaining = frozenset[frozenset[Next]]
"""What remains to be shown after a happening: one of these sets of `Next` formulas, all of it. Empty: nothing can help."""

NOTHING_LEFT: Remaining = frozenset({frozenset()})
HOPELESS: Remaining = frozenset()
MOST_WAYS = 64


class TooLarge(ValueError):
    """A rule has too many parts to be compiled."""


def _least(ways: Iterable[frozenset[Next]]) -> Remaining:
    """Return the ways without those that ask for more than another one does."""
    found: list[frozenset[Next]] = []
    for way in sorted(set(ways), key=len):
        if not any(other <= way for other in found):
            found.append(way)
    if len(found) > MOST_WAYS:
        raise TooLarge("it has too many cases")
    return frozenset(found)


def _each(remaining: Iterable[Remaining]) -> Remaining:
    whole = NOTHING_LEFT
    for one in remaining:
        whole = _least(left | right for left in whole for right in one)
    return whole


def _any(remaining: Iterable[Remaining]) -> Remaining:
    return _least(way for one in remaining for way in one)


def progressed(formula: Formula, letter: Mapping[str, bool]) -> Remaining:
    """Return what remains after a happening of which the letter's atoms are true or false."""
    match formula:
        case Truth():
            return NOTHING_LEFT if formula.value else HOPELESS
        case Next():
            return frozenset({frozenset({formula})})
        case Atom():
            return NOTHING_LEFT if letter[formula.name] == formula.positive else HOPELESS
        case And():
            return _each(progressed(part, letter) for part in formula.parts)
        case Or():
            return _any(progressed(part, letter) for part in formula.parts)
        case Until():
            go_on: Remaining = frozenset({frozenset({Next(formula, True)})})
            return _any([progressed(formula.right, letter), _each([progressed(formula.left, letter), go_on])])
        case Release():
            go_on = frozenset({frozenset({Next(formula, False)})})
            return _each([progressed(formula.right, letter), _any([progressed(formula.left, letter), go_on])])
    raise TypeError(f"no formula: {formula!r}")


def after(remaining: Remaining, letter: Mapping[str, bool]) -> Remaining:
    """Return what remains after one more happening."""
    return _any(_each(progressed(one.of, letter) for one in way) for way in remaining)


def ends_well(remaining: Remaining) -> bool:
    """Say whether what remains is satisfied when nothing more happens."""
    return any(all(not one.strong for one in way) for way in remaining)
