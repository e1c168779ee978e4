"""The visitors' part: what the model answers to 280 remarks such as people type, and what a reader says of the answers.

    PYTHONPATH=.:packaging python -m demo_model.visiting assets/models/town-demo.gguf --mark packaging/demo_model/verdicts.toml

asks all of them, each of an agent of another town that the model never saw, with its memories, as the program asks (with grammar,
at the form's temperature), and adds every answer that nobody has judged to the file. A reader then sets each `verdict`:

- `fits`: a person in that town could have answered so. `unknown`: it says gracefully that it does not know or understand.
- `off`: whole sentences, but beside the point or wrong. `gibberish`: no sense in it, or cut short.

A verdict holds for the same model, remark and answer alone. `evaluate` counts them, and the card shows the shares.
"""

import argparse
import hashlib
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import msgspec
from msgspec import Struct

from demo_model.asking import Asker, Question, Said
from demo_model.documents import HELD_OUT
from demo_model.lives import Life
from demo_model.measures import free_text
from demo_model.nearness import RECALLED, Nearness, by_embedding, meant_by, nearest
from demo_model.towns import make_town
from sandbox_app.llm import facts as f
from sandbox_app.llm import forms
from sandbox_app.llm.engines import default_embedding, open_embedder
from sandbox_app.simulation.interventions import SOMEBODY

HERE = Path(__file__).parent
FILES = ("visitors.toml", "visitors_later.toml")
LATER = "later_"
"""How the groups of the second file begin."""
SEED = HELD_OUT + 500_000
"""The first town that visitors come to."""
VERDICTS = ("fits", "unknown", "off", "gibberish")
_WORD = re.compile(r"[^\W\d_]+")


class Remark(Struct, frozen=True):
    """Something a visitor says: `group` as in visitors.toml, `asked` "talk" or "interview"."""

    group: str
    asked: str
    text: str


class Answered(Struct, frozen=True):
    """A remark as it was put, the raw answer, and whether a machine takes that for gibberish."""

    group: str
    asked: str
    remark: str
    answer: str
    strange: tuple[str, ...] = ()


class Verdict(Struct, frozen=True):
    """What a reader says of an answer; "" when nobody has read it yet."""

    model: str
    remark: str
    answer: str
    verdict: str = ""


def remarks() -> list[Remark]:
    """Return all remarks in the order of the files: the first 200, then those of whom knew nothing of them."""
    groups = {name: group for file in FILES for name, group in tomllib.loads((HERE / file).read_text(encoding="utf-8")).items()}
    return [Remark(name, group["asked"], text) for name, group in groups.items() for text in group["remarks"]]


def put(remark: Remark, number: int, near: Nearness, *, interviews: bool) -> Question:
    """Return the remark as it is put to an agent of a town of its own; asked from outside where the model knows that form.

    Args:
        near: by which memories come to mind.
    """
    random = Random(f"visitor {number}")
    town = make_town(SEED + number)
    life = Life(town, random)
    life.be_sensible()
    memories = life.memories(4, 7)
    other, third = random.sample(life.others, 2)
    news = life.scene.news().rstrip(".")
    if "{news}" in remark.text:
        memories = (*memories, f.Memory(f"{other} told me: {news}", "yesterday", "heard"))
    names = {"other": other, "third": third, "town": town.name, "me": life.me.name, "place": random.choice(life.sites), "news": news}
    text = re.sub(r"\{(\w+)\}", lambda match: names[match[1]], remark.text)
    facts: f.Say | f.Interview
    if remark.asked == "interview" and interviews:
        facts = f.Interview(town=town.name, me=life.me, now=life.now(), question=text, memories=nearest(memories, text, near))
    else:
        person = f.Person(SOMEBODY, "stranger", 0)
        facts = f.Say(
            town=town.name, me=life.me, now=life.now(), people=(person,), goal=f"answer {SOMEBODY}", lines=(f.Line(SOMEBODY, text),),
            left=3, memories=memories, recalled=nearest(memories, text, near, RECALLED),
        )  # fmt: skip
    return Question(facts, town.names, number)


def visit(asker: Asker, near: Nearness, meant: Callable[[Question], Question]) -> list[Answered]:
    """Put all remarks to agents, each with what it is about as the program tells it, and return every answer as it came."""
    all_ = remarks()
    questions = [meant(put(remark, number, near, interviews=asker.knows("interview"))) for number, remark in enumerate(all_, 1)]
    said = asker.ask(questions, grammar=True, greedy=False)
    return [_answered(remark, question, one) for remark, question, one in zip(all_, questions, said, strict=True)]


def _answered(remark: Remark, question: Question, said: Said) -> Answered:
    facts = question.facts
    asked = facts.question if isinstance(facts, f.Interview) else facts.lines[0].text if isinstance(facts, f.Say) else ""
    answer = free_text(said.answer) or f"[no answer: {said.fault}]"
    strange = strange_words(answer, forms.render(facts, names=question.names).prompt) if said.answer else (said.fault,)
    return Answered(remark.group, remark.asked if isinstance(facts, f.Interview) else "talk", asked, answer, strange)


