"""Commands that exchange with other programs: `import`, and `export` of traces, a transcript, memories, a network, events."""

import argparse
from pathlib import Path
from typing import Any

from sandbox_app.cli.commands import Commands, author
from sandbox_app.cli.output import DONE, print_json, say


def add(commands: Commands) -> None:
    """Add the commands of this family."""
    arriving = commands.on_world(
        "import", _import, "let people of character cards and Stanford agent folders move into a world that has not begun"
    )
    arriving.add_argument("files", type=Path, nargs="+", metavar="FILE")
    arriving.add_argument("--preview", action="store_true", help="only show who would come")
    arriving.add_argument(
        "--fork", type=Path, metavar="NEW", help="into a new world that begins as this one did; for a world that lives already"
    )

    export = commands.family("export", "write what a world holds as files for other programs")

    traces = export.on_world(
        "traces", _traces, "every thought with its prompt and answer as chat-format JSONL, to tune a model on this town"
    )
    traces.add_argument("-o", "--out", type=Path, required=True, metavar="FILE", help="a .jsonl file; corrections go beside it as .pairs")
    traces.agent()
    traces.add_argument("--purpose", metavar="P", help="one kind of thought, like say or day_plan")
    traces.add_argument("--by", metavar="MODEL", help="only what this model answered")
    traces.span()

    transcript = export.on_world("transcript", _transcript, "what was said, by day and place, as Markdown")
    memories = export.on_world("memories", _memories, "what is remembered, as CSV, or as JSON where FILE ends in .json or .jsonl")
    network = export.on_world("network", _network, "who is what to whom, and who talked with whom, over time, as GraphML")
    events = export.on_world("events", _events, "the record as JSON lines")
    for command in (transcript, memories, network, events):
        command.add_argument("-o", "--out", type=Path, required=True, metavar="FILE")
    for command in (transcript, events):
        command.span()
    for command in (memories, network):
        command.at()
    for command in (transcript, memories, events):
        command.agent()
    events.add_argument("--kind", metavar="K", help="one kind, or several with commas")


def _traces(options: argparse.Namespace) -> int:
    from sandbox_app.lab.exporting.traces import Wanted, export_traces

    wanted = Wanted(options.agent, options.purpose, options.by, options.start, options.end)
    written = export_traces(options.world, options.out, wanted)
    if options.json:
        print_json(written)
        return DONE
    say(f"{written['traces']} thoughts are in {written['file']}.")
    if written["pairs"]:
        say(f"{written['pairs']} answers that you changed are in {written['pairs_file']}, each with what was said before.")
    return DONE


def _transcript(options: argparse.Namespace) -> int:
    from sandbox_app.lab.exporting.transcript import export_transcript

    written = export_transcript(options.world, options.out, start=options.start, end=options.end, agent=options.agent)
    return _told(options, written, f"{written['lines']} lines of {written['talks']} talks are in {written['file']}.")


def _memories(options: argparse.Namespace) -> int:
    from sandbox_app.lab.exporting.record import export_memories

    written = export_memories(options.world, options.out, at=options.at, agent=options.agent)
    return _told(options, written, f"{written['memories']} memories of {written['agents']} agents are in {written['file']}.")


def _network(options: argparse.Namespace) -> int:
    from sandbox_app.lab.exporting.network import export_network

    written = export_network(options.world, options.out, options.at)
    said = f"{written['agents']} agents, {written['relations']} relations and {written['talks']} talks are in {written['file']}."
    return _told(options, written, said)


def _events(options: argparse.Namespace) -> int:
    from sandbox_app.lab.exporting.record import export_events

    written = export_events(options.world, options.out, start=options.start, end=options.end, agent=options.agent, kind=options.kind)
    return _told(options, written, f"{written['events']} events are in {written['file']}.")


def _told(options: argparse.Namespace, written: dict[str, Any], said: str) -> int:
    if options.json:
        print_json(written)
    else:
        say(said)
    return DONE


def _import(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.importing.moving_in import import_people

    came = import_people(options.world, options.files, author(), preview=options.preview, fork=options.fork)
    if options.json:
        print_json(came)
        return DONE
    for one in came["people"]:
        say(f"{one['name']}, {one['age']}, {one['job']}, {'would move' if came['preview'] else 'moves'} into {one['home']}")
        say(f"    {', '.join(one['traits'])}. {one['identity']}")
        made_up = f"; the file does not tell {', '.join(one['assumed'])}" if one["assumed"] else ""
        say(f"    {one['memories']} memories, from {one['file']}{made_up}")
    return DONE
