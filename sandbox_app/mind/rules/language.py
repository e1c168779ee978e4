"""The language in which people write rules, and how it is read.

    never at "Blue Kettle" later than 21:00          always not says "fool"
    never uses stove until wakes                     after does "bake", never sleeps until uses sink
    after talks with Piet, at "Duck Green" before sleeps
    eventually at "Brook Meadow"                     if Nell uses stove then never Piet uses stove

    rule    always R | never R | eventually R | not R | R and R | R or R | R until R | R before R
            | after R, R | if R then R | ( R ) | ATOM
    ATOM    [NAME] at PLACE | uses THING | does WORDS | says WORDS | talks with NAME | sleeps | wakes | happens WORDS
            | later than HH:MM | earlier than HH:MM          (two atoms side by side: both at once)

Names and words of more than one word stand in quotes. `until` and `before` are weak, what they wait for need not come:
"never A until B" and "never A before B" say that A does not happen as long as B has not; "A before B" that B does not happen
as long as A has not; "after A, R" that R holds from the happening after each A on.
"""

import re

from sandbox_app.errors import Problem
from sandbox_app.mind.rules.formula import Atom, Formula, Next, always, both, either, eventually, implies, negated, unless
from sandbox_app.mind.rules.happening import Predicate

_TOKEN = re.compile(r'\s*(?:"([^"]*)"|(\d{1,2}:\d\d)|([(),])|([^\s"(),]+))')
_KEYWORDS = frozenset("always never eventually not and or until before after if then".split())
_ATOMS = {"at": "at", "uses": "uses", "does": "does", "says": "says", "talks": "meets", "happens": "happens", "sleeps": "", "wakes": ""}
_TIMES = ("later", "earlier")
LONGEST = 400


class Rule:
    """A rule that was read: its formula, and what its atoms mean, by name."""

    def __init__(self, formula: Formula, predicates: dict[str, Predicate]) -> None:
        self.formula = formula
        self.predicates = predicates


def read(text: str) -> Rule:
    """Read a rule.

    Raises:
        Problem: it is not one; one sentence says where it ends to make sense.
    """
    if len(text) > LONGEST:
        raise Problem(f"A rule of {len(text)} characters is longer than {LONGEST}; say it in several rules.")
    reader = _Reader(_tokens(text))
    formula = reader.rule()
    if reader.left:
        raise Problem(f"The rule makes sense up to {reader.left[0][1]!r}; {_hint(reader.left[0][1])}")
    return Rule(formula, reader.predicates)


def _hint(word: str) -> str:
    return "names of several words stand in quotes." if word[:1].isupper() else "join what follows with and, or, until or before."


def _tokens(text: str) -> list[tuple[str, str]]:
    """Return (kind, text) of each token: "name" for what stands in quotes, "time", "sign" or "word"."""
    found: list[tuple[str, str]] = []
    at = 0
    while text[at:].strip():
        token = _TOKEN.match(text, at)
        if token is None:
            raise Problem("The rule has a quote that does not end.")
        kinds = ("name", "time", "sign", "word")
        found += [(kind, part) for kind, part in zip(kinds, token.groups(), strict=True) if part is not None]
        at = token.end()
    if not found:
        raise Problem('The rule is empty; write it like: never at "Blue Kettle" later than 21:00.')
    return found


class _Reader:
    """Recursive descent over the tokens: or < and < until, before < the words in front."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.left = tokens
        self.predicates: dict[str, Predicate] = {}

    def _next_is(self, *words: str) -> bool:
        return bool(self.left) and self.left[0][0] in ("word", "sign") and self.left[0][1].lower() in words

    def _take(self, *words: str) -> bool:
        if self._next_is(*words):
            self.left = self.left[1:]
            return True
        return False

    def _expect(self, word: str, before: str) -> None:
        if not self._take(word):
            raise Problem(f"The rule needs {word!r} {before}.")

    def rule(self) -> Formula:
        formula = self._all()
        while self._take("or"):
            formula = either(formula, self._all())
        return formula

    def _all(self) -> Formula:
        formula = self._bound()
        while self._take("and"):
            formula = both(formula, self._bound())
        return formula

    def _bound(self) -> Formula:
        if self._take("never"):
            inner = self._front()
            if self._take("until", "before"):
                return unless(negated(inner), self._front())
            return always(negated(inner))
        if self._take("always"):
            inner = self._front()
            return unless(inner, self._front()) if self._take("until") else always(inner)
        formula = self._front()
        if self._take("until"):
            return unless(formula, self._front())
        if self._take("before"):
            return unless(negated(self._front()), formula)
        return formula

    def _front(self) -> Formula:
        if self._take("eventually"):
            return eventually(self._front())
        if self._take("not"):
            return negated(self._front())
        if self._next_is("always", "never"):
            return self._bound()
        if self._take("after"):
            first = self._front()
            self._take(",")
            return always(implies(first, Next(self._bound(), False)))
        if self._take("if"):
            condition = self.rule()
            self._expect("then", "after what 'if' asks")
            return implies(condition, self._bound())
        if self._take("("):
            formula = self.rule()
            self._expect(")", "where a bracket ends")
            return formula
        return self._atoms()

    def _atoms(self) -> Formula:
        found = [self._atom()]
        while self.left and self._begins_atom():
            found.append(self._atom())
        return both(*found)

    def _begins_atom(self) -> bool:
        if self._next_is(*_ATOMS, *_TIMES):
            return True
        kind, word = self.left[0]
        subject = kind == "name" or (kind == "word" and word.lower() not in _KEYWORDS)
        return subject and len(self.left) > 1 and self.left[1][0] == "word" and self.left[1][1].lower() in _ATOMS

    def _atom(self) -> Formula:
        if not self.left:
            raise Problem("The rule ends too early; it needs something that happens, like: at Park, uses stove, sleeps.")
        who = ""
        if not self._next_is(*_ATOMS, *_TIMES) and self._begins_atom():
            who, self.left = self.left[0][1].casefold(), self.left[1:]
        kind, word = self.left[0]
        low = word.lower()
        if kind != "word" or low not in (*_ATOMS, *_TIMES):
            known = ", ".join((*_ATOMS, *_TIMES))
            raise Problem(f"The rule does not make sense at {word!r}; what happens begins with one of: {known}.")
        self.left = self.left[1:]
        if low in _TIMES:
            self._expect("than", f"after {low!r}")
            predicate = Predicate(low, str(self._minute()))
        elif not _ATOMS[low]:
            predicate = Predicate(low, "", who)
        else:
            if low == "talks":
                self._expect("with", "after 'talks'")
            predicate = Predicate(_ATOMS[low], self._value(low), who)
        self.predicates[predicate.name] = predicate
        return Atom(predicate.name)

    def _minute(self) -> int:
        if not self.left or self.left[0][0] != "time":
            raise Problem("The rule needs a time of day there, like 21:00.")
        time, self.left = self.left[0][1], self.left[1:]
        hour, _, minute = time.partition(":")
        if int(hour) > 24 or int(minute) > 59:
            raise Problem(f"{time} is no time of day.")
        return 60 * int(hour) + int(minute)

    def _value(self, after: str) -> str:
        if not self.left or self.left[0][0] not in ("name", "word") or (self.left[0][0] == "word" and self.left[0][1].lower() in _KEYWORDS):
            raise Problem(f"The rule needs a name or words after {after!r}; several words stand in quotes.")
        value, self.left = self.left[0][1], self.left[1:]
        return value.casefold()
