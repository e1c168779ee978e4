"""One happening of a trace, or a choice that is offered, and which atoms are true of it."""

from msgspec import Struct


class Happening(Struct, frozen=True, kw_only=True):
    """What somebody does, or may choose to do. None: not known (yet).

    Attributes:
        who: short name, "" for nobody. what: "go", "act", "talk", "say", "sleep", "wake" or "thing" (a thing changes).
        places: names of the room and the site. things: names of the thing used. people: whom it concerns.
        words: the activity, what is said, or the thing's state. minute: of the day.
    """

    who: str
    what: str
    places: tuple[str, ...] | None = None
    things: tuple[str, ...] | None = None
    people: tuple[str, ...] | None = None
    words: str | None = None
    minute: int | None = None


class Predicate(Struct, frozen=True):
    """An atom of a rule.

    Attributes:
        kind: "at", "uses", "does", "says", "meets", "sleeps", "wakes", "happens", "later", "earlier".
        value: the name, the words (small letters), or the minute of the day.
        who: short name of whose doing it is, "" for anybody's.
    """

    kind: str
    value: str = ""
    who: str = ""

    @property
    def name(self) -> str:
        """The atom's name in a formula."""
        return f"{self.who}|{self.kind}|{self.value}"


def _named(names: tuple[str, ...] | None, value: str) -> bool | None:
    return None if names is None else value in {name.casefold() for name in names}


def _within(words: str | None, value: str) -> bool | None:
    return None if words is None else value in words.casefold()


def holds(atom: Predicate, of: Happening) -> bool | None:
    """Say whether an atom is true of a happening; None when that is not known."""
    if atom.who and atom.who != of.who.casefold():
        return False
    match atom.kind:
        case "later" | "earlier":
            if of.minute is None:
                return None
            return of.minute >= int(atom.value) if atom.kind == "later" else of.minute < int(atom.value)
        case "at":
            return _named(of.places, atom.value) if of.what in ("go", "act") else False
        case "uses":
            return _named(of.things, atom.value) if of.what in ("go", "act") else False
        case "does":
            return _within(of.words, atom.value) if of.what in ("go", "act") else False
        case "says":
            return of.what == "say" and _within(of.words, atom.value)
        case "meets":
            return of.what == "talk" and _named(of.people, atom.value)
        case "sleeps" | "wakes":
            return of.what == atom.kind[:-1]
        case "happens":
            return of.what == "thing" and _within(of.words, atom.value)
    raise ValueError(f"no atom of kind {atom.kind}")
