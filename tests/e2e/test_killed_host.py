"""The model's process is killed again and again while the town lives: the program lives on, the world is whole, the day goes on."""

import os
import random
import signal
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from sandbox_app.llm.engines import default_model, open_embedder
from sandbox_app.llm.host import HostedEngine
from sandbox_app.llm.request import Done, Handle, Request, Token
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.run import Report, run_until
from sandbox_app.simulation.session import Session
from sandbox_app.worldfile.check import check
from sandbox_app.worldfile.reader import WorldReader

HOUR = 360
"""Steps of an hour."""


class Hunted(HostedEngine):
    """Kills its host right after some of the requests, counted from the first; one that is dead already is not killed again.

    Attributes:
        told: what a person was told.
    """

    def __init__(self, path: Path, moments: set[int]) -> None:
        self._moments = moments
        self._requests = 0
        self._due = 0
        self._killed = 0
        self.told: list[str] = []
        super().__init__(path, tell=self.told.append)

    def submit(self, request: Request, done: Done, token: Token | None = None) -> Handle:
        handle = super().submit(request, done, token)
        self._requests += 1
        self._due += self._requests in self._moments
        if self._due and self.pid != self._killed:
            self._due -= 1
            self._killed = self.pid
            os.kill(self._killed, signal.SIGKILL)
        return handle


def live_hunted(world: Path, steps: int, after: set[int]) -> tuple[Report, Hunted]:
    """Let a world live while its host is killed; afterwards the world is whole and stands where it should."""
    with closing(Hunted(default_model(), after)) as engine, closing(Session(world, engine, open_embedder())) as session:
        report = run_until(session, steps, "llama")
    assert report.steps == steps
    assert engine.deaths == len(after)
    assert check(world) == []
    with WorldReader(world) as reader:
        assert reader.last_step() == steps
        assert Counter(head.purpose for head in reader.calls()) == report.calls["by_purpose"]
    return report, engine


@pytest.mark.timeout(600)
def test_a_host_killed_three_times_in_a_morning(tmp_path: Path) -> None:
    world = tmp_path / "small.world"
    create_world_file(world, "lane", seed=7)
    report, engine = live_hunted(world, 2 * HOUR, {3, 15, 30})
    assert all("SIGKILL" in sentence and "started again" in sentence for sentence in engine.told)
    assert report.calls["failed"] <= 2, report.errors
    assert report.events["wake"] == 5


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_a_host_killed_fifty_times_in_a_day_of_a_whole_town(tmp_path: Path) -> None:
    world = tmp_path / "town.world"
    create_world_file(world, "alderwick", seed=7)
    report, _ = live_hunted(world, 24 * HOUR, set(random.Random(50).sample(range(5, 1200), 50)))
    sys.stderr.write(f"{report.wall_seconds:.0f} s, {report.calls['total']} calls, {report.calls['failed']} failed: {report.errors}\n")
    assert report.calls["failed"] <= report.calls["total"] * 0.03, report.errors
