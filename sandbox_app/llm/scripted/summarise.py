"""What of a period is worth keeping: its weightiest memories, each told once, with all that bear it out."""

from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.scripted.weigh import is_everyday, weight
from sandbox_app.llm.scripted.words import fit, stems

_LONGEST = 116
_MOST_EVIDENCE = 3
_NO_BRACKETS = str.maketrans("()", "  ")


def summarise_period(facts: f.SummarisePeriod) -> a.Summary:
    """Keep three to five matters of different content, in the order in which they happened."""
    texts = [memory.text for memory in facts.memories]
    ranked = sorted(range(len(texts)), key=lambda at: (-weight(texts[at]), at))
    lines: list[a.Insight] = []
    told: set[int] = set()
    while ranked and len(lines) < 5:
        first = ranked.pop(0)
        text = _said(texts[first])
        if first in told or not text or any(line.text == text for line in lines):
            continue
        if len(lines) >= 3 and is_everyday(texts[first]):
            break
        alike = [at for at in range(len(texts)) if at != first and at not in told and _alike(texts[first], texts[at])]
        told.update((first, *alike))
        lines.append(a.Insight(text, tuple(sorted(at + 1 for at in (first, *alike[: _MOST_EVIDENCE - 1])))))
    everything = tuple(range(1, min(len(texts), _MOST_EVIDENCE) + 1))
    for filler in ("The rest of it was like other days", "I went about my work and my habits", "Nothing else stood out"):
        if len(lines) < 3:
            lines.append(a.Insight(filler, everything))
    return a.Summary(tuple(sorted(lines, key=lambda line: min(line.evidence))))


def _said(text: str) -> str:
    words = " ".join(fit(text, _LONGEST).translate(_NO_BRACKETS).split()).rstrip(". ")
    return words if len(words) > 1 else ""


def _alike(one: str, other: str) -> bool:
    """Say whether two memories are of the same matter: they share most of the words of the shorter one."""
    first, second = stems(one), stems(other)
    return bool(first and second) and 2 * len(first & second) > min(len(first), len(second))
