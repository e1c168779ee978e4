"""Judge a demo model on towns and casts that it never saw, through llama.cpp and without any grammar.

Prints JSON: for each purpose how many answers were asked for and what share has the form; and shares of what was got
right where it can be told: plans in order, promises kept in plans, places of habits, news told word for word, appointments
made as the teacher made them, scores of importance.
"""

import argparse
import json
import re
import sys
import time
from collections import Counter
from itertools import islice
from pathlib import Path

import llama_cpp
from msgspec import Struct

from demo_model.documents import HELD_OUT, SHARES, Document, stream
from demo_model.recorded import recorded
from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm import forms
from sandbox_app.llm.handles import HandleError, decode
from sandbox_app.llm.request import Name
from sandbox_app.town.load import load_town

RUN = 5
"""Words in a row that count as copied."""


class Said(Struct, frozen=True):
    """What a model answered: `text` with names, or "" when a handle stood for nothing; `tokens` of the answer."""

    raw: str
    text: str
    tokens: int
    ended: bool


class Model:
    """A GGUF in llama.cpp, greedy unless told otherwise."""

    def __init__(self, path: Path, threads: int) -> None:
        self.llama = llama_cpp.Llama(str(path), n_ctx=2048, n_threads=threads, n_threads_batch=threads, verbose=False, seed=1)
        self.end = self.llama.token_eos()

    def answer(self, document: Document, limit: int, temperature: float) -> Said:
        """Return the answer to a document's prompt."""
        prompt = self.llama.tokenize(document.encoded.text.encode(), add_bos=False, special=False)
        ids: list[int] = []
        ended = False
        for token in self.llama.generate(prompt, temp=temperature, top_k=0, top_p=0.95, min_p=0.02, repeat_penalty=1.0):
            if token == self.end:
                ended = True
                break
            ids.append(token)
            if len(ids) >= limit:
                break
        raw = self.llama.detokenize(ids, special=True).decode("utf-8", "replace")
        try:
            text = decode(raw, document.encoded.names)
        except HandleError:
            text = ""
        return Said(raw, text, len(ids), ended)


