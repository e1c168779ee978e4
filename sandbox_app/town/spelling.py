"""Names as people type them: without regard for capitals and accents, and the nearest ones where none is meant exactly."""

import unicodedata
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

MOST_NAMED = 8
"""Choices that a sentence lists."""
_NEAR = 0.6
_MOST_NEAR = 3


def plain(name: str) -> str:
    """Return a name in small letters without accents and needless blanks: names that are the same so are the same name."""
    letters = unicodedata.normalize("NFKD", name.replace("’", "'"))
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).casefold().split())


def choices(wanted: str, names: Iterable[str]) -> str:
    """Return what to say where nothing is called as was wanted: "did you mean Clover Café?", or some of the names there are."""
    by_plain = {plain(name): name for name in names}
    said = plain(wanted)
    parts = [name for name in by_plain if said and (said in name.replace(",", "").split() or name in said)]
    near = list(dict.fromkeys((*get_close_matches(said, by_plain, _MOST_NEAR, _NEAR), *parts)))[:_MOST_NEAR]
    if near:
        return f"did you mean {' or '.join(by_plain[name] for name in near)}?"
    return f"there are {some(list(by_plain.values()))}." if by_plain else "there are none."


def some(names: Sequence[str]) -> str:
    """Return the first of some names, and how many more there are."""
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more
