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
    "say": 12, "after_talk": 13, "day_plan": 9, "decompose": 11, "revise_plan": 7, "react": 7, "importance": 5,
    "reflect_questions": 3, "reflect_insights": 6, "self_summary": 2, "wake_hour": 1, "interview": 20, "belief_update": 6,
    "foresee": 4, "summarise_period": 4, "attempt": 4, "judge": 6,
}  # fmt: skip
"""How often each purpose is drawn; one draw of `say` is a whole talk of several lines."""


PERSONLESS = frozenset(
    ("after_talk", "importance", "revise_plan", "belief_update", "summarise_period", "attempt", "judge", "reflect_questions", "decompose")
)
"""Purposes whose answers hardly depend on who answers: in training, part of their prompts begin after who that is."""


class Document(Struct, frozen=True):
    """A prompt with handles and its answer, ending with a newline.

    `shared_lines` and `own_lines` count the prompt's first lines: what every prompt has, and what every prompt of one agent has.
    """

    purpose: str
    facts: f.AnyFacts
    encoded: Encoded
    answer: str
    shared_lines: int = 0
    own_lines: int = 0


def _some_names(names: tuple[Name, ...], random: Random) -> tuple[Name, ...]:
    """Return the names that get handles: mostly all, sometimes not all, as in towns with more than 24 of them."""
    if random.random() < 0.93:
        return names
    keep = random.choice((0.9, 0.7, 0.5))
    return tuple(name for name in names if random.random() < keep)


def document(facts: f.AnyFacts, names: tuple[Name, ...], seed: int) -> Document:
    """Return the document of these facts; names in the answer get the handles they have in the prompt."""
    request = forms.render(facts, names=names)
    told = answers.write(teacher(facts, seed))
    both = encode(request.prompt + "\0" + told, names)
    prompt, _, handled = both.text.partition("\0")
    shared, own = (part.count("\n") for part in (request.shared, request.own))
    return Document(request.purpose, facts, replace(both, text=prompt), handled + "\n", shared, own)


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


def stream(seed: int, purposes: dict[str, int] | None = None) -> Iterator[Document]:
    """Yield documents without end, from a new town every dozen draws; the same seed gives the same documents."""
    shares = purposes or SHARES
    random = Random(seed)
    first = seed * 1000
    number = 0
    while True:
        town = towns.make_town(first + number)
        number += 1
        for purpose in random.choices(list(shares), weights=list(shares.values()), k=12):
            for facts in thoughts.draw(purpose, town, random, teacher):
                yield document(facts, _some_names(town.names, random), random.getrandbits(32))


def main() -> None:
    """Write one shard: token ids of all documents, where each begins, and where its answer begins."""
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
    starts, bounds, kinds = [0], [], []
    purposes = sorted(SHARES)
    random = Random(arguments.seed)
    for made, item in enumerate(stream(arguments.seed), 1):
        prompt = tokens.encode(shortened(item, random))
        bounds.append(len(ids) + len(prompt))
        ids += prompt
        ids += tokens.encode(item.answer)
        ids.append(tokens.end)
        starts.append(len(ids))
        kinds.append(purposes.index(item.purpose))
        if made % 2000 == 0:
            log.info("%d documents, %.0f tokens each", made, len(ids) / made)
        if made == arguments.count:
            break
    partial = arguments.out.with_suffix(".part.npz")
    np.savez(
        partial,
        ids=np.array(ids, np.uint16),
        starts=np.array(starts, np.int64),
        bounds=np.array(bounds, np.int64),
        kinds=np.array(kinds, np.uint8),
    )
    partial.rename(arguments.out)


if __name__ == "__main__":
    main()
