"""What comes to mind when something is said: the memories nearest to it, the nearest last, as the program offers them.

For training, nearness is told by words in common, with some noise, since what a real embedding finds nearest is not always what was
meant; a model is judged with the embeddings that ship with the program.
"""

from collections.abc import Callable, Sequence
from random import Random
from typing import TYPE_CHECKING

from msgspec.structs import replace

from sandbox_app.llm import facts as f
from sandbox_app.llm.request import Embedder
from sandbox_app.llm.scripted.recall import ASKING
from sandbox_app.llm.scripted.words import stems
from sandbox_app.mind.meaning import Hearer, known, meaning
from sandbox_app.mind.nearness import near_from, unmarked

if TYPE_CHECKING:
    from demo_model.asking import Question

Nearness = Callable[[str, Sequence[str]], Sequence[float]]
"""How near each of some texts is to what was said; from 1 on a text is about it."""

RECALLED = 2
"""So many memories does a line of a talk bring to mind, as in the prompts for a small context."""
_ASTRAY = 0.05
"""So often the memories come in any order; and so often one is held to be about what was said that is not, or the other way round."""


def by_words(random: Random) -> Nearness:
    """Return nearness by words in common; one name, or two other words, or all there are, make a text one about what was said."""

    def near(said: str, texts: Sequence[str]) -> list[float]:
        asked = stems(said) - ASKING
        enough = max(1, min(2, len(asked)))
        named = {word.strip(".,:;!?") for word in said.split()[1:] if word[:1].isupper() and len(word) > 2}
        found = [len(asked & stems(text)) / enough + any(name in text for name in named) for text in texts]
        found = [shared + 0.1 * random.random() for shared in found]
        if found and random.random() < _ASTRAY:
            random.shuffle(found)
        if found and random.random() < _ASTRAY:
            at = found.index(max(found))
            found[at] = 0.9 if found[at] >= 1 else 1.0
        return found

    return near


def by_embedding(embedder: Embedder) -> Nearness:
    """Return nearness by the cosine of embeddings."""
    least = near_from(embedder.embed)

    def near(said: str, texts: Sequence[str]) -> list[float]:
        if not texts:
            return []
        vectors = embedder.embed([said, *texts]).astype(float)
        found: list[float] = (vectors[1:] @ vectors[0] / least).tolist()
        return found

    return near


def meant_by(embedder: Embedder) -> "Callable[[Question], Question]":
    """Return what gives a question from outside what the program tells of its meaning, by embeddings."""

    def given(question: "Question") -> "Question":
        facts = question.facts
        assert isinstance(facts, f.Say | f.Interview)
        said, held = (facts.lines[-1].text, facts.recalled) if isinstance(facts, f.Say) else (facts.question, facts.memories)
        memory = 0.0
        if held and held[-1].near:
            rows = embedder.embed([said, held[-1].text])
            memory = float(rows[0] @ rows[1])
        people = [name.text for name in question.names if name.kind == "person" and name.text != facts.me.name]
        places = [name.text for name in question.names if name.kind == "place"]
        meant = meaning(
            said, Hearer(facts.me.name, facts.town, people, places), embedder.embed, known(embedder.name, embedder.embed), memory
        )
        held = unmarked(held) if meant else held
        if isinstance(facts, f.Say):
            return replace(question, facts=replace(facts, recalled=held, meant=meant))
        return replace(question, facts=replace(facts, memories=held, meant=meant))

    return given


def nearest(memories: Sequence[f.Memory], said: str, near: Nearness, count: int = 64) -> tuple[f.Memory, ...]:
    """Return at most `count` memories, those nearest to what was said, the nearest last, and marked when it is about it."""
    ranks = near(said, [memory.text for memory in memories])
    order = sorted(range(len(memories)), key=ranks.__getitem__)
    found = [replace(memories[at], near=False) for at in order[max(0, len(order) - count) :]]
    if found and ranks[order[-1]] >= 1:
        found[-1] = replace(found[-1], near=True)
    return tuple(found)
