"""Numbers in words: "three thousand", "half a dozen", "twenty-five"."""

_UNITS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000}
_FIXED = {"half a dozen": 6, "a couple of": 2}
_WORDS = frozenset((*_UNITS, *_TENS, *_SCALES))


def in_digits(said: str) -> str:
    """Return words in lower case with the numbers in them in digits; "one" alone is no number ("they know one another")."""
    words = [part for word in said.split() for part in _parts(word)]
    told: list[str] = []
    at = 0
    while at < len(words):
        value, after = _number(words, at)
        told.append(str(value) if after > at else words[at])
        at = max(after, at + 1)
    return " ".join(told)


def _parts(word: str) -> list[str]:
    parts = word.split("-")
    return parts if all(part in _WORDS for part in parts) else [word]


def _number(words: list[str], at: int) -> tuple[int, int]:
    """Return the number that begins at a word and where it ends; it ends where it begins where there is none."""
    for fixed, value in _FIXED.items():
        if words[at : at + 3] == fixed.split():
            return value, at + 3
    start = at + (words[at] in ("a", "an") and at + 1 < len(words) and words[at + 1] in _SCALES)
    whole, part, end = 0, 0, start
    while end < len(words):
        word = words[end]
        joins = word == "and" and part >= 100 and words[end + 1 : end + 2] and words[end + 1] in _UNITS | _TENS
        if word in _SCALES:
            part = max(1, part) * _SCALES[word]
            if word == "thousand":
                whole, part = whole + part, 0
        elif word in _UNITS and (part % 100 == 0 or (part % 10 == 0 and part % 100 >= 20 and _UNITS[word] < 10)):
            part += _UNITS[word]
        elif word in _TENS and part % 100 == 0:
            part += _TENS[word]
        elif word.isdecimal() and len(word) <= 6 and end == start:
            part = int(word)
        elif not joins:
            break
        end += 1
    alone = words[start:end] == ["one"]
    return (0, at) if end == start or alone else (whole + part, end)
