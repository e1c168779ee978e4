"""Documents to learn from: the prompt of a thought with handles, and the teacher's answer to it.

Run as a module it writes shards of tokenized documents. Seeds below `HELD_OUT` are towns for training, those from it on
for evaluation; no town is in both.
"""

import argparse
import logging
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from demo_model import asked as being_asked
from demo_model import thoughts, towns
from demo_model import visited as being_visited
from sandbox_app.llm import answers, forms
from sandbox_app.llm import facts as f
from sandbox_app.llm.handles import Encoded, encode
from sandbox_app.llm.request import Name
from sandbox_app.llm.scripted import answer as teacher
from sandbox_app.llm.scripted import visits

if TYPE_CHECKING:
    from demo_model.tokens import Tokens

log = logging.getLogger("documents")

HELD_OUT = 10_000_000
"""Seeds of towns from here on are never trained on."""

SHARES = {
    "say": 22, "after_talk": 14, "day_plan": 20, "decompose": 10, "revise_plan": 20, "react": 4, "importance": 10,
    "reflect_questions": 3, "reflect_insights": 12, "self_summary": 9, "wake_hour": 3, "interview": 8, "belief_update": 3,
    "foresee": 5, "summarise_period": 12, "attempt": 3, "judge": 3,
}  # fmt: skip
"""How often each purpose is drawn; one draw of `say` is a whole talk of several lines. Being asked has documents of its own."""


PERSONLESS = frozenset(
    ("after_talk", "importance", "revise_plan", "belief_update", "summarise_period", "attempt", "judge", "reflect_questions", "decompose")
)
"""Purposes whose answers hardly depend on who answers: in training, part of their prompts begin after who that is."""


MORE = {"interview": 9, "reflect_insights": 6}
"""Other ends of a prompt in a shard's documents, where they are not 3: of questions one must see many to tell them apart."""
LINES = 5
"""Lines of a talk are learnt with so many others that might have been said instead: which words of a prompt a line may take up is told by
many lines to one prompt, and hardly by one to each."""
FIRST, COUNTS = 6, 4
"""The first tokens of an answer count so much more: they decide what kind of answer it is."""
TURNS = 4
"""So much count the first token of each further line and the end: whether an answer goes on is decided there."""
CHOSEN = 8
"""So much count the first tokens of a memory that an answer quotes."""
_REMEMBERED = re.compile(r"^(?:That reminds you: )?(?:today \d\d:\d\d|yesterday|day \d+): (.+)$", re.MULTILINE)
BRIEF = 0.6
"""So many of the questions after the first have nothing of the prompt after them."""
ALONE = 0.75
"""So many of the prompts with many questions begin with the memories."""
FEW, SOME = (1, 2), (1, 2, 3, 4, 5, 6)
"""The teacher's seeds where it answers questions, and strangers: what is asked for is to be learnt, not one wording of many."""
_TAKEN_UP = re.compile(r"^(?:Day \d+, .*?\. At [^,\n]+, |On your mind: )(.+?)\.?$", re.MULTILINE)
_BEGINNING, _SHORTEST = 24, 8
_TOLD = 20
"""An answer tells a memory when it has so many of its first characters."""


class Document(Struct, frozen=True):
    """A prompt with handles and its answer, ending with a newline.

    `shared_lines` and `own_lines` count the prompt's first lines: what every prompt has, and what every prompt of one agent has.
    `more` holds other ends of the prompt, each with its answer: to learn several thoughts from what is shown once. All of them
    begin after the first `alike` lines.
    """

    purpose: str
    facts: f.AnyFacts
    encoded: Encoded
    answer: str
    shared_lines: int = 0
    own_lines: int = 0
    alike: int = 0
    more: tuple[tuple[str, str], ...] = ()


def _some_names(names: tuple[Name, ...], random: Random) -> tuple[Name, ...]:
    """Return the names that get handles: mostly all, sometimes not all, as in towns with more than 24 of them."""
    if random.random() < 0.93:
        return names
    keep = random.choice((0.9, 0.7, 0.5))
    return tuple(name for name in names if random.random() < keep)


