"""`bench replay`: how soon any moment of a long world is there, how large its file is, and how soon it is replayed and forked."""

import random
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from sandbox_app.errors import Problem
from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.engines import default_embedding, open_embedder
from sandbox_app.llm.request import Engine
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.description import beginning, describe
from sandbox_app.simulation.forking import fork_world
from sandbox_app.simulation.playback import Playback
from sandbox_app.simulation.repeated import at_rest, repeat_last_day
from sandbox_app.simulation.replay import events_by_step, play, replay
from sandbox_app.simulation.run import run_until, until_step
from sandbox_app.simulation.session import Session
from sandbox_app.simulation.view import frame_at
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import Event, StepBatch
from sandbox_app.worldfile.shrinking import sizes
from sandbox_app.worldfile.writer import WorldWriter

LIMITS = {
    "seek_p50_ms": 50.0, "seek_p99_ms": 150.0, "open_seconds": 2.0, "mb_per_day": 4.0, "mb_per_day_without_prompts": 2.0,
    "verify_seconds_per_day": 2.0, "write_percent": 2.0, "bulk_events_per_s": 50_000.0,
    "fork_seconds": 3.0,
}  # fmt: skip
SEEKS = 300
_BULK = 100_000
_DAY = 24 * 3600
_MOST_WITH_PROMPTS = 60
"""In longer worlds the repeated days are written without their prompts, which no seek reads."""


def bench_replay(
    town: str,
    engine: Callable[[], Engine],
    *,
    agents: int,
    days: int,
    live: int,
    duration: str,
    say: Callable[[str], None] = lambda text: None,
) -> dict[str, Any]:
    """Live some days with the scripted engine, repeat the last of them, and look at random moments of the long world.

    Return the fields of `bench replay` (CLI.md) with their limits and, in `baseline`, what a seek costs without snapshots.

    Args:
        engine: opens the model that lives in another new world, where writing is compared with the time that a model takes.
        days: of the long world. live: how many of them are lived; the others repeat the last one with shifted steps and numbers.
        duration: how long the model lives, like "1d".

    Raises:
        Problem: there are no such days, or the town or the number of agents cannot be.
    """
    if not 1 <= live <= days:
        raise Problem(f"Live at least one of the days, and at most all {days}, not {live}.")
    with tempfile.TemporaryDirectory(prefix="world-") as folder:
        path = Path(folder, "bench.world")
        create_world_file(path, town, agents=agents)
        say(f"living {live} days")
        lived, writing = _live(path, live)
        size = sizes(path)
        thinking = _think(path.with_name("thinking.world"), town, engine, agents, duration, say)
        say(f"repeating the last of them {days - live} times")
        repeat_last_day(path, days - live, prompts=days <= _MOST_WITH_PROMPTS)
        say("looking at random moments")
        figures = _seeks(path)
        say("forking in the middle")
        figures["fork_seconds"] = _fork(path)
        say("replaying everything")
        found = replay(path, verify=True)
        figures |= {
            "days": days,
            "lived_days": live,
            "agents": agents,
            "events": found.events,
            "file_mb": path.stat().st_size / 1e6,
            "mb_per_day": size.without_embeddings / 1e6 / live,
            "mb_per_day_without_prompts": size.without_prompts / 1e6 / live,
            "verify_seconds": found.seconds,
            "verify_seconds_per_day": found.seconds / days,
            "mismatches": found.mismatches,
            "write_percent_scripted": 100 * writing / lived,
            "bulk_events_per_s": _bulk(path.with_name("bulk.world"), town, agents),
            **thinking,
            "limits": LIMITS,
        }
    return figures


def _live(path: Path, days: int) -> tuple[float, float]:
    """Live so many days, and on until nobody talks or walks; return the seconds that took, and those spent in writing."""
    with closing(Session(path, ScriptedEngine(), HashedWords())) as session:
        step_seconds = session.world.settings.step_seconds
        until = days * _DAY // step_seconds
        day = _DAY // step_seconds
        rested = {0}
        began = time.perf_counter()
        while session.step < until or not {session.step, session.step - day} <= rested:
            session.live()
            if at_rest(session.simulation.here.state):
                rested.add(session.step)
        return time.perf_counter() - began, session.writing_seconds


def _think(path: Path, town: str, engine: Callable[[], Engine], agents: int, duration: str, say: Callable[[str], None]) -> dict[str, Any]:
    """Let a model live in a new world; return what share of that went into writing, and how large a day is with all of it."""
    create_world_file(path, town, agents=agents)
    with (
        closing(engine()) as opened,
        closing(open_embedder(str(default_embedding()))) as embedder,
        closing(Session(path, opened, embedder)) as session,
    ):
        until = until_step(session, duration, None)
        say(f"{opened.name} lives {duration}")
        report = run_until(session, until, "llama")
        writing = session.writing_seconds
    size, days = sizes(path), report.sim_seconds / _DAY
    return {
        "model": report.model,
        "model_days": days,
        "model_calls": report.calls["total"],
        "write_percent": 100 * writing / report.wall_seconds,
        "model_mb_per_day": size.without_embeddings / 1e6 / days,
        "model_mb_per_day_without_prompts": size.without_prompts / 1e6 / days,
    }


def _seeks(path: Path) -> dict[str, Any]:
    began = time.perf_counter()
    with WorldReader(path) as reader:
        world = describe(reader)
        frame_at(reader, world, reader.last_step())
        opening = time.perf_counter() - began
        playback, drawn, last = Playback(reader, world), random.Random(1), reader.last_step()
        people = [agent.id for agent in reader.agents()]
        seeks, panels = [], []
        for _ in range(SEEKS):
            step, agent = drawn.randint(0, last), drawn.choice(people)
            began = time.perf_counter()
            playback.seek(step)
            seeks.append(time.perf_counter() - began)
            began = time.perf_counter()
            reader.plans(agent, step, step, step)
            reader.beliefs(agent, step)
            reader.memories(agent, step)
            reader.last_access(agent, step)
            panels.append(time.perf_counter() - began)
        began = time.perf_counter()
        state = beginning(reader, world)
        for _ in play(state, events_by_step(reader, world, 0, last // 2), last // 2):
            pass
        plain = time.perf_counter() - began
    return {
        "open_seconds": opening,
        "seek_p50_ms": float(np.percentile(seeks, 50) * 1e3),
        "seek_p99_ms": float(np.percentile(seeks, 99) * 1e3),
        "memories_p50_ms": float(np.percentile(panels, 50) * 1e3),
        "memories_p99_ms": float(np.percentile(panels, 99) * 1e3),
        "baseline": {"seek_without_snapshots_ms": plain * 1e3},
    }


def _fork(path: Path) -> float:
    """Return how long it takes to fork a world in the middle of its life."""
    with WorldReader(path) as reader:
        middle = str(reader.last_step() // 2)
    began = time.perf_counter()
    fork_world(path, path.with_name("fork.world"), middle)
    return time.perf_counter() - began


def _bulk(path: Path, town: str, agents: int) -> float:
    """Return how many events a second are written when many come at once."""
    create_world_file(path, town, agents=agents)
    data = {"activity": "sorting the morning's letters", "hue": "work", "thing": 5, "plan": 806}
    rows = [
        Event(id=n, step=1 + n // 10, kind="act", agent_id=1, text=f"Somebody is sorting the letters of the morning, pile {n}", data=data)
        for n in range(1, _BULK + 1)
    ]
    with WorldWriter(path) as writer:
        began = time.perf_counter()
        writer.write_all([StepBatch(step=rows[-1].step, events=rows)])
        return _BULK / (time.perf_counter() - began)