class Tally:
    """Counts of right ones among those where it can be told."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.told: Counter[str] = Counter()

    def add(self, what: str, right: bool) -> None:
        """Count one."""
        self.told[what] += 1
        self.right[what] += right

    def shares(self) -> dict[str, dict[str, float]]:
        """Return share and number of each thing that was told."""
        return {what: {"share": round(self.right[what] / count, 4), "of": count} for what, count in sorted(self.told.items())}


def _words(text: str) -> list[str]:
    return re.findall(r"[\w'{}:]+", text)


def copied(text: str, sources: list[str]) -> bool:
    """Return whether the text holds `RUN` words in a row out of one of the sources."""
    words = _words(text)
    runs = {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
    for source in sources:
        theirs = _words(source)
        if any(tuple(theirs[at : at + RUN]) in runs for at in range(len(theirs) - RUN + 1)):
            return True
    return False


def _judge_plan(tally: Tally, facts: f.DayPlan | f.RevisePlan, answer: a.DayPlan, text: str) -> None:
    times = re.findall(r"^(\d\d:\d\d) ", text, re.MULTILINE)
    tally.add("plan lines in order of time", len(times) == len(answer.lines))
    lines = {(line.time, facts.places[line.place - 1]) for line in answer.lines}
    for promise in facts.appointments:
        if promise.day == facts.now.day and promise.time >= facts.now.time and promise.place in facts.places:
            tally.add("promise of the day kept in the plan", (promise.time, promise.place) in lines)
    if isinstance(facts, f.DayPlan):
        for habit in facts.me.habits:
            for line in answer.lines:
                if line.time == habit.time and line.activity == habit.activity and habit.place in facts.places:
                    tally.add("habit planned at its place", facts.places[line.place - 1] == habit.place)
    else:
        for item in facts.rest:
            for line in answer.lines:
                if line.time == item.time and line.activity == item.activity and item.place in facts.places:
                    tally.add("line of the old plan at its place", facts.places[line.place - 1] == item.place)


def _judge_talk(tally: Tally, facts: f.AfterTalk, answer: a.AfterTalk, teacher: a.AfterTalk) -> None:
    tally.add("appointment as the teacher makes it", _key(answer) == _key(teacher))
    if teacher.appointment:
        tally.add("appointment made where one was agreed", _key(answer) == _key(teacher))
    said = " ".join(line.text for line in facts.lines)
    for note in answer.lines:
        if found := re.match(r"(?:.{1,40}? told me|I told .{1,60}?): (.+)", note):
            heard = " ".join(_words(found[1])[:6])
            tally.add("news kept word for word", heard in " ".join(_words(said)) or note in teacher.lines)
    tally.add("relation changed as the teacher does", answer.relation == teacher.relation)


def _key(answer: a.AfterTalk) -> tuple[int, int, int, str] | None:
    promise = answer.appointment
    return (promise.who, promise.place, promise.day, promise.time) if promise else None


def judge(tally: Tally, document: Document, said: Said) -> bool:
    """Count what the answer got right; return whether it has the form."""
    facts = document.facts
    try:
        answer = a.parse(facts, said.text) if said.text and said.ended else None
    except a.AnswerError:
        answer = None
    if answer is None:
        return False
    teacher = a.parse(facts, decode(document.answer, document.encoded.names))
    match facts:
        case f.DayPlan() | f.RevisePlan():
            assert isinstance(answer, a.DayPlan)
            _judge_plan(tally, facts, answer, said.text)
        case f.Importance():
            assert isinstance(answer, a.Importance)
            assert isinstance(teacher, a.Importance)
            for mine, theirs in zip(answer.scores, teacher.scores, strict=True):
                tally.add("importance as the teacher's", mine == theirs)
                tally.add("importance within 1 of the teacher's", abs(mine - theirs) <= 1)
        case f.AfterTalk():
            assert isinstance(answer, a.AfterTalk)
            assert isinstance(teacher, a.AfterTalk)
            _judge_talk(tally, facts, answer, teacher)
        case f.Say():
            assert isinstance(answer, a.Say)
            assert isinstance(teacher, a.Say)
            sources = [memory.text for memory in facts.memories] + [facts.me.aim, facts.goal]
            if copied(teacher.text, sources):
                tally.add("line tells a fact where the teacher tells one", copied(answer.text, sources))
            tally.add("line not said before in this talk", all(line.text != answer.text for line in facts.lines))
        case f.Decompose():
            assert isinstance(answer, a.Decompose)
            tally.add("minutes of the steps add up", sum(line.minutes for line in answer.lines) == facts.minutes)
    return True


def _command(arguments: argparse.Namespace) -> str:
    """Return the options that give these numbers again; of a file outside, the name alone."""
    options = f"assets/models/{arguments.model.name} --count {arguments.count}"
    if arguments.temperature != "greedy":
        options += f" --temperature {arguments.temperature}"
    if arguments.world:
        options += f" --world {arguments.world.name} --town {arguments.town} --every {arguments.every}"
    return options


def main() -> int:
    """Evaluate and print; 1 when fewer answers have the form than `--least`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=HELD_OUT // 1000)
    parser.add_argument("--temperature", choices=("greedy", "form"), default="greedy")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--least", type=float, default=0.0)
    parser.add_argument("--world", type=Path, help="take the prompts from the calls that this world recorded instead")
    parser.add_argument("--every", type=int, default=1, help="take only every n-th prompt")
    parser.add_argument("--town", default="", help="the town of that world: a folder's name in worlds/")
    parser.add_argument("--show", type=int, default=0, help="answers of each purpose to write to stderr")
    arguments = parser.parse_args()
    model = Model(arguments.model, arguments.threads)
    even = dict.fromkeys(sorted(SHARES), 3) | {"say": 1}
    tally, asked, valid, tokens, shown = Tally(), Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    wrong: list[str] = []
    began = time.monotonic()
    if arguments.world:
        town = load_town(arguments.town)
        sites = (Name("place", place.name) for place in town.places if place.level == "site")
        documents = recorded(arguments.world, (*(Name("person", member.short) for member in town.cast), *sites))
    else:
        documents = stream(arguments.seed, even)
    for document in islice(documents, 0, arguments.count * arguments.every, arguments.every):
        form = forms.load(document.purpose)
        said = model.answer(document, 2 * form.max_tokens, form.temperature if arguments.temperature == "form" else 0.0)
        good = judge(tally, document, said)
        asked[document.purpose] += 1
        valid[document.purpose] += good
        tokens[document.purpose] += said.tokens
        if not good:
            wrong.append(f"{document.purpose}: {said.raw}")
        if shown[document.purpose] < arguments.show:
            shown[document.purpose] += 1
            prompt = document.encoded.text.split("\n", 2)[2]
            sys.stderr.write(f"===== {document.purpose}\n{prompt}--- model\n{said.raw}--- teacher\n{document.answer}\n")
    seconds = time.monotonic() - began
    report = {
        "model": arguments.model.name,
        "command": _command(arguments),
        "prompts": sum(asked.values()),
        "temperature": arguments.temperature,
        "valid_form": round(sum(valid.values()) / sum(asked.values()), 4),
        "valid_form_by_purpose": {name: round(valid[name] / asked[name], 4) for name in sorted(asked)},
        "right": tally.shares(),
        "mean_tokens": {name: round(tokens[name] / asked[name], 1) for name in sorted(asked)},
        "mean_tokens_of_all": round(sum(tokens.values()) / sum(asked.values()), 1),
        "seconds_per_answer": round(seconds / sum(asked.values()), 3),
        "not_in_form": wrong[:20],
    }
    sys.stdout.write(json.dumps(report, indent=1, ensure_ascii=False) + "\n")
    return int(report["valid_form"] < arguments.least)


if __name__ == "__main__":
    sys.exit(main())
