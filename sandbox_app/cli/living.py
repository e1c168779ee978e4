"""The command that lets a world live: `run`."""

import argparse
import contextlib
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from sandbox_app.cli.commands import Commands, asked_engines, engine_options
from sandbox_app.cli.output import DONE, print_json, say, warn
from sandbox_app.errors import Problem

if TYPE_CHECKING:
    from sandbox_app.simulation.run import Report
    from sandbox_app.simulation.session import Session


def add(commands: Commands) -> None:
    """Add the commands of this family."""
    run = commands.on_world("run", _run, "let a world live, without a window")
    how_long = run.add_mutually_exclusive_group()
    how_long.add_argument("--for", dest="duration", metavar="D", help="for so long: 90m, 6h, 2d")
    how_long.add_argument("--until", metavar="T", help="until this time")
    run.add_argument("--seed", type=int, help="of the thoughts; by default the world's")
    engine_options(run, tape=True)
    run.add_argument(
        "--tape",
        type=Path,
        metavar="OTHER",
        help="with --engine tape: the world whose recorded answers are given again, by default the one of which WORLD is a fork; "
        "where there is no WORLD yet, it begins as OTHER did; how long: by default as long as the record goes",
    )
    run.set_defaults(wrong=run.error)


def _run(options: argparse.Namespace) -> int:
    if options.engine == "tape" or options.tape is not None:
        return _run_tape(options)
    if options.duration is None and options.until is None:
        options.wrong("one of the arguments --for --until is required")
    from sandbox_app.simulation.opened import open_to_live
    from sandbox_app.simulation.questions import said_to_visitors
    from sandbox_app.simulation.run import run_until, until_step
    from sandbox_app.simulation.thinkers import choose
    from sandbox_app.worldfile.placing import network_warning

    warn(network_warning(options.world))
    asked = asked_engines(options)
    chosen = choose(options.world, asked)
    with open_to_live(options.world, chosen, seed=options.seed, keep=asked.says_which) as session:
        first, until = session.step, until_step(session, options.duration, options.until)
        with _stopping() as stop:
            _read_anew(session, stop)
            report = run_until(session, until, chosen.thinkers.everything.kind, _bar(session.step, until), stop)
    if options.json:
        print_json(report)
        return DONE
    _tell(report)
    for line in said_to_visitors(options.world, first):
        say(line)
    return DONE


def _run_tape(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.retaking import retake

    given = [name for name in ("model", "role", "server", "seed") if getattr(options, name)]
    if options.engine not in (None, "tape") or given:
        options.wrong("--tape gives recorded answers; nothing else thinks then (no --engine but tape, --model, --role, --server, --seed)")
    bars: list[Callable[[int], None]] = []

    def progress(first: int, step: int, until: int) -> None:
        if not bars:
            bars.append(_bar(first, until))
        bars[0](step)

    with _stopping() as stop:
        report = retake(options.world, options.tape, duration=options.duration, until=options.until, progress=progress, stop=stop)
    if options.json:
        print_json(report)
        return DONE
    _tell(report)
    say(report.parting.sentence if report.parting else f"Nothing differs from {report.tape}.")
    return DONE


def _tell(report: "Report") -> None:
    calls = report.calls
    say(f"{report.world}: {report.steps} steps ({report.sim_seconds / 3600:.1f} simulated hours) in {report.wall_seconds:.0f} s.")
    say(f"{report.agents} agents, {calls['total']} thoughts by {report.model}, {calls['failed']} of them failed.")
    say("What happened: " + ", ".join(f"{count} {kind}" for kind, count in sorted(report.events.items())))
    for error in report.errors:
        say(f"  failed: {error}")


def _read_anew(session: "Session", stop: Callable[[], bool]) -> None:
    """Let a world get the vectors that its embedding model lacks before it lives, with a bar."""
    if not session.unread or stop():
        return
    sys.stderr.write(f"First, {session.reading}; what is done is kept when it is stopped.\n")
    all_of_them = len(session.unread)
    bar = _bar(0, all_of_them)

    def meanwhile() -> None:
        bar(all_of_them - len(session.unread))
        if stop() and session.unread:
            raise Problem(f"Stopped; {len(session.unread):,} memories are left to be read anew by the same command.")

    session.read_anew(meanwhile)


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