def strange_words(answer: str, prompt: str) -> tuple[str, ...]:
    """Return the words that stand neither in the prompt nor in any text of this project, and what is said over and over."""
    known = _known() | set(_WORD.findall(prompt.casefold()))
    words = _WORD.findall(answer.casefold())
    strange = [word for word in words if word not in known and _stem(word) not in known]
    threes = Counter(zip(words, words[1:], words[2:], strict=False))
    return (*dict.fromkeys(strange), *(" ".join(three) + " ..." for three, count in threes.items() if count > 2))


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s", "ly", "er", "d"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word.removesuffix(ending)
    return word


@cache
def _known() -> frozenset[str]:
    """Return the words of this project's own texts; no other list of English words is at hand."""
    root = HERE.parents[1]
    files = [*root.glob("assets/phrases/*.toml"), *root.glob("assets/prompts/*.md"), *root.glob("worlds/**/*.toml"), root / "README.md"]
    files += [file for file in HERE.glob("*.toml") if file.name != "verdicts.toml"]
    words = {word for file in files for word in _WORD.findall(file.read_text(encoding="utf-8").casefold())}
    return frozenset(words | {_stem(word) for word in words})


def sha_of(model: Path) -> str:
    """Return what names a model in the verdicts: the beginning of its SHA-256."""
    return hashlib.sha256(model.read_bytes()).hexdigest()[:12]


def read_verdicts(path: Path) -> list[Verdict]:
    """Return what readers said, also of other models."""
    if not path.is_file():
        return []
    rows = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")).get("answer", []), list[Verdict])
    for row in rows:
        if row.verdict not in ("", *VERDICTS):
            raise ValueError(f"{path}: {row.verdict!r} is no verdict; there are {', '.join(VERDICTS)}")
    return rows


def write_verdicts(path: Path, rows: list[Verdict]) -> None:
    """Write them so that a reader can fill in what is open."""
    head = f"# What readers say of the demo model's answers to visitors.toml; a verdict is one of: {', '.join(VERDICTS)}.\n"
    parts = [
        f"\n[[answer]]\nmodel = {_quoted(row.model)}\nremark = {_quoted(row.remark)}\nanswer = {_quoted(row.answer)}\n"
        f"verdict = {_quoted(row.verdict)}\n"
        for row in rows
    ]
    path.write_text(head + "".join(parts), encoding="utf-8")


def _quoted(text: str) -> str:
    return msgspec.json.encode(text).decode()  # what JSON quotes, TOML reads alike


def judged(answers: list[Answered], model: str, rows: list[Verdict]) -> list[str]:
    """Return the verdict of each answer, "" where there is none."""
    said = {(row.model, row.remark, row.answer): row.verdict for row in rows}
    return [said.get((model, one.remark, one.answer), "") for one in answers]


def summary(answers: list[Answered], verdicts: list[str]) -> dict[str, Any]:
    """Return the shares: of verdicts among the answers that were read, and of what a machine finds strange among all.

    Those of the later remarks stand apart, under "later".
    """
    pairs = list(zip(answers, verdicts, strict=True))
    first, later = ([pair for pair in pairs if pair[0].group.startswith(LATER) is late] for late in (False, True))
    told = _shares(*map(list, zip(*first, strict=True))) if first else {}
    return told | ({"later": _shares(*map(list, zip(*later, strict=True)))} if later else {})


def _shares(answers: list[Answered], verdicts: list[str]) -> dict[str, Any]:
    counts = Counter(verdict for verdict in verdicts if verdict)
    read = counts.total()
    return {
        "remarks": len(answers),
        "read": read,
        "verdicts": {name: round(counts[name] / read, 4) if read else None for name in VERDICTS},
        "fitting_or_graceful": round((counts["fits"] + counts["unknown"]) / read, 4) if read else None,
        "strange": round(sum(bool(one.strange) for one in answers) / len(answers), 4),
        "distinct": len({one.answer for one in answers}),
    }


def main() -> None:
    """Ask, and add what is new to the file of verdicts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--mark", type=Path, default=HERE / "verdicts.toml", metavar="FILE", help="the verdicts")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    rows, model = read_verdicts(arguments.mark), sha_of(arguments.model)
    with Asker(arguments.model, arguments.threads) as asker, closing(open_embedder(str(default_embedding()), "thread")) as embedder:
        answers = visit(asker, by_embedding(embedder), meant_by(embedder))
    known = judged(answers, model, rows)
    others = [row for row in rows if row.model != model and row.verdict]
    write_verdicts(
        arguments.mark, [*others, *(Verdict(model, one.remark, one.answer, verdict) for one, verdict in zip(answers, known, strict=True))]
    )
    sys.stdout.write(f"{len(answers)} answers in {arguments.mark}; {known.count('')} wait for a verdict\n")


if __name__ == "__main__":
    main()
