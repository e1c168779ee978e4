"""Interviews: questions from outside the town, answered from an agent's memory as of any moment; nothing in the world changes.

The five kinds of questions and the fifty memories are those of the evaluation of "Generative Agents" (Park et al., 2023,
section 6.1); leaving faculties out of the memory gives its ablations (section 6.2) on one and the same life.
"""

import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

import msgspec
from msgspec import Struct

from sandbox_app.errors import Problem
from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.forms import render
from sandbox_app.llm.request import Embedder, Engine, Name, Request
from sandbox_app.mind.ablation import FACULTIES, kinds_of
from sandbox_app.mind.budget import Budget, budget, fits, fitted
from sandbox_app.mind.meaning import known, meaning
from sandbox_app.mind.memory import Recalled
from sandbox_app.mind.mind import persona_of, when_of
from sandbox_app.mind.nearness import marked, near_from, reminders, unmarked
from sandbox_app.mind.retrieval import for_a_question
from sandbox_app.mind.waiting import Thought
from sandbox_app.mind.words import bounded
from sandbox_app.resources import assets
from sandbox_app.simulation.description import Description, describe
from sandbox_app.simulation.named import hearer_of, names_in
from sandbox_app.simulation.questions import agent_named, step_named
from sandbox_app.simulation.remembered import stream_at
from sandbox_app.simulation.thinking import ATTEMPTS, Pending, Thoughts, seed_of
from sandbox_app.town.clock import Clock
from sandbox_app.worldfile.reader import WorldReader

PURPOSE = "interview"
LONGEST_QUESTION = 300


class Question(Struct, frozen=True):
    """A question to one agent; `kind` is the kind of questions it belongs to, or ""."""

    agent: int
    text: str
    kind: str = ""


class Prepared(Struct):
    """A question with what is told for it, and the memories that are offered, best first."""

    question: Question
    facts: f.Interview
    evidence: list[Recalled]


def interview(
    path: Path,
    questions: Callable[[WorldReader, Description, int], Sequence[Question]],
    engine: Engine,
    embedder: Embedder,
    *,
    at: str | None = None,
    without: Sequence[str] = (),
    untrained: bool = False,
    parameters: int = 0,
) -> dict[str, Any]:
    """Ask agents and return their answers with the memories offered for each, as `interview --json` prints them.

    Args:
        questions: gives the questions, from the world as it is read.
        without: faculties whose memories the agents do without.
        untrained: ask also a model that never learned this form.
        parameters: of the model, 0 where nobody knows; what is offered suits it.

    Raises:
        Problem: the file, the time, an agent or a faculty is not right, or the model did not learn to be interviewed.
    """
    if not untrained and not engine.knows(PURPOSE):
        raise Problem(
            f"The model {engine.name} did not learn to be interviewed; name another with --model, take --engine scripted,"
            " or let it try with --untrained."
        )
    for faculty in without:
        if faculty not in FACULTIES:
            raise Problem(f"There is no faculty {faculty!r} to leave out; there are {', '.join(FACULTIES)}.")
    with WorldReader(path) as reader:
        now = describe(reader)
        step = step_named(now, reader, at)
        world = describe(reader, step)
        room = budget(world.settings, engine.context, parameters)
        asked = list(prepared(reader, world, step, questions(reader, world, step), room, embedder, without))
    thoughts = _ask_all(asked, Thoughts(engine, names_in(world.town, world.cast), world.seed), step)
    return {
        "time": world.clock.words(step),
        "step": step,
        "model": engine.name,
        "without": list(without),
        "answers": [_words(world, one, thought) for one, thought in zip(asked, thoughts, strict=True)],
    }


def one_question(agent: str, text: str) -> Callable[[WorldReader, Description, int], Sequence[Question]]:
    """Return what gives a single question to a single agent.

    Raises:
        Problem: the question is empty.
    """
    if not text.strip():
        raise Problem("Say what to ask.")
    return lambda reader, world, step: [Question(agent_named(reader, agent), bounded(text, LONGEST_QUESTION))]


def kinds_of_questions(file: Path | None, agent: str | None) -> Callable[[WorldReader, Description, int], Sequence[Question]]:
    """Return what gives all questions of a file to one agent or to all, with the names of the world filled in.

    Args:
        file: TOML, a table per kind with its `questions`; by default the five kinds that ship.

    Raises:
        Problem: the file cannot be read.
    """
    source = file or Path(str(assets("interviews", "five_kinds.toml")))
    try:
        kinds = msgspec.convert(tomllib.loads(source.read_text(encoding="utf-8")), dict[str, dict[str, list[str]]])
        lines = [(kind, text) for kind, table in kinds.items() for text in table["questions"]]
    except (OSError, ValueError, KeyError, msgspec.ValidationError) as error:
        raise Problem(f"{source} has no questions: {error}; it needs a table for each kind with `questions = [...]`.") from error
    if not lines:
        raise Problem(f"{source} has no questions; it needs a table for each kind with `questions = [...]`.")

    def give(reader: WorldReader, world: Description, step: int) -> Sequence[Question]:
        everybody = [one for one, member in enumerate(world.cast, 1) if not member.visitor]
        agents = everybody if agent is None else [agent_named(reader, agent)]
        found = []
        for one in agents:
            names = _names_for(reader, world, one, step)
            for kind, text in lines:
                try:
                    found.append(Question(one, text.format_map(names), kind))
                except KeyError:
                    continue  # nobody in this agent's life is of that kind
        return found

    return give


