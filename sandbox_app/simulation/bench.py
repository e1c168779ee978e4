"""`bench simulation`: what a step costs when nobody thinks, writing included, next to a plain walk over all agents."""

import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from sandbox_app.errors import Problem
from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.mind.settings import Settings
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.session import Session

LIMIT_US = 5.0
LIMIT_P99_MS = 10.0


def bench_simulation(town: str, agents: int, steps: int) -> dict[str, Any]:
    """Live `steps` steps by day (from when all are awake) with routines only.

    Return the fields of `bench simulation` (CLI.md) with their limits.

    `baseline_us_per_agent_step` is a plain Python loop that does nothing but look at every agent's position, for comparison.

    Raises:
        Problem: there are no steps to measure, or the town or the number of agents cannot be.
    """
    if steps < 1:
        raise Problem(f"Measure at least one step, not {steps}.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "bench.world")
        create_world_file(path, town, agents=agents, settings=Settings(thinking=False))
        with closing(Session(path, ScriptedEngine(), HashedWords())) as session:
            while session.simulation.here.state.asleep.any():
                session.live()
            seconds = np.empty(steps)
            for number in range(steps):
                began = time.perf_counter()
                session.live()
                seconds[number] = time.perf_counter() - began
            baseline = _baseline(session)
    return {
        "agents": agents,
        "steps": steps,
        "us_per_agent_step": float(seconds.mean() * 1e6 / agents),
        "step_p50_ms": float(np.percentile(seconds, 50) * 1e3),
        "step_p99_ms": float(np.percentile(seconds, 99) * 1e3),
        "baseline_us_per_agent_step": baseline,
        "limits": {"us_per_agent_step": LIMIT_US, "step_p99_ms": LIMIT_P99_MS},
    }


def _baseline(session: Session) -> float:
    state = session.simulation.here.state
    times = []
    for _ in range(20):
        began = time.perf_counter()
        total = 0
        for at in range(state.count):
            total += int(state.x[at]) + int(state.y[at])
        times.append(time.perf_counter() - began)
    return float(np.median(times) * 1e6 / state.count)
