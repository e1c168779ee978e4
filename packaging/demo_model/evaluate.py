"""Judge a demo model on towns and casts that it never saw: everything that the card tells, as one JSON.

    PYTHONPATH=.:packaging python -m demo_model.evaluate assets/models/town-demo.gguf --out build/judged.json

- *Prompts* of every form that the model knows, greedy and without any grammar: form, and what can be told from the facts (`measures`).
- *Probes*: questions about a fact that is in memory, and about one that is not, as a line of a talk and as an interview (`probes`).
- *Conversations* that the model leads on both sides; *visitors*' remarks with the verdicts of readers (`visiting`).
- With `--world`, how varied the lines of a world that lived are (`lived`), and its own prompts asked again without grammar.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from demo_model import thoughts
from demo_model.asking import Asker, Question
from demo_model.conversations import conversations
from demo_model.documents import HELD_OUT, SHARES
from demo_model.lived import spoken
from demo_model.measures import Tally, judge, judge_conversations, judge_probe
from demo_model.nearness import Nearness, by_embedding, meant_by
from demo_model.probes import probes
from demo_model.recorded import recorded
from demo_model.towns import make_town
from demo_model.visiting import HERE, judged, read_verdicts, sha_of, summary, visit
from sandbox_app.llm import forms
from sandbox_app.llm.engines import default_embedding, open_embedder
from sandbox_app.llm.scripted import answer as teacher

TALKS = 30
WANTED = {
    "valid form without grammar": 0.97,
    "names, places and times copied right": 0.98,
    "plan in order, inside the day, promises kept": 0.97,
    "fact used that was asked about": 0.93,
    "says that it does not know": 0.93,
    "line not said before in its conversation": 0.98,
}
"""What the figures should come to."""


def held_out(asker: Asker, seed: int, count: int) -> list[Question]:
    """Return `count` thoughts of towns never trained on, as many of each form that the model knows."""
    random = Random(seed)
    purposes = [purpose for purpose in sorted(SHARES) if asker.knows(purpose)]
    found: list[Question] = []
    while len(found) < count:
        town = make_town(seed + len(found))
        drawn = thoughts.draw(purposes[len(found) % len(purposes)], town, random, teacher)
        if drawn:
            found.append(Question(random.choice(drawn), town.names))
    return found


def _forms(asker: Asker, tally: Tally, questions: list[Question]) -> dict[str, Any]:
    asked, valid, tokens, wrong = Counter[str](), Counter[str](), Counter[str](), list[str]()
    for question, said in zip(questions, asker.ask(questions, grammar=False, greedy=True), strict=True):
        purpose = forms.purpose_of(question.facts)
        asked[purpose] += 1
        tokens[purpose] += said.tokens
        valid[purpose] += said.answer is not None
        tally.add("valid form without grammar", said.answer is not None)
        judge(tally, question, said)
        if said.answer is None:
            wrong.append(f"{purpose}: {said.fault}: {said.text}")
    return {
        "prompts": asked.total(),
        "valid_form": round(valid.total() / asked.total(), 4),
        "valid_form_by_purpose": {name: {"share": round(valid[name] / asked[name], 4), "of": asked[name]} for name in sorted(asked)},
        "mean_tokens": {name: round(tokens[name] / asked[name], 1) for name in sorted(asked)},
        "not_in_form": wrong[:20],
        "not_trained": [purpose for purpose in forms.purposes() if not asker.knows(purpose)],
    }


def _probes(asker: Asker, tally: Tally, near: Nearness, meant: Callable[[Question], Question], seed: int, count: int) -> dict[str, Any]:
    shares: dict[str, Any] = {}
    for purpose in ("say", "interview"):
        if not asker.knows(purpose):
            continue
        for known in (True, False):
            rows, own = probes(seed, count, purpose, near, known=known), Tally()
            asked = [meant(row.question) if purpose == "interview" else row.question for row in rows]
            for probe, said in zip(rows, asker.ask(asked, grammar=True, greedy=True), strict=True):
                judge_probe(own, probe, said)
                judge_probe(tally, probe, said)
            shares[purpose] = shares.get(purpose, {}) | own.shares()
    return shares


def main() -> int:
    """Evaluate and print; 1 when fewer answers have the form than `--least`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--count", type=int, default=500, help="prompts; a fifth as many questions of each kind of probe")
    parser.add_argument("--seed", type=int, default=HELD_OUT, help="the first of the towns")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--least", type=float, default=0.0)
    parser.add_argument("--world", type=Path, help="a world that lived with this model")
    parser.add_argument("--verdicts", type=Path, default=HERE / "verdicts.toml")
    parser.add_argument("--out", type=Path, help="write the JSON there instead of printing it")
    arguments = parser.parse_args()
    if arguments.seed < HELD_OUT:
        parser.error(f"towns below {HELD_OUT} are trained on")
    tally, began = Tally(), time.monotonic()
    with Asker(arguments.model, arguments.threads) as asker, closing(open_embedder(str(default_embedding()), "thread")) as embedder:
        near, meant = by_embedding(embedder), meant_by(embedder)
        report = {"model": arguments.model.name, "sha256": sha_of(arguments.model), "command": _command(arguments)}
        report["forms"] = _forms(asker, tally, held_out(asker, arguments.seed, arguments.count))
        report["probes"] = _probes(asker, tally, near, meant, arguments.seed + 100_000, max(1, arguments.count // 5))
        talks, lost = conversations(asker, near, arguments.seed + 200_000, max(2, TALKS * arguments.count // 500))
        judge_conversations(tally, talks)
        answers = visit(asker, near, meant)
        if arguments.world:
            own = Tally()
            asked = [question for question in recorded(arguments.world, arguments.count) if asker.knows(forms.purpose_of(question.facts))]
            report["recorded"] = _forms(asker, own, asked) | {"right": own.shares()}
            report["lived"] = spoken(arguments.world)
    verdicts = judged(answers, report["sha256"], read_verdicts(arguments.verdicts))
    report |= {
        "conversations": {"talks": len(talks), "broken_off": lost, "first": talks[:5]},
        "right": tally.shares(),
        "wanted": WANTED,
        "wrong": tally.examples(),
        "visitors": summary(answers, verdicts),
        "answers": [msgspec.structs.asdict(one) | {"verdict": verdict} for one, verdict in zip(answers, verdicts, strict=True)],
        "seconds": round(time.monotonic() - began, 1),
    }
    text = json.dumps(report, indent=1, ensure_ascii=False) + "\n"
    if arguments.out:
        arguments.out.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return int(report["forms"]["valid_form"] < arguments.least)


def _command(arguments: argparse.Namespace) -> str:
    """Return the options that give these numbers again; of a file outside, the name alone."""
    return f"assets/models/{arguments.model.name} --count {arguments.count}" + (
        f" --world {arguments.world.name}" if arguments.world else ""
    )


if __name__ == "__main__":
    sys.exit(main())
