"""Documents to learn from: the prompt of a thought with handles, and the teacher's answer to it.

Run as a module it writes shards of tokenized documents. Seeds below `HELD_OUT` are towns for training, those from it on
for evaluation; no town is in both.
"""

import argparse
import logging
from collections.abc import Iterator
from pathlib import Path
from random import Random

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from demo_model import thoughts, towns
from sandbox_app.llm import answers, forms
from sandbox_app.llm import facts as f
from sandbox_app.llm.handles import Encoded, encode
from sandbox_app.llm.request import Name
from sandbox_app.llm.scripted import answer as teacher

log = logging.getLogger("documents")

HELD_OUT = 10_000_000
"""Seeds of towns from here on are never trained on."""

SHARES = {
    "say": 12, "after_talk": 10, "day_plan": 9, "decompose": 8, "revise_plan": 6, "react": 5, "importance": 4,
    "reflect_questions": 2, "reflect_insights": 5, "self_summary": 2, "wake_hour": 1, "interview": 34, "belief_update": 3,
    "foresee": 2, "summarise_period": 3, "attempt": 2, "judge": 4,
}  # fmt: skip
"""How often each purpose is drawn; one draw of `say` is a whole talk of several lines."""


PERSONLESS = frozenset(
    ("after_talk", "importance", "revise_plan", "belief_update", "summarise_period", "attempt", "judge", "reflect_questions", "decompose")
)
"""Purposes whose answers hardly depend on who answers: in training, part of their prompts begin after who that is."""


MORE = {"interview": 9, "say": 5}
"""Other ends of a prompt in a shard's documents, where they are not 3: of questions one must see many to tell them apart."""
FIRST, COUNTS = 6, 4
"""The first tokens of an answer count so much more: they decide what kind of answer it is."""


class Document(Struct, frozen=True):
    """A prompt with handles and its answer, ending with a newline.

    `shared_lines` and `own_lines` count the prompt's first lines: what every prompt has, and what every prompt of one agent has.
    `more` holds other ends of the prompt, each with its answer: to learn several thoughts from what is shown once.
    """

    purpose: str
    facts: f.AnyFacts
    encoded: Encoded
    answer: str
    shared_lines: int = 0
    own_lines: int = 0
    more: tuple[tuple[str, str], ...] = ()


def _some_names(names: tuple[Name, ...], random: Random) -> tuple[Name, ...]:
    """Return the names that get handles: mostly all, sometimes not all, as in towns with more than 24 of them."""
    if random.random() < 0.93:
        return names
    keep = random.choice((0.9, 0.7, 0.5))
    return tuple(name for name in names if random.random() < keep)


def document(facts: f.AnyFacts, names: tuple[Name, ...], seed: int, others: tuple[f.AnyFacts, ...] = ()) -> Document:
    """Return the document of these facts; of `others`, whose prompts begin the same, only the ends follow it."""
    request = forms.render(facts, names=names)
    pieces = [request.prompt, answers.write(teacher(facts, seed))]
    for number, other in enumerate(others, 1):
        pieces += [_end(request.prompt, forms.render(other, names=names).prompt), answers.write(teacher(other, seed + number))]
    both = encode("\0".join(pieces), names)
    prompt, told, *more = both.text.split("\0")
    shared, own = (part.count("\n") for part in (request.shared, request.own))
    rest = tuple((end, answer + "\n") for end, answer in zip(more[::2], more[1::2], strict=True))
    return Document(request.purpose, facts, replace(both, text=prompt), told + "\n", shared, own, rest)


def _end(first: str, other: str) -> str:
    """Return where another prompt goes its own way, from the line on."""
    lines, mine = other.splitlines(keepends=True), first.splitlines(keepends=True)
    same = next((at for at, (one, two) in enumerate(zip(lines, mine, strict=False)) if one != two), len(lines) - 2)
    return "".join(lines[same:])


def shortened(item: Document, random: Random) -> str:
    """Return the prompt to learn from: whole, or without what every prompt has or what the answer hardly needs.

    Half of a prompt is the same in every thought of an agent. Leaving it out at times gives more answers to learn from in the
    same time; positions are relative, so what is learnt holds for the whole prompt.
    """
    text = item.encoded.text
    draw = random.random()
    if draw < 0.65 and item.purpose in PERSONLESS:
        return text.split("\n", item.shared_lines + item.own_lines)[-1]
    return text.split("\n", item.shared_lines)[-1] if draw < 0.9 else text


def stream(seed: int, purposes: dict[str, int] | None = None, more: int = 0) -> Iterator[Document]:
    """Yield documents without end, from a new town every dozen draws; the same seed gives the same documents.

    Args:
        more: with how many other ends most documents go on whose purposes allow it.
    """
    shares = purposes or SHARES
    random = Random(seed)
    first = seed * 1000
    number = 0
    while True:
        town = towns.make_town(first + number)
        number += 1
        for purpose in random.choices(list(shares), weights=list(shares.values()), k=12):
            for facts in thoughts.draw(purpose, town, random, teacher):
                names, drawn = _some_names(town.names, random), random.getrandbits(32)
                wanted = MORE.get(purpose, more) if more and random.random() < 0.8 else 0
                others = (thoughts.again(facts, town, random, teacher) for _ in range(wanted))
                yield document(facts, names, drawn, tuple(other for other in others if other is not None))


def main() -> None:
    """Write one shard: token ids of all documents, which of them are answers, and where each document begins."""
    from demo_model.tokens import Tokens

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokens", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, default=20000)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    tokens = Tokens(arguments.tokens)
    ids: list[int] = []
    learnt: list[int] = []
    starts, kinds = [0], []
    purposes = sorted(SHARES)
    random = Random(arguments.seed)
    for made, item in enumerate(stream(arguments.seed, more=3), 1):
        for end, answer in ((shortened(item, random), item.answer), *item.more):
            shown, said = tokens.encode(end), [*tokens.encode(answer), tokens.end]
            ids += shown + said
            learnt += [0] * len(shown) + [COUNTS] * len(said[:FIRST]) + [1] * len(said[FIRST:])
        starts.append(len(ids))
        kinds.append(purposes.index(item.purpose))
        if made % 2000 == 0:
            log.info("%d documents, %.0f tokens each, %.0f learnt", made, len(ids) / made, np.count_nonzero(learnt) / made)
        if made == arguments.count:
            break
    partial = arguments.out.with_suffix(".part.npz")
    np.savez(
        partial,
        ids=np.array(ids, np.uint16),
        starts=np.array(starts, np.int64),
        learnt=np.array(learnt, np.uint8),
        kinds=np.array(kinds, np.uint8),
    )
    partial.rename(arguments.out)


if __name__ == "__main__":
    main()
