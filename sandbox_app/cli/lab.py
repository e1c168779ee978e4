"""Commands of the laboratory: `measure`, `survey`."""

import argparse
from contextlib import closing
from pathlib import Path

from sandbox_app.cli.commands import Commands, asked_engines, engine_options
from sandbox_app.cli.output import DONE, print_json, say


def add(commands: Commands) -> None:
    """Add the commands of this family."""
    measure = commands.add("measure", _measure, "measure a world: who knows whom, who knows what, who came, how people feel")
    measure.add_argument("world", type=Path)
    names = "density, diffusion, attendance, invented, centrality, friendship_paradox, mood, compatibility"
    measure.add_argument("names", metavar="NAME", nargs="+", help=names)
    measure.add_argument("--at", metavar="T", help="when; by default now")
    measure.add_argument("--topic", metavar="TEXT", help='what diffusion is about; other words for it after "|"')
    measure.add_argument("--place", metavar="NAME", help="where attendance is counted")
    measure.add_argument("--from", dest="start", metavar="T", help="from when attendance is counted")
    measure.add_argument("--to", dest="end", metavar="T", help="until when")

    survey = commands.add("survey", _survey, "put a questionnaire to some agents or all, as of any moment; answers as a table")
    survey.add_argument("world", type=Path)
    survey.add_argument("file", type=Path, metavar="FILE", help="TOML: a table for each kind, with its questions = [...]")
    survey.add_argument("--agent", action="append", default=[], metavar="A", help="whom to ask, also several times; by default everybody")
    survey.add_argument("--at", metavar="T", help="as it was then; by default now")
    survey.add_argument("--untrained", action="store_true", help="ask also a model that did not learn to be interviewed")
    survey.add_argument("-o", "--out", type=Path, metavar="FILE", help="write the table there, as CSV")
    engine_options(survey)


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