def _names_for(reader: WorldReader, world: Description, agent: int, step: int) -> dict[str, str]:
    """Return whom and what the questions to an agent name; what there is not is left out."""
    ties = {row.about_id: row.value for row in reader.beliefs(agent, step) if row.kind == "relation" and row.about_id}
    near = sorted(ties, key=lambda other: (-ties[other], other))
    people = [other for other, one in enumerate(world.cast, 1) if not one.visitor]
    strangers = [other for other in people if other != agent and other not in ties]
    member = world.cast[agent - 1]
    names = {"place": member.workplace or member.home}
    if near:
        names["friend"] = world.cast[near[0] - 1].short
        names["known"] = world.cast[near[min(1, len(near) - 1)] - 1].short
    if strangers:
        names["other"] = world.cast[strangers[agent % len(strangers)] - 1].name
    return names


def prepared(
    reader: WorldReader,
    world: Description,
    step: int,
    questions: Sequence[Question],
    room: Budget,
    embedder: Embedder,
    without: Sequence[str] = (),
) -> Iterator[Prepared]:
    """Yield questions as they are put to agents as of a step, each with as many memories as there is room for.

    Raises:
        Problem: one is to somebody who has no mind here.
    """
    kinds = kinds_of(without)
    stream, of, now = None, 0, _now(world.clock, step)
    for question in questions:
        if question.agent > len(world.cast) or world.cast[question.agent - 1].visitor:
            raise Problem("A visitor has no mind here that could be asked; ask somebody who lives in the town.")
        if stream is None or of != question.agent:
            stream, of = stream_at(reader, world, question.agent, step, embedder), question.agent
        found = stream.retrieve(embedder.embed([question.text])[0], step, room.interview, for_a_question(world.settings), without=kinds)
        selves = [row.text for row in stream.latest(1, kinds=["self"])] if "self" not in kinds else []
        memories = reminders(
            found,
            near_from(embedder.embed),
            lambda row: f.Memory(bounded(row.text, 200), when_of(world.clock, row.created_step, step), row.kind),
        )
        meant = ""
        if room.guided:
            hearer = hearer_of(world.town, world.cast, question.agent)
            meant = meaning(question.text, hearer, embedder.embed, known(embedder.name, embedder.embed), marked(found, memories))
        facts = f.Interview(
            town=world.town.title,
            me=persona_of(world.cast[question.agent - 1], selves[0] if selves else "", now),
            now=now,
            question=question.text,
            memories=unmarked(memories) if meant else memories,
            meant=meant,
        )
        yield Prepared(question, facts, found)


def request_of(one: Prepared, names: tuple[Name, ...], world_seed: int, step: int, context: int) -> Request:
    """Return what a model is asked for a question; the same question to the same person at the same step has the same seed."""
    seed = seed_of(world_seed, one.question.agent, PURPOSE, step, crc32(one.question.text.encode()) * ATTEMPTS)
    request = render(one.facts, names=names, agent=one.question.agent, seed=seed)
    return request if fits(request, context) else render(fitted(one.facts, context), names=names, agent=one.question.agent, seed=seed)


def _now(clock: Clock, step: int) -> f.Now:
    return f.Now(clock.day(step), clock.weekday(step), clock.date(step), clock.hhmm(step), "", "")


def _ask_all(asked: Sequence[Prepared], thoughts: Thoughts, step: int) -> list[Pending]:
    """Ask everything at once and wait; the same question has the same seed, whatever else is asked.

    Raises:
        Problem: the engine can answer nothing at present.
    """
    found = [thoughts.ask(one.question.agent, crc32(one.question.text.encode()), Thought(one.facts, step), step) for one in asked]

    def check() -> None:
        if thoughts.unavailable:
            raise Problem(thoughts.unavailable)

    thoughts.wait(step, check)
    return found


def _words(world: Description, one: Prepared, thought: Pending) -> dict[str, Any]:
    last = thought.attempts[-1]
    done, answer = last.completion, last.answer
    return {
        "agent": world.cast[one.question.agent - 1].name,
        "kind": one.question.kind,
        "question": one.question.text,
        "answer": answer.text if isinstance(answer, a.Interview) else "",
        "error": last.error,
        "evidence": [
            {
                "memory": found.row.id,
                "kind": found.row.kind,
                "text": found.row.text,
                "recency": found.scores.recency,
                "importance": found.scores.importance,
                "relevance": found.scores.relevance,
                "score": found.scores.score,
            }
            for found in one.evidence
        ],
        "call": {
            "purpose": PURPOSE,
            "prompt": last.request.prompt,
            "output": done.text if done else "",
            "seconds": done.seconds if done else 0.0,
            "tokens": {name: getattr(done, name) if done else 0 for name in ("submitted", "computed", "generated")},
        },
    }