def document(
    facts: f.AnyFacts, names: tuple[Name, ...], seed: int, others: tuple[f.AnyFacts, ...] = (), *, alike_worded: bool = False
) -> Document:
    """Return the document of these facts; of `others`, whose prompts begin the same, only the ends follow it.

    Args:
        alike_worded: whether the teacher words all answers with the same seed.
    """
    told = [teacher(one, seed if alike_worded else seed + number) for number, one in enumerate((facts, *others))]
    facts, *others_told = [_as_told(one, answer) for one, answer in zip((facts, *others), told, strict=True)]
    request = forms.render(facts, names=names)
    pieces = [request.prompt, answers.write(told[0])]
    prompts = [forms.render(other, names=names).prompt for other in others_told]
    alike = min((_alike(request.prompt, prompt) for prompt in prompts), default=0)
    for prompt, answer in zip(prompts, told[1:], strict=True):
        pieces += ["".join(prompt.splitlines(keepends=True)[alike:]), answers.write(answer)]
    both = encode("\0".join(pieces), names)
    prompt, first, *more = both.text.split("\0")
    shared, own = (part.count("\n") for part in (request.shared, request.own))
    rest = tuple((end, answer + "\n") for end, answer in zip(more[::2], more[1::2], strict=True))
    return Document(request.purpose, facts, replace(both, text=prompt), first + "\n", shared, own, alike, rest)


def _as_told(facts: f.AnyFacts, answer: answers.Answer) -> f.AnyFacts:
    """Return a question with the memory last, and marked as what it is about, that the answer tells; with none marked where it tells none;
    then what a stranger means stands there, as far as it was given.

    Whether a memory is about a question is found by the program's embeddings, not by the model: what is to be learnt is to tell it then.
    """
    match facts, answer:
        case f.Interview(), answers.Interview():
            memories = _with_told_last(facts.memories, answer.text)
            return replace(facts, memories=memories, meant="" if memories and memories[-1].near else facts.meant or _by_words(facts))
        case f.Say(), answers.Say():
            recalled = _with_told_last(facts.recalled, answer.text)
            return replace(facts, recalled=recalled, meant="" if recalled and recalled[-1].near else facts.meant)
        case _:
            return facts


def _by_words(facts: f.Interview) -> str:
    """Return what a question is about by the words of the examples, where these are near enough."""
    kind, alike = visits.nearest(facts.question, (facts.me.name, facts.town))
    return visits.means(kind) if alike >= visits.NEAR else ""


def _with_told_last(memories: tuple[f.Memory, ...], said: str) -> tuple[f.Memory, ...]:
    found = [replace(memory, near=False) for memory in memories]
    at = next((at for at in reversed(range(len(found))) if found[at].text[:_TOLD].rstrip(".") in said), None)
    if at is not None:
        found.append(replace(found.pop(at), near=True))
    return tuple(found)


def _alike(first: str, other: str) -> int:
    """Return how many lines two prompts have in common before they go their own ways."""
    lines, mine = other.splitlines(), first.splitlines()
    return next((at for at, (one, two) in enumerate(zip(lines, mine, strict=False)) if one != two), len(lines) - 2)


def quotable(prompt: str) -> list[str]:
    """Return how what a memory of the prompt holds, or what one does and wants, may begin where an answer quotes it."""
    texts = [found[1] for pattern in (_REMEMBERED, _TAKEN_UP) for found in pattern.finditer(prompt)]
    parts = [*texts, *(text.split(": ", 1)[1] for text in texts if ": " in text)]
    return [part[:_BEGINNING] for part in parts if len(part) > _SHORTEST]


def weighed(tokens: "Tokens", answer: str, quotes: list[str], first_ones: int) -> tuple[list[int], list[int]]:
    """Return the ids of an answer and how much each counts: most where it begins to quote, for there it chooses among memories."""
    ids, ends = tokens.encode_with_ends(answer)
    turns = [end for end in ends if answer[:end].endswith("\n")]
    counts = [first_ones if number < FIRST else TURNS if number and ends[number - 1] in turns else 1 for number in range(len(ids))]
    for quote in quotes:
        at = max(answer.find(quote), answer.find(quote[0].upper() + quote[1:]))
        if at >= 0:
            first = next(number for number, end in enumerate(ends) if end > at)
            counts[first : first + FIRST] = [CHOSEN] * len(counts[first : first + FIRST])
    return ids, counts


def _question_alone(end: str) -> str:
    """Return the end of a prompt up to the question and what it brings to mind: more questions in the same time."""
    lines = end.splitlines(keepends=True)
    last = max((at for at, line in enumerate(lines) if _REMEMBERED.match(line)), default=0)
    return "".join(lines[: last + 1])


