"""A formula as a finite automaton: states are what remains to be shown, letters are truth values of the atoms.

The construction is the one behind De Giacomo, Vardi (2013): the progressions of an LTLf formula are finitely many, up to the
simplifications of `formula.py`, and are the states of a deterministic automaton that accepts exactly the traces that satisfy it.
"""

from collections.abc import Mapping, Sequence
from itertools import product

from sandbox_app.mind.rules.formula import Formula, Next, Remaining, TooLarge, after, atoms, ends_well

MOST_ATOMS = 6
MOST_STATES = 400


class Automaton:
    """The automaton of a formula. State 0 is before the first happening.

    Attributes:
        atoms: the atoms' names, in the order of the letters' bits.
    """

    def __init__(self, formula: Formula) -> None:
        """Compile a formula.

        Raises:
            TooLarge: it has more than `MOST_ATOMS` atoms, `MOST_STATES` states, or too many ways to be satisfied.
        """
        self.atoms: tuple[str, ...] = tuple(sorted(atoms(formula)))
        if len(self.atoms) > MOST_ATOMS:
            raise TooLarge(f"it speaks of {len(self.atoms)} things; {MOST_ATOMS} are possible")
        letters = [dict(zip(self.atoms, bits, strict=True)) for bits in product((False, True), repeat=len(self.atoms))]
        states: list[Remaining] = [frozenset({frozenset({Next(formula, True)})})]
        places = {states[0]: 0}
        self._next: list[list[int]] = []
        while len(self._next) < len(states):
            now = states[len(self._next)]
            row = []
            for letter in letters:
                then = after(now, letter)
                if then not in places:
                    places[then] = len(states)
                    states.append(then)
                row.append(places[then])
            self._next.append(row)
            if len(states) > MOST_STATES:
                raise TooLarge("it has too many cases")
        self.accepting = [ends_well(state) for state in states]
        self._dead = self._hopeless()

    def _hopeless(self) -> list[bool]:
        """Return of each state whether no accepting one can be reached from it."""
        alive = list(self.accepting)
        changed = True
        while changed:
            changed = False
            for state, row in enumerate(self._next):
                if not alive[state] and any(alive[then] for then in row):
                    alive[state] = changed = True
        return [not one for one in alive]

    def step(self, state: int, letter: Mapping[str, bool]) -> int:
        """Return the state after a happening."""
        number = 0
        for name in self.atoms:
            number = 2 * number + letter[name]
        return self._next[state][number]

    def dead(self, state: int) -> bool:
        """Say whether the rule is broken for good: nothing that may happen can mend it."""
        return self._dead[state]

    def accepts(self, trace: Sequence[Mapping[str, bool]]) -> bool:
        """Say whether a whole, not empty trace satisfies the formula."""
        state = 0
        for letter in trace:
            state = self.step(state, letter)
        return self.accepting[state]

    def forbids(self, state: int, letter: Mapping[str, bool | None]) -> bool:
        """Say whether a happening would break the rule for good, however what is unknown of it (None) turns out."""
        if self._dead[state]:
            return False  # broken already: nothing more can be saved by forbidding
        unknown = [name for name in self.atoms if letter[name] is None]
        for values in product((False, True), repeat=len(unknown)):
            whole = {name: bool(letter[name]) for name in self.atoms} | dict(zip(unknown, values, strict=True))
            if not self._dead[self.step(state, whole)]:
                return False
        return True
