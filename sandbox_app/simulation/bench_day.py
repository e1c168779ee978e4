"""`bench day`: the same day lived twice, with thoughts asked ahead of when they are needed, and step by step."""

import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from sandbox_app.llm.engines import default_embedding, open_embedder
from sandbox_app.llm.request import Engine
from sandbox_app.mind.settings import Settings
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.run import Report, run_until, until_step
from sandbox_app.simulation.session import Session

LEAST_IN_FLIGHT = 4.0
LEAST_FASTER = 1.2


def bench_day(town: str, engine: Callable[[], Engine], *, agents: int | None, duration: str) -> dict[str, Any]:
    """Live a stretch of a new world's first day twice, each time with a fresh engine; return both sides and their ratio.

    Args:
        engine: opens one. duration: how long it is lived, from when all wake, like "1d".

    Raises:
        Problem: the town, the number of agents or a time cannot be.
    """
    ahead = _live(town, engine, agents, duration, ahead=True)
    alone = _live(town, engine, agents, duration, ahead=False)
    return {
        "model": ahead.model,
        "agents": ahead.agents,
        "sim_seconds": ahead.sim_seconds,
        "ahead": _side(ahead),
        "step_by_step": _side(alone),
        "faster": alone.wall_seconds / ahead.wall_seconds,
        "limits": {"in_flight": LEAST_IN_FLIGHT, "faster": LEAST_FASTER},
    }


def _live(town: str, engine: Callable[[], Engine], agents: int | None, duration: str, *, ahead: bool) -> Report:
    with tempfile.TemporaryDirectory() as folder, closing(engine()) as opened:
        path = Path(folder, "bench.world")
        create_world_file(path, town, agents=agents, settings=Settings(ahead=ahead))
        with (
            closing(open_embedder(str(default_embedding()))) as embedder,
            closing(Session(path, opened, embedder)) as session,
        ):
            return run_until(session, until_step(session, duration, None), "llama")


def _side(report: Report) -> dict[str, Any]:
    return {
        "wall_seconds": report.wall_seconds,
        "in_flight": report.thinking.in_flight,
        "busy_seconds": report.thinking.busy_seconds,
        "waited_seconds": report.thinking.waited_seconds,
        "longest_wait_seconds": report.thinking.longest_wait_seconds,
        "waited_by_purpose": report.thinking.waited_by_purpose,
        "calls": report.calls,
        "tokens": report.tokens,
        "talks": report.events.get("talk_start", 0),
        "replans": report.events.get("replan", 0),
    }
