"""Small turns of English that sentences about acts need. No names, no pronouns, no places."""

import re


def sentence(text: str) -> str:
    """Return a text with a full stop at its end, unless it has an end mark."""
    text = text.strip()
    return text if re.search(r"[.!?…\"]$", text) else text + "."


def listed(names: list[str]) -> str:
    """Return names as people say them: "A", "A and B", "A, B and C"."""
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + " and " + names[-1]


def bounded(text: str, most: int) -> str:
    """Return a text cut at a word so that it has at most `most` characters, on one line, without characters that forms use."""
    text = re.sub(r"[\x00-\x1f\x7f|{}]+", " ", text).strip()
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"
