"""Two answers next to each other, word by word: what is gone is struck through, what is new is bold and underlined."""

import re
from difflib import SequenceMatcher
from html import escape

_WORD = re.compile(r"\s+|[^\s\w]|\w+")


def marked(was: str, now: str) -> tuple[str, str]:
    """Return both texts as markup in which nothing of the texts themselves is markup."""
    old, new = _WORD.findall(was.strip()), _WORD.findall(now.strip())
    left, right = [], []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        before, after = _safe(old[a:b]), _safe(new[c:d])
        left.append(before if what == "equal" or not before else f"<s>{before}</s>")
        right.append(after if what == "equal" or not after else f"<b><u>{after}</u></b>")
    return "".join(left), "".join(right)


def _safe(words: list[str]) -> str:
    return escape("".join(words)).replace("\n", "<br>")