def shortened(item: Document, random: Random, alone: float = 0.0) -> str:
    """Return the prompt to learn from: whole, or without what every prompt has or what the answer hardly needs.

    Half of a prompt is the same in every thought of an agent. Leaving it out at times gives more answers to learn from in the
    same time; positions are relative, so what is learnt holds for the whole prompt. `alone`: how many begin after who it is
    where the answer does depend on that.
    """
    text = item.encoded.text
    if any(item.facts.town in answer for answer in (item.answer, *(answer for _, answer in item.more))):
        return text  # whose name nothing else tells
    draw = random.random()
    if draw < (0.65 if item.purpose in PERSONLESS else alone):
        return text.split("\n", item.shared_lines + item.own_lines)[-1]
    return text.split("\n", item.shared_lines)[-1] if draw < 0.9 else text


def asked(seed: int, most: int) -> Iterator[Document]:
    """Yield documents of `demo_model.asked` without end: many questions to at most so many memories."""
    random = Random(f"documents asked {seed}")
    for town, (first, *others) in being_asked.stream(seed, most):
        yield document(first, _some_names(town.names, random), random.choice(FEW), tuple(others), alike_worded=True)


def visited(seed: int) -> Iterator[Document]:
    """Yield documents of `demo_model.visited` without end: many strangers come to the same person."""
    random = Random(f"documents visited {seed}")
    for town, (first, *others) in being_visited.stream(seed):
        yield document(first, _some_names(town.names, random), random.choice(SOME), tuple(others), alike_worded=True)


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
                others: Iterable[f.AnyFacts | None]
                if purpose == "say":
                    others = (facts,) * (LINES if more else 0)
                else:
                    others = (thoughts.again(facts, town, random, teacher) for _ in range(wanted))
                yield document(facts, names, drawn, tuple(other for other in others if other is not None))


def lived(seed: int) -> Iterator[Document]:
    """Yield documents of `demo_model.traces` without end; lines of talks with others that might have been said instead."""
    from demo_model import traces

    random = Random(f"documents lived {seed}")
    for question in traces.stream(seed):
        others = (question.facts,) * LINES if isinstance(question.facts, f.Say) else ()
        yield document(question.facts, _some_names(question.names, random), random.getrandbits(32), others)


def main() -> None:
    """Write one shard: token ids of all documents, which of them are answers, where each document begins, and where each of its ends."""
    from demo_model.tokens import Tokens

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokens", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, default=20000)
    parser.add_argument("--asked", type=int, default=0, metavar="MOST", help="only questions, to at most so many memories")
    parser.add_argument("--visits", action="store_true", help="only what strangers say")
    parser.add_argument("--traces", action="store_true", help="only what towns that live ask for")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    tokens = Tokens(arguments.tokens)
    ids: list[int] = []
    learnt: list[int] = []
    begins: list[int] = []
    starts, kinds = [0], []
    purposes = sorted(SHARES)
    random = Random(arguments.seed)
    questions = arguments.asked or arguments.visits
    made_of = asked(arguments.seed, arguments.asked) if arguments.asked else stream(arguments.seed, more=3)
    made_of = visited(arguments.seed) if arguments.visits else lived(arguments.seed) if arguments.traces else made_of
    for made, item in enumerate(made_of, 1):
        alike = quotable(item.encoded.text)
        for number, (end, answer) in enumerate(((shortened(item, random, ALONE if arguments.asked else 0.0), item.answer), *item.more)):
            if questions and number and random.random() < BRIEF:
                end = _question_alone(end)
            quotes = [*alike, *quotable(end)] if number else alike
            shown, (said, counts) = tokens.encode(end), weighed(tokens, answer, quotes, CHOSEN if questions else COUNTS)
            if number:
                begins.append(len(ids))
            elif item.more:
                own_end = item.encoded.text.splitlines(keepends=True)[item.alike :]
                begins.append(len(ids) + len(shown) - len(tokens.encode("".join(own_end))))
            ids += [*shown, *said, tokens.end]
            learnt += [0] * len(shown) + counts + [TURNS]
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
        begins=np.array(begins, np.int64),
        kinds=np.array(kinds, np.uint8),
    )
    partial.rename(arguments.out)


if __name__ == "__main__":
    main()
