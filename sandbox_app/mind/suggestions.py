"""What an agent is told to do, by an inner voice or by a person: whether it is a wish to act on, and in whose words it is kept."""

import re

_TO_ME = (
    (re.compile(r"\b([Yy]ou) are\b"), "I am"),
    (re.compile(r"\b([Yy]ou) were\b"), "I was"),
    (re.compile(r"\b[Yy]our\b"), "my"),
    (re.compile(r"\b[Yy]ours\b"), "mine"),
    (re.compile(r"\b[Yy]ourself\b"), "myself"),
    (re.compile(r"(^|[.!?,;:] |\b(?:that|and|but|if|because|when|what|where|how|as|so|or) )[Yy]ou\b"), r"\1I"),
    (re.compile(r"\b[Yy]ou\b"), "me"),
)
_WISH = re.compile(
    r"^(?:please )?(?:I|you) (?:really )?(?:want to|must|should|have to|need to|ought to|will|would like to|am going to|are going to)\b"
    r"|^(?:please|let us|let's|go|try)\b"
    r"|^(?:light|open|close|take|give|bring|put|make|turn|switch|fetch|help|stop|ask|find|visit|invite|plant|cook|bake|clean|repair|mend|"
    r"paint|write|read|play|sing|dance|ring|burn|break|throw|climb|eat|drink|buy|sell|kiss|hug|call|warn|follow|hide|wash|feed|water)\b",
    re.IGNORECASE,
)


def own_words(text: str) -> str:
    """Return what an inner voice says as the agent would think it: "You want to run." -> "I want to run."

    Words that do not speak to the agent stay as they are.
    """
    if not re.match(r"you\b|your\b", text, re.IGNORECASE):
        return text
    for pattern, instead in _TO_ME:
        text = pattern.sub(instead, text)
    return text[:1].upper() + text[1:]


def is_wish(text: str) -> bool:
    """Say whether words ask for something to be done, rather than tell how things are."""
    return bool(_WISH.match(text.strip()))
