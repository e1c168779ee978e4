"""Commands that look into minds: `why`, `memory list|search|show`, `retrieve`, `interview`."""

import argparse
from contextlib import closing
from pathlib import Path
from typing import Any

from sandbox_app.cli import memories
from sandbox_app.cli.commands import Commands, asked_engines, engine_options, whole
from sandbox_app.cli.output import DONE, print_json, say


def add(commands: Commands) -> None:
    """Add the commands of this family."""
    why = commands.on_world("why", _why, "show why something happened: the thought, the memories, the causes, down to what was said")
    why.add_argument("event", type=whole, metavar="EVENT", help="the number of an event, as `events` gives it")

    memory = commands.family("memory", "see and change what agents remember")
    for name, does, text in (
        ("list", _memory_list, "memories, oldest first"),
        ("search", _memory_search, "memories that have all these words, best first"),
        ("show", _memory_show, "one memory, what it rests on and what rests on it"),
    ):
        one = memory.on_world(name, does, text)
        if name == "show":
            one.add_argument("memory", type=whole, metavar="MEMORY", help="the number of a memory")
        else:
            one.agent()
            one.add_argument("--kind", metavar="K", help="one kind, or several with commas")
        if name == "search":
            one.add_argument("words", metavar="WORDS")
        one.at()

    memories.add(memory)

    retrieve = commands.on_world("retrieve", _retrieve, "what an agent would remember for a question, with every score; leaves no trace")
    retrieve.add_argument("query", metavar="QUERY")
    retrieve.agent(required=True)
    retrieve.add_argument("--k", type=whole, default=30, help="how many; by default 30")
    retrieve.at()

    interview = commands.on_world("interview", _interview, "ask somebody, as of any moment; answers from memory and changes nothing")
    interview.add_argument("question", nargs="?", metavar="QUESTION")
    interview.agent("whom to ask; with --kinds or --file by default everybody")
    interview.at()
    interview.add_argument("--kinds", action="store_true", help="ask the five kinds of questions of the paper, five of each")
    interview.add_argument("--file", type=Path, metavar="FILE", help="ask the questions of a TOML file, a table for each kind")
    interview.add_argument("--without", default="", metavar="F", help="leave out the memories of these faculties, with commas")
    interview.add_argument("--untrained", action="store_true", help="ask also a model that did not learn to be interviewed")
    engine_options(interview)
    interview.set_defaults(wrong=interview.error)
    interview.intermixed = True


def _why(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.why import why

    found = why(options.world, options.event)
    if options.json:
        print_json(found)
        return DONE
    link: dict[str, Any] | None = found
    while link is not None:
        event, call = link["event"], link["call"]
        say(f"{event['time']}  {event['kind']:10} {event['text']}")
        if call is not None:
            say(f"    thought {call['id']} ({call['purpose']}, {call['model']}): {call['output'].strip()}")
            held = "".join(f", {count} {name}" for name, count in call["offered"].items())
            say(f"    from {call['tokens']['submitted']} tokens{held}")
        for row in link["retrieved"][:5]:
            say(f"    remembered ({row['score']:.2f}): {row['text']}")
        for row in link["promises"]:
            say(f"    promised: {row['text']}")
        link = link["cause"]
        if link is not None:
            say("  because of")
    for line in sorted(found["utterances"][:5], key=lambda line: int(line["id"])):
        say(f"said before, {line['time']}: {line['text']}")
    return DONE


def _memory_list(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.remembered import memories_of

    return _tell(options, memories_of(options.world, options.agent, options.at, kinds=options.kind))


def _memory_search(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.remembered import memories_of

    return _tell(options, memories_of(options.world, options.agent, options.at, kinds=options.kind, words=options.words))


def _tell(options: argparse.Namespace, rows: list[dict[str, Any]]) -> int:
    if options.json:
        print_json(rows)
        return DONE
    for row in rows:
        say(f"{row['id']:6} {row['time']}  {row['agent']:20} {row['kind']:8} {row['importance'] or 'unrated':>7}  {row['text']}")
    return DONE


def _memory_show(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.remembered import memory_of

    row = memory_of(options.world, options.memory, options.at)
    if options.json:
        print_json(row)
        return DONE
    say(f"{row['agent']}, {row['time']}, {row['kind']}, importance {row['importance'] or 'not rated yet'}: {row['text']}")
    if row["retired"]:
        say(f"  retired at {row['retired']}{', and memory {} took its place'.format(row['instead']) if row['instead'] else ''}")
    if row["event"]:
        say(f"  from event {row['cause']}: {row['event']}")
    for other in row["rests_on"]:
        say(f"  rests on {other['id']}: {other['text']}")
    for other in row["supports"]:
        say(f"  bears {other['id']}: {other['text']}")
    return DONE


def _retrieve(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.remembered import embedder_of, retrieve_of

    with embedder_of(options.world) as embedder:
        rows = retrieve_of(options.world, options.agent, options.query, options.k, options.at, embedder)
    if options.json:
        print_json(rows)
        return DONE
    say(" score = recency + importance + relevance")
    for row in rows:
        parts = f"{row['score']:6.3f} = {row['recency']:7.3f} + {row['importance']:10.3f} + {row['relevance']:9.3f}"
        say(f"{parts}  {row['kind']:8} {row['text']}")
    return DONE


def _interview(options: argparse.Namespace) -> int:
    from sandbox_app.llm.engines import fewest_parameters, open_thinkers
    from sandbox_app.simulation.interviewing import interview, kinds_of_questions, one_question
    from sandbox_app.simulation.remembered import embedder_of
    from sandbox_app.simulation.thinkers import choose

    many = options.kinds or options.file is not None
    if many == (options.question is not None) or not (many or options.agent):
        options.wrong('name somebody and a question (--agent Ada "What did you do?"), or ask many with --kinds or --file')
    questions = kinds_of_questions(options.file, options.agent) if many else one_question(options.agent, options.question)
    chosen = choose(options.world, asked_engines(options))
    without = tuple(part.strip() for part in options.without.split(",") if part.strip())
    with closing(open_thinkers(chosen.thinkers)) as engine, embedder_of(options.world) as embedder:
        report = interview(
            options.world,
            questions,
            engine,
            embedder,
            at=options.at,
            without=without,
            untrained=options.untrained,
            parameters=fewest_parameters(chosen.thinkers),
        )
    if options.json:
        print_json(report)
        return DONE
    say(f"{report['time']}, answered by {report['model']}:")
    for row in report["answers"]:
        kind = f" [{row['kind']}]" if row["kind"] else ""
        say(f"{row['agent']}{kind} {row['question']}")
        say(f"    {row['answer'] or 'no answer: ' + row['error']}")
        for found in row["evidence"][: 2 if many else 8]:
            say(f"        ({found['score']:.2f}) {found['text']}")
    return DONE
