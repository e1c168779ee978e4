"""The command line: everything the window can do, without it.

Exit: 0 done; 2 wrong usage; 3 a problem the person can act on, said in one line; 1 a bug.
"""

import argparse
import contextlib
import errno
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import msgspec

from sandbox_app import __version__
from sandbox_app.errors import Problem
from sandbox_app.log import log_bug

DONE, BUG, PROBLEM = 0, 1, 3
ACTIONABLE = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.ENAMETOOLONG)
"""What the system refuses and a person can do something about."""
COMMANDS = ("open", "new", "run", "state", "events", "check", "screenshot", "bench")


def _print_json(value: Any) -> None:
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


# -- commands ----------------------------------------------------------------------------------------------------


def _open(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.create import create_world_file
    from sandbox_app.ui.app import run

    def runner(world: Path) -> list[str]:
        command = [
            sys.executable,
            "-m",
            "sandbox_app.simulation.runner",
            str(world),
            "--engine",
            options.engine,
            "--model-host",
            options.model_host,
        ]
        return [*command, "--model", str(options.model)] if options.model else command

    return run(options.world, runner_command=runner, new_sample=lambda path: create_world_file(path, SAMPLE_TOWN), play=options.play)


SAMPLE_TOWN = "alderwick"
"""The town of the sample world."""


def _new(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.create import create_world_file
    from sandbox_app.town.load import load_town, towns

    if options.list:
        rows = [
            {"name": name, "title": town.title, "agents": len(town.cast), "places": len(town.places), "things": len(town.things)}
            for name in towns()
            for town in [load_town(name)]
        ]
        if options.json:
            _print_json(rows)
        else:
            for row in rows:
                _say(f"{row['name']:12} {row['title']}: {row['agents']} agents, {row['places']} places, {row['things']} things")
        return DONE
    if options.world is None or options.town is None:
        options.wrong("say where to put the world and which town: sandbox-app new my.world --town NAME (--list shows the towns)")
    create_world_file(options.world, options.town, agents=options.agents, seed=options.seed, start=_start(options))
    town = load_town(options.town)
    agents = options.agents or len(town.cast)
    if options.json:
        _print_json({"world": str(options.world), "town": town.name, "title": town.title, "agents": agents, "seed": options.seed})
    else:
        _say(f"{options.world}: {town.title} with {agents} agents. Next: sandbox-app run {options.world} --for 6h")
    return DONE


def _start(options: argparse.Namespace) -> str:
    from datetime import datetime

    if options.start is None:
        return ""
    try:
        return datetime.fromisoformat(options.start).strftime("%Y-%m-%dT%H:%M")
    except ValueError as error:
        raise Problem(f"{options.start!r} is not a time to begin at; write it like '2026-02-13 06:00'.") from error


def _run(options: argparse.Namespace) -> int:
    from sandbox_app.llm.engines import open_embedder, open_engine
    from sandbox_app.simulation.run import run_until, until_step
    from sandbox_app.simulation.session import Session

    with contextlib.closing(open_engine(options.engine, options.model, options.model_host)) as engine:
        session = Session(options.world, engine, open_embedder(), options.seed)
        with contextlib.closing(session):
            until = until_step(session, options.duration, options.until)
            with _stopping() as stop:
                report = run_until(session, until, options.engine, _bar(session.step, until), stop)
    if options.json:
        _print_json(report)
        return DONE
    calls = report.calls
    _say(f"{report.world}: {report.steps} steps ({report.sim_seconds / 3600:.1f} simulated hours) in {report.wall_seconds:.0f} s.")
    _say(f"{report.agents} agents, {calls['total']} thoughts by {report.model}, {calls['failed']} of them failed.")
    _say("What happened: " + ", ".join(f"{count} {kind}" for kind, count in sorted(report.events.items())))
    for error in report.errors:
        _say(f"  failed: {error}")
    return DONE


@contextlib.contextmanager
def _stopping() -> Iterator[Callable[[], bool]]:
    """Give a function that says whether Ctrl+C (or a polite kill) asked to stop; a second one stops at once."""
    asked: list[int] = []

    def ask(number: int, frame: FrameType | None) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)
        sys.stderr.write("\nStopping after the step in flight; press Ctrl+C again to stop at once.\n")

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: bool(asked)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _bar(first: int, until: int) -> Callable[[int], None]:
    """Return a progress report for standard error: a bar with the time left, on a terminal alone."""
    began = time.monotonic()
    shown = [0.0]

    def show(step: int) -> None:
        now = time.monotonic()
        if not sys.stderr.isatty() or (now - shown[0] < 0.2 and step < until):
            return
        shown[0] = now
        part = (step - first) / max(until - first, 1)
        left = (now - began) * (1 - part) / part if part else 0
        sys.stderr.write(f"\r[{'#' * int(30 * part):30}] {100 * part:3.0f}%  {left:4.0f} s left ")
        if step >= until:
            sys.stderr.write("\n")
        sys.stderr.flush()

    return show


def _state(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.questions import state_of

    state = state_of(options.world, options.at, options.agent)
    if options.json:
        _print_json(state)
        return DONE
    _say(state["time"])
    for agent in state["agents"]:
        _say(f"{agent['name']:24} {agent['place']:32} {agent['activity']} ({agent['mood']})")
    for thing in state["things"]:
        _say(f"the {thing['name']} ({thing['place']}) is {thing['state']}")
    return DONE


def _events(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.questions import events_of

    events = events_of(options.world, start=options.start, end=options.end, agent=options.agent, kind=options.kind, search=options.search)
    if options.json:
        _print_json(events)
        return DONE
    for event in events:
        _say(f"{event['time']}  {event['kind']:13} {event['text']}")
    return DONE


def _check(options: argparse.Namespace) -> int:
    from sandbox_app.worldfile.check import check

    findings = check(options.world)
    if options.json:
        rows = [{"what": found.what, "where": found.where, "fixable": found.fixable} for found in findings]
        _print_json({"ok": not findings, "problems": rows})
    elif not findings:
        _say(f"{options.world} is whole.")
    else:
        for found in findings:
            _say(f"{found.where}: {found.what}")
    return PROBLEM if findings else DONE


def _screenshot(options: argparse.Namespace) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from sandbox_app.ui.shot import screenshot

    screenshot(
        options.world,
        options.output,
        at=options.at,
        panel=options.panel,
        agent=options.agent,
        size=_size(options.size),
        theme=options.theme,
    )
    if options.json:
        _print_json({"file": str(options.output)})
    else:
        _say(f"{options.output} shows {options.world}.")
    return DONE


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    if not (width.isdecimal() and height.isdecimal() and 320 <= int(width) <= 8192 and 240 <= int(height) <= 8192):
        raise Problem(f"{text!r} is not a size; write it like 1600x1000 (320x240 to 8192x8192).")
    return int(width), int(height)


def _bench_simulation(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.bench import bench_simulation

    figures = bench_simulation(options.town, options.agents, options.steps)
    if options.json:
        _print_json(figures)
        return DONE
    limits = figures["limits"]
    _say(f"{figures['agents']} agents, {figures['steps']} steps, routines only, writing included:")
    _say(f"  {figures['us_per_agent_step']:.2f} us per agent and step (limit {limits['us_per_agent_step']:.0f})")
    _say(f"  a step: median {figures['step_p50_ms']:.2f} ms, p99 {figures['step_p99_ms']:.2f} ms (limit {limits['step_p99_ms']:.0f})")
    _say(f"  merely looking at each agent in Python: {figures['baseline_us_per_agent_step']:.2f} us")
    return DONE


def _bench_engine(options: argparse.Namespace) -> int:
    from sandbox_app.llm.bench import bench_engine
    from sandbox_app.llm.engines import default_model

    figures = bench_engine(
        options.model or default_model(),
        requests=options.requests,
        prefix=options.prefix,
        suffix=options.suffix,
        generate=options.generate,
        threads=len(os.sched_getaffinity(0)),
    )
    if options.json:
        _print_json(figures)
        return DONE
    alone, warm, ours, limit = figures.sequential, figures.sequential_prefix, figures.batched, figures.limit
    _say(f"{figures.model}, {figures.requests} requests on {figures.threads} processors, requests per second:")
    _say(f"  one after the other {alone.requests_per_s:.1f}, with the shared part warm {warm.requests_per_s:.1f}")
    _say(f"  this engine {ours.requests_per_s:.1f}, the same work with no queue {limit.requests_per_s:.1f}")
    _say(f"  {figures.ratio:.2f} times one after the other, {figures.ratio_prefix:.2f} times warm, {figures.efficiency:.0%} of the limit")
    return DONE


# -- usage -------------------------------------------------------------------------------------------------------


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    top = argparse.ArgumentParser(
        prog="sandbox-app",
        description="Town Sandbox: a small town of language-model agents. Without a command the window opens.",
        epilog='Times are "day 2 14:00", "2026-02-14 14:00" or a step; durations 90m, 6h, 2d.',
    )
    top.add_argument("--version", action="version", version=f"Town Sandbox {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")

    def add(name: str, does: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text)
        made.set_defaults(does=does)
        if name != "open":
            made.add_argument("--json", action="store_true", help="print one JSON value and nothing else")
        return made

    window = add("open", _open, "open the window, on a world or on the welcome page")
    window.add_argument("world", nargs="?", type=Path)
    window.add_argument("--play", action="store_true", help="let it live at once")
    _engine_options(window)

    new = add("new", _new, "make a new world from a town")
    new.add_argument("world", nargs="?", type=Path)
    new.add_argument("--town", help="a town that ships, or a folder with a town.tmj")
    new.add_argument("--agents", type=int, help="how many of its people; by default all")
    new.add_argument("--seed", type=int, default=1)
    new.add_argument("--start", help="when it begins, like '2026-02-13 06:00'")
    new.add_argument("--list", action="store_true", help="show the towns that ship")
    new.set_defaults(wrong=new.error)

    run = add("run", _run, "let a world live, without a window")
    run.add_argument("world", type=Path)
    how_long = run.add_mutually_exclusive_group(required=True)
    how_long.add_argument("--for", dest="duration", metavar="D", help="for so long: 90m, 6h, 2d")
    how_long.add_argument("--until", metavar="T", help="until this time")
    run.add_argument("--seed", type=int, help="of the thoughts; by default the world's")
    _engine_options(run)

    state = add("state", _state, "show a world as it was")
    state.add_argument("world", type=Path)
    state.add_argument("--at", metavar="T", help="when; by default now")
    state.add_argument("--agent", metavar="A")

    events = add("events", _events, "show what happened, oldest first")
    events.add_argument("world", type=Path)
    events.add_argument("--from", dest="start", metavar="T")
    events.add_argument("--to", dest="end", metavar="T")
    events.add_argument("--agent", metavar="A")
    events.add_argument("--kind", metavar="K", help="one kind, or several with commas")
    events.add_argument("--search", metavar="TEXT")

    check = add("check", _check, "see whether a world file is whole; never writes to it")
    check.add_argument("world", type=Path)

    shot = add("screenshot", _screenshot, "draw the real window into a picture, without a screen")
    shot.add_argument("world", type=Path)
    shot.add_argument("--at", metavar="T")
    shot.add_argument("--panel", metavar="NAME")
    shot.add_argument("--agent", metavar="A")
    shot.add_argument("--size", default="1600x1000")
    shot.add_argument("--theme", choices=("light", "dark"), default="light")
    shot.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.png")

    _add_bench(commands.add_parser("bench", help="measure the program itself", description="Measure the program itself."))
    return top


def _add_bench(bench: argparse.ArgumentParser) -> None:
    kinds = bench.add_subparsers(dest="what", metavar="WHAT", required=True)
    simulation = kinds.add_parser("simulation", help="what a step costs when nobody thinks, writing included")
    simulation.set_defaults(does=_bench_simulation)
    simulation.add_argument("--agents", type=int, default=1000)
    simulation.add_argument("--steps", type=int, default=2000)
    simulation.add_argument("--town", default=SAMPLE_TOWN)
    engine = kinds.add_parser("engine", help="how fast thoughts are answered, next to one after the other")
    engine.set_defaults(does=_bench_engine)
    engine.add_argument("--model", type=Path, metavar="FILE", help="a GGUF file; by default the demo model that ships")
    for name, default in (("requests", 25), ("prefix", 600), ("suffix", 120), ("generate", 60)):
        engine.add_argument(f"--{name}", type=int, default=default)
    for kind in (simulation, engine):
        kind.add_argument("--json", action="store_true", help="print one JSON value and nothing else")


def _engine_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--engine", choices=("llama", "scripted"), default="llama", help="what thinks; by default a local model")
    command.add_argument("--model", type=Path, metavar="FILE", help="a GGUF file; by default the demo model that ships")
    command.add_argument(
        "--model-host",
        choices=("process", "thread"),
        default="process",
        help="where the model lives: in a process of its own, or in this one",
    )


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or (given[0] not in COMMANDS and not given[0].startswith("-")):
        given.insert(0, "open")
    options = parser().parse_args(given)
    try:
        status = int(options.does(options))
        sys.stdout.flush()
    except Problem as problem:
        return _tell(problem.sentence)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read our output is gone; nothing is left to say
        return DONE
    except Exception as error:  # noqa: BLE001 - the last place where a bug can be told to a person
        if isinstance(error, OSError) and error.errno in ACTIONABLE:
            return _tell(f"{error.filename or 'What was asked for'}: {error.strerror}; choose another place.")
        sys.stderr.write(f"sandbox-app: this is a fault in the program ({type(error).__name__}); {log_bug(error)} has the details.\n")
        return BUG
    else:
        return status


def _tell(sentence: str) -> int:
    sys.stderr.write(f"sandbox-app: {sentence}\n")
    return PROBLEM
