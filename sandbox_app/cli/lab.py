"""Commands of the laboratory: `measure`, `survey`, `compare`."""

import argparse
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sandbox_app.cli.commands import Commands, asked_engines, engine_options
from sandbox_app.cli.output import DONE, print_json, say

if TYPE_CHECKING:
    from sandbox_app.lab.comparing import Life


def add(commands: Commands) -> None:
    """Add the commands of this family."""
    measure = commands.on_world("measure", _measure, "measure a world: who knows whom, who knows what, who came, how people feel")
    names = "density, diffusion, attendance, invented, centrality, friendship_paradox, mood, compatibility"
    measure.add_argument("names", metavar="NAME", nargs="+", help=names)
    measure.at()
    measure.add_argument("--topic", metavar="TEXT", help='what diffusion is about; other words for it after "|"')
    measure.add_argument("--place", metavar="NAME", help="where attendance is counted")
    measure.add_argument("--from", dest="start", metavar="T", help="from when attendance is counted")
    measure.add_argument("--to", dest="end", metavar="T", help="until when")

    survey = commands.on_world("survey", _survey, "put a questionnaire to some agents or all, as of any moment; answers as a table")
    survey.add_argument("file", type=Path, metavar="FILE", help="TOML: a table for each kind, with its questions = [...]")
    survey.add_argument("--agent", action="append", default=[], metavar="A", help="whom to ask, also several times; by default everybody")
    survey.at()
    survey.add_argument("--untrained", action="store_true", help="ask also a model that did not learn to be interviewed")
    survey.add_argument("-o", "--out", type=Path, metavar="FILE", help="write the table there, as CSV")
    engine_options(survey)

    compare = commands.add("compare", _compare, "show where two worlds part, and how everybody's life differs after that")
    compare.add_argument("a", type=Path, metavar="A")
    compare.add_argument("b", type=Path, metavar="B")
    compare.at("until when; by default until both have reached")
    compare.add_argument("--topic", metavar="TEXT", default="", help='also who knows of this; other words for it after "|"')


def _survey(options: argparse.Namespace) -> int:
    from sandbox_app.lab.survey import survey, write_table
    from sandbox_app.llm.engines import fewest_parameters, open_thinkers
    from sandbox_app.simulation.remembered import embedder_of
    from sandbox_app.simulation.thinkers import choose

    chosen = choose(options.world, asked_engines(options))
    with closing(open_thinkers(chosen.thinkers)) as engine, embedder_of(options.world) as embedder:
        report = survey(
            options.world,
            options.file,
            engine,
            embedder,
            agents=options.agent,
            at=options.at,
            untrained=options.untrained,
            parameters=fewest_parameters(chosen.thinkers),
        )
    if options.out:
        write_table(report, options.out)
    if options.json:
        print_json(report)
        return DONE
    say(f"{report['time']}, {report['answered']} of {len(report['rows'])} questions answered by {report['model']}:")
    for row in report["rows"]:
        say(f"{row['agent']:24} {row['question']}")
        say(f"{'':24} {row['answer'] or 'no answer: ' + row['error']}")
    return DONE


def _measure(options: argparse.Namespace) -> int:
    from sandbox_app.lab.measures import Asked, measure

    asked = Asked(options.topic, options.place, options.start, options.end)
    results = measure(options.world, options.names, at=options.at, asked=asked)
    if options.json:
        print_json(results)
        return DONE
    for name, result in results.items():
        value = result["value"]
        say(f"{name:20} {value:.3f}" if isinstance(value, float) else f"{name:20} {value}")
        for key, other in result.items():
            if key != "value" and isinstance(other, int | float | str):
                say(f"  {key:18} {other:.3f}" if isinstance(other, float) else f"  {key:18} {other}")
            elif isinstance(other, list) and other and isinstance(other[0], str):
                say(f"  {key:18} {', '.join(other)}")
    return DONE


def _compare(options: argparse.Namespace) -> int:
    from sandbox_app.lab.comparing import compare_worlds

    found = compare_worlds(options.a, options.b, at=options.at, topic=options.topic)
    if options.json:
        print_json(found)
        return DONE
    if found.parting is None:
        say(f"The same until {found.time}.")
    else:
        say(f"They part at {found.parting.time}; compared until {found.time}.")
        for side, event in (("A", found.parting.a), ("B", found.parting.b)):
            say(f"  {side}: {event['text'] if event else 'nothing'}")
    for life in found.agents:
        if not life.same:
            say(life.agent)
            _tell_life(life)
    return DONE


def _tell_life(life: "Life") -> None:
    from sandbox_app.lab.comparing import Side

    if life.knows is not None and life.knows.a != life.knows.b:
        say(f"  knows of {life.knows.what:24} {'yes' if life.knows.a else 'no':24} {'yes' if life.knows.b else 'no'}")
    minutes = [Side(f"at {row.what}", f"{row.a or 0} min", f"{row.b or 0} min") for row in life.places]
    talks = [Side(f"talks with {row.what}", row.a or 0, row.b or 0) for row in life.talks]
    relations = [Side(f"{row.what} is", row.a or "nobody", row.b or "nobody") for row in life.relations]
    for row in (*minutes, *talks, *relations):
        say(f"  {row.what:33} {row.a!s:24} {row.b}")
    for what, only in (("believes", life.beliefs), ("remembers", life.memories)):
        for side, texts in (("A", only.a), ("B", only.b)):
            for text in texts[-3:]:
                say(f"  only in {side} {what}: {text}")
